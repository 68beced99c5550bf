/**
 * Where an event may have been when no source said so: anywhere in the conflict region, each square metre alike. The
 * conflict region is the largest polygon zone of the agreement. Without this a missing place would count in full for
 * every zone at once, and one blast would stand at the same figure against areas that lie a hundred kilometres apart.
 *
 * The points are the two-dimensional Halton sequence in bases 2 and 3 (J. H. Halton, Numerische Mathematik 2, 1960,
 * pp. 84–90), laid over the polygon's bounds in longitude and sine of latitude, which keeps areas on the sphere
 * (Lambert's cylindrical projection), and kept where the polygon holds them: the same points on every replay.
 */
import { contains, wrapLonDeg } from '../../geo/index.ts'
import type { Polygon, Position } from '../../geo/index.ts'
import type { Agreement } from '../document/types.ts'

/** Points that stand for the region; a share is then counted in steps of about 0.1 %. */
const REGION_POINTS = 1024
/** Most points drawn for them: a sliver across its bounds gets fewer points instead of an endless search. */
const DRAWN_MAX = 64 * REGION_POINTS

/** The conflict region: its zone's title, and equally weighted points all over it. */
export interface Region {
  readonly title: string
  readonly points: readonly Position[]
}

const radians = (deg: number): number => (deg * Math.PI) / 180
const degrees = (rad: number): number => (rad * 180) / Math.PI

/** A corner in a plane that keeps areas: degrees east of the ring's first vertex, and the sine of the latitude. */
interface Corner {
  readonly x: number
  readonly y: number
}

const cornersOf = ({ ring }: Polygon): readonly Corner[] =>
  ring.map(({ lonDeg, latDeg }) => ({
    x: wrapLonDeg(lonDeg - (ring[0]?.lonDeg ?? 0)),
    y: Math.sin(radians(latDeg)),
  }))

/** The area of a polygon for comparison with others only: degrees times sine, by the shoelace formula. */
function areaOf(polygon: Polygon): number {
  const corners = cornersOf(polygon)
  const doubled = corners.reduce((sum, { x, y }, i) => {
    const next = corners[(i + 1) % corners.length]
    return next === undefined ? sum : sum + x * next.y - next.x * y
  }, 0)
  return Math.abs(doubled) / 2
}

/** The radical inverse of a whole number, in [0, 1): its digits mirrored behind the point. */
function radicalInverse(n: number, base: number): number {
  let inverse = 0
  let weight = 1 / base
  for (let rest = n; rest > 0; rest = Math.trunc(rest / base)) {
    inverse += (rest % base) * weight
    weight /= base
  }
  return inverse
}

function pointsIn(polygon: Polygon): readonly Position[] {
  const corners = cornersOf(polygon)
  const least = (of: (corner: Corner) => number): number => Math.min(...corners.map(of))
  const [west, south] = [least(({ x }) => x), least(({ y }) => y)]
  const [wide, high] = [-least(({ x }) => -x) - west, -least(({ y }) => -y) - south]
  const firstDeg = polygon.ring[0]?.lonDeg ?? 0
  const points: Position[] = []
  for (let n = 1; n <= DRAWN_MAX && points.length < REGION_POINTS; n += 1) {
    const point = {
      lonDeg: wrapLonDeg(firstDeg + west + wide * radicalInverse(n, 2)),
      latDeg: degrees(Math.asin(south + high * radicalInverse(n, 3))),
    }
    if (contains(polygon, point)) points.push(point)
  }
  return points
}

/** The conflict region of an agreement: null where it has no polygon zone. Of two alike the lesser id is taken. */
export function regionOf(agreement: Agreement): Region | null {
  const [largest] = agreement.zones
    .flatMap((zone) =>
      zone.kind === 'polygon' ? [{ zone, polygon: zone.polygon, area: areaOf(zone.polygon) }] : [],
    )
    .toSorted((a, b) => b.area - a.area || (a.zone.id < b.zone.id ? -1 : 1))
  if (largest === undefined) return null
  const points = pointsIn(largest.polygon)
  return points.length === 0 ? null : { title: largest.zone.title, points }
}
