import { createReadStream, readFileSync, statSync } from 'node:fs'
import type { Unidentified } from '@holdfast/core/observe'
import { readRows } from '@holdfast/formats/observation'
import { importSmm } from '@holdfast/formats/smm'
import { CommandRefused } from '../output/index.ts'

/** The most bytes of a CSV table: it is read whole, unlike NDJSON and JSON, which are read as they come. */
export const CSV_BYTES_MAX = 64 * 1024 * 1024

/** A row of a file by its name in messages, with the observation that it gave or the reason why it gave none. */
export type ImportRow = { readonly row: string } & (
  | { readonly value: unknown }
  | { readonly reason: string }
)

/** The row as it stands: the deployment knows the label that its source is registered with, and gives it that. */
function unlabelled({ label: _default, ...bare }: Unidentified): object {
  return bare
}

/** The rows of a file: the SMM record's CSV, NDJSON, or a JSON array, told apart by the ending. */
export async function* rowsOf(file: string): AsyncGenerator<ImportRow> {
  if (!file.toLowerCase().endsWith('.csv')) {
    for await (const read of readRows(createReadStream(file))) {
      const row = `line ${read.line}`
      if ('reason' in read) yield { row, reason: read.reason }
      else
        yield {
          row,
          value: read.unlabelled === true ? unlabelled(read.observation) : read.observation,
        }
    }
    return
  }
  const { size } = statSync(file)
  if (size > CSV_BYTES_MAX)
    throw new CommandRefused(
      `${file} has ${size} bytes; a CSV table may have ${CSV_BYTES_MAX}. Split it, or import NDJSON, which is streamed`,
    )
  const { observations, rejected } = importSmm(readFileSync(file))
  for (const { line, recordId, reason } of rejected)
    yield { row: `line ${line} (${recordId})`, reason }
  for (const value of observations) yield { row: value.recordId, value }
}
