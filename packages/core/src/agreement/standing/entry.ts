import type { Draft, Json } from '../../evidence/index.ts'
import type { InstantMs } from '../../units/index.ts'
import type { Agreement, PartyId } from '../document/types.ts'
import type { AnnounceActivity, DutyNamed } from './command.ts'
import type { MotionKind } from './state.ts'

/**
 * The payload of each kind of entry that this step writes. What followed from the text in force (a quorum that was met, a
 * notice that was kept) is written down, so that folding needs no text.
 */
export interface AgreementPayloads {
  readonly 'agreement.adopted': {
    readonly agreement: Agreement
    readonly document: string
    /** Absent in the oldest entries. */
    readonly amends?: number | null
  }
  readonly 'agreement.fact-moved': {
    readonly agreement: string
    readonly fact: string
    readonly motion: MotionKind
    readonly party: PartyId | null
    readonly instantMs: InstantMs | null
    readonly reason: string
    /** Set by the motion that was the last one needed: from or until when, and who moved it. */
    readonly settles: { readonly atMs: InstantMs; readonly movedBy: readonly string[] } | null
  }
  readonly 'agreement.duty-shown': DutyNamed & { readonly agreement: string }
  readonly 'agreement.duty-confirmed': DutyNamed & { readonly shownIn: number }
  readonly 'agreement.duty-recalled': DutyNamed & { readonly shownIn: number }
  readonly 'agreement.activity-announced': Omit<AnnounceActivity, 'type'> & {
    readonly agreement: string
    readonly announcedMs: InstantMs
    readonly late: boolean
  }
  readonly 'agreement.notification-withdrawn': {
    readonly notification: string
    readonly reason: string
  }
}
/** The kinds of entry that this step writes. */
export type AgreementKind = keyof AgreementPayloads
/** What a decision of this step records. */
export type AgreementDraft = Draft<AgreementKind>

/** A draft of one kind with its own payload. */
export function draft<Kind extends AgreementKind>(
  kind: Kind,
  payload: AgreementPayloads[Kind],
  refs: readonly number[],
): AgreementDraft {
  // Every payload above is JSON by construction; interfaces only lack the index signature that says so.
  return { kind, payload: payload as unknown as Json, refs: refs.toSorted((a, b) => a - b) }
}
