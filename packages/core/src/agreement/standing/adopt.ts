/**
 * Which texts were adopted, as entries. An agreement is never edited: a new text is adopted after it and names the entry
 * that it amends, and what was decided under the old one keeps naming the old one's version. The document's own text is kept
 * beside what was read from it, so that anybody can read it again. Each text that people set is a motion
 * (decide-amendment); only that of a demonstration is adopted by the system.
 */
import type { Refused } from '../../units/index.ts'
import { unfair } from '../document/even-handed.ts'
import type { AdoptAgreement, ProposeAmendment } from './command.ts'
import { draft, type AgreementDraft } from './entry.ts'
import { adoptedOf, type Adopted, type AgreementState } from './state.ts'

/** Refuses the very document that is adopted already, and a text that was written against another than the latest. */
export function checkAmends(
  { agreement: { id }, amends, document }: AdoptAgreement | ProposeAmendment,
  current: Adopted | null,
): Refused | null {
  if (current?.document === document)
    return {
      refused:
        `agreement ${id} is already adopted with this very text ` +
        `(entry ${current.entry}); change the text, or leave it`,
    }
  if (amends === undefined || amends === current?.entry) return null
  return {
    refused:
      current === null
        ? `there is no text of agreement ${id} to amend; leave out which one is amended`
        : `entry ${amends} is not the text of agreement ${id} adopted last, entry ${current.entry} is: read that one first`,
  }
}

/**
 * Decides the adoption of a demonstration's text. Refused: a one-sided text that gives no reason, and any text once one is
 * adopted, of whatever id: it would take the place of the one in force.
 */
export function decideAdopted(
  state: AgreementState,
  command: AdoptAgreement,
): { readonly entries: readonly AgreementDraft[] } | Refused {
  const { agreement, document } = command
  const [first] = unfair(agreement)
  if (first !== undefined) return { refused: `${first.path}: ${first.problem}` }
  const refused = checkAmends(command, adoptedOf(state, agreement.id))
  if (refused !== null) return refused
  const latest = adoptedOf(state)
  if (latest !== null)
    return {
      refused:
        `agreement ${latest.agreement.id} is adopted (entry ${latest.entry}), and no officer alone puts another text ` +
        'in its place: propose an amendment, and let officers of other nations support it',
    }
  return { entries: [draft('agreement.adopted', { agreement, document, amends: null }, [])] }
}
