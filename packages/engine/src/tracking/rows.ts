/** A track as lists and the stream carry it: what a map draws of it. The whole of it is asked for by its id. */
import type { Track } from './picture.ts'

const DEGREES = 100_000
const TENTHS = 10
const round = (value: number, per: number): number => Math.round(value * per) / per
const roundOr = (value: number | null, per: number): number | null =>
  value === null ? null : round(value, per)

/** A track without its covariance and provenance; degrees to 1e-5, the rest to a tenth. */
export interface TrackRow {
  readonly id: string
  readonly domain: Track['domain']
  readonly status: Track['status']
  /** The instant that the position is of. */
  readonly atMs: number
  readonly beganMs: number
  /** The last observation that is in it. */
  readonly seenMs: number
  readonly position: { readonly lonDeg: number; readonly latDeg: number }
  /** Half the major axis of the ellipse that holds 95 %, metres. */
  readonly errorM: number
  readonly heightM: number | null
  readonly speedMps: number
  readonly courseDeg: number
  readonly identity: Track['identity']
  /** How many names contradict one another. */
  readonly contradictions: number
  readonly sources: readonly string[]
  /** It rests on another nation's track. */
  readonly foreign: boolean
  readonly reports: number
  readonly exercise?: string
}

/** The row of a track. */
export function rowOf(track: Track): TrackRow {
  const { position, ellipse95 } = track.estimate
  return {
    id: track.id,
    domain: track.domain,
    status: track.status,
    atMs: Math.round(track.atMs),
    beganMs: Math.round(track.beganMs),
    seenMs: Math.round(track.seenMs),
    position: {
      lonDeg: round(position.lonDeg, DEGREES),
      latDeg: round(position.latDeg, DEGREES),
    },
    errorM: round(ellipse95.semiMajorM, TENTHS),
    heightM: roundOr(track.heightM, TENTHS),
    speedMps: round(track.speedMps, TENTHS),
    courseDeg: round(track.courseDeg, TENTHS) % 360,
    identity: track.identity,
    contradictions: track.contradictions.length,
    sources: track.sources,
    foreign: track.foreign.length > 0,
    reports: track.reports,
    ...(track.exercise === undefined ? {} : { exercise: track.exercise }),
  }
}

/** Whether a position lies in a box, its edges included; a box whose west lies east of its east spans the date line. */
export function isIn(
  { lonDeg, latDeg }: { readonly lonDeg: number; readonly latDeg: number },
  [west, south, east, north]: readonly [number, number, number, number],
): boolean {
  if (latDeg < south || latDeg > north) return false
  return west <= east ? lonDeg >= west && lonDeg <= east : lonDeg >= west || lonDeg <= east
}
