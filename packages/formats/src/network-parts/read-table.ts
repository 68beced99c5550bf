import type { Refused } from '@holdfast/core/units'
import { TableDecoder } from '../table/index.ts'
import { IMPORT_ROWS_MAX } from './parts.ts'
import type { ImportReject } from './parts.ts'

/** A row under the names of its columns. */
export interface TableRow {
  /** From 1. */
  readonly line: number
  readonly fields: ReadonlyMap<string, string>
}

const LINE = /^line (\d+): /

/** The rows of a CSV table (RFC 4180) whose header has all columns needed, and what is no row. */
export function readTable(
  bytes: Uint8Array,
  needed: readonly string[],
): { readonly rows: readonly TableRow[]; readonly rejects: readonly ImportReject[] } | Refused {
  let missing: string | undefined
  const decoder = new TableDecoder({
    delimiter: ',',
    columns: (names) => {
      missing = needed.find((name) => !names.includes(name))
      return missing === undefined ? names : { refused: `no column ${missing}` }
    },
    fault: () => null,
  })
  const parts = [decoder.push(bytes), decoder.end()]
  if (missing !== undefined)
    return { refused: `the table has no column ${missing}; give a table with ${needed.join(', ')}` }
  if (!parts.some(({ records }) => records.some(({ kind }) => kind === 'header'))) {
    const [first] = parts.flatMap((part) => part.rejects)
    const why = first === undefined ? 'it is empty' : first.detail
    return {
      refused: `the table has no header that can be read (${why}); give a table with ${needed.join(', ')}`,
    }
  }
  const rows = parts.flatMap(({ records }) => records.filter(({ kind }) => kind === 'row'))
  if (rows.length > IMPORT_ROWS_MAX)
    return { refused: `the table has ${rows.length} rows, more than ${IMPORT_ROWS_MAX}; split it` }
  const rejects = parts.flatMap((part) =>
    part.rejects.map(({ reason, detail }) => ({
      at: Number(LINE.exec(detail)?.[1] ?? 0),
      reason,
      detail: detail.replace(LINE, ''),
    })),
  )
  return { rows: rows.map(({ line, fields }) => ({ line, fields })), rejects }
}
