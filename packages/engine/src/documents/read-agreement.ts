import { parseAgreement } from '@holdfast/core/agreement'
import type { Agreement } from '@holdfast/core/agreement'
import { isRefused } from '@holdfast/core/units'
import type { Refused } from '@holdfast/core/units'
import { AGREEMENT_SCHEMA } from './agreement-schema.ts'
import { readDocument } from './read-document.ts'

/** An agreement and the text that it was read from: what `agreement.adopted` records. */
export interface ReadAgreement {
  readonly agreement: Agreement
  readonly document: string
}

/** Reads an agreement's document; `name` is what the messages call the file. A refusal holds one line for each error. */
export function readAgreement(text: string, name: string): ReadAgreement | Refused {
  const agreement = readDocument({ text, name }, AGREEMENT_SCHEMA, parseAgreement)
  return isRefused(agreement) ? agreement : { agreement, document: text }
}
