import type { Offset } from '../../geo/index.ts'
import type { RangeRing, Sector } from '../../observe/index.ts'
import type { SoundRange } from '../locate/index.ts'
import {
  BEARING_SIGMA_DEG,
  RANGE_HALF_M,
  RANGE_HALF_SHARE,
  RANGE_SIGMA_M,
  RANGE_SIGMA_SHARE,
} from './assumptions.ts'
import { normalCdf } from './chance.ts'

// What a report says of the displacement from the observer to the event: a soft-edged arc of directions times a
// soft-edged ring of distances, over a flat prior on the ground. Both factors are tabulated once, because the same
// compass point and ring return in thousands of reports.

const AZIMUTH_BINS = 360
const RANGE_BINS = 128
const RAD_PER_DEG = Math.PI / 180

/** A table of a density's distribution function over bins of equal width. */
interface Table {
  /** Density in the middle of each bin. */
  readonly density: Float64Array
  /** Distribution function at each bin's end, the last one 1. */
  readonly cdf: Float64Array
}

/** The likelihood of a displacement, normalised to a density over the ground. */
export interface Polar {
  readonly azimuth: Table
  readonly range: Table
  readonly fromM: number
  readonly toM: number
}

/** A box with normal edges; a box narrower than its softness becomes a bump of about that width. */
function softBox(x: number, fromX: number, toX: number, sigma: number): number {
  const half = Math.max((toX - fromX) / 2, sigma / 10)
  const middle = (fromX + toX) / 2
  return normalCdf((x - middle + half) / sigma) - normalCdf((x - middle - half) / sigma)
}

/** How well an azimuth agrees with any of the sectors, the arcs taken as alternatives. */
function inSectors(sectors: readonly Sector[], azimuthDeg: number): number {
  let outside = 1
  for (const { fromDeg, toDeg } of sectors) {
    const widthDeg = (toDeg - fromDeg + 360) % 360
    const middleDeg = fromDeg + widthDeg / 2
    const off = ((((azimuthDeg - middleDeg + 180) % 360) + 360) % 360) - 180
    outside *= 1 - Math.min(1, softBox(off, -widthDeg / 2, widthDeg / 2, BEARING_SIGMA_DEG))
  }
  return 1 - outside
}

function tabulate(
  bins: number,
  width: number,
  at: (bin: number) => number,
  weight: (bin: number) => number,
): Table {
  const density = new Float64Array(bins)
  const cdf = new Float64Array(bins)
  let total = 0
  for (let bin = 0; bin < bins; bin += 1) {
    density[bin] = at(bin)
    total += at(bin) * weight(bin) * width
    cdf[bin] = total
  }
  for (let bin = 0; bin < bins; bin += 1) {
    density[bin] = (density[bin] ?? 0) / total
    cdf[bin] = (cdf[bin] ?? 0) / total
  }
  return { density, cdf }
}

/** Softness of a distance, metres. */
const softM = (rangeM: number): number => Math.max(RANGE_SIGMA_M, RANGE_SIGMA_SHARE * rangeM)

/** A ring no narrower than a rounded figure means. */
function widenedRing({ minM, maxM }: RangeRing): RangeRing {
  const middleM = (minM + maxM) / 2
  const halfM = Math.max((maxM - minM) / 2, Math.min(RANGE_HALF_M, RANGE_HALF_SHARE * middleM))
  return { minM: middleM - halfM, maxM: middleM + halfM }
}

const inDirection = (sectors: readonly Sector[], bin: number): number =>
  sectors.length === 0 ? 1 : inSectors(sectors, ((bin + 0.5) * 360) / AZIMUTH_BINS)

/** The likelihood of sectors (none: any direction) and a ring, metres. */
export function polarOf(sectors: readonly Sector[], reported: RangeRing): Polar {
  const ring = widenedRing(reported)
  const fromM = Math.max(0, ring.minM - 4 * softM(ring.minM))
  const toM = ring.maxM + 4 * softM(ring.maxM)
  const stepM = (toM - fromM) / RANGE_BINS
  const rangeAt = (bin: number): number => fromM + (bin + 0.5) * stepM
  const inRing = (rangeM: number): number => {
    const sigmaM = rangeM < (ring.minM + ring.maxM) / 2 ? softM(ring.minM) : softM(ring.maxM)
    return softBox(rangeM, ring.minM, ring.maxM, sigmaM)
  }
  return {
    azimuth: tabulate(
      AZIMUTH_BINS,
      (360 / AZIMUTH_BINS) * RAD_PER_DEG,
      (bin) => inDirection(sectors, bin),
      () => 1,
    ),
    range: tabulate(RANGE_BINS, stepM, (bin) => inRing(rangeAt(bin)), rangeAt),
    fromM,
    toM,
  }
}

/** The likelihood of a distance that was measured: a normal distribution over it, in the sectors (none: any direction). */
export function measuredRing(
  { rangeM, sigmaM }: SoundRange,
  sectors: readonly Sector[] = [],
): Polar {
  const fromM = Math.max(0, rangeM - 4 * sigmaM)
  const toM = rangeM + 4 * sigmaM
  const stepM = (toM - fromM) / RANGE_BINS
  const rangeAt = (bin: number): number => fromM + (bin + 0.5) * stepM
  const inRing = (bin: number): number => {
    const off = (rangeAt(bin) - rangeM) / sigmaM
    return Math.exp((-off * off) / 2)
  }
  const around = (360 / AZIMUTH_BINS) * RAD_PER_DEG
  return {
    azimuth: tabulate(
      AZIMUTH_BINS,
      around,
      (bin) => inDirection(sectors, bin),
      () => 1,
    ),
    range: tabulate(RANGE_BINS, stepM, inRing, rangeAt),
    fromM,
    toM,
  }
}

/** The value at which a distribution function reaches `u`, in bins, linear within a bin. */
function inverse({ cdf }: Table, u: number): number {
  let low = 0
  let high = cdf.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((cdf[middle] ?? 1) < u) low = middle + 1
    else high = middle
  }
  const before = low === 0 ? 0 : (cdf[low - 1] ?? 0)
  const step = (cdf[low] ?? 1) - before
  return low + (step > 0 ? (u - before) / step : 0.5)
}

/** The displacement at two uniform numbers: azimuth in radians, range in metres. */
export function drawPolar(
  polar: Polar,
  u: number,
  v: number,
): { readonly azimuthRad: number; readonly rangeM: number } {
  return {
    azimuthRad: ((inverse(polar.azimuth, u) * 360) / AZIMUTH_BINS) * RAD_PER_DEG,
    rangeM: polar.fromM + (inverse(polar.range, v) * (polar.toM - polar.fromM)) / RANGE_BINS,
  }
}

/** The exact bin of an azimuth: `polarMean` asks it only near the edge of a bin. */
function azimuthBinOf(eastM: number, northM: number): number {
  const turns = Math.atan2(eastM, northM) / (2 * Math.PI)
  return Math.trunc((turns < 0 ? turns + 1 : turns) * AZIMUTH_BINS) % AZIMUTH_BINS
}

/** Nearer than this to a bin's edge, in bins, the fast arc tangent (good to a thousandth of a bin) does not decide. */
const EDGE_BINS = 0.005

/** The azimuth's bin: by Hastings' polynomial for the arc tangent (1955, sheet 11), exactly where that leaves a doubt. */
function azimuthBin(eastM: number, northM: number): number {
  const east = Math.abs(eastM)
  const north = Math.abs(northM)
  const z = east > north ? north / east : east / north
  const s = z * z
  const tail = 0.193_543_46 + s * (-0.116_432_87 + s * (0.052_653_32 - s * 0.011_721_2))
  const offAxis =
    (z * (0.999_977_26 + s * (-0.332_623_47 + s * tail)) * AZIMUTH_BINS) / (2 * Math.PI)
  let bins = east > north ? AZIMUTH_BINS / 4 - offAxis : offAxis
  if (northM < 0) bins = AZIMUTH_BINS / 2 - bins
  if (eastM < 0) bins = AZIMUTH_BINS - bins
  const bin = Math.trunc(bins)
  const beyond = bins - bin
  // Not a number where both are nothing: that is no answer either.
  const isClear = beyond > EDGE_BINS && beyond < 1 - EDGE_BINS
  return isClear ? bin : azimuthBinOf(eastM, northM)
}

/**
 * Density of a displacement, per square metre, on average over displacements of the observer: east and north in turn,
 * metres, none farther than `farthestM`. It is asked some hundred thousand times for one event.
 */
export function polarMean(
  { azimuth, range, fromM, toM }: Polar,
  { errors, farthestM }: { readonly errors: Float64Array; readonly farthestM: number },
  { eastM, northM }: Offset,
): number {
  const away = Math.sqrt(eastM * eastM + northM * northM)
  // A metre more than could be.
  if (away - farthestM > toM + 1 || away + farthestM < fromM - 1) return 0
  const byRange = range.density
  const byAzimuth = azimuth.density
  let sum = 0
  for (let n = 0; n < errors.length; n += 2) {
    const east = eastM - (errors[n] as number)
    const north = northM - (errors[n + 1] as number)
    const rangeM = Math.sqrt(east * east + north * north)
    if (rangeM < fromM || rangeM >= toM) continue
    const bin = Math.trunc(((rangeM - fromM) / (toM - fromM)) * RANGE_BINS)
    sum += (byRange[bin] ?? 0) * (byAzimuth[azimuthBin(east, north)] ?? 0)
  }
  return (2 * sum) / errors.length
}
