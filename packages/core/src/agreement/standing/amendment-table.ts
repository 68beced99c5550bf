// What may follow a motion to amend is a table, total over every status and command; nothing moves in any other way. It
// stands in docs/specs/agreement-standing.md too, and a test holds the two equal.
import type { AmendmentStatus } from './state.ts'

/** The commands that touch a motion to amend. */
export type AmendmentCommandName =
  | 'proposeAmendment'
  | 'supportAmendment'
  | 'opposeAmendment'
  | 'withdrawAmendment'
/** What a command does to a motion in a status: `next` lists every status that it may lead to. */
export type AmendmentCell =
  | { readonly kind: 'accepted'; readonly next: readonly AmendmentStatus[] }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'impossible' }

const to = (...next: readonly AmendmentStatus[]): AmendmentCell => ({ kind: 'accepted', next })
// A proposal makes a motion of its own: it cannot meet one that exists.
const impossible: AmendmentCell = { kind: 'impossible' }
const ended = (reason: string): Readonly<Record<AmendmentCommandName, AmendmentCell>> => {
  const no = { kind: 'refused', reason } as const
  return {
    proposeAmendment: impossible,
    supportAmendment: no,
    opposeAmendment: no,
    withdrawAmendment: no,
  }
}

/** A motion to amend: every status against every command. */
export const AMENDMENT_TABLE: Readonly<
  Record<AmendmentStatus, Readonly<Record<AmendmentCommandName, AmendmentCell>>>
> = {
  open: {
    proposeAmendment: impossible,
    supportAmendment: to('open', 'carried'),
    opposeAmendment: to('open'),
    withdrawAmendment: to('withdrawn'),
  },
  carried: ended('it was carried, and its text is adopted: amend that one'),
  withdrawn: ended('its proposer withdrew it: propose it anew'),
  lapsed: ended('its time is over: propose it anew'),
  fallen: ended('another text was adopted meanwhile: read that one, and propose anew against it'),
}
