/** Bodies of observations: how each media type holds its rows, and what is refused before a row is read. */
import { decodeCbor } from '@holdfast/formats/cbor'
import { readSignedBatch, type ReadStatement } from '@holdfast/formats/signed-batch'
import type { MediaType } from './work.ts'

/** A body, cut as far as it can be without reading a row. */
export interface ReadBody {
  /** Values that are not read yet, NDJSON that is not cut yet, or the number of rows that an edge dropped. */
  readonly rows: readonly unknown[] | { readonly bytes: Uint8Array } | number
  readonly signed?: ReadStatement
}
/** A body of which nothing is read. */
export type RefusedBody = { readonly refused: string; readonly status?: 413 }

/** Said of a batch with too many rows. */
export const tooMany = (rows: string, rowsMax: number): string =>
  `the batch has ${rows} rows; send at most ${rowsMax} at once`
/** Braces, or lines of indented JSON, that a row has at the most, on average over a batch; over it nothing is parsed. */
const BRACES_A_ROW_MAX = 64

function isOvercrowded(bytes: Uint8Array, rowsMax: number): boolean {
  let [braces, lines] = [0, 0]
  for (const byte of bytes) {
    if (byte === 0x7b || byte === 0x5b) braces += 1
    if (byte === 0x0a) lines += 1
  }
  return Math.max(braces, lines) > rowsMax * BRACES_A_ROW_MAX
}

/** The rows of a body as they came, and what was signed with them. */
export function bodyIn(
  media: MediaType,
  bytes: Uint8Array,
  rowsMax: number,
): ReadBody | RefusedBody {
  if (!media.endsWith('cbor') && isOvercrowded(bytes, rowsMax))
    return { refused: tooMany('too many', rowsMax), status: 413 }
  if (media === 'application/x-ndjson') return { rows: { bytes } }
  const parsed = media.endsWith('cbor') ? decodeCbor(bytes) : parseJson(bytes)
  if ('refused' in parsed) return parsed
  const { value } = parsed
  const body: ReadBody | RefusedBody = media.startsWith('application/vnd.holdfast.signed-batch')
    ? readSignedBatch(value)
    : Array.isArray(value)
      ? { rows: value as readonly unknown[] }
      : { refused: 'the body is not an array; send an array of observations, or NDJSON' }
  if ('refused' in body) return body
  return Array.isArray(body.rows) && body.rows.length > rowsMax
    ? { refused: tooMany(`${body.rows.length}`, rowsMax), status: 413 }
    : body
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
// Written in full or as an escape: parsed, it would be an own property that a careless merge turns into a prototype.
const PROTOTYPE = /"(?:_|\\u005f){2}proto(?:_|\\u005f){2}"\s*:/iu

function parseJson(bytes: Uint8Array): { readonly value: unknown } | { readonly refused: string } {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    return { refused: 'the body is not UTF-8; convert it and send it again' }
  }
  if (PROTOTYPE.test(text)) return { refused: 'the body has a member named __proto__; remove it' }
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    return {
      refused: `the body is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`,
    }
  }
}
