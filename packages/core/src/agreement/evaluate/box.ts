/**
 * A box in degrees, and what must be known of it to settle something for all of its points at once: the half of its
 * diagonal, and by how much the frames of its points differ from the one at its centre.
 */
import { LAT_DEG_MAX, SCALE_ERROR, Scale } from './scale.ts'

const RAD_PER_DEG = Math.PI / 180
const marks = { last: 0 }
function nextMark(): number {
  marks.last += 1
  return marks.last
}

/** Added to half a diagonal, metres, for rounding. */
const SLACK_M = 0.01

/** Sides of a box, degrees. */
export interface Sides {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

/** A box of longitudes and latitudes, its edges included; it does not cross the meridian of 180°. Used again: see `lay`. */
export class Box {
  /** Another one with each laying: what was found out about a box holds for its mark. */
  mark = 0
  /** Its sides, degrees. */
  west = 0
  south = 0
  east = 0
  north = 0
  /** Its centre. */
  lonDeg = 0
  latDeg = 0
  halfLonDeg = 0
  halfLatDeg = 0
  /** Metres in a degree, in the frame at its centre. */
  eastMPerDeg = 0
  northMPerDeg = 0
  /** No point lies farther from the centre, metres in the centre's frame. */
  radiusM = Number.POSITIVE_INFINITY
  /** A length in the frame of any of its points differs from that in the centre's frame by this share at most. */
  stretch = Number.POSITIVE_INFINITY
  readonly #scale = new Scale()

  constructor({ west, south, east, north }: Sides) {
    this.lay(west, south, east, north)
  }

  /** Lays it anew, by its sides in degrees: a box for each event would cost more than what is asked of it. */
  lay(west: number, south: number, east: number, north: number): void {
    this.mark = nextMark()
    this.west = west
    this.south = south
    this.east = east
    this.north = north
    this.lonDeg = (west + east) / 2
    this.latDeg = (south + north) / 2
    this.halfLonDeg = (east - west) / 2
    this.halfLatDeg = (north - south) / 2
    this.radiusM = Number.POSITIVE_INFINITY
    this.stretch = Number.POSITIVE_INFINITY
    const polewardDeg = Math.max(Math.abs(south), Math.abs(north))
    if (!(polewardDeg < LAT_DEG_MAX)) return
    this.eastMPerDeg = this.#scale.eastMPerDeg(this.latDeg)
    this.northMPerDeg = this.#scale.northMPerDeg(this.latDeg)
    const eastM = this.halfLonDeg * this.eastMPerDeg
    const northM = this.halfLatDeg * this.northMPerDeg
    this.radiusM = Math.sqrt(eastM * eastM + northM * northM) + SLACK_M
    // The radii of the ellipsoid: d ln(metres east) / d latitude is at most the tangent, that of metres north 0.0102.
    const halfRad = this.halfLatDeg * RAD_PER_DEG
    const share = (Math.tan(polewardDeg * RAD_PER_DEG) + 0.0102) * halfRad
    this.stretch = share * (1 + share) + 2 * SCALE_ERROR
  }

  /** Whether anything can be settled for it at once: it is neither too near a pole nor too large. */
  get isPlane(): boolean {
    return this.stretch < STRETCH_MAX
  }
}

/** A box whose frames differ more is too large to settle anything for. */
const STRETCH_MAX = 0.15
