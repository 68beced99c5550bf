import type { Draft, Json } from '../../evidence/index.ts'
import type { InstantMs } from '../../units/index.ts'
import type { Agreement, PartyId } from '../document/types.ts'
import type { AnnounceActivity, DutyNamed } from './command.ts'
import type { Carried, MotionKind } from './state.ts'

/** What an officer said of a motion to amend. */
interface Voice {
  /** Log index of the entry that proposed it. */
  readonly motion: number
  /** The document that was spoken of, by its digest. */
  readonly sha256: string
  readonly reason: string
}
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
    /** From when it is in force; absent: from the instant of its entry. */
    readonly fromMs?: InstantMs
    /** The motion that it came of; absent where the system adopted it, and in journals of before, where one officer did. */
    readonly carried?: Carried
  }
  readonly 'agreement.amendment-proposed': {
    readonly agreement: Agreement
    readonly document: string
    /** SHA-256 of the document's UTF-8 bytes, hexadecimal. */
    readonly sha256: string
    /** Log index of the text of the same id that it amends; null where there is none. */
    readonly amends: number | null
    /** Log index of the text in force on the day of the proposal, whose quorum it takes; null: it is the first, and takes its own. */
    readonly inForce: number | null
    /** Log indices of texts, carried for a later instant, that this one would overtake; absent: none. */
    readonly overtakes?: readonly number[]
    /** Distinct nations that it takes, the proposer's among them. */
    readonly quorum: number
    readonly fromMs: InstantMs | null
    /** From this instant on it can be carried no more. */
    readonly lapsesMs: InstantMs
    readonly reason: string
  }
  readonly 'agreement.amendment-supported': Voice
  readonly 'agreement.amendment-opposed': Voice
  readonly 'agreement.amendment-withdrawn': Voice
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
