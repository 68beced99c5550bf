/**
 * Which phase of the agreement was in force when, and which deployment gates stood open: from the text and from what
 * people declared, never from what a machine saw.
 *
 * A phase is entered when all of its entry facts hold and none of its exit facts does. It ends with the first of them that
 * lapses, with the first exit fact, or when its time is over. What has ended stays ended until an entry fact is declared
 * anew: the end of an exit fact alone revives nothing, because people enter a phase, not the passing of time.
 */
import type { InstantMs } from '../../units/index.ts'
import type { Agreement, AgreementPhase, Standing } from '../document/types.ts'

/** A phase's time in force, from (closed) and to (open); null without end as far as is known. */
export interface PhaseSpan {
  readonly phase: string
  readonly fromMs: InstantMs
  readonly toMs: InstantMs | null
}
/** A gate at one instant: what it still needs (declared, or declared anew after it was barred) and what bars it, by ids of facts. */
export interface GateStanding {
  /** Its id in the text. */
  readonly gate: string
  readonly isOpen: boolean
  readonly missing: readonly string[]
  readonly barredBy: readonly string[]
}
/** Nobody declared or announced anything. */
export const EMPTY_STANDING: Standing = { facts: [], notified: [], met: [] }

type Facts = Standing['facts']

const isAt = (
  { fromMs, untilMs }: { readonly fromMs: InstantMs; readonly untilMs: InstantMs | null },
  atMs: InstantMs,
): boolean => fromMs <= atMs && (untilMs === null || atMs < untilMs)

/** Whether a fact holds at an instant. */
export const isHeld = (
  { facts }: Pick<Standing, 'facts'>,
  fact: string,
  atMs: InstantMs,
): boolean => facts.some((one) => one.fact === fact && isAt(one, atMs))

// Where the phase's own time ends: each renewal that was declared before the end, and holds at it, adds as much again.
function lastMsOf({ lastsMs, renewal }: AgreementPhase, facts: Facts, fromMs: InstantMs): number {
  if (lastsMs === undefined) return Number.POSITIVE_INFINITY
  const oneMs = Math.max(1, lastsMs)
  let endMs = fromMs + oneMs
  const renewals = facts
    .filter((one) => one.fact === renewal && one.fromMs >= fromMs)
    .toSorted((a, b) => a.fromMs - b.fromMs || a.entry - b.entry)
  for (const one of renewals) {
    if (one.fromMs >= endMs) break
    if (one.untilMs === null || one.untilMs > endMs) endMs += oneMs
  }
  return endMs
}

const isReady = ({ entry, exit }: AgreementPhase, facts: Facts, atMs: InstantMs): boolean =>
  entry.every((fact) => isHeld({ facts }, fact, atMs)) &&
  !exit.some((fact) => isHeld({ facts }, fact, atMs))

function spansOf(phase: AgreementPhase, facts: Facts, beginsMs: InstantMs | null): PhaseSpan[] {
  const own = facts.filter(({ fact }) => phase.entry.includes(fact) || phase.exit.includes(fact))
  const edges = own.flatMap(({ fromMs, untilMs }) =>
    untilMs === null ? fromMs : [fromMs, untilMs],
  )
  const times = [...new Set(beginsMs === null ? edges : [beginsMs, ...edges])].toSorted(
    (a, b) => a - b,
  )
  const declared = own.filter(({ fact }) => phase.entry.includes(fact)).map(({ fromMs }) => fromMs)
  if (beginsMs !== null) declared.push(beginsMs)
  const spans: PhaseSpan[] = []
  let endedMs = Number.NEGATIVE_INFINITY
  for (const fromMs of times) {
    if (fromMs < endedMs || (beginsMs !== null && fromMs < beginsMs)) continue
    const isArmed = declared.some((ms) => ms >= endedMs && ms <= fromMs)
    if (!isArmed || !isReady(phase, facts, fromMs)) continue
    const lapsesMs = times.find((ms) => ms > fromMs && !isReady(phase, facts, ms))
    endedMs = Math.min(lapsesMs ?? Number.POSITIVE_INFINITY, lastMsOf(phase, facts, fromMs))
    spans.push({ phase: phase.id, fromMs, toMs: Number.isFinite(endedMs) ? endedMs : null })
  }
  return spans
}

// The same facts under the same text give the same spans, and every event asks for them.
const known = new WeakMap<Agreement, WeakMap<Facts, readonly PhaseSpan[]>>()

/**
 * When each phase was in force, in the text's order and then by time. The spans of one phase never overlap. The first
 * phase, where it has no entry facts, begins with the first version, once; a later one without any is never entered.
 */
export function phaseSpans(
  agreement: Agreement,
  { facts }: Pick<Standing, 'facts'>,
): readonly PhaseSpan[] {
  const byFacts = known.get(agreement) ?? new WeakMap<Facts, readonly PhaseSpan[]>()
  known.set(agreement, byFacts)
  const found = byFacts.get(facts)
  if (found !== undefined) return found
  const spans = agreement.phases.flatMap((phase, i) => {
    const beginsMs = i === 0 ? (agreement.versions[0]?.fromMs ?? null) : null
    return spansOf(phase, facts, phase.entry.length === 0 ? beginsMs : null)
  })
  byFacts.set(facts, spans)
  return spans
}

/** The ids of the phases in force at an instant, in the text's order. */
export const phasesAt = (
  agreement: Agreement,
  standing: Pick<Standing, 'facts'>,
  atMs: InstantMs,
): readonly string[] =>
  phaseSpans(agreement, standing)
    .filter(({ fromMs, toMs }) => isAt({ fromMs, untilMs: toMs }, atMs))
    .map(({ phase }) => phase)

// What barred a gate may be over: it takes a declaration from then on, not the passing of time, to open it again.
function isDeclaredSince(
  facts: Facts,
  { needs, barredBy }: Agreement['gates'][number],
  atMs: InstantMs,
): boolean {
  const begun = facts.filter(({ fromMs }) => fromMs <= atMs)
  const bars = begun.filter(({ fact }) => barredBy.includes(fact)).map(({ fromMs }) => fromMs)
  const lastMs = Math.max(Number.NEGATIVE_INFINITY, ...bars)
  const isNeeded = ({ fact, fromMs }: Facts[number]): boolean =>
    needs.includes(fact) && fromMs >= lastMs
  return needs.length === 0 || begun.some(isNeeded)
}

/**
 * Every deployment gate at an instant. One is open while all that it needs holds and nothing that bars it does; once it was
 * barred it stays shut until a fact that it needs is declared anew, and until then misses them all.
 */
export const gatesAt = (
  agreement: Agreement,
  standing: Pick<Standing, 'facts'>,
  atMs: InstantMs,
): readonly GateStanding[] =>
  agreement.gates.map((gate) => {
    const isDeclared = isDeclaredSince(standing.facts, gate, atMs)
    const missing = gate.needs.filter((fact) => !isDeclared || !isHeld(standing, fact, atMs))
    const barredBy = gate.barredBy.filter((fact) => isHeld(standing, fact, atMs))
    return {
      gate: gate.id,
      isOpen: missing.length === 0 && barredBy.length === 0,
      missing,
      barredBy,
    }
  })
