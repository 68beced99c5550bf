import { RADIUS_95 } from '../../geo/index.ts'
import { NEAR_95_M, SENSORS_MAX } from './assumptions.ts'
import type { Arrivals, Sound } from './types.ts'

// What arrivals say of a place. An arrival is t_i = t0 + s·d_i + noise, with s the slowness (one over the speed). Given
// the place, t0 and s are linear: they are solved exactly at every place (variable projection, Golub & Pereyra 1973), and
// what is left is a function of two numbers. So one evaluation is one pass over the sensors and a handful of scalars.

/** The misfit of arrivals over the plane: cost, slope and information, with the time and the speed solved for. */
export class Misfit {
  readonly eastM = new Float64Array(SENSORS_MAX)
  readonly northM = new Float64Array(SENSORS_MAX)
  /** From the mean of the arrivals. */
  readonly atS = new Float64Array(SENSORS_MAX)
  /** One over the variance; 0 for what is left out. */
  readonly weight = new Float64Array(SENSORS_MAX)
  /** Weighted sums of one pass: of 1, d, t, e, n and of their products, as `at` names them. */
  readonly #sums = new Float64Array(15)
  count = 0
  slownessPrior = 0.5
  slownessPrecision = 0.5

  /** One over the variance of the place before any arrival, around the centre, 1/m². */
  placePrecision = 0.5

  /** What `at` found: weighted squares of the residuals, the prior's of the speed included. */
  cost = 0.5
  slowness = 0.5
  /** When the sound was made, seconds from the mean of the arrivals. */
  originS = 0.5
  slopeE = 0.5
  slopeN = 0.5
  /** Information on the place with time and speed unknown: the inverse is the Cramér–Rao bound. */
  infoEe = 0.5
  infoEn = 0.5
  infoNn = 0.5
  /** Information on time and speed: one over the product of their variances, given the place. */
  infoNuisance = 0.5
  /** Variance of the time given the place, and how the best time moves with the place, s/m. */
  byOrigin = 0.5
  originE = 0.5
  originN = 0.5
  /** Where the arrivals' mean lies, in the caller's plane and epoch. */
  centreE = 0.5
  centreN = 0.5
  meanS = 0.5
  /** What the wind adds to an arrival's time, s/m east and north. */
  windE = 0.5
  windN = 0.5

  /** Rows of the caller, in order of time: so that the caller's order changes nothing. */
  readonly row = new Int32Array(SENSORS_MAX)

  /** Takes the arrivals in, shifted to their mean and in order of time. */
  load(arrivals: Arrivals, sound: Sound): void {
    const { count, eastM, northM, atS, sigmaS } = arrivals
    this.count = count
    this.#order(arrivals)
    this.centreE = 0
    this.centreN = 0
    this.meanS = 0
    for (let i = 0; i < count; i += 1) {
      const row = this.row[i] as number
      this.centreE += (eastM[row] as number) / count
      this.centreN += (northM[row] as number) / count
      this.meanS += (atS[row] as number) / count
    }
    let spread = 0
    for (let i = 0; i < count; i += 1) {
      const row = this.row[i] as number
      const sigma = sigmaS[row] as number
      const e = (eastM[row] as number) - this.centreE
      const n = (northM[row] as number) - this.centreN
      this.eastM[i] = e
      this.northM[i] = n
      this.atS[i] = (atS[row] as number) - this.meanS
      this.weight[i] = 1 / (sigma * sigma)
      spread += (e * e + n * n) / count
    }
    this.#blow(sound)
    const { speedMps, sigmaMps } = sound
    this.slownessPrior = 1 / speedMps
    const sigmaSlowness = Math.max(sigmaMps, 1e-6) / (speedMps * speedMps)
    this.slownessPrecision = 1 / (sigmaSlowness * sigmaSlowness)
    const near = NEAR_95_M / RADIUS_95
    this.placePrecision = 1 / (near * near + spread)
  }

  /**
   * Takes the wind w out of the arrivals. With it t_i = t0 + s·d_i − s²·w·(p_i − p), to first order in w/c: what depends on
   * the place p is the same for all sensors and goes into the time.
   */
  #blow({ speedMps, wind }: Sound): void {
    this.windE = wind === undefined ? 0 : wind.eastMps / (speedMps * speedMps)
    this.windN = wind === undefined ? 0 : wind.northMps / (speedMps * speedMps)
    if (wind === undefined) return
    for (let i = 0; i < this.count; i += 1)
      this.atS[i] =
        (this.atS[i] as number) +
        this.windE * (this.eastM[i] as number) +
        this.windN * (this.northM[i] as number)
  }

  #order({ count, atS, eastM, northM }: Arrivals): void {
    const { row } = this
    for (let i = 0; i < count; i += 1) {
      let k = i
      for (; k > 0; k -= 1) {
        const other = row[k - 1] as number
        const later =
          (atS[other] as number) - (atS[i] as number) ||
          (eastM[other] as number) - (eastM[i] as number) ||
          (northM[other] as number) - (northM[i] as number)
        if (!(later > 0)) break
        row[k] = other
      }
      row[k] = i
    }
  }

  /** Evaluates at a place, metres from the centre; gives the cost. */
  at(eastM: number, northM: number): number {
    const { eastM: sensorE, northM: sensorN, atS, weight, count } = this
    let w0 = 0
    let wd = 0
    let wt = 0
    let we = 0
    let wn = 0
    let wdd = 0
    let wdt = 0
    let wtt = 0
    let wee = 0
    let wen = 0
    let wnn = 0
    let wed = 0
    let wnd = 0
    let wet = 0
    let wnt = 0
    for (let i = 0; i < count; i += 1) {
      const w = weight[i] as number
      const awayE = eastM - (sensorE[i] as number)
      const awayN = northM - (sensorN[i] as number)
      // A millimetre, so that a sound beside a sensor has a direction.
      const d = Math.sqrt(awayE * awayE + awayN * awayN + 1e-6)
      const byD = 1 / d
      const e = awayE * byD
      const n = awayN * byD
      const t = atS[i] as number
      const wE = w * e
      const wN = w * n
      const wD = w * d
      w0 += w
      wd += wD
      wt += w * t
      we += wE
      wn += wN
      wdd += wD * d
      wdt += wD * t
      wtt += w * t * t
      wee += wE * e
      wen += wE * n
      wnn += wN * n
      wed += wE * d
      wnd += wN * d
      wet += wE * t
      wnt += wN * t
    }
    const sums = this.#sums
    sums[0] = w0
    sums[1] = wd
    sums[2] = wt
    sums[3] = we
    sums[4] = wn
    sums[5] = wdd
    sums[6] = wdt
    sums[7] = wtt
    sums[8] = wee
    sums[9] = wen
    sums[10] = wnn
    sums[11] = wed
    sums[12] = wnd
    sums[13] = wet
    sums[14] = wnt
    return this.#solve(eastM, northM)
  }

  /** Solves for time and speed from the sums of the last pass. */
  #solve(eastM: number, northM: number): number {
    const sums = this.#sums
    const w0 = sums[0] as number
    const wd = sums[1] as number
    const wt = sums[2] as number
    const we = sums[3] as number
    const wn = sums[4] as number
    const wdd = sums[5] as number
    const wdt = sums[6] as number
    const wtt = sums[7] as number
    const wee = sums[8] as number
    const wen = sums[9] as number
    const wnn = sums[10] as number
    const wed = sums[11] as number
    const wnd = sums[12] as number
    const wet = sums[13] as number
    const wnt = sums[14] as number
    const by0 = 1 / w0
    // Moments about the weighted means: that solves for the time.
    const dd = wdd - wd * wd * by0
    const dt = wdt - wd * wt * by0
    const ed = wed - we * wd * by0
    const nd = wnd - wn * wd * by0
    const precision = this.slownessPrecision
    const prior = this.slownessPrior
    const byS = 1 / (dd + precision)
    const s = (dt + prior * precision) * byS
    const off = s - prior
    this.slowness = s
    this.originS = (wt - s * wd) * by0
    const near = this.placePrecision
    this.cost =
      wtt -
      wt * wt * by0 -
      2 * s * dt +
      s * s * dd +
      off * off * precision +
      near * (eastM * eastM + northM * northM)
    this.slopeE = s * (s * ed - (wet - we * wt * by0)) + near * eastM
    this.slopeN = s * (s * nd - (wnt - wn * wt * by0)) + near * northM
    const ss = s * s
    this.infoEe = ss * (wee - we * we * by0 - ed * ed * byS) + near
    this.infoEn = ss * (wen - we * wn * by0 - ed * nd * byS)
    this.infoNn = ss * (wnn - wn * wn * by0 - nd * nd * byS) + near
    this.infoNuisance = w0 * (dd + precision)
    // With the place moved, the best time moves by the mean of the slopes of the arrivals.
    this.byOrigin = by0 + wd * by0 * wd * by0 * byS
    this.originE = s * (wd * by0 * ed * byS - we * by0)
    this.originN = s * (wd * by0 * nd * byS - wn * by0)
    return this.cost
  }

  /** The cost alone, and the information on time and speed with it: half the work of `at`, for grids. */
  costAt(eastM: number, northM: number): number {
    const { eastM: sensorE, northM: sensorN, atS, weight, count } = this
    let w0 = 0
    let wd = 0
    let wt = 0
    let wdd = 0
    let wdt = 0
    let wtt = 0
    for (let i = 0; i < count; i += 1) {
      const w = weight[i] as number
      const awayE = eastM - (sensorE[i] as number)
      const awayN = northM - (sensorN[i] as number)
      const d = Math.sqrt(awayE * awayE + awayN * awayN + 1e-6)
      const t = atS[i] as number
      const wD = w * d
      const wT = w * t
      w0 += w
      wd += wD
      wt += wT
      wdd += wD * d
      wdt += wD * t
      wtt += wT * t
    }
    const by0 = 1 / w0
    const dd = wdd - wd * wd * by0
    const dt = wdt - wd * wt * by0
    const s = (dt + this.slownessPrior * this.slownessPrecision) / (dd + this.slownessPrecision)
    const off = s - this.slownessPrior
    this.infoNuisance = w0 * (dd + this.slownessPrecision)
    return (
      wtt -
      wt * wt * by0 -
      2 * s * dt +
      s * s * dd +
      off * off * this.slownessPrecision +
      this.placePrecision * (eastM * eastM + northM * northM)
    )
  }

  /** How much later than expected an arrival is, in units of `sigmaS`, at the place of the last `at`. */
  residual(i: number, eastM: number, northM: number, sigmaS = 1): number {
    const awayE = eastM - (this.eastM[i] as number)
    const awayN = northM - (this.northM[i] as number)
    const d = Math.sqrt(awayE * awayE + awayN * awayN + 1e-6)
    return ((this.atS[i] as number) - this.originS - this.slowness * d) / sigmaS
  }

  /** Variance of the time at the place of the last `at`, s², given the covariance of the place. */
  originVariance(ee: number, en: number, nn: number): number {
    return (
      this.byOrigin +
      this.originE * this.originE * ee +
      2 * this.originE * this.originN * en +
      this.originN * this.originN * nn
    )
  }
}
