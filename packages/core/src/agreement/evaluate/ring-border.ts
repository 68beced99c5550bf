/** A polygon, by the even-odd rule. */
import { contains } from '../../geo/index.ts'
import type { Polygon, Position } from '../../geo/index.ts'
import { INSIDE, MIXED, OUTSIDE } from './border.ts'
import type { Border, Status } from './border.ts'
import type { Box } from './box.ts'
import type { Cloud } from './cloud.ts'
import type { Legs } from './legs.ts'

/** Nearer to an edge than this along the parallel, degrees, `geo` decides: about a tenth of a millimetre. */
const CLOSE_DEG = 1e-9
/** Nearer to the latitude of a corner than this, degrees, `geo` decides on which side of it the point lies. */
const LEVEL_DEG = 1e-11

/** Places in a polygon. The local frame of a point scales each axis, so what an edge crosses is the same in degrees. */
export class RingBorder implements Border {
  readonly #polygon: Polygon
  readonly #legs: Legs

  constructor(polygon: Polygon, legs: Legs) {
    this.#polygon = polygon
    this.#legs = legs
  }

  isInside(position: Position): boolean {
    return contains(this.#polygon, position)
  }

  // Between two points that no edge parts the parity of crossings does not change.
  statusOf(box: Box): Status {
    if (!box.isPlane || this.#legs.touches(box)) return MIXED
    const { lonDeg, latDeg } = box
    const count = this.#legs.gatherEastOf(lonDeg, latDeg, latDeg)
    const parity = count < 0 ? -1 : this.#parity(count, lonDeg, latDeg)
    const isInside = parity < 0 ? this.isInside({ lonDeg, latDeg }) : parity === 1
    return isInside ? INSIDE : OUTSIDE
  }

  /** 1 for an odd number of crossings to the east, 0 for an even one, -1 where an edge is too close to tell. */
  #parity(count: number, lonDeg: number, latDeg: number): number {
    const { aLon, aLat, bLon, bLat, gathered } = this.#legs
    let parity = 0
    for (let n = 0; n < count; n += 1) {
      const leg = gathered[n] as number
      const fromLat = (aLat[leg] as number) - latDeg
      const toLat = (bLat[leg] as number) - latDeg
      if (Math.abs(fromLat) < LEVEL_DEG || Math.abs(toLat) < LEVEL_DEG) return -1
      if (fromLat > 0 === toLat > 0) continue
      const fromLon = (aLon[leg] as number) - lonDeg
      const toLon = (bLon[leg] as number) - lonDeg
      const crossing = fromLon - (fromLat / (toLat - fromLat)) * (toLon - fromLon)
      if (Math.abs(crossing) < CLOSE_DEG) return -1
      if (crossing > 0) parity = 1 - parity
    }
    return parity
  }

  mark(cloud: Cloud, into: Uint8Array): void {
    const { box } = cloud
    const near = 1e-6
    const count =
      box === null
        ? -1
        : this.#legs.gatherEastOf(box.west - near, box.south - near, box.north + near)
    for (let i = 0; i < cloud.count; i += 1) {
      const parity =
        count < 0 ? -1 : this.#parity(count, cloud.lonDeg[i] as number, cloud.latDeg[i] as number)
      into[i] = parity < 0 ? (this.isInside(cloud.position(i)) ? 1 : 0) : parity
    }
  }
}
