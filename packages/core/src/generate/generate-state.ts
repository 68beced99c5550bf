import type { InstantMs } from '../units/index.ts'
import type { NationCode } from '../nations/index.ts'
import type { AdoptedAcceptance } from './acceptance/types.ts'
import type { Commitment, Condition, Figure, Minute, PledgeChange } from './register/types.ts'
import type { Assessment, Assumption, Exclusion, Pledge, Requirement } from './types.ts'

/** A minute with who recorded it and where it stands in the log. */
export interface KeptMinute {
  readonly minute: Minute
  readonly recordedBy: NationCode
  readonly atMs: InstantMs
  readonly index: number
}
/** Whose something is, and the nations that may see it beside. */
export interface HeldTo {
  readonly nation: NationCode
  readonly releasableTo: readonly NationCode[]
}
/** What is recorded, by id, each in the order of first recording. */
export interface GenerateState {
  readonly requirements: ReadonlyMap<string, Requirement>
  readonly pledges: ReadonlyMap<string, Pledge>
  readonly exclusions: ReadonlyMap<string, Exclusion>
  readonly assessments: ReadonlyMap<string, Assessment>
  readonly assumptions: ReadonlyMap<string, Assumption>
  readonly conditions: ReadonlyMap<string, Condition>
  readonly figures: ReadonlyMap<string, Figure>
  readonly commitments: ReadonlyMap<string, Commitment>
  readonly minutes: ReadonlyMap<string, KeptMinute>
  /** Acceptance tables that were adopted, the newest last and in force; what ships where there is none. */
  readonly acceptances: readonly AdoptedAcceptance[]
  /**
   * Assumptions that were recorded about a pledge in confidence, by id, with whose pledge it is and who may see them: a pledge
   * released later does not release what was assumed of it before.
   */
  readonly heldAssumptions: ReadonlyMap<string, HeldTo>
  /** Every change of a pledge, the first first. */
  readonly changes: ReadonlyMap<string, readonly PledgeChange[]>
  /** The nation that recorded a thing first, by `list:id`; `ZZZ` for the mission's staff and what ships. */
  readonly recordedBy: ReadonlyMap<string, NationCode>
  /** The log index of the newest entry about a thing, by `list:id`. */
  readonly lastEntry: ReadonlyMap<string, number>
}
