import type { Cell, LaidOut } from './laid-out.ts'
import { valueText } from './laid-out.ts'

/** Columns of the table: one line for each field of each line of the report. */
export const CSV_COLUMNS = ['table', 'line', 'field', 'value', 'text'] as const

// A text that begins like a formula would be run by a spreadsheet: an apostrophe keeps it a text. Where a spreadsheet parts
// cells at semicolons or tabs, what stands behind one inside a cell begins a cell, too.
const FORMULA = /(^|[;,\t\r\n]"*)(?=[=+\-@])|([;,]["\s]+)(?=[=+@])|^(?=[\t\r])/g
const quoted = (text: string): string => {
  const safe = text.replaceAll(FORMULA, "$1$2'")
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

/** The stamp is read back by machines: what would be taken for a formula is escaped as JSON does it (RFC 8259, 7). */
const stampJson = (stamp: LaidOut['stamp']): string =>
  JSON.stringify(stamp).replaceAll(
    /(?<=[;,]["\s]*)[=+@-]/g,
    (sign) => `\\u${sign.codePointAt(0)?.toString(16).padStart(4, '0') ?? ''}`,
  )

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
    record(['report', 'stamp', 'json', stampJson(stamp), `${title}. ${edition}`]),
    ...body,
  ].join('')
}
