/** Bodies of observations: how each media type holds its rows, and what is refused before a row is read. */
import { decodeCbor, type CborBudget, type CborFault } from '@holdfast/formats/cbor'
import { openSignedBatch, openSignedJson, type ReadStatement } from '@holdfast/formats/signed-batch'
import type { MediaType } from './work.ts'

/** What may be read of a body, or of bodies that come together. */
export interface Bounds {
  readonly rowsMax: number
  readonly budget: CborBudget
}
/** A body's rows. */
export interface ReadRows {
  /** Values that are not read yet, NDJSON that is not cut yet, or the number of rows that an edge dropped. */
  readonly rows: readonly unknown[] | { readonly bytes: Uint8Array } | number
  /** Bytes that the body takes; others may follow it. */
  readonly end: number
}
/** A body, cut as far as it can be without reading a row. */
export interface OpenedBody {
  readonly signed?: ReadStatement
  /** For once the signature was found good: bytes of who has no key are not decoded. */
  readonly read: () => ReadRows | RefusedBody
}
/** A body of which nothing is read. */
export type RefusedBody = { readonly refused: string; readonly status?: 413 }

/** Said of a batch with too many rows. */
export const tooMany = (rows: string, rowsMax: number): string =>
  `the batch has ${rows} rows; send at most ${rowsMax} at once`
/** Braces, or lines of indented JSON, that a row has at the most, on average over a batch; over it nothing is parsed. */
const BRACES_A_ROW_MAX = 64
/** The same in CBOR: as many arrays and maps, at eight each; most of what a row holds is neither, and counts as one. */
const BUDGET_A_ROW = 8 * BRACES_A_ROW_MAX

/** The bounds of so many rows. */
export const boundsOf = (rowsMax: number): Bounds => ({
  rowsMax,
  // One for what holds the rows.
  budget: { left: (rowsMax + 1) * BUDGET_A_ROW },
})

function isOvercrowded(bytes: Uint8Array, rowsMax: number): boolean {
  let [braces, lines] = [0, 0]
  for (const byte of bytes) {
    if (byte === 0x7b || byte === 0x5b) braces += 1
    if (byte === 0x0a) lines += 1
  }
  return Math.max(braces, lines) > rowsMax * BRACES_A_ROW_MAX
}

/** The body that the bytes begin with; only a signed batch in CBOR may have others after it. */
export function bodyIn(
  media: MediaType,
  bytes: Uint8Array,
  bounds: Bounds,
): OpenedBody | RefusedBody {
  if (media === 'application/vnd.holdfast.signed-batch+cbor') return signedCbor(bytes, bounds)
  if (media === 'application/vnd.holdfast.signed-batch+json') return signedJson(bytes, bounds)
  const { rowsMax, budget } = bounds
  const isCbor = media === 'application/cbor'
  if (!isCbor && isOvercrowded(bytes, rowsMax))
    return { refused: tooMany('too many', rowsMax), status: 413 }
  const end = bytes.length
  if (media === 'application/x-ndjson') return { read: () => ({ rows: { bytes }, end }) }
  const parsed = isCbor ? decodeCbor(bytes, budget) : parseJson(bytes)
  if ('refused' in parsed) return refusedBy(parsed, rowsMax)
  const { value } = parsed
  return Array.isArray(value)
    ? { read: () => counted({ rows: value as readonly unknown[], end }, rowsMax) }
    : { refused: 'the body is not an array; send an array of observations, or NDJSON' }
}

function signedCbor(bytes: Uint8Array, { rowsMax, budget }: Bounds): OpenedBody | RefusedBody {
  const opened = openSignedBatch(bytes)
  if ('refused' in opened) return { refused: opened.refused }
  const { signed, rowsStated } = opened
  const read = (): ReadRows | RefusedBody => {
    if (rowsStated !== null && rowsStated > rowsMax)
      return { refused: tooMany(`${rowsStated}`, rowsMax), status: 413 }
    const rows = opened.read(budget)
    return 'refused' in rows ? refusedBy(rows, rowsMax) : counted(rows, rowsMax)
  }
  return { signed, read }
}

function signedJson(bytes: Uint8Array, { rowsMax }: Bounds): OpenedBody | RefusedBody {
  // Of a body that was cut short its sender should hear that, whatever is in it.
  const last = bytes.findLast((byte) => byte > 0x20)
  if (last !== 0x7d) return { refused: 'the body is not JSON: it does not end with a brace' }
  const opened = openSignedJson(bytes)
  if ('refused' in opened) return opened
  const { signed, rowsOf } = opened
  const read = (): ReadRows | RefusedBody => {
    if (isOvercrowded(bytes, rowsMax)) return { refused: tooMany('too many', rowsMax), status: 413 }
    const parsed = parseJson(bytes)
    if ('refused' in parsed) return parsed
    const found = rowsOf(parsed.value)
    return 'refused' in found ? found : counted({ ...found, end: bytes.length }, rowsMax)
  }
  return { signed, read }
}

const refusedBy = ({ refused, isOverBudget }: CborFault, rowsMax: number): RefusedBody =>
  isOverBudget === true ? { refused: tooMany('too many', rowsMax), status: 413 } : { refused }

const counted = (read: ReadRows, rowsMax: number): ReadRows | RefusedBody =>
  Array.isArray(read.rows) && read.rows.length > rowsMax
    ? { refused: tooMany(`${read.rows.length}`, rowsMax), status: 413 }
    : read

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
