/**
 * The side of a line: all that lies to the left of it, as `sideOf` decides. That asks the nearest leg; where two are equally
 * near (a corner), the one whose prolongation lies farther from the point. For a box the answer is one only if every part
 * of the line that can be nearest to any of its points gives the same one. Which parts can be nearest, and what they say:
 *
 * - the inside of a leg: then the point lies as far from the leg's prolongation as from the line;
 * - a corner: then the point lies before neither of its legs, and the one with the farther prolongation speaks;
 * - an end of the line: then the end's leg speaks, and sides part along its prolongation.
 *
 * Distances are taken from the box's centre, with a slack for its other points and for their frames. A leg farther away
 * than the nearest by a metre never speaks: `sideOf` takes distances for equal within a micrometre, and to bridge a metre
 * so a line would need a million legs.
 */
import { sideOf } from '../../geo/index.ts'
import type { Polyline, Position } from '../../geo/index.ts'
import { INSIDE, MIXED, OUTSIDE } from './border.ts'
import type { Border, Status } from './border.ts'
import type { Box } from './box.ts'
import type { Cloud } from './cloud.ts'
import type { Legs, Viewpoint } from './legs.ts'
import { Scale } from './scale.ts'

/** Legs as near as the nearest within this, metres, may speak. */
const TIE_M = 1
/** Nearer to a leg's prolongation than this, metres, `geo` decides. */
const CLOSE_M = 0.001
/** The direction of a leg shorter than this, metres, is too uncertain: `geo` decides. */
const TINY_M = 0.1
/** A corner between legs shorter than this, metres, settles nothing: see the note on ties above. */
const SHORT_M = 5
/** Beside the box and its frames: ties of distances reach so far along a leg, metres. */
const SLACK_M = 3

/** A leg as seen from a place; used again for the next one. */
class Seen {
  /** Its start and end, metres east and north of the place. */
  x = 0
  y = 0
  endX = 0
  endY = 0
  lengthM = 0
  /** Distance of the place from its prolongation, metres, positive to the left. */
  leftM = 0
  /** How far along the leg, from its start, the place's foot lies, metres. */
  footM = 0

  see(legs: Legs, leg: number, { lonDeg, latDeg, eastMPerDeg, northMPerDeg }: Viewpoint): void {
    const x = ((legs.aLon[leg] as number) - lonDeg) * eastMPerDeg
    const y = ((legs.aLat[leg] as number) - latDeg) * northMPerDeg
    const endX = ((legs.bLon[leg] as number) - lonDeg) * eastMPerDeg
    const endY = ((legs.bLat[leg] as number) - latDeg) * northMPerDeg
    const [dx, dy] = [endX - x, endY - y]
    const lengthM = Math.sqrt(dx * dx + dy * dy)
    this.x = x
    this.y = y
    this.endX = endX
    this.endY = endY
    this.lengthM = lengthM
    this.leftM = (dy * x - dx * y) / lengthM
    this.footM = -(x * dx + y * dy) / lengthM
  }
}

/** What the parts of a line around a box say of its points; `nearM` to the line, `slackM` for the other points. */
class Voices {
  readonly #legs: Legs
  readonly #box: Box
  readonly #nearM: number
  readonly #slackM: number
  readonly #one = new Seen()
  readonly #next = new Seen()
  #isLeft = false
  #isRight = false
  #isOpen = false

  constructor(legs: Legs, box: Box, { nearM, slackM }: { nearM: number; slackM: number }) {
    this.#legs = legs
    this.#box = box
    this.#nearM = nearM
    this.#slackM = slackM
  }

  #say(leftM: number): void {
    if (leftM > this.#slackM) this.#isLeft = true
    else if (leftM < -this.#slackM) this.#isRight = true
    else this.#isOpen = true
  }

  #isInReach(x: number, y: number): boolean {
    const reachM = this.#nearM + 2 * this.#slackM
    return x * x + y * y <= reachM * reachM
  }

  hear(leg: number): void {
    const one = this.#one
    one.see(this.#legs, leg, this.#box)
    const { leftM, footM, lengthM } = one
    if (lengthM < SHORT_M) this.#isOpen = true
    const isBeside = footM >= -this.#slackM && footM <= lengthM + this.#slackM
    if (isBeside && Math.abs(leftM) >= this.#nearM - 2 * this.#slackM) this.#say(leftM)
    if (leg === 0 && footM <= this.#slackM && this.#isInReach(one.x, one.y)) this.#say(leftM)
    if (footM < lengthM - this.#slackM || !this.#isInReach(one.endX, one.endY)) return
    if (leg === this.#legs.count - 1) this.#say(leftM)
    else this.#hearCorner(leftM, leg + 1)
  }

  #hearCorner(beforeM: number, leg: number): void {
    this.#next.see(this.#legs, leg, this.#box)
    const { leftM: afterM, footM } = this.#next
    if (footM > this.#slackM) return
    const [one, other] = [Math.abs(beforeM), Math.abs(afterM)]
    if (one > other + 2 * this.#slackM) this.#say(beforeM)
    else if (other > one + 2 * this.#slackM) this.#say(afterM)
    else {
      this.#say(beforeM)
      this.#say(afterM)
    }
  }

  /** Whether nothing that is heard can settle it any more. */
  get isOpen(): boolean {
    return this.#isOpen || (this.#isLeft && this.#isRight)
  }

  get status(): Status {
    if (this.isOpen || this.#isLeft === this.#isRight) return MIXED
    return this.#isLeft ? INSIDE : OUTSIDE
  }
}

/** Places to the left of a line. */
export class SideBorder implements Border {
  readonly #line: Polyline
  readonly #legs: Legs
  readonly #scale = new Scale()
  readonly #seen = new Seen()

  constructor(line: Polyline, legs: Legs) {
    this.#line = line
    this.#legs = legs
  }

  isInside(position: Position): boolean {
    return sideOf(this.#line, position) === 'left'
  }

  statusOf(box: Box): Status {
    if (!box.isPlane || this.#legs.count === 0) return MIXED
    const nearM = Math.sqrt(this.#legs.nearestToM2(box))
    const slackM = box.radiusM + 6 * box.stretch * (nearM + 2 * box.radiusM) + SLACK_M
    if (nearM <= 3 * slackM) return MIXED
    const count = this.#legs.gatherWithin(box, nearM + 2 * slackM)
    if (count < 0) return MIXED
    const voices = new Voices(this.#legs, box, { nearM, slackM })
    // A corner in reach is heard with the leg before it, which is then in reach, too.
    for (let n = 0; n < count && !voices.isOpen; n += 1)
      voices.hear(this.#legs.gathered[n] as number)
    return voices.status
  }

  mark(cloud: Cloud, into: Uint8Array): void {
    const { box } = cloud
    const count = box === null ? -1 : this.#gatherFor(box)
    const near = new Int32Array(this.#legs.gathered.subarray(0, Math.max(0, count)))
    const squares = new Float64Array(near.length)
    const at = { lonDeg: 0, latDeg: 0, eastMPerDeg: 0, northMPerDeg: 0 }
    for (let i = 0; i < cloud.count; i += 1) {
      at.lonDeg = cloud.lonDeg[i] as number
      at.latDeg = cloud.latDeg[i] as number
      at.eastMPerDeg = this.#scale.eastMPerDeg(at.latDeg)
      at.northMPerDeg = this.#scale.northMPerDeg(at.latDeg)
      const said = count < 0 ? this.#saidByTree(at) : this.#said(near, squares, at)
      into[i] = said < 0 ? (this.isInside(cloud.position(i)) ? 1 : 0) : said
    }
  }

  #gatherFor(box: Box): number {
    const nearM = Math.sqrt(this.#legs.nearestToM2(box))
    const slackM = box.radiusM + 6 * box.stretch * (nearM + 2 * box.radiusM) + SLACK_M
    return this.#legs.gatherWithin(box, nearM + 2 * slackM)
  }

  #saidByTree(at: Viewpoint): number {
    const nearM = Math.sqrt(this.#legs.nearestM2(at, Number.POSITIVE_INFINITY))
    const count = this.#legs.gatherWithin(at, nearM + TIE_M)
    if (count < 0) return -1
    let said = -1
    for (let n = 0; n < count; n += 1) {
      const one = this.#saidBy(this.#legs.gathered[n] as number, at)
      if (one < 0 || (said >= 0 && one !== said)) return -1
      said = one
    }
    return said
  }

  /** 1 for left, 0 for right, -1 where those that may speak differ or lie too close. */
  #said(near: Int32Array, squares: Float64Array, at: Viewpoint): number {
    let leastM2 = Number.POSITIVE_INFINITY
    for (let n = 0; n < near.length; n += 1) {
      const squareM2 = this.#legs.squareM2(near[n] as number, at)
      squares[n] = squareM2
      if (squareM2 < leastM2) leastM2 = squareM2
    }
    const reachM = Math.sqrt(leastM2) + TIE_M
    const reachM2 = reachM * reachM
    let said = -1
    for (let n = 0; n < near.length; n += 1) {
      if ((squares[n] as number) > reachM2) continue
      const one = this.#saidBy(near[n] as number, at)
      if (one < 0 || (said >= 0 && one !== said)) return -1
      said = one
    }
    return said
  }

  #saidBy(leg: number, at: Viewpoint): number {
    this.#seen.see(this.#legs, leg, at)
    const { leftM, lengthM } = this.#seen
    if (Math.abs(leftM) < CLOSE_M || lengthM < TINY_M) return -1
    return leftM > 0 ? 1 : 0
  }
}
