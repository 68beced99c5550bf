/** What a row's cells hold: texts of a column, read into members with the place of each fault. */
import type { Refused } from '@holdfast/core/units'
import type { Quantity } from '@holdfast/core/generate'
import type { Row } from './rows.ts'

/** Most faults told at once. */
const FAULTS_TOLD_MAX = 20

/** One row by the names of its columns; faults go to the list that all rows share. */
export class RowReader {
  readonly place: string
  readonly #cells: ReadonlyMap<string, string>
  readonly #faults: string[]

  constructor(row: Row, names: readonly string[], faults: string[]) {
    this.place = row.place
    this.#faults = faults
    this.#cells = new Map(names.map((name, i) => [name, row.cells[i] ?? '']))
    if (
      row.cells.length > names.length &&
      row.cells.slice(names.length).some((cell) => cell !== '')
    )
      this.fault(`cells beyond the last column`, `the head names ${names.length} columns`)
  }

  fault(what: string, remedy: string): void {
    if (this.#faults.length < FAULTS_TOLD_MAX)
      this.#faults.push(`${this.place}: ${what}; ${remedy}`)
  }

  /** The cell as it is; empty where there is none. */
  cell(name: string): string {
    return this.#cells.get(name) ?? ''
  }

  text(name: string): string {
    const text = this.cell(name)
    if (text.trim() === '') this.fault(`${name} is empty`, 'write a text')
    return text
  }

  /** A number, or null where the cell is empty. */
  number(name: string): number | null {
    const text = this.cell(name).trim()
    if (text === '') return null
    const value = Number(text)
    if (Number.isFinite(value) && /^\d+(?:\.\d+)?$/u.test(text)) return value
    this.fault(
      `${name} is ${JSON.stringify(text.slice(0, 40))}`,
      'write a number, or leave it empty',
    )
    return null
  }

  oneOf<T extends string>(name: string, words: readonly T[]): T {
    const text = this.cell(name).trim()
    const found = words.find((word) => word === text)
    if (found !== undefined) return found
    this.fault(
      `${name} is ${JSON.stringify(text.slice(0, 40))}`,
      `write one of ${words.join(', ')}`,
    )
    return words[0] as T
  }

  /** Words parted by spaces. */
  words(name: string): readonly string[] {
    return this.cell(name)
      .split(/\s+/u)
      .filter((word) => word !== '')
  }

  /** A list in JSON; empty where the cell is. */
  json(name: string): readonly unknown[] {
    const text = this.cell(name).trim()
    if (text === '') return []
    try {
      const read = JSON.parse(text) as unknown
      if (Array.isArray(read)) return read as readonly unknown[]
    } catch {
      // Told below.
    }
    this.fault(`${name} is no list`, 'write a JSON list such as [{"article":"…","quote":"…"}]')
    return []
  }

  /** A range; unknown where all three cells are empty. */
  quantity([least, most, unit]: readonly [string, string, string]): Quantity {
    const [min, max, word] = [this.number(least), this.number(most), this.cell(unit).trim()]
    if (min === null && max === null) {
      if (word !== '') this.fault(`${unit} names a unit of no number`, `fill ${least}, or empty it`)
      return { kind: 'unknown' }
    }
    const from = min ?? 0
    const to = max ?? from
    if (word === '') this.fault(`${unit} is empty`, 'write the unit, such as troops')
    if (min === null)
      this.fault(`${least} is empty`, `write the least, 0 where only ${most} is known`)
    if (to < from) this.fault(`${most} is below ${least}`, 'correct one of them')
    return { kind: 'range', min: from, max: to, unit: word }
  }
}

/** The columns by their names; refused where one is missing, unknown or there twice. */
export function headOf(
  row: Row | undefined,
  columns: readonly string[],
  needed: readonly string[],
): readonly string[] | Refused {
  const names = row?.cells.map((cell) => cell.trim()) ?? []
  while (names.at(-1) === '') names.pop()
  const missing = needed.find((name) => !names.includes(name))
  if (missing !== undefined)
    return {
      refused: `the first row names no column ${missing}; it names the columns: ${columns.join(', ')}`,
    }
  const unknown = names.find((name) => !columns.includes(name))
  if (unknown !== undefined)
    return {
      refused: `column ${JSON.stringify(unknown.slice(0, 40))} is not known; the columns are ${columns.join(', ')}`,
    }
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  return twice === undefined ? names : { refused: `column ${twice} is there twice; take one out` }
}

/** A quantity as three cells. */
export const quantityCells = (quantity: Quantity | undefined): readonly [string, string, string] =>
  quantity === undefined || quantity.kind === 'unknown'
    ? ['', '', '']
    : [String(quantity.min), String(quantity.max), quantity.unit]

/** A list as JSON; empty where it is. */
export const listCell = (list: readonly unknown[] | undefined): string =>
  list === undefined || list.length === 0 ? '' : JSON.stringify(list)
