/**
 * What a tracker is given and gives. All numbers are SI in a plane: metres east and north of an anchor, seconds from the
 * tracker's epoch, azimuths in radians from north, clockwise. On the Earth a plane is a local east-north frame, and there
 * are many; a scenario has one.
 */

/** The planes that things are held in, and how one goes over into another. */
export interface Planes {
  /** The plane to hold what lies at (eastM, northM) of `plane`: the same one while it is near enough to its anchor. */
  readonly homeOf: (plane: number, eastM: number, northM: number) => number
  /**
   * Writes [eastM, northM, cos, sin] to `out`: the point of `from` in `to`, and the turn of directions from one to the other:
   * (e, n) in `from` is (cos·e − sin·n, sin·e + cos·n) in `to`.
   */
  readonly move: (
    from: number,
    to: number,
    eastM: number,
    northM: number,
    out: Float64Array,
  ) => void
  /** Writes coarse common coordinates, metres, to `out[0..1]`: what the spatial hash needs; near things are near in them. */
  readonly hashOf: (plane: number, eastM: number, northM: number, out: Float64Array) => void
}

/** How a sensor measures: a place; range and azimuth from its site; or azimuth alone. */
export type Measures = 'position' | 'polar' | 'bearing'

/** What of the plane a look covered: nothing outside is missed. Null: all of it. */
export interface View {
  readonly plane: number
  readonly eastM: number
  readonly northM: number
  readonly radiusM: number
}

/** Detections of one sensor at one time, as columns; row i of each is one detection. */
export interface Look {
  readonly atS: number
  readonly sensor: number
  readonly measures: Measures
  readonly count: number
  /** Plane of each place, or of the sensor's site. */
  readonly plane: Int32Array
  /** Two a row. position: east, north, m. polar: range m, azimuth rad. bearing: azimuth rad, 0. */
  readonly z: Float64Array
  /** Three a row, the upper triangle of the covariance: position: ee, en, nn, m². polar: m², 0, rad². bearing: rad², 0, 0. */
  readonly r: Float64Array
  /** Where the sensor stands; of `polar` and `bearing`. */
  readonly site: { readonly plane: number; readonly eastM: number; readonly northM: number } | null
  /** Three a row: velocity east and north, m/s, and the variance of either, m²/s²; NaN where it was not measured. Absent: of none. */
  readonly velocity?: Float64Array
  /** A number for each identity that was transmitted; −1 for none. Absent: of none. Two rows of one number are of one thing. */
  readonly identity?: Int32Array
  /** Chance that a thing in view is detected; 0 where things report themselves, so that nobody is missed. */
  readonly pd: number
  /** False detections to be expected per m² in view. */
  readonly clutterPerM2: number
  readonly view: View | null
}

/** What became of each detection of a look. */
export interface Outcome {
  /** Id of the track that it was given to, or that it began; −1 where it was held to be clutter or waits for another. */
  readonly track: Int32Array
  /** Normalised innovation squared of it under its track; NaN where it had none before. Degrees of freedom: 2, of a bearing 1. */
  readonly nis: Float64Array
  /** Rows whose identity is a track's that they cannot be of: they were not given to it. */
  readonly contradicted: readonly number[]
  /**
   * Where `tellsInnovations` asks for it, of a look at places: `INNOVATION_COLUMNS` numbers a row. Measured minus predicted, east
   * and north, m; its covariance S and the measurement's part R in it, upper triangles ee, en, nn, m²; the track's predicted
   * velocity, east and north, m/s; all in the row's plane. NaN where the row's track was not confirmed before the look.
   */
  readonly innovation?: Float64Array
}

/**
 * How sure a track is. `coasting` is confirmed without a fresh detection where somebody looked; when it is more likely gone than
 * there it is `tentative` again, and `confirmed` under the same id if it is seen once more.
 */
export type TrackStatus = 'tentative' | 'confirmed' | 'coasting' | 'lost'

/** A track at the time of the last look. */
export interface TrackState {
  /** From 1, never used again. */
  readonly id: number
  readonly status: TrackStatus
  readonly beganS: number
  /** Last detection given to it. */
  readonly seenS: number
  readonly plane: number
  readonly eastM: number
  readonly northM: number
  readonly eastMps: number
  readonly northMps: number
  /** Upper triangle by rows over (east, north, east velocity, north velocity): 10 numbers. */
  readonly covariance: Float64Array
  /** Log-likelihood ratio, thing against clutter. */
  readonly score: number
  /** −1: none was transmitted. */
  readonly identity: number
}

/** Process noise and life cycle of a class of things. Every number has its reason in `assumptions.ts`. */
export interface TrackerOptions {
  /** `cv`: one constant-velocity filter. `imm`: interacting multiple models. */
  readonly models: 'cv' | 'imm'
  /** How contested clusters are solved: one optimal assignment, or marginals by loopy belief propagation. */
  readonly contested: 'assignment' | 'marginals'
  /** White acceleration noise, m²/s³, of the constant-velocity model. */
  readonly accelerationM2S3: number
  /** Greatest speed of a new track, m/s. */
  readonly speedMaxMps: number
  /** Most tracks held; over it the worst tentative ones go first. */
  readonly tracksMax: number
  /** Turn rate of the coordinated-turn models, left and right, rad/s; 0.09 where it is left out. */
  readonly turnRadps?: number
  /** Mean time that a thing stays in the picture, s: how soon a miss is taken for its leaving; 600 where it is left out. */
  readonly lifetimeS?: number
  /** Whether outcomes tell innovations, for those who watch the sensors' health; left out: no. */
  readonly tellsInnovations?: boolean
}

/** Numbers a row of `Outcome.innovation`. */
export const INNOVATION_COLUMNS = 10
