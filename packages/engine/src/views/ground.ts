import { adoptedAt, lineOfContactAt } from '@holdfast/core/agreement'
import type { AgreementState, Line, Zone } from '@holdfast/core/agreement'
import type { InstantMs } from '@holdfast/core/units'

/** What the text in force draws on a map. */
export interface Ground {
  /** The line of contact in force comes first, the others as the text has them. */
  readonly line: readonly Line[]
  readonly zones: readonly Zone[]
}

/** What the text in force at an instant draws; nothing where none is. */
export function groundOf(state: AgreementState, nowMs: InstantMs): Ground {
  const text = adoptedAt(state, nowMs)?.agreement
  if (text === undefined) return { line: [], zones: [] }
  const { lines, linesOfContact, zones } = text
  if (linesOfContact.length === 0) return { line: lines, zones }
  // A text may name several lines of contact, each from its own day on: what is drawn and measured from is today's.
  const contact = lineOfContactAt(text, nowMs)
  return { line: [contact, ...lines.filter(({ id }) => id !== contact.id)], zones }
}
