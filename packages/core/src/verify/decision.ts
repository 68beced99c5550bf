import type { Draft } from '../evidence/index.ts'
import type { Refused } from '../units/index.ts'
import type { VerifyContext } from './guard.ts'
import type { VerifyState } from './state.ts'
import type { Incident } from './types.ts'

/** What a command comes to: entries to record, or why not. */
export type Decision = { readonly entries: readonly Draft[] } | Refused

/** These entries are to be recorded. */
export const record = (...entries: readonly Draft[]): Decision => ({ entries })

/** What a command on an incident is decided on; the tables have let it pass. */
export interface Case {
  readonly incident: Incident
  readonly state: VerifyState
  readonly context: VerifyContext
  /** Names the incident in a payload. */
  readonly named: { readonly incident: string }
  /** The entry that opened it, as references. */
  readonly opening: readonly number[]
  /** Its latest entry, as references. */
  readonly latest: readonly number[]
}
