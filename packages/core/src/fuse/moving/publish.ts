import { ellipseOf } from '../../geo/index.ts'
import type { Covariance, Offset } from '../../geo/index.ts'
import type { InstantMs } from '../../units/index.ts'
import type { TrackState } from '../tracker/types.ts'
import { COASTING_SHARE, CONDUCT } from './assumptions.ts'
import { aloneOf, folded, gaussianOf } from './foreign.ts'
import type { ForeignTrack } from './foreign.ts'
import { isBelieved } from './held.ts'
import type { Held } from './held.ts'
import { contradictionsOf } from './identity.ts'
import { predicted } from './intersect.ts'
import type { Gaussian } from './intersect.ts'
import { groundOf } from './planes.ts'
import type { Stage } from './stage.ts'
import type { Track } from './types.ts'

/** From states in planes to tracks on the Earth: north is true north, and other systems' tracks are folded in. */

/** A track with the record that it was told from. */
export interface Told {
  readonly track: Track
  readonly held: Held
}

/** A symmetric matrix with its directions turned from grid north to true north. */
function turned(ee: number, en: number, nn: number, by: number): Covariance {
  const [cos, sin] = [Math.cos(by), Math.sin(by)]
  return {
    ee: cos * cos * ee - 2 * cos * sin * en + sin * sin * nn,
    en: cos * sin * (ee - nn) + (cos * cos - sin * sin) * en,
    nn: sin * sin * ee + 2 * cos * sin * en + cos * cos * nn,
  }
}

interface Placed {
  readonly plane: number
  readonly atMs: InstantMs
  readonly eastM: number
  readonly northM: number
  readonly eastMps: number
  readonly northMps: number
  /** Of the place. */
  readonly ee: number
  readonly en: number
  readonly nn: number
  /** Of either axis of the velocity, the larger. */
  readonly velocityVar: number
}
const placedOf = (plane: number, { x, p }: Gaussian, atMs: InstantMs): Placed => ({
  plane,
  atMs,
  eastM: x[0] ?? 0,
  northM: x[1] ?? 0,
  eastMps: x[2] ?? 0,
  northMps: x[3] ?? 0,
  ee: p[0] ?? 0,
  en: p[1] ?? 0,
  nn: p[5] ?? 0,
  velocityVar: Math.max(p[10] ?? 0, p[15] ?? 0),
})
/** A state as the tracker gives it: no copies, for it is most of what is told. */
function placedAs(
  { plane, eastM, northM, eastMps, northMps, covariance: c }: TrackState,
  atMs: InstantMs,
): Placed {
  const velocityVar = Math.max(c[7] ?? 0, c[9] ?? 0)
  return {
    plane,
    atMs,
    eastM,
    northM,
    eastMps,
    northMps,
    ee: c[0] ?? 0,
    en: c[1] ?? 0,
    nn: c[4] ?? 0,
    velocityVar,
  }
}

/** What of a track is neither its record nor where it is. */
interface Standing {
  readonly status: Track['status']
  readonly sources: readonly string[]
  readonly foreign: readonly string[]
}

/** The track of a record and a distribution in a plane. One literal: it is made by the thousand. */
function trackOf(
  stage: Stage,
  held: Held,
  { placed, standing }: { placed: Placed; standing: Standing },
): Track {
  const { eastMps, northMps, ee, en, nn } = placed
  const { domain, exercise } = stage.options
  // A grid azimuth less the convergence is the true one.
  const { position, convergenceRad } = groundOf(placed.plane, placed.eastM, placed.northM)
  const covarianceM2 = turned(ee, en, nn, convergenceRad)
  const speedMps = Math.sqrt(eastMps * eastMps + northMps * northMps)
  const courseRad = speedMps === 0 ? 0 : Math.atan2(eastMps, northMps) - convergenceRad
  const track: Track = {
    id: held.name,
    domain,
    status: standing.status,
    atMs: placed.atMs,
    beganMs: held.beganMs,
    seenMs: held.seenMs,
    estimate: { position, covarianceM2, ellipse95: ellipseOf(covarianceM2), support: NO_SUPPORT },
    heightM: held.height?.heightM ?? null,
    speedMps,
    courseDeg: ((courseRad * 180) / Math.PI + 720) % 360,
    velocityStdMps: Math.sqrt(Math.max(0, placed.velocityVar)),
    identity: held.identity,
    contradictions: contradictionsOf(held.called, held.shared),
    sources: standing.sources,
    foreign: standing.foreign,
    observations: held.observations,
    reports: held.reports,
  }
  return exercise === undefined ? track : { ...track, exercise }
}
const NO_SUPPORT: readonly Offset[] = []
const NOBODY: readonly string[] = []

const isSilent = (held: Held, { domain }: Stage['options'], nowMs: InstantMs): boolean =>
  nowMs - held.seenMs > COASTING_SHARE * CONDUCT[domain].silenceMs

/** How a track of ours stands: one report makes nothing sure, and one of which nobody told anything for a while coasts. */
const standsAs = (
  { options }: Stage,
  status: Track['status'],
  held: Held,
  nowMs: InstantMs,
): Track['status'] => {
  if (!isBelieved(held)) return 'tentative'
  return status === 'confirmed' && isSilent(held, options, nowMs) ? 'coasting' : status
}

/** Our tracks by tracker id, with the foreign tracks that are paired with them. */
function pairsOf(stage: Stage): ReadonlyMap<number, readonly ForeignTrack[]> {
  const pairs = new Map<number, ForeignTrack[]>()
  for (const track of stage.book.tracks.values()) {
    if (track.pairedWith === null) continue
    const known = pairs.get(track.pairedWith)
    if (known === undefined) pairs.set(track.pairedWith, [track])
    else known.push(track)
  }
  return pairs
}

/** A track of ours as it is to be told. */
interface Ours {
  readonly state: TrackState
  readonly held: Held
  readonly foreign: readonly ForeignTrack[]
}
function ours(stage: Stage, { state, held, foreign }: Ours, nowMs: InstantMs): Track {
  const isOwn = foreign.length === 0
  const placed = isOwn ? placedAs(state, stage.lookMs) : foldedOf(stage, state, foreign)
  const standing: Standing = {
    status: standsAs(stage, state.status, held, nowMs),
    sources: held.sources,
    foreign: isOwn
      ? NOBODY
      : [...new Set(foreign.map(({ report }) => report.source.id))].toSorted(),
  }
  return trackOf(stage, held, { placed, standing })
}

function foldedOf(stage: Stage, state: TrackState, foreign: readonly ForeignTrack[]): Placed {
  const reports = foreign.map(({ report }) => report)
  const atMs = Math.max(stage.lookMs, ...reports.map((report) => report.atMs))
  const { accelerationM2S3 } = CONDUCT[stage.options.domain]
  const own = predicted(gaussianOf(state), (atMs - stage.lookMs) / 1_000, accelerationM2S3)
  return placedOf(state.plane, folded(own, state.plane, reports, atMs), atMs)
}

function alone(stage: Stage, { report, held }: ForeignTrack, nowMs: InstantMs): Track {
  const status = isSilent(held, stage.options, nowMs) ? 'coasting' : 'confirmed'
  const placed = placedOf(report.plane, aloneOf(report, report.atMs), report.atMs)
  const standing: Standing = { status, sources: NOBODY, foreign: [report.source.id] }
  return trackOf(stage, held, { placed, standing })
}

const NO_TRACKS: readonly ForeignTrack[] = []

/** What is to be told: as of when, and whether a track of ours alone was told as it stands already. */
interface Telling {
  readonly nowMs: InstantMs
  readonly isTold: (held: Held, status: Track['status']) => boolean
}

/** The tracks of a stage to which something happened since they were told, as they are now. */
export function tell(stage: Stage, { nowMs, isTold }: Telling): readonly Told[] {
  const out: Told[] = []
  for (const key of stage.touchedForeign) {
    const track = stage.book.tracks.get(key)
    if (track === undefined) continue
    if (track.pairedWith === null) out.push({ held: track.held, track: alone(stage, track, nowMs) })
    else stage.touched.add(track.pairedWith)
  }
  stage.touchedForeign.clear()
  if (stage.touched.size === 0) return out
  const { states } = stage
  const pairs = stage.book.tracks.size === 0 ? null : pairsOf(stage)
  for (const id of stage.touched) {
    const held = stage.held.get(id)
    const status = states.statusOf(id)
    if (status === null || held === undefined) continue
    const foreign = pairs?.get(id) ?? NO_TRACKS
    const isOwn = foreign.length === 0
    if (isOwn && isTold(held, standsAs(stage, status, held, nowMs))) continue
    const state = states.get(id)
    if (state !== null) out.push({ held, track: ours(stage, { state, held, foreign }, nowMs) })
  }
  stage.touched.clear()
  return out
}
