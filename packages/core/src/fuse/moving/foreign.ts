import type { InstantMs } from '../../units/index.ts'
import type { TrackState } from '../tracker/types.ts'
import {
  CONDUCT,
  FOREIGN_AGREE,
  FOREIGN_CELL_M,
  FOREIGN_GATE,
  FOREIGN_VELOCITY_STD_MPS,
} from './assumptions.ts'
import { begun, give } from './held.ts'
import type { Held } from './held.ts'
import { fullOf, informationOf, informationOfParts, intersect, predicted } from './intersect.ts'
import type { Gaussian } from './intersect.ts'
import { EARTH } from './planes.ts'
import type { Report } from './report.ts'
import type { States } from './states.ts'

/**
 * Tracks of other systems. They are no measurements: each is the sum of measurements that we cannot see and may have made
 * ourselves, smoothed over time. Given to a filter as detections they would be counted again and again, and the picture
 * would be sure of what nobody knows. So they never enter the tracker. They are held beside it, paired with a track of
 * ours where name or place agree for some reports in a row, and folded into what is told by covariance intersection;
 * what is told is not fed back. One that pairs with none is told as a track of its own.
 */
export interface ForeignTrack {
  readonly held: Held
  readonly report: Report
  /** Tracker id of our track that is the same thing; null: none is. */
  readonly pairedWith: number | null
  readonly candidate: number | null
  /** Reports in a row that agreed with the candidate, or disagreed with the pair. */
  readonly streak: number
  readonly isFresh: boolean
}

/** What a book is compared with: the tracks of ours, and who bears a hard name. */
export interface Ours {
  readonly states: States
  readonly atMs: InstantMs
  /** Tracker ids of the tracks that go by a hard name. */
  readonly bearers: (key: string) => readonly number[]
}

/** Foreign tracks of one domain. A foreign track's name: its source and its own number. */
export class ForeignBook {
  #tracks: Map<string, ForeignTrack>
  readonly #tracksMax: number

  constructor(tracksMax: number, from?: ForeignBook) {
    this.#tracksMax = tracksMax
    this.#tracks = new Map(from === undefined ? [] : from.#tracks)
  }
  copy(): ForeignBook {
    return new ForeignBook(this.#tracksMax, this)
  }
  get tracks(): ReadonlyMap<string, ForeignTrack> {
    return this.#tracks
  }

  /** A foreign track is named by its source and that source's own number. */
  keyOf({ observation, source, key }: Report): string {
    return `${source.id}/${observation.motion?.identity.trackNumber ?? key ?? observation.recordId}`
  }

  /** Takes a report; gives the record of its track where it goes on, or null where there is no room for another. */
  take(report: Report, epoch: number): { readonly held: Held; readonly begins: boolean } | null {
    const key = this.keyOf(report)
    const known = this.#tracks.get(key)
    if (known === undefined && this.#tracks.size >= this.#tracksMax) return null
    const held = known === undefined ? begun(report, -1, epoch) : { ...known.held, epoch }
    give(held, report)
    const rest = known ?? { pairedWith: null, candidate: null, streak: 0 }
    this.#tracks.set(key, { ...rest, held, report, isFresh: true })
    return { held, begins: known === undefined }
  }

  /** Pairs what was reported since the last time with our tracks; gives the keys whose pairing changed. */
  pair(ours: Ours): readonly string[] {
    const fresh = [...this.#tracks].filter(([, track]) => track.isFresh)
    if (fresh.length === 0) return []
    const cells = cellsOf(ours)
    const changed: string[] = []
    for (const [key, track] of fresh) {
      const taken = this.#takenBy(track)
      const near = nearest(track, ours, cells, taken)
      const next = judged(track, near, ours)
      if (next.pairedWith !== track.pairedWith) changed.push(key)
      this.#tracks.set(key, next)
    }
    return changed
  }

  /** Forgets what is silent, and parts what was paired with a track that is gone; gives the records that are lost. */
  prune(nowMs: InstantMs, states: States): readonly Held[] {
    const lost: Held[] = []
    for (const [key, track] of this.#tracks) {
      const { pairedWith, report, held } = track
      if (nowMs - report.atMs > CONDUCT[report.domain].silenceMs) {
        this.#tracks.delete(key)
        lost.push(held)
      } else if (pairedWith !== null && states.statusOf(pairedWith) === null)
        this.#tracks.set(key, { ...track, pairedWith: null, candidate: null, streak: 0 })
    }
    return lost
  }

  /** Our tracks that another track of the same source is paired with: one system does not hold one thing twice. */
  #takenBy(track: ForeignTrack): ReadonlySet<number> {
    const taken = new Set<number>()
    for (const other of this.#tracks.values())
      if (
        other.pairedWith !== null &&
        other.report !== track.report &&
        other.report.source.id === track.report.source.id
      )
        taken.add(other.pairedWith)
    return taken
  }
}

/** The distribution of one of our tracks, in its plane. */
export const gaussianOf = (state: TrackState): Gaussian => ({
  x: Float64Array.of(state.eastM, state.northM, state.eastMps, state.northMps),
  p: fullOf(state.covariance),
})

const moved = new Float64Array(4)

/** A foreign report in a plane, told for an instant; a velocity that nobody told has no information. */
function foreignIn(
  report: Report,
  plane: number,
  atMs: InstantMs,
): { readonly x: Float64Array; readonly positionVar: number; readonly velocityVar: number } {
  const { accelerationM2S3, speedMpsMax } = CONDUCT[report.domain]
  const knows = !Number.isNaN(report.eastMps)
  const dtS = (atMs - report.atMs) / 1_000
  const [ve, vn] = knows ? [report.eastMps, report.northMps] : [0, 0]
  EARTH.move(report.plane, plane, report.eastM + dtS * ve, report.northM + dtS * vn, moved)
  const [e = 0, n = 0, cos = 1, sin = 0] = moved
  const t = Math.abs(dtS)
  const speedStd = knows ? FOREIGN_VELOCITY_STD_MPS : speedMpsMax / 2
  const grown = speedStd * t * speedStd * t + (accelerationM2S3 * t * t * t) / 3
  return {
    x: Float64Array.of(e, n, cos * ve - sin * vn, sin * ve + cos * vn),
    positionVar: report.sigmaM * report.sigmaM + grown,
    velocityVar: knows ? speedStd * speedStd + accelerationM2S3 * t : Number.POSITIVE_INFINITY,
  }
}

/** A distribution of ours with foreign reports folded in, at an instant not before any of them. */
export function folded(
  own: Gaussian,
  plane: number,
  reports: readonly Report[],
  atMs: InstantMs,
): Gaussian {
  let out = own
  for (const report of reports) {
    const held = informationOf(out)
    if (held === null) return out
    const { x, positionVar, velocityVar } = foreignIn(report, plane, atMs)
    out = intersect(held, informationOfParts(x, positionVar, velocityVar)) ?? out
  }
  return out
}

/** A foreign track alone as a distribution. */
export function aloneOf(report: Report, atMs: InstantMs): Gaussian {
  const { x, positionVar, velocityVar } = foreignIn(report, report.plane, atMs)
  const { speedMpsMax } = CONDUCT[report.domain]
  const speedVar = Math.min(velocityVar, (speedMpsMax * speedMpsMax) / 4)
  const p = new Float64Array(16)
  p[0] = positionVar
  p[5] = positionVar
  p[10] = speedVar
  p[15] = speedVar
  return { x, p }
}

type Cells = ReadonlyMap<string, readonly number[]>

function cellsOf({ states }: Ours): Cells {
  const cells = new Map<string, number[]>()
  for (const { id, plane, eastM, northM } of states.all) {
    EARTH.hashOf(plane, eastM, northM, moved)
    const key = cellKey(moved, 0, 0)
    const cell = cells.get(key)
    if (cell === undefined) cells.set(key, [id])
    else cell.push(id)
  }
  return cells
}
const cellKey = (at: Float64Array, dx: number, dy: number): string =>
  `${Math.floor((at[0] ?? 0) / FOREIGN_CELL_M) + dx} ${Math.floor((at[1] ?? 0) / FOREIGN_CELL_M) + dy}`
const SHIFTS = [-1, 0, 1] as const

function aroundOf({ report }: ForeignTrack, cells: Cells): readonly number[] {
  const at = new Float64Array(2)
  EARTH.hashOf(report.plane, report.eastM, report.northM, at)
  return SHIFTS.flatMap((dx) => SHIFTS.flatMap((dy) => cells.get(cellKey(at, dx, dy)) ?? []))
}

/** Squared distance of the places of a foreign track and ours, in deviations of both together. */
function squaredOf(track: ForeignTrack, state: TrackState, ours: Ours): number {
  const { report } = track
  const atMs = Math.max(ours.atMs, report.atMs)
  const { accelerationM2S3 } = CONDUCT[report.domain]
  const { x, p } = predicted(gaussianOf(state), (atMs - ours.atMs) / 1_000, accelerationM2S3)
  const foreign = foreignIn(report, state.plane, atMs)
  const de = (x[0] ?? 0) - (foreign.x[0] ?? 0)
  const dn = (x[1] ?? 0) - (foreign.x[1] ?? 0)
  const ee = (p[0] ?? 0) + foreign.positionVar
  const en = p[1] ?? 0
  const nn = (p[5] ?? 0) + foreign.positionVar
  return (nn * de * de - 2 * en * de * dn + ee * dn * dn) / (ee * nn - en * en)
}

interface Near {
  readonly id: number
  readonly squared: number
  /** By a hard name, so that one report is enough. */
  readonly isNamed: boolean
}

/** Our track that a foreign one is most likely the same as, within the gate; one that bears its name goes first. */
function nearest(
  track: ForeignTrack,
  ours: Ours,
  cells: Cells,
  taken: ReadonlySet<number>,
): Near | null {
  const { key } = track.report
  const named = key === null ? [] : ours.bearers(key)
  let best: Near | null = null
  for (const isNamed of [true, false]) {
    for (const id of isNamed ? named : aroundOf(track, cells)) {
      const state = ours.states.get(id)
      if (state === null || taken.has(id) || state.status === 'tentative') continue
      // Who bears another name is not the same, however near.
      if (!isNamed && key !== null && state.identity >= 0) continue
      const squared = squaredOf(track, state, ours)
      if (squared > FOREIGN_GATE) continue
      if (best === null || squared < best.squared || (squared === best.squared && id < best.id))
        best = { id, squared, isNamed }
    }
    if (best !== null) return best
  }
  return null
}

/** A foreign track after its latest report was compared. */
function judged(track: ForeignTrack, near: Near | null, ours: Ours): ForeignTrack {
  const { pairedWith, candidate, streak } = track
  if (pairedWith !== null) {
    const state = ours.states.get(pairedWith)
    const agrees = state !== null && squaredOf(track, state, ours) <= FOREIGN_GATE
    if (agrees) return { ...track, streak: 0, isFresh: false }
    return streak + 1 >= FOREIGN_AGREE
      ? { ...track, pairedWith: null, candidate: null, streak: 0, isFresh: false }
      : { ...track, streak: streak + 1, isFresh: false }
  }
  if (near === null) return { ...track, candidate: null, streak: 0, isFresh: false }
  const run = near.id === candidate ? streak + 1 : 1
  return near.isNamed || run >= FOREIGN_AGREE
    ? { ...track, pairedWith: near.id, candidate: null, streak: 0, isFresh: false }
    : { ...track, candidate: near.id, streak: run, isFresh: false }
}
