/** The equally weighted points that stand for where an event may have been, as numbers, with a box that holds them all. */
import { extentOf, frameAt } from '../../geo/index.ts'
import type { Estimate, Offset, Position } from '../../geo/index.ts'
import { Box } from './box.ts'
import { LAT_DEG_MAX, Scale } from './scale.ts'

/** Added to each side of the box, degrees: about a centimetre, far above the error of `Scale` at any size that is plane. */
const SIDE_DEG = 1e-7

/** Longitudes, degrees, in which all that an agreement draws and the points of an event differ by less than 180°. */
export interface Span {
  readonly west: number
  readonly east: number
}

/** The points of one event, or of a region; used again for the next one. */
export class Cloud {
  count = 0
  /** Degrees, good to 10⁻¹² of them: `position` is exact. Filled by `place`. */
  lonDeg = new Float64Array(256)
  latDeg = new Float64Array(256)
  /** Null where the points lie too near a pole, the meridian of 180°, or too far from what is drawn: nothing is settled. */
  box: Box | null = null
  #origin: Position = { lonDeg: 0, latDeg: 0 }
  #offsets: readonly Offset[] = []
  #positions: readonly Position[] | null = null
  #isPlaced = false
  readonly #own = new Box({ west: 0, south: 0, east: 0, north: 0 })
  readonly #scale = new Scale()

  /** Takes the points of an estimate. */
  take({ position, support, extent }: Estimate, span: Span): void {
    this.#origin = position
    this.#offsets = support
    this.#positions = null
    this.#isPlaced = false
    this.count = support.length
    this.box = null
    if (!(Math.abs(position.latDeg) < LAT_DEG_MAX) || support.length === 0) return
    const { westM, southM, eastM, northM } = extent ?? extentOf(support)
    const eastMPerDeg = this.#scale.eastMPerDeg(position.latDeg)
    const northMPerDeg = this.#scale.northMPerDeg(position.latDeg)
    this.#own.lay(
      position.lonDeg + westM / eastMPerDeg - SIDE_DEG,
      position.latDeg + southM / northMPerDeg - SIDE_DEG,
      position.lonDeg + eastM / eastMPerDeg + SIDE_DEG,
      position.latDeg + northM / northMPerDeg + SIDE_DEG,
    )
    this.#bound(span)
  }

  /** Takes points that are given in degrees. */
  takePositions(positions: readonly Position[], span: Span): void {
    this.#positions = positions
    this.#isPlaced = false
    this.count = positions.length
    this.box = null
    if (positions.length === 0) return
    const least = (of: (one: Position) => number): number => Math.min(...positions.map(of))
    this.#own.lay(
      least(({ lonDeg }) => lonDeg),
      least(({ latDeg }) => latDeg),
      -least(({ lonDeg }) => -lonDeg),
      -least(({ latDeg }) => -latDeg),
    )
    this.#bound(span)
  }

  #bound({ west, east }: Span): void {
    const box = this.#own
    if (box.isPlane && box.west > west && box.east < east) this.box = box
  }

  /** Works out the points in degrees, once an event: most events never need them. */
  place(): void {
    if (this.#isPlaced) return
    this.#isPlaced = true
    const { count } = this
    if (this.lonDeg.length < count) {
      this.lonDeg = new Float64Array(count)
      this.latDeg = new Float64Array(count)
    }
    if (this.#positions !== null) {
      for (const [i, { lonDeg, latDeg }] of this.#positions.entries()) {
        this.lonDeg[i] = lonDeg
        this.latDeg[i] = latDeg
      }
      return
    }
    const { lonDeg, latDeg } = this.#origin
    const one = frameAt(this.#origin).toOffset({ lonDeg: lonDeg + 1, latDeg: latDeg + 1 })
    for (let i = 0; i < count; i += 1) {
      const { eastM, northM } = this.#offsets[i] as Offset
      this.lonDeg[i] = lonDeg + eastM / one.eastM
      this.latDeg[i] = latDeg + northM / one.northM
    }
  }

  /** A point as `supportPositions` gives it, to the last bit. */
  position(i: number): Position {
    const given = this.#positions?.[i]
    return given ?? frameAt(this.#origin).toPosition(this.#offsets[i] as Offset)
  }
}
