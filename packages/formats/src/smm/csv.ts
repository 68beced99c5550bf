/**
 * CSV after RFC 4180, total: whatever the text, every record comes out, with its line and with what is wrong with it.
 * A library that guesses (a quote in the middle, a file that ends inside one) would turn damage into data.
 */

/** One record: its number from 1 (the header is 0), the line that it begins in from 1, its text, and its fields. */
export interface CsvRecord {
  readonly row: number
  readonly line: number
  /** The text of the record as it stood, without its line ending. */
  readonly raw: string
  readonly fields: readonly string[]
  /** Why its fields cannot be trusted, or null. */
  readonly fault: string | null
}

/** The most characters of one quoted field: a quote that is opened by mistake does not swallow the file. */
export const FIELD_CHARS_MAX = 10_000

interface Cursor {
  readonly text: string
  at: number
  line: number
}

/** Reads one field; leaves the cursor on the comma, line ending or end of text behind it. */
function field(cursor: Cursor): { value: string; fault: string | null } {
  const { text } = cursor
  if (text[cursor.at] !== '"') {
    const from = cursor.at
    while (cursor.at < text.length && !',\r\n'.includes(text.charAt(cursor.at))) cursor.at += 1
    const value = text.slice(from, cursor.at)
    return {
      value,
      fault: value.includes('"') ? 'a quote inside a field that does not begin with one' : null,
    }
  }
  let value = ''
  for (cursor.at += 1; cursor.at < text.length; cursor.at += 1) {
    const character = text.charAt(cursor.at)
    if (value.length > FIELD_CHARS_MAX)
      return { value, fault: `a quoted field is longer than ${FIELD_CHARS_MAX} characters` }
    if (character !== '"') {
      value += character
      continue
    }
    if (text[cursor.at + 1] !== '"') return { value, fault: closing(cursor) }
    value += '"'
    cursor.at += 1
  }
  return { value, fault: 'the text ends inside a quoted field; was it cut off?' }
}

function closing(cursor: Cursor): string | null {
  cursor.at += 1
  const next = cursor.text[cursor.at]
  if (next === undefined || next === ',' || next === '\n' || next === '\r') return null
  // Go on at the next comma or line, so that the records behind it are still read.
  while (cursor.at < cursor.text.length && !',\r\n'.includes(cursor.text.charAt(cursor.at)))
    cursor.at += 1
  return 'something stands between a closing quote and the next comma'
}

/** One record from the cursor on; leaves it behind the record's line ending. */
function record(cursor: Cursor, row: number): CsvRecord {
  const { text, at, line } = cursor
  const fields: string[] = []
  let fault: string | null = null
  for (;;) {
    const next = field(cursor)
    fields.push(next.value)
    fault ??= next.fault
    if (text[cursor.at] !== ',') break
    cursor.at += 1
  }
  // A quote that is out of place may have swallowed lines that are sound: give them back.
  const lineEnd = /[\r\n]/.exec(text.slice(at, cursor.at))
  if (fault !== null && lineEnd !== null) cursor.at = at + lineEnd.index
  const raw = text.slice(at, cursor.at)
  for (const character of raw) if (character === '\n') cursor.line += 1
  if (text[cursor.at] === '\r') cursor.at += 1
  if (text[cursor.at] === '\n') cursor.at += 1
  cursor.line += 1
  return { row, line, raw, fields, fault }
}

/** The records of a CSV text, the header first. Empty lines are no records. */
export function readCsv(text: string): CsvRecord[] {
  const cursor: Cursor = { text: text.startsWith('\uFEFF') ? text.slice(1) : text, at: 0, line: 1 }
  const records: CsvRecord[] = []
  while (cursor.at < cursor.text.length) {
    const next = record(cursor, records.length)
    if (next.raw !== '') records.push(next)
  }
  return records
}
