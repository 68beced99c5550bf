// Goal: the one list of the watch puts people before paper, leaves out nothing that waits, and drops what is done.
// Method: a day with one of each, looked at in order; then each is settled and must be gone.
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
  const happenings = Array.from({ length: 100 }, (_, i) => happening(`e${i}`, i * MINUTE_MS))
  const { items, unopenedLeftOut } = dueList({ ...empty, happenings }, NOW_MS)
  expect(items).toHaveLength(UNOPENED_MAX)
  expect(unopenedLeftOut).toBe(200 - UNOPENED_MAX)
  expect(items.at(-1)?.of).toBe('e99')
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
