/** Which rows may be of which tracks: the spatial hash proposes, the ellipse decides. */
import { GATE_D2, SPEED_SIGMAS, EDGES_PER_TRACK_MAX } from './assumptions.ts'
import { Graph } from './graph.ts'
import { greatestSigma } from './kernel.ts'
import { ROW } from './rows.ts'
import { SEED } from './store.ts'
import type { TrackerOptions } from './types.ts'
import type { Work } from './work.ts'

/** Finds the tracks that each row of a look may be of. */
export class Linker {
  readonly #work: Work
  readonly #speedMaxMps: number
  #degree = new Int32Array(64)

  constructor(work: Work, { speedMaxMps }: TrackerOptions) {
    this.#work = work
    this.#speedMaxMps = speedMaxMps
  }

  /** Fills the graph of the look. */
  link(): void {
    const { rows, graph } = this.#work
    graph.begin(rows.count)
    for (let row = 0; row < rows.count; row += 1) {
      if ((rows.free[row] as number) > 0) {
        const found = this.#propose(row)
        for (let k = 0; k < found; k += 1) this.#try(row, this.#work.places.grid.found[k] as number)
        this.#sort(graph, graph.start[row] as number)
      }
      graph.start[row + 1] = graph.edges
    }
    this.#thin(graph)
  }

  /** Tracks that may gate with a row; of a bearing, all in view. */
  #propose(row: number): number {
    const { rows, look, places } = this.#work
    const { data } = rows
    if (look.measures === 'bearing') {
      const { view, site } = look
      const plane = view?.plane ?? site?.plane ?? 0
      const at = places.hash(plane, view?.eastM ?? 0, view?.northM ?? 0)
      return places.grid.ask(at[0] as number, at[1] as number, view?.radiusM ?? Infinity)
    }
    const e = data[row * ROW + 5] as number
    const n = data[row * ROW + 6] as number
    const at = places.hash(rows.plane[row] as number, e, n)
    return places.grid.ask(at[0] as number, at[1] as number, rows.reachM(row))
  }

  #try(row: number, slot: number): void {
    const { store, rows, filter, graph } = this.#work
    const identity = rows.identity[row] as number
    // What carries another name is another thing.
    if (identity >= 0 && (store.identity[slot] as number) >= 0) return
    const active = this.#work.activate(slot, false)
    if (this.#work.isDone[active] === 1) return
    this.#work.load(active, row)
    const d2 = filter.distance2(active)
    if (!(d2 <= GATE_D2)) return
    const isSeed = store.stage[slot] === SEED
    if (isSeed && !this.#isReached(active, slot)) return
    graph.add(active, d2, filter.logLikelihood(active, isSeed))
  }

  /** Whether a thing that was seen once could have come to the row at hand in the time: two points bound the speed. */
  #isReached(active: number, slot: number): boolean {
    const { store, filter, look, nowS } = this.#work
    if (look.measures !== 'position') return true
    const { z, ahead, state } = filter
    const at = active * filter.aheadStride
    const de = (z[0] as number) - (ahead[at] as number)
    const dn = (z[1] as number) - (ahead[at + 1] as number)
    const from = slot * filter.stride
    const sigma = greatestSigma(
      (state[from + 4] as number) + (z[2] as number),
      (state[from + 5] as number) + (z[3] as number),
      (state[from + 8] as number) + (z[4] as number),
    )
    const most = this.#speedMaxMps * (nowS - (store.timeS[slot] as number)) + SPEED_SIGMAS * sigma
    return de * de + dn * dn <= most * most
  }

  /** Orders a row's edges by slot, so that no sum depends on how the hash was filled. */
  #sort(graph: Graph, from: number): void {
    const { slot } = this.#work
    const { track, d2, log } = graph
    for (let i = from + 1; i < graph.edges; i += 1) {
      const t = track[i] as number
      const d = d2[i] as number
      const l = log[i] as number
      let j = i
      while (j > from && (slot[track[j - 1] as number] as number) > (slot[t] as number)) {
        track[j] = track[j - 1] as number
        d2[j] = d2[j - 1] as number
        log[j] = log[j - 1] as number
        j -= 1
      }
      track[j] = t
      d2[j] = d
      log[j] = l
    }
  }

  /** A track in a heap keeps its nearest rows alone: bounds what a cluster costs. */
  #thin(graph: Graph): void {
    const { actives } = this.#work
    if (this.#degree.length < actives) this.#degree = new Int32Array(2 * actives)
    const degree = this.#degree.fill(0, 0, actives)
    let most = 0
    for (let e = 0; e < graph.edges; e += 1) {
      const count = (degree[graph.track[e] as number] as number) + 1
      degree[graph.track[e] as number] = count
      if (count > most) most = count
    }
    if (most <= EDGES_PER_TRACK_MAX) return
    const near = nearest(graph, degree)
    let kept = 0
    for (let row = 0; row < graph.rows; row += 1) {
      const from = graph.start[row] as number
      graph.start[row] = kept
      for (let e = from; e < (graph.start[row + 1] as number); e += 1) {
        if (!near.has(e) && (degree[graph.track[e] as number] as number) > EDGES_PER_TRACK_MAX)
          continue
        graph.track[kept] = graph.track[e] as number
        graph.d2[kept] = graph.d2[e] as number
        graph.log[kept] = graph.log[e] as number
        kept += 1
      }
    }
    graph.start[graph.rows] = kept
    graph.edges = kept
  }
}

/** The nearest edges of every track that has too many. */
function nearest(graph: Graph, degree: Int32Array): ReadonlySet<number> {
  const edgesOf = new Map<number, number[]>()
  for (let e = 0; e < graph.edges; e += 1) {
    const track = graph.track[e] as number
    if ((degree[track] as number) <= EDGES_PER_TRACK_MAX) continue
    const edges = edgesOf.get(track)
    if (edges === undefined) edgesOf.set(track, [e])
    else edges.push(e)
  }
  const near = new Set<number>()
  for (const edges of edgesOf.values()) {
    edges.sort((a, b) => (graph.d2[a] as number) - (graph.d2[b] as number) || a - b)
    for (const e of edges.slice(0, EDGES_PER_TRACK_MAX)) near.add(e)
  }
  return near
}
