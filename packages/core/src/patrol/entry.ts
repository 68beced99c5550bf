import type { Draft, Json } from '../evidence/index.ts'
import type { InstantMs, Refused } from '../units/index.ts'
import type {
  Casualties,
  Checkpoint,
  Evacuation,
  EvacuationStatus,
  Movement,
  Task,
} from './types.ts'

interface OnPatrol {
  readonly patrol: string
}
/** The payload of each kind of entry that this step writes. Each kind leads to one status, so folding needs no rule. */
export interface Payloads {
  readonly 'patrol.plan-drafted': {
    readonly number: number
    readonly fromMs: InstantMs
    readonly toMs: InstantMs
    readonly tasks: readonly Task[]
  }
  readonly 'patrol.plan-redrafted': { readonly plan: string; readonly tasks: readonly Task[] }
  readonly 'patrol.plan-cleared': { readonly plan: string }
  readonly 'patrol.plan-returned': { readonly plan: string; readonly reason: string }
  readonly 'patrol.plan-signed': { readonly plan: string }
  readonly 'patrol.plan-withdrawn': { readonly plan: string; readonly reason: string }
  readonly 'patrol.planned': {
    readonly plan: string
    readonly task: string
    readonly movement: Movement
  }
  readonly 'patrol.departed': OnPatrol & { readonly atMs: InstantMs }
  readonly 'patrol.heard': OnPatrol & {
    readonly atMs: InstantMs
    readonly settlement: string | null
  }
  readonly 'patrol.checkpoint-passed': OnPatrol & {
    readonly atMs: InstantMs
    readonly settlement: string
  }
  readonly 'patrol.alarm-acknowledged': OnPatrol & {
    readonly alarm: string
    readonly doing: string
  }
  readonly 'patrol.shelter-taken': OnPatrol & {
    readonly atMs: InstantMs
    readonly settlement: string
    readonly reason: string
  }
  readonly 'patrol.shelter-left': OnPatrol & { readonly atMs: InstantMs }
  readonly 'patrol.movement-changed': OnPatrol & {
    readonly checkpoints: readonly Checkpoint[]
    readonly returnByMs: InstantMs
    readonly reason: string
  }
  readonly 'patrol.evacuation-requested': OnPatrol & {
    readonly settlement: string
    readonly casualties: Casualties
    readonly means: Evacuation['means']
    readonly needs: string
  }
  readonly 'patrol.evacuation-moved': {
    readonly evacuation: string
    readonly status: EvacuationStatus
    readonly note: string
  }
  readonly 'patrol.returned': OnPatrol & { readonly atMs: InstantMs }
  readonly 'patrol.cancelled': OnPatrol & { readonly reason: string }
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
