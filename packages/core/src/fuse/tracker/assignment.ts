/**
 * The assignment of greatest total log weight in a cluster, each detection to one track at most and each track to one detection;
 * none has weight 0. Shortest augmenting paths (Jonker & Volgenant 1987; Crouse 2016) over the edges that there are, with a
 * place of its own for every detection that stays alone.
 */
import type { Graph } from './graph.ts'

/** The best assignment of a cluster: each row to one track at most, and each track to one row. */
export class Assignment {
  /** Edge that each track got; −1: none. By the track's number in the look. */
  edgeOf = new Int32Array(64)
  #potential = new Float64Array(64)
  #distance = new Float64Array(64)
  #via = new Int32Array(64)
  #state = new Int8Array(64)
  #rowEdge = new Int32Array(64)
  readonly #touched: number[] = []

  /** Edge that a row got; −1: none. */
  edgeOfRow(row: number): number {
    return this.#rowEdge[row] as number
  }

  /** Solves the cluster that `graph.read` read. Afterwards `edgeOf` of its tracks holds the answer. */
  solve(graph: Graph, tracks: number): void {
    this.#reserve(graph, tracks)
    for (const track of graph.tracks) {
      this.edgeOf[track] = -1
      this.#potential[track] = 0
      this.#state[track] = 0
    }
    for (const row of graph.members) {
      this.#rowEdge[row] = -1
    }
    for (const row of graph.members) this.#augment(graph, row)
  }

  #reserve(graph: Graph, tracks: number): void {
    if (this.edgeOf.length < tracks) {
      this.edgeOf = new Int32Array(2 * tracks)
      this.#potential = new Float64Array(2 * tracks)
      this.#distance = new Float64Array(2 * tracks)
      this.#via = new Int32Array(2 * tracks)
      this.#state = new Int8Array(2 * tracks)
    }
    if (this.#rowEdge.length < graph.rows) this.#rowEdge = new Int32Array(2 * graph.rows)
  }

  /** Finds the shortest way from a free detection to a free track, or to leaving some detection alone; and takes it. */
  #augment(graph: Graph, free: number): void {
    const touched = this.#touched
    touched.length = 0
    this.#relax(graph, free, 0, 0)
    let alone = 0
    let aloneRow = free
    let end = -1
    let length = 0
    for (;;) {
      let best = -1
      length = Infinity
      for (const track of touched)
        if (this.#state[track] === 1 && (this.#distance[track] as number) < length) {
          best = track
          length = this.#distance[track] as number
        }
      if (best < 0 || alone <= length) {
        length = alone
        break
      }
      const edge = this.edgeOf[best] as number
      if (edge < 0) {
        end = best
        break
      }
      this.#state[best] = 2
      const row = graph.rowOf[edge] as number
      const dual = -(graph.weight[edge] as number) - (this.#potential[best] as number)
      if (length - dual < alone) {
        alone = length - dual
        aloneRow = row
      }
      this.#relax(graph, row, length, dual)
    }
    for (const track of touched) {
      if (this.#state[track] === 2)
        this.#potential[track] =
          (this.#potential[track] as number) + (this.#distance[track] as number) - length
      this.#state[track] = 0
    }
    this.#take(graph, free, end, aloneRow)
  }

  /** Shortens the ways to the tracks of a row that is reached at `length`. */
  #relax(graph: Graph, row: number, length: number, dual: number): void {
    const end = graph.start[row + 1] as number
    for (let e = graph.start[row] as number; e < end; e += 1) {
      const weight = graph.weight[e] as number
      if (weight === -Infinity) continue
      const track = graph.track[e] as number
      const state = this.#state[track] as number
      if (state === 2) continue
      const distance = length - weight - (this.#potential[track] as number) - dual
      if (state === 1 && distance >= (this.#distance[track] as number)) continue
      if (state === 0) this.#touched.push(track)
      this.#state[track] = 1
      this.#distance[track] = distance
      this.#via[track] = e
    }
  }

  /** Turns the way round: from its end back to the free row, each track goes to the row that reached it. */
  #take(graph: Graph, free: number, end: number, aloneRow: number): void {
    let track = end
    if (track < 0) {
      const edge = this.#rowEdge[aloneRow] as number
      this.#rowEdge[aloneRow] = -1
      if (edge < 0) return
      track = graph.track[edge] as number
    }
    for (;;) {
      const edge = this.#via[track] as number
      const row = graph.rowOf[edge] as number
      const before = this.#rowEdge[row] as number
      this.edgeOf[track] = edge
      this.#rowEdge[row] = edge
      if (row === free) return
      track = graph.track[before] as number
    }
  }
}
