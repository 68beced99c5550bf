import type { PartyId } from '../agreement/index.ts'
import type { NationCode } from '../nations/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { Decision, Measure } from './types.ts'

/** One approval gate of a measure as it stands. */
export interface GateState {
  readonly nation: NationCode
  readonly body: string
  readonly legalBasis: string
  /** `waiting` until the nation records a decision; its latest one counts. */
  readonly status: 'waiting' | 'approved' | 'declined'
  readonly conditions: readonly string[]
  /** When it usually decides, counted from when it was asked; null where nobody stated how long it takes. */
  readonly byMs: InstantMs | null
  /** Whether that duration is a planner's assumption. */
  readonly isAssumed: boolean
}
/** What unblocks a measure, and by when. */
export interface Unblocking {
  readonly measure: string
  readonly gates: readonly GateState[]
  /** `declined` as soon as one nation said no: the measure then goes on without it or not at all, which people decide. */
  readonly status: 'waiting' | 'approved' | 'declined'
  /** When the last waiting gate usually opens; null when none waits, or when one has no known duration. */
  readonly byMs: InstantMs | null
}

/**
 * Which approval gates are still shut, and by when they usually open if asked at `askedAtMs`. A decision counts for the party
 * that it was taken against: one on a party that no signed attribution names any more opens no gate against another.
 */
export function unblocks(
  measure: Measure,
  decisions: readonly Decision[],
  {
    incident,
    askedAtMs,
    party,
  }: {
    readonly incident: string
    readonly askedAtMs: InstantMs
    /** Whom the measure is directed at; null: nobody. */
    readonly party: PartyId | null
  },
): Unblocking {
  const gates = measure.gates.map((gate): GateState => {
    const last = decisions.findLast(
      (one) =>
        one.measure === measure.id &&
        one.incident === incident &&
        one.party === party &&
        one.nation === gate.nation,
    )
    return {
      nation: gate.nation,
      body: gate.body,
      legalBasis: gate.legalBasis,
      status: last === undefined ? 'waiting' : last.decision === 'yes' ? 'approved' : 'declined',
      conditions: last?.conditions ?? [],
      byMs: gate.usualDurationMs === null ? null : askedAtMs + gate.usualDurationMs,
      isAssumed: gate.basis.kind === 'assumption',
    }
  })
  const waiting = gates.filter((gate) => gate.status === 'waiting')
  const known = waiting.flatMap((gate) => (gate.byMs === null ? [] : [gate.byMs]))
  return {
    measure: measure.id,
    gates,
    status: gates.some((gate) => gate.status === 'declined')
      ? 'declined'
      : waiting.length > 0
        ? 'waiting'
        : 'approved',
    byMs: waiting.length > 0 && known.length === waiting.length ? Math.max(...known) : null,
  }
}
