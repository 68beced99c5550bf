// What the tracker assumes where nobody told it better. None of it is fitted to a record or to a scenario.
import type { TrackerOptions } from './types.ts'

/** Gate, squared Mahalanobis distance: with two degrees of freedom 0.03 % of true detections lie outside. */
export const GATE_D2 = 16

/** Gate of a row whose identity names the track: a sender that manoeuvres between rare reports is still itself. */
export const IDENTITY_D2 = 60

/**
 * Share of the detections that no track explains which are of a new thing. New things are rare beside clutter; a false start
 * costs little because the next look refutes it, so the share is not set lower than one in fifty.
 */
export const NEW_SHARE = 0.02

/** The same for a detection that carries an identity: a transponder is not clutter, though it may be a ghost. */
export const NEW_SHARE_IDENTIFIED = 0.98

/** Mean time after which a thing leaves the picture, s, where its class is not told: ten minutes. */
export const LIFETIME_S = 600

/** Log odds from which a track is confirmed: twenty to one. */
export const CONFIRMED_SCORE = Math.log(20)

/** Log odds below which a track is dropped: one in two hundred. */
export const LOST_SCORE = Math.log(0.005)

/** Greatest log odds: more certainty than this no count of detections can give, since the model itself may err. */
export const SCORE_MAX = 14

/** Longest time without a detection, s, of a confirmed track. Nobody may be looking, so it is long. */
export const UNSEEN_CONFIRMED_S_MAX = 600
/** The same of one that is not confirmed. */
export const UNSEEN_TENTATIVE_S_MAX = 60

/** Least clutter density, m⁻²: one false detection in a million km², so that a sensor without clutter divides by something. */
export const CLUTTER_PER_M2_MIN = 1e-12

/** Least variance of a measured coordinate, m²: a sensor that claims to be perfect is held to a centimetre. */
export const VARIANCE_M2_MIN = 1e-4
/** The same of an angle, rad²: a microradian. */
export const VARIANCE_RAD2_MIN = 1e-12

/** Farthest place, m, that is taken for a measurement: more than the Earth has. */
export const PLACE_M_MAX = 1e8
/** Greatest variance, m², that is taken for one. */
export const VARIANCE_M2_MAX = 1e14
/** Greatest speed, m/s, that is taken for one. */
export const SPEED_MPS_MAX = 1e5

/** Reach of a bearing whose look has no view, m: it only scales the density of clutter. */
export const BEARING_REACH_M = 20_000

/** How long the places in the spatial hash stay good, s: a second's quarter moves an aircraft 100 m. */
export const HASH_S = 0.25

/** Most unconfirmed tracks that begin in one cell of the hash in one look: what comes in heaps is not many things. */
export const STARTS_PER_CELL_MAX = 8

/** Squared distances of place and of velocity within which two tracks may be one thing. */
export const SAME_D2 = 3
/** Looks in a row that it takes. */
export const SAME_LOOKS = 3

/** Mean time that a thing keeps going straight, s: a road and a shipping lane bend about as often. */
export const STRAIGHT_S = 30
/** Mean time that it keeps turning, s. */
export const TURNING_S = 15

/** Process noise of the bank's steady model as a multiple of `accelerationM2S3`. */
export const STEADY_NOISE = 0.2
/** The same of the jerky model. */
export const JERKY_NOISE = 10
/** The same in a turn of known rate. */
export const TURN_NOISE = 0.5

/**
 * How a deployment tracks. A bank of models, because things turn. Assignment, because columns are what is watched here:
 * marginals draw vehicles that keep closer than the noise together and lose them, and gain less in clutter than that costs.
 */
const WAY = { models: 'imm', contested: 'assignment' } as const

/** Defaults by class. */
export const TRACKER_OPTIONS: Readonly<
  Record<
    'surface' | 'aircraft',
    TrackerOptions & Required<Pick<TrackerOptions, 'turnRadps' | 'lifetimeS'>>
  >
> = {
  // Vehicles and boats change speed by about 1 m/s in a second, nothing on roads or water is faster than 60 m/s, and a car that
  // goes round a bend of 150 m at 13 m/s turns by 0.09 rad/s. Within minutes it stops, or goes behind a house or a hill.
  surface: {
    ...WAY,
    accelerationM2S3: 1,
    speedMaxMps: 60,
    tracksMax: 50_000,
    turnRadps: 0.09,
    lifetimeS: 120,
  },
  // A rate-one turn of civil aviation is 3°/s = 0.052 rad/s. An aircraft crosses 300 km of a radar's picture in twenty minutes.
  aircraft: {
    ...WAY,
    accelerationM2S3: 4,
    speedMaxMps: 400,
    tracksMax: 50_000,
    turnRadps: 0.052,
    lifetimeS: 1_200,
  },
}

/** Deviations of the two places by which the speed bound of a new track is widened. */
export const SPEED_SIGMAS = 3

/** Most rows of a look that one track is weighed against: where more lie in its gate, which is its own cannot be told. */
export const EDGES_PER_TRACK_MAX = 32
