/** The watch's desk as the server tells it: what waits to be decided beside the incidents. */
import type { Office } from '@holdfast/core/nations'
import type { DurationMs, InstantMs } from '@holdfast/core/units'
import type {
  AccessProposal,
  Alleged,
  Assignee,
  Claim,
  Decorrelation,
  GroupingProposal,
  HandOver,
  IncidentStatus,
  Likeness,
  ReleasedTask,
} from '@holdfast/core/verify'
import { ask } from './client.ts'
import type { CommandBody } from './commands.ts'

/** An open incident whose *occurred* is unsigned. */
export interface OccurredDueRow {
  readonly incident: string
  readonly title: string
  readonly status: IncidentStatus
  readonly dueMs: InstantMs
  readonly isLate: boolean
  /** 0 in time. */
  readonly lateMs: DurationMs
}
/** Two that may be one, and what a person may send; null where two candidates wait for an incident on both. */
export interface DuplicateRow extends Likeness {
  readonly kinds: readonly ['incident' | 'candidate', 'incident' | 'candidate']
  readonly command: CommandBody | null
}
/** A claim beside the coverage of its time and place. */
export interface ClaimRow extends Pick<Claim, 'party' | 'stance' | 'atMs' | 'entry'> {
  readonly incident: string
  /** Who said it is one officer's word until an officer of another nation confirms it. */
  readonly state: 'filed' | 'confirmed'
  readonly alleges: Alleged | null
  readonly coverage: {
    readonly kind: 'seen' | 'lookedAndSawNothing' | 'undecided' | 'noSensorLooked'
    /** The probability that it would have gone unseen, in [0, 1]. */
    readonly unseen?: number
  } | null
  /** Why there is no judgement; null where there is one. */
  readonly because: string | null
}
/** The desk; each list has the most urgent first, and `leftOut` counts what it has no room for. */
export interface Desk {
  readonly office: Office
  readonly nowMs: InstantMs
  readonly lag: { readonly entries: number; readonly observationsWaiting: number }
  readonly occurred: readonly OccurredDueRow[]
  /** Hindered access that no incident was opened on, oldest first. */
  readonly access: readonly AccessProposal[]
  readonly tasks: readonly ReleasedTask[]
  /** Claims that an officer of another nation has not confirmed yet, oldest first. */
  readonly unconfirmed: readonly {
    readonly incident: string
    readonly party: string
    readonly stance: string
    readonly atMs: InstantMs
    readonly entry: number
    readonly nation: string | null
  }[]
  readonly claims: readonly ClaimRow[]
  readonly proposals: readonly GroupingProposal[]
  readonly duplicates: readonly DuplicateRow[]
  readonly decorrelated: readonly Decorrelation[]
  readonly assignments: readonly {
    readonly incident: string
    readonly title: string
    readonly assignedTo: Assignee
  }[]
  readonly unassigned: number
  readonly handOvers: readonly HandOver[]
  readonly leftOut: Readonly<Record<string, number>>
  readonly duplicatesCut: boolean
  readonly withheld: readonly string[]
  readonly assumptions: readonly string[]
}

/** The desk, as the office may see it; the guarantors have none. */
export const fetchDesk = (): Promise<Desk> => ask('/desk')
