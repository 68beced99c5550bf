/**
 * What moves, for the monitor's office alone: tracks of aircraft and ships are measured places of the last seconds, of
 * third nations too, and no finding stands on them yet (do no harm, N1). Other offices learn of what moved once an
 * incident rests on it.
 */
import type { Office } from '@holdfast/core/nations'
import type { Refused } from '@holdfast/core/units'
import type { Holdfast } from '../runtime/index.ts'
import type { TrackQuery } from '../tracking/index.ts'
import { monitorOnly } from './offices.ts'

/** Changed tracks as a stream tells them: `json` is `{atMs, size, tracks, lost}`, written out where tracks are made. */
export interface TracksTold {
  readonly kind: 'tracks'
  /** Entries of the log that are in it. */
  readonly size: number
  readonly json: string
}
type RefusedTracks = Refused & { readonly status?: 503 }

const NOT_FOLLOWED: RefusedTracks = { refused: 'nothing is followed here', status: 503 }

/** A page of the tracks as they stand, tentative ones too, in the order of their ids. */
export async function trackPage(
  { tracking, nowMs }: Holdfast,
  office: Office,
  query: TrackQuery,
): Promise<object | RefusedTracks> {
  const refused = monitorOnly(office, 'tracks')
  if (refused !== null) return refused
  if (tracking === null) return NOT_FOLLOWED
  const answer = await tracking.ask({ kind: 'list', query })
  if (answer === null) return { nowMs, tracks: [], next: null, ...tracking.status() }
  if (typeof answer !== 'string') return answer
  return { nowMs, ...(JSON.parse(answer) as object), ...tracking.status() }
}

/** A track with its trajectory, and where each of its last observations stands in the log. */
export async function trackWhole(
  holdfast: Holdfast,
  office: Office,
  id: string,
): Promise<object | RefusedTracks | null> {
  const refused = monitorOnly(office, 'tracks')
  if (refused !== null) return refused
  if (holdfast.tracking === null) return NOT_FOLLOWED
  const answer = await holdfast.tracking.ask({ kind: 'one', track: id })
  if (answer === null) return null
  if (typeof answer !== 'string') return answer
  const { track, trajectory } = JSON.parse(answer) as {
    readonly track: { readonly observations: readonly string[] }
    readonly trajectory: unknown
  }
  const provenance = await Promise.all(
    track.observations.map(async (observation) => ({
      observation,
      entry: (await holdfast.origins.find(observation)) ?? null,
    })),
  )
  return { nowMs: holdfast.nowMs, track, trajectory, provenance }
}

/**
 * What following found wrong with those who report: each sensor's last window by its figures, and the findings, the
 * newest first. It names craft and places, so it is the monitor's alone. Nothing is in it of before the server started.
 */
export async function sourceHealth(
  { tracking, nowMs }: Holdfast,
  office: Office,
): Promise<object | RefusedTracks> {
  const refused = monitorOnly(office, 'the health of sources')
  if (refused !== null) return refused
  if (tracking === null) return NOT_FOLLOWED
  const answer = await tracking.ask({ kind: 'health' })
  if (answer === null) return { refused: 'the health of sources could not be told', status: 503 }
  if (typeof answer !== 'string') return answer
  return { nowMs, ...(JSON.parse(answer) as object), lag: tracking.status().lag }
}

/** Tells the listener of each change of tracks, if the office may see them; the returned function stops it. */
export function streamTracks(
  { tracking }: Holdfast,
  office: Office,
  listener: (told: TracksTold) => void,
): () => void {
  if (tracking === null || monitorOnly(office, 'tracks') !== null) return () => undefined
  return tracking.subscribe(({ size, changes }) =>
    listener({ kind: 'tracks', size, json: changes }),
  )
}
