/**
 * Goal: a figure is what its assumption says, in its unit and bounds, or the document is refused where it is wrong; and
 * what a result hangs on is found by changing one assumption at a time. Method: one small document and one fault at a
 * time; for `hangsOn` results that are known in closed form.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefused } from '../../units/index.ts'
import type { Refused } from '../../units/index.ts'
import { FigureReader, hangsOn, neededFor, pieces } from './index.ts'
import type { Changes, PlanHead } from './index.ts'

interface Small extends PlanHead {
  readonly speed: number
  readonly ships: number
}
const owned = { owner: 'o', date: '2026' }
const base = {
  kind: 'small',
  id: 's',
  title: 'T',
  notice: 'N',
  assumptions: [
    { id: 'A', title: 'Speed', value: 10, unit: 'km/h', ...owned },
    { id: 'B', title: 'Ships', value: 4, unit: 'ships', ...owned },
  ],
  speed: 'A',
  ships: 'B',
}
function parse(change: object = {}, changes?: Changes): Small | Refused {
  const reader = new FigureReader((path) => `s.yaml:${path}`, changes)
  const root = reader.open({ ...base, ...change }, 'small', ['speed', 'ships'])
  const speed = reader.figure(root, 'speed', { unit: 'km/h', min: 1, max: 100 })
  const ships = reader.wholeFigure(root, 'ships', { unit: 'ships', min: 1, max: 5 })
  return reader.finish((head) => ({ ...head, speed, ships }))
}
const value = (i: number, change: object): object => ({
  assumptions: base.assumptions.map((one, j) => (i === j ? { ...one, ...change } : one)),
})

describe('a figure', () => {
  test('is its assumption, which knows where it is used', () => {
    expect(parse()).toMatchObject({
      speed: 10,
      ships: 4,
      assumptions: [
        { id: 'A', usedAt: ['speed'] },
        { id: 'B', usedAt: ['ships'] },
      ],
    })
  })

  test.each<[string, object, string]>([
    ['a number in its place', { speed: 10 }, 's.yaml:speed: speed: is 10; write it in quotes'],
    [
      'an unknown assumption',
      { speed: 'Z' },
      's.yaml:speed: speed: names "Z", which is no assumption here',
    ],
    ['another unit', { speed: 'B' }, 'speed: names B, which is in ships; name one in km/h'],
    [
      'a value out of bounds',
      value(0, { value: 101 }),
      'speed: names A, which is 101 km/h; here it must be from 1 to 100',
    ],
    [
      'part of a ship',
      value(1, { value: 2.5 }),
      'ships: names an assumption of 2.5 ships; it must be whole',
    ],
    [
      'a value below 0',
      value(0, { value: -1 }),
      's.yaml:assumptions.0.value: assumptions.0.value: is -1',
    ],
    ['no owner', value(0, { owner: '' }), 'assumptions.0.owner: is ""'],
    ['no date', value(0, { date: undefined }), 'assumptions.0.date: is missing'],
    ['an assumption twice', value(1, { id: 'A' }), 'assumptions.1.id: A is there twice'],
    [
      'a misspelt key',
      { spede: 'A' },
      's.yaml:spede: spede: this key is not known here; write one of kind, id',
    ],
    ['another kind', { kind: 'large' }, 'kind: is "large"; write one of small'],
    [
      'what nothing names',
      { assumptions: [...base.assumptions, { ...base.assumptions[0], id: 'C' }] },
      'assumptions.2.id: nothing in the document names C',
    ],
  ])('%s is refused', (_, change, message) => {
    const refused = parse(change)
    expect(isRefused(refused) && refused.refused).toContain(message)
  })

  test.each([null, 3, 'text', [], { assumptions: [null, 3, {}] }])(
    'no shape breaks the reader: %j',
    (shape) => {
      const reader = new FigureReader(() => 'x')
      reader.open(shape, 'small', [])
      expect(isRefused(reader.finish((head) => head))).toBe(true)
    },
  )

  test('a value that is put in its place counts, and a whole one is rounded away', () => {
    expect(parse({}, new Map([['A', 11]]))).toMatchObject({ speed: 11 })
    expect(parse({}, new Map([['B', 4.4]]))).toMatchObject({ ships: 5 })
    expect(parse({}, new Map([['B', 3.6]]))).toMatchObject({ ships: 3 })
    expect(isRefused(parse({}, new Map([['A', 1000]])))).toBe(true)
  })
})

describe('what a result hangs on', () => {
  test('each assumption alone, a tenth both ways, the greatest change first, what changes nothing left out', () => {
    const told = hangsOn(
      (changes) => parse({}, changes),
      ({ speed, ships }) => speed + 100 * ships,
    )
    expect(told.map(({ assumption, less, more }) => [assumption.id, less, more])).toEqual([
      ['B', 310, 510],
      ['A', 409, 411],
    ])
    expect(
      hangsOn(
        (changes) => parse({}, changes),
        ({ speed }) => speed,
      ).map(({ assumption }) => assumption.id),
    ).toEqual(['A'])
  })

  test('what the document does not allow is null, and a document that is refused hangs on nothing', () => {
    const atMost = hangsOn(
      (changes) => parse(value(0, { value: 100 }), changes),
      ({ speed }) => speed,
    )
    expect(atMost[0]).toMatchObject({ less: 90, more: null })
    expect(
      hangsOn(
        () => ({ refused: 'x' }),
        () => 1,
      ),
    ).toEqual([])
  })

  test('never reached is far from any day', () => {
    const told = hangsOn(
      (changes) => parse({}, changes),
      ({ speed, ships }) => (speed < 10 ? Number.POSITIVE_INFINITY : ships),
    )
    expect(told.map(({ assumption }) => assumption.id)).toEqual(['A', 'B'])
  })
})

test('pieces cover the amount and no more, and forgive what only arithmetic adds', () => {
  expect([0.3 / 0.1, 3, 3.0001, 1e-12, 0].map(pieces)).toEqual([3, 3, 4, 0, 0])
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (amount) => {
      expect(pieces(amount)).toBeGreaterThanOrEqual(amount - 1e-9 * Math.max(1, amount))
      expect(pieces(amount)).toBeLessThan(amount + 1)
    }),
  )
})

test('less available, farther or longer in port never takes fewer', () => {
  const cycleOf = fc.record({
    onTaskHours: fc.integer({ min: 1, max: 30 }),
    transitHours: fc.integer({ min: 0, max: 30 }),
    restHours: fc.integer({ min: 0, max: 30 }),
    availability: fc.constantFrom(0.3, 0.5, 0.8, 1),
  })
  fc.assert(
    fc.property(cycleOf, (cycle) => {
      const needed = neededFor(cycle)
      expect(neededFor({ ...cycle, transitHours: cycle.transitHours + 1 })).toBeGreaterThanOrEqual(
        needed,
      )
      expect(neededFor({ ...cycle, restHours: cycle.restHours + 1 })).toBeGreaterThanOrEqual(needed)
      expect(
        neededFor({ ...cycle, availability: cycle.availability * 0.9 }),
      ).toBeGreaterThanOrEqual(needed)
    }),
  )
})
