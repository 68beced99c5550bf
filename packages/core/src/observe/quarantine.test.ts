/**
 * Goal: a source is left out of the picture only by an entry, anyone can see why, a person can undo it, and the machine
 * does not do it again on what that person had seen.
 * Method: the life cycle as a total table; commands in any order against a model that keeps every instant by itself;
 * the journal folded anew gives the same state; a planted fold that forgets lifts is found.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Entry, Json } from '../evidence/index.ts'
import type { Actor, Role } from '../nations/index.ts'
import { isRefused } from '../units/index.ts'
import { coverageAt, coverageOf, decide, evolve, heard, initial, isQuarantined } from './index.ts'
import type { HealthEvidence, ObserveCommand, ObserveState, Source } from './index.ts'
import {
  COOL_DOWN_MS,
  EVIDENCE_MAX,
  EVIDENCE_OBSERVATIONS_MAX,
  MACHINE_BACK_MS_MAX,
  QUARANTINES_KEPT,
  QUARANTINE_ACTS,
  QUARANTINE_LIFECYCLE,
  QUARANTINE_STATUSES,
} from './quarantine.ts'
import type { QuarantineAct, QuarantineStatus } from './quarantine.ts'

const T0 = 1_700_000_000_000
const actor = (role: Role): Actor => ({
  name: 'x',
  nation: 'XAA',
  role,
  office: 'monitor',
  keyId: 'k',
})
const source: Source = {
  id: 's',
  title: 'S',
  nation: 'XAA',
  kind: 'radar',
  reachM: {},
  group: 's',
  detection: { pd: 1, falseReport: 0, basis: 'test' },
  heartbeatMs: 10_000,
}
const evidence = (change: Partial<HealthEvidence> = {}): HealthEvidence => ({
  kind: 'innovation',
  fromMs: T0,
  toMs: T0 + 10,
  statistic: 9,
  threshold: 2,
  count: 40,
  says: 'test',
  observations: [],
  ...change,
})

/** A log that decides, records and folds, as the engine does. */
function log() {
  const entries: Entry[] = []
  let state: ObserveState = initial
  const ask = (command: ObserveCommand, role: Role, nowMs: number): string | readonly Entry[] => {
    const decided = decide(state, command, { actor: actor(role), nowMs })
    if (isRefused(decided)) return decided.refused
    const made = decided.entries.map((one, i): Entry => {
      const at = { index: entries.length + i, atMs: nowMs, actor: actor(role) }
      return { ...one, ...at, label: {} as Entry['label'] }
    })
    entries.push(...made)
    state = made.reduce(evolve, state)
    return made
  }
  ask({ type: 'registerSource', source }, 'analyst', T0)
  return { ask, entries, state: () => state }
}
type Log = ReturnType<typeof log>

const ROLE: Readonly<Record<QuarantineAct, Role>> = {
  propose: 'system',
  set: 'analyst',
  confirm: 'head-of-mission',
  lift: 'analyst',
}
function act({ ask }: Log, what: QuarantineAct, nowMs: number) {
  const said = { source: 's', reason: what }
  if (what === 'confirm') return ask({ type: 'confirmQuarantine', ...said }, ROLE.confirm, nowMs)
  if (what === 'lift')
    return ask({ type: 'restoreSource', ...said, fromMs: null }, ROLE.lift, nowMs)
  const fresh = [evidence({ fromMs: nowMs - 1, toMs: nowMs })]
  return ask(
    {
      type: 'quarantineSource',
      ...said,
      sinceMs: nowMs,
      ...(what === 'propose' ? { evidence: fresh } : {}),
    },
    ROLE[what],
    nowMs,
  )
}
const WAY: Readonly<Record<QuarantineStatus, readonly QuarantineAct[]>> = {
  free: [],
  provisional: ['propose'],
  confirmed: ['set'],
  lifted: ['set', 'lift'],
}
const statusOf = (of: Log): QuarantineStatus => of.state().quarantines.get('s')?.status ?? 'free'

describe('the life cycle', () => {
  test.each(
    QUARANTINE_STATUSES.flatMap((from) => QUARANTINE_ACTS.map((by) => [from, by] as const)),
  )('from %s by %s is as the table says', (from, by) => {
    const one = log()
    WAY[from].forEach((step, i) => act(one, step, T0 + i + 1))
    expect(statusOf(one)).toBe(from)
    const got = act(one, by, T0 + 100)
    const outcome = QUARANTINE_LIFECYCLE[from][by]
    if (typeof outcome === 'object') expect(got).toBe(`s: ${outcome.refused}`)
    else expect(got).toHaveLength(outcome === 'stays' ? 0 : 1)
    const is = typeof outcome === 'object' || outcome === 'stays' ? from : outcome
    expect(statusOf(one)).toBe(is)
    expect(isQuarantined(one.state(), 's', T0 + 100)).toBe(
      is === 'provisional' || is === 'confirmed',
    )
  })
})

describe('who may', () => {
  test.each<readonly [Role, boolean]>([
    ['watch', false],
    ['panel', false],
    ['planner', false],
    ['minister', false],
    ['analyst', true],
    ['head-of-mission', true],
    ['scripted', true],
  ])('%s: %s', (role, may) => {
    const one = log()
    act(one, 'propose', T0 + 1)
    const got = one.ask(
      { type: 'restoreSource', source: 's', fromMs: null, reason: 'looked at' },
      role,
      T0 + 2,
    )
    if (may) expect(got).toHaveLength(1)
    else expect(got).toContain(`${role} may not`)
  })

  test('the machine begins one by evidence alone and ends none', () => {
    const one = log()
    act(one, 'propose', T0 + 1)
    for (const type of ['restoreSource', 'confirmQuarantine'] as const)
      expect(one.ask({ type, source: 's', fromMs: null, reason: 'r' }, 'system', T0 + 2)).toContain(
        'a person does that',
      )
    const said = { type: 'quarantineSource', source: 's', reason: 'r' } as const
    expect(log().ask({ ...said, sinceMs: T0 }, 'system', T0 + 2)).toContain('no evidence')
    expect(one.entries.at(-1)?.payload).toMatchObject({ proposedBy: 'machine' })
  })
})

test('what does not hold together is refused with the reason', () => {
  const said = { type: 'quarantineSource', source: 's', reason: 'r' } as const
  const ask = (change: object, role: Role = 'system') =>
    log().ask({ ...said, sinceMs: T0, evidence: [evidence()], ...change }, role, T0 + 10)
  expect(ask({})).toHaveLength(1)
  expect(ask({ source: 'other' })).toContain('no source "other"')
  expect(ask({ reason: '  ' })).toContain('reason: empty')
  expect(ask({ sinceMs: T0 + 11 })).toContain('in the future')
  expect(ask({ sinceMs: 5 }, 'analyst')).toContain('before the year 2000')
  expect(ask({ sinceMs: T0 - 1 })).toContain('before the first evidence')
  const old = T0 - MACHINE_BACK_MS_MAX
  expect(ask({ sinceMs: old, evidence: [evidence({ fromMs: old })] })).toContain('ms back')
  expect(ask({ sinceMs: old }, 'analyst')).toHaveLength(1)
  expect(ask({ evidence: Array.from({ length: EVIDENCE_MAX + 1 }, () => evidence()) })).toContain(
    'at most',
  )
  const observations = Array.from({ length: EVIDENCE_OBSERVATIONS_MAX + 1 }, String)
  expect(ask({ evidence: [evidence({ observations })] })).toContain('at most')
  const one = log()
  act(one, 'set', T0 + 1)
  expect(
    one.ask({ type: 'restoreSource', source: 's', fromMs: T0 + 9, reason: 'r' }, 'analyst', T0 + 2),
  ).toContain('in the future')
})

const lifted = () => {
  const one = log()
  act(one, 'propose', T0 + 10)
  act(one, 'lift', T0 + 20)
  return one
}
const propose = (one: Log, nowMs: number, ...given: HealthEvidence[]) =>
  one.ask(
    {
      type: 'quarantineSource',
      source: 's',
      sinceMs: nowMs,
      reason: 'again',
      evidence: given,
    },
    'system',
    nowMs,
  )

describe('after a person lifted it', () => {
  test('the same evidence begins none, whenever it is brought', () => {
    const late = T0 + 20 + COOL_DOWN_MS + 1
    expect(propose(lifted(), T0 + 30, evidence({ fromMs: T0 + 9 }))).toContain('before that')
    expect(propose(lifted(), late, evidence({ fromMs: T0 + 19 }))).toContain('before that')
  })

  test('new evidence of its kind waits for the cool-down, of another kind does not', () => {
    const fresh = evidence({ fromMs: T0 + 21 })
    expect(propose(lifted(), T0 + 20 + COOL_DOWN_MS - 1, fresh)).toContain('takes that up again')
    expect(propose(lifted(), T0 + 20 + COOL_DOWN_MS, fresh)).toHaveLength(1)
    expect(propose(lifted(), T0 + 30, { ...fresh, kind: 'clock' })).toHaveLength(1)
    // One stale piece among new ones spoils the lot: what rests on it was looked at.
    expect(propose(lifted(), T0 + 30, { ...fresh, kind: 'clock' }, fresh)).toContain(
      'takes that up',
    )
  })

  test('each kind keeps its own cool-down', () => {
    const one = lifted()
    propose(one, T0 + 30, evidence({ kind: 'clock', fromMs: T0 + 25 }))
    act(one, 'lift', T0 + 40)
    expect(propose(one, T0 + 60, evidence({ fromMs: T0 + 50 }))).toContain('takes that up')
  })

  test('a person may set it again at once', () => {
    expect(act(lifted(), 'set', T0 + 21)).toHaveLength(1)
  })

  test('a lift names the entry that it lifts', () => {
    const { entries } = lifted()
    expect(entries.at(-1)?.refs).toEqual([1])
  })
})

// Acts at rising instants, with beginnings and endings before them.
const steps = fc.array(
  fc.record({
    what: fc.constantFrom<QuarantineAct>('propose', 'set', 'confirm', 'lift'),
    wait: fc.integer({ min: 1, max: 8 }),
    back: fc.option(fc.nat(12), { nil: null }),
  }),
  { maxLength: 24 },
)
type Steps = typeof steps extends fc.Arbitrary<infer T> ? T : never

function run(one: Log, all: Steps): { readonly model: ReadonlySet<number>; readonly end: number } {
  const model = new Set<number>()
  let [nowMs, openMs] = [T0 + 20, null as number | null]
  for (const { what, wait, back } of all) {
    nowMs += wait
    const atMs = back === null ? null : nowMs - back
    const said = { source: 's', reason: 'r' }
    const got =
      what === 'confirm'
        ? one.ask({ type: 'confirmQuarantine', ...said }, 'analyst', nowMs)
        : what === 'lift'
          ? one.ask({ type: 'restoreSource', ...said, fromMs: atMs }, 'analyst', nowMs)
          : one.ask(
              {
                type: 'quarantineSource',
                ...said,
                sinceMs: atMs,
                evidence: [evidence({ fromMs: (atMs ?? nowMs) - 1, kind: 'bias' })],
              },
              ROLE[what],
              nowMs,
            )
    if (typeof got === 'string' || got.length === 0 || what === 'confirm') continue
    if (what === 'lift') {
      for (let ms = openMs ?? nowMs; ms < (atMs ?? nowMs); ms += 1) model.add(ms)
      openMs = null
    } else openMs = atMs ?? nowMs
  }
  const end = nowMs + 5
  if (openMs !== null) for (let ms = openMs; ms <= end; ms += 1) model.add(ms)
  return { model, end }
}

test('what is left out agrees with a model that keeps every instant, and coverage with it', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const one = log()
      const { model, end } = run(one, all)
      const state = one.state()
      const covered = coverageOf(state, 's')
      for (let ms = T0; ms <= end; ms += 1) {
        expect(isQuarantined(state, 's', ms)).toBe(model.has(ms))
        expect(coverageAt(covered, ms)?.basis).toBe(model.has(ms) ? 'quarantine' : undefined)
      }
      expect(isQuarantined(state, 'other', T0 + 25)).toBe(false)
    }),
    { numRuns: 300 },
  )
})

const forgetful = (state: ObserveState, entry: Entry): ObserveState =>
  entry.kind === 'observe.source-restored' ? state : evolve(state, entry)
test('the log folded again is the same state; a fold that forgets lifts is told apart', () => {
  let told = 0
  fc.assert(
    fc.property(steps, (all) => {
      const one = log()
      run(one, all)
      const stored = JSON.parse(JSON.stringify(one.entries)) as Entry[]
      expect(stored.reduce(evolve, initial)).toEqual(one.state())
      const wrong = stored.reduce(forgetful, initial)
      if (one.entries.some(({ kind }) => kind === 'observe.source-restored')) {
        expect(wrong.quarantines).not.toEqual(one.state().quarantines)
        told += 1
      }
    }),
    { numRuns: 200 },
  )
  expect(told).toBeGreaterThan(20)
})

const entry0 = ({ entries }: Log): Entry => entries[0] ?? (undefined as never)
test('entries of older logs, tombstones and entries that lead nowhere leave it as it was', () => {
  const one = log()
  expect(one.state().quarantines.size).toBe(0)
  const base = { ...entry0(one), index: 9 }
  const payload = { source: 's', fromMs: T0, reason: 'r' } as Json
  const of = (kind: string): Entry => ({ ...base, kind, payload })
  expect(evolve(one.state(), of('observe.source-restored'))).toBe(one.state())
  expect(evolve(one.state(), of('observe.quarantine-confirmed'))).toBe(one.state())
  expect(evolve(one.state(), { index: 9, tombstone: true })).toBe(one.state())
})

test('periods are bounded, and what is put together leaves out more, never less', () => {
  const one = log()
  const instants: number[] = []
  for (let i = 0; i < QUARANTINES_KEPT + 20; i += 1) {
    act(one, 'set', T0 + 10 * i)
    act(one, 'lift', T0 + 10 * i + 5)
    instants.push(T0 + 10 * i)
  }
  expect(one.state().quarantines.get('s')?.periods).toHaveLength(QUARANTINES_KEPT)
  for (const ms of instants) expect(isQuarantined(one.state(), 's', ms)).toBe(true)
  expect(isQuarantined(one.state(), 's', T0 + 10 * (QUARANTINES_KEPT + 19) + 5)).toBe(false)
})

const stood = (given: readonly HealthEvidence[]) => {
  const one = log()
  one.ask(
    {
      type: 'stateCoverage',
      source: 's',
      state: 'up',
      fromMs: T0,
      toMs: null,
      reason: 'seen',
    },
    'watch',
    T0,
  )
  one.ask(
    {
      type: 'quarantineSource',
      source: 's',
      sinceMs: T0 + 5,
      reason: 'r',
      evidence: given,
    },
    'analyst',
    T0 + 10,
  )
  return one
}
const at = (one: Log, ms: number) => coverageAt(coverageOf(one.state(), 's'), ms)?.state

describe('coverage under quarantine', () => {
  test('is jammed by interference, down otherwise; what was stated comes back', () => {
    const jammed = stood([evidence({ kind: 'manyAtOnePoint' })])
    expect([at(jammed, T0 + 4), at(jammed, T0 + 5)]).toEqual(['up', 'jammed'])
    expect(at(stood([evidence({ kind: 'manyAtOnePoint' }), evidence()]), T0 + 5)).toBe('down')
    expect(at(stood([]), T0 + 5)).toBe('down')
    jammed.ask({ type: 'restoreSource', source: 's', fromMs: 0, reason: 'r' }, 'analyst', T0 + 20)
    expect(at(jammed, T0 + 5)).toBe('up')
    expect(coverageOf(jammed.state(), 'other')).toEqual([])
  })

  test('signs of life go on beneath it', () => {
    const { state } = stood([])
    const signs = new Map([['s', T0 + 11]])
    expect(heard([source], new Map(), signs, T0 + 12)).toHaveLength(1)
    expect(state().coverage.get('s')).toHaveLength(1)
  })
})
