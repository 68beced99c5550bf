import type { InstantMs } from '../units/index.ts'
import type { Casualties, Checkpoint, Evacuation, Movement, Task } from './types.ts'

/** Commands on a plan that exists. */
export type PlanCommand = { readonly plan: string } & (
  | { readonly type: 'redraftPlan'; readonly tasks: readonly Task[] }
  | { readonly type: 'clearPlan' }
  | { readonly type: 'returnPlan'; readonly reason: string }
  | { readonly type: 'signPlan' }
  | { readonly type: 'withdrawPlan'; readonly reason: string }
)
/** Commands on a patrol that exists. */
export type PatrolCommand = { readonly patrol: string } & (
  | { readonly type: 'depart'; readonly atMs: InstantMs }
  | { readonly type: 'radioCheck'; readonly atMs: InstantMs; readonly settlement: string | null }
  | { readonly type: 'passCheckpoint'; readonly atMs: InstantMs; readonly settlement: string }
  | { readonly type: 'acknowledge'; readonly alarm: string; readonly doing: string }
  | {
      readonly type: 'takeShelter'
      readonly atMs: InstantMs
      readonly settlement: string
      readonly reason: string
    }
  | { readonly type: 'leaveShelter'; readonly atMs: InstantMs }
  | {
      readonly type: 'changeMovement'
      readonly checkpoints: readonly Checkpoint[]
      readonly returnByMs: InstantMs
      readonly reason: string
    }
  | {
      readonly type: 'requestEvacuation'
      readonly settlement: string
      readonly casualties: Casualties
      readonly means: Evacuation['means']
      readonly needs: string
    }
  | { readonly type: 'recordReturn'; readonly atMs: InstantMs }
  | { readonly type: 'cancelPatrol'; readonly reason: string }
)
/** Commands on a casualty evacuation that exists. */
export type EvacuationCommand = {
  readonly evacuation: string
  readonly note: string
  readonly type:
    | 'acceptEvacuation'
    | 'startEvacuation'
    | 'collectCasualties'
    | 'deliverCasualties'
    | 'standDown'
}
/** What people may put on record. Each is one row of the tables in `table.ts`. */
export type Command =
  | {
      readonly type: 'draftPlan'
      readonly fromMs: InstantMs
      readonly toMs: InstantMs
      readonly tasks: readonly Task[]
    }
  | {
      readonly type: 'planPatrol'
      readonly plan: string
      readonly task: string
      readonly movement: Movement
    }
  | PlanCommand
  | PatrolCommand
  | EvacuationCommand

/** The name of a command. */
export type CommandName = Command['type']

/** Every command, in the order of the work. */
export const COMMANDS: readonly CommandName[] = [
  'draftPlan',
  'redraftPlan',
  'clearPlan',
  'returnPlan',
  'signPlan',
  'withdrawPlan',
  'planPatrol',
  'depart',
  'radioCheck',
  'passCheckpoint',
  'acknowledge',
  'takeShelter',
  'leaveShelter',
  'changeMovement',
  'requestEvacuation',
  'recordReturn',
  'cancelPatrol',
  'acceptEvacuation',
  'startEvacuation',
  'collectCasualties',
  'deliverCasualties',
  'standDown',
]
