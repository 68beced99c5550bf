/** Which events a new entry may make be judged otherwise: those whose time it covers, and no others. */
import type { Entry, Tombstone } from '../../evidence/index.ts'
import type { InstantMs, Interval } from '../../units/index.ts'
import { boundFrom } from '../evaluate/starts.ts'
import { entryIn } from './decide-activity.ts'
import { phaseSpans } from './phases.ts'
import { itemOf } from './span-list.ts'
import { adoptedAt, adoptedOf, factsOf, type AgreementState } from './state.ts'

const NEVER = Number.POSITIVE_INFINITY

/** A time from an instant (closed) to another (open), which may be infinite. */
interface Span {
  readonly fromMs: InstantMs
  readonly endMs: number
}

const covers = (spans: readonly Span[], ms: number): boolean =>
  spans.some((span) => span.fromMs <= ms && ms < span.endMs)

/** The times at which one of two lists of spans covers an instant and the other does not. */
function differing(before: readonly Span[], after: readonly Span[]): readonly Interval[] {
  const edges = [...before, ...after].flatMap((span) => [span.fromMs, span.endMs])
  const times = [...new Set(edges)].toSorted((a, b) => a - b)
  return times.flatMap((fromMs, i) => {
    const toMs = times[i + 1]
    return toMs === undefined || covers(before, fromMs) === covers(after, fromMs)
      ? []
      : [{ fromMs, toMs }]
  })
}

// A fact moves the phases, and with them the deadlines that clauses count from a phase or from the fact itself.
function factsTouched(
  before: AgreementState,
  after: AgreementState,
  atMs: InstantMs,
): readonly Interval[] {
  const agreement = adoptedAt(after, atMs)?.agreement
  if (agreement === undefined || before.facts === after.facts) return []
  const facts = [before, after].map((state) => ({ facts: factsOf(state, agreement.id) }))
  const spans = facts.map((one) => phaseSpans(agreement, one))
  const phases = agreement.phases.flatMap(({ id }) => {
    const [then = [], now = []] = spans.map((all) =>
      all.flatMap(({ phase, fromMs, toMs }) =>
        phase === id ? [{ fromMs, endMs: toMs ?? NEVER }] : [],
      ),
    )
    return differing(then, now)
  })
  const deadlines = agreement.provisions.flatMap((provision) => {
    if (provision.after === undefined) return []
    const from = provision.after
    const [then, now] = facts.map((one) => boundFrom(agreement, from, one))
    return differing(then ?? [], now ?? [])
  })
  return [...phases, ...deadlines]
}

/**
 * The times, both ends closed, whose events an entry may change the judgement of: all time for the first adoption and the
 * time from it on for a later one, the time of a phase or of a clause's deadline that a fact moved, the time of an activity
 * that was announced or withdrawn; none for everything else.
 */
export function touchedBy(
  before: AgreementState,
  after: AgreementState,
  entry: Entry | Tombstone,
): readonly Interval[] {
  if (before === after || 'tombstone' in entry) return []
  switch (entry.kind) {
    case 'agreement.adopted': {
      // The first text counts for all that was before it, too; a later one does not reach back.
      const fromMs = adoptedOf(after)?.fromMs ?? entry.atMs
      return [{ fromMs: before.adopted.length === 0 ? -NEVER : fromMs, toMs: NEVER }]
    }
    case 'agreement.fact-moved':
      return factsTouched(before, after, entry.atMs)
    case 'agreement.activity-announced':
    case 'agreement.notification-withdrawn': {
      const { notification } = entry.payload as { readonly notification?: string }
      const index = notification === undefined ? entry.index : entryIn(notification)
      const { fromMs, toMs } = itemOf(after.notified, index) ?? {}
      return fromMs === undefined || toMs === undefined ? [] : [{ fromMs, toMs }]
    }
    default:
      return []
  }
}
