import type { Misfit } from './misfit.ts'

// Where to begin. Squared and differenced against one sensor, the arrivals are linear in the place and in the distance R
// to that sensor; R then solves a quadratic, whose two roots are the two places that three arrivals cannot tell apart
// (spherical intersection, Schau & Robinson 1987). Sensors in a line leave the direction across it open: there the
// place along the line and R are solved for, and the two roots are mirror images.

/** Most places to begin from. */
export const SEEDS_MAX = 4
/** Sensors whose spread across is below this share of that along are taken for a line as well. */
const LINE_SHARE = 0.3
/** Below it the general solution rests on rounding. */
const FLAT_SHARE = 0.003

/** The spread of the sensors in use: standard deviations along and across, metres, and the direction along. */
export class Layout {
  alongM = 0.5
  acrossM = 0.5
  cos = 0.5
  sin = 0.5
  centreE = 0.5
  centreN = 0.5

  of({ eastM, northM, weight, count }: Misfit): void {
    let n = 0
    let sumE = 0
    let sumN = 0
    for (let i = 0; i < count; i += 1) {
      if (weight[i] === 0) continue
      n += 1
      sumE += eastM[i] as number
      sumN += northM[i] as number
    }
    this.centreE = sumE / n
    this.centreN = sumN / n
    let ee = 0
    let en = 0
    let nn = 0
    for (let i = 0; i < count; i += 1) {
      if (weight[i] === 0) continue
      const e = (eastM[i] as number) - this.centreE
      const north = (northM[i] as number) - this.centreN
      ee += e * e
      en += e * north
      nn += north * north
    }
    const middle = (ee + nn) / 2
    const half = Math.hypot((ee - nn) / 2, en)
    this.alongM = Math.sqrt((middle + half) / n)
    this.acrossM = Math.sqrt(Math.max(0, middle - half) / n)
    const turn = Math.atan2(2 * en, ee - nn) / 2
    this.cos = Math.cos(turn)
    this.sin = Math.sin(turn)
  }
}

/** Row of the earliest arrival in use: the nearest sensor, whose distance is the best unknown. */
function earliest({ atS, weight, count }: Misfit): number {
  let first = -1
  for (let i = 0; i < count; i += 1)
    if (weight[i] !== 0 && (first < 0 || (atS[i] as number) < (atS[first] as number))) first = i
  return first
}

/** Writes places to begin from to `out`, east and north in turn; gives their number. */
export function seed(misfit: Misfit, layout: Layout, out: Float64Array): number {
  let seeds = 0
  const share = layout.acrossM / layout.alongM
  if (share > FLAT_SHARE) seeds = general(misfit, out)
  if (share < LINE_SHARE) seeds = line(misfit, layout, out, seeds)
  return seeds
}

/**
 * Writes places beyond either end of a line of sensors to `out`; gives their number, none where they stand in no line. A
 * sound out there is seen end on, the arrivals say little of how far it is, and a walk from among the sensors may stop in a
 * hollow beside the last of them. Half a deviation of the line farther is outside every such hollow that was met.
 */
export function seedBeyond(misfit: Misfit, layout: Layout, out: Float64Array): number {
  const { eastM, northM, weight, count } = misfit
  const { alongM, acrossM, cos, sin, centreE, centreN } = layout
  if (!(acrossM / alongM < LINE_SHARE)) return 0
  let least = 0
  let most = 0
  for (let i = 0; i < count; i += 1) {
    if (weight[i] === 0) continue
    const along = ((eastM[i] as number) - centreE) * cos + ((northM[i] as number) - centreN) * sin
    least = Math.min(least, along)
    most = Math.max(most, along)
  }
  for (let end = 0; end < 2; end += 1) {
    const along = end === 0 ? least - alongM / 2 : most + alongM / 2
    out[2 * end] = centreE + along * cos
    out[2 * end + 1] = centreN + along * sin
  }
  return 2
}

function general(misfit: Misfit, out: Float64Array): number {
  const { eastM, northM, atS, weight, count } = misfit
  const speed = 1 / misfit.slownessPrior
  const first = earliest(misfit)
  const fromE = eastM[first] as number
  const fromN = northM[first] as number
  const fromS = atS[first] as number
  let ee = 0
  let en = 0
  let nn = 0
  let eSquare = 0
  let nSquare = 0
  let eDelay = 0
  let nDelay = 0
  for (let i = 0; i < count; i += 1) {
    if (i === first || weight[i] === 0) continue
    const e = (eastM[i] as number) - fromE
    const n = (northM[i] as number) - fromN
    const delay = speed * ((atS[i] as number) - fromS)
    const square = (e * e + n * n - delay * delay) / 2
    ee += e * e
    en += e * n
    nn += n * n
    eSquare += e * square
    nSquare += n * square
    eDelay += e * delay
    nDelay += n * delay
  }
  const by = 1 / (ee * nn - en * en)
  // The place is (pE, pN) − R·(qE, qN) from the first sensor.
  const pE = by * (nn * eSquare - en * nSquare)
  const pN = by * (ee * nSquare - en * eSquare)
  const qE = by * (nn * eDelay - en * nDelay)
  const qN = by * (ee * nDelay - en * eDelay)
  const a = qE * qE + qN * qN - 1
  const b = pE * qE + pN * qN
  const c = pE * pE + pN * pN
  const root = Math.sqrt(Math.max(0, b * b - a * c))
  let seeds = 0
  for (let sign = -1; sign <= 1; sign += 2) {
    // Negative distances are of the mirror in time; the nearest one that makes sense is at the sensor itself.
    const distance = Math.max(0, (b + sign * root) / a)
    if (!(distance < Infinity)) continue
    out[2 * seeds] = fromE + pE - distance * qE
    out[2 * seeds + 1] = fromN + pN - distance * qN
    seeds += 1
  }
  return seeds
}

function line(misfit: Misfit, layout: Layout, out: Float64Array, before: number): number {
  const { eastM, northM, atS, weight, count } = misfit
  const { cos, sin } = layout
  const speed = 1 / misfit.slownessPrior
  const first = earliest(misfit)
  const fromE = eastM[first] as number
  const fromN = northM[first] as number
  const fromS = atS[first] as number
  let aa = 0
  let ar = 0
  let rr = 0
  let ab = 0
  let rb = 0
  for (let i = 0; i < count; i += 1) {
    if (i === first || weight[i] === 0) continue
    const along = ((eastM[i] as number) - fromE) * cos + ((northM[i] as number) - fromN) * sin
    const delay = speed * ((atS[i] as number) - fromS)
    const square = (along * along - delay * delay) / 2
    aa += along * along
    ar += along * delay
    rr += delay * delay
    ab += along * square
    rb += delay * square
  }
  const by = 1 / (aa * rr - ar * ar)
  const along = by * (rr * ab - ar * rb)
  const distance = by * (aa * rb - ar * ab)
  const across = Math.sqrt(Math.max(0, distance * distance - along * along))
  if (!(across < Infinity)) return before
  let seeds = before
  for (let sign = -1; sign <= 1; sign += 2) {
    out[2 * seeds] = fromE + along * cos - sign * across * sin
    out[2 * seeds + 1] = fromN + along * sin + sign * across * cos
    seeds += 1
  }
  return seeds
}
