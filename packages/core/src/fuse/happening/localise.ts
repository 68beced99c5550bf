// A report gives a direction in words and a distance in kilometres from a place that is itself uncertain. Such a
// region is bent and wide, so no ellipse is fitted to formulas: evenly spread particles are drawn from the likelihood
// (the observer's own error included), moments are taken of them, and the ellipse is scaled until it holds 95 %.
import { distanceM, ellipseOf, frameAt, RADIUS_95 } from '../geo/index.ts'
import type { Covariance, Estimate, Offset, Position } from '../geo/index.ts'
import { kindOf } from '../observe/index.ts'
import type { Observation, Source } from '../observe/index.ts'
import { reachOf } from './assumptions.ts'
import { normalPair, spread } from './chance.ts'
import { drawPolar, polarDensity, polarOf } from './polar.ts'
import type { Polar } from './polar.ts'

/** Particles of one report: enough for a 95 % quantile good to about one per cent. */
const PARTICLES = 512
/** Particles of the two passes in which several reports are combined: to find the place, and to measure it. */
const PARTICLES_FOUND = 384
const PARTICLES_COMBINED = 640
/** Displacements of the observer over which his report's density is averaged. */
const OBSERVER_ERRORS = 40
/** Points that an estimate carries. */
const SUPPORT = 128

/** What one report says of a place: a density around an anchor. */
export interface Likelihood {
  readonly anchor: Position
  /** Standard deviation of the anchor, or of the fix itself, metres per axis. */
  readonly sigmaM: number
  /** Null: a direct fix. */
  readonly polar: Polar | null
}

/** Particles in the frame of an anchor, each with its weight; weights sum to 1. */
interface Particles {
  readonly east: Float64Array
  readonly north: Float64Array
  readonly weight: Float64Array
}

/** An estimate around the observer, in his frame: the same for each report of the same words. */
interface Local {
  readonly mean: Offset
  readonly covarianceM2: Covariance
  readonly ellipse95: Estimate['ellipse95']
  readonly support: readonly Offset[]
}

/** Turns reports into places; remembers the words that it has seen. */
export interface Localiser {
  /** What a report says of the event's place, or null where it says nothing. */
  readonly likelihoodOf: (observation: Observation) => Likelihood | null
  /** The place by one report. `withoutObserverError` gives it relative to the place where the observer stood. */
  readonly single: (observation: Observation, withoutObserverError?: boolean) => Estimate | null
}

function drawParticles({ polar, sigmaM }: Likelihood, count: number): Particles {
  const east = new Float64Array(count)
  const north = new Float64Array(count)
  for (let n = 0; n < count; n += 1) {
    const [errorE, errorN] = normalPair(spread(n, 2), spread(n, 3))
    let eastM = sigmaM * errorE
    let northM = sigmaM * errorN
    if (polar !== null) {
      const { azimuthRad, rangeM } = drawPolar(polar, spread(n, 0), spread(n, 1))
      eastM += rangeM * Math.sin(azimuthRad)
      northM += rangeM * Math.cos(azimuthRad)
    }
    east[n] = eastM
    north[n] = northM
  }
  return { east, north, weight: new Float64Array(count).fill(1 / count) }
}

/** The squared Mahalanobis distance that holds 95 % of the weight. */
function quantile95(
  { east, north, weight }: Particles,
  mean: Offset,
  { ee, en, nn }: Covariance,
): number {
  const determinant = Math.max(ee * nn - en * en, 1e-9)
  const squared = new Float64Array(east.length)
  for (let n = 0; n < squared.length; n += 1) {
    const eastM = (east[n] ?? 0) - mean.eastM
    const northM = (north[n] ?? 0) - mean.northM
    squared[n] = (nn * eastM * eastM - 2 * en * eastM * northM + ee * northM * northM) / determinant
  }
  const equal = weight[0] ?? 0
  if (weight.every((w) => w === equal)) {
    const sorted = squared.toSorted()
    return sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0
  }
  const order = [...squared.keys()].toSorted(
    (a, b) => (squared[a] ?? 0) - (squared[b] ?? 0) || a - b,
  )
  let held = 0
  for (const n of order) {
    held += weight[n] ?? 0
    if (held >= 0.95) return squared[n] ?? 0
  }
  return squared[order.at(-1) ?? 0] ?? 0
}

/** Systematic resampling (Kitagawa 1996): points of equal weight, whole metres from the mean. */
function resample({ east, north, weight }: Particles, mean: Offset): readonly Offset[] {
  const support: Offset[] = []
  let passed = 0
  for (let n = 0; n < weight.length && support.length < SUPPORT; n += 1) {
    passed += weight[n] ?? 0
    while (support.length < SUPPORT && (support.length + 0.5) / SUPPORT <= passed) {
      // `+ 0` makes of a negative zero a plain one, so that the same input gives the same bytes.
      support.push({
        eastM: Math.round((east[n] ?? 0) - mean.eastM) + 0,
        northM: Math.round((north[n] ?? 0) - mean.northM) + 0,
      })
    }
  }
  return support
}

function summarise(particles: Particles): Local {
  const { east, north, weight } = particles
  let meanE = 0
  let meanN = 0
  for (let n = 0; n < weight.length; n += 1) {
    meanE += (weight[n] ?? 0) * (east[n] ?? 0)
    meanN += (weight[n] ?? 0) * (north[n] ?? 0)
  }
  // A square millimetre, so that particles on one line still have an ellipse.
  let ee = 1e-6
  let en = 0
  let nn = 1e-6
  for (let n = 0; n < weight.length; n += 1) {
    const eastM = (east[n] ?? 0) - meanE
    const northM = (north[n] ?? 0) - meanN
    ee += (weight[n] ?? 0) * eastM * eastM
    en += (weight[n] ?? 0) * eastM * northM
    nn += (weight[n] ?? 0) * northM * northM
  }
  const mean = { eastM: meanE, northM: meanN }
  const covarianceM2 = { ee, en, nn }
  const scale = Math.sqrt(quantile95(particles, mean, covarianceM2))
  return {
    mean,
    covarianceM2,
    ellipse95: ellipseOf(covarianceM2, scale),
    support: resample(particles, mean),
  }
}

const place = (anchor: Position, { mean, ...rest }: Local): Estimate => ({
  position: frameAt(anchor).toPosition(mean),
  ...rest,
})

/** A localiser over a registry of sources. */
export function localiserFor(sources: ReadonlyMap<string, Source>): Localiser {
  const polars = new Map<string, Polar>()
  const locals = new Map<string, Local>()
  const likelihoodOf = (observation: Observation): Likelihood | null => {
    const { where, observer, source, category } = observation
    if (where.fix !== null) {
      return { anchor: where.fix.position, sigmaM: where.fix.errorM / RADIUS_95, polar: null }
    }
    if (where.sectors.length === 0 && where.ring === null) return null
    const kind = kindOf(category)
    const reachM = sources.get(source)?.reachM[kind] ?? reachOf(kind)
    const ring = where.ring ?? { minM: 0, maxM: reachM }
    const words = JSON.stringify([
      where.sectors.map((s) => [s.fromDeg, s.toDeg]),
      ring.minM,
      ring.maxM,
    ])
    const polar = polars.get(words) ?? polarOf(where.sectors, ring)
    polars.set(words, polar)
    return { anchor: observer.position, sigmaM: observer.errorM / RADIUS_95, polar }
  }
  // One number for each density seen: with the observer's error it is the key of what was worked out from it.
  const numbers = new Map<Polar, number>()
  return {
    likelihoodOf,
    single: (observation, withoutObserverError = false) => {
      const likelihood = likelihoodOf(observation)
      if (likelihood === null) return null
      const { polar, anchor } = likelihood
      const sigmaM = withoutObserverError && polar !== null ? 0 : likelihood.sigmaM
      if (polar !== null && !numbers.has(polar)) numbers.set(polar, numbers.size)
      const key = `${polar === null ? 'fix' : numbers.get(polar)} ${sigmaM}`
      const local =
        locals.get(key) ?? summarise(drawParticles({ ...likelihood, sigmaM }, PARTICLES))
      locals.set(key, local)
      return place(anchor, local)
    },
  }
}

/** Where the observer may have stood instead: his displacements, east and north in turn, metres. */
function observerErrorsOf(sigmaM: number): Float64Array {
  if (sigmaM === 0) return new Float64Array(2)
  const errors = new Float64Array(2 * OBSERVER_ERRORS)
  for (let n = 0; n < OBSERVER_ERRORS; n += 1) {
    const [east, north] = normalPair(spread(n, 2), spread(n, 3))
    errors[2 * n] = east * sigmaM
    errors[2 * n + 1] = north * sigmaM
  }
  return errors
}

/** A likelihood's density, per square metre, in the frame at `origin`. */
function densityAround(
  likelihood: Likelihood,
  origin: Position,
): (eastM: number, northM: number) => number {
  const { eastM: anchorE, northM: anchorN } = frameAt(origin).toOffset(likelihood.anchor)
  const { polar } = likelihood
  if (polar === null) {
    const variance = Math.max(likelihood.sigmaM * likelihood.sigmaM, 1)
    return (eastM, northM) => {
      const awayE = eastM - anchorE
      const awayN = northM - anchorN
      const awayM2 = awayE * awayE + awayN * awayN
      return Math.exp(-awayM2 / (2 * variance)) / (2 * Math.PI * variance)
    }
  }
  const errors = observerErrorsOf(likelihood.sigmaM)
  return (eastM, northM) => {
    const awayE = eastM - anchorE
    const awayN = northM - anchorN
    let sum = 0
    for (let n = 0; n < errors.length; n += 2) {
      sum += polarDensity(polar, awayE - (errors[n] ?? 0), awayN - (errors[n + 1] ?? 0))
    }
    return (2 * sum) / errors.length
  }
}

/** Particles of the first report on which a common place is judged. */
const PARTICLES_JUDGED = 64

/** The integral of the product of two reports' densities, per square metre: large where they mean one place. */
export function commonDensity(a: Likelihood, b: Likelihood): number {
  // From the sharper report, so that few particles suffice.
  const [sharp, wide] = widthOf(a) <= widthOf(b) ? [a, b] : [b, a]
  const { east, north } = drawParticles(sharp, PARTICLES_JUDGED)
  const density = densityAround(wide, sharp.anchor)
  let sum = 0
  for (let n = 0; n < east.length; n += 1) sum += density(east[n] ?? 0, north[n] ?? 0)
  return sum / east.length
}

const widthOf = ({ polar, sigmaM }: Likelihood): number =>
  (polar === null ? 0 : polar.toM) + 3 * sigmaM

/** Half-width of the second pass, in standard deviations of the first: beyond it little is left of any such product. */
const PASS_SIGMAS = 4
/** Floor of the second pass's standard deviation, as a share of the sharpest report's: the first may rest on few particles. */
const PASS_FLOOR_SHARE = 0.2

/** Weighs particles by the product of densities; false where all exclude one another. */
function weigh(
  particles: Particles,
  densities: readonly ((eastM: number, northM: number) => number)[],
): boolean {
  const { east, north, weight } = particles
  let total = 0
  for (let n = 0; n < weight.length; n += 1) {
    let product = 1
    // Times a million: per square kilometre, so that products of many stay in range.
    for (const density of densities) {
      product *= density(east[n] ?? 0, north[n] ?? 0) * 1e6
      if (product === 0) break
    }
    weight[n] = product
    total += product
  }
  for (let n = 0; n < weight.length; n += 1) weight[n] = (weight[n] ?? 0) / total
  return total > 0
}

/** Evenly spread points over the box of a covariance's principal axes. */
function boxAround(local: Local, floorM: number): Particles {
  const { ee, en, nn } = local.covarianceM2
  const wide = ellipseOf({ ee: ee + floorM * floorM, en, nn: nn + floorM * floorM }, PASS_SIGMAS)
  const sin = Math.sin((wide.azimuthDeg * Math.PI) / 180)
  const cos = Math.cos((wide.azimuthDeg * Math.PI) / 180)
  const east = new Float64Array(PARTICLES_COMBINED)
  const north = new Float64Array(PARTICLES_COMBINED)
  for (let n = 0; n < PARTICLES_COMBINED; n += 1) {
    const along = (2 * spread(n, 0) - 1) * wide.semiMajorM
    const across = (2 * spread(n, 1) - 1) * wide.semiMinorM
    east[n] = local.mean.eastM + along * sin + across * cos
    north[n] = local.mean.northM + along * cos - across * sin
  }
  return { east, north, weight: new Float64Array(PARTICLES_COMBINED) }
}

/**
 * The place by several reports of one event: the product of their likelihoods, on particles of the sharpest report
 * first and then, where those have shown it to be, on evenly spread points. Null where they exclude one another.
 */
export function combine(likelihoods: readonly Likelihood[]): Estimate | null {
  const order = likelihoods.toSorted((a, b) => widthOf(a) - widthOf(b))
  const sharp = order[0]
  if (sharp === undefined) return null
  const densities = order.map((likelihood) => densityAround(likelihood, sharp.anchor))
  const first = drawParticles(sharp, PARTICLES_FOUND)
  if (!weigh(first, densities.slice(1))) return null
  const { ee, nn } = summarise(drawParticles(sharp, SUPPORT)).covarianceM2
  const second = boxAround(summarise(first), PASS_FLOOR_SHARE * Math.sqrt((ee + nn) / 2))
  if (!weigh(second, densities)) return null
  return place(sharp.anchor, summarise(second))
}

/** Whether two reports come from one observer who stood in one place, so that his own error falls out between them. */
export const sameStand = (a: Observation, b: Observation): boolean =>
  a.source === b.source &&
  a.where.fix === null &&
  b.where.fix === null &&
  distanceM(a.observer.position, b.observer.position) === 0
