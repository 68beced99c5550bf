import type { PartyId } from '../agreement/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { ActionPoint, AttemptOutcome, FireStop, Subject } from './types.ts'

/** What people may put on record. Each is one row of the tables in `table.ts`. */
export type Command =
  | {
      readonly type: 'openCall'
      readonly subject: Subject
      /** When the subject happened; looked up by whoever reads the command, never typed by the caller. */
      readonly happenedAtMs: InstantMs
    }
  | ({ readonly call: string } & (
      | ({ readonly party: PartyId } & (
          | {
              readonly type: 'logAttempt'
              readonly post: string
              readonly calledAtMs: InstantMs
              readonly outcome: AttemptOutcome
              readonly answeredBy: string | null
              readonly said: string | null
            }
          | { readonly type: 'recordNotCalled'; readonly reason: string }
          | {
              readonly type: 'reportFireStop'
              readonly stoppedAtMs: InstantMs
              readonly basis: FireStop['basis']
            }
        ))
      | { readonly type: 'closeCall'; readonly note: string | null }
    ))
  | { readonly type: 'callSession'; readonly title: string; readonly heldAtMs: InstantMs }
  | {
      readonly type: 'lodgeProtest'
      readonly from: PartyId
      readonly incident: string | null
      readonly text: string
    }
  | { readonly type: 'answerProtest'; readonly protest: string; readonly text: string }
  | { readonly type: 'completePoint'; readonly point: string; readonly note: string }
  | { readonly type: 'dropPoint'; readonly point: string; readonly reason: string }
  | ({ readonly session: string } & (
      | { readonly type: 'addAgendaItem'; readonly title: string; readonly protest: string | null }
      | {
          readonly type: 'agreePoint'
          readonly text: string
          readonly owner: ActionPoint['owner']
          readonly dueAtMs: InstantMs
        }
      | { readonly type: 'draftMinutes'; readonly text: string }
      | { readonly type: 'returnMinutes'; readonly reason: string }
      | { readonly type: 'signMinutes' }
      | { readonly type: 'cancelSession'; readonly reason: string }
    ))

/** The name of a command. */
export type CommandName = Command['type']

/** Every command, in the order of the work. */
export const COMMANDS: readonly CommandName[] = [
  'openCall',
  'logAttempt',
  'recordNotCalled',
  'reportFireStop',
  'closeCall',
  'callSession',
  'addAgendaItem',
  'lodgeProtest',
  'answerProtest',
  'agreePoint',
  'completePoint',
  'dropPoint',
  'draftMinutes',
  'returnMinutes',
  'signMinutes',
  'cancelSession',
]
