import type { Position } from '../../geo/index.ts'
import type { InstantMs } from '../../units/index.ts'
import type { Agreement, PartyId } from '../document/types.ts'

/** Asks for the text of a demonstration to be adopted: what was read, and the text that it was read from. */
export interface AdoptAgreement {
  readonly type: 'adoptAgreement'
  readonly agreement: Agreement
  readonly document: string
  /** No first text amends another: it is refused where it is given. */
  readonly amends?: number
}
/** Moves that a text comes into force, as the first or in place of the one that is, for the proposer's nation. */
export interface ProposeAmendment {
  readonly type: 'proposeAmendment'
  readonly agreement: Agreement
  readonly document: string
  /** The entry whose text it amends, as the one who proposes knows it. Left out: whichever was adopted last. */
  readonly amends?: number
  /** From when it is to be in force; null: from when it is carried. */
  readonly fromMs: InstantMs | null
  readonly reason: string
}
/** A nation's word on a motion to amend: for it, against it, or the proposer's nation takes it back. */
export interface OnAmendment {
  readonly type: 'supportAmendment' | 'opposeAmendment' | 'withdrawAmendment'
  /** Log index of the entry that proposed it. */
  readonly motion: number
  readonly reason: string
}
/** Moves that a fact holds: for the mover's nation in the commission, or as the recorded statement of a party. */
export interface DeclareFact {
  readonly type: 'declareFact'
  readonly fact: string
  /** Whose statement is recorded; null where the commission declares the fact. */
  readonly party: PartyId | null
  /** From when it holds; null: from when the last one needed has moved it. */
  readonly fromMs: InstantMs | null
  readonly reason: string
}
/** Moves that a fact no longer holds, in the same way. */
export interface EndFact {
  readonly type: 'endFact'
  readonly fact: string
  readonly party: PartyId | null
  /** Until when it held, open; null: until the last one needed has moved it. */
  readonly untilMs: InstantMs | null
  readonly reason: string
}
/** One party's duty by one deadline. */
export interface DutyNamed {
  readonly clause: string
  readonly party: PartyId
  readonly dueMs: InstantMs
  readonly reason: string
}
/** The monitor records that a duty was shown to be done, the commission confirms it or takes its confirmation back. */
export type DutyCommand = DutyNamed & { readonly type: 'showMet' | 'confirmMet' | 'recallMet' }
/** Enters an announced activity into the register, as it was told to the office that records it. */
export interface AnnounceActivity {
  readonly type: 'announceActivity'
  /** A rule of notified activities, by its id. */
  readonly rule: string
  readonly party: PartyId | 'mission'
  readonly title: string
  /** Both ends closed. */
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  /** A disc: centre in WGS 84, radius in metres. */
  readonly place: { readonly position: Position; readonly radiusM: number }
}
/** Takes an announcement back. */
export interface WithdrawNotification {
  readonly type: 'withdrawNotification'
  /** `N-` and the log index of the entry that announced it. */
  readonly notification: string
  readonly reason: string
}
/** What may be asked of this step. */
export type AgreementCommand =
  | AdoptAgreement
  | ProposeAmendment
  | OnAmendment
  | DeclareFact
  | EndFact
  | DutyCommand
  | AnnounceActivity
  | WithdrawNotification
/** The names of this step's commands. */
export type AgreementCommandName = AgreementCommand['type']
