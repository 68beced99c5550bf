// A report gives a direction in words and a distance in kilometres from a place that is itself uncertain. Such a
// region is bent and wide, so no ellipse is fitted to formulas: evenly spread particles are drawn from the likelihood
// (the observer's own error included), moments are taken of them, and the ellipse is scaled until it holds 95 %.
import { distanceM, ellipseOf, extentOf, frameAt, RADIUS_95 } from '../../geo/index.ts'
import type { Covariance, Estimate, Extent, Offset, Position } from '../../geo/index.ts'
import { kindOf } from '../../observe/index.ts'
import type { Observation, Source } from '../../observe/index.ts'
import type { SoundRange } from '../locate/index.ts'
import { reachOf } from './assumptions.ts'
import { normalPair, spread } from './chance.ts'
import { drawPolar, measuredRing, polarMean, polarOf } from './polar.ts'
import type { Polar } from './polar.ts'
import { rangeByShot } from './shot.ts'
import { Remembered } from './remembered.ts'

/** Particles of one report: enough for a 95 % quantile good to about one per cent. */
const PARTICLES = 512
/** Particles of the two passes in which several reports are combined: to find the place, and to measure it. */
const PARTICLES_FOUND = 384
const PARTICLES_COMBINED = 640
/** Displacements of the observer over which his report's density is averaged. */
const OBSERVER_ERRORS = 40
/** Points that an estimate carries. */
const SUPPORT = 128

const errorAt = (n: number): readonly [number, number] => normalPair(spread(n, 2), spread(n, 3))
/** The displacements of all particles by a standard error: always the same. */
const ERRORS = Array.from({ length: PARTICLES_COMBINED }, (_, n) => errorAt(n))

/** What one report says of a place: a density around an anchor. */
export interface Likelihood {
  readonly anchor: Position
  /** Standard deviation of the anchor, or of the fix itself, metres per axis. */
  readonly sigmaM: number
  /** Null: a direct fix. */
  readonly polar: Polar | null
  /** Of a fix whose error is no circle: in place of `sigmaM`, which then is its mean over both axes. */
  readonly covarianceM2?: Covariance
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
  readonly extent: Extent
}

/** Turns reports into places; remembers the words that it has seen. */
export interface Localiser {
  /** What a report says of the event's place, or null where it says nothing. */
  readonly likelihoodOf: (observation: Observation) => Likelihood | null
  /** The place by one report. `withoutObserverError` gives it relative to the place where the observer stood. */
  readonly single: (observation: Observation, withoutObserverError?: boolean) => Estimate | null
}

function drawParticles({ polar, sigmaM, covarianceM2 }: Likelihood, count: number): Particles {
  // Cholesky's factor of the error's covariance.
  const ee = Math.sqrt(covarianceM2?.ee ?? sigmaM * sigmaM)
  const en = covarianceM2 === undefined ? 0 : covarianceM2.en / ee
  const nn = Math.sqrt(Math.max(0, (covarianceM2?.nn ?? sigmaM * sigmaM) - en * en))
  const east = new Float64Array(count)
  const north = new Float64Array(count)
  for (let n = 0; n < count; n += 1) {
    const [errorE, errorN] = ERRORS[n] ?? errorAt(n)
    let eastM = ee * errorE
    let northM = en * errorE + nn * errorN
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
  const support = resample(particles, mean)
  return {
    mean,
    covarianceM2,
    ellipse95: ellipseOf(covarianceM2, scale),
    support,
    extent: extentOf(support),
  }
}

const place = (anchor: Position, { mean, ...rest }: Local): Estimate => ({
  position: frameAt(anchor).toPosition(mean),
  ...rest,
})

/** Tables, estimates, comparisons of two places and common places that are remembered: some 30 MiB at the most. */
const polars = new Remembered<Polar>(1_000)
const locals = new Remembered<Local>(1_000)
const commons = new Remembered<number>(50_000)
const places = new Remembered<Estimate | null>(500)
// One number for each table, and the words of each likelihood: what they come to is the same where the words are.
const numbers = new WeakMap<Polar, number>()
let numbered = 0
const texts = new WeakMap<Likelihood, string>()

function numberOf(polar: Polar): number {
  const known = numbers.get(polar)
  if (known !== undefined) return known
  numbered += 1
  numbers.set(polar, numbered)
  return numbered
}

function wordsOf(likelihood: Likelihood): string {
  const known = texts.get(likelihood)
  if (known !== undefined) return known
  const { anchor, sigmaM, polar, covarianceM2: of } = likelihood
  const shape = of === undefined ? '' : `${of.ee},${of.en},${of.nn}`
  const table = polar === null ? 'fix' : numberOf(polar)
  const words = `${table},${sigmaM},${anchor.lonDeg},${anchor.latDeg},${shape}`
  texts.set(likelihood, words)
  return words
}

/** A localiser over a registry of sources. */
export function localiserFor(sources: ReadonlyMap<string, Source>): Localiser {
  const likelihoodOf = (observation: Observation): Likelihood | null => {
    const { where, observer, source, category } = observation
    if (where.fix !== null) {
      return { anchor: where.fix.position, sigmaM: where.fix.errorM / RADIUS_95, polar: null }
    }
    // A distance that the source itself gives stands before one that is worked out.
    const shot = where.ring === null ? rangeByShot(observation) : null
    if (where.sectors.length === 0 && where.ring === null && shot === null) return null
    const kind = kindOf(category)
    const reachM = sources.get(source)?.reachM[kind] ?? reachOf(kind)
    const ring = where.ring ?? { minM: 0, maxM: reachM }
    const words = JSON.stringify([
      where.sectors.map((s) => [s.fromDeg, s.toDeg]),
      ring.minM,
      ring.maxM,
      shot,
    ])
    const polar = polars.of(words, () =>
      shot === null ? polarOf(where.sectors, ring) : measuredRing(shot, where.sectors),
    )
    return { anchor: observer.position, sigmaM: observer.errorM / RADIUS_95, polar }
  }
  return {
    likelihoodOf,
    single: (observation, withoutObserverError = false) => {
      const likelihood = likelihoodOf(observation)
      if (likelihood === null) return null
      const { polar, anchor } = likelihood
      const sigmaM = withoutObserverError && polar !== null ? 0 : likelihood.sigmaM
      const key = `${polar === null ? 'fix' : numberOf(polar)} ${sigmaM}`
      const local = locals.of(key, () =>
        summarise(drawParticles({ ...likelihood, sigmaM }, PARTICLES)),
      )
      return place(anchor, local)
    },
  }
}

/** The place of sounds whose arrivals were solved together: a normal distribution of any shape. */
export function ofGathering(
  position: Position,
  covarianceM2: Covariance,
): { readonly likelihood: Likelihood; readonly estimate: Estimate } {
  const sigmaM = Math.sqrt((covarianceM2.ee + covarianceM2.nn) / 2)
  const likelihood = { anchor: position, sigmaM, polar: null, covarianceM2 }
  const local = summarise(drawParticles(likelihood, PARTICLES))
  return { likelihood, estimate: place(position, local) }
}

/** The place of one arrival whose distance is known by the light of the event: a narrow ring around the sensor. */
export function ofRange(
  position: Position,
  range: SoundRange,
): { readonly likelihood: Likelihood; readonly estimate: Estimate } {
  const polar = measuredRing(range)
  const likelihood = { anchor: position, sigmaM: 0, polar }
  return { likelihood, estimate: place(position, summarise(drawParticles(likelihood, PARTICLES))) }
}

/** Where the observer may have stood instead: his displacements, east and north in turn, metres. */
function observerErrorsOf(sigmaM: number): {
  readonly errors: Float64Array
  readonly farthestM: number
} {
  if (sigmaM === 0) return { errors: new Float64Array(2), farthestM: 0 }
  const errors = new Float64Array(2 * OBSERVER_ERRORS)
  let farthestM = 0
  for (let n = 0; n < OBSERVER_ERRORS; n += 1) {
    const [east, north] = ERRORS[n] ?? errorAt(n)
    errors[2 * n] = east * sigmaM
    errors[2 * n + 1] = north * sigmaM
    farthestM = Math.max(farthestM, sigmaM * Math.hypot(east, north))
  }
  return { errors, farthestM }
}

/** A likelihood's density, per square metre, in the frame at `origin`. */
function densityAround(
  likelihood: Likelihood,
  origin: Position,
): (eastM: number, northM: number) => number {
  const { eastM: anchorE, northM: anchorN } = frameAt(origin).toOffset(likelihood.anchor)
  const { polar, covarianceM2 } = likelihood
  if (polar === null && covarianceM2 !== undefined) {
    const { ee, en, nn } = covarianceM2
    const det = ee * nn - en * en
    return (eastM, northM) => {
      const e = eastM - anchorE
      const n = northM - anchorN
      const squared = (nn * e * e - 2 * en * e * n + ee * n * n) / det
      return Math.exp(-squared / 2) / (2 * Math.PI * Math.sqrt(det))
    }
  }
  if (polar === null) {
    const variance = Math.max(likelihood.sigmaM * likelihood.sigmaM, 1)
    return (eastM, northM) => {
      const awayE = eastM - anchorE
      const awayN = northM - anchorN
      const awayM2 = awayE * awayE + awayN * awayN
      return Math.exp(-awayM2 / (2 * variance)) / (2 * Math.PI * variance)
    }
  }
  const moved = observerErrorsOf(likelihood.sigmaM)
  return (eastM, northM) =>
    polarMean(polar, moved, { eastM: eastM - anchorE, northM: northM - anchorN })
}

/** Particles of the first report on which a common place is judged. */
const PARTICLES_JUDGED = 64
/** Those of a report that is compared with a hundred others. */
const judged = new WeakMap<Likelihood, Pick<Particles, 'east' | 'north'>>()

/** The integral of the product of two reports' densities, per square metre: large where they mean one place. */
export function commonDensity(a: Likelihood, b: Likelihood): number {
  // From the sharper report, so that few particles suffice.
  const [sharp, wide] = widthOf(a) <= widthOf(b) ? [a, b] : [b, a]
  return commons.of(`${wordsOf(sharp)} ${wordsOf(wide)}`, () => {
    const { east, north } = judged.get(sharp) ?? drawParticles(sharp, PARTICLES_JUDGED)
    if (!judged.has(sharp)) judged.set(sharp, { east, north })
    const density = densityAround(wide, sharp.anchor)
    let sum = 0
    for (let n = 0; n < east.length; n += 1) sum += density(east[n] ?? 0, north[n] ?? 0)
    return sum / east.length
  })
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
  return places.of(order.map(wordsOf).join(' '), () => combined(order))
}

function combined(order: readonly Likelihood[]): Estimate | null {
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
