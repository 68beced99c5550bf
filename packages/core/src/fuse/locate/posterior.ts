import type { Misfit } from './misfit.ts'

// Far from the sensors and near the line through them the misfit is no bowl: the place is known along a bent strip.
// There the information matrix at one point misstates what is known, so the probability is summed over a grid instead.

/** Half-width of the grid, in standard deviations along either axis, and its points along each. */
const HALF_SIGMAS = 4
const POINTS = 9
/** Grids that are laid, each about the moments of the one before: two, and more while one is too coarse. */
const PASSES_MIN = 2
const PASSES_MAX = 12
/** Least deviation that a grid can tell, in its own steps: below it the next grid is finer. */
const TOLD_STEPS = 0.3
/** How far the misfit two deviations out may be from a bowl's 4 before a grid is laid. */
const BENT = 1

/** The probability around one place: mean, covariance and whole. */
export class Posterior {
  eastM = 0.5
  northM = 0.5
  ee = 0.5
  en = 0.5
  nn = 0.5
  /** Logarithm of the probability in all, in the units of `Modes.score`. */
  score = 0.5
  #along = 0.5
  #across = 0.5
  #cos = 0.5
  #sin = 0.5

  /** Sets mean and covariance to those of the bowl with the misfit's information at a place. */
  bowl(misfit: Misfit, eastM: number, northM: number): void {
    const { infoEe, infoEn, infoNn } = misfit
    const by = 1 / (infoEe * infoNn - infoEn * infoEn)
    this.eastM = eastM
    this.northM = northM
    this.ee = by * infoNn
    this.en = -by * infoEn
    this.nn = by * infoEe
  }

  /** Whether the misfit is no bowl: looked at two deviations out on both axes. */
  isBent(misfit: Misfit, cost: number): boolean {
    this.#axes()
    for (let side = -2; side <= 2; side += 4) {
      const along = side * this.#along
      const across = side * this.#across
      const far = misfit.costAt(this.eastM + along * this.#cos, this.northM + along * this.#sin)
      if (Math.abs(far - cost - 4) > BENT) return true
      const wide = misfit.costAt(this.eastM - across * this.#sin, this.northM + across * this.#cos)
      if (Math.abs(wide - cost - 4) > BENT) return true
    }
    return false
  }

  /** Sums the probability over grids; `base` is the misfit that counts as none. */
  sum(misfit: Misfit, base: number): void {
    for (let pass = 1; pass <= PASSES_MAX; pass += 1) {
      const isTold = this.#pass(misfit, base)
      if (isTold && pass >= PASSES_MIN) return
    }
  }

  /** One grid; false where the probability is narrower than its steps, as on the line of the sensors. */
  #pass(misfit: Misfit, base: number): boolean {
    this.#axes()
    const step = (2 * HALF_SIGMAS) / (POINTS - 1)
    let total = 0
    let sumU = 0
    let sumV = 0
    let uu = 0
    let uv = 0
    let vv = 0
    for (let i = 0; i < POINTS; i += 1) {
      const u = (i * step - HALF_SIGMAS) * this.#along
      for (let j = 0; j < POINTS; j += 1) {
        const v = (j * step - HALF_SIGMAS) * this.#across
        const e = u * this.#cos - v * this.#sin
        const n = u * this.#sin + v * this.#cos
        const cost = misfit.costAt(this.eastM + e, this.northM + n)
        const weight = Math.exp((base - cost) / 2) / Math.sqrt(misfit.infoNuisance)
        total += weight
        sumU += weight * u
        sumV += weight * v
        uu += weight * u * u
        uv += weight * u * v
        vv += weight * v * v
      }
    }
    const cell = step * step * this.#along * this.#across
    this.score = Math.log((total * cell) / (2 * Math.PI)) - base / 2
    const meanU = sumU / total
    const meanV = sumV / total
    return this.#moments(meanU, meanV, {
      uu: uu / total - meanU * meanU,
      uv: uv / total - meanU * meanV,
      vv: vv / total - meanV * meanV,
    })
  }

  /** Takes over mean and covariance of a grid, given along its axes; false where it was too coarse for them. */
  #moments(
    meanU: number,
    meanV: number,
    { uu, uv, vv }: Record<'uu' | 'uv' | 'vv', number>,
  ): boolean {
    const told = (TOLD_STEPS * 2 * HALF_SIGMAS) / (POINTS - 1)
    const leastU = told * told * this.#along * this.#along
    const leastV = told * told * this.#across * this.#across
    const u = Math.max(uu, leastU)
    const v = Math.max(vv, leastV)
    const cos = this.#cos
    const sin = this.#sin
    this.eastM += meanU * cos - meanV * sin
    this.northM += meanU * sin + meanV * cos
    this.ee = u * cos * cos - 2 * uv * cos * sin + v * sin * sin
    this.en = (u - v) * cos * sin + uv * (cos * cos - sin * sin)
    this.nn = u * sin * sin + 2 * uv * cos * sin + v * cos * cos
    return uu > leastU && vv > leastV
  }

  /** Principal axes of the covariance. */
  #axes(): void {
    const middle = (this.ee + this.nn) / 2
    const half = Math.hypot((this.ee - this.nn) / 2, this.en)
    const turn = Math.atan2(2 * this.en, this.ee - this.nn) / 2
    this.#along = Math.sqrt(middle + half)
    this.#across = Math.sqrt(Math.max(middle - half, 1e-6))
    this.#cos = Math.cos(turn)
    this.#sin = Math.sin(turn)
  }
}
