// What made the reports: the event as said, a benign activity, or nothing. Bayes over these, in logarithms, with every
// source's measured errors, each group once, and a bound on what a family may bring, because the errors that matter most
// are those that all of a family share. The bound cannot be known, nor the prior; so beside the probability stands what
// the same reports come to over the whole range of both (a robust Bayesian interval, Berger 1985, section 4.7). Conflict
// is never normalised away: witnesses who contradict one another give a probability near the prior and a wide interval.
import { kindOf } from '../../observe/index.ts'
import type { Source } from '../../observe/index.ts'
import { OCCURRED_PRIOR, OCCURRED_PRIOR_RANGE } from './assumptions.ts'
import { logRatioOf } from './dependence.ts'
import type { Dependence } from './dependence.ts'
import { fitOf, underExplanation } from './explain.ts'
import type { Fit } from './explain.ts'
import type { Occurrence, OccurrenceContext } from './types.ts'
import { witnessesOf } from './witnesses.ts'
import type { Reported, Witness } from './witnesses.ts'

/** One reading of the evidence: a prior, a dependence for the event and one for what competes with it. */
interface Reading {
  readonly prior: number
  readonly event: Dependence
  readonly benign: Dependence
  readonly priorOf: (fit: Fit) => number
}
const AS_REPORTED: Reading = {
  prior: OCCURRED_PRIOR,
  event: 'capped',
  benign: 'capped',
  priorOf: ({ prior }) => prior,
}
const LOWEST: Reading = {
  prior: OCCURRED_PRIOR_RANGE[0],
  event: 'doubting',
  benign: 'trusting',
  priorOf: ({ priorHigh }) => priorHigh,
}
const HIGHEST: Reading = {
  prior: OCCURRED_PRIOR_RANGE[1],
  event: 'trusting',
  benign: 'doubting',
  priorOf: ({ prior }) => prior,
}

/** The posterior of [occurred, nothing, each fit]. An explanation's prior is its share of all causes there and then. */
function posterior(
  witnesses: readonly Witness[],
  fits: readonly Fit[],
  { prior, event, benign, priorOf }: Reading,
): readonly number[] {
  const logs = [
    Math.log(prior) + logRatioOf(witnesses, event),
    Math.log(1 - prior),
    ...fits.map((fit) => {
      const share = priorOf(fit)
      return Math.log(share / (1 - share)) + logRatioOf(underExplanation(witnesses, fit), benign)
    }),
  ]
  const most = Math.max(...logs)
  const weights = logs.map((log) => Math.exp(log - most))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/**
 * What made the reports of one event (its members, of one kind), with what is known beside them. Pure; independent of
 * the order and repetition of its inputs. Without members, and without silence, it is the prior.
 */
export function weighOccurrence(
  members: readonly Reported[],
  sources: ReadonlyMap<string, Source>,
  context: OccurrenceContext = {},
): Occurrence {
  const { silent = [], explanations = [], estimate = null, observed } = context
  const [first] = members
  const witnesses = witnessesOf(members, silent, sources)
  const fits =
    first === undefined || observed === undefined
      ? []
      : explanations.flatMap(
          (one) => fitOf(one, kindOf(first.category), { estimate, observed }) ?? [],
        )
  const [probability = 0, nothing = 0, ...benign] = posterior(witnesses, fits, AS_REPORTED)
  return {
    probability,
    low: posterior(witnesses, fits, LOWEST)[0] ?? 0,
    high: posterior(witnesses, fits, HIGHEST)[0] ?? 1,
    nothing,
    benign: fits
      .map(({ explanation }, i) => ({
        explanation: explanation.id,
        kind: explanation.kind,
        probability: benign[i] ?? 0,
      }))
      .toSorted(
        (a, b) =>
          b.probability - a.probability ||
          (a.explanation < b.explanation ? -1 : Number(a.explanation > b.explanation)),
      ),
  }
}
