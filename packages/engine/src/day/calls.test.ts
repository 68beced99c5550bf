/**
 * Goal: whoever calls a commander has one card per party and incident, with what, where and since when, and what the other party
 * said; and the commission learns nothing from it before its release, not from the order either. Method: an exchange of many
 * events in memory, with and without an incident, as each office sees it.
 */
import { describe, expect, test } from 'vitest'
import { initial as noAgreement } from '@holdfast/core/agreement'
import { evolve, initial as noCalls, type LiaiseState } from '@holdfast/core/liaise'
import { initial as noPatrols } from '@holdfast/core/patrol'
import { HOUR_MS, MINUTE_MS } from '@holdfast/core/units'
import type { Incident } from '@holdfast/core/verify'
import { CANDIDATE, EVENT, OBSERVATION } from '../../../../tests/support/verify-release.ts'
import { MemoryProjections } from '../projector/index.ts'
import { EXCHANGE_CALL_MS, dayView } from './index.ts'
import type { DayNeeds, DayView } from './index.ts'

const NOW_MS = EVENT.observed.toMs + 2 * HOUR_MS
const KINDS = ['explosion', 'explosion', 'burst']
/** Events of one exchange a minute apart, the first an hour ago; then one an hour later, and one of no exchange. */
const events = [
  ...KINDS.map((kind, i) => ({ kind, atMs: NOW_MS - 100 * MINUTE_MS + i * MINUTE_MS })),
  { kind: 'explosion', atMs: NOW_MS - 100 * MINUTE_MS + EXCHANGE_CALL_MS },
  { kind: 'shot', atMs: NOW_MS - 5 * MINUTE_MS },
].map(({ kind, atMs }, i) => ({
  ...EVENT,
  id: `e${i}`,
  kind,
  observed: { fromMs: atMs, toMs: atMs },
  observations: [OBSERVATION.id],
}))
const candidates = events.flatMap(({ id, observed }) =>
  // Two clauses each: a card for each would be two calls about one thing.
  ['x', 'y'].map((clause) => ({
    ...CANDIDATE,
    id: `c-${clause}-${id}`,
    clause,
    event: id,
    atMs: observed.toMs,
  })),
)
const engagement = {
  id: 'exchange',
  events: ['e0', 'e1', 'e2', 'e3'],
  probability: 0.9,
  observed: { fromMs: 0, toMs: NOW_MS },
}
const incident = {
  id: 'I-7',
  title: 'Shelling near the mill',
  status: 'inquiry',
  sinceMs: NOW_MS - 20 * MINUTE_MS,
  events: ['e0', 'e1', 'e2', 'e3'],
  candidates: candidates.filter(({ event }) => event !== 'e4').map(({ id }) => id),
  observations: [OBSERVATION.id],
  entries: [3],
} as unknown as Incident
const actor = { name: 'w', nation: 'SWE', role: 'watch', office: 'monitor', keyId: 'k' } as const
const label = { policy: 'HOLDFAST', classification: 'RESTRICTED', offices: [], releasableTo: [] }

/** The state after entries of the hotline, each with its kind and payload. */
const logged = (...entries: readonly (readonly [string, object])[]): LiaiseState =>
  entries.reduce(
    (state, [kind, payload], index) =>
      evolve(state, {
        kind: `liaise.${kind}`,
        payload: payload as never,
        refs: [],
        index,
        actor,
        atMs: NOW_MS,
        label: label as never,
      }),
    noCalls,
  )
const opened = (kind: 'event' | 'incident', id: string, dueAtMs: number) =>
  ['call-opened', { number: 1, subject: { kind, id }, countedFromMs: dueAtMs, dueAtMs }] as const
const answered = (call: string, party: 'A' | 'B', said: string) =>
  [
    'attempt-logged',
    {
      call,
      party,
      post: 'corps',
      calledAtMs: NOW_MS - MINUTE_MS,
      outcome: 'answered',
      answeredBy: 'duty officer',
      said,
      next: 'answered',
    },
  ] as const

async function needs(incidents: readonly Incident[], liaise = noCalls): Promise<DayNeeds> {
  const sink = new MemoryProjections()
  await sink.apply({
    size: 1,
    put: {
      candidate: candidates,
      event: events,
      engagement: [engagement],
      observation: [OBSERVATION],
    },
  })
  return {
    mission: {
      liaise,
      patrol: noPatrols,
      verify: { incidents: new Map(incidents.map((one) => [one.id, one])) },
      agreement: noAgreement,
    },
    sink,
    nowMs: NOW_MS,
    deployment: { exercise: null },
  }
}
async function day(office: 'monitor' | 'commission', given: DayNeeds): Promise<DayView> {
  const view = await dayView(given, office, null)
  if ('refused' in view) throw new Error(view.refused)
  return view
}
const cards = ({ due }: DayView): readonly string[] =>
  due.map(({ kind, of, call }) => `${kind} ${of} ${call?.party ?? ''}`)

describe('one card per party', () => {
  test('of an incident, however many events and clauses it holds', async () => {
    expect(cards(await day('monitor', await needs([incident])))).toEqual([
      'lateCall I-7 A',
      'lateCall I-7 B',
      'call e4 A',
      'call e4 B',
    ])
  })
  test('of an exchange that no incident has taken up, anew each hour', async () => {
    expect(cards(await day('monitor', await needs([])))).toEqual([
      'lateCall e0 A',
      'lateCall e0 B',
      'lateCall e3 A',
      'lateCall e3 B',
      'call e4 A',
      'call e4 B',
    ])
  })
  test('and none once one of its events was called about', async () => {
    const liaise = logged(
      opened('event', 'e1', NOW_MS),
      answered('H-0', 'A', 'Will stop.'),
      answered('H-0', 'B', 'So will we.'),
    )
    expect(cards(await day('monitor', await needs([incident], liaise)))).toEqual([
      'call e4 A',
      'call e4 B',
    ])
  })
})

describe('the card says', () => {
  test('what, how many, since when and where', async () => {
    const { due } = await day('monitor', await needs([incident]))
    expect(due[0]?.call?.about).toMatchObject({
      incident: 'I-7',
      title: 'Shelling near the mill',
      events: 4,
      kinds: [
        { kind: 'explosion', events: 3 },
        { kind: 'burst', events: 1 },
      ],
      beganMs: NOW_MS - 100 * MINUTE_MS,
      place: {
        near: expect.stringMatching(/(km (N|S|E|W)+ of|at) \w+/u) as string,
        toldFrom: OBSERVATION.observer.place,
        position: EVENT.estimate?.position,
      },
    })
  })
  test('what the other party answered, and the log says it of both', async () => {
    const liaise = logged(opened('incident', 'I-7', NOW_MS), answered('H-0', 'A', 'Will stop.'))
    const { due, calls } = await day('monitor', await needs([incident], liaise))
    expect(due.filter(({ of }) => of === 'H-0')).toMatchObject([
      { call: { party: 'B', other: { party: 'A', status: 'answered', said: 'Will stop.' } } },
    ])
    expect(calls).toMatchObject([{ id: 'H-0', about: { incident: 'I-7', events: 4 } }])
  })
})

describe('the commission', () => {
  test('has no place of what is not released, and no word that was said of it', async () => {
    const liaise = logged(
      opened('incident', 'I-7', NOW_MS),
      opened('event', 'e4', NOW_MS),
      answered('H-1', 'A', 'secret-said'),
    )
    const view = await day('commission', await needs([incident], liaise))
    expect(view.due[0]?.call?.about).toMatchObject({ incident: 'I-7', place: null })
    expect(view.due.find(({ of }) => of === 'H-1')?.call).toMatchObject({ about: null, party: 'B' })
    const text = JSON.stringify(view)
    const { lonDeg } = EVENT.estimate?.position ?? { lonDeg: 0 }
    const secrets = ['secret-said', OBSERVATION.observer.place, String(lonDeg)]
    for (const secret of secrets) expect(text).not.toContain(secret)
    const whole = JSON.stringify(await day('monitor', await needs([incident], liaise)))
    for (const secret of secrets) expect(whole).toContain(secret)
  })
  test('does not learn from the order that a withheld call is late', async () => {
    const where = async (dueAtMs: number): Promise<readonly string[]> => {
      const liaise = logged(
        opened('event', 'e4', dueAtMs),
        opened('incident', 'I-7', NOW_MS - MINUTE_MS),
      )
      return cards(await day('commission', await needs([incident], liaise)))
    }
    const inTime = await where(NOW_MS + MINUTE_MS)
    expect(await where(NOW_MS - 9 * HOUR_MS)).toEqual(inTime)
    expect(inTime[0]).toBe('lateCall H-1 A')
  })
})
