import { parse } from 'csv-parse/sync'
import type { Refused } from '@holdfast/core/units'
import { decodeUtf8 } from '../observation/index.ts'
import { checkedRows, disarmed, type Row } from './rows.ts'

/** Most bytes of a table in CSV. */
export const TABLE_BYTES_MAX = 16 * 1024 * 1024

const quoted = (text: string): string => {
  const safe = disarmed(text)
  // What another program parts cells by is quoted, too: what goes out comes back the same.
  return /[",;\t\n\r]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows as CSV (RFC 4180), UTF-8, each line ended by CR LF. */
export const writeCsv = (rows: readonly (readonly string[])[]): Uint8Array =>
  new TextEncoder().encode(rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join(''))

/** Characters of the first line that are looked at. */
const HEAD_MAX = 10_000

/**
 * What the first line parts its cells by: the comma of RFC 4180, or the semicolon or tab that spreadsheets write where the
 * comma is the decimal sign.
 */
function delimiterOf(text: string): string {
  const bare = text.slice(0, HEAD_MAX).replaceAll(/"(?:[^"]|"")*"/gu, '')
  const [head = ''] = bare.split(/[\n\r]/u, 1)
  return [',', ';', '\t'].find((one) => head.includes(one)) ?? ','
}

/** The rows of a CSV table with their lines; refused with the line where one cannot be read. */
export function readCsv(bytes: Uint8Array): readonly Row[] | Refused {
  if (bytes.length > TABLE_BYTES_MAX)
    return { refused: `${bytes.length} bytes; a table may have ${TABLE_BYTES_MAX}. Split it` }
  const text = decodeUtf8(bytes)
  if (typeof text !== 'string') return text
  try {
    const read = parse(text, {
      bom: true,
      columns: false,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as readonly {
      readonly record: readonly string[]
      readonly info: { readonly lines: number }
    }[]
    return checkedRows(
      read.map(({ record, info }) => ({ place: `line ${info.lines}`, cells: record })),
    )
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'unreadable'
    return {
      refused: `the CSV cannot be read: ${detail}; quote whole fields, double quotes inside`,
    }
  }
}
