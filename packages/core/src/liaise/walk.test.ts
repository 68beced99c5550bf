// Goal: no sequence of commands leaves a party uncalled and unmentioned, lets an author sign, or mixes a script with what
// is real (L1–L9 of docs/specs/watch-day.md). Method: random walks of commands by officers of every office go through
// decide and evolve; a checker that shares no code with decide recounts every rule from the entries alone. Then the
// checker is checked: each planted bug lies to decide about one fact, and must be caught by the same walks.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Entry } from '../evidence/index.ts'
import type { Actor } from '../nations/index.ts'
import { MINUTE_MS, isRefused } from '../units/index.ts'
import type { Incident } from '../verify/index.ts'
import {
  CALL_TABLE,
  COMMANDS,
  LEG_TABLE,
  POINT_TABLE,
  PROTEST_TABLE,
  SESSION_TABLE,
  decide,
  evolve,
  initial,
} from './index.ts'
import type { Cell, Command, LiaiseContext, LiaiseState } from './index.ts'

const officer = (
  nation: string,
  role: Actor['role'],
  office: Actor['office'] = 'commission',
): Actor => ({ name: `${role} of ${nation}`, nation, role, office, keyId: 'dev' })
const PEOPLE = ['NLD', 'SWE', 'JPN'].flatMap((nation) => [
  officer(nation, 'panel'),
  officer(nation, 'head-of-mission'),
  officer(nation, 'watch', 'monitor'),
])
const SCRIPTS = ['XAA', 'XAB', 'XAC'].map((nation) => officer(nation, 'scripted'))
const ODD = [
  officer('NLD', 'scripted'),
  officer('NLD', 'minister', 'guarantors'),
  officer('SWE', 'system', 'monitor'),
]
const ABOUT = ['incident I-1', 'incident I-2', 'event E-1', 'event E-2', 'incident I-9']
const BLANK = { entries: [0], sinceMs: 0, candidates: [] }
const incident = (id: string, scripted: boolean): readonly [string, Incident] => [
  id,
  { ...BLANK, id, scripted, events: scripted ? [] : ['E-1'] } as unknown as Incident,
]
const INCIDENTS = new Map([incident('I-1', false), incident('I-2', true)])
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

const WEIGHTED: readonly Command['type'][] = [
  ...COMMANDS,
  ...Array<'logAttempt'>(6).fill('logAttempt'),
  ...Array<'signMinutes'>(5).fill('signMinutes'),
  'draftMinutes',
  'closeCall',
  'closeCall',
  'recordNotCalled',
]

function commandOf([t, who, i, v]: Draw, state: LiaiseState, nowMs: number) {
  const actor = who % 9 === 0 ? pick(ODD, who) : pick(who % 3 === 0 ? SCRIPTS : PEOPLE, who)
  const answered = v % 3 !== 0
  const command = {
    type: pick(WEIGHTED, t),
    call: last(state.calls, i),
    session: last(state.sessions, i),
    protest: t % 2 === 0 ? last(state.protests, i) : null,
    point: last(state.points, i),
    subject: { kind: pick(ABOUT, v).split(' ')[0], id: pick(ABOUT, v).split(' ')[1] },
    happenedAtMs: Math.max(0, nowMs - (v % 40) * MINUTE_MS),
    party: pick(['A', 'B'], v),
    from: pick(['A', 'B'], v),
    post: 'duty officer, corps',
    calledAtMs: nowMs + ((v % 7) - 5) * MINUTE_MS,
    stoppedAtMs: nowMs - (v % 5) * MINUTE_MS,
    basis: 'partySaid',
    outcome: answered ? 'answered' : 'unanswered',
    answeredBy: v % 5 === 0 ? null : answered ? 'duty officer' : null,
    said: v % 4 === 0 ? 'Fire will stop.' : null,
    note: v % 2 === 0 ? 'Done.' : null,
    reason: 'A reason.',
    text: 'A text.',
    title: 'A title',
    heldAtMs: nowMs - (v % 3) * MINUTE_MS,
    incident: pick([null, 'I-1', 'I-2'], v),
    owner: pick(['A', 'B', 'mission'], v),
    dueAtMs: nowMs + (v % 90) * MINUTE_MS,
  }
  if (command.type === 'answerProtest') command.protest = last(state.protests, i)
  if (command.type === 'completePoint') command.note = 'Done.'
  return { command: command as unknown as Command, actor }
}

type Decide = typeof decide
interface Step {
  readonly before: LiaiseState
  readonly after: LiaiseState
  readonly entry: Entry
  readonly command: Command
}
const label = {
  policy: 'HOLDFAST',
  classification: 'UNCLASSIFIED',
  offices: [],
  releasableTo: [],
} as const

/** Plays draws through a decide, which may be a planted bug; 7 min pass between two commands. */
function walk(draws: readonly Draw[], decideWith: Decide): readonly Step[] {
  let state = initial
  const steps: Step[] = []
  for (const [i, one] of draws.entries()) {
    const nowMs = (100 + i * 7) * MINUTE_MS
    const { command, actor } = commandOf(one, state, nowMs)
    const decided = decideWith(state, command, { actor, nowMs, incidents: INCIDENTS })
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
  readonly call: string
  readonly session: string
  readonly party: string
  readonly number: number
  readonly outcome: string
  readonly answeredBy: string | null
  readonly said: string | null
  readonly calledAtMs: number
  readonly subject: { readonly id: string }
  readonly countedFromMs: number
  readonly dueAtMs: number
  readonly next: string
}
const told = (entry: Entry): Told => entry.payload as unknown as Told
const of = (steps: readonly Step[], kind: string, key: 'call' | 'session', id: string) =>
  steps.filter(({ entry }) => entry.kind === `liaise.${kind}` && told(entry)[key] === id)

type Row = Readonly<Record<string, Cell<string>>>
function moveFault(
  table: Readonly<Record<string, Row>>,
  was: string | undefined,
  now: string | undefined,
  type: string,
): string[] {
  if (was === undefined || now === undefined || was === now) return []
  const cell = table[was]?.[type]
  return cell?.kind === 'accepted' && cell.next.includes(now) ? [] : [`L1 ${was} ${type} ${now}`]
}

function checkMove({ before, after, command }: Step): string[] {
  const wrong: string[] = []
  for (const [id, call] of after.calls) {
    const was = before.calls.get(id)
    wrong.push(...moveFault(CALL_TABLE, was?.status, call.status, command.type))
    for (const party of ['A', 'B'] as const)
      wrong.push(
        ...moveFault(LEG_TABLE, was?.legs[party].status, call.legs[party].status, command.type),
      )
  }
  const pairs = [
    [SESSION_TABLE, before.sessions, after.sessions],
    [PROTEST_TABLE, before.protests, after.protests],
    [POINT_TABLE, before.points, after.points],
  ] as const
  for (const [table, was, now] of pairs)
    for (const [id, one] of now)
      wrong.push(...moveFault(table, was.get(id)?.status, one.status, command.type))
  return wrong
}

const caseOf = ({ id }: Told['subject']): string => (id === 'E-1' ? 'I-1' : id)
function checkOpened(steps: readonly Step[], { entry, command }: Step): string[] {
  if (entry.kind !== 'liaise.call-opened' || command.type !== 'openCall') return []
  const { subject, countedFromMs, dueAtMs } = told(entry)
  const before = steps.filter(
    (step) =>
      step.entry.index < entry.index &&
      step.entry.kind === entry.kind &&
      caseOf(told(step.entry).subject) === caseOf(subject),
  )
  const from = before.length === 0 ? command.happenedAtMs : entry.atMs
  const wrong: string[] = []
  if (countedFromMs !== from || dueAtMs !== from + 15 * MINUTE_MS)
    wrong.push('L2 the time to call does not count from the happening')
  const open = before.filter(
    (step) =>
      of(steps.slice(0, entry.index), 'call-closed', 'call', `H-${step.entry.index}`).length === 0,
  )
  if (open.length > 0) wrong.push('L2 two calls are open about one subject')
  return wrong
}

function checkClosed(steps: readonly Step[], { entry }: Step): string[] {
  if (entry.kind !== 'liaise.call-closed') return []
  const { call } = told(entry)
  const said = new Set(
    [
      ...of(steps, 'attempt-logged', 'call', call),
      ...of(steps, 'not-called-recorded', 'call', call),
    ].map((step) => told(step.entry).party),
  )
  return ['A', 'B'].filter((party) => !said.has(party)).map((party) => `L3 silent on ${party}`)
}

function checkAttempt({ entry }: Step): string[] {
  if (entry.kind !== 'liaise.attempt-logged') return []
  const { outcome, answeredBy, said, calledAtMs } = told(entry)
  const wrong: string[] = []
  if (
    (outcome === 'answered') !== (answeredBy !== null) ||
    (outcome !== 'answered' && said !== null)
  )
    wrong.push('L4 who answered and what was said disagree')
  if (calledAtMs > entry.atMs || entry.atMs - calledAtMs > 24 * 60 * MINUTE_MS)
    wrong.push('L5 logged ahead of the clock or a day late')
  return wrong
}

function checkSigned(steps: readonly Step[], { entry }: Step): string[] {
  if (entry.kind !== 'liaise.minutes-signed') return []
  const { session, next } = told(entry)
  const drafted = of(steps, 'minutes-drafted', 'session', session).at(-1)
  const signed = of(steps, 'minutes-signed', 'session', session).filter(
    (step) => step.entry.index > (drafted?.entry.index ?? Infinity),
  )
  const nations = new Set(signed.map((step) => step.entry.actor.nation))
  const wrong: string[] = []
  if (signed.some((step) => step.entry.actor.name === drafted?.entry.actor.name))
    wrong.push('L6 the author signed')
  if ((next === 'signed') !== nations.size >= 2) wrong.push(`L6 ${next} by ${nations.size}`)
  return wrong
}

function checkNumbers(steps: readonly Step[], { entry }: Step): string[] {
  const { number } = told(entry)
  if (number === undefined) return []
  const same = steps.filter((step) => step.entry.kind === entry.kind)
  return same.length === number ? [] : [`L7 number ${number} of ${same.length}`]
}

function checkMixture({ before, entry, command }: Step): string[] {
  const isScript = entry.actor.role === 'scripted'
  const wrong: string[] = []
  if (isScript && !entry.actor.nation.startsWith('XA')) wrong.push('L8 a script plays a nation')
  const kinds = [
    ['call', before.calls],
    ['session', before.sessions],
    ['point', before.points],
  ] as const
  for (const [key, items] of kinds) {
    const id = (command as unknown as Readonly<Record<string, string>>)[key]
    const used = (entry.payload as Readonly<Record<string, unknown>>)[key] === id
    const item = used ? items.get(id ?? '') : undefined
    if (item !== undefined && item.scripted !== isScript) wrong.push(`L8 ${key} mixed`)
  }
  return wrong
}

const check = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap((step, i) => {
    const sofar = steps.slice(0, i + 1)
    return [
      ...checkMove(step),
      ...checkOpened(sofar, step),
      ...checkClosed(sofar, step),
      ...checkAttempt(step),
      ...checkSigned(sofar, step),
      ...checkNumbers(sofar, step),
      ...checkMixture(step),
    ]
  })
const [LENGTH, seed] = [150, 20_260_322]
const RUNS = process.env['HOLDFAST_NIGHTLY'] === '1' ? 10_000 : 100
const walks = fc.array(draw, { minLength: LENGTH, maxLength: LENGTH })

describe('random walks', () => {
  test(`keep every rule over ${RUNS * LENGTH} commands, and reach the far ends of the tables`, () => {
    const reached = new Set<string>()
    fc.assert(
      fc.property(walks, (draws) => {
        const steps = walk(draws, decide)
        expect(check(steps)).toEqual([])
        const state = steps.at(-1)?.after ?? initial
        for (const one of state.calls.values())
          reached.add(one.status).add(one.legs.A.status).add(one.legs.B.status)
        for (const items of [state.sessions, state.protests, state.points])
          for (const one of items.values()) reached.add(one.status)
        const entries = steps.map(({ entry }) => entry)
        expect(entries.reduce(evolve, initial)).toEqual(state)
        expect(evolve(state, { index: 9, tombstone: true })).toBe(state)
        for (const entry of entries.slice(0, 1)) {
          expect(evolve(state, { ...entry, kind: 'move.network-adopted' })).toBe(state)
          const stray = {
            ...entry,
            kind: 'liaise.call-closed',
            payload: { call: 'H-x', note: null },
          }
          expect(evolve(state, stray)).toEqual(state)
        }
      }),
      { seed, numRuns: RUNS },
    )
    for (const one of ['closed', 'unanswered', 'answered', 'notCalled', 'signed', 'cancelled'])
      expect(reached).toContain(one)
    for (const one of ['tabled', 'done', 'dropped', 'drafted']) expect(reached).toContain(one)
  })
})

/** Lies to decide about each of some items. */
const lying =
  (change: (state: LiaiseState, context: LiaiseContext) => Partial<LiaiseState>): Decide =>
  (state, command, context) =>
    decide({ ...state, ...change(state, context) }, command, context)
const each = <T>(items: ReadonlyMap<string, T>, change: (item: T) => T): ReadonlyMap<string, T> =>
  new Map([...items].map(([id, one]) => [id, change(one)]))
const stranger = { nation: 'CAN', officer: 'nobody', keyId: 'dev' }

const PLANTED: readonly (readonly [string, string, Decide])[] = [
  [
    'L2',
    'the clock starts when somebody looks',
    (state, command, context) =>
      command.type === 'openCall'
        ? decide(state, { ...command, happenedAtMs: context.nowMs }, context)
        : decide(state, command, context),
  ],
  [
    'L3',
    'one party is enough',
    lying((state) => ({
      calls: each(state.calls, (call) =>
        call.legs.A.status === 'due'
          ? call
          : { ...call, legs: { ...call.legs, B: { ...call.legs.B, status: 'answered' } } },
      ),
    })),
  ],
  [
    'L4',
    'silence that speaks',
    (state, command, context) => {
      if (command.type !== 'logAttempt' || command.outcome !== 'unanswered')
        return decide(state, command, context)
      const decided = decide(state, { ...command, said: null, answeredBy: null }, context)
      if (isRefused(decided)) return decided
      const entries = decided.entries.map((one) => ({
        ...one,
        payload: { ...(one.payload as object), said: 'Silence.' },
      }))
      return { entries }
    },
  ],
  [
    'L5',
    'a clock that runs ahead',
    (state, command, context) =>
      decide(state, command, { ...context, nowMs: context.nowMs + 60 * MINUTE_MS }),
  ],
  [
    'L6',
    'the author signs',
    lying((state) => ({
      sessions: each(state.sessions, (one) =>
        one.minutes === null ? one : { ...one, minutes: { ...one.minutes, draftedBy: stranger } },
      ),
    })),
  ],
  [
    'L8',
    'scripts taken for people',
    lying((state, { actor }) => ({
      calls: each(state.calls, (one) => ({ ...one, scripted: actor.role === 'scripted' })),
    })),
  ],
]

describe('the checker finds a planted bug', () => {
  test.each(PLANTED)('%s: %s', (rule, _, planted) => {
    const found = new Set<string>()
    for (const draws of fc.sample(walks, { seed, numRuns: 40 }))
      for (const wrong of check(walk(draws, planted))) found.add(wrong.slice(0, 2))
    expect([...found]).toContain(rule)
  })
})
