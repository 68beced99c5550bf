import { OWN_HASHING } from '@holdfast/core/observe'
import type { Hashing, Rejected, Request, Row, Unidentified } from '@holdfast/core/observe'
import type { LabelOf } from './label.ts'
import { readObservation } from './read.ts'
import { RowSplitter } from './splitter.ts'
import type { Cut } from './splitter.ts'
import { decodeUtf8 } from './utf8.ts'

/** A row of a file: its number from 0, its line from 1, and either the observation or why it is none. */
export type FileRow = {
  readonly index: number
  readonly line: number
} & (
  | {
      readonly observation: Unidentified
      /** The row bears no label and names no id: its observation has the default one, and whoever knows its source may give it that. */
      readonly unlabelled?: true
    }
  | { readonly reason: string }
)

function readCut(cut: Cut, hashing: Hashing, labelOf: LabelOf | null = null): FileRow {
  const { index, line } = cut
  const refused = (reason: string): FileRow => ({ index, line, reason })
  if ('reason' in cut) return refused(cut.reason)
  const text = decodeUtf8(cut.bytes, cut.offset)
  if (typeof text !== 'string') return refused(text.refused)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return refused(
      `not JSON: ${error instanceof Error ? error.message : 'unreadable'}; give one object a row`,
    )
  }
  const read = readObservation(value, hashing, labelOf)
  if ('reason' in read) return refused(read.reason)
  // It was read, so it is an object.
  const isBare = !Object.hasOwn(value as object, 'label') && !Object.hasOwn(value as object, 'id')
  return { index, line, observation: read.observation, ...(isBare ? { unlabelled: true } : {}) }
}

/**
 * The rows of a file of observations, NDJSON or one JSON array, as the chunks come in: memory is bounded by a chunk
 * and a row, whatever the length of the file. Every row comes out, those that cannot be read with their reason.
 *
 * @yields each row in the order of the file
 */
export async function* readRows(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  hashing: Hashing = OWN_HASHING,
): AsyncGenerator<FileRow> {
  const splitter = new RowSplitter()
  for await (const chunk of chunks)
    for (const cut of splitter.push(chunk)) yield readCut(cut, hashing)
  for (const cut of splitter.end()) yield readCut(cut, hashing)
}

/** A whole request body, NDJSON or one JSON array, as `prepare` takes it; with `labelOf`, under the labels of its sources. */
export function readRequest(
  body: Uint8Array,
  hashing: Hashing = OWN_HASHING,
  labelOf: LabelOf | null = null,
): Request {
  const splitter = new RowSplitter()
  const rows: Row[] = []
  const malformed: Rejected[] = []
  for (const cut of [...splitter.push(body), ...splitter.end()]) {
    const row = readCut(cut, hashing, labelOf)
    if ('reason' in row) malformed.push({ index: row.index, reason: row.reason })
    else rows.push({ index: row.index, observation: row.observation })
  }
  return { rows, malformed }
}

/** Values that were parsed elsewhere (a JSON body), as `prepare` takes them; the place in the list is the index. `labelOf` as above. */
export function readValues(
  values: readonly unknown[],
  hashing: Hashing = OWN_HASHING,
  labelOf: LabelOf | null = null,
): Request {
  const rows: Row[] = []
  const malformed: Rejected[] = []
  for (const [index, value] of values.entries()) {
    const read = readObservation(value, hashing, labelOf)
    if ('reason' in read) malformed.push({ index, reason: read.reason })
    else rows.push({ index, observation: read.observation })
  }
  return { rows, malformed }
}
