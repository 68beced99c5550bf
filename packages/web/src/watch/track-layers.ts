import { useMemo } from 'react'
import type { WholeTrack } from '../api/index.ts'
import type { PictureMapProps } from '../map/index.ts'
import { chosenTrackOf, motionOf, nameOf, signsOf, trailsOf } from '../tracks/index.ts'
import type { Tracks } from '../tracks/index.ts'

/** The sources of the map, with those that show what moves. */
export function useTrackLayers(
  others: PictureMapProps['sources'],
  tracks: Tracks['tracks'],
  whole: WholeTrack | null,
): PictureMapProps['sources'] {
  const moving = useMemo(() => ({ tracks: signsOf(tracks), trails: trailsOf(tracks) }), [tracks])
  const chosenTrack = useMemo(() => chosenTrackOf(whole), [whole])
  return useMemo(() => ({ ...others, ...moving, chosenTrack }), [others, moving, chosenTrack])
}

/** What is said of a track under the pointer. */
export function linesOfTrack({ tracks, nowMs }: Tracks, id: unknown): readonly string[] {
  const track = tracks.find((one) => one.id === id)
  if (track === undefined) return []
  const { status, seenMs, contradictions, sources } = track
  return [
    `${nameOf(track)}: ${status}`,
    motionOf(track),
    `seen ${Math.max(0, Math.round((nowMs - seenMs) / 1000))} s ago by ${sources.join(', ')}`,
    ...(contradictions > 0 ? [`${contradictions} contradictions in its names`] : []),
  ]
}
