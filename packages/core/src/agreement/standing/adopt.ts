/**
 * Which texts were adopted, as entries. An agreement is never edited: a new text is adopted after it and names the entry
 * that it amends, and what was decided under the old one keeps naming the old one's version. The document's own text is kept
 * beside what was read from it, so that anybody can read it again.
 */
import type { Refused } from '../../units/index.ts'
import { unfair } from '../document/even-handed.ts'
import type { AdoptAgreement } from './command.ts'
import { draft, type AgreementDraft } from './entry.ts'
import { adoptedOf, type Adopted, type AgreementState } from './state.ts'

function checkAmends(
  { agreement: { id }, amends, document }: AdoptAgreement,
  current: Adopted | null,
): Refused | null {
  if (current?.document === document)
    return {
      refused:
        `agreement ${id} is already in force with this very text ` +
        `(entry ${current.entry}); change the text, or leave it`,
    }
  if (amends === undefined || amends === current?.entry) return null
  return {
    refused:
      current === null
        ? `there is no text of agreement ${id} to amend; leave out which one is amended`
        : `entry ${amends} is not the text of agreement ${id} in force, entry ${current.entry} is: read that one first`,
  }
}

/** Decides an adoption. Refused: a one-sided text that gives no reason, and the very document that is in force already. */
export function decideAdopted(
  state: AgreementState,
  command: AdoptAgreement,
): { readonly entries: readonly AgreementDraft[] } | Refused {
  const { agreement, document } = command
  const [first] = unfair(agreement)
  if (first !== undefined) return { refused: `${first.path}: ${first.problem}` }
  const current = adoptedOf(state, agreement.id)
  const refused = checkAmends(command, current)
  if (refused !== null) return refused
  const amends = current?.entry ?? null
  const payload = { agreement, document, amends }
  return { entries: [draft('agreement.adopted', payload, amends === null ? [] : [amends])] }
}
