import type { PartyId } from '../agreement/index.ts'
import type { Draft, Json } from '../evidence/index.ts'
import type { InstantMs, Refused } from '../units/index.ts'
import type {
  ActionPoint,
  AttemptOutcome,
  FireStop,
  LegStatus,
  SessionStatus,
  Subject,
} from './types.ts'

/** The payload of each kind of entry that this step writes. `next` is where the decision led, so that folding needs no rule. */
export interface Payloads {
  readonly 'liaise.call-opened': {
    readonly number: number
    readonly subject: Subject
    readonly countedFromMs: InstantMs
    readonly dueAtMs: InstantMs
  }
  readonly 'liaise.attempt-logged': {
    readonly call: string
    readonly party: PartyId
    readonly post: string
    readonly calledAtMs: InstantMs
    readonly outcome: AttemptOutcome
    readonly answeredBy: string | null
    readonly said: string | null
    readonly next: LegStatus
  }
  readonly 'liaise.not-called-recorded': {
    readonly call: string
    readonly party: PartyId
    readonly reason: string
  }
  readonly 'liaise.fire-stop-reported': {
    readonly call: string
    readonly party: PartyId
    readonly stoppedAtMs: InstantMs
    readonly basis: FireStop['basis']
  }
  readonly 'liaise.call-closed': { readonly call: string; readonly note: string | null }
  readonly 'liaise.session-called': {
    readonly number: number
    readonly title: string
    readonly heldAtMs: InstantMs
  }
  readonly 'liaise.agenda-item-added': {
    readonly session: string
    readonly title: string
    readonly protest: string | null
  }
  readonly 'liaise.protest-lodged': {
    readonly number: number
    readonly from: PartyId
    readonly incident: string | null
    readonly text: string
  }
  readonly 'liaise.protest-answered': { readonly protest: string; readonly text: string }
  readonly 'liaise.point-agreed': {
    readonly number: number
    readonly session: string
    readonly text: string
    readonly owner: ActionPoint['owner']
    readonly dueAtMs: InstantMs
  }
  readonly 'liaise.point-completed': { readonly point: string; readonly note: string }
  readonly 'liaise.point-dropped': { readonly point: string; readonly reason: string }
  readonly 'liaise.minutes-drafted': { readonly session: string; readonly text: string }
  readonly 'liaise.minutes-returned': { readonly session: string; readonly reason: string }
  readonly 'liaise.minutes-signed': { readonly session: string; readonly next: SessionStatus }
  readonly 'liaise.session-cancelled': { readonly session: string; readonly reason: string }
}

/** A draft of one kind with its own payload. */
export function draft<Kind extends keyof Payloads>(
  kind: Kind,
  payload: Payloads[Kind],
  refs: readonly number[],
): Draft {
  // Every payload above is JSON by construction; interfaces only lack the index signature that says so.
  return { kind, payload: payload as unknown as Json, refs: refs.toSorted((a, b) => a - b) }
}

/** What a decision comes to: the entries to record, or why it is refused. */
export type Decision = { readonly entries: readonly Draft[] } | Refused
