/**
 * Goal: whatever people move, show and announce, in any order: no fact holds without its quorum, a phase's spans never
 * overlap, gates are closed while barred, and the log alone makes the state. Method: random commands by random officers,
 * with time passing, through `decide` and `evolve`; every rule is then read off the entries again, by code that knows
 * nothing of the fold. A fold that forgets the quorum is planted and must be found.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Entry, Tombstone } from '../../evidence/index.ts'
import type { Actor } from '../../nations/index.ts'
import { DAY_MS, HOUR_MS, isRefused } from '../../units/index.ts'
import {
  BARE,
  decide,
  evolve,
  gatesAt,
  initial,
  phaseSpans,
  standingAt,
  touchedBy,
} from '../index.ts'
import type { Agreement, AgreementCommand, AgreementState } from '../index.ts'
import { boundFrom } from '../evaluate/starts.ts'

const QUORUM = 3
const basis = { kind: 'text', source: 'a text' } as const
const text = {
  ...BARE,
  id: 'x',
  title: 'x',
  versions: [{ id: 'v1', title: 'v1', fromMs: 0, source: 's' }],
  facts: ['quiet', 'renewed', 'fighting', 'signed'].map((id) => ({
    id,
    title: id,
    declaredBy: id === 'signed' ? 'bothParties' : 'commission',
    basis,
  })),
  phases: [
    { id: 'freeze', entry: [], exit: ['signed'], lastsMs: 9 * DAY_MS, renewal: 'renewed' },
    { id: 'ceasefire', entry: ['quiet'], exit: ['fighting'], lastsMs: 4 * DAY_MS },
  ],
  gates: [
    { id: 'established', needs: ['quiet'], barredBy: ['fighting'] },
    { id: 'ended', needs: ['quiet', 'signed'], barredBy: ['fighting'] },
  ],
  notified: [{ id: 'works', noticeMs: 24 * HOUR_MS, to: 'both' }],
  provisions: [
    { clause: 'P1', after: { what: 'ceasefire', afterMs: 2 * DAY_MS } },
    { clause: 'P2', after: { what: 'quiet', afterMs: DAY_MS } },
  ],
  obligations: [{ clause: 'C', party: 'both', due: { kind: 'at', atMs: DAY_MS, everyMs: DAY_MS } }],
  thresholds: { quorum: QUORUM },
} as unknown as Agreement

const day = fc.integer({ min: 0, max: 12 }).map((n) => n * DAY_MS)
const instant = fc.constantFrom(null, null, null, null, 0, 2 * DAY_MS)
const reason = fc.constant('seen')
const fact = fc.constantFrom('quiet', 'quiet', 'renewed', 'fighting', 'signed', 'unknown')
const party = fc.constantFrom('A' as const, 'B' as const)
const partyFor = (id: string) => (id === 'signed' ? party : fc.constant(null))
const dueMs = fc.constant(DAY_MS)
const duty = { clause: fc.constant('C'), party, dueMs, reason }
const command: fc.Arbitrary<AgreementCommand> = fc.oneof(
  {
    weight: 12,
    arbitrary: fact.chain((id) =>
      fc.record({
        type: fc.constant('declareFact' as const),
        fact: fc.constant(id),
        party: partyFor(id),
        fromMs: instant,
        reason,
      }),
    ),
  },
  {
    weight: 8,
    arbitrary: fact.chain((id) =>
      fc.record({
        type: fc.constant('endFact' as const),
        fact: fc.constant(id),
        party: partyFor(id),
        untilMs: instant,
        reason,
      }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom('showMet' as const, 'confirmMet' as const, 'recallMet' as const),
      ...duty,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('announceActivity' as const),
      rule: fc.constant('works'),
      party,
      title: fc.constant('Works'),
      fromMs: day,
      toMs: day,
      place: fc.constant({ position: { lonDeg: 37, latDeg: 48 }, radiusM: 100 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('withdrawNotification' as const),
      notification: fc.nat({ max: 40 }).map((n) => `N-${n}`),
      reason,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('text 0', 'text 1', 'text 2').map((document) => ({
      type: 'proposeAmendment' as const,
      agreement: text,
      document,
      fromMs: null,
      reason: 'better',
    })),
  },
  {
    weight: 6,
    // Which motion is filled in when it is played: the newest.
    arbitrary: fc.constant({ type: 'supportAmendment' as const, motion: -1, reason: 'better' }),
  },
)
const NATIONS = ['XAA', 'XAB', 'XAC', 'XAD'] as const
const OFFICES = ['monitor', 'commission', 'guarantors'] as const
const ROLES = ['watch', 'panel', 'planner'] as const
const officerOf = (nation: string, office: Actor['office'], role: Actor['role']): Actor => ({
  name: nation,
  nation,
  role,
  office,
  keyId: 'dev',
})
// Most commands come from where they may come from; otherwise nearly all would be refused.
const step = fc
  .record({
    one: command,
    nation: fc.constantFrom(...NATIONS),
    isAny: fc.boolean(),
    isOdd: fc.boolean(),
    office: fc.constantFrom(...OFFICES),
    role: fc.constantFrom(...ROLES),
    passesMs: fc.constantFrom(0, 0, 1, HOUR_MS, HOUR_MS, DAY_MS),
  })
  .map(({ one, nation, isAny, isOdd, office, role, passesMs }) => {
    const fitting =
      one.type === 'showMet'
        ? officerOf(nation, 'monitor', 'watch')
        : officerOf(nation, 'commission', 'panel')
    return [one, isAny && isOdd ? officerOf(nation, office, role) : fitting, passesMs] as const
  })
const steps = fc.array(step, { minLength: 60, maxLength: 120, size: 'max' })
type Steps = readonly (readonly [AgreementCommand, Actor, number])[]

interface Played {
  readonly state: AgreementState
  readonly entries: readonly Entry[]
  readonly endMs: number
}
const HEAD = [
  { type: 'adoptAgreement', agreement: text, document: 'text 0' },
  { name: 'p', nation: 'XAA', role: 'system', office: 'commission', keyId: 'dev' },
  0,
] as const

function play(all: Steps, fold: typeof evolve = evolve): Played {
  const entries: Entry[] = []
  let [state, nowMs]: [AgreementState, number] = [initial, 0]
  for (const [asked, actor, passesMs] of [HEAD, ...all]) {
    nowMs += passesMs
    const motion = state.amendments.at(-1)?.entry ?? 0
    const one = asked.type === 'supportAmendment' ? { ...asked, motion } : asked
    const decided = decide(state, one, { actor, nowMs })
    if (isRefused(decided)) {
      expect(decided.refused.length).toBeGreaterThan(10)
      continue
    }
    for (const made of decided.entries) {
      const label = {
        policy: 'HOLDFAST',
        classification: 'RESTRICTED',
        offices: [],
        releasableTo: [],
      } as const
      const entry = { ...made, index: entries.length, actor, atMs: nowMs, label }
      entries.push(entry)
      state = fold(state, entry)
    }
  }
  return { state, entries, endMs: nowMs }
}

interface Motion {
  readonly fact: string
  readonly motion: string
  readonly party: string | null
  readonly instantMs: number | null
  readonly settles: { readonly atMs: number } | null
}
const motionIn = ({ kind, payload }: Entry): Motion | null =>
  kind === 'agreement.fact-moved' ? (payload as unknown as Motion) : null

/** Who had moved what the entry settles, read back from it to the last thing that was settled, or to another text. */
function moversBefore(entries: readonly Entry[], last: Entry): ReadonlySet<string> {
  const settled = motionIn(last)
  const said = new Map<string, boolean>()
  for (const entry of entries.slice(0, last.index + 1).toReversed()) {
    const moved = motionIn(entry)
    if (entry.kind === 'agreement.adopted') break
    if (moved === null || settled === null || moved.fact !== settled.fact) continue
    if (entry !== last && moved.settles !== null) break
    if (moved.motion !== settled.motion) continue
    const who = moved.party ?? entry.actor.nation
    // Only what each said last counts; parties need not name the same instant.
    if (!said.has(who)) said.set(who, moved.party !== null || moved.instantMs === settled.instantMs)
  }
  return new Set([...said].flatMap(([who, isSame]) => (isSame ? who : [])))
}

function checkQuorums({ state, entries }: Played): number {
  const [byIndex, ends] = [new Map(entries.map((one) => [one.index, one])), [] as number[]]
  for (const { entry, endedIn } of state.facts)
    ends.push(entry, ...(endedIn === null ? [] : [endedIn]))
  for (const index of ends) {
    const entry = byIndex.get(index)
    if (entry === undefined) throw new Error(`entry ${index} is not in the log`)
    const movers = moversBefore(entries, entry)
    const needed = motionIn(entry)?.party === null ? QUORUM : 2
    if (movers.size < needed) throw new Error(`entry ${index} settles with ${movers.size} movers`)
  }
  return ends.length
}

function checkStanding({ state, endMs }: Played): void {
  const standing = standingAt(state)
  for (const { fromMs, untilMs } of standing.facts)
    expect(untilMs ?? Infinity).toBeGreaterThan(fromMs)
  const ended = new Map<string, number>()
  for (const { phase, fromMs, toMs } of phaseSpans(text, standing)) {
    expect(fromMs).toBeGreaterThanOrEqual(ended.get(phase) ?? -Infinity)
    expect(toMs ?? Infinity).toBeGreaterThan(fromMs)
    ended.set(phase, toMs ?? Infinity)
  }
  for (let ms = 0; ms <= endMs + DAY_MS; ms += DAY_MS / 2) {
    const isBarred = standing.facts.some(
      (one) => one.fact === 'fighting' && one.fromMs <= ms && ms < (one.untilMs ?? Infinity),
    )
    for (const { isOpen, missing } of gatesAt(text, standing, ms))
      expect(isOpen).toBe(!isBarred && missing.length === 0)
    const { notified, ...rest } = standingAt(state, ms)
    expect(rest).toEqual({ facts: standing.facts, met: standing.met })
    expect(notified).toEqual(standing.notified.filter((one) => one.fromMs <= ms && ms <= one.toMs))
  }
}

test('random commands keep every rule, and the log alone makes the state', () => {
  const seen = { facts: 0, ended: 0, notified: 0, met: 0, amended: 0 }
  fc.assert(
    fc.property(steps, (all) => {
      const played = play(all)
      const { state, entries } = played
      seen.ended += checkQuorums(played) - state.facts.length
      checkStanding(played)
      // The same entries, folded anew with tombstones in between, on a copy that went through JSON.
      const log: (Entry | Tombstone)[] = entries.flatMap((entry) => [
        { index: entry.index, tombstone: true },
        JSON.parse(JSON.stringify(entry)) as Entry,
      ])
      expect(log.reduce(evolve, initial)).toEqual(state)
      seen.facts += state.facts.length
      seen.notified += state.notified.size
      seen.met += standingAt(state).met.length
      seen.amended += state.adopted.length - 1
      // A renewal never reaches back, and no announcement is entered after the fact.
      for (const one of state.facts) if (one.fact === 'renewed') expect(one.fromMs).toBe(one.atMs)
      for (const one of standingAt(state).notified)
        expect(one.toMs).toBeGreaterThan(one.announcedMs)
    }),
    { numRuns: 120, seed: 11 },
  )
  // Random commands that are all refused would prove nothing.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(20)
})

const boundsOf = (state: AgreementState, { after }: Agreement['provisions'][number]) =>
  after === undefined ? [] : (boundFrom(text, after, standingAt(state)) ?? [])

test('what an entry does not touch is in force as before, clauses that count from a phase or a fact too', () => {
  let touching = 0
  fc.assert(
    fc.property(steps, (all) => {
      let state: AgreementState = initial
      for (const entry of play(all).entries) {
        const after = evolve(state, entry)
        const touched = touchedBy(state, after, entry)
        touching += touched.length
        const isIn = (ms: number): boolean =>
          touched.some(({ fromMs, toMs }) => fromMs <= ms && ms <= toMs)
        const bounds = new Map(
          [state, after].map((one) => [one, text.provisions.map((each) => boundsOf(one, each))]),
        )
        for (let ms = -DAY_MS; ms <= 40 * DAY_MS; ms += DAY_MS / 2) {
          if (isIn(ms)) continue
          const [then, now] = [state, after].map((one) => ({
            notified: standingAt(one, ms).notified,
            phases: phaseSpans(text, standingAt(one))
              .filter(({ fromMs, toMs }) => fromMs <= ms && ms < (toMs ?? Infinity))
              .map(({ phase }) => phase),
            bound: bounds
              .get(one)
              ?.map((times) => times.some(({ fromMs, endMs }) => fromMs <= ms && ms < endMs)),
          }))
          expect(now).toEqual(then)
        }
        state = after
      }
    }),
    { numRuns: 20, seed: 3 },
  )
  expect(touching).toBeGreaterThan(50)
})

const planted: typeof evolve = (state, entry) => {
  const moved = 'tombstone' in entry ? null : motionIn(entry)
  if ('tombstone' in entry || moved === null || moved.settles !== null) return evolve(state, entry)
  const settles = { atMs: entry.atMs, movedBy: [entry.actor.nation] }
  return evolve(state, { ...entry, payload: { ...moved, agreement: 'x', reason: '', settles } })
}

test('planted: a fold that lets the first motion settle is found', () => {
  const declared = { fact: 'quiet', party: null, fromMs: null, reason: 'x' } as const
  const panel = officerOf('XAA', 'commission', 'panel')
  const all: Steps = [[{ type: 'declareFact', ...declared }, panel, 0]]
  expect(() => checkQuorums(play(all, planted))).toThrow('settles with 1 movers')
})
