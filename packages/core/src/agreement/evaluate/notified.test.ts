/**
 * Goal: an excuse that names a rule of notified activities is held by a notification that covers the event, says which, and
 * takes nothing off the figure; late or in part it stays open. Method: one clause, a table of notifications and events.
 */
import { describe, expect, test } from 'vitest'
import type { Event } from '../../fuse/index.ts'
import { frameAt } from '../../geo/index.ts'
import type { Offset, Position } from '../../geo/index.ts'
import { DAY_MS, HOUR_MS } from '../../units/index.ts'
import { BARE, EMPTY_STANDING, evaluateEvent } from '../index.ts'
import type { Agreement, Notification, Provision } from '../index.ts'

const basis = { kind: 'assumption', source: 'drawn for the test' } as const
const V1 = 1_000 * DAY_MS
/** Metres east of a place on the parallel of 48° N. */
const east = (eastM: number): Position =>
  frameAt({ lonDeg: 38, latDeg: 48 }).toPosition({ eastM, northM: 0 })
const clause = (name: string, more: Partial<Provision> = {}): Provision => ({
  clause: name,
  title: name,
  source: 'test',
  sinceVersion: 'v1',
  act: { kinds: [], phases: [] },
  ...more,
})
const agreementWith = (more: Partial<Agreement>): Agreement => ({
  ...BARE,
  id: 'test',
  title: 'A text',
  ladder: 'ladder',
  parties: { A: { title: 'a' }, B: { title: 'b' } },
  versions: [{ id: 'v1', title: 'one', fromMs: V1, source: 's' }],
  lines: [{ id: 'first', title: 'f', line: { vertices: [east(-1), east(1)] }, basis }],
  linesOfContact: [{ line: 'first', fromMs: V1 }],
  zones: [],
  provisions: [],
  obligations: [],
  thresholds: {
    screening: 0.05,
    standards: [],
    quorum: 3,
    occurredUnheardMs: 1,
    partiesHeardMs: 1,
    breaches: [],
  },
  ...more,
})
const here: readonly Offset[] = [{ eastM: 0, northM: 0 }]
const at = (position: Position, support = here): Event['estimate'] => ({
  position,
  covarianceM2: { ee: 1, en: 0, nn: 1 },
  ellipse95: { semiMajorM: 1, semiMinorM: 1, azimuthDeg: 0 },
  support,
})
const instant = (ms: number): Event['observed'] => ({ fromMs: ms, toMs: ms })
const event = (more: Partial<Event> = {}): Event => ({
  id: 'e',
  revision: 1,
  kind: 'explosion',
  phase: 'impact',
  observed: instant(V1 + DAY_MS),
  estimate: at(east(0)),
  probability: 0.8,
  count: { n: 1, precision: 'exact' },
  weapon: null,
  observations: ['o'],
  ...more,
})
const notification = (more: Partial<Notification> = {}): Notification => ({
  id: 'N-12',
  rule: 'demining',
  party: 'A',
  title: 'Clearing the road',
  fromMs: V1,
  toMs: V1 + 2 * DAY_MS,
  place: { position: east(0), radiusM: 5_000 },
  announcedMs: V1 - DAY_MS,
  late: false,
  withdrawn: false,
  entry: 12,
  ...more,
})
const spread = [-6, -1, 1, 2].map((km) => ({ eastM: 1_000 * km, northM: 0 }))

const COVERS = 'cleared: mines; N-12 ("Clearing the road") covers'

describe('an excuse that a notification holds', () => {
  const agreement = agreementWith({
    notified: [
      {
        id: 'demining',
        title: 'd',
        activity: 'demining',
        noticeMs: DAY_MS,
        to: 'both',
        says: [],
        explains: ['explosion'],
        source: 's',
      },
    ],
    provisions: [
      clause('C', { unless: [{ id: 'cleared', title: 'mines', notified: 'demining' }] }),
    ],
  })
  const excuse = (notified: readonly Notification[], one: Partial<Event> = {}) => {
    const [found] = evaluateEvent(agreement, event(one), {
      standing: { ...EMPTY_STANDING, notified },
    })
    expect(found?.probability).toBe(0.8)
    const told = found?.conditions.find(({ condition }) => condition === 'exception')
    return [told?.held, told?.probability, told?.because]
  }
  const nobody = [
    'undecided',
    null,
    'cleared: mines; no notification under demining covers it; a person has to decide it',
  ]

  test('in time, over all of it: held, the candidate raised all the same, and the notification named', () => {
    expect(excuse([notification()])).toEqual([
      'yes',
      1,
      `${COVERS} its time and 100 % of its place: explained by N-12; a person decides`,
    ])
  })

  test.each<[string, readonly Notification[], Partial<Event>, unknown[]]>([
    ['nothing announced', [], {}, nobody],
    ['withdrawn', [notification({ withdrawn: true })], {}, nobody],
    ['another rule', [notification({ rule: 'drill' })], {}, nobody],
    ['another time', [notification({ toMs: V1 + HOUR_MS })], {}, nobody],
    ['another place', [notification()], { estimate: at(east(9_000)) }, nobody],
    ['another kind of event', [notification()], { kind: 'burst' }, nobody],
    [
      'a part of the place',
      [notification()],
      { estimate: at(east(0), spread) },
      [
        'undecided',
        0.75,
        `${COVERS} its time and 75 % of its place: perhaps explained by N-12; a person decides`,
      ],
    ],
    [
      'a part of the time',
      [notification()],
      { observed: { fromMs: V1 + DAY_MS, toMs: V1 + 3 * DAY_MS } },
      [
        'undecided',
        1,
        `${COVERS} a part of its time and 100 % of its place: perhaps explained by N-12; a person decides`,
      ],
    ],
    [
      'announced late',
      [notification({ late: true })],
      {},
      [
        'undecided',
        1,
        `${COVERS} its time and 100 % of its place; it was announced late: perhaps explained by N-12; a person decides`,
      ],
    ],
    [
      'no place told',
      [notification()],
      { estimate: null },
      [
        'undecided',
        null,
        `${COVERS} its time; no source said where the event was: perhaps explained by N-12; a person decides`,
      ],
    ],
  ])('%s', (_, notified, one, expected) => {
    expect(excuse(notified, one)).toEqual(expected)
  })

  test('of several, one that holds it is named, or else the one that covers most', () => {
    const half = notification({ id: 'N-1', place: { position: east(-6_000), radiusM: 1_500 } })
    const late = notification({ id: 'N-2', late: true })
    const whole = notification({ id: 'N-3', place: { position: east(0), radiusM: 9_000 } })
    const named = (...list: Notification[]): unknown =>
      String(excuse(list, { estimate: at(east(0), spread) })[2]).match(/N-\d/)?.[0]
    expect([named(half, late, whole), named(whole, late, half), named(half, late)]).toEqual([
      'N-3',
      'N-3',
      'N-2',
    ])
  })

  test('without a register the excuse is for people alone', () => {
    const [found] = evaluateEvent(agreement, event())
    expect(found?.conditions.at(-1)?.because).toBe('cleared: mines; a person has to decide it')
  })
})
