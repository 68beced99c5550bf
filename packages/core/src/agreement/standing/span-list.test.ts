/**
 * Goal: a list by time gives what a plain array would, costs a page for each item added, and shares the rest. Method: random
 * additions, replacements and questions on the list and on an array; then many thousands, counting the pages made.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  appended,
  during,
  itemOf,
  itemsOf,
  newestOf,
  PAGE_ITEMS_MAX,
  replaced,
} from './span-list.ts'
import type { Kept, SpanList } from './span-list.ts'

interface Item extends Kept {
  readonly mark: number
}
const empty: SpanList<Item> = { pages: [], size: 0 }
const many = (count: number): SpanList<Item> =>
  Array.from({ length: count }, (_, n) => n).reduce(
    (list, n) => appended(list, { entry: 3 * n, fromMs: 10 * n, toMs: 10 * n + 5, mark: 0 }),
    empty,
  )

const span = fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 60 }))

test('as an array would answer', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 * PAGE_ITEMS_MAX }),
      fc.array(fc.tuple(span, fc.nat({ max: 900 })), { maxLength: 40 }),
      (start, steps) => {
        let list = many(start)
        const array = itemsOf(list)
        for (const [[fromMs, length], at] of steps) {
          const own = array[at]
          if (own === undefined) {
            const entry = (array.at(-1)?.entry ?? 0) + 1 + (at % 3)
            const item = { entry, fromMs, toMs: fromMs + length, mark: at }
            list = appended(list, item)
            array.push(item)
          } else {
            const item = { ...own, mark: own.mark + 1 }
            list = replaced(list, item)
            array[at] = item
          }
          const asked = { fromMs, toMs: fromMs + length }
          expect(during(list, asked)).toEqual(
            array.filter((one) => one.fromMs <= asked.toMs && one.toMs >= asked.fromMs),
          )
          expect(itemOf(list, at)).toEqual(array.find(({ entry }) => entry === at))
          expect(newestOf(list, { before: at, limit: length })).toEqual(
            array
              .filter(({ entry }) => entry < at)
              .toReversed()
              .slice(0, length),
          )
        }
        expect(itemsOf(list)).toEqual(array)
        expect(list.size).toBe(array.length)
      },
    ),
    { numRuns: 60 },
  )
})

test('of many thousands, one more makes one page, and an unknown one changes nothing', () => {
  const list = many(20_000)
  const more = appended(list, { entry: 60_000, fromMs: 1, toMs: 2, mark: 1 })
  const changed = replaced(list, { entry: 3 * 9_000, fromMs: 0, toMs: 0, mark: 1 })
  for (const other of [more, changed]) {
    const made = other.pages.filter((page) => !list.pages.includes(page))
    expect(made).toHaveLength(1)
    expect(made[0]?.items.length).toBeLessThanOrEqual(PAGE_ITEMS_MAX)
  }
  expect(replaced(list, { entry: 1, fromMs: 0, toMs: 0, mark: 1 })).toBe(list)
})
