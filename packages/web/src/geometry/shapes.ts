import type { Estimate, Position } from '@holdfast/core/geo'
import type { RangeRing, Sector } from '@holdfast/core/observe'
import { shift, towards } from './plane.ts'
import type { LonLat } from './plane.ts'

const STEP_DEG = 3

/** Width of a closed arc clockwise, degrees in [0, 360): 350° to 10° is 20°. */
export const widthDeg = ({ fromDeg, toDeg }: Sector): number =>
  (((toDeg - fromDeg) % 360) + 360) % 360

function arc(centre: Position, sector: Sector, radiusM: number): LonLat[] {
  const width = widthDeg(sector)
  const steps = Math.max(1, Math.ceil(width / STEP_DEG))
  return Array.from({ length: steps + 1 }, (_, i) =>
    towards(centre, sector.fromDeg + (width * i) / steps, radiusM),
  )
}

/** A circle as a closed ring. */
export function circle(centre: Position, radiusM: number): LonLat[] {
  const ring = arc(centre, { fromDeg: 0, toDeg: 360 - STEP_DEG }, radiusM)
  return [...ring, ...ring.slice(0, 1)]
}

/**
 * What "south-east, 2 to 4 km" looks like: the part of the ring that lies in the sector, as a closed polygon. A ring
 * that starts at the observer gives a wedge.
 */
export function sectorPolygon(observer: Position, sector: Sector, ring: RangeRing): LonLat[] {
  const outer = arc(observer, sector, ring.maxM)
  const inner: LonLat[] =
    ring.minM > 0
      ? arc(observer, sector, ring.minM).toReversed()
      : [[observer.lonDeg, observer.latDeg]]
  return [...outer, ...inner, ...outer.slice(0, 1)]
}

/** The ellipse that holds 95 % of an estimate's probability, as a closed polygon. */
export function ellipsePolygon({
  position,
  ellipse95,
}: Pick<Estimate, 'position' | 'ellipse95'>): LonLat[] {
  const azimuth = (ellipse95.azimuthDeg * Math.PI) / 180
  const points = Array.from({ length: 72 }, (_, i) => {
    const angle = (i * 2 * Math.PI) / 72
    const along = Math.cos(angle) * ellipse95.semiMajorM
    const across = Math.sin(angle) * ellipse95.semiMinorM
    return shift(position, {
      eastM: along * Math.sin(azimuth) + across * Math.cos(azimuth),
      northM: along * Math.cos(azimuth) - across * Math.sin(azimuth),
    })
  })
  return [...points, ...points.slice(0, 1)]
}
