// Goal: what the tables do not see is refused with what is wrong and how to mend it: names of persons, coordinates, times
// that do not follow, a way off the plan (P5, P7, P10). Method: one good plan and patrol; each field made wrong in turn.
import { describe, expect, test } from 'vitest'
import type { Actor, Role } from '../nations/index.ts'
import { HOUR_MS, MINUTE_MS, isRefused } from '../units/index.ts'
import { alarmsOf, decide, evolve, initial } from './index.ts'
import type { Command, Movement, PatrolState, Task } from './index.ts'

const officer = (name: string, role: Role = 'watch'): Actor => ({
  name,
  nation: 'SWE',
  role,
  office: 'monitor',
  keyId: 'dev',
})
const [author, security, head] = [
  officer('Author'),
  officer('Security', 'analyst'),
  officer('Head', 'head-of-mission'),
]
const label = {
  policy: 'HOLDFAST',
  classification: 'UNCLASSIFIED',
  offices: [],
  releasableTo: [],
} as const
type Said = readonly [actor: Actor, nowMs: number, command: Command]

function after(said: readonly Said[]): PatrolState {
  let state = initial
  for (const [index, [actor, nowMs, command]] of said.entries()) {
    const decided = decide(state, command, { actor, nowMs })
    if (isRefused(decided)) throw new Error(decided.refused)
    for (const draft of decided.entries)
      state = evolve(state, { ...draft, index, actor, atMs: nowMs, label })
  }
  return state
}

const task: Task = {
  id: 't1',
  kind: 'patrol',
  area: 'contact-0',
  title: 'Look at the north road',
  settlements: ['Ayville', 'Bee Hill'],
  fromMs: HOUR_MS,
  toMs: 10 * HOUR_MS,
  because: 'nobody looked',
}
const draftPlan = (tasks: readonly unknown[] = [task]): Command =>
  ({ type: 'draftPlan', fromMs: HOUR_MS, toMs: 12 * HOUR_MS, tasks }) as unknown as Command
const movement: Movement = {
  vehicles: ['Wolf 1', 'Wolf 2'],
  people: ['P-07', 'P-12'],
  checkpoints: [{ settlement: 'Ayville', dueAtMs: 3 * HOUR_MS }],
  departAtMs: 2 * HOUR_MS,
  returnByMs: 6 * HOUR_MS,
  radioEveryMs: 30 * MINUTE_MS,
  marginMs: 15 * MINUTE_MS,
}
const planPatrol = (more: object = {}): Command => ({
  type: 'planPatrol',
  plan: 'TP-0',
  task: 't1',
  movement: { ...movement, ...more },
})
const signed: readonly Said[] = [
  [author, 0, draftPlan()],
  [security, 0, { type: 'clearPlan', plan: 'TP-0' }],
  [head, 0, { type: 'signPlan', plan: 'TP-0' }],
]
const out: readonly Said[] = [
  ...signed,
  [author, 0, planPatrol()],
  [author, 2 * HOUR_MS, { type: 'depart', patrol: 'P-3', atMs: 2 * HOUR_MS }],
]
const refusedBy = (state: PatrolState, [actor, nowMs, command]: Said): string => {
  const decided = decide(state, command, { actor, nowMs })
  return isRefused(decided) ? decided.refused : 'accepted'
}

describe('a plan', () => {
  test.each([
    ['no tasks', [], '1 to 60 tasks'],
    ['one id twice', [task, task], 't1 is there twice'],
    ['coordinates', [{ ...task, settlements: ['48.012, 37.9'] }], 'reads like coordinates'],
    ['degrees', [{ ...task, settlements: ['48° N'] }], 'reads like coordinates'],
    ['nowhere', [{ ...task, settlements: [] }], 'name 1 to 40'],
    ['a time outside', [{ ...task, toMs: 13 * HOUR_MS }], 'within the plan'],
    ['no reason', [{ ...task, because: '' }], 'because is empty'],
    ['a tank', [{ ...task, kind: 'tank' }], 'patrol or drone'],
  ])('refused: %s', (_, tasks, words) => {
    expect(refusedBy(initial, [author, 0, draftPlan(tasks)])).toContain(words)
  })

  test('is neither cleared nor signed by who wrote in it, and not signed by who cleared it', () => {
    const twice = officer('  author ', 'analyst')
    const draft = after(signed.slice(0, 1))
    expect(refusedBy(draft, [twice, 0, { type: 'clearPlan', plan: 'TP-0' }])).toContain('own draft')
    const chief = { ...head, name: 'Security' }
    const cleared = after(signed.slice(0, 2))
    expect(refusedBy(cleared, [chief, 0, { type: 'signPlan', plan: 'TP-0' }])).toContain(
      'two pairs',
    )
    expect(refusedBy(cleared, [author, 0, { type: 'signPlan', plan: 'TP-0' }])).toContain(
      'role watch may not',
    )
    expect(after(signed).plans.get('TP-0')?.status).toBe('signed')
  })

  test('is not signed once it is over, nor withdrawn while somebody is out', () => {
    const late = refusedBy(after(signed.slice(0, 2)), [
      head,
      12 * HOUR_MS,
      { type: 'signPlan', plan: 'TP-0' },
    ])
    expect(late).toContain('is over')
    const withdraw: Command = { type: 'withdrawPlan', plan: 'TP-0', reason: 'Weather.' }
    expect(refusedBy(after(out), [head, 3 * HOUR_MS, withdraw])).toContain('P-3 is out')
  })

  test.each([
    '37U DB 12345 67890',
    '37udb1234',
    '４８．０１２ ３７．９',
    '48 37',
    'N48 E37',
    '48012 37900',
  ])('names no place by figures: %s', (name) => {
    const draft = draftPlan([{ ...task, settlements: [name] }])
    expect(refusedBy(initial, [author, 0, draft])).toContain('like coordinates')
  })
  test.each(['Ayville 2', 'Farm 14, north', 'Sector 12', 'Mine 6-7'])('may name %s', (name) => {
    const draft = draftPlan([{ ...task, settlements: [name] }])
    expect(refusedBy(initial, [author, 0, draft])).toBe('accepted')
  })

  test('lies within a year of the clock', () => {
    const far = { ...draftPlan(), fromMs: 8e15, toMs: 8e15 + HOUR_MS } as Command
    expect(refusedBy(initial, [author, 0, far])).toContain('more than a year')
  })

  test('nobody departs before it was signed', () => {
    const nowMs = 3 * HOUR_MS
    const state = after([
      ...signed.slice(0, 2),
      [head, nowMs, { type: 'signPlan', plan: 'TP-0' }],
      [author, nowMs, planPatrol()],
    ])
    const depart = (atMs: number): string =>
      refusedBy(state, [author, nowMs, { type: 'depart', patrol: 'P-3', atMs }])
    expect(depart(nowMs - 1)).toContain('was signed')
    expect(depart(nowMs)).toBe('accepted')
    expect(depart(nowMs + 1)).toContain('future')
  })

  test('the same name in other letters is the same person', () => {
    const draft = after(signed.slice(0, 1))
    for (const name of ['Ａuthor', 'Aut\u200bhor', ' AUTHOR\u2060 ']) {
      const twice = officer(name, 'analyst')
      expect(refusedBy(draft, [twice, 0, { type: 'clearPlan', plan: 'TP-0' }])).toContain('own')
    }
  })

  test('is the monitor’s alone', () => {
    const guest = { ...author, office: 'commission' } as const
    expect(refusedBy(initial, [guest, 0, draftPlan()])).toContain("log in to the monitor's")
  })
})

describe('a movement', () => {
  test.each([
    ['a person’s name', { people: ['Anna Berg', 'P-12'] }, 'pseudonyms'],
    ['one person alone', { people: ['P-07'] }, 'takes 2 to 40'],
    ['one person twice', { people: ['P-07', 'P-07'] }, 'P-07 is there twice'],
    ['a place for a vehicle', { vehicles: ['48.012 37.9'] }, 'like coordinates'],
    ['a grid for a vehicle', { vehicles: ['37U DB 1234 5678'] }, 'like coordinates'],
    ['no vehicle', { vehicles: [] }, 'call signs'],
    [
      'off the task',
      { checkpoints: [{ settlement: 'Ceeford', dueAtMs: 3 * HOUR_MS }] },
      'not in task',
    ],
    ['no checkpoint', { checkpoints: [] }, 'at least one checkpoint'],
    ['back before it left', { returnByMs: HOUR_MS }, 'do not follow one another'],
    ['out of the plan', { returnByMs: 13 * HOUR_MS }, 'leaves the time'],
    ['a silent radio', { radioEveryMs: 3 * HOUR_MS }, 'radioEveryMs'],
    ['a margin without end', { marginMs: 2 * HOUR_MS }, 'marginMs'],
  ])('refused: %s', (_, more, words) => {
    expect(refusedBy(after(signed), [author, 0, planPatrol(more)])).toContain(words)
  })

  test('people who are on another patrol then are not free', () => {
    const state = after([...signed, [author, 0, planPatrol()]])
    const again = planPatrol({ vehicles: ['Bear 1'] })
    expect(refusedBy(state, [author, 0, again])).toContain('P-07 is on P-3')
    const later = { departAtMs: 7 * HOUR_MS, returnByMs: 9 * HOUR_MS }
    const checkpoints = [{ settlement: 'Ayville', dueAtMs: 8 * HOUR_MS }]
    expect(refusedBy(state, [author, 0, planPatrol({ ...later, checkpoints })])).toBe('accepted')
  })
})

describe('a patrol that is out', () => {
  const state = after(out)
  const nowMs = 3 * HOUR_MS
  const say = (command: object): string =>
    refusedBy(state, [author, nowMs, { patrol: 'P-3', ...command } as Command])
  test.each([
    ['ahead of the clock', { type: 'radioCheck', atMs: nowMs + 1, settlement: null }, 'the future'],
    ['before it left', { type: 'radioCheck', atMs: 1, settlement: null }, 'before P-3 departed'],
    [
      'a place that is none',
      { type: 'passCheckpoint', atMs: nowMs, settlement: 'Bee Hill' },
      'no checkpoint',
    ],
    [
      'nobody hurt',
      {
        type: 'requestEvacuation',
        settlement: 'Ayville',
        casualties: { urgent: 0, priority: 0, routine: 0 },
        means: 'air',
        needs: 'x',
      },
      'no casualty',
    ],
    [
      'an alarm that is none',
      { type: 'acknowledge', alarm: 'radio 1', doing: 'x' },
      'has no alarm',
    ],
    ['back before it was heard', { type: 'recordReturn', atMs: HOUR_MS }, 'last heard'],
    [
      'a change without a reason',
      { type: 'changeMovement', checkpoints: [], returnByMs: 9 * HOUR_MS, reason: '' },
      'reason is empty',
    ],
  ])('refused: %s', (_, command, words) => {
    expect(say(command)).toContain(words)
  })

  test('stays out no longer than who is on it is free', () => {
    const second = planPatrol({
      departAtMs: 7 * HOUR_MS,
      returnByMs: 9 * HOUR_MS,
      checkpoints: [{ settlement: 'Ayville', dueAtMs: 8 * HOUR_MS }],
    })
    const two = after([...out.slice(0, 4), [author, 0, second], ...out.slice(4)])
    const change = (returnByMs: number): string =>
      refusedBy(two, [
        author,
        nowMs,
        { type: 'changeMovement', patrol: 'P-3', checkpoints: [], returnByMs, reason: 'Mud.' },
      ])
    expect(change(8 * HOUR_MS)).toContain('is on P-4')
    expect(change(7 * HOUR_MS)).toBe('accepted')
  })

  test('an alarm is taken up once, by its name', () => {
    const patrol = state.patrols.get('P-3')
    const [alarm] = patrol === undefined ? [] : alarmsOf(patrol, nowMs)
    const command = {
      type: 'acknowledge',
      patrol: 'P-3',
      alarm: alarm?.id ?? '',
      doing: 'Calling.',
    } as const
    const taken = after([...out, [author, nowMs, command]])
    expect(refusedBy(taken, [head, nowMs, command])).toContain('Author took that alarm up already')
  })
})
