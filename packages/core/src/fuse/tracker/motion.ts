/**
 * How things move, as numbers for one time step: for each model the transition and its noise, and the chances to go over from
 * one model to another. Every model is linear in (e, n, ve, vn): a constant velocity, or a turn at a known rate (a bank of
 * turns, left and right, in place of an unknown rate in the state), so that one step serves all tracks of one age.
 */
import { JERKY_NOISE, STEADY_NOISE, STRAIGHT_S, TURNING_S, TURN_NOISE } from './assumptions.ts'
import type { TrackerOptions } from './types.ts'

interface Model {
  readonly turnRadps: number
  readonly noiseM2S3: number
  readonly stayS: number
}

/** Numbers a model: a, b, c, s (see `kernel.ts`), then the noise of place, of place with velocity, and of velocity. */
export const STEP = 7

const STEPS_HELD = 16

function modelsOf({ models, accelerationM2S3: q, turnRadps = 0.09 }: TrackerOptions): Model[] {
  if (models === 'cv') return [{ turnRadps: 0, noiseM2S3: q, stayS: STRAIGHT_S }]
  return [
    { turnRadps: 0, noiseM2S3: STEADY_NOISE * q, stayS: STRAIGHT_S },
    { turnRadps: 0, noiseM2S3: JERKY_NOISE * q, stayS: TURNING_S },
    { turnRadps, noiseM2S3: TURN_NOISE * q, stayS: TURNING_S },
    { turnRadps: -turnRadps, noiseM2S3: TURN_NOISE * q, stayS: TURNING_S },
  ]
}

/** Steps for the times that come up, held in `table`: `STEP` numbers a model, then the models × models chances to go over. */
export class Motion {
  readonly count: number
  readonly table: Float64Array
  /** Weights of the models of a new track. */
  readonly first: Float64Array
  /** The greatest noise of the models, m²/s³, and turn rate, rad/s: what the spatial hash must allow for. */
  readonly noiseMax: number
  readonly turnMax: number
  readonly #models: readonly Model[]
  readonly #stride: number
  readonly #generator: Float64Array
  readonly #chances: Float64Array
  readonly #times = new Float64Array(STEPS_HELD).fill(NaN)
  #next = 0

  constructor(options: TrackerOptions) {
    this.#models = modelsOf(options)
    this.count = this.#models.length
    this.#stride = this.count * STEP + this.count * this.count
    this.#generator = generatorOf(this.#models)
    this.#chances = new Float64Array(this.count * this.count)
    this.table = new Float64Array(STEPS_HELD * this.#stride)
    const all = this.#models.reduce((sum, { stayS }) => sum + stayS, 0)
    this.first = Float64Array.from(this.#models, ({ stayS }) => stayS / all)
    this.noiseMax = Math.max(...this.#models.map(({ noiseM2S3 }) => noiseM2S3))
    this.turnMax = Math.max(...this.#models.map(({ turnRadps }) => Math.abs(turnRadps)))
  }

  /** Offset in `table` of the step over `dtS` seconds. */
  step(dtS: number): number {
    const times = this.#times
    for (let i = 0; i < STEPS_HELD; i += 1) if (times[i] === dtS) return i * this.#stride
    const at = this.#next
    this.#next = (at + 1) % STEPS_HELD
    times[at] = dtS
    const offset = at * this.#stride
    this.#models.forEach((model, i) => {
      this.#write(model, offset + i * STEP, dtS)
    })
    this.#writeChances(offset + this.count * STEP, dtS)
    return offset
  }

  /** Li & Jilkov 2003, part I: white acceleration; coordinated turn with known rate. */
  #write({ turnRadps: w, noiseM2S3: q }: Model, at: number, dtS: number): void {
    const sin = Math.sin(w * dtS)
    const cos = Math.cos(w * dtS)
    this.table[at] = w === 0 ? dtS : sin / w
    this.table[at + 1] = w === 0 ? 0 : (1 - cos) / w
    this.table[at + 2] = cos
    this.table[at + 3] = sin
    this.table[at + 4] = (q * dtS * dtS * dtS) / 3
    this.table[at + 5] = (q * dtS * dtS) / 2
    this.table[at + 6] = q * dtS
  }

  /** The chances over `dtS`: exp(G dt), so that two steps give what one over both gives. */
  #writeChances(at: number, dtS: number): void {
    exponential(this.#generator, dtS, this.count, this.#chances)
    this.table.set(this.#chances, at)
  }
}

/** Rates of a Markov chain in continuous time, 1/s: a model is kept for `stayS` in the mean, and left for any other alike. */
function generatorOf(models: readonly Model[]): Float64Array {
  const n = models.length
  const rates = new Float64Array(n * n)
  if (n === 1) return rates
  for (const [i, { stayS }] of models.entries())
    for (let j = 0; j < n; j += 1) rates[i * n + j] = i === j ? -1 / stayS : 1 / (stayS * (n - 1))
  return rates
}

/** Terms of the series for arguments of norm up to a quarter: the first left out is below 1e-15. */
const TERMS = 10
/** A time, s, after which the chances are those of ever after. */
const FOREVER_S = 1e9

/** Writes exp(G t) to `out`: Taylor's series by Horner's rule, with scaling and squaring (Moler & Van Loan 2003, methods 1, 3). */
function exponential(rates: Float64Array, dtS: number, n: number, out: Float64Array): void {
  const t = Math.min(dtS, FOREVER_S)
  let norm = 0
  for (let i = 0; i < n; i += 1) norm = Math.max(norm, 2 * Math.abs(rates[i * n + i] as number) * t)
  let squarings = 0
  let scale = t
  while (norm > 0.25) {
    norm /= 2
    scale /= 2
    squarings += 1
  }
  for (let i = 0; i < n * n; i += 1) out[i] = i % (n + 1) === 0 ? 1 : 0
  for (let k = TERMS; k > 0; k -= 1) {
    multiply(rates, out, n, scale / k)
    for (let i = 0; i < n; i += 1) out[i * n + i] = (out[i * n + i] as number) + 1
  }
  for (let k = 0; k < squarings; k += 1) multiply(out, out, n, 1)
}

const product = new Float64Array(16)

/** Sets b to a b · factor. Up to four models. */
function multiply(a: Float64Array, b: Float64Array, n: number, factor: number): void {
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < n; j += 1) {
      let sum = 0
      for (let k = 0; k < n; k += 1) sum += (a[i * n + k] as number) * (b[k * n + j] as number)
      product[i * n + j] = sum * factor
    }
  for (let i = 0; i < n * n; i += 1) b[i] = product[i] as number
}
