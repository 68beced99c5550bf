// Goal: no sequence of commands sends a patrol out on a plan that two others did not look at, off its way, or with people
// who are elsewhere (P1–P6, P12 of docs/specs/watch-day.md). Method: random walks of commands by officers of the monitor's
// office go through decide and evolve; a checker that shares no code with decide recounts every rule from the entries
// alone. Then the checker is checked: each planted bug lies to decide about one fact, and must be caught by the same walks.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Entry } from '../evidence/index.ts'
import type { Cell } from '../liaise/index.ts'
import type { Actor } from '../nations/index.ts'
import { HOUR_MS, MINUTE_MS, isRefused } from '../units/index.ts'
import {
  COMMANDS,
  EVACUATION_TABLE,
  PATROL_TABLE,
  PLAN_TABLE,
  alarmsOf,
  decide,
  evolve,
  initial,
} from './index.ts'
import type { Command, Evacuation, Movement, PatrolState, Plan, Task } from './index.ts'

const officer = (nation: string, role: Actor['role'], n = 1): Actor => ({
  name: `officer ${n} of ${nation}`,
  nation,
  role,
  office: 'monitor',
  keyId: 'dev',
})
const PEOPLE = [
  officer('NLD', 'watch'),
  officer('NLD', 'analyst', 2),
  // One person who stands in for the head of mission too: the rule must not rest on the role.
  officer('SWE', 'watch'),
  officer('SWE', 'head-of-mission'),
  officer('CAN', 'head-of-mission', 2),
]
const ODD = [officer('NLD', 'scripted'), officer('XAA', 'scripted'), officer('JPN', 'panel')]
const TOWNS = ['Ayville', 'Bee Hill', 'Ceeford', 'Deewater']

type Draw = readonly [type: number, who: number, which: number, value: number]
const draw = fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999), fc.nat(999))

function pick<T>(items: readonly T[], n: number): T {
  const item = items[n % items.length]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}
const last = <T extends { readonly id: string }>(
  items: ReadonlyMap<string, T>,
  n: number,
): string => [...items.keys()].at(-1 - (n % 2)) ?? 'none'

const isOpen = ({ status }: Evacuation): boolean => status !== 'delivered' && status !== 'stoodDown'

const WEIGHTED: readonly Command['type'][] = [
  ...COMMANDS,
  ...Array<'signPlan'>(6).fill('signPlan'),
  ...Array<'clearPlan'>(4).fill('clearPlan'),
  ...Array<'planPatrol'>(6).fill('planPatrol'),
  ...Array<'depart'>(5).fill('depart'),
  ...Array<'passCheckpoint'>(2).fill('passCheckpoint'),
  ...Array<'recordReturn'>(5).fill('recordReturn'),
]

const NEXT: Readonly<Record<string, Command['type']>> = {
  requested: 'acceptEvacuation',
  accepted: 'startEvacuation',
  underWay: 'collectCasualties',
  collected: 'deliverCasualties',
  planned: 'depart',
  draft: 'clearPlan',
  cleared: 'signPlan',
  signed: 'planPatrol',
}
/** What carries on what was begun: otherwise few walks would get to the far ends. */
function onward(state: PatrolState, which: number): Command['type'] {
  const open = [...state.evacuations.values()].find(isOpen)
  const patrol = state.patrols.get(last(state.patrols, which))
  const plan = state.plans.get(last(state.plans, which))
  const status = open?.status ?? (patrol?.status === 'planned' ? 'planned' : plan?.status)
  return NEXT[status ?? ''] ?? 'draftPlan'
}

const task = (id: string, fromMs: number, toMs: number): Task => ({
  id,
  kind: id === 't2' ? 'drone' : 'patrol',
  area: 'contact-0',
  title: 'A look',
  settlements: id === 't1' ? TOWNS.slice(0, 2) : TOWNS.slice(1, 3),
  fromMs,
  toMs,
  because: 'nobody looked',
})

function commandOf([t, who, i, v]: Draw, state: PatrolState, nowMs: number) {
  const plan = state.plans.get(last(state.plans, i))
  const [fromMs, toMs] = [nowMs - 2 * HOUR_MS, nowMs + 20 * HOUR_MS]
  const patrol = state.patrols.get(last(state.patrols, i))
  const departAtMs = Math.max(plan?.fromMs ?? fromMs, nowMs - (v % 3) * HOUR_MS)
  const movement: Movement = {
    vehicles: [`V${v % 3}`],
    people: [`P-${v % 3}`, `P-${(v % 3) + 4}`],
    checkpoints: [{ settlement: pick(TOWNS, v), dueAtMs: departAtMs + 30 * MINUTE_MS }],
    departAtMs,
    returnByMs: departAtMs + 90 * MINUTE_MS,
    radioEveryMs: 30 * MINUTE_MS,
    marginMs: 10 * MINUTE_MS,
  }
  const command = {
    type: t % 3 === 0 ? onward(state, i) : pick(WEIGHTED, t),
    fromMs,
    toMs,
    tasks: ['t1', 't2'].map((id) => task(id, plan?.fromMs ?? fromMs, plan?.toMs ?? toMs)),
    plan: plan?.id ?? 'none',
    task: pick(['t1', 't2', 't9'], v),
    movement,
    patrol: patrol?.id ?? 'none',
    // The one that is open longest, so that some get to their end.
    evacuation: [...state.evacuations.values()].find(isOpen)?.id ?? last(state.evacuations, i),
    atMs: nowMs - (v % 4) * MINUTE_MS,
    settlement: pick(TOWNS, v),
    alarm: patrol === undefined ? 'none' : (alarmsOf(patrol, nowMs)[0]?.id ?? 'none'),
    doing: 'Calling them.',
    reason: 'A reason.',
    checkpoints: [{ settlement: pick(TOWNS, v), dueAtMs: nowMs + 40 * MINUTE_MS }],
    returnByMs: nowMs + 80 * MINUTE_MS,
    casualties: { urgent: v % 2, priority: 1, routine: 0 },
    means: 'road',
    needs: 'Two stretchers.',
    note: 'A note.',
  }
  if (command.type === 'draftPlan') command.tasks = ['t1', 't2'].map((id) => task(id, fromMs, toMs))
  const wanted = 'plan evacuation patrol'.split(' ').find((key) => KEYS[command.type] === key)
  const rest = Object.fromEntries(
    Object.entries(command).filter(
      ([key]) => key === wanted || !['plan', 'evacuation', 'patrol'].includes(key),
    ),
  )
  const actor = who % 17 === 0 ? pick(ODD, who) : pick(PEOPLE, who)
  return { command: rest as unknown as Command, actor }
}
/** Which id a command names. */
const KEYS: Readonly<Record<string, string>> = Object.fromEntries(
  COMMANDS.map((type) => [
    type,
    Object.hasOwn(PLAN_TABLE.draft, type)
      ? 'plan'
      : type === 'requestEvacuation' || Object.hasOwn(PATROL_TABLE.out, type)
        ? 'patrol'
        : 'evacuation',
  ]),
)

type Decide = typeof decide
interface Step {
  readonly before: PatrolState
  readonly after: PatrolState
  readonly entry: Entry
  readonly command: Command
}
const label = {
  policy: 'HOLDFAST',
  classification: 'UNCLASSIFIED',
  offices: [],
  releasableTo: [],
} as const

/** Plays draws through a decide, which may be a planted bug; 11 min pass between two commands. */
function walk(draws: readonly Draw[], decideWith: Decide): readonly Step[] {
  let state = initial
  const steps: Step[] = []
  for (const [i, one] of draws.entries()) {
    const nowMs = 30 * 24 * HOUR_MS + i * 11 * MINUTE_MS
    const { command, actor } = commandOf(one, state, nowMs)
    const decided = decideWith(state, command, { actor, nowMs })
    if (isRefused(decided)) continue
    for (const draft of decided.entries) {
      const entry: Entry = { ...draft, index: steps.length, actor, atMs: nowMs, label }
      const after = evolve(state, entry)
      steps.push({ before: state, after, entry, command })
      state = after
    }
  }
  return steps
}

interface Told {
  readonly plan: string
  readonly task: string
  readonly patrol: string
  readonly atMs: number
  readonly movement: Movement
  readonly checkpoints: Movement['checkpoints']
  readonly tasks: readonly Task[]
  readonly fromMs: number
  readonly toMs: number
}
const told = (entry: Entry): Told => entry.payload as unknown as Told
/** The entries on a plan, its draft first. */
const onPlan = (steps: readonly Step[], id: string): readonly Entry[] =>
  steps.flatMap(({ entry }) =>
    entry.kind.startsWith('patrol.plan-') && (`TP-${entry.index}` === id || told(entry).plan === id)
      ? [entry]
      : [],
  )

function checkMove({ before, after, command }: Step): string[] {
  const sets = [
    [PLAN_TABLE, before.plans, after.plans],
    [PATROL_TABLE, before.patrols, after.patrols],
    [EVACUATION_TABLE, before.evacuations, after.evacuations],
  ] as const
  return sets.flatMap(([table, was, now]) =>
    [...now].flatMap(([id, one]) => {
      const from = was.get(id)?.status
      if (from === undefined || from === one.status) return []
      const row = (table as Readonly<Record<string, Readonly<Record<string, Cell<string>>>>>)[from]
      const cell = row?.[command.type]
      const isMove = cell?.kind === 'accepted' && cell.next.includes(one.status)
      return isMove ? [] : [`P1 ${from} ${command.type} ${one.status}`]
    }),
  )
}

/** Recounts a signature: everybody who wrote since the draft, and who cleared it last with nothing changed since. */
function checkSigned(steps: readonly Step[], { entry }: Step): string[] {
  if (entry.kind !== 'patrol.plan-signed') return []
  const all = onPlan(steps, told(entry).plan)
  const wrote = new Set(
    all.filter(({ kind }) => kind.endsWith('drafted')).map(({ actor }) => actor.name),
  )
  const cleared = all.findLast(({ kind }) => kind === 'patrol.plan-cleared')
  if (cleared === undefined) return ['P2 signed without a clearance']
  const wrong: string[] = []
  const since = all.filter(({ index }) => index > cleared.index && index < entry.index)
  if (since.length > 0) wrong.push('P3 something changed after the clearance')
  if (wrote.has(cleared.actor.name)) wrong.push('P2 a draft cleared by its author')
  if (wrote.has(entry.actor.name)) wrong.push('P2 a draft signed by its author')
  if (cleared.actor.name === entry.actor.name) wrong.push('P2 cleared and signed by one')
  const isHead = entry.actor.role === 'head-of-mission' || entry.actor.role === 'scripted'
  return isHead ? wrong : [...wrong, 'P2 signed by no head of mission']
}

const lastOf = (steps: readonly Step[], id: string, ending: string): Entry | undefined =>
  onPlan(steps, id).findLast(({ kind }) => kind.endsWith(ending))

function checkDeparted(steps: readonly Step[], { entry }: Step): string[] {
  if (entry.kind !== 'patrol.departed') return []
  const planned = steps.find((step) => `P-${step.entry.index}` === told(entry).patrol)?.entry
  const id = planned === undefined ? '' : told(planned).plan
  const moves = onPlan(steps, id).filter(({ kind }) => !kind.endsWith('redrafted'))
  if (moves.at(-1)?.kind !== 'patrol.plan-signed') return ['P4 out on a plan that is not signed']
  const opened = moves[0]
  const { fromMs, toMs } = opened === undefined ? { fromMs: 0, toMs: 0 } : told(opened)
  const { atMs } = told(entry)
  return atMs >= fromMs && atMs < toMs ? [] : ['P4 out outside the time of the plan']
}

function checkWay(steps: readonly Step[], { entry }: Step): string[] {
  const isPlanned = entry.kind === 'patrol.planned'
  if (!isPlanned && entry.kind !== 'patrol.movement-changed') return []
  const planned = isPlanned
    ? entry
    : steps.find((step) => `P-${step.entry.index}` === told(entry).patrol)?.entry
  if (planned === undefined) return ['P5 a way of no patrol']
  const plan = lastOf(steps, told(planned).plan, 'drafted')
  const towns = plan && told(plan).tasks.find(({ id }) => id === told(planned).task)?.settlements
  const way = isPlanned ? told(entry).movement.checkpoints : told(entry).checkpoints
  return way.every(({ settlement }) => towns?.includes(settlement) === true)
    ? []
    : ['P5 a checkpoint off the task']
}

/** Who is out after this entry, by the patrols' own statuses: nobody twice, whatever the times say. */
function checkTwice({ after }: Step): string[] {
  const out = [...after.patrols.values()].filter(({ status }) =>
    ['out', 'sheltering'].includes(status),
  )
  const who = out.flatMap(({ movement }) => [...movement.people, ...movement.vehicles])
  return who
    .filter((one, i) => who.indexOf(one) !== i)
    .map((one) => `P6 ${one} is out on two patrols`)
}

const check = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap((step, i) => {
    const sofar = steps.slice(0, i + 1)
    return [
      ...checkMove(step),
      ...checkSigned(sofar, step),
      ...checkDeparted(sofar, step),
      ...checkWay(sofar, step),
      ...checkTwice(step),
    ]
  })

const LENGTH = 200
const RUNS = process.env['HOLDFAST_NIGHTLY'] === '1' ? 10_000 : 100
const walks = fc.array(draw, { minLength: LENGTH, maxLength: LENGTH })
const seed = 20_260_323

describe('random walks', () => {
  test(`keep every rule over ${RUNS * LENGTH} commands, and reach the far ends of the tables`, () => {
    const reached = new Set<string>()
    fc.assert(
      fc.property(walks, (draws) => {
        const steps = walk(draws, decide)
        expect(check(steps)).toEqual([])
        const state = steps.at(-1)?.after ?? initial
        for (const items of [state.plans, state.patrols, state.evacuations])
          for (const one of items.values()) reached.add(one.status)
        for (const one of state.patrols.values())
          if (one.acknowledgements.length > 0) reached.add('acknowledged')
        const entries = steps.map(({ entry }) => entry)
        expect(entries.reduce(evolve, initial)).toEqual(state)
        expect(evolve(state, { index: 9, tombstone: true })).toBe(state)
        for (const entry of entries.slice(0, 1)) {
          expect(evolve(state, { ...entry, kind: 'move.network-adopted' })).toBe(state)
          const stray = { ...entry, kind: 'patrol.plan-signed', payload: { plan: 'TP-x' } }
          expect(evolve(state, stray)).toEqual(state)
        }
      }),
      { seed, numRuns: RUNS },
    )
    for (const one of [
      'signed',
      'withdrawn',
      'sheltering',
      'returned',
      'cancelled',
      'acknowledged',
    ])
      expect(reached).toContain(one)
    for (const one of ['delivered', 'stoodDown', 'collected']) expect(reached).toContain(one)
  })
})

/** Lies to decide about the state. */
const lying =
  (change: (state: PatrolState) => Partial<PatrolState>): Decide =>
  (state, command, context) =>
    decide({ ...state, ...change(state) }, command, context)
const plans = (change: (plan: Plan) => Partial<Plan>): Decide =>
  lying((state) => ({
    plans: new Map([...state.plans].map(([id, one]) => [id, { ...one, ...change(one) }])),
  }))

const PLANTED: readonly (readonly [string, string, Decide])[] = [
  ['P2', 'own drafts cleared', plans(() => ({ drafters: [] }))],
  ['P2', 'one pair of eyes', plans(() => ({ clearedBy: null }))],
  [
    'P4',
    'a draft is good enough',
    plans(({ status }) => ({ status: status === 'withdrawn' ? 'signed' : status })),
  ],
  [
    'P5',
    'any road',
    plans(({ tasks }) => ({ tasks: tasks.map((one) => ({ ...one, settlements: TOWNS })) })),
  ],
  [
    'P6',
    'everybody is free',
    (state, command, context) => {
      const only = 'patrol' in command ? command.patrol : ''
      const patrols = new Map([...state.patrols].filter(([id]) => id === only))
      return decide({ ...state, patrols }, command, context)
    },
  ],
]

describe('the checker finds a planted bug', () => {
  test.each(PLANTED)('%s: %s', (rule, _, planted) => {
    const found = new Set<string>()
    for (const draws of fc.sample(walks, { seed, numRuns: 50 }))
      for (const wrong of check(walk(draws, planted))) found.add(wrong.slice(0, 2))
    expect([...found]).toContain(rule)
  })
})
