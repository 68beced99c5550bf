/**
 * The probability of each edge of a cluster over all assignments, by loopy belief propagation (Williams & Lau 2014, eqs. 25 and
 * 26; weights as in their eq. 8). Exact where the cluster is a tree; elsewhere it converges to a good approximation.
 *
 * Weights are taken over the cluster's greatest, and so is the miss: a precise sensor without clutter makes weights of 1e12 and
 * more, and what matters then is how they compare with each other. Sums without one of their terms are made without
 * subtracting it where it is the greatest, which would leave nothing of the rest.
 */
import type { Graph } from './graph.ts'

const ROUNDS_MAX = 60
/** Rounds after which both sides are balanced, for messages that are still on their way. */
const BALANCE_ROUNDS = 10
/** Halvings of the interval in which the balance is sought. */
const HALVINGS = 40
/** Greatest change of a message, as a share of it, at which it is settled. */
const TOLERANCE = 1e-6
/** Greatest log of a weight against a miss: beyond it nothing is missed, and its inverse is still a number. */
const LOG_MAX = 600

/** Chances of all pairs of a cluster, by loopy belief propagation. */
export class Marginals {
  /** By track: the greatest part, its edge, and the sum of the others with the miss. */
  #top = new Float64Array(64)
  #topEdge = new Int32Array(64)
  #others = new Float64Array(64)
  #weight = new Float64Array(256)
  #message = new Float64Array(256)
  #miss = 1
  /** Probability that a detection is of none of the tracks, by row. */
  none = new Float64Array(64)

  /** Solves the cluster that `graph.read` read: sets `graph.chance` of its edges and `none` of its rows. */
  solve(graph: Graph, tracks: number): void {
    this.#reserve(graph, tracks)
    this.#scale(graph)
    for (let round = 1; round <= ROUNDS_MAX; round += 1) {
      if (this.#pass(graph) < TOLERANCE) break
      if (round % BALANCE_ROUNDS === 0) this.#balance(graph)
    }
    this.#read(graph)
  }

  /**
   * Where hardly anything can have been missed, messages grow from round to round all alike, until the miss stops them: for
   * thousands of rounds. So they are multiplied by the one number by which tracks expect as many detections as detections expect
   * tracks. Where messages are settled it is 1, so that no fixed point moves.
   */
  #balance(graph: Graph): void {
    this.#sumUp(graph)
    let low = -LOG_MAX
    let high = LOG_MAX
    for (let k = 0; k < HALVINGS; k += 1) {
      const middle = (low + high) / 2
      if (this.#excess(graph, Math.exp(middle)) > 0) high = middle
      else low = middle
    }
    const factor = Math.exp((low + high) / 2)
    for (const row of graph.members) {
      const end = graph.start[row + 1] as number
      for (let e = graph.start[row] as number; e < end; e += 1)
        this.#message[e] = (this.#message[e] as number) * factor
    }
  }

  /** Detections that tracks expect less tracks that detections expect, with messages to tracks times `factor`, back over it. */
  #excess(graph: Graph, factor: number): number {
    const miss = this.#miss
    let excess = 0
    for (const track of graph.tracks) {
      const sum = ((this.#others[track] as number) - miss + (this.#top[track] as number)) * factor
      excess += sum / (miss + sum)
    }
    for (const row of graph.members) {
      const none = this.none[row] as number
      excess -= (1 - none) / (1 - none + none * factor)
    }
    return excess
  }

  #reserve(graph: Graph, tracks: number): void {
    if (this.#top.length < tracks) {
      this.#top = new Float64Array(2 * tracks)
      this.#topEdge = new Int32Array(2 * tracks)
      this.#others = new Float64Array(2 * tracks)
    }
    if (this.none.length < graph.rows) this.none = new Float64Array(2 * graph.rows)
    if (this.#weight.length >= graph.edges) return
    this.#weight = new Float64Array(2 * graph.edges)
    this.#message = new Float64Array(2 * graph.edges)
  }

  /** Weights of the cluster over the greatest of them. */
  #scale(graph: Graph): void {
    let most = -Infinity
    for (const track of graph.tracks)
      for (let e = graph.firstEdge[track] as number; e >= 0; e = graph.nextEdge[e] as number)
        most = Math.max(most, graph.weight[e] as number)
    this.#miss = Math.exp(-Math.min(most, LOG_MAX))
    for (const row of graph.members) {
      const end = graph.start[row + 1] as number
      for (let e = graph.start[row] as number; e < end; e += 1) {
        this.#weight[e] = Math.exp((graph.weight[e] as number) - most)
        this.#message[e] = 1
      }
    }
  }

  #sumUp(graph: Graph): void {
    for (const track of graph.tracks) {
      let top = 0
      let topEdge = -1
      let others = this.#miss
      for (let e = graph.firstEdge[track] as number; e >= 0; e = graph.nextEdge[e] as number) {
        const part = (this.#weight[e] as number) * (this.#message[e] as number)
        if (part > top) {
          others += top
          top = part
          topEdge = e
        } else others += part
      }
      this.#top[track] = top
      this.#topEdge[track] = topEdge
      this.#others[track] = others
    }
  }

  /** One round; the greatest change of a message. `chance` holds the messages from tracks to detections meanwhile. */
  #pass(graph: Graph): number {
    this.#sumUp(graph)
    let change = 0
    for (const row of graph.members) {
      const from = graph.start[row] as number
      const end = graph.start[row + 1] as number
      let top = 0
      let topEdge = -1
      let others = 1
      for (let e = from; e < end; e += 1) {
        const to = this.#toRow(graph.track[e] as number, e)
        graph.chance[e] = to
        if (to > top) {
          others += top
          top = to
          topEdge = e
        } else others += to
      }
      for (let e = from; e < end; e += 1) {
        const rest = e === topEdge ? others : top + (others - (graph.chance[e] as number))
        const message = 1 / rest
        change = Math.max(change, Math.abs((this.#message[e] as number) * rest - 1))
        this.#message[e] = message
      }
      this.none[row] = 1 / (others + top)
    }
    return change
  }

  /** The message of an edge from its track to its detection. */
  #toRow(track: number, edge: number): number {
    const weight = this.#weight[edge] as number
    if (weight === 0) return 0
    const others = this.#others[track] as number
    if (edge === this.#topEdge[track]) return weight / others
    return (
      weight / ((this.#top[track] as number) + (others - weight * (this.#message[edge] as number)))
    )
  }

  #read(graph: Graph): void {
    this.#sumUp(graph)
    for (const track of graph.tracks) {
      const sum = (this.#others[track] as number) + (this.#top[track] as number)
      for (let e = graph.firstEdge[track] as number; e >= 0; e = graph.nextEdge[e] as number)
        graph.chance[e] = ((this.#weight[e] as number) * (this.#message[e] as number)) / sum
    }
  }
}
