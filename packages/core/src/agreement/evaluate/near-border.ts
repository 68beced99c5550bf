/** All that lies nearer to a line than a distance: one strip of a withdrawal zone, a corridor, the near part of a band. */
import { distanceToLineM } from '../../geo/index.ts'
import type { Polyline, Position } from '../../geo/index.ts'
import { INSIDE, MIXED, OUTSIDE } from './border.ts'
import type { Border, Status } from './border.ts'
import type { Box } from './box.ts'
import type { Cloud } from './cloud.ts'
import type { Legs } from './legs.ts'
import { SCALE_ERROR, Scale } from './scale.ts'

/** Nearer to the border than this, metres, `geo` decides. */
const CLOSE_M = 0.001

/** Places whose distance to the line is below `depthM`, metres (open). */
export class NearBorder implements Border {
  readonly #line: Polyline
  readonly #legs: Legs
  readonly #depthM: number
  readonly #closeM: number
  readonly #scale = new Scale()

  constructor(line: Polyline, legs: Legs, depthM: number) {
    this.#line = line
    this.#legs = legs
    this.#depthM = depthM
    this.#closeM = CLOSE_M + SCALE_ERROR * depthM
  }

  isInside(position: Position): boolean {
    return distanceToLineM(this.#line, position) < this.#depthM
  }

  // Any point p of the box: |d(p) - d(centre)| is at most the box's radius, lengths in the frame at p taken with its stretch.
  statusOf(box: Box): Status {
    if (!box.isPlane || this.#legs.count === 0) return MIXED
    const beyondM = this.#reachM(box)
    const withinM = this.#depthM / (1 + box.stretch) - box.radiusM - this.#closeM
    const squareM2 = this.#legs.nearestToM2(box)
    if (withinM > 0 && squareM2 < withinM * withinM) return INSIDE
    return squareM2 > beyondM * beyondM ? OUTSIDE : MIXED
  }

  #reachM(box: Box): number {
    return this.#depthM / (1 - box.stretch) + box.radiusM + this.#closeM
  }

  mark(cloud: Cloud, into: Uint8Array): void {
    const { box } = cloud
    const count = box === null ? -1 : this.#legs.gatherWithin(box, this.#reachM(box))
    const insideM = Math.max(0, this.#depthM - this.#closeM)
    const outsideM = this.#depthM + this.#closeM
    const insideM2 = insideM * insideM
    const outsideM2 = outsideM * outsideM
    const at = { lonDeg: 0, latDeg: 0, eastMPerDeg: 0, northMPerDeg: 0 }
    let witness = 0
    for (let i = 0; i < cloud.count; i += 1) {
      at.lonDeg = cloud.lonDeg[i] as number
      at.latDeg = cloud.latDeg[i] as number
      at.eastMPerDeg = this.#scale.eastMPerDeg(at.latDeg)
      at.northMPerDeg = this.#scale.northMPerDeg(at.latDeg)
      let squareM2 = outsideM2
      if (count < 0) squareM2 = this.#legs.nearestM2(at, outsideM2, insideM2)
      else {
        // The leg that held the point before often holds this one too.
        for (let n = -1; n < count && squareM2 >= insideM2; n += 1) {
          const leg = this.#legs.gathered[n < 0 ? witness : n] as number
          const legM2 = this.#legs.squareM2(leg, at)
          if (legM2 < squareM2) {
            squareM2 = legM2
            if (n >= 0) witness = n
          }
          if (count === 0) break
        }
      }
      into[i] =
        squareM2 < insideM2 || (squareM2 < outsideM2 && this.isInside(cloud.position(i))) ? 1 : 0
    }
  }
}
