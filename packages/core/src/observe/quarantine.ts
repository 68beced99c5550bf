import type { Draft, Json } from '../evidence/index.ts'
import type { Actor } from '../nations/index.ts'
import { DAY_MS } from '../units/index.ts'
import type { InstantMs, Refused } from '../units/index.ts'
import { OBSERVED_MS_MIN } from './check.ts'
import { withPeriod } from './coverage.ts'
import type { CoveragePeriod, CoverageState } from './coverage.ts'

/**
 * Quarantine: a source that errs is left out of the picture without being silenced.
 *
 * Cutting a source off would lose evidence, and would let an attacker who can make a sensor look bad take it from the
 * mission. So its observations are still taken in, kept and proven; fusion alone leaves them out, from an instant that
 * an entry names and with the numbers that say why. The machine may begin a quarantine by itself, because a poisoned
 * picture cannot wait for the morning. It never ends one: an attacker who stops for an hour would be let in again with
 * nobody having looked. A person confirms, lifts, or begins one by hand; what a person lifted the machine does not
 * take up again on the evidence that the person had before them.
 */

/** What the machine found wrong with a source or with those that report through it. */
export const EVIDENCE_KINDS = [
  'innovation',
  'bias',
  'clock',
  'impossibleSpeed',
  'twoPlaces',
  'frozen',
  'manyAtOnePoint',
  'qualityLoss',
  'silence',
] as const
/** One kind of evidence. */
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]
/** Numbers of one test that failed: `statistic` was beyond `threshold` in [fromMs, toMs). */
export interface HealthEvidence {
  readonly kind: EvidenceKind
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  readonly statistic: number
  readonly threshold: number
  /** How many detections or reports the statistic is of. */
  readonly count: number
  /** What the numbers say, with units, for a reader. */
  readonly says: string
  /** Observations that it rests on, at most `EVIDENCE_OBSERVATIONS_MAX`; a sample where there were more. */
  readonly observations: readonly string[]
}
/** Observations that one piece of evidence names. */
export const EVIDENCE_OBSERVATIONS_MAX = 16
/** Pieces of evidence in one entry. */
export const EVIDENCE_MAX = 16

/** How a source stands with quarantine: `provisional` is in force by the machine alone, `confirmed` by a person. */
export const QUARANTINE_STATUSES = ['free', 'provisional', 'confirmed', 'lifted'] as const
/** One way to stand. */
export type QuarantineStatus = (typeof QUARANTINE_STATUSES)[number]
/** What can be done. */
export const QUARANTINE_ACTS = ['propose', 'set', 'confirm', 'lift'] as const
/** `propose` is the machine's; the others are a person's. */
export type QuarantineAct = (typeof QUARANTINE_ACTS)[number]
type Outcome = QuarantineStatus | 'stays' | Refused

const NOT_IN = { refused: 'it is not in quarantine' }
const IN_ALREADY = {
  refused: 'it is in quarantine already; confirm it, or lift it and set it anew',
}
/** What each act leads to from each status; `stays` makes no entry. */
export const QUARANTINE_LIFECYCLE: Readonly<
  Record<QuarantineStatus, Readonly<Record<QuarantineAct, Outcome>>>
> = {
  free: { propose: 'provisional', set: 'confirmed', confirm: NOT_IN, lift: NOT_IN },
  provisional: { propose: 'stays', set: IN_ALREADY, confirm: 'confirmed', lift: 'lifted' },
  confirmed: {
    propose: 'stays',
    set: IN_ALREADY,
    confirm: { refused: 'a person confirmed it already' },
    lift: 'lifted',
  },
  // From here on `propose` asks for new evidence as well: see `staleness`.
  lifted: { propose: 'provisional', set: 'confirmed', confirm: NOT_IN, lift: NOT_IN },
}

/** Times, [sinceMs, toMs), whose observations fusion leaves out; null: until it is lifted. */
export interface QuarantinePeriod {
  readonly sinceMs: InstantMs
  readonly toMs: InstantMs | null
  /** How the source's coverage counts meanwhile. */
  readonly coverage: CoverageState
  readonly reason: string
}
/** What is remembered of one source. */
export interface Quarantine {
  readonly status: QuarantineStatus
  /** In the order of the log, so that only the last may be open. At most `QUARANTINES_KEPT`. */
  readonly periods: readonly QuarantinePeriod[]
  /** Of the latest quarantine. */
  readonly proposedBy: 'machine' | 'person'
  readonly reason: string
  readonly evidence: readonly HealthEvidence[]
  /** Log index of the entry that began the latest one, and the instant that the latest act was recorded at. */
  readonly entry: number
  readonly changedMs: InstantMs
  /** When a quarantine was last lifted, and when one that rested on evidence of a kind was. */
  readonly liftedMs: InstantMs | null
  readonly liftedKinds: Readonly<Partial<Record<EvidenceKind, InstantMs>>>
}
/** Periods kept of one source. Beyond it the two oldest become one, which leaves out more and never less. */
export const QUARANTINES_KEPT = 64
/** After a person lifted it, evidence of the same kind begins no new quarantine for so long. */
export const COOL_DOWN_MS = DAY_MS
/** How far back the machine may begin one: what is older was looked at as it was. */
export const MACHINE_BACK_MS_MAX = 7 * DAY_MS

/** The payload of `observe.source-quarantined`. */
export interface SourceQuarantined {
  readonly source: string
  readonly sinceMs: InstantMs
  readonly reason: string
  readonly proposedBy: 'machine' | 'person'
  readonly evidence: readonly HealthEvidence[]
}
/** The payload of `observe.quarantine-confirmed`. */
export interface QuarantineConfirmed {
  readonly source: string
  readonly reason: string
}
/** The payload of `observe.source-restored`: what it observed from `fromMs` on is used again. */
export interface SourceRestored {
  readonly source: string
  readonly fromMs: InstantMs
  readonly reason: string
}
/** What may be asked. Null: from the instant of the command. */
export type QuarantineCommand =
  | {
      readonly type: 'quarantineSource'
      readonly source: string
      readonly sinceMs: InstantMs | null
      readonly reason: string
      /** The machine must bring some. */
      readonly evidence?: readonly HealthEvidence[]
    }
  | { readonly type: 'confirmQuarantine'; readonly source: string; readonly reason: string }
  | {
      readonly type: 'restoreSource'
      readonly source: string
      /** Before the quarantine's beginning: all of it, because the source was right. */
      readonly fromMs: InstantMs | null
      readonly reason: string
    }

/** Part of the step's state. */
type Quarantines = ReadonlyMap<string, Quarantine>

// Interfaces have no index signature, so the compiler cannot see that these payloads are JSON; they are.
const draft = (
  kind: string,
  payload: SourceQuarantined | QuarantineConfirmed | SourceRestored,
  refs: readonly number[] = [],
): { readonly entries: readonly Draft[] } => ({
  entries: [{ kind, payload: payload as unknown as Json, refs }],
})

const actOf = ({ type }: QuarantineCommand, { role }: Actor): QuarantineAct => {
  if (type === 'restoreSource') return 'lift'
  if (type === 'confirmQuarantine') return 'confirm'
  return role === 'system' ? 'propose' : 'set'
}

/** What a command leads to; that the source is registered and the reason is not empty was seen to before. */
export function decideQuarantine(
  quarantines: Quarantines,
  command: QuarantineCommand,
  { actor, nowMs }: { readonly actor: Actor; readonly nowMs: InstantMs },
): { readonly entries: readonly Draft[] } | Refused {
  const { source, reason } = command
  const before = quarantines.get(source)
  const act = actOf(command, actor)
  if (actor.role === 'system' && act !== 'propose')
    return { refused: `${command.type}: a person does that; the system only begins a quarantine` }
  const outcome = QUARANTINE_LIFECYCLE[before?.status ?? 'free'][act]
  if (outcome === 'stays') return { entries: [] }
  if (typeof outcome === 'object') return { refused: `${source}: ${outcome.refused}` }
  const refs = before === undefined ? [] : [before.entry]
  if (command.type === 'confirmQuarantine')
    return draft('observe.quarantine-confirmed', { source, reason }, refs)
  if (command.type === 'restoreSource') {
    const sinceMs = before?.periods.at(-1)?.sinceMs ?? nowMs
    const fromMs = Math.max(command.fromMs ?? nowMs, sinceMs)
    return fromMs > Math.max(nowMs, sinceMs)
      ? { refused: `fromMs ${fromMs} is in the future; lift it when that comes` }
      : draft('observe.source-restored', { source, fromMs, reason }, refs)
  }
  const { sinceMs, evidence = [] } = command
  const since = { sinceMs: sinceMs ?? nowMs, evidence }
  const fault =
    sinceFault(since, nowMs) ?? (act === 'propose' ? proposalFault(before, since, nowMs) : null)
  if (fault !== null) return { refused: `${source}: ${fault}` }
  const proposedBy = act === 'propose' ? 'machine' : 'person'
  return draft('observe.source-quarantined', { source, ...since, reason, proposedBy })
}

interface Since {
  readonly sinceMs: InstantMs
  readonly evidence: readonly HealthEvidence[]
}

function sinceFault({ sinceMs, evidence }: Since, nowMs: InstantMs): string | null {
  if (sinceMs > nowMs) return `sinceMs ${sinceMs} is in the future; begin it now`
  if (sinceMs < OBSERVED_MS_MIN) return `sinceMs ${sinceMs} is before the year 2000`
  if (evidence.length > EVIDENCE_MAX)
    return `${evidence.length} pieces of evidence; give at most ${EVIDENCE_MAX}`
  const long = evidence.find(({ observations }) => observations.length > EVIDENCE_OBSERVATIONS_MAX)
  return long === undefined
    ? null
    : `evidence of ${long.kind} names ${long.observations.length} observations; give at most ${EVIDENCE_OBSERVATIONS_MAX}`
}

// What the machine must bring: evidence, not older than it may look back, and not what a person has looked at.
function proposalFault(
  before: Quarantine | undefined,
  { sinceMs, evidence }: Since,
  nowMs: InstantMs,
): string | null {
  if (evidence.length === 0) return 'the machine gives no evidence'
  const firstMs = Math.min(...evidence.map(({ fromMs }) => fromMs))
  if (sinceMs < firstMs) return `sinceMs ${sinceMs} is before the first evidence, ${firstMs}`
  if (sinceMs < nowMs - MACHINE_BACK_MS_MAX)
    return `sinceMs ${sinceMs} is more than ${MACHINE_BACK_MS_MAX} ms back; a person may begin it there`
  return before === undefined ? null : staleness(before, evidence, nowMs)
}

// Evidence is new when all of it was observed after the lift, and its kind was not lifted within the cool-down.
function staleness(
  { liftedMs, liftedKinds }: Quarantine,
  evidence: readonly HealthEvidence[],
  nowMs: InstantMs,
): string | null {
  if (liftedMs === null) return null
  for (const { kind, fromMs } of evidence) {
    if (fromMs < liftedMs)
      return `a person lifted it at ${liftedMs}; the evidence of ${kind} is from ${fromMs}, before that`
    const again = (liftedKinds[kind] ?? -Infinity) + COOL_DOWN_MS
    if (nowMs < again)
      return `a person lifted a quarantine for ${kind}; the machine takes that up again from ${again}`
  }
  return null
}

// Interference comes from without: the sensor works and cannot see. Everything else is the sensor's own failure.
const INTERFERENCE: ReadonlySet<EvidenceKind> = new Set([
  'impossibleSpeed',
  'twoPlaces',
  'frozen',
  'manyAtOnePoint',
  'qualityLoss',
  'silence',
])
const coverageOfEvidence = (evidence: readonly HealthEvidence[]): CoverageState =>
  evidence.length > 0 && evidence.every(({ kind }) => INTERFERENCE.has(kind)) ? 'jammed' : 'down'

/** What is remembered after an entry of one of the three kinds; the same map where the entry changes nothing. */
export function evolveQuarantine(
  quarantines: Quarantines,
  { kind, payload, index, atMs }: Recorded,
): Quarantines {
  const { source } = payload as unknown as { readonly source: string }
  const before = quarantines.get(source)
  const next = nextOf(before, { kind, payload, index, atMs })
  return next === undefined ? quarantines : new Map(quarantines).set(source, next)
}

interface Recorded {
  readonly kind: string
  readonly payload: Json
  readonly index: number
  readonly atMs: InstantMs
}

function nextOf(
  before: Quarantine | undefined,
  { kind, payload, index, atMs }: Recorded,
): Quarantine | undefined {
  const changedMs = atMs
  if (kind === 'observe.source-quarantined') {
    const said = payload as unknown as SourceQuarantined
    const { sinceMs, reason, proposedBy, evidence } = said
    const status =
      QUARANTINE_LIFECYCLE[before?.status ?? 'free'][proposedBy === 'machine' ? 'propose' : 'set']
    if (status !== 'provisional' && status !== 'confirmed') return undefined
    const coverage = coverageOfEvidence(evidence)
    const periods = kept([...(before?.periods ?? []), { sinceMs, toMs: null, coverage, reason }])
    const { liftedMs = null, liftedKinds = {} } = before ?? {}
    return {
      status,
      periods,
      proposedBy,
      reason,
      evidence,
      entry: index,
      changedMs,
      liftedMs,
      liftedKinds,
    }
  }
  if (before === undefined) return undefined
  if (kind === 'observe.quarantine-confirmed')
    return QUARANTINE_LIFECYCLE[before.status].confirm === 'confirmed'
      ? { ...before, status: 'confirmed', changedMs }
      : undefined
  if (QUARANTINE_LIFECYCLE[before.status].lift !== 'lifted') return undefined
  const { fromMs } = payload as unknown as SourceRestored
  const last = before.periods.at(-1)
  const earlier = before.periods.slice(0, -1)
  const kinds = before.evidence.map((one) => [one.kind, atMs] as const)
  return {
    ...before,
    status: 'lifted',
    // Lifted from its very beginning, it leaves no period: nothing of the source is left out.
    periods:
      last === undefined || fromMs <= last.sinceMs
        ? earlier
        : [...earlier, { ...last, toMs: fromMs }],
    changedMs,
    liftedMs: atMs,
    liftedKinds: { ...before.liftedKinds, ...Object.fromEntries(kinds) },
  }
}

function kept(periods: readonly QuarantinePeriod[]): readonly QuarantinePeriod[] {
  const [first, second, ...rest] = periods
  if (periods.length <= QUARANTINES_KEPT || first === undefined || second === undefined)
    return periods
  const sinceMs = Math.min(first.sinceMs, second.sinceMs)
  const toMs = Math.max(first.toMs ?? sinceMs, second.toMs ?? sinceMs)
  return [{ ...second, sinceMs, toMs }, ...rest]
}

const holds = ({ sinceMs, toMs }: QuarantinePeriod, atMs: InstantMs): boolean =>
  sinceMs <= atMs && (toMs === null || atMs < toMs)

/** Whether fusion leaves out what the source observed at an instant: the time observed, not received. */
export const isQuarantined = (
  { quarantines }: { readonly quarantines: Quarantines },
  source: string,
  atMs: InstantMs,
): boolean => quarantines.get(source)?.periods.some((period) => holds(period, atMs)) ?? false

/**
 * How a source stood, with its quarantines over what was stated: what fusion does not use could not have noticed, so
 * such a period is `jammed` where the evidence is of interference with positions and `down` otherwise. What was stated
 * stays beneath and comes back when the quarantine is lifted.
 */
export function coverageOf(
  state: {
    readonly coverage: ReadonlyMap<string, readonly CoveragePeriod[]>
    readonly quarantines: Quarantines
  },
  source: string,
): readonly CoveragePeriod[] {
  const stated = state.coverage.get(source) ?? []
  const periods = state.quarantines.get(source)?.periods ?? []
  return periods.reduce(
    (all, { sinceMs, toMs, coverage, reason }) =>
      withPeriod(all, {
        source,
        state: coverage,
        fromMs: sinceMs,
        toMs,
        basis: 'quarantine',
        reason: `quarantine: ${reason}`,
      }),
    stated,
  )
}
