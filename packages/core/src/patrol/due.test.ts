// Goal: the one list of the watch puts people before paper and late calls before those in time, leaves out nothing that
// waits, and drops what is done. Method: a day with one of each, looked at in order; random calls, open and not.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { initial as noCalls } from '../liaise/index.ts'
import type { Happening, LiaiseState } from '../liaise/index.ts'
import { HOUR_MS, MINUTE_MS } from '../units/index.ts'
import { DUE_KINDS, KIND_MAX, SAYS_MAX, UNOPENED_MAX, dueList, initial } from './index.ts'
import type { DueItem, Patrol, PatrolState } from './index.ts'

const patrol = (id: string, more: object): readonly [string, Patrol] => [
  id,
  {
    id,
    status: 'out',
    movement: {
      checkpoints: [],
      departAtMs: 0,
      returnByMs: 9 * HOUR_MS,
      radioEveryMs: HOUR_MS,
      marginMs: 0,
    },
    departedAtMs: 0,
    heardAtMs: 0,
    heardFrom: 'Ayville',
    passed: [],
    acknowledgements: [],
    ...more,
  } as unknown as Patrol,
]
const by = { nation: 'SWE', officer: 'watch', keyId: 'dev' }
const state = {
  plans: new Map([
    ['TP-0', { id: 'TP-0', status: 'draft', fromMs: 9 * HOUR_MS, toMs: 20 * HOUR_MS }],
  ]),
  patrols: new Map([
    patrol('P-1', {}),
    patrol('P-2', {
      heardAtMs: HOUR_MS + 30 * MINUTE_MS,
      acknowledgements: [],
    }),
    patrol('P-3', {
      acknowledgements: [{ alarm: `radio ${2 * HOUR_MS}`, doing: 'x', by, atMs: 0, entry: 1 }],
    }),
    patrol('P-4', { status: 'planned', departedAtMs: null, heardAtMs: null }),
    patrol('P-5', { status: 'returned' }),
  ]),
  evacuations: new Map([
    ['EV-1', { id: 'EV-1', status: 'accepted', steps: [{ atMs: HOUR_MS }] }],
    ['EV-2', { id: 'EV-2', status: 'delivered', steps: [{ atMs: 0 }] }],
  ]),
} as unknown as PatrolState
const liaise = {
  ...noCalls,
  sessions: new Map([['JC-1', { id: 'JC-1', status: 'drafted', atMs: 0, title: 'First' }]]),
  protests: new Map([['PN-1', { id: 'PN-1', status: 'lodged', lodgedAtMs: 0, text: 'No.' }]]),
  points: new Map([
    ['AP-1', { id: 'AP-1', number: 1, status: 'open', dueAtMs: HOUR_MS, text: 'Withdraw.' }],
    ['AP-2', { id: 'AP-2', number: 2, status: 'open', dueAtMs: 99 * HOUR_MS, text: 'Later.' }],
  ]),
} as unknown as LiaiseState
const happening = (id: string, atMs: number): Happening => ({
  subject: { kind: 'event', id },
  atMs,
  also: [],
})
const NOW_MS = 2 * HOUR_MS
const told = ({ kind, of, lateMs }: DueItem): string => `${kind} ${of} ${lateMs / MINUTE_MS}`

test('people come before paper, and of one kind what was due first', () => {
  const happenings = [happening('e1', NOW_MS - 20 * MINUTE_MS), happening('e2', NOW_MS)]
  const { items, unopenedLeftOut } = dueList({ liaise, patrol: state, happenings }, NOW_MS)
  expect(items.map(told)).toEqual([
    'alarm P-1 60',
    'evacuation EV-1 60',
    'lateCall e1 5',
    'lateCall e1 5',
    'call e2 0',
    'call e2 0',
    'takenUp P-3 60',
    'contact P-2 0',
    'departure P-4 120',
    'plan TP-0 0',
    'minutes JC-1 120',
    'point AP-1 60',
    'protest PN-1 0',
  ])
  expect(unopenedLeftOut).toBe(0)
  expect(new Set(items.map(({ key }) => key)).size).toBe(items.length)
  expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(DUE_KINDS))
})

test('an office that sees no patrols has none in its list', () => {
  const { items } = dueList({ liaise, patrol: null, happenings: [] }, NOW_MS)
  expect(items.map(({ kind }) => kind)).toEqual(['minutes', 'point', 'protest'])
})

test('a day without anything is empty, and what does not fit is counted', () => {
  const empty = { liaise: noCalls, patrol: initial }
  expect(dueList({ ...empty, happenings: [] }, NOW_MS).items).toEqual([])
  // Every minute for three hours up to now: those of the last 15 minutes are in time still.
  const happenings = Array.from({ length: 180 }, (_, i) =>
    happening(`e${i}`, NOW_MS - (179 - i) * MINUTE_MS),
  )
  const { items, unopenedLeftOut } = dueList({ ...empty, happenings }, NOW_MS)
  const of = (kind: string) => items.filter((one) => one.kind === kind)
  expect(of('lateCall')).toHaveLength(UNOPENED_MAX)
  expect(of('call')).toHaveLength(32)
  expect(unopenedLeftOut).toBe(360 - UNOPENED_MAX - 32)
  // The most overdue stands first, and none that can still be called in time is hidden behind it.
  expect([of('lateCall')[0]?.of, of('call')[0]?.of, items.at(-1)?.of]).toEqual([
    'e0',
    'e164',
    'e179',
  ])
})

const leg = (status: string, calledAtMs: number | null) => ({
  status,
  attempts:
    calledAtMs === null ? [] : [{ calledAtMs, outcome: status, answeredBy: null, said: null }],
  fireStopped: null,
})
const openCall = (id: string, dueAtMs: number, b: ReturnType<typeof leg>) =>
  [
    id,
    {
      id,
      status: 'open',
      subject: { kind: 'event', id: `of ${id}` },
      dueAtMs,
      legs: { A: leg('answered', 0), B: b },
    },
  ] as const

test('whoever should have been reached already stands before whoever can be in time, the most overdue first', () => {
  const calls = new Map([
    openCall('H-1', NOW_MS + MINUTE_MS, leg('due', null)),
    openCall('H-2', NOW_MS, leg('due', null)),
    // Tried in time, and nobody answered: nobody was reached, and it is an hour late.
    openCall('H-3', NOW_MS - HOUR_MS, leg('unanswered', NOW_MS - HOUR_MS - MINUTE_MS)),
    openCall('H-4', NOW_MS - MINUTE_MS, leg('due', null)),
  ])
  const asked = { liaise: { ...noCalls, calls } as unknown as LiaiseState, patrol: initial }
  const happenings = [
    happening('e1', NOW_MS - 20 * MINUTE_MS),
    happening('e2', NOW_MS - 3 * HOUR_MS),
    happening('e3', NOW_MS),
  ]
  const { items } = dueList({ ...asked, happenings }, NOW_MS)
  expect(items.filter(({ call }) => call?.party === 'B').map(told)).toEqual([
    'lateCall e2 165',
    'lateCall H-3 60',
    'lateCall e1 5',
    'lateCall H-4 1',
    'call H-2 0',
    'call H-1 0',
    'call e3 0',
  ])
})

test('no order of entries puts a late call below one in time', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -200, max: 30 }), fc.boolean(), fc.boolean()), {
        maxLength: 40,
      }),
      (drawn) => {
        const calls = new Map(
          drawn.flatMap(([minute, isOpen, isTried], i) =>
            isOpen
              ? [
                  openCall(
                    `H-${i}`,
                    NOW_MS + minute * MINUTE_MS,
                    isTried ? leg('unanswered', 0) : leg('due', null),
                  ),
                ]
              : [],
          ),
        )
        const happenings = drawn.flatMap(([minute, isOpen], i) =>
          isOpen ? [] : [happening(`e${i}`, NOW_MS + minute * MINUTE_MS)],
        )
        const log = { ...noCalls, calls } as unknown as LiaiseState
        const { items } = dueList({ liaise: log, patrol: initial, happenings }, NOW_MS)
        const late = items.map(({ lateMs }) => lateMs)
        expect(late).toEqual(late.toSorted((a, b) => b - a))
        expect(items.every(({ kind, lateMs }) => (kind === 'lateCall') === lateMs > 0)).toBe(true)
      },
    ),
    { numRuns: 100 },
  )
})

test('paper is cut to the most urgent of its kind and counted; who is out of touch never is; words are short', () => {
  const many = KIND_MAX + 7
  const points = Array.from({ length: many }, (_, i) => {
    const point = { number: i, status: 'open', dueAtMs: i, text: 'x'.repeat(4_000) }
    return [`AP-${i}`, { id: `AP-${i}`, ...point }] as const
  })
  const patrols = Array.from({ length: many }, (_, i) => patrol(`P-${i}`, {}))
  const { items, leftOut } = dueList(
    {
      liaise: { ...noCalls, points: new Map(points) } as unknown as LiaiseState,
      patrol: { ...initial, patrols: new Map(patrols) },
      happenings: [],
    },
    NOW_MS,
  )
  const of = (kind: string) => items.filter((one) => one.kind === kind)
  expect(of('alarm')).toHaveLength(many)
  expect(of('point')).toHaveLength(KIND_MAX)
  expect(of('point')[0]?.of).toBe('AP-0')
  expect(leftOut).toEqual({ point: 7 })
  expect(of('point').every(({ says }) => says.length === SAYS_MAX)).toBe(true)
})
