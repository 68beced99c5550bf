/**
 * Goal: an item ends exactly where the next begins, what is none is refused, and no item holds more than its budget.
 * Method: properties over values that are encoded one after the other, over every way to cut such bytes short, and over
 * random bytes; budgets one too small; golden refusals.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arrayAt, decodeCbor, decodeItem, encodeCbor, endOfItem } from './cbor.ts'

const value = fc.jsonValue({ maxDepth: 4 })
const joined = (items: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(items))

/** The items of a sequence, up to the first that is none. */
function cut(bytes: Uint8Array): { items: readonly Uint8Array[]; refused: string | null } {
  const items: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const end = endOfItem(bytes, at)
    if (typeof end !== 'number') return { items, refused: end.refused }
    items.push(bytes.subarray(at, end))
    at = end
  }
  return { items, refused: null }
}

test('what was written one after the other is cut into the same items', () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 8 }), (values) => {
      const items = values.map((one) => encodeCbor(one))
      expect(cut(joined(items))).toEqual({ items, refused: null })
    }),
  )
})

test('bytes that end too early are refused, or are fewer items', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), fc.nat(), (values, at) => {
      const items = values.map((one) => encodeCbor(one))
      const bytes = joined(items)
      const found = cut(bytes.subarray(0, at % bytes.length))
      expect(items.slice(0, found.items.length)).toEqual(found.items)
    }),
  )
})

test('of random bytes each item is one, or it is refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const { items, refused } = cut(bytes)
      if (refused === null) expect(joined(items)).toEqual(bytes)
      for (const item of items) {
        const decoded = decodeCbor(item)
        expect(decodeItem(item)).toEqual(decoded)
        // Of one item nothing is left over; what it holds may still be none that we read.
        if ('refused' in decoded) expect(decoded.refused).not.toContain('follow the value')
      }
    }),
  )
})

/** What a value takes of a budget, counted from the value itself. */
function costOf(one: unknown): number {
  if (Array.isArray(one)) return one.reduce((sum: number, item) => sum + costOf(item), 8)
  if (typeof one !== 'object' || one === null) return 1
  return Object.values(one).reduce((sum: number, item) => sum + 1 + costOf(item), 8)
}

test('a value takes of the budget what it holds; one less, and it is refused as too much', () => {
  fc.assert(
    fc.property(value, (one) => {
      const bytes = encodeCbor(one)
      const budget = { left: costOf(one) }
      expect(decodeCbor(bytes, budget)).toHaveProperty('value')
      expect(budget.left).toBe(0)
      const refused = decodeCbor(bytes, { left: costOf(one) - 1 })
      expect(refused).toMatchObject({ isOverBudget: true })
    }),
  )
})

test('beyond the budget nothing is walked: what is wrong behind it is not found', () => {
  const bytes = joined([encodeCbor([{}, {}]).subarray(0, 1), Uint8Array.from([0xa0, 0xff])])
  expect(endOfItem(bytes, 0, { left: 15 })).toMatchObject({ isOverBudget: true })
  expect(endOfItem(bytes, 0, { left: 16 })).toEqual({ refused: 'a break at offset 2 ends nothing' })
})

test('an array states its length, or leaves it to a break', () => {
  fc.assert(
    fc.property(fc.array(fc.constant(0), { maxLength: 300 }), (items) => {
      const bytes = encodeCbor(items)
      const found = arrayAt(bytes, 0)
      expect(found).toEqual({ first: bytes.length - items.length, length: items.length })
    }),
  )
  expect(arrayAt(Uint8Array.from([0x9f, 0xff]), 0)).toEqual({ first: 1, length: null })
  for (const head of [0x1c, 0x9c, 0x9e, 0xa0, 0x40, 0xf6])
    expect(arrayAt(Uint8Array.from([head]), 0)).toBeNull()
})

test.each([
  ['a tag', [0xc0, 0], 'a tag; give plain values only'],
  ['an item that is none', [0x1c], 'no such item in CBOR'],
  ['an end of nothing', [0xff], 'ends nothing'],
])('%s is refused', (_, bytes, why) => {
  expect(endOfItem(Uint8Array.from(bytes), 0)).toEqual({ refused: expect.stringContaining(why) })
})
