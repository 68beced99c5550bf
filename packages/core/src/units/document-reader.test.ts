/**
 * Goal: a document's author hears of every fault at once, each with its place, what is wrong and how to mend it, and
 * never of more than they can read. Method: a table of one fault for each way of reading; the limits are met exactly
 * and passed by one; whatever JSON holds is read without a throw.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DocumentReader, ERRORS_TOLD_MAX, ITEMS_MAX } from './index.ts'
import type { Fields } from './index.ts'

const at = (path: string): string => `a.yaml(${path})`
type Read = (reader: DocumentReader, root: Fields) => unknown
const errorsOf = (value: unknown, read: Read): readonly string[] => {
  const reader = new DocumentReader(at)
  read(reader, reader.root(value))
  return reader.errors
}

const READS: Readonly<Record<string, Read>> = {
  map: (r, f) => r.map(f, 'x'),
  maps: (r, f) => r.maps(f, 'x', 2),
  texts: (r, f) => r.texts(f, 'x', 2),
  text: (r, f) => r.text(f, 'x'),
  id: (r, f) => r.id(f, 'x'),
  boolean: (r, f) => r.boolean(f, 'x'),
  number: (r, f) => r.number(f, 'x', { min: 1, max: 9 }),
  positive: (r, f) => r.positive(f, 'x', 9),
  whole: (r, f) => r.whole(f, 'x', 9),
  instant: (r, f) => r.instant(f, 'x'),
  oneOf: (r, f) => r.oneOf(f, 'x', ['road', 'rail']),
  someOf: (r, f) => r.someOf(f, 'x', ['road', 'rail']),
}
const INSTANT = 'write an instant in UTC such as 2015-02-14T22:00:00Z'

const faults: readonly (readonly [keyof typeof READS, unknown, string])[] = [
  ['map', 'a', 'x: is "a"; write a map of keys and values'],
  ['map', ['a'], 'x: is ["a"]; write a map of keys and values'],
  ['maps', {}, 'x: is {}; write a list'],
  ['maps', [{}, 1], 'x.1: is 1; write a map of keys and values'],
  ['maps', [{}, {}, {}], 'x: has 3 items; the most is 2'],
  ['texts', ['a', ''], 'x.1: is ""; write a text that is not empty'],
  ['text', undefined, 'x: is missing; write a text that is not empty'],
  ['text', ' ', 'x: is " "; write a text that is not empty'],
  ['text', 3, 'x: is 3; write it in quotes'],
  ['text', ['a'.repeat(60)], `x: is ["${'a'.repeat(55)}...; write a text that is not empty`],
  ['id', 'a b', 'x: is "a b"; write an id of letters, digits, hyphens and dots'],
  ['boolean', 'yes', 'x: is "yes"; write true or false'],
  ['number', 0.9, 'x: is 0.9; write a number from 1 to 9'],
  ['number', Number.NaN, 'x: is NaN; write a number from 1 to 9'],
  ['positive', 0, 'x: is 0; write a number above 0 and at most 9'],
  ['whole', 2.5, 'x: is 2.5; write a whole number from 0 to 9'],
  ['instant', '2015-02-29T00:00:00Z', `x: is "2015-02-29T00:00:00Z"; ${INSTANT}`],
  ['oneOf', 'sea', 'x: is "sea"; write one of road, rail'],
  ['someOf', ['rail', 'sea'], 'x.1: is "sea"; write one of road, rail'],
  ['someOf', ['road', 'road', 'road'], 'x: has 3 items; the most is 2'],
]

const within: Read = (r, f) => {
  const map = r.map(f, 'map')
  return [r.text(map, 'a'), r.text(r.map(map, 'b'), 'c'), r.text(f, 'other')]
}
const told = (value: unknown): string[] => errorsOf(value, within).map((error) => error.slice(7))

describe('a document reader', () => {
  test.each(faults)('%s refuses %j', (method, x, message) => {
    const read = READS[method] ?? (() => null)
    const place = at(message.slice(0, message.indexOf(':')))
    expect(errorsOf({ x }, read)).toEqual([`${place}: ${message}`])
  })

  test('the whole document must be a map', () => {
    expect(errorsOf([], () => null)).toEqual([
      'a.yaml(): document: is []; write a map of keys and values',
    ])
  })

  test('a text loses the white space around it, and a list keeps its order', () => {
    const reader = new DocumentReader(at)
    const root = reader.root({ x: ' a\n', list: ['rail', 'road'] })
    expect(reader.text(root, 'x')).toBe('a')
    expect(reader.someOf(root, 'list', ['road', 'rail'])).toEqual(['rail', 'road'])
    expect(reader.errors).toEqual([])
  })

  test('of an id that stands three times both repeats are refused; stand-ins are not', () => {
    const reader = new DocumentReader(at)
    reader.refuseRepeats(['a', '', 'a', '', 'a'], (i) => `items.${i}.id`)
    expect(reader.errors.map((error) => error.slice(0, 18))).toEqual([
      'a.yaml(items.2.id)',
      'a.yaml(items.4.id)',
    ])
  })

  test('a list may be as long as the limit and no longer', () => {
    for (const [length, errors] of [
      [ITEMS_MAX, 0],
      [ITEMS_MAX + 1, 1],
    ] as const) {
      const reader = new DocumentReader(at)
      const root = reader.root({ x: Array.from({ length }, () => 'a') })
      expect(reader.texts(root, 'x')).toHaveLength(ITEMS_MAX)
      expect(reader.errors).toHaveLength(errors)
    }
  })

  test('what lacks is told once, and nothing of what would stand in it', () => {
    expect(told({ other: 'x' })).toEqual(['map): map: is missing; write a map of keys and values'])
    expect(told(3)).toEqual([expect.stringContaining('document: is 3') as string])
    // A map that is there is read on, with each of its faults.
    expect(told({ map: { a: 1 }, other: 'x' })).toEqual([
      expect.stringContaining('map.a') as string,
      expect.stringContaining('map.b') as string,
    ])
  })

  test('a number that JSON cannot hold is told as it is', () => {
    expect(errorsOf({ x: Infinity }, (r, f) => r.text(f, 'x'))[0]).toContain('is Infinity;')
    expect(errorsOf({ x: -0.5 }, (r, f) => r.text(f, 'x'))[0]).toContain('is -0.5;')
  })

  test('no more errors are told than the limit', () => {
    const wrong = { x: Array.from({ length: ERRORS_TOLD_MAX + 1 }, () => 1) }
    expect(errorsOf(wrong, (r, f) => r.texts(f, 'x'))).toHaveLength(ERRORS_TOLD_MAX)
  })

  test('whatever JSON holds is read, with a stand-in or with an error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.values(READS)), (value, read) => {
        expect(() => errorsOf({ x: value }, read)).not.toThrow()
        expect(() => errorsOf(value, read)).not.toThrow()
      }),
    )
  })
})
