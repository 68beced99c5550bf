import { DAY_MS } from '../../units/index.ts'
import type { InstantMs, Refused } from '../../units/index.ts'
import {
  CREEP_PROBABILITY,
  DEPTH_M,
  EDGES_MAX,
  REAR_SIGMAS,
  SEGMENT_M,
  WANDER_M,
} from './assumptions.ts'
import type { Creep, Edge, HeldPosition, Holder } from './types.ts'

// A line that creeps does so by a post at a time, and no report says that it moved. So the line itself is followed as a
// slow track: for each segment and holder the forward edge of the positions seen, a random walk under a Kalman filter,
// together with where that edge was at the beginning. Both are kept in one state (a fixed-point smoother), because a
// later look also says where the edge had been, and because only their joint covariance tells how sure the difference is.

interface Followed {
  readonly holder: Holder
  readonly segment: number
  nowM: number
  thenM: number
  /** Covariance of now and then, m². */
  nowNow: number
  nowThen: number
  thenThen: number
  atMs: InstantMs
  readonly sinceMs: InstantMs
  positions: number
}

/** Which way is forwards, across the line. */
const forwards = (holder: Holder): 1 | -1 => (holder === 'partyB' ? -1 : 1)

/** Follows the edges of those who hold positions along one line. Positions are given about in order of time. */
export class ControlLine {
  readonly #edges = new Map<string, Followed>()

  /** Takes a position in; refused where it is no number, or the line has too many edges. */
  see(position: HeldPosition): Refused | null {
    const { holder, alongM, acrossM, sigmaM, atMs } = position
    if (!Number.isFinite(alongM + acrossM + atMs) || !(sigmaM >= 0 && sigmaM < Infinity))
      return { refused: 'a held position needs a place, an error and a time that are numbers' }
    const segment = Math.floor(alongM / SEGMENT_M)
    const key = `${segment} ${holder}`
    const edge = this.#edges.get(key)
    const variance = sigmaM * sigmaM + DEPTH_M * DEPTH_M
    if (edge !== undefined) {
      update(edge, position, variance)
      return null
    }
    if (this.#edges.size >= EDGES_MAX)
      return { refused: `the line has ${EDGES_MAX} edges; follow the rest as another line` }
    this.#edges.set(key, {
      holder,
      segment,
      nowM: acrossM,
      thenM: acrossM,
      nowNow: variance,
      nowThen: variance,
      thenThen: variance,
      atMs,
      sinceMs: atMs,
      positions: 1,
    })
    return null
  }

  /** Every edge, in order along the line. */
  edges(): readonly Edge[] {
    return [...this.#edges.values()]
      .toSorted((a, b) => a.segment - b.segment || (a.holder < b.holder ? -1 : 1))
      .map(told)
  }

  /** Edges that have moved forwards by more than `toleratedM`, at least 0, with high probability; of others, either way. */
  creeps(toleratedM: number): readonly Creep[] {
    return this.edges().flatMap((edge) => {
      const isParty = edge.holder === 'partyA' || edge.holder === 'partyB'
      const movedM = isParty ? edge.creepM : Math.abs(edge.creepM)
      const sigmaM = Math.max(edge.creepSigmaM, 1e-6)
      const back = isParty ? 0 : normal((-movedM - toleratedM) / sigmaM)
      const probability = normal((movedM - toleratedM) / sigmaM) + back
      return probability >= CREEP_PROBABILITY ? [{ edge, probability }] : []
    })
  }
}

/** Predict by wandering, then update (Kalman 1960) unless the position is of the rear. */
function update(edge: Followed, position: HeldPosition, variance: number): void {
  const { acrossM, atMs } = position
  const wandered = (WANDER_M * WANDER_M * Math.abs(atMs - edge.atMs)) / DAY_MS
  // What comes late is weighed as so much less sure; the edge stays where it is in time.
  const isLate = atMs < edge.atMs
  const before = isLate ? edge.nowNow : edge.nowNow + wandered
  const innovation = before + variance + (isLate ? wandered : 0)
  const offM = acrossM - edge.nowM
  const isRear = forwards(edge.holder) * offM < -REAR_SIGMAS * Math.sqrt(innovation)
  const isParty = edge.holder === 'partyA' || edge.holder === 'partyB'
  edge.nowNow = before
  if (!isLate) edge.atMs = atMs
  if (isParty && isRear) return
  const gainNow = before / innovation
  const gainThen = edge.nowThen / innovation
  edge.nowM += gainNow * offM
  edge.thenM += gainThen * offM
  edge.thenThen -= gainThen * edge.nowThen
  edge.nowThen -= gainThen * before
  edge.nowNow -= gainNow * before
  edge.positions += 1
}

function told(edge: Followed): Edge {
  const { holder, segment, nowM, thenM, nowNow, nowThen, thenThen, atMs, sinceMs, positions } = edge
  return {
    holder,
    fromM: segment * SEGMENT_M,
    toM: (segment + 1) * SEGMENT_M,
    acrossM: nowM,
    varianceM2: nowNow,
    atMs,
    sinceMs,
    creepM: forwards(holder) * (nowM - thenM),
    creepSigmaM: Math.sqrt(Math.max(0, nowNow + thenThen - 2 * nowThen)),
    positions,
  }
}

/** Normal distribution function (Abramowitz & Stegun 26.2.17, to 7.5e-8). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = (poly * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)
  return z >= 0 ? 1 - tail : tail
}
