// What the map shows before anyone has moved it. A deployment may keep 30 km or 1,200 km of line anywhere on the basemap, so no
// box typed in fits: the line in force is fitted; where there is no text yet, what happened and those who look.
import type { Position } from '@holdfast/core/geo'
import type { Picture } from '../api/index.ts'

/** West, south, east, north; degrees. */
export type Bounds = readonly [number, number, number, number]

/** What the basemap has: nothing outside it can be shown. */
export const GROUND: Bounds = [8, 37, 57, 61]
/** Where nothing has a place yet: from Luhansk to the sea. */
export const NOWHERE_YET: Bounds = [37.1, 46.95, 39.55, 48.95]
/** Left free on each side, as a share of the box: what lies beyond the ends of a line belongs to it. */
const MARGIN_SHARE = 0.06
/** A box is never narrower or lower than this, degrees: a single place is shown with what surrounds it. */
const SPAN_DEG_MIN = 0.3

const isOnGround = ({ lonDeg, latDeg }: Position): boolean =>
  lonDeg >= GROUND[0] && latDeg >= GROUND[1] && lonDeg <= GROUND[2] && latDeg <= GROUND[3]

/** Least and most of an axis with its margin, within the ground. */
function stretch(values: readonly number[], least: number, most: number): [number, number] {
  // Not Math.min(...): a line may have more vertices than a call has room for.
  const low = values.reduce((a, b) => Math.min(a, b), Infinity)
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity)
  const more = Math.max((high - low) * MARGIN_SHARE, (SPAN_DEG_MIN - (high - low)) / 2)
  return [Math.max(least, low - more), Math.min(most, high + more)]
}

/** The box about those of the places that the basemap has, with a margin; null where it has none of them. */
export function boxAbout(places: readonly Position[]): Bounds | null {
  const on = places.filter(isOnGround)
  if (on.length === 0) return null
  const lons = stretch(
    on.map(({ lonDeg }) => lonDeg),
    GROUND[0],
    GROUND[2],
  )
  const lats = stretch(
    on.map(({ latDeg }) => latDeg),
    GROUND[1],
    GROUND[3],
  )
  return [lons[0], lats[0], lons[1], lats[1]]
}

/**
 * What an office's map begins with and goes back to: the line of contact in force; without one, the events and the sources that
 * the office is shown the places of; without those, `NOWHERE_YET`.
 */
export function homeOf({
  line,
  events,
  coverage,
}: Pick<Picture, 'line' | 'events' | 'coverage'>): Bounds {
  const happened = events.flatMap(({ estimate }) => (estimate === null ? [] : [estimate.position]))
  const looking = coverage.sources.flatMap(({ position }) => (position === null ? [] : [position]))
  return (
    boxAbout(line[0]?.line.vertices ?? []) ?? boxAbout([...happened, ...looking]) ?? NOWHERE_YET
  )
}
