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
  readonly exercise?: string
}

/** A sensor, feed or patrol that reports. */
export interface Source {
  readonly id: string
  readonly title: string
  readonly nation: NationCode
  readonly kind:
    | 'patrol'
    | 'camera'
    | 'acoustic'
    | 'radar'
    | 'uav'
    | 'satellite'
    | 'party'
    | 'media'
    | 'foreign'
  /** How far the source can notice the given kinds, metres; an assumption where `basis` says so. */
  readonly reachM: Readonly<Partial<Record<string, number>>>
  /** Probability of noticing an event in reach, and of reporting one that was not. */
  readonly detection: { readonly pd: number; readonly falseReport: number; readonly basis: string }
  /** Sources of one group share their means (two cameras on one mast): they corroborate once. */
  readonly group: string
}
