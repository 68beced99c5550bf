import type { Person } from '../liaise/index.ts'
import type { DurationMs, InstantMs } from '../units/index.ts'

/** Where a plan of tasks stands. */
export type PlanStatus = 'draft' | 'cleared' | 'signed' | 'withdrawn'
/** One task of a plan: who looks where, when, and why. Its places are settlements. */
export interface Task {
  /** Unique within the plan. */
  readonly id: string
  readonly kind: 'patrol' | 'drone'
  /** Id of the area that it looks at. */
  readonly area: string
  readonly title: string
  /** The settlements that it may go to, and no others. */
  readonly settlements: readonly string[]
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  /** What is to be looked at: the deficit that it closes, in words. */
  readonly because: string
}
/** Who changed what was drafted, cleared or signed, and why. */
export interface Remark {
  readonly by: Person
  readonly atMs: InstantMs
  readonly reason: string
}
/** The tasks of a day: drafted, cleared by security, signed by the head of mission. */
export interface Plan {
  /** `TP-` and the log index of the entry that drafted it. */
  readonly id: string
  readonly number: number
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  readonly tasks: readonly Task[]
  readonly status: PlanStatus
  /** Everybody who wrote in it; none of them clears or signs it. */
  readonly drafters: readonly Person[]
  readonly clearedBy: Person | null
  readonly signedBy: Person | null
  readonly signedAtMs: InstantMs | null
  /** Why it was sent back or withdrawn, oldest first. */
  readonly remarks: readonly Remark[]
  readonly entries: readonly number[]
  readonly scripted: boolean
  readonly exercise?: string
}

/** A place on the way where the patrol says that it has come. */
export interface Checkpoint {
  readonly settlement: string
  readonly dueAtMs: InstantMs
}
/** How a patrol moves. People are pseudonyms; nothing here is a coordinate. */
export interface Movement {
  /** Call signs of the vehicles. */
  readonly vehicles: readonly string[]
  /** Pseudonyms such as `P-07`; whose they are lies outside the journal. */
  readonly people: readonly string[]
  /** In the order of the way, each later than the one before. */
  readonly checkpoints: readonly Checkpoint[]
  readonly departAtMs: InstantMs
  readonly returnByMs: InstantMs
  /** The patrol speaks on the radio at least so often. */
  readonly radioEveryMs: DurationMs
  /** So long after a checkpoint's or the return's time the watch is raised. */
  readonly marginMs: DurationMs
}
/** Where a patrol stands. That it is overdue follows from the clock and is no status. */
export type PatrolStatus = 'planned' | 'out' | 'sheltering' | 'returned' | 'cancelled'
/** What the clock raises the watch for. */
export type AlarmKind = 'radio' | 'checkpoint' | 'return'
/** That somebody took an alarm up, and what they do about it. */
export interface Acknowledgement {
  readonly alarm: string
  readonly doing: string
  readonly by: Person
  readonly atMs: InstantMs
  readonly entry: number
}
/** A stay in shelter. */
export interface Shelter {
  readonly settlement: string
  readonly reason: string
  readonly fromMs: InstantMs
  /** Null while it lasts. */
  readonly toMs: InstantMs | null
}
/** A patrol, or a drone crew, on one task of a signed plan. */
export interface Patrol {
  /** `P-` and the log index of the entry that planned it. */
  readonly id: string
  readonly plan: string
  readonly task: string
  readonly movement: Movement
  readonly status: PatrolStatus
  readonly departedAtMs: InstantMs | null
  /** When it was last heard, radio or checkpoint; null before it departed. */
  readonly heardAtMs: InstantMs | null
  /** The settlement where it last said to be; null while it said none. */
  readonly heardFrom: string | null
  /** Checkpoints that it came to. */
  readonly passed: readonly { readonly settlement: string; readonly atMs: InstantMs }[]
  readonly acknowledgements: readonly Acknowledgement[]
  readonly shelters: readonly Shelter[]
  /** Ids of its casualty evacuations. */
  readonly evacuations: readonly string[]
  /** When it was back, or was cancelled; null before. */
  readonly endedAtMs: InstantMs | null
  readonly remarks: readonly Remark[]
  readonly entries: readonly number[]
  readonly scripted: boolean
  readonly exercise?: string
}
/** Where a casualty evacuation stands. */
export type EvacuationStatus =
  | 'requested'
  | 'accepted'
  | 'underWay'
  | 'collected'
  | 'delivered'
  | 'stoodDown'
/** How many are hurt how badly; numbers only, never who. */
export interface Casualties {
  readonly urgent: number
  readonly priority: number
  readonly routine: number
}
/** One step of an evacuation. */
export interface EvacuationStep {
  readonly status: EvacuationStatus
  readonly note: string
  readonly by: Person
  readonly atMs: InstantMs
  readonly entry: number
}
/** A casualty evacuation, from the request to the hospital. */
export interface Evacuation {
  /** `EV-` and the log index of the entry that requested it. */
  readonly id: string
  readonly patrol: string
  readonly settlement: string
  readonly casualties: Casualties
  readonly means: 'road' | 'air' | 'either'
  /** What the crew must bring and beware of. */
  readonly needs: string
  readonly status: EvacuationStatus
  /** The request first. */
  readonly steps: readonly EvacuationStep[]
  readonly entries: readonly number[]
  readonly scripted: boolean
}
