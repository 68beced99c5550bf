/** Rows of texts, with the places that they were read at; what a spreadsheet would run is refused or disarmed. */
import type { Refused } from '@holdfast/core/units'

/** Most rows of a table, its head among them. */
export const ROWS_MAX = 2_001
/** Longest text of a cell, characters: the most that a workbook's cell holds (ECMA-376). */
export const CELL_MAX = 32_767

/** A row as it was read, with its place for messages, for instance `line 3` or `row 3`. */
export interface Row {
  readonly place: string
  readonly cells: readonly string[]
}

const RUNS = /^[=+\-@\t\r]/u

/** The text as it goes out: what a spreadsheet would take for a formula gets an apostrophe before it, and so does one. */
export const disarmed = (text: string): string =>
  RUNS.test(text) || text.startsWith("'") ? `'${text}` : text

/** The text as it was before `disarmed`; refused where a spreadsheet would run it. */
export function armedless(text: string, place: string): string | Refused {
  if (RUNS.test(text))
    return {
      refused: `${place}: ${JSON.stringify(text.slice(0, 40))} begins like a formula; write its value, or put an apostrophe before it`,
    }
  return text.startsWith("'") ? text.slice(1) : text
}

/** Rows with their cells checked, or every fault, at most twenty. */
export function checkedRows(rows: readonly Row[]): readonly Row[] | Refused {
  if (rows.length > ROWS_MAX)
    return { refused: `the table has ${rows.length} rows; the most is ${ROWS_MAX}. Split it` }
  const faults: string[] = []
  const checked = rows.map(({ place, cells }): Row => {
    const read = cells.map((cell, i) => {
      const text = armedless(cell, `${place}, column ${i + 1}`)
      if (typeof text === 'string') return text
      faults.push(text.refused)
      return ''
    })
    return { place, cells: read }
  })
  return faults.length === 0 ? checked : { refused: faults.slice(0, 20).join('\n') }
}
