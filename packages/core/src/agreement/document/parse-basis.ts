import type { DocumentReader, Fields } from '../../units/index.ts'
import { readText } from './fields.ts'
import type { Basis } from './types.ts'

/** What a part of a document rests on: the words of a text, or an assumption that somebody owns. */
export const readBasis = (r: DocumentReader, fields: Fields): Basis => ({
  kind: r.oneOf(fields, 'kind', ['text', 'assumption']),
  source: readText(r, fields, 'source'),
})
