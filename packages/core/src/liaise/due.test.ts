// Goal: what is due stands in the order of its time, a party that was reached is due no more, and lateness is told to the
// millisecond. Method: examples through decide and evolve at the edges of the 15 minutes.
import { expect, test } from 'vitest'
import type { Actor } from '../nations/index.ts'
import { HOUR_MS, MINUTE_MS, isRefused } from '../units/index.ts'
import {
  AROUND_MS,
  CALL_DUE_MS,
  callsDue,
  decide,
  evolve,
  initial,
  latenessMs,
  pointsDue,
} from './index.ts'
import type { Command, Happening, LiaiseContext, LiaiseState } from './index.ts'

const actor: Actor = {
  name: 'Watch one',
  nation: 'SWE',
  role: 'panel',
  office: 'commission',
  keyId: 'dev',
}
const label = {
  policy: 'HOLDFAST',
  classification: 'UNCLASSIFIED',
  offices: [],
  releasableTo: [],
} as const

/** The state after commands, each given at its instant; all of them must be accepted. */
function after(said: readonly (readonly [number, Command])[]): LiaiseState {
  let state = initial
  let index = 0
  for (const [nowMs, command] of said) {
    const decided = decide(state, command, { actor, nowMs, incidents: new Map() })
    if (isRefused(decided)) throw new Error(decided.refused)
    for (const draft of decided.entries) {
      state = evolve(state, { ...draft, index, actor, atMs: nowMs, label })
      index += 1
    }
  }
  return state
}
const open = (id: string, happenedAtMs: number): Command => ({
  type: 'openCall',
  subject: { kind: 'event', id },
  happenedAtMs,
})
const attempt = (
  call: string,
  party: 'A' | 'B',
  calledAtMs: number,
  answers: boolean,
): Command => ({
  type: 'logAttempt',
  call,
  party,
  post: 'corps',
  calledAtMs,
  outcome: answers ? 'answered' : 'unanswered',
  answeredBy: answers ? 'duty officer' : null,
  said: null,
})
const happening = (id: string, atMs: number, also: readonly string[] = []): Happening => ({
  subject: { kind: 'incident', id },
  atMs,
  also,
})

test('a party that answered is due no more; one that did not, or was not called, still is', () => {
  const state = after([
    [MINUTE_MS, open('e1', 0)],
    [2 * MINUTE_MS, attempt('H-0', 'A', 2 * MINUTE_MS, true)],
    [3 * MINUTE_MS, attempt('H-0', 'B', 3 * MINUTE_MS, false)],
  ])
  const due = callsDue(state, [], 4 * MINUTE_MS)
  expect(due).toMatchObject([{ call: 'H-0', party: 'B', isTried: true, lateMs: 0 }])
  expect(due[0]?.dueAtMs).toBe(CALL_DUE_MS)
  // Whoever calls B knows when it was tried, and what A said.
  expect(due[0]).toMatchObject({
    triedAtMs: 3 * MINUTE_MS,
    other: {
      party: 'A',
      status: 'answered',
      calledAtMs: 2 * MINUTE_MS,
      answeredBy: 'duty officer',
    },
  })
  // A try in time that nobody answered reaches nobody: the call is late all the same.
  expect(callsDue(state, [], CALL_DUE_MS + 1)).toMatchObject([{ party: 'B', lateMs: 1 }])
})

test('lateness counts to the first attempt, and while nobody tries to now', () => {
  const state = after([
    [20 * MINUTE_MS, open('e1', 0)],
    [20 * MINUTE_MS, attempt('H-0', 'A', CALL_DUE_MS, false)],
    [40 * MINUTE_MS, attempt('H-0', 'A', 40 * MINUTE_MS, true)],
  ])
  const call = state.calls.get('H-0')
  if (call === undefined) throw new Error('no call')
  expect(latenessMs(call, 'A', 2 * HOUR_MS)).toBe(0)
  expect(latenessMs(call, 'B', CALL_DUE_MS + 1)).toBe(1)
  expect(latenessMs(call, 'B', CALL_DUE_MS)).toBe(0)
})

test('what nobody opened a call about is due to both, unless one of its other names was called about', () => {
  const state = after([[MINUTE_MS, open('e1', 0)]])
  const due = callsDue(state, [happening('I-1', 0, ['e1']), happening('I-2', -HOUR_MS)], HOUR_MS)
  expect(due.map(({ call, subject, party }) => [call, subject.id, party])).toEqual([
    [null, 'I-2', 'A'],
    [null, 'I-2', 'B'],
    ['H-0', 'e1', 'A'],
    ['H-0', 'e1', 'B'],
  ])
  expect(due[0]?.lateMs).toBe(2 * HOUR_MS - CALL_DUE_MS)
})

test('a second call about the same counts from when it was opened, and only once the first is closed', () => {
  const said: readonly (readonly [number, Command])[] = [
    [MINUTE_MS, open('e1', 0)],
    [MINUTE_MS, attempt('H-0', 'A', MINUTE_MS, true)],
    [MINUTE_MS, { type: 'recordNotCalled', call: 'H-0', party: 'B', reason: 'No line.' }],
  ]
  const context = { actor, nowMs: HOUR_MS, incidents: new Map() }
  expect(decide(after(said), open('e1', 0), context)).toMatchObject({
    refused: expect.stringContaining('is open') as string,
  })
  const again = after([
    ...said,
    [2 * MINUTE_MS, { type: 'closeCall', call: 'H-0', note: null }],
    [HOUR_MS, open('e1', 0)],
  ])
  expect(again.calls.get('H-4')).toMatchObject({ number: 2, dueAtMs: HOUR_MS + CALL_DUE_MS })
})

test('an incident, its events and its candidates are called about once: one call, two parties', () => {
  const incidents = new Map([
    [
      'I-1',
      {
        id: 'I-1',
        status: 'inquiry',
        entries: [0],
        sinceMs: 0,
        events: ['e1', 'e2'],
        candidates: ['c1'],
      },
    ],
  ]) as unknown as LiaiseContext['incidents']
  const state = after([[MINUTE_MS, open('e1', 0)]])
  const context = { actor, nowMs: HOUR_MS, incidents }
  for (const subject of [
    { kind: 'event', id: 'e2' },
    { kind: 'candidate', id: 'c1' },
    { kind: 'incident', id: 'I-1' },
  ] as const)
    expect(decide(state, { type: 'openCall', subject, happenedAtMs: 0 }, context)).toMatchObject({
      refused: expect.stringContaining('about the same, event e1, is open') as string,
    })
  expect(decide(state, open('e9', 0), context)).toHaveProperty('entries')
})

const agree = (dueAtMs: number): Command => ({
  type: 'agreePoint',
  session: 'JC-0',
  text: 'Withdraw the vehicles.',
  owner: 'A',
  dueAtMs,
})

test('action points are due by their instant, an overdue one first; a closed one is not', () => {
  const state = after([
    [0, { type: 'callSession', title: 'First', heldAtMs: 0 }],
    [1, agree(3 * HOUR_MS)],
    [1, agree(HOUR_MS)],
    [1, agree(2 * HOUR_MS)],
    [2, { type: 'completePoint', point: 'AP-3', note: 'Seen.' }],
  ])
  const due = pointsDue(state, 2 * HOUR_MS, HOUR_MS)
  expect(due.map(({ id }) => id)).toEqual(['AP-2'])
  expect(pointsDue(state, 2 * HOUR_MS, HOUR_MS + 1).map(({ id }) => id)).toEqual(['AP-2', 'AP-1'])
})

test.each([
  ['a party that is none', { ...attempt('H-0', 'A', 0, true), party: 'C' }, 'use A or B'],
  ['a call that is none', attempt('H-9', 'A', 0, true), 'there is no call H-9'],
  ['an empty post', { ...attempt('H-0', 'A', 0, true), post: ' ' }, 'post is empty'],
  ['a word for the outcome', { ...attempt('H-0', 'A', 0, true), outcome: 'ok' }, 'answered or'],
  ['a day ago', attempt('H-0', 'A', -25 * HOUR_MS, true), 'more than 24 h back'],
  ['an unknown command', { type: 'shout' }, 'liaise knows no command shout'],
  [
    'an incident that is none',
    { ...open('x', 0), subject: { kind: 'incident', id: 'I-9' } },
    'I-9',
  ],
])('refused: %s', (_, command, words) => {
  const state = after([[0, open('e1', 0)]])
  const decided = decide(state, command as unknown as Command, {
    actor,
    nowMs: 0,
    incidents: new Map(),
  })
  expect(decided).toMatchObject({ refused: expect.stringContaining(words) as string })
})

test('a session lies within a year of the clock, so that no page meets an instant without a date', () => {
  const context = { actor, nowMs: 0, incidents: new Map() }
  for (const heldAtMs of [-9e15, -AROUND_MS - 1, AROUND_MS + 1, 9e15])
    expect(decide(initial, { type: 'callSession', title: 'x', heldAtMs }, context)).toMatchObject({
      refused: expect.stringContaining('more than a year') as string,
    })
  const held = { type: 'callSession', title: 'x', heldAtMs: -AROUND_MS } as const
  expect(decide(initial, held, context)).toHaveProperty('entries')
})

const delegate = (nation: string, keyId: string) => ({ ...actor, name: nation, nation, keyId })
const by = (one: typeof actor) => ({ actor: one, nowMs: 2, incidents: new Map() })

test('one key signs the minutes once, whatever nation it signs for', () => {
  const said: readonly (readonly [number, Command])[] = [
    [0, { type: 'callSession', title: 'First', heldAtMs: 0 }],
    [1, { type: 'draftMinutes', session: 'JC-0', text: 'Met.' }],
  ]
  const drafted = after(said)
  const sign: Command = { type: 'signMinutes', session: 'JC-0' }
  const first = delegate('AUT', 'k1')
  const decided = decide(drafted, sign, by(first))
  if ('refused' in decided) throw new Error(decided.refused)
  let signed = drafted
  for (const entry of decided.entries)
    signed = evolve(signed, { ...entry, index: 2, actor: first, atMs: 2, label })
  expect(decide(signed, sign, by(delegate('CHE', 'k1')))).toMatchObject({
    refused: expect.stringContaining('already') as string,
  })
  expect(decide(signed, sign, by(delegate('CHE', 'k2')))).toHaveProperty('entries')
})
