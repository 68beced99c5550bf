import type { Cell, LaidOut } from './laid-out.ts'
import { valueText } from './laid-out.ts'

/** Columns of the table: one line for each field of each line of the report. */
export const CSV_COLUMNS = ['table', 'line', 'field', 'value', 'text'] as const

// A text that begins like a formula would be run by a spreadsheet: an apostrophe keeps it a text.
const quoted = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
const record = (fields: readonly string[]): string => `${fields.map(quoted).join(',')}\r\n`

function recordsOf(
  line: readonly [table: string, id: string, field: string],
  { value, text }: Cell,
): string {
  if (value === null || typeof value !== 'object') return record([...line, valueText(value), text])
  // Figures that must not be added stand in lines of their own.
  const [table, id, field] = line
  return Object.entries(value)
    .map(([name, n]) => record([table, id, `${field}.${name}`, String(n), text]))
    .join('')
}

/** CSV (RFC 4180), UTF-8: the stamp, then texts and tables in the report's order, one field a record. */
export function toCsv({ stamp, title, edition, blocks }: LaidOut): string {
  const body = blocks.map((block, i): string => {
    if (block.kind === 'heading') return record(['heading', block.id, 'text', '', block.text])
    if (block.kind === 'text') return record(['text', String(i), 'text', '', block.text])
    return block.lines
      .map((line) =>
        block.columns
          .map(([key]) =>
            recordsOf([block.id, line.id, key], line.cells[key] ?? { text: '', value: null }),
          )
          .join(''),
      )
      .join('')
  })
  return [
    record(CSV_COLUMNS),
    record(['report', 'stamp', 'json', JSON.stringify(stamp), `${title}. ${edition}`]),
    ...body,
  ].join('')
}
