/**
 * Which agreements were adopted, as entries. An agreement is never edited: a new text is adopted after it, and what was
 * decided under the old one keeps naming the old one's version. The document's own text is kept beside what was read
 * from it, so that anybody can read it again.
 */
import type { InstantMs, Refused } from '../../units/index.ts'
import type { Draft, Entry, Json, Tombstone } from '../../evidence/index.ts'
import type { Actor } from '../../nations/index.ts'
import { unfair } from '../document/even-handed.ts'
import type { Agreement } from '../document/types.ts'

/** An agreement in the log. */
export interface Adopted {
  readonly agreement: Agreement
  /** The document as it was written, YAML. */
  readonly document: string
  /** Log index of the entry that adopted it. */
  readonly entry: number
  readonly atMs: InstantMs
}
/** Every adoption, oldest first. */
export interface AgreementState {
  readonly adopted: readonly Adopted[]
}
/** The state of an empty log. */
export const initial: AgreementState = { adopted: [] }

/** Asks for an agreement to be adopted: what was read, and the text that it was read from. */
export interface AdoptAgreement {
  readonly type: 'adoptAgreement'
  readonly agreement: Agreement
  readonly document: string
}
/** Who asks, and when. */
export interface Context {
  readonly actor: Actor
  readonly nowMs: InstantMs
}
/** What an adoption records. */
export type AgreementDraft = Draft<'agreement.adopted'>

/** The agreement adopted last, or null. With an id: the last one of that id. */
export function adoptedOf(state: AgreementState, id?: string): Adopted | null {
  return state.adopted.findLast(({ agreement }) => id === undefined || agreement.id === id) ?? null
}

/** Decides an adoption. Refused: a one-sided text that gives no reason, and the very document that is in force already. */
export function decide(
  state: AgreementState,
  command: AdoptAgreement,
  { actor }: Context,
): { readonly entries: readonly AgreementDraft[] } | Refused {
  const { agreement, document } = command
  const [first] = unfair(agreement)
  if (first !== undefined) return { refused: `${first.path}: ${first.problem}` }
  const current = adoptedOf(state, agreement.id)
  if (current?.document === document)
    return {
      refused:
        `agreement ${agreement.id} is already in force with this very text ` +
        `(entry ${current.entry}); change the text, or leave it`,
    }
  if (actor.office === 'guarantors')
    return {
      refused:
        'the guarantors do not set the text that they answer breaches of; ' +
        'let the commission or the monitor adopt it',
    }
  const payload = { agreement, document } as unknown as Json
  const refs = current === null ? [] : [current.entry]
  return { entries: [{ kind: 'agreement.adopted', payload, refs }] }
}

function isAdoption(payload: Json): payload is { agreement: Json; document: string } {
  return (
    typeof payload === 'object' &&
    payload !== null &&
    'agreement' in payload &&
    'document' in payload &&
    typeof payload['document'] === 'string'
  )
}

/** Folds one entry in. Other steps' kinds and tombstones leave the state as it is. */
export function evolve(state: AgreementState, entry: Entry | Tombstone): AgreementState {
  if ('tombstone' in entry || entry.kind !== 'agreement.adopted') return state
  const { payload, index, atMs } = entry
  if (!isAdoption(payload)) throw new Error(`entry ${index} is no adoption of an agreement`)
  const agreement = payload.agreement as unknown as Agreement
  return {
    adopted: [...state.adopted, { agreement, document: payload.document, entry: index, atMs }],
  }
}
