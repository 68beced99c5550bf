/**
 * What is kept by the log index of its entry and asked for by time, many thousands of it: pages of some hundred items, each
 * with the time that it spans. A fold that adds or replaces one item copies one page and the list of pages, never all of it;
 * a question about a time looks into the pages that reach it. What is announced is mostly announced in the order of time,
 * so these are few.
 */
import type { Interval } from '../../units/index.ts'

/** An item: the entry that it came with, and its time, both ends closed. */
export interface Kept extends Interval {
  readonly entry: number
}
interface Page<T extends Kept> extends Interval {
  readonly items: readonly T[]
}
/** Items in the order of their entries. */
export interface SpanList<T extends Kept> {
  readonly pages: readonly Page<T>[]
  readonly size: number
}
/** Items of one page. */
export const PAGE_ITEMS_MAX = 256

const pageOf = <T extends Kept>(items: readonly T[]): Page<T> => ({
  items,
  fromMs: items.reduce((least, { fromMs }) => Math.min(least, fromMs), Number.POSITIVE_INFINITY),
  toMs: items.reduce((most, { toMs }) => Math.max(most, toMs), Number.NEGATIVE_INFINITY),
})

/** A list with one item more; its entry comes after all others. */
export function appended<T extends Kept>({ pages, size }: SpanList<T>, item: T): SpanList<T> {
  const last = pages.at(-1)
  if (last === undefined || last.items.length >= PAGE_ITEMS_MAX)
    return { pages: [...pages, pageOf([item])], size: size + 1 }
  const page = {
    items: [...last.items, item],
    fromMs: Math.min(last.fromMs, item.fromMs),
    toMs: Math.max(last.toMs, item.toMs),
  }
  return { pages: pages.with(pages.length - 1, page), size: size + 1 }
}

// The page that an entry's item would be in: the last that begins at or before it.
function placeOf<T extends Kept>(pages: readonly Page<T>[], entry: number): number {
  let [low, high] = [0, pages.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((pages[middle]?.items[0]?.entry ?? 0) <= entry) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The item of an entry. */
export const itemOf = <T extends Kept>({ pages }: SpanList<T>, entry: number): T | undefined =>
  pages[placeOf(pages, entry)]?.items.find((item) => item.entry === entry)

/** A list with the item of the same entry replaced; the list itself where it has none. */
export function replaced<T extends Kept>(list: SpanList<T>, item: T): SpanList<T> {
  const at = placeOf(list.pages, item.entry)
  const page = list.pages[at]
  if (page?.items.some(({ entry }) => entry === item.entry) !== true) return list
  const items = page.items.map((one) => (one.entry === item.entry ? item : one))
  return { pages: list.pages.with(at, pageOf(items)), size: list.size }
}

/** The items that share an instant with a time, both ends closed, in the order of their entries. */
export function during<T extends Kept>({ pages }: SpanList<T>, { fromMs, toMs }: Interval): T[] {
  const found: T[] = []
  // Plain loops: this is asked for every event that is judged.
  for (const page of pages) {
    if (page.fromMs > toMs || page.toMs < fromMs) continue
    for (const item of page.items) if (item.fromMs <= toMs && item.toMs >= fromMs) found.push(item)
  }
  return found
}

/** Every item, in the order of their entries. */
export const itemsOf = <T extends Kept>({ pages }: SpanList<T>): T[] =>
  pages.flatMap(({ items }) => items)

/** The newest items whose entries come before one, newest first, at most so many. */
export function newestOf<T extends Kept>(
  { pages }: SpanList<T>,
  { before, limit }: { readonly before: number; readonly limit: number },
): T[] {
  const found: T[] = []
  for (let at = placeOf(pages, before); at >= 0 && found.length < limit; at -= 1) {
    const items = pages[at]?.items.filter(({ entry }) => entry < before) ?? []
    found.push(...items.toReversed().slice(0, limit - found.length))
  }
  return found
}
