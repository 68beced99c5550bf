/**
 * Holds an event against the text that was in force when it happened. Every condition has three values; an unknown is
 * never read as "no". A candidate accuses nobody: it says which clause a panel should look at, what speaks for it, and
 * what could not be decided.
 *
 * Probability = the product of the independent factors that a number can be given for: that the event occurred
 * (`act`), and that it lies in the zone (`place`; where no source gave a place, the zone's share of the conflict region).
 * What has no number stays out of the product and is told in `undecided`, so the figure is then an upper bound: it is
 * reached if the open points all fall that way. Clauses for different weapons that are open at once cannot all be so.
 * Exceptions stay out of the product, too: what explains an event is told, and a person decides.
 *
 * Screening: a clause raises no candidate where a condition is a plain "no", where the product lies below the
 * threshold of its kind of breach or else the agreement's, or where both act and weapon are open (nothing that was
 * observed speaks for that clause: an undetermined bang of an unknown weapon would otherwise be held against every
 * withdrawal rule). Algorithms and invariants: docs/specs/agreement.md.
 */
import type { Event } from '../../fuse/index.ts'
import type { Agreement, Candidate } from '../document/types.ts'
import { compileAgreement } from './compile.ts'
import type { EvaluationOptions, ZoneProbabilities } from './compile.ts'

/** The candidates that an event raises, in the agreement's order of clauses, with every condition explained. */
export function evaluateEvent(
  agreement: Agreement,
  event: Event,
  options: EvaluationOptions = {},
): readonly Candidate[] {
  return compileAgreement(agreement).evaluate(event, options)
}

/**
 * For each zone of the agreement, in its order, the probability that the event lies in it; zones overlap, so these do
 * not add up to one. Where the line of contact changed meanwhile, the greater one. Empty for an event without a position:
 * the region that conditions are counted on is an assumption of the evaluation, and nothing that was seen of the event.
 */
export function zoneProbabilities(agreement: Agreement, event: Event): ZoneProbabilities {
  return compileAgreement(agreement).zones(event)
}
