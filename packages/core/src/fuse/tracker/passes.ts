/** One pass of the cascade: weighs the edges of the tracks of a stage, and solves each cluster of them. */
import { Assignment } from './assignment.ts'
import { chanceOf } from './life.ts'
import { Marginals } from './marginals.ts'
import { SEED } from './store.ts'
import type { TrackerOptions } from './types.ts'
import type { Work } from './work.ts'

/** Least probability for which an alternative is worth its update. */
const SHARE_MIN = 1e-4
/** Log of the odds below which an alternative has less than that, whatever it contends with. */
const LOG_SHARE_MIN = Math.log(SHARE_MIN)

/** The passes of a look over the tracks of each stage. */
export class Passes {
  readonly #work: Work
  readonly #assignment = new Assignment()
  readonly #marginals = new Marginals()
  readonly #byMarginals: boolean
  #mixture = { weight: new Float64Array(64), row: new Int32Array(64), count: 0 }

  constructor(work: Work, { contested }: TrackerOptions) {
    this.#work = work
    this.#byMarginals = contested === 'marginals'
  }

  run(stage: number): void {
    const { graph } = this.#work
    if (!this.#weigh(stage)) return
    graph.cut(this.#work.actives)
    for (const first of graph.clusters) {
      graph.read(first)
      if (graph.members.length === 1 && graph.tracks.length === 1 && this.#isLikely())
        this.#takeOnly()
      else if (this.#isShared(stage)) this.#share()
      else this.#assign()
    }
  }

  #isShared(stage: number): boolean {
    return this.#byMarginals && stage !== SEED
  }

  /** Whether the one edge of the cluster at hand is rather its track's than clutter. */
  #isLikely(): boolean {
    const { graph } = this.#work
    return (graph.weight[graph.firstEdge[graph.tracks[0] as number] as number] as number) > 0
  }

  /**
   * Log weights of the edges of this pass: detection against clutter and against having been missed, of a thing that is there
   * (Blackman & Popoli 1999, ch. 6). What a pass before has taken in part counts in part. An assignment is never better for an
   * edge that weighs less than none; marginals are, and leave out what could not have a share.
   */
  #weigh(stage: number): boolean {
    const { graph, rows, slot, store, isDone, logPd, logMiss } = this.#work
    const { start, track, weight, log } = graph
    const least = this.#isShared(stage) ? LOG_SHARE_MIN : 0
    let any = false
    for (let row = 0; row < rows.count; row += 1) {
      const end = start[row + 1] as number
      const from = start[row] as number
      if (from === end) continue
      const free = rows.free[row] as number
      const base =
        logPd - logMiss - (rows.logClutter[row] as number) + (free < 1 ? Math.log(free) : 0)
      for (let e = from; e < end; e += 1) {
        const active = track[e] as number
        const isIn = isDone[active] === 0 && store.stage[slot[active] as number] === stage
        const w = isIn ? base + (log[e] as number) : -Infinity
        weight[e] = w > least ? w : -Infinity
        if (w > least) any = true
      }
    }
    return any
  }

  #takeOnly(): void {
    const { graph } = this.#work
    const track = graph.tracks[0] as number
    const edge = graph.firstEdge[track] as number
    const row = graph.members[0] as number
    this.#work.take(track, row, graph.d2[edge] as number, graph.log[edge] as number)
  }

  #assign(): void {
    const { graph } = this.#work
    this.#assignment.solve(graph, this.#work.actives)
    for (const row of graph.members) {
      const edge = this.#assignment.edgeOfRow(row)
      if (edge < 0) continue
      const track = graph.track[edge] as number
      this.#work.take(track, row, graph.d2[edge] as number, graph.log[edge] as number)
    }
  }

  /**
   * Marginals with the chance that each track is there (Williams 2015, TOMB/P, eqs. 42 to 45): w = r pd Λ / (λ (1 − r pd)), from
   * the weight of one that is by the factor r (1 − pd) / (1 − r pd).
   */
  #share(): void {
    const { graph, prior, rows, pd } = this.#work
    for (const track of graph.tracks) {
      const r = chanceOf(prior[track] as number)
      const factor = Math.log((r * (1 - pd)) / (1 - r * pd))
      for (let e = graph.firstEdge[track] as number; e >= 0; e = graph.nextEdge[e] as number)
        graph.weight[e] = (graph.weight[e] as number) + factor
    }
    this.#marginals.solve(graph, this.#work.actives)
    for (const row of graph.members)
      rows.free[row] = (rows.free[row] as number) * (this.#marginals.none[row] as number)
    for (const track of graph.tracks) this.#mix(track)
  }

  #mix(track: number): void {
    const { graph, prior, pd, outcome, store, slot } = this.#work
    const mixture = this.#mixture
    const r = chanceOf(prior[track] as number)
    let sum = 0
    let best = -1
    mixture.count = 0
    for (let e = graph.firstEdge[track] as number; e >= 0; e = graph.nextEdge[e] as number) {
      const chance = graph.chance[e] as number
      sum += chance
      if (best < 0 || chance > (graph.chance[best] as number)) best = e
      if (chance > SHARE_MIN) this.#put(this.#work.rowOf(e), chance)
    }
    const missed = (Math.max(1 - sum, 0) * r * (1 - pd)) / (1 - r * pd)
    const there = sum + missed
    if (missed > 0) this.#put(-1, missed)
    let total = 0
    for (let k = 0; k < mixture.count; k += 1) total += mixture.weight[k] as number
    for (let k = 0; k < mixture.count; k += 1)
      mixture.weight[k] = (mixture.weight[k] as number) / total
    const isSeen = sum > missed
    const row = this.#work.rowOf(best)
    const isItsOwn = (graph.chance[best] as number) > 0.5
    if (isItsOwn && outcome.innovation !== undefined) {
      this.#work.load(track, row)
      this.#work.tellInnovation(outcome.innovation, track, row)
    }
    this.#work.takeMixture(track, mixture, Math.min(there, 1), isSeen ? row : -1)
    if (!isItsOwn) return
    outcome.track[row] = store.id[slot[track] as number] as number
    outcome.nis[row] = graph.d2[best] as number
  }

  #put(row: number, weight: number): void {
    const at = this.#mixture.count
    this.#mixture.row[at] = row
    this.#mixture.weight[at] = weight
    this.#mixture.count = at + 1
  }
}
