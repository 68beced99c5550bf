/**
 * What the health of sensors is told from, and what is told. Frames: WGS 84; local east-north metres. Instants: UTC ms.
 */
import type { Position } from '../../geo/index.ts'
import type { EvidenceKind, HealthEvidence, PositionQuality } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'

/** A symmetric 2 × 2 matrix, east and north. */
export interface Symmetric {
  readonly ee: number
  readonly en: number
  readonly nn: number
}
/** One detection against what its track predicted. */
export interface Innovation {
  readonly atMs: InstantMs
  /** Who detected. */
  readonly source: string
  /** Id of the track that it was given to. */
  readonly track: number
  /** Normalised innovation squared, at least 0, and its degrees of freedom. */
  readonly nis: number
  readonly degreesOfFreedom: 1 | 2
  /** Id of the observation. */
  readonly observation: string
  /** Absent: only its NIS is judged, as of a bearing. */
  readonly place?: PlaceInnovation
}
/** The innovation as a place. */
export interface PlaceInnovation {
  /** Measured minus predicted, metres. */
  readonly eastM: number
  readonly northM: number
  /** Covariance of the innovation, and the measurement's part in it, m². */
  readonly covariance: Symmetric
  readonly measurement: Symmetric
  /** The track's velocity, m/s. */
  readonly eastMps: number
  readonly northMps: number
  /** From the sensor to the detection, metres, where it measures range and azimuth; null where it measures places. */
  readonly fromSite: { readonly eastM: number; readonly northM: number } | null
}

/** A number with its standard error; the interval of 95 % is 1.96 of them either side. */
export interface Estimated {
  readonly value: number
  readonly standardError: number
}
/** What a sensor's bias is measured in: metres east and north, or metres of range and radians of azimuth. */
export type BiasFrame = 'eastNorth' | 'rangeAzimuth'
/** How one sensor stands by its last full window. */
export interface SensorHealth {
  readonly source: string
  /** [fromMs, toMs) of that window. */
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  readonly count: number
  readonly tracks: number
  /** Mean NIS over mean degrees of freedom: 1 where the stated errors are right; and the bounds that it should keep. */
  readonly nisRatio: number
  readonly nisLow: number
  readonly nisHigh: number
  readonly frame: BiasFrame
  /** Against the other sensors; a standard error near the prior's says that it cannot be told. Null: no places. */
  readonly bias: readonly [Estimated, Estimated] | null
  /** Its clock minus the others', seconds: positive where its clock is ahead. */
  readonly clockS: Estimated | null
  /** Sensors that would explain the same difference as well, were they the wrong ones. */
  readonly orElse: readonly string[]
  /** Windows in a row in which each test failed. */
  readonly failed: { readonly innovation: number; readonly bias: number; readonly clock: number }
}

/** Why what looks wrong may be none. */
export type Benign =
  | 'duplicateCode'
  | 'singleOutlier'
  | 'groundTest'
  | 'fixedStation'
  | 'receiverDown'
  | 'manoeuvres'
  | 'overstatedErrors'
  | 'otherSensor'
  | 'satelliteGeometry'
  | 'oneReceiver'
/** What a name can lose of the quality of its positions. */
export type Loss = 'accuracy' | 'containment' | 'monitoring' | 'positioning'
/** Something that is wrong with a sensor, an identity or an area. */
export interface Finding {
  readonly kind: EvidenceKind
  /** The sensor, where it is one's fault; null where those that report are at issue. */
  readonly source: string | null
  readonly area: { readonly centre: Position; readonly radiusM: number } | null
  /** Of those concerned, as `kind:value`; a sample where there are more than `NAMED_MAX`. */
  readonly identities: readonly string[]
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  /** The statistic over its threshold, at least 1; the greatest so far. */
  readonly score: number
  /** How often it was found. */
  readonly count: number
  readonly observations: readonly string[]
  readonly benign: Benign | null
  /** Of a loss of quality: how many names lost what, the most of one window. */
  readonly losses?: Readonly<Record<Loss, number>>
}
/** One position that something reported of itself, or that a sensor gave of something with a name. */
export interface PositionReport {
  readonly observation: string
  readonly source: string
  /** `icao24:4ca2d1`, `mmsi:211331640`. */
  readonly identity: string
  readonly atMs: InstantMs
  readonly position: Position
  /** Radius, metres, that holds 95 %. */
  readonly errorM: number
  /** What it says of its own position; absent: nothing, and the error alone is graded. */
  readonly quality?: PositionQuality
  readonly speedMps: number | null
  readonly speedMaxMps: number
  /** It reports itself; otherwise another sensor saw it. */
  readonly isOwn: boolean
  /** A base station or an aid to navigation by its number. */
  readonly isFixed: boolean
}
/** A source that should be left out, and why. */
export interface Proposal {
  readonly source: string
  readonly sinceMs: InstantMs
  readonly reason: string
  readonly evidence: readonly HealthEvidence[]
}
/** What stands at an instant. */
export interface HealthReport {
  readonly sensors: readonly SensorHealth[]
  /** Newest first. */
  readonly findings: readonly Finding[]
  /** What came too late to be counted. */
  readonly late: number
  /** False alarms to be expected of one good sensor in a day, by all its tests. */
  readonly falseAlarmsPerDay: number
}
/** How the tests are set; what is absent is as `assumptions.ts` has it. */
export interface HealthOptions {
  readonly alpha?: number
  readonly run?: number
}
