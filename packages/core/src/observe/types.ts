import type { InstantMs } from '../units/index.ts'
import type { Position } from '../geo/index.ts'
import type { Label, NationCode } from '../nations/index.ts'
import type { Category } from './category.ts'
import type { Phase } from './phase.ts'

/** How the source knows. Several may hold at once: "saw and heard". */
export type Means =
  | 'heard'
  | 'saw'
  | 'recorded'
  | 'sensed'
  | 'imaged'
  | 'inspected'
  | 'told'
  | 'claimed'
/** Every means. */
export const MEANS: readonly Means[] = [
  'heard',
  'saw',
  'recorded',
  'sensed',
  'imaged',
  'inspected',
  'told',
  'claimed',
]

/** How many, and how well counted: 370 "over" is at least 370. */
export interface Count {
  readonly n: number
  readonly precision: 'exact' | 'about' | 'atLeast' | 'unknown'
}
/** A closed arc of azimuths seen from the observer, clockwise from `fromDeg` to `toDeg`, degrees from true north in [0, 360). */
export interface Sector {
  readonly fromDeg: number
  readonly toDeg: number
}
/** Distance from the observer, metres, closed. */
export interface RangeRing {
  readonly minM: number
  readonly maxM: number
}
/** Who controls the ground that the observer stood on, as the report says. `camera` reports name none. */
export type Control = 'partyA' | 'partyB' | 'none' | 'unknown'

/** Where the observer stood: never the place of the event. */
export interface Observer {
  readonly place: string
  readonly position: Position
  /** Radius, metres, that holds the true position with 95 % probability. */
  readonly errorM: number
  readonly control: Control
}
/** What the source says of the event's place. All empty: the place is unknown, which is a value and no error. */
export interface Whereabouts {
  /** The directions reported, each an arc; several are alternatives or a spread, not a path. */
  readonly sectors: readonly Sector[]
  readonly ring: RangeRing | null
  /** A position measured directly (imagery, inspection), with the radius that holds 95 %. */
  readonly fix: { readonly position: Position; readonly errorM: number } | null
}
/** When it was, UTC, closed; `basis` says whether a clock, a part of the day or only a date bounds it. */
export interface ObservedTime {
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  readonly basis: 'clock' | 'partOfDay' | 'date'
  readonly clock: 'gnss' | 'ntp' | 'manual' | 'degraded'
}
/** The weapon as the source names it; `calibreMm` null when it was not assessed. */
export interface Weapon {
  readonly term: string
  readonly class: WeaponClass
  readonly calibreMm: number | null
}
/** Every family that the agreements distinguish, and `unknown`. */
export const WEAPON_CLASSES = [
  'smallArms',
  'heavyMachineGun',
  'automaticGrenadeLauncher',
  'antiAircraftGun',
  'antiTank',
  'infantryFightingVehicle',
  'tank',
  'mortar',
  'artillery',
  'mlrs',
  'missile',
  'uas',
  'unknown',
] as const
/** A family of weapons. */
export type WeaponClass = (typeof WEAPON_CLASSES)[number]

/** Names that a moving thing goes by. Each is what was transmitted or assigned, never what it was taken to be. */
export const IDENTITIES = [
  'icao24',
  'mode3a',
  'callsign',
  'mmsi',
  'imo',
  'trackNumber',
  'uid',
] as const
/** One way to name a moving thing. */
export type IdentityKind = (typeof IDENTITIES)[number]
/** What a source measured of the movement of a thing. Its place is `where`; null is "not measured". */
export interface Motion {
  /** Metres above `heightDatum`. */
  readonly heightM: number | null
  /** WGS 84 ellipsoid, mean sea level, or pressure altitude (ICAO standard atmosphere, 1013.25 hPa). */
  readonly heightDatum: 'ellipsoid' | 'msl' | 'pressure' | null
  /** Over ground, metres a second. */
  readonly speedMps: number | null
  /** Over ground, degrees from true north in [0, 360). */
  readonly courseDeg: number | null
  /** Up is positive, metres a second. */
  readonly climbMps: number | null
  readonly identity: Readonly<Partial<Record<IdentityKind, string>>>
  /** What the sender says of the quality of its own position; absent: nothing. */
  readonly quality?: PositionQuality
}
/** By what a sender fixes its position. */
export const POSITIONINGS = [
  'gnss',
  'combined',
  'terrestrial',
  'inertial',
  'manual',
  'surveyed',
] as const
/**
 * The quality of a position as its sender states it; null is "not said", and `DISTANCE_M_MAX` is "said to be unknown, or to have
 * none". `combined` is satellites with something else, as an integrated navigation system has it.
 */
export interface PositionQuality {
  /** Radius, metres, that holds 95 % (ADS-B NACp, AIS position accuracy). */
  readonly accuracyM: number | null
  /** Radius, metres, that contains it with integrity (ADS-B NIC). */
  readonly containmentM: number | null
  /** Whether the receiver checks its own integrity (AIS RAIM, ADS-B SIL above 0). */
  readonly isMonitored: boolean | null
  /** AIS EPFD, or what stands in for it. */
  readonly positioning: (typeof POSITIONINGS)[number] | null
}
/** What a trained model says of an observation: a score in [0, 1] for each of its classes, as the model gave them. */
export interface Assessment {
  readonly model: string
  readonly version: string
  readonly scores: Readonly<Record<string, number>>
}

/**
 * What one sensor measured of a bullet that passed it faster than sound: how much later the muzzle blast came than the
 * shock wave, and the standard deviation of that, milliseconds. It tells how far off the shooter was.
 */
export interface ShotDelay {
  readonly delayMs: number
  readonly sigmaMs: number
}

/** Who was seen to hold a position: forces that bear no marks are their own kind, and who could not be told is left out. */
export const HOLDERS = ['partyA', 'partyB', 'unmarked'] as const
/** One of them. */
export type Holder = (typeof HOLDERS)[number]

/** What one source reported at one instant, before interpretation. Never changed. */
export interface Observation {
  /** Hex SHA-256 over source, the source's own record id and content; never over the time received. */
  readonly id: string
  readonly source: string
  /** The source's own name for the record, unique within the source. */
  readonly recordId: string
  readonly means: readonly Means[]
  readonly category: Category
  readonly phase: Phase
  readonly count: Count
  readonly observed: ObservedTime
  readonly observer: Observer
  readonly where: Whereabouts
  readonly weapon: Weapon | null
  /** NATO grading: reliability of the source A–F, credibility of the report 1–6. */
  readonly grade: {
    readonly reliability: 'A' | 'B' | 'C' | 'D' | 'E' | 'F'
    readonly credibility: 1 | 2 | 3 | 4 | 5 | 6
  }
  readonly label: Label
  /** Hex SHA-256 of the bytes that it was read from. */
  readonly rawSha256: string
  /** What the source said that no field above holds, kept word for word; nothing is decided from it. */
  readonly residual: Readonly<Record<string, string>>
  /** Of moving things. */
  readonly motion?: Motion
  /** Where a model classified it. */
  readonly assessment?: Assessment
  /** Of a shot whose shock wave and muzzle blast were told apart; the time observed is that of the shock wave. */
  readonly shot?: ShotDelay
  /** Of a position (P.…) that was seen held, at `where.fix`; `observer.control` is of the ground that the observer stood on. */
  readonly holder?: Holder
  readonly exercise?: string
}

/** Every kind of source. `gateway` passes on tracks of another system, `public` what is said to everyone. */
export const SOURCE_KINDS = [
  'patrol',
  'camera',
  'acoustic',
  'radar',
  'ais',
  'adsb',
  'uav',
  'satellite',
  'gateway',
  'inspection',
  'party',
  'media',
  'public',
  'foreign',
] as const
/** A kind of source. */
export type SourceKind = (typeof SOURCE_KINDS)[number]

/** An Ed25519 key that a source signs its batches with. It is in force from `fromMs` until it is revoked. */
export interface SourceKey {
  /** Hex SHA-256 of the 32 bytes of the public key. */
  readonly keyId: string
  /** Hex, 32 bytes (RFC 8032, 5.1.5). */
  readonly publicKey: string
  readonly fromMs: InstantMs
  readonly revokedMs: InstantMs | null
}
/** How a classifier errs: `rows[i][j]` is the probability that it says `classes[j]` where `classes[i]` is true. */
export interface Confusion {
  readonly classes: readonly string[]
  readonly rows: readonly (readonly number[])[]
}
/** What was measured of a source's errors, beyond `detection`. */
export interface Calibration {
  /** Probability of noticing by class of thing and up to a range, metres; ranges rise. */
  readonly pdByRange: Readonly<Record<string, readonly { toM: number; pd: number }[]>>
  readonly falseAlarmsPerHour: number | null
  readonly confusion: Confusion | null
  readonly clock: ObservedTime['clock']
  /** The clock's error, milliseconds, that 95 % stay within. */
  readonly clockErrorMs: number | null
  readonly measuredMs: InstantMs
  readonly basis: string
}

/** Where a source stands: WGS 84, height above the ellipsoid, and the radius that holds 95 %. */
export interface Site {
  readonly position: Position
  readonly heightM: number
  readonly errorM: number
}
/** Where a source that moves was at an instant. */
export interface Waypoint extends Site {
  readonly atMs: InstantMs
}

/** A sensor, feed or patrol that reports. Members that may be absent were not stated by its owner. */
export interface Source {
  readonly id: string
  readonly title: string
  readonly nation: NationCode
  readonly kind: SourceKind
  /** How far the source can notice the given kinds, metres; an assumption where `basis` says so. */
  readonly reachM: Readonly<Partial<Record<string, number>>>
  /** Probability of noticing an event in reach, and of reporting one that was not. */
  readonly detection: { readonly pd: number; readonly falseReport: number; readonly basis: string }
  /** Sources of one group share their means (two cameras on one mast): they corroborate once. */
  readonly group: string
  /** Of a source that stays where it is. */
  readonly site?: Site
  /** Of a source that moves, in rising time; it stands in place of a site (see `standing`). */
  readonly trajectory?: readonly Waypoint[]
  readonly calibration?: Calibration
  /** The model that an AI sensor runs; another model makes the calibration void. */
  readonly model?: { readonly name: string; readonly version: string }
  /** What its observations bear where they bear none of their own. */
  readonly label?: Label
  readonly keys?: readonly SourceKey[]
  /** Whether unsigned batches are taken; without keys the default is `accepted`, with keys `refused`. */
  readonly unsigned?: 'accepted' | 'refused'
  /** The source gives a sign of life at least so often, milliseconds; when it does not, it is down. */
  readonly heartbeatMs?: number
  /** What it tells is made up by a machine, or told again: it watches nothing and counts in no coverage (`coverageRole`). */
  readonly synthetic?: true
}
