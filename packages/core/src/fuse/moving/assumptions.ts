import { MINUTE_MS } from '../../units/index.ts'
import { TRACKER_OPTIONS } from '../tracker/index.ts'
import type { Domain } from './types.ts'

// Every number that tracks on the Earth rest on and no source reports. None is fitted to a record: each has its reason
// here, and docs/specs/fusion-moving.md tells what it does.

/** What is assumed of the things of a domain. */
interface Conduct {
  /** No thing of the domain that is tracked is faster, metres a second. */
  readonly speedMpsMax: number
  /** White acceleration noise of the constant-velocity model, m²/s³. */
  readonly accelerationM2S3: number
  /** Rate of a turn, rad/s. */
  readonly turnRadps: number
  /** Mean time that a thing stays in the picture, seconds: how soon a radar's miss is taken for its leaving. */
  readonly lifetimeS: number
  /** A track without a report for so long is lost where nobody can have missed it. */
  readonly silenceMs: number
  /** One standard deviation, m/s per axis, of a velocity that a thing tells of itself. */
  readonly toldVelocityStdMps: number
  /** A fix without a name that is worse than this, radius of 95 %, places nothing of the domain. */
  readonly errorMMax: number
}

/**
 * Air: ADS-B is sent twice a second (DO-260B 2.2.3.3), so a minute of silence is a hundred missed; 600 m/s is beyond any
 * aircraft that reports and most that do not; q of 4 m²/s³ is a fifth of a g kept for a second; a rate-one turn is 3°/s;
 * velocities of NACv 1 hold 10 m/s with 95 %. Sea: a ship at anchor reports every 3 minutes (M.1371-5, table 1), three times missed is silence;
 * 60 m/s is a hydrofoil or a ground-effect craft; a ship loses or gains 1 m/s in ten seconds and turns by 1 to 2°/s; speed is sent in tenths of a knot and course in tenths of a degree, what
 * is left is the swell. Land: position beacons report once a minute or so; 70 m/s is a car
 * on a motorway; acceleration as the tracker's own for the surface. Turns and lifetimes of aircraft and of what drives are the
 * tracker's own; a ship crosses a radar's picture in an hour or more.
 */
export const CONDUCT: Readonly<Record<Domain, Conduct>> = {
  air: {
    speedMpsMax: 600,
    accelerationM2S3: 4,
    turnRadps: TRACKER_OPTIONS.aircraft.turnRadps,
    lifetimeS: TRACKER_OPTIONS.aircraft.lifetimeS,
    silenceMs: MINUTE_MS,
    toldVelocityStdMps: 5,
    errorMMax: 20_000,
  },
  sea: {
    speedMpsMax: 60,
    accelerationM2S3: 0.1,
    turnRadps: 0.03,
    lifetimeS: 3_600,
    silenceMs: 10 * MINUTE_MS,
    toldVelocityStdMps: 0.5,
    errorMMax: 5_000,
  },
  land: {
    speedMpsMax: 70,
    accelerationM2S3: 1,
    turnRadps: TRACKER_OPTIONS.surface.turnRadps,
    lifetimeS: TRACKER_OPTIONS.surface.lifetimeS,
    silenceMs: 5 * MINUTE_MS,
    toldVelocityStdMps: 2,
    errorMMax: 5_000,
  },
}
/** After this share of the silence a track counts as coasting. */
export const COASTING_SHARE = 0.25

/**
 * What a thing tells of itself is older than its instant, seconds (1σ): 14 CFR 91.227 allows ADS-B 0.6 s that nobody makes up
 * for, and AIS tells whole seconds. It puts the place back along the way.
 */
export const TOLD_LATENCY_S = 0.3
/** How far off clocks are, seconds (1σ), where the registry does not say: by what sets them; people read minutes. */
export const CLOCK_STD_S: Readonly<Record<'gnss' | 'ntp' | 'manual' | 'degraded', number>> = {
  gnss: 0,
  ntp: 0.05,
  manual: 20,
  degraded: 1,
}

/** Reports wait so long for earlier ones: the spread of delays on one network. */
export const REORDER_MS = 150
/** A report later than this is evidence and not used: what was decided on for longer is not decided again. */
export const WINDOW_MS = 10_000
/** A report dated so much after it came is early: no clock that is set at all is off by as much. */
export const EARLY_MS = 2_000
/** So many early reports of a source wait, apart from all others': a second of a busy receiver whose clock is ahead. */
export const EARLY_MAX = 1_000
/** A track that rests on what things tell of themselves is believed from so many reports that its filter took. */
export const BELIEVED_REPORTS = 2
/** What of the room for tracks is kept free for new ones, where the source that has most gives way. */
export const FREE_SHARE = 0.1
/** The same for reports without a name: most of them go on with a track that there is. */
export const FREE_NAMELESS_SHARE = 0.01
/** Going back is put off by this share of the way back, so that a feed that is always late costs some three passes. */
export const PATIENCE_SHARE = 0.5
/** Reports of one slice are one look: at 250 m/s half of it is 13 m, which their own velocity takes away. */
export const SLICE_MS = 100
/** Time between two states to go back to, and between two looks at silence. */
export const TICK_MS = 1_000
/** States to go back to are kept of each second for so long; most of what is late is no later. */
export const DENSE_MS = 4_000
/** Beyond that, one in so long: going back costs at most this much more, and what is kept is a third. */
export const SPARSE_MS = 4_000

/** One transmission received twice, or told twice, comes within this time: clocks of receivers are off by less. */
export const ECHO_MS = 2_000
/** Degrees; two receivers of one transmission work out the same position to some centimetres. */
export const ECHO_DEG = 0.000_001
/** Standard deviations of two positions that a thing may be off and still be the same. */
export const LEG_DEVIATIONS = 4
/** Added to what a thing can have covered: clocks of different feeds disagree by about a second. */
export const LEG_SLACK_S = 2
/** A told velocity is compared with the way of up to so long. */
export const BASE_MS = 10_000
/** What bends a way in that time, m/s²: a rate-one turn at 200 m/s. */
export const BENDING_MPS2 = 10
/** So many reports in a row must lie outside its gate before a track is begun anew under its name. */
export const STRIKES = 2
/** Two hard names on one track contradict each other while both were heard within this time. */
export const CONTRADICTION_MS = 10 * MINUTE_MS

/** A radar whose turning is not known yet turns once in this time: the slowest of en-route radars. */
export const SCAN_MS = 12_000
/** Faster than this no radar of wide reach turns. */
export const SCAN_MS_MIN = 1_000
/** So many turns without a plot are one miss: half of one covers the unevenness of plots. */
export const TURNS_MISSED = 1.5
/** Reach of a radar whose registry entry gives none, metres: none is assumed, so it misses nothing beyond what it has seen. */
export const REACH_UNKNOWN_M = 0
/** False plots per m² of a radar whose rate nobody measured: ten in a turn over a circle of 100 km. */
export const CLUTTER_PER_M2 = 3.2e-10
/** What reports itself is there: one false report in the whole Earth's surface in a slice. */
export const TOLD_CLUTTER_PER_M2 = 2e-15
/** Farthest that a bearing alone is believed to reach, metres: sets the density of false bearings. */
export const BEARING_REACH_M = 25_000
/** Softness of a sector's edges, degrees: the same as of happenings. */
export const BEARING_STD_DEG = 2

/** Height: standard deviation of one report, metres: a quarter of 100 ft steps, and the wander of the encoder. */
export const HEIGHT_STD_M = 15
/** Unknown climb of a thing that tells none, m/s per square root of a second. */
export const HEIGHT_NOISE = 5
/** A height on another datum is taken over when the old one was silent for so long. */
export const HEIGHT_KEEP_MS = 30_000

/** One standard deviation of velocities in other systems' tracks, m/s per axis; they rarely say. */
export const FOREIGN_VELOCITY_STD_MPS = 10
/** χ² of two degrees of freedom, 99 %: within it a foreign track and ours may be one thing. */
export const FOREIGN_GATE = 9.21
/** So many foreign reports in a row must agree before the tracks are held to be one, or disagree before they are parted. */
export const FOREIGN_AGREE = 3
/** Foreign tracks are sought among ours in cells of this size, metres. */
export const FOREIGN_CELL_M = 20_000

/** Most that a trajectory's drawn line may be off from the states, metres at the same instant, at first. */
export const TRAJECTORY_M: Readonly<Record<Domain, number>> = { air: 50, sea: 20, land: 10 }
