/**
 * The legs of a chain of positions with a tree of boxes over them, so that a question about one place looks at some tens of
 * legs instead of thousands. Legs stay in degrees: the local frame of any point is then a scale of each axis, a box in
 * degrees is a box in every frame, and what is asked is the same as over the whole chain, in that point's own frame.
 */
import type { Position } from '../../geo/index.ts'
import type { Box } from './box.ts'

const FAN = 8
/** Most legs that one question gathers; more are asked for one by one. */
export const GATHERED_MAX = 256

/** A place with the metres in a degree there: a local frame. */
export interface Viewpoint {
  readonly lonDeg: number
  readonly latDeg: number
  readonly eastMPerDeg: number
  readonly northMPerDeg: number
}

/** Boxes of one level: west, south, east, north, four numbers each. */
type Level = Float64Array

/** Legs of a chain, those without a length left out. */
export class Legs {
  readonly count: number
  /** Ends of the legs, degrees. */
  readonly aLon: Float64Array
  readonly aLat: Float64Array
  readonly bLon: Float64Array
  readonly bLat: Float64Array
  /** What the last gathering found, by number, in the order of the chain. */
  readonly gathered = new Int32Array(GATHERED_MAX)
  readonly #levels: Level[] = []
  #lastMark = 0
  #lastM2 = 0
  #found = 0
  #best = 0

  constructor(chain: readonly Position[]) {
    const ends = chain.filter((one, i) => {
      const before = chain[i - 1]
      return before?.lonDeg !== one.lonDeg || before.latDeg !== one.latDeg
    })
    this.count = Math.max(0, ends.length - 1)
    const column = (of: (one: Position) => number, from: number): Float64Array =>
      Float64Array.from(ends.slice(from, from + this.count), of)
    this.aLon = column(({ lonDeg }) => lonDeg, 0)
    this.aLat = column(({ latDeg }) => latDeg, 0)
    this.bLon = column(({ lonDeg }) => lonDeg, 1)
    this.bLat = column(({ latDeg }) => latDeg, 1)
    let below: Level | null = null
    do {
      below = this.#level(below)
      this.#levels.push(below)
    } while (below.length > 4 * FAN)
  }

  #level(below: Level | null): Level {
    const children = below === null ? this.count : below.length / 4
    const level = new Float64Array(4 * Math.max(1, Math.ceil(children / FAN)))
    for (let at = 0; at < level.length; at += 4)
      level.set(
        [
          Number.POSITIVE_INFINITY,
          Number.POSITIVE_INFINITY,
          Number.NEGATIVE_INFINITY,
          Number.NEGATIVE_INFINITY,
        ],
        at,
      )
    for (let child = 0; child < children; child += 1) {
      const at = 4 * Math.trunc(child / FAN)
      const [west, south, east, north] =
        below === null ? this.#boundsOf(child) : [...below.subarray(4 * child, 4 * child + 4)]
      level[at] = Math.min(level[at] as number, west as number)
      level[at + 1] = Math.min(level[at + 1] as number, south as number)
      level[at + 2] = Math.max(level[at + 2] as number, east as number)
      level[at + 3] = Math.max(level[at + 3] as number, north as number)
    }
    return level
  }

  #boundsOf(leg: number): readonly number[] {
    const [aLon, aLat] = [this.aLon[leg] as number, this.aLat[leg] as number]
    const [bLon, bLat] = [this.bLon[leg] as number, this.bLat[leg] as number]
    return [Math.min(aLon, bLon), Math.min(aLat, bLat), Math.max(aLon, bLon), Math.max(aLat, bLat)]
  }

  /** Square of the distance from a place to a leg, square metres, in the place's frame. */
  squareM2(leg: number, { lonDeg, latDeg, eastMPerDeg, northMPerDeg }: Viewpoint): number {
    const ax = ((this.aLon[leg] as number) - lonDeg) * eastMPerDeg
    const ay = ((this.aLat[leg] as number) - latDeg) * northMPerDeg
    const dx = ((this.bLon[leg] as number) - lonDeg) * eastMPerDeg - ax
    const dy = ((this.bLat[leg] as number) - latDeg) * northMPerDeg - ay
    const along = -(ax * dx + ay * dy) / (dx * dx + dy * dy)
    const at = along > 0 ? (along < 1 ? along : 1) : 0
    const x = ax + at * dx
    const y = ay + at * dy
    return x * x + y * y
  }

  #boundM2(level: Level, box: number, at: Viewpoint): number {
    const west = (level[box] as number) - at.lonDeg
    const south = (level[box + 1] as number) - at.latDeg
    const east = at.lonDeg - (level[box + 2] as number)
    const north = at.latDeg - (level[box + 3] as number)
    const x = (west > east ? west : east) * at.eastMPerDeg
    const y = (south > north ? south : north) * at.northMPerDeg
    return (x > 0 ? x * x : 0) + (y > 0 ? y * y : 0)
  }

  /**
   * Square of the distance to the nearest leg, if it is below `limitM2`; otherwise `limitM2`. Once something nearer than
   * `enoughM2` is found, any square below that may be returned.
   */
  nearestM2(at: Viewpoint, limitM2: number, enoughM2 = 0): number {
    this.#best = limitM2
    const top = this.#levels.length - 1
    this.#first(top, at)
    if (this.#best >= enoughM2)
      this.#nearest(top, { from: 0, to: (this.#levels[top] as Level).length / 4 }, { at, enoughM2 })
    return this.#best
  }

  /** Square of the distance from a box's centre to the nearest leg. Many borders of one line ask it of one box in turn. */
  nearestToM2(box: Box): number {
    if (box.mark !== this.#lastMark) {
      this.#lastMark = box.mark
      this.#lastM2 = this.nearestM2(box, Number.POSITIVE_INFINITY)
    }
    return this.#lastM2
  }

  // A way down through the box that is nearest at each level: a good bound to begin with.
  #first(top: number, at: Viewpoint): void {
    let [from, to] = [0, (this.#levels[top] as Level).length / 4]
    for (let depth = top; depth >= 0; depth -= 1) {
      const level = this.#levels[depth] as Level
      let least = Number.POSITIVE_INFINITY
      let nearest = from
      for (let box = from; box < to; box += 1) {
        const boundM2 = this.#boundM2(level, 4 * box, at)
        if (boundM2 < least) {
          least = boundM2
          nearest = box
        }
      }
      if (least >= this.#best) return
      from = nearest * FAN
      to = Math.min(
        from + FAN,
        depth === 0 ? this.count : (this.#levels[depth - 1] as Level).length / 4,
      )
    }
    this.#lower(from, to, at)
  }

  #lower(from: number, to: number, at: Viewpoint): void {
    for (let leg = from; leg < to; leg += 1) {
      const squareM2 = this.squareM2(leg, at)
      if (squareM2 < this.#best) this.#best = squareM2
    }
  }

  #nearest(
    depth: number,
    range: { readonly from: number; readonly to: number },
    ask: { readonly at: Viewpoint; readonly enoughM2: number },
  ): void {
    const level = this.#levels[depth] as Level
    for (let box = range.from; box < range.to; box += 1) {
      if (this.#boundM2(level, 4 * box, ask.at) >= this.#best) continue
      const from = box * FAN
      if (depth === 0) this.#lower(from, Math.min(from + FAN, this.count), ask.at)
      else {
        const to = Math.min(from + FAN, (this.#levels[depth - 1] as Level).length / 4)
        this.#nearest(depth - 1, { from, to }, ask)
      }
      if (this.#best < ask.enoughM2) return
    }
  }

  /** Gathers the legs within a reach, metres; tells how many, or -1 where they are more than `GATHERED_MAX`. */
  gatherWithin(at: Viewpoint, reachM: number): number {
    const reachM2 = reachM * reachM
    return this.#gather(
      (level, box) => this.#boundM2(level, box, at) <= reachM2,
      (leg) => this.squareM2(leg, at) <= reachM2,
    )
  }

  /** Gathers the legs that reach into a span of latitudes and end nowhere west of a longitude; -1 as above. */
  gatherEastOf(west: number, south: number, north: number): number {
    return this.#gather(
      (level, box) =>
        (level[box + 1] as number) <= north &&
        (level[box + 3] as number) >= south &&
        (level[box + 2] as number) >= west,
      (leg) => {
        const [aLat, bLat] = [this.aLat[leg] as number, this.bLat[leg] as number]
        return (
          Math.min(aLat, bLat) <= north &&
          Math.max(aLat, bLat) >= south &&
          Math.max(this.aLon[leg] as number, this.bLon[leg] as number) >= west
        )
      },
    )
  }

  #gather(
    isBoxHeld: (level: Level, box: number) => boolean,
    isLegHeld: (leg: number) => boolean,
  ): number {
    this.#found = 0
    const top = this.#levels.length - 1
    const visit = (depth: number, first: number, end: number): void => {
      const level = this.#levels[depth] as Level
      for (let box = first; box < end && this.#found <= GATHERED_MAX; box += 1) {
        if (!isBoxHeld(level, 4 * box)) continue
        const from = box * FAN
        if (depth > 0) {
          visit(
            depth - 1,
            from,
            Math.min(from + FAN, (this.#levels[depth - 1] as Level).length / 4),
          )
          continue
        }
        for (let leg = from; leg < Math.min(from + FAN, this.count); leg += 1)
          if (isLegHeld(leg)) {
            // The last place tells that there were too many; what is written beyond the array is dropped.
            this.gathered[this.#found] = leg
            this.#found += 1
          }
      }
    }
    visit(top, 0, (this.#levels[top] as Level).length / 4)
    return this.#found > GATHERED_MAX ? -1 : this.#found
  }

  /** Whether any leg touches a box, or comes within 10⁻⁷ degrees of it. */
  touches(box: Box): boolean {
    const near = 1e-7
    const [west, south] = [box.west - near, box.south - near]
    const [east, north] = [box.east + near, box.north + near]
    const visit = (depth: number, first: number, end: number): boolean => {
      const level = this.#levels[depth] as Level
      for (let one = first; one < end; one += 1) {
        const at = 4 * one
        const isApart =
          (level[at] as number) > east ||
          (level[at + 1] as number) > north ||
          (level[at + 2] as number) < west ||
          (level[at + 3] as number) < south
        if (isApart) continue
        const from = one * FAN
        if (depth > 0) {
          if (
            visit(
              depth - 1,
              from,
              Math.min(from + FAN, (this.#levels[depth - 1] as Level).length / 4),
            )
          )
            return true
          continue
        }
        for (let leg = from; leg < Math.min(from + FAN, this.count); leg += 1)
          if (this.#legTouches(leg, box, near)) return true
      }
      return false
    }
    const top = this.#levels.length - 1
    return visit(top, 0, (this.#levels[top] as Level).length / 4)
  }

  // Separating axes: the box's own two, and the normal of the leg.
  #legTouches(leg: number, box: Box, near: number): boolean {
    const ax = (this.aLon[leg] as number) - box.lonDeg
    const ay = (this.aLat[leg] as number) - box.latDeg
    const bx = (this.bLon[leg] as number) - box.lonDeg
    const by = (this.bLat[leg] as number) - box.latDeg
    const halfLon = box.halfLonDeg + near
    const halfLat = box.halfLatDeg + near
    if (Math.min(ax, bx) > halfLon || Math.max(ax, bx) < -halfLon) return false
    if (Math.min(ay, by) > halfLat || Math.max(ay, by) < -halfLat) return false
    const dx = bx - ax
    const dy = by - ay
    return Math.abs(dx * ay - dy * ax) <= Math.abs(dx) * halfLat + Math.abs(dy) * halfLon
  }
}
