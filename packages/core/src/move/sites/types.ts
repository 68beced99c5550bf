import type { Position } from '../../geo/index.ts'
import type { PlanHead } from '../figures/index.ts'

/** A post that must be manned: so many guards, for so many hours of each day. */
export interface Post {
  readonly id: string
  readonly title: string
  readonly guards: number
  /** Hours a day, 24 for day and night. */
  readonly hoursPerDay: number
}
/** A site that is guarded; its place is rounded, and public. */
export interface Site {
  readonly id: string
  readonly title: string
  readonly kind: string
  readonly position: Position
  /** The node of the network that it lies at. */
  readonly node: string
  /** How much its minutes weigh in siting. */
  readonly weight: number
  readonly posts: readonly Post[]
}
/** How guards serve. */
export interface RosterRules {
  readonly shiftHours: number
  /** Longest week of duty that is planned, averaged over a roster's cycle, hours. */
  readonly weeklyHours: number
  /** Least rest between two shifts, hours. */
  readonly restHours: number
  /** Hand-over that both shifts spend, hours. */
  readonly handOverHours: number
  /** Shares of a guard's time that no post sees. */
  readonly leaveShare: number
  readonly sickShare: number
  readonly trainingShare: number
}
/** A place where roads meet. */
export interface RoadNode {
  readonly id: string
  readonly title: string
  readonly position: Position
}
/** A road between two nodes, both ways. */
export interface Road {
  readonly a: string
  readonly b: string
  readonly km: number
  readonly speedKmh: number
}
/** Guarding sites, responding to them from hubs, and where hubs might stand. */
export interface SitesPlan extends PlanHead {
  readonly rules: RosterRules
  readonly sites: readonly Site[]
  readonly nodes: readonly RoadNode[]
  readonly roads: readonly Road[]
  readonly response: {
    /** Nodes where hubs stand. */
    readonly hubs: readonly string[]
    /** From the call until the force rolls, minutes. */
    readonly readyMinutes: number
    /** What is asked, minutes from the call. */
    readonly limitMinutes: number
  }
  readonly siting: {
    /** Nodes where a hub could stand. */
    readonly candidates: readonly string[]
    readonly hubs: number
  } | null
}
