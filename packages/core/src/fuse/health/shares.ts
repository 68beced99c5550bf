/**
 * How much of a track's predicted place is each sensor's doing.
 *
 * A filter follows a biased sensor: what is left in its innovations is the bias minus what the track has already taken
 * over, and the other sensors of the track seem biased the other way. So each track carries, for each sensor that made
 * it, the matrix from the sensor's errors (bias in its own frame, clock) to the error of the track's state, and moves it
 * as the filter moves the state: predicted with constant velocity, and corrected with the filter's gain. The gain in
 * position is what the innovation shows, 1 − R·S⁻¹; the gain in velocity is that of a steady filter with the same gain in
 * position (Kalata 1984: β = 2(2 − α) − 4√(1 − α), over the usual interval).
 */
import { SHARES_MAX, TRACKS_MAX } from './bounds.ts'
import { RecentlyUsed } from './recently-used.ts'
import type { PlaceInnovation } from './types.ts'

/** Errors of a sensor: two of bias, one of its clock. */
export const ERRORS = 3
/** Numbers of one share: east, north, east velocity, north velocity by the errors. */
const SIZE = 4 * ERRORS
const INTERVAL_S_MIN = 0.1
/** Weight of the newest interval in the usual one. */
const INTERVAL_GAIN = 0.2

interface Shared {
  atMs: number
  intervalS: number
  /** A sensor's ticket; 0: none. */
  readonly tickets: Int32Array
  readonly of: Float64Array
}
/** Rows of the equation innovation = Σ rows × errors: one sensor after the other, 2 × 3 each. */
export interface Rows {
  count: number
  readonly tickets: Int32Array
  readonly east: Float64Array
  readonly north: Float64Array
}
const rows: Rows = {
  count: 0,
  tickets: new Int32Array(SHARES_MAX + 1),
  east: new Float64Array((SHARES_MAX + 1) * ERRORS),
  north: new Float64Array((SHARES_MAX + 1) * ERRORS),
}
// How a sensor's own errors move its measurement, east then north.
const own = new Float64Array(2 * ERRORS)

function setOwn({ fromSite, eastMps, northMps }: PlaceInnovation): void {
  const rangeM = fromSite === null ? 0 : Math.hypot(fromSite.eastM, fromSite.northM)
  if (fromSite === null || rangeM === 0) own.set([1, 0, -eastMps, 0, 1, -northMps])
  else {
    const { eastM, northM } = fromSite
    // Along the line of sight, and clockwise across it.
    own.set([eastM / rangeM, northM, -eastMps, northM / rangeM, -eastM, -northMps])
  }
}

/** The shares of the tracks that were looked at last. */
export class Shares {
  readonly #tracks = new RecentlyUsed<number, Shared>(TRACKS_MAX)

  get size(): number {
    return this.#tracks.size
  }

  /** The rows of one innovation; then the track is moved on by it. What is returned is used again by the next call. */
  rowsOf(
    ticket: number,
    { track, atMs }: { readonly track: number; readonly atMs: number },
    place: PlaceInnovation,
  ): Readonly<Rows> {
    setOwn(place)
    const isNew = this.#tracks.peek(track) === undefined
    const shared = this.#tracks.use(track, (old) => begun(old, atMs))
    rows.count = 0
    if (isNew) {
      // Who began the track is not known; what it holds before is nobody's, and its first rows tell nothing.
      take(shared, ticket)
      return rows
    }
    predict(shared, atMs)
    addRows(shared, ticket)
    correct(shared, ticket, place)
    return rows
  }
}

// Arrays of a forgotten track serve again: making them costs more than all the rest.
function begun(old: Shared | undefined, atMs: number): Shared {
  if (old === undefined)
    return {
      atMs,
      intervalS: 0,
      tickets: new Int32Array(SHARES_MAX),
      of: new Float64Array(SHARES_MAX * SIZE),
    }
  old.atMs = atMs
  old.intervalS = 0
  old.tickets.fill(0)
  old.of.fill(0)
  return old
}

const slotOf = (shared: Shared, ticket: number): number => {
  const found = shared.tickets.indexOf(ticket)
  if (found >= 0) return found
  const empty = shared.tickets.indexOf(0)
  const slot = empty >= 0 ? empty : smallest(shared)
  shared.tickets[slot] = ticket
  shared.of.fill(0, slot * SIZE, (slot + 1) * SIZE)
  return slot
}
// The sensor that has the least in the track gives way.
function smallest({ of }: Shared): number {
  let [slot, least] = [0, Infinity]
  for (let i = 0; i < SHARES_MAX; i += 1) {
    const size = Math.abs(of[i * SIZE] ?? 0) + Math.abs(of[i * SIZE + ERRORS] ?? 0)
    if (size < least) [slot, least] = [i, size]
  }
  return slot
}

function take(shared: Shared, ticket: number): void {
  const at = slotOf(shared, ticket) * SIZE
  for (let i = 0; i < 2 * ERRORS; i += 1) shared.of[at + i] = own[i] ?? 0
}

function predict(shared: Shared, atMs: number): void {
  const dtS = Math.max(0, (atMs - shared.atMs) / 1_000)
  shared.atMs = Math.max(shared.atMs, atMs)
  shared.intervalS =
    shared.intervalS === 0 ? dtS : shared.intervalS + INTERVAL_GAIN * (dtS - shared.intervalS)
  const { of } = shared
  for (let at = 0; at < of.length; at += SIZE)
    for (let i = at; i < at + 2 * ERRORS; i += 1)
      of[i] = (of[i] ?? 0) + dtS * (of[i + 2 * ERRORS] ?? 0)
}

function addRows({ tickets, of }: Shared, ticket: number): void {
  put(ticket, own, 0, 1)
  for (let slot = 0; slot < SHARES_MAX; slot += 1) {
    const other = tickets[slot] ?? 0
    if (other !== 0) put(other, of, slot * SIZE, -1)
  }
}

function rowOf(ticket: number): number {
  for (let row = 0; row < rows.count; row += 1) if (rows.tickets[row] === ticket) return row
  return -1
}
function put(ticket: number, from: Float64Array, at: number, sign: number): void {
  let row = rowOf(ticket)
  if (row < 0) {
    row = rows.count
    rows.count += 1
    rows.tickets[row] = ticket
    rows.east.fill(0, row * ERRORS, (row + 1) * ERRORS)
    rows.north.fill(0, row * ERRORS, (row + 1) * ERRORS)
  }
  for (let i = 0; i < ERRORS; i += 1) {
    const to = row * ERRORS + i
    rows.east[to] = (rows.east[to] ?? 0) + sign * (from[at + i] ?? 0)
    rows.north[to] = (rows.north[to] ?? 0) + sign * (from[at + ERRORS + i] ?? 0)
  }
}

// State error ← (1 − K·H) × state error + K × own.
function correct(shared: Shared, ticket: number, place: PlaceInnovation): void {
  const { covariance: s, measurement: r } = place
  const det = s.ee * s.nn - s.en * s.en
  const kee = 1 - (r.ee * s.nn - r.en * s.en) / det
  const ken = -(r.en * s.ee - r.ee * s.en) / det
  const kne = -(r.en * s.nn - r.nn * s.en) / det
  const knn = 1 - (r.nn * s.ee - r.en * s.en) / det
  const alpha = Math.min(1, Math.max(0, (kee + knn) / 2))
  const beta = 2 * (2 - alpha) - 4 * Math.sqrt(1 - alpha)
  const kv = beta / Math.max(shared.intervalS, INTERVAL_S_MIN)
  const mine = slotOf(shared, ticket)
  const { of } = shared
  for (let slot = 0; slot < SHARES_MAX; slot += 1) {
    if ((shared.tickets[slot] ?? 0) === 0) continue
    for (let i = 0; i < ERRORS; i += 1) {
      const e = slot * SIZE + i
      const n = e + ERRORS
      const sign = slot === mine ? 1 : 0
      const de = sign * (own[i] ?? 0) - (of[e] ?? 0)
      const dn = sign * (own[ERRORS + i] ?? 0) - (of[n] ?? 0)
      of[e] = (of[e] ?? 0) + kee * de + ken * dn
      of[n] = (of[n] ?? 0) + kne * de + knn * dn
      of[e + 2 * ERRORS] = (of[e + 2 * ERRORS] ?? 0) + kv * de
      of[n + 2 * ERRORS] = (of[n + 2 * ERRORS] ?? 0) + kv * dn
    }
  }
}
