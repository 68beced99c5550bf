/** A disc about a place: a site with a radius. */
import { distanceM, wrapLonDeg } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import { INSIDE, MIXED, OUTSIDE } from './border.ts'
import type { Border, Status } from './border.ts'
import type { Box } from './box.ts'
import type { Cloud } from './cloud.ts'
import { LAT_DEG_MAX, SCALE_ERROR, Scale } from './scale.ts'

/** Places nearer to the middle than `radiusM`, metres (open), by the frame midway: good to 0.1 % within 100 km. */
export interface Disc {
  readonly position: Position
  readonly radiusM: number
}

/** Whether a place lies in a disc. */
export const isInDisc = ({ position, radiusM }: Disc, place: Position): boolean =>
  distanceM(position, place) < radiusM

const RAD_PER_DEG = Math.PI / 180
/** No degree of latitude is shorter, metres. */
const NORTH_M_PER_DEG_LEAST = 110_000
/** Nearer to the border than this, metres, `geo` decides. */
const CLOSE_M = 0.001

/** Places in a disc. */
export class DiscBorder implements Border {
  readonly #disc: Disc
  readonly #scale = new Scale()

  constructor(disc: Disc) {
    this.#disc = disc
  }

  isInside(position: Position): boolean {
    return isInDisc(this.#disc, position)
  }

  statusOf(box: Box): Status {
    const { position, radiusM } = this.#disc
    const apartDeg = Math.abs(position.latDeg - box.latDeg)
    if ((apartDeg - box.halfLatDeg) * NORTH_M_PER_DEG_LEAST > radiusM) return OUTSIDE
    const polewardDeg = Math.max(
      Math.abs(position.latDeg),
      Math.abs(box.south),
      Math.abs(box.north),
    )
    if (!box.isPlane || polewardDeg >= LAT_DEG_MAX) return MIXED
    // The frame midway differs from the box's own by `growth`, and between points of the box by `stretch`.
    const steepest = (Math.tan(polewardDeg * RAD_PER_DEG) + 0.0102) * RAD_PER_DEG
    const growth = steepest * (apartDeg + box.halfLatDeg)
    const stretch = steepest * box.halfLatDeg + SCALE_ERROR
    if (growth > 0.2 || stretch > 0.2) return MIXED
    const middleM = distanceM(position, { lonDeg: box.lonDeg, latDeg: box.latDeg })
    const reachM = box.radiusM * (1 + growth * (1 + growth))
    const slackM = reachM + stretch * (1 + stretch) * (middleM + reachM) + CLOSE_M
    if (middleM + slackM < radiusM) return INSIDE
    return middleM - slackM > radiusM ? OUTSIDE : MIXED
  }

  mark(cloud: Cloud, into: Uint8Array): void {
    const { position, radiusM } = this.#disc
    const closeM = CLOSE_M + SCALE_ERROR * radiusM
    for (let i = 0; i < cloud.count; i += 1) {
      const latDeg = cloud.latDeg[i] as number
      const midDeg = (latDeg + position.latDeg) / 2
      const x =
        wrapLonDeg((cloud.lonDeg[i] as number) - position.lonDeg) * this.#scale.eastMPerDeg(midDeg)
      const y = (latDeg - position.latDeg) * this.#scale.northMPerDeg(midDeg)
      const distance = Math.sqrt(x * x + y * y)
      const isClear = Math.abs(distance - radiusM) > closeM
      into[i] = (isClear ? distance < radiusM : this.isInside(cloud.position(i))) ? 1 : 0
    }
  }
}
