import type { Label } from '../../nations/index.ts'
import type { ChosenFault, FaultChoice } from '../contingency/index.ts'
import type { FigureAssumption, GateTold, MovementTold } from '../model/index.ts'
import type { SimulationResult } from '../simulate/index.ts'
import type { PlanChance } from '../state.ts'
import type { JobStatus } from './life.ts'

/** What a job does: plan the model, plan anew under chosen faults, carry a plan out many times. */
export type JobKind = 'solve' | 'replan' | 'simulate'
/** Where a simulation stands: the ask was met in so many of the replications done. */
export interface SimulationSoFar {
  readonly hits: number
  readonly of: number
}
/** What a job found. Of a re-plan: the faults, what they destroyed and since when it is planned anew. */
export type MoveJobAnswer =
  | { readonly kind: 'solve'; readonly told: MovementTold }
  | {
      readonly kind: 'replan'
      readonly told: MovementTold
      /** The job, or `adopted`, whose plan it goes on from. */
      readonly of: string
      readonly atHour: number
      readonly faults: readonly ChosenFault[]
      readonly lost: readonly {
        readonly node: string
        readonly commodity: string
        readonly quantity: number
      }[]
      /**
       * The plan without the faults, where the one under them is better than it was: it can be carried out without them, too,
       * and takes its place. Null where it is not.
       */
      readonly better: MovementTold | null
    }
  | {
      readonly kind: 'simulate'
      /** The job, or `adopted`, whose plan was carried out, and that plan's digest. */
      readonly of: string
      readonly planDigest: string
      readonly simulation: SimulationResult
    }
/** A job as the guarantors' office is told of it. Instants by the clock in force, UTC. */
export interface MoveJob {
  readonly id: string
  readonly label: Label
  readonly kind: JobKind
  readonly status: JobStatus
  /** What it is, in a line. */
  readonly title: string
  readonly asker: { readonly name: string; readonly nation: string }
  /** Digest of the model that it works on. */
  readonly modelDigest: string
  readonly askedAtMs: number
  readonly beganAtMs: number | null
  readonly endedAtMs: number | null
  /** Jobs that wait before it; 0 for one that does not wait. */
  readonly ahead: number
  /** What it does now, in words; shares where they are known. */
  readonly progress: { readonly words: string; readonly done: number; readonly all: number | null }
  /** The best answer while it runs; null before there is one, and once it is over. */
  readonly best: MovementTold | SimulationSoFar | null
  readonly answer: MoveJobAnswer | null
  /** Why it failed, and how to mend it; null where it did not. */
  readonly reason: string | null
}

/** The model in force. `shipped`: nobody adopted one, and it is the fictional one that ships. */
export interface AdoptedModelTold {
  readonly origin: 'adopted' | 'shipped'
  readonly id: string
  readonly title: string
  readonly notice: string
  readonly digest: string
  readonly horizonHours: number
  readonly stepHours: number
  readonly ask: { readonly kits: number; readonly byHour: number }
  readonly nodes: number
  readonly legs: number
  /** Log index, instant and author of its adoption; null for the one that ships. */
  readonly adopted: {
    readonly index: number
    readonly atMs: number
    readonly by: string
    readonly nation: string
  } | null
  readonly gates: readonly GateTold[]
  readonly assumptions: readonly FigureAssumption[]
}
/** The plan that a person adopted. */
export interface AdoptedPlanTold {
  readonly index: number
  readonly atMs: number
  readonly by: string
  readonly nation: string
  readonly reason: string
  readonly digest: string
  readonly modelDigest: string
  /** False where another model was adopted since: the plan is of the one before. */
  readonly isOfModelInForce: boolean
  /** Faults that it was made under; none for a plan as everything holds. */
  readonly faults: readonly ChosenFault[]
  /** What was known of it under faults drawn by chance; null where nobody had simulated it. */
  readonly chance: PlanChance | null
  readonly assumptions: readonly FigureAssumption[]
  readonly told: MovementTold
}
/** How the planning of movement stands. */
export interface MoveStanding {
  readonly label: Label
  readonly notice: string | null
  readonly nowMs: number
  readonly model: AdoptedModelTold
  readonly plan: AdoptedPlanTold | null
  /** What people may choose as faults. */
  readonly choices: readonly FaultChoice[]
  /** Without their answers; the newest first. Those of before a restart are among them. */
  readonly jobs: readonly MoveJob[]
  /** Kept jobs whose files cannot be read, each with why and what to do. */
  readonly lost: readonly string[]
}
