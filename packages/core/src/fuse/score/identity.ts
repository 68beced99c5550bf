/**
 * Identity switches as CLEAR-MOT counts them (Bernardin and Stiefelhagen 2008): a thing stays with its track while
 * both are there and near enough, even if another track is nearer for a moment; only the rest is assigned anew. The
 * optimal assignment of each scan by itself would call every crossing two switches.
 */
import { isRefused } from '../../units/index.ts'
import type { Refused } from '../../units/index.ts'
import { matchWithin } from './match.ts'
import type { Points } from './match.ts'

type Rows = readonly (readonly number[])[]

/** Who was whose last; of one scenario. */
export interface Identities {
  /** The last track of a thing. */
  readonly trackOf: Map<number, number>
  /** The last thing of a track. */
  readonly thingOf: Map<number, number>
}

/** Nobody is anybody's yet. */
export const noIdentities = (): Identities => ({ trackOf: new Map(), thingOf: new Map() })

/** Positions of rows [id, x, y, …] as points. */
export function pointsOf(rows: Rows): Points {
  const points = new Float64Array(2 * rows.length)
  for (const [i, row] of rows.entries()) {
    points[2 * i] = row[1] as number
    points[2 * i + 1] = row[2] as number
  }
  return points
}

/** Takes one scan of things and tracks, rows [id, x, y, …], into account; how many things changed their track in it. */
export function switchesAt(
  { trackOf, thingOf }: Identities,
  scan: { readonly things: Rows; readonly tracks: Rows; readonly cutoffM: number },
): { readonly switches: number } | Refused {
  const trackById = new Map(scan.tracks.map((track) => [track[0], track]))
  const stays = (thing: readonly number[]): boolean => {
    const id = trackOf.get(thing[0] as number) ?? Number.NaN
    const track = trackById.get(id)
    return (
      track !== undefined &&
      thingOf.get(id) === thing[0] &&
      Math.hypot(
        (track[1] as number) - (thing[1] as number),
        (track[2] as number) - (thing[2] as number),
      ) < scan.cutoffM
    )
  }
  const staying = new Set(scan.things.filter(stays))
  const taken = new Set([...staying].map((thing) => trackOf.get(thing[0] as number)))
  const loose = scan.things.filter((thing) => !staying.has(thing))
  const free = scan.tracks.filter((track) => !taken.has(track[0]))
  const match = matchWithin(pointsOf(loose), pointsOf(free), scan.cutoffM)
  if (isRefused(match)) return match
  let switches = 0
  for (const [row, thing] of loose.entries()) {
    const track = free[match.foundOf[row] as number]
    if (track === undefined) continue
    const [thingId, trackId] = [thing[0] as number, track[0] as number]
    if ((trackOf.get(thingId) ?? trackId) !== trackId) switches += 1
    trackOf.set(thingId, trackId)
    thingOf.set(trackId, thingId)
  }
  return { switches }
}
