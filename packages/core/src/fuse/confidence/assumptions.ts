import { DAY_MS, MINUTE_MS } from '../../units/index.ts'
import type { Family } from './families.ts'
import type { ExplanationKind } from './types.ts'

// Every number that confidence rests on and no source reports. None is fitted to a record: each has its reason here, and
// docs/specs/fusion-confidence.md repeats the list for the reader who asks what a probability assumes.

/** Prior that what is reported occurred, before the report is weighed: even, for nobody has counted. */
export const OCCURRED_PRIOR = 0.5
/** The priors that a reasonable person may hold instead: one report in five is true, or four. */
export const OCCURRED_PRIOR_RANGE: readonly [low: number, high: number] = [0.2, 0.8]

/** Highest likelihood ratio that one group of sources may bring, either way: no calibration holds in the field beyond 1 in 20. */
export const GROUP_RATIO_MAX = 20

/**
 * Highest likelihood ratio that all groups of one family may bring together, either way: what misleads one of a family
 * misleads the others, so more of the same adds less than a second kind of means.
 */
export const FAMILY_RATIO_MAX: Readonly<Record<Family, number>> = {
  // Two independent witnesses in full: the old rule of two. More of them hear the same thunder and tell each other.
  human: 400,
  // Two independent views in full: light from two places is seldom the same mistake, but night and fog are.
  optical: 400,
  // One: thunder, quarries and notified blasts reach every microphone of an area alike.
  acoustic: 20,
  // One: birds, weather and anomalous propagation reach every radar of an area alike.
  radar: 20,
  // One: heat and changed ground have many makers, and passes share clouds and processing.
  overhead: 20,
  // A quarter of one: the thing itself says what and where it is, and such words are easily forged or jammed.
  transponder: 5,
  // A quarter of one: what another system's picture rests on is not known; it may be our own reports come back.
  relayed: 5,
  // Nothing: parties, media and what is said to everyone enter as claims, never as observations.
  claim: 1,
}

/**
 * Highest likelihood ratio between two classes that the scores of an uncalibrated model may bring. Scores of trained
 * models are not probabilities, mostly too sure (Guo et al. 2017); until their errors are measured on our ground, the
 * favourite is taken to be at most twice as well supported as a class that scored nothing.
 */
export const UNCALIBRATED_RATIO_MAX = 2
/** Share of the prior over classes that may lie anywhere: one thing in five is of a mix that nobody expected. */
export const CLASS_PRIOR_DOUBT = 0.2
/** The most classes that one opinion brings; those with the highest scores are kept. */
export const CLASSES_MAX = 128

/** Most that an explanation's prior counts for: not even a notified blast makes a shell in that hour impossible. */
export const EXPLANATION_PRIOR_MAX = 0.95
/**
 * Which families each benign activity deceives: to them it looks like what they would report. Live firing is firing to
 * everything but a transponder; a blast on the ground and thunder throw nothing that a radar would follow; a field that
 * burns makes no bang. What another system passes on may rest on anything.
 */
export const DECEIVES: Readonly<Record<ExplanationKind, readonly Family[]>> = {
  training: ['human', 'optical', 'acoustic', 'radar', 'overhead', 'relayed'],
  demining: ['human', 'optical', 'acoustic', 'overhead', 'relayed'],
  thunderstorm: ['human', 'optical', 'acoustic', 'relayed'],
  cropFire: ['human', 'optical', 'overhead', 'relayed'],
}

/**
 * How long a family's report may be under way: until then nobody is silent. Machines on a link take a minute, the rest
 * reports daily.
 */
export const SETTLED_MS: Readonly<Record<Exclude<Family, 'claim'>, number>> = {
  human: DAY_MS,
  optical: MINUTE_MS,
  acoustic: MINUTE_MS,
  radar: MINUTE_MS,
  overhead: DAY_MS,
  transponder: MINUTE_MS,
  relayed: DAY_MS,
}

/**
 * Adjudicated cases below which nothing is recalibrated: with 100, the exact 95 % interval of a share is still about
 * 20 points wide, so a correction from fewer would mostly be noise.
 */
export const RECALIBRATION_CASES_MIN = 100
/** Judged cases that one adopted correction rests on at most: the newest; sensors of years ago say little of today's. */
export const RECALIBRATION_CASES_MAX = 5_000
/** Corrections of one question that may be adopted in a deployment's life: all are kept, for old events bear old ones. */
export const RECALIBRATIONS_MAX = 1_000
/** Adjudicated cases below which no judgement on calibration is given: the same interval is then over 35 points wide. */
export const JUDGED_CASES_MIN = 30
/** How often calibrated outcomes are drawn for the bands: at most so often, fewer for many cases, never fewer than the least. */
export const RESAMPLES_MAX = 1_000
/** The least number of draws. */
export const RESAMPLES_MIN = 200
/** Draws times cases that one diagram may cost: about a tenth of a second. */
export const RESAMPLED_CASES_MAX = 10_000_000
/** Forecast values at which a band is given; between them it is read off straight lines. */
export const BAND_POINTS_MAX = 100
/** Groups of neighbouring forecasts that the honest band compares: every run of them is tried. */
export const BAND_GROUPS_MAX = 20
