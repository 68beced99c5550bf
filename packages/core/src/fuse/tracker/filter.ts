/**
 * The filter of a track: one Gaussian, or a bank of models that interact (IMM: Blom & Bar-Shalom 1988; Bar-Shalom, Li &
 * Kirubarajan 2001, 11.6.6). A record in `state` is the combined block, the models' blocks and their weights; with one model
 * the combined block is the model. `ahead` holds, for each track that a look touches, the record predicted to the look and its
 * projection into what the sensor measures.
 */
import { BLOCK, INNOVATION, PROJECTION, advance, correct, correctOne, turn } from './kernel.ts'
import { gather, settle } from './moments.ts'
import { Motion, STEP } from './motion.ts'
import type { TrackerOptions } from './types.ts'

const LOG_2PI = Math.log(2 * Math.PI)

/** Pairs of a track and a detection, or none, that are mixed into one state. */
export interface Mixture {
  readonly weight: Float64Array
  readonly row: Int32Array
  count: number
}

/** The states of all tracks, and what moves and corrects them. */
export class Filter {
  readonly motion: Motion
  readonly models: number
  /** Offsets in a record: first model, weights of the models; and its length. */
  readonly modelsAt: number
  readonly weightsAt: number
  readonly stride: number
  readonly aheadStride: number
  state: Float64Array
  ahead: Float64Array
  /** The measurement at hand: z (2) and its covariance (3), in the frame of the track. */
  readonly z = new Float64Array(INNOVATION)
  /** Coordinates that the sensor at hand measures, and the one that is an angle; −1: none. */
  dimensions = 2
  angle = -1
  readonly #mixed: Float64Array
  readonly #prior: Float64Array
  readonly #posterior: Float64Array
  readonly #y = new Float64Array(INNOVATION)
  readonly #scratch = new Float64Array(BLOCK)
  readonly #sum: Float64Array

  constructor(options: TrackerOptions) {
    this.motion = new Motion(options)
    this.models = this.motion.count
    this.modelsAt = this.models === 1 ? 0 : BLOCK
    this.weightsAt = this.modelsAt + this.models * BLOCK
    this.stride = this.weightsAt + this.models
    this.aheadStride = this.stride + PROJECTION
    this.state = new Float64Array(0)
    this.ahead = new Float64Array(64 * this.aheadStride)
    this.#mixed = new Float64Array(this.models * BLOCK)
    this.#prior = new Float64Array(this.models)
    this.#posterior = new Float64Array(this.models)
    this.#sum = new Float64Array(this.models * BLOCK)
  }

  /** Makes room for `active` predicted records. */
  reserve(active: number): void {
    if (this.ahead.length >= active * this.aheadStride) return
    const wider = new Float64Array(2 * active * this.aheadStride)
    wider.set(this.ahead)
    this.ahead = wider
  }

  /** Predicts the record of `slot` by `dtS` into the active record `active`. A seed has but its combined block. */
  predict(slot: number, active: number, dtS: number, isSeed: boolean): void {
    const from = slot * this.stride
    const to = active * this.aheadStride
    const { state, ahead, motion, models } = this
    const step = motion.step(dtS)
    if (models === 1 || isSeed) {
      advance(state, from, ahead, to, motion.table, step)
      return
    }
    this.#mix(from, step + models * STEP)
    for (let j = 0; j < models; j += 1) {
      const out = to + this.modelsAt + j * BLOCK
      advance(this.#mixed, j * BLOCK, ahead, out, motion.table, step + j * STEP)
      ahead[to + this.weightsAt + j] = this.#prior[j] as number
    }
    this.#combine(ahead, to)
  }

  /** Interaction of the models before a step: Bar-Shalom et al. 2001, eqs. 11.6.6-6 to 8. */
  #mix(from: number, chances: number): void {
    const { state, models, motion } = this
    const mixed = this.#mixed
    const weights = from + this.weightsAt
    for (let j = 0; j < models; j += 1) {
      let total = 0
      for (let i = 0; i < models; i += 1)
        total += (motion.table[chances + i * models + j] as number) * (state[weights + i] as number)
      this.#prior[j] = total
      for (let i = 0; i < models; i += 1)
        this.#posterior[i] =
          ((motion.table[chances + i * models + j] as number) * (state[weights + i] as number)) /
          total
      gather(state, from + this.modelsAt, models, this.#posterior, 0, mixed, j * BLOCK)
    }
  }

  #combine(array: Float64Array, at: number): void {
    if (this.models === 1) return
    gather(array, at + this.modelsAt, this.models, array, at + this.weightsAt, array, at)
  }

  /** Sets the projection of an active record for a sensor that measures places. */
  projectPlace(active: number): void {
    const { ahead } = this
    const at = active * this.aheadStride
    const out = at + this.stride
    ahead[out] = ahead[at] as number
    ahead[out + 1] = ahead[at + 1] as number
    ahead[out + 2] = ahead[at + 4] as number
    ahead[out + 3] = ahead[at + 5] as number
    ahead[out + 4] = ahead[at + 8] as number
    ahead[out + 5] = 1
    ahead[out + 6] = 0
    ahead[out + 7] = 0
    ahead[out + 8] = 1
    ahead[out + 9] = 0
    ahead[out + 10] = 0
    ahead[out + 11] = 0
  }

  /** The same for any other, by regression over sigma points of the place (`unscented.ts`). */
  projectBy(
    active: number,
    project: (ahead: Float64Array, block: number, out: number) => void,
  ): void {
    const at = active * this.aheadStride
    project(this.ahead, at, at + this.stride)
  }

  #wrapped(y: number, index: number): number {
    if (index !== this.angle) return y
    return y - 2 * Math.PI * Math.round(y / (2 * Math.PI))
  }

  /** Squared Mahalanobis distance of the measurement at hand from the combined prediction. */
  distance2(active: number): number {
    const { ahead, z } = this
    const out = active * this.aheadStride + this.stride
    const s00 = (ahead[out + 2] as number) + (z[2] as number)
    const s01 = (ahead[out + 3] as number) + (z[3] as number)
    const s11 = (ahead[out + 4] as number) + (z[4] as number)
    const y0 = this.#wrapped((z[0] as number) - (ahead[out] as number), 0)
    const y1 = this.#wrapped((z[1] as number) - (ahead[out + 1] as number), 1)
    return (s11 * y0 * y0 - 2 * s01 * y0 * y1 + s00 * y1 * y1) / (s00 * s11 - s01 * s01)
  }

  /** Writes the innovation of the place at hand, its covariance, the measurement's part in it, and the predicted velocity. */
  writeInnovation(active: number, into: Float64Array, to: number): void {
    const { ahead, z } = this
    const at = active * this.aheadStride
    const out = at + this.stride
    into[to] = (z[0] as number) - (ahead[out] as number)
    into[to + 1] = (z[1] as number) - (ahead[out + 1] as number)
    for (let i = 2; i < 5; i += 1) {
      into[to + i] = (ahead[out + i] as number) + (z[i] as number)
      into[to + 3 + i] = z[i] as number
    }
    into[to + 8] = ahead[at + 2] as number
    into[to + 9] = ahead[at + 3] as number
  }

  /** Log density of the measurement at hand under a record: the mixture over its models. */
  logLikelihood(active: number, isSeed: boolean): number {
    const at = active * this.aheadStride
    if (this.models === 1 || isSeed) return this.#logDensity(at, at + this.stride, at)
    return this.#weigh(at)
  }

  /** Weighs the models by the measurement at hand, into `#posterior`; gives the log of the sum. */
  #weigh(at: number): number {
    const { ahead, models } = this
    const posterior = this.#posterior
    let most = -Infinity
    for (let j = 0; j < models; j += 1) {
      const log = this.#logDensity(at, at + this.stride, at + this.modelsAt + j * BLOCK)
      posterior[j] = log
      if (log > most) most = log
    }
    let sum = 0
    for (let j = 0; j < models; j += 1) {
      const weight =
        (ahead[at + this.weightsAt + j] as number) * Math.exp((posterior[j] as number) - most)
      posterior[j] = weight
      sum += weight
    }
    for (let j = 0; j < models; j += 1) posterior[j] = (posterior[j] as number) / sum
    return most + Math.log(sum)
  }

  /** Innovation of the block into `#y`, and its log density, where the projection was made at the combined block. */
  #logDensity(combined: number, out: number, block: number): number {
    const { ahead } = this
    this.#innovate(combined, out, block)
    const h00 = ahead[out + 5] as number
    const h01 = ahead[out + 6] as number
    const h10 = ahead[out + 7] as number
    const h11 = ahead[out + 8] as number
    const p00 = ahead[block + 4] as number
    const p01 = ahead[block + 5] as number
    const p11 = ahead[block + 8] as number
    const u00 = p00 * h00 + p01 * h01
    const u01 = p00 * h10 + p01 * h11
    const u10 = p01 * h00 + p11 * h01
    const u11 = p01 * h10 + p11 * h11
    const y = this.#y
    const s00 = h00 * u00 + h01 * u10 + (y[2] as number) + (ahead[out + 9] as number)
    const s01 = h00 * u01 + h01 * u11 + (y[3] as number) + (ahead[out + 10] as number)
    const s11 = h10 * u01 + h11 * u11 + (y[4] as number) + (ahead[out + 11] as number)
    const det = s00 * s11 - s01 * s01
    const y0 = y[0] as number
    const y1 = y[1] as number
    const d2 = (s11 * y0 * y0 - 2 * s01 * y0 * y1 + s00 * y1 * y1) / det
    return -0.5 * (d2 + Math.log(det) + this.dimensions * LOG_2PI)
  }

  #innovate(combined: number, out: number, block: number): void {
    const { ahead, z } = this
    const y = this.#y
    const de = (ahead[block] as number) - (ahead[combined] as number)
    const dn = (ahead[block + 1] as number) - (ahead[combined + 1] as number)
    const z0 =
      (ahead[out] as number) + (ahead[out + 5] as number) * de + (ahead[out + 6] as number) * dn
    const z1 =
      (ahead[out + 1] as number) + (ahead[out + 7] as number) * de + (ahead[out + 8] as number) * dn
    y[0] = this.#wrapped((z[0] as number) - z0, 0)
    y[1] = this.#wrapped((z[1] as number) - z1, 1)
    y[2] = z[2] as number
    y[3] = z[3] as number
    y[4] = z[4] as number
  }

  /** Writes the record of `slot` from the active record, corrected by the measurement at hand. */
  update(active: number, slot: number): void {
    const { ahead, state, models } = this
    const at = active * this.aheadStride
    const to = slot * this.stride
    if (models > 1) {
      this.#weigh(at)
      for (let j = 0; j < models; j += 1)
        state[to + this.weightsAt + j] = this.#posterior[j] as number
    } else state[to + this.weightsAt] = 1
    for (let j = 0; j < models; j += 1) {
      const block = this.modelsAt + j * BLOCK
      this.#innovate(at, at + this.stride, at + block)
      correct(ahead, at + block, state, to + block, at + this.stride, this.#y)
    }
    this.#combine(state, to)
  }

  /** The same for a seed, whose models all begin from its one corrected block. */
  updateSeed(active: number, slot: number): void {
    const at = active * this.aheadStride
    const to = slot * this.stride
    this.#innovate(at, at + this.stride, at)
    correct(this.ahead, at, this.state, to, at + this.stride, this.#y)
    this.spread(slot)
  }

  /** Gives all models the combined block, and their first weights. */
  spread(slot: number): void {
    const { state, models, motion } = this
    const to = slot * this.stride
    for (let j = 0; j < models; j += 1) {
      const out = to + this.modelsAt + j * BLOCK
      if (models > 1) for (let i = 0; i < BLOCK; i += 1) state[out + i] = state[to + i] as number
      state[to + this.weightsAt + j] = motion.first[j] as number
    }
  }

  /**
   * Writes the record of `slot` as the moment-matched mixture over detections (JPDA: Bar-Shalom & Li 1995, eqs. 6.2.4).
   * `load` brings a row of the mixture to hand; row −1 is a miss. Weights sum to 1.
   */
  updateMixture(active: number, slot: number, mixture: Mixture, load: (row: number) => void): void {
    const { ahead, state, models } = this
    const at = active * this.aheadStride
    const to = slot * this.stride
    const sum = this.#sum.fill(0)
    const total = this.#prior.fill(0)
    for (let k = 0; k < mixture.count; k += 1) {
      const row = mixture.row[k] as number
      const weight = mixture.weight[k] as number
      if (row >= 0) {
        load(row)
        if (models > 1) this.#weigh(at)
        else this.#posterior[0] = 1
      }
      for (let j = 0; j < models; j += 1) {
        const block = at + this.modelsAt + j * BLOCK
        const prior = models > 1 ? (ahead[at + this.weightsAt + j] as number) : 1
        const share = weight * (row < 0 ? prior : (this.#posterior[j] as number))
        total[j] = (total[j] as number) + share
        this.#gatherOne(at, block, j * BLOCK, row < 0 ? 0 : 1, share)
      }
    }
    for (let j = 0; j < models; j += 1) {
      const part = Math.max(total[j] as number, 1e-300)
      state[to + this.weightsAt + j] = models > 1 ? part : 1
      settle(
        ahead,
        at + this.modelsAt + j * BLOCK,
        sum,
        j * BLOCK,
        part,
        state,
        to + this.modelsAt + j * BLOCK,
      )
    }
    this.#combine(state, to)
  }

  /** Adds `share` of one alternative to the sums of a model: the mean from the prediction, and the second moment about it. */
  #gatherOne(at: number, block: number, into: number, detected: number, share: number): void {
    const { ahead } = this
    const sum = this.#sum
    const x = this.#scratch
    if (detected === 1) {
      this.#innovate(at, at + this.stride, block)
      correct(ahead, block, x, 0, at + this.stride, this.#y)
    } else for (let i = 0; i < BLOCK; i += 1) x[i] = ahead[block + i] as number
    for (let i = 0; i < 4; i += 1) x[i] = (x[i] as number) - (ahead[block + i] as number)
    let p = 4
    for (let i = 0; i < 4; i += 1) {
      sum[into + i] = (sum[into + i] as number) + share * (x[i] as number)
      for (let j = i; j < 4; j += 1) {
        sum[into + p] =
          (sum[into + p] as number) +
          share * ((x[p] as number) + (x[i] as number) * (x[j] as number))
        p += 1
      }
    }
  }

  /** Corrects the record of `slot` by a measured velocity with variance `variance` on either axis. */
  updateVelocity(slot: number, velocity: Float64Array, at: number): void {
    const { state, models } = this
    const to = slot * this.stride
    const variance = velocity[at + 2] as number
    let sum = 0
    for (let j = 0; j < models; j += 1) {
      const block = to + this.modelsAt + j * BLOCK
      const log =
        correctOne(state, block, 2, velocity[at] as number, variance) +
        correctOne(state, block, 3, velocity[at + 1] as number, variance)
      this.#prior[j] = log
    }
    if (models === 1) return
    let most = -Infinity
    for (let j = 0; j < models; j += 1) most = Math.max(most, this.#prior[j] as number)
    for (let j = 0; j < models; j += 1) {
      const weight =
        (state[to + this.weightsAt + j] as number) * Math.exp((this.#prior[j] as number) - most)
      state[to + this.weightsAt + j] = weight
      sum += weight
    }
    for (let j = 0; j < models; j += 1)
      state[to + this.weightsAt + j] = (state[to + this.weightsAt + j] as number) / sum
    this.#combine(state, to)
  }

  /** Takes the record of `slot` over into another plane: `moved` as `Planes.move` wrote it for the combined place. */
  turnTo(slot: number, moved: Float64Array): void {
    const at = slot * this.stride
    const { state } = this
    const e = state[at] as number
    const n = state[at + 1] as number
    const own = Float64Array.from(moved)
    for (let j = 0; j < this.models; j += 1) {
      const block = at + this.modelsAt + j * BLOCK
      const de = (state[block] as number) - e
      const dn = (state[block + 1] as number) - n
      own[0] = (moved[0] as number) + (moved[2] as number) * de - (moved[3] as number) * dn
      own[1] = (moved[1] as number) + (moved[3] as number) * de + (moved[2] as number) * dn
      turn(state, block, own)
    }
    this.#combine(state, at)
  }
}
