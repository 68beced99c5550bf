/** Which edition each category is read by: the registry's first, unless the feed's options choose another. */
import { CATEGORIES } from './categories/index.ts'
import { layoutOf, type Layout } from './layout.ts'
import type { Edition } from './table.ts'

/** A layout for each known category. */
export type Layouts = ReadonlyMap<number, Layout>

const CHOICE = /^0*([1-9]\d{0,2}):(\d+\.\d+)$/u
// Making a layout costs more than reading a datagram, and all feeds share it.
const made = new Map<Edition, Layout>()

function layoutFor(table: Edition): Layout {
  const known = made.get(table)
  if (known !== undefined) return known
  const layout = layoutOf(table)
  made.set(table, layout)
  return layout
}
/** All editions that are known, in the words of the `editions` option. */
export function editionNames(): readonly string[] {
  return [...CATEGORIES.values()].flat().map((table) => `${table.cat}:${table.edition}`)
}
/** The layout of an edition, undefined where it is not known; without an edition the category's default. */
export function layoutBy(cat: number, edition?: string): Layout | undefined {
  const tables = CATEGORIES.get(cat) ?? []
  const table = edition === undefined ? tables[0] : tables.find((one) => one.edition === edition)
  return table === undefined ? undefined : layoutFor(table)
}
/** Reads `editions`: 'cat:edition' separated by commas, "48:1.31,21:2.6"; says why where it cannot be used. */
export function layoutsBy(editions = ''): Layouts | { readonly refused: string } {
  const layouts = new Map<number, Layout>()
  for (const [cat, [table]] of CATEGORIES)
    if (table !== undefined) layouts.set(cat, layoutFor(table))
  for (const choice of editions.split(',').filter((one) => one.trim() !== '')) {
    const [, cat, edition] = CHOICE.exec(choice.trim()) ?? []
    const layout = edition === undefined ? undefined : layoutBy(Number(cat), edition)
    if (layout === undefined) {
      return {
        refused: `editions: '${choice.slice(0, 40)}' is not one of ${editionNames().join(', ')}`,
      }
    }
    layouts.set(layout.cat, layout)
  }
  return layouts
}
