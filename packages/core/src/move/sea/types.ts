import type { PlanHead } from '../figures/index.ts'

/** A channel or an area that is to be cleared. */
export interface ClearanceTask {
  readonly id: string
  readonly title: string
  /** A route is a channel of a length and a width, swept lengthwise; an area is swept in parallel tracks of `lengthKm`. */
  readonly kind: 'route' | 'area'
  readonly lengthKm: number
  /** Of the channel, or of the area across its tracks, metres. */
  readonly widthM: number
  /** Characteristic width of one track: mines inside it are dealt with at the chance of one pass, metres. */
  readonly trackWidthM: number
  readonly speedKmh: number
  /** Turning at the end of a track, minutes. */
  readonly turnMinutes: number
  /** Contacts that look like mines, per square kilometre; each is looked at once. */
  readonly contactsPerKm2: number
  readonly minutesPerContact: number
  /** Chance that one pass deals with a mine inside its track, in (0, 1). */
  readonly passChance: number
  /** Share of the mines that is to be dealt with, in (0, 1). */
  readonly goal: number
  /** Mines laid in it, at least and at most, as somebody assumes. */
  readonly minesMin: number
  readonly minesMax: number
  /** Width around a mine within which a passing ship sets it off, metres. */
  readonly actuationWidthM: number
  /** Chance that a mine set off puts the ship out of action. */
  readonly damageChance: number
  readonly ships: number
  readonly hoursPerDay: number
  /** Share of days on which the sea lets ships work. */
  readonly weatherShare: number
}
/** Ships of one kind that keep a number of them on task. */
export interface TaskForce {
  readonly id: string
  readonly title: string
  /** How many are to be on task at all times. */
  readonly onTask: number
  /** Days that a ship stays out without port, from port to port. */
  readonly enduranceDays: number
  /** One way from port to the task. */
  readonly transitDays: number
  readonly portDays: number
  readonly availability: number
  /** Whether its nation borders the Black Sea; one that does not may stay for so many days only (Montreux, article 18). */
  readonly blackSeaPower: boolean
  /** Days from the Straits to its port inside the sea; counts towards the stay. */
  readonly straitsToPortDays: number
  /** Days from leaving the sea until it can enter again. */
  readonly outsideDays: number
}
/** Kinds of vessel, as annex II of the Montreux Convention tells them apart. */
export type VesselKind =
  | 'lightSurface'
  | 'minorWar'
  | 'auxiliary'
  | 'fuelAuxiliary'
  | 'capital'
  | 'carrier'
  | 'submarine'
/** A vessel that is to pass the Straits. */
export interface Vessel {
  readonly id: string
  readonly title: string
  readonly nation: string
  readonly blackSeaPower: boolean
  readonly kind: VesselKind
  /** Standard displacement in long tons (annex II, part A). */
  readonly tons: number
}
/** A vessel's way into the Black Sea and out of it. Days are counted from the plan's day 0. */
export interface Passage {
  readonly id: string
  readonly vessel: string
  /** When Turkey was told. */
  readonly noticeDay: number
  readonly enterDay: number
  /** Null: it stays. */
  readonly leaveDay: number | null
  /** Sent for a humanitarian purpose (article 18, paragraph 1 d). */
  readonly humanitarian: boolean
  /** A submarine of a Black Sea Power: whether it joins its base after building or buying, or goes for repair (article 12). */
  readonly joinsBaseOrRepair: boolean
}
/** What the rules hang on beside the vessels. */
export interface StraitsSituation {
  /** Nations at war, as Turkey sees it (article 19). */
  readonly belligerents: readonly string[]
  readonly turkeyBelligerent: boolean
  /** Turkey considers herself threatened with imminent danger of war (article 21). */
  readonly turkeyThreatened: boolean
  /** Turkey asks every State to send no warship, whatever the Convention allows. */
  readonly turkeyAsksNone: boolean
  /** Tons by which the strongest Black Sea fleet outgrew the one of 20 July 1936 (article 18, paragraph 1 b). */
  readonly strongestFleetGrowthTons: number
  /** Days that a passage through the Straits takes. */
  readonly transitDays: number
}
/** The sea part of a plan. */
export interface SeaPlan extends PlanHead {
  readonly clearance: readonly ClearanceTask[]
  readonly taskForces: readonly TaskForce[]
  readonly straits: {
    readonly situation: StraitsSituation
    readonly vessels: readonly Vessel[]
    readonly passages: readonly Passage[]
  } | null
}
