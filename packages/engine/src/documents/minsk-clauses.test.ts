/**
 * Goal: no clause and no duty of the Minsk text is there in name only. Method: for each clause one synthetic event that
 * raises it and one beside it that does not; each duty a millisecond before and at its deadline, with the facts that people
 * would have declared; the order and the number of what was there before, which the demonstration rests on.
 */
import { readFileSync } from 'node:fs'
import { EMPTY_STANDING, dueObligations, evaluateEvent, phasesAt } from '@holdfast/core/agreement'
import type { Agreement, Standing } from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import { destination, frameAt } from '@holdfast/core/geo'
import type { Position } from '@holdfast/core/geo'
import type { Weapon } from '@holdfast/core/observe'
import { DAY_MS, isRefused, parseInstant } from '@holdfast/core/units'
import { describe, expect, test } from 'vitest'
import { readAgreement } from './index.ts'

const path = new URL('../../../../data/agreements/minsk-2014-2015.yaml', import.meta.url)
const read = readAgreement(readFileSync(path, 'utf8'), 'minsk-2014-2015.yaml')
if (isRefused(read)) throw new Error(read.refused)
const minsk: Agreement = read.agreement
const ms = (text: string): number => parseInstant(text) ?? Number.NaN
const place = (latDeg: number, lonDeg: number): Position => ({ lonDeg, latDeg })

const avdiivka = place(48.1402, 37.7501)
const stanytsia = place(48.65433, 39.47943)
const zolote = place(48.6952, 38.5151)
const petrivske = place(47.6543, 37.8022)
/** So many km behind the line, on ground that A holds. */
const behind = (km: number): Position =>
  destination(place(48.405, 38.22), { azimuthDeg: 330, distanceM: km * 1000 })

function around(position: Position): NonNullable<Event['estimate']> {
  const { toOffset } = frameAt(position)
  return {
    position,
    covarianceM2: { ee: 1, en: 0, nn: 1 },
    ellipse95: { semiMajorM: 1, semiMinorM: 1, azimuthDeg: 0 },
    support: Array.from({ length: 16 }, (_, i) =>
      toOffset(destination(position, { azimuthDeg: i * 22.5, distanceM: 200 })),
    ),
  }
}

type What = Partial<Event> & { readonly at?: Position }
function event(kind: string, day: string, { at = avdiivka, ...more }: What = {}): Event {
  const atMs = ms(`${day}T10:00:00Z`)
  return {
    id: 'e',
    revision: 1,
    kind,
    phase: 'undetermined',
    observed: { fromMs: atMs, toMs: atMs },
    estimate: around(at),
    probability: 0.9,
    count: { n: 1, precision: 'exact' },
    weapon: null,
    observations: ['o'],
    ...more,
  }
}
const fired = (day: string, weapon: Weapon, at: Position = avdiivka): Event =>
  event('explosion', day, { phase: 'outgoing', weapon, at })
const clauses = (one: Event): string[] => evaluateEvent(minsk, one).map(({ clause }) => clause)

const gun: Weapon = { term: '122mm artillery', class: 'artillery', calibreMm: 122 }
const lightGun: Weapon = { term: 'anti-tank gun', class: 'artillery', calibreMm: 85 }
const grad: Weapon = { term: 'BM-21 Grad', class: 'mlrs', calibreMm: 122 }
const uragan: Weapon = { term: 'Uragan', class: 'mlrs', calibreMm: 220 }

type Row = readonly [clause: string, raises: Event, beside: Event]
const areas: readonly Row[] = (
  [
    ['stanytsia-luhanska', stanytsia],
    ['zolote', zolote],
    ['petrivske', petrivske],
  ] as const
).flatMap(([area, at]): Row[] => [
  [
    `FD-presence-${area}`,
    event('P.DISENG.PRESENCE', '2017-05-01', { at }),
    event('P.DISENG.PRESENCE', '2017-05-01', { at: behind(10) }),
  ],
  [`FD-fire-${area}`, event('burst', '2017-05-01', { at }), event('burst', '2016-09-01', { at })],
])
const rows: readonly Row[] = [
  ['P-1', event('burst', '2014-09-10'), event('burst', '2014-09-25')],
  ['MM-3', event('burst', '2014-09-25'), event('burst', '2015-02-20')],
  ['PM-1', event('burst', '2015-02-20'), event('burst', '2020-08-01')],
  ['AM-2', event('sniperFire', '2020-08-01'), event('sniperFire', '2020-07-20')],
  ['MM-3-offensive', event('K.ADVANCE', '2015-01-20'), event('K.ADVANCE', '2020-08-01')],
  ['AM-1-offensive', event('K.RAID', '2020-08-01'), event('K.RAID', '2020-07-20')],
  ['MM-7', event('A.UAV', '2016-05-01'), event('A.UAV', '2016-05-01', { at: behind(25) })],
  ['AM-1-aircraft', event('A.UAV', '2020-08-01'), event('A.UAV', '2020-07-20')],
  [
    'MM-6',
    event('K.MINE.LAY', '2016-05-01'),
    event('K.MINE.LAY', '2016-05-01', { at: behind(25) }),
  ],
  ['AM-3', event('P.SETTLEMENT', '2020-08-01'), event('P.SETTLEMENT', '2020-07-20')],
  ['MM-4', fired('2014-10-01', gun), fired('2014-10-01', gun, behind(40))],
  ['PM-2-artillery', fired('2016-08-16', gun, behind(20)), fired('2016-08-16', gun, behind(30))],
  ['PM-2-mlrs', fired('2016-08-16', grad, behind(20)), fired('2016-08-16', grad, behind(45))],
  [
    'PM-2-long-range',
    fired('2016-08-16', uragan, behind(45)),
    fired('2016-08-16', grad, behind(45)),
  ],
  ['AD-1', fired('2016-08-16', lightGun), fired('2016-08-16', gun)],
  ...areas,
]

describe('clauses × events', () => {
  test('no clause is left out', () => {
    expect(rows.map(([clause]) => clause)).toEqual(minsk.provisions.map(({ clause }) => clause))
  })

  test.each(rows)('%s is raised, and not by what lies beside it', (clause, raises, beside) => {
    expect(clauses(raises)).toContain(clause)
    expect(clauses(beside)).not.toContain(clause)
  })
})

const QUIET = ms('2016-09-28T00:00:00Z')
const standing = (...facts: readonly string[]): Standing => ({
  ...EMPTY_STANDING,
  facts: facts.map((fact, entry) => ({ fact, fromMs: QUIET, untilMs: null, entry })),
})
const due = (atMs: number, which: Standing = EMPTY_STANDING): string[] =>
  dueObligations(minsk, which, atMs).map(({ clause }) => clause)

describe('duties', () => {
  const at: readonly (readonly [string, number])[] = [
    ['MM-4-done', ms('2014-09-20T21:00:00Z')],
    ['PM-2-begun', ms('2015-02-16T22:00:00Z')],
    ['PM-2-done', ms('2015-03-02T22:00:00Z')],
    ['AD-1-done', ms('2015-11-12T21:00:00Z')],
    ['AM-orders', ms('2020-07-26T21:01:00Z')],
    ['AM-4-discipline', ms('2020-08-25T21:01:00Z')],
  ]
  const after: readonly (readonly [string, string, number])[] = [
    ['AD-2-inventory', 'quiet-2015', 2],
    ['AD-2-tanks', 'quiet-2015', 15],
    ['FD-done-stanytsia-luhanska', 'quiet-stanytsia-luhanska', 3],
    ['FD-done-zolote', 'quiet-zolote', 3],
    ['FD-done-petrivske', 'quiet-petrivske', 3],
  ]

  test('no duty is left out', () => {
    expect([...at, ...after].map(([clause]) => clause).toSorted()).toEqual(
      minsk.obligations.map(({ clause }) => clause).toSorted(),
    )
  })

  test.each(at)('%s is due at its instant and not before', (clause, atMs) => {
    expect(due(atMs - 1)).not.toContain(clause)
    expect(due(atMs)).toContain(clause)
  })

  test.each(after)('%s runs from %s, %i days', (clause, fact, days) => {
    const dueMs = QUIET + days * DAY_MS
    expect(due(dueMs - 1, standing(fact))).not.toContain(clause)
    expect(due(dueMs, standing(fact))).toContain(clause)
    // Seven quiet days are not declared by the passing of time.
    expect(due(dueMs + 365 * DAY_MS)).not.toContain(clause)
  })

  test('disciplinary action is reported every 30 days', () => {
    const first = ms('2020-08-25T21:01:00Z')
    const reports = [0, 29, 30, 60].map(
      (days) => due(first + days * DAY_MS).filter((one) => one === 'AM-4-discipline').length,
    )
    expect(reports).toEqual([1, 1, 2, 3])
  })
})

describe('what the demonstration rests on', () => {
  test('until August 2020 the passing of time raises the four withdrawals and the orders, and nothing new', () => {
    expect(due(ms('2020-08-01T00:00:00Z'))).toEqual([
      'MM-4-done',
      'PM-2-begun',
      'PM-2-done',
      'AD-1-done',
      'AM-orders',
    ])
    expect(due(ms('2020-06-01T00:00:00Z'))).toHaveLength(4)
  })

  test('no clause hangs on a phase; return fire takes its four conditions together, and few other exceptions stand', () => {
    expect(minsk.provisions.filter(({ phases }) => phases !== undefined)).toEqual([])
    expect(
      minsk.provisions.filter(({ unless = [] }) => unless.length > 0).map(({ clause }) => clause),
    ).toEqual([
      'AM-2',
      'MM-7',
      'AM-1-aircraft',
      'FD-presence-stanytsia-luhanska',
      'FD-presence-zolote',
      'FD-presence-petrivske',
    ])
    const [returnFire] = minsk.provisions.find(({ clause }) => clause === 'AM-2')?.unless ?? []
    expect(returnFire?.all?.map(({ id }) => id)).toEqual([
      'against-offensive',
      'ordered',
      'coordination-failed',
      'notified',
    ])
    expect(minsk.thresholds).toMatchObject({ screening: 0.05, quorum: 3 })
    expect(minsk.thresholds.breaches.filter(({ screening }) => screening !== undefined)).toEqual([])
  })

  test('one ceasefire, from the first version on', () => {
    const first = ms('2014-09-05T15:00:00Z')
    const times = [first - 1, first, ms('2021-01-01T00:00:00Z')]
    expect(times.map((atMs) => phasesAt(minsk, EMPTY_STANDING, atMs))).toEqual([
      [],
      ['ceasefire'],
      ['ceasefire'],
    ])
  })
})
