// Goal: a persistent map is a map, and no version of it ever changes. Method: random additions and changes, some on older
// versions, each version beside a native map of its own; then enough keys to fill buckets and chunks more than once.
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { PersistentMap, changedSince, withAll, withOne } from './persistent-map.ts'

/** A version, and what it must hold. */
interface Version {
  readonly map: ReadonlyMap<string, number>
  readonly model: ReadonlyMap<string, number>
}

const agree = ({ map, model }: Version): void => {
  expect(map.size).toBe(model.size)
  expect([...map]).toEqual([...model])
  expect([...map.entries()]).toEqual([...model.entries()])
  expect([...map.keys()]).toEqual([...model.keys()])
  expect([...map.values()]).toEqual([...model.values()])
  const seen: [number, string][] = []
  map.forEach((value, key, whole) => {
    expect(whole).toBe(map)
    seen.push([value, key])
  })
  expect(seen).toEqual([...model].map(([key, value]) => [value, key]))
  for (const [key, value] of model) expect(map.get(key)).toBe(value)
}

describe('a persistent map', () => {
  test('holds what a native one holds, in its order, and so does every version before', () => {
    // Few keys, so that many are set again; some fall into one bucket.
    const key = fc.oneof(
      fc.integer({ min: 0, max: 20 }).map((i) => `I-${i}`),
      fc.string(),
    )
    const step = fc.record({ key, value: fc.integer(), on: fc.nat({ max: 100 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const versions: [Version, ...Version[]] = [
          { map: PersistentMap.of<number>([]), model: new Map() },
        ]
        for (const { key: name, value, on } of steps) {
          // Mostly the newest; now and then one that others were made of already.
          const at = on < 80 ? versions.length - 1 : on % versions.length
          const { map, model } = versions[at] ?? versions[0]
          versions.push({
            map: withOne(map, name, value),
            model: new Map(model).set(name, value),
          })
        }
        for (const version of versions) agree(version)
      }),
    )
  })

  test('finds every one of many keys, and none that is not there', () => {
    const pairs = Array.from({ length: 5_000 }, (_, i) => [`I-${i * 7}`, i] as const)
    const map = PersistentMap.of(pairs)
    agree({ map, model: new Map(pairs) })
    for (let i = 0; i < 5_000; i += 1) expect(map.has(`I-${i * 7 + 3}`)).toBe(false)
    expect(map.get('')).toBeUndefined()
    // A payload may lack the id that is looked up.
    expect(map.get(undefined as unknown as string)).toBeUndefined()
    const changed = withAll(map, [
      ['I-7', -1],
      ['new', -2],
      ['I-7', -3],
    ])
    expect([changed.get('I-7'), changed.get('new'), changed.size]).toEqual([-3, -2, 5_001])
    expect([map.get('I-7'), map.has('new'), map.size]).toEqual([1, false, 5_000])
    expect([...changed.keys()].indexOf('I-7')).toBe(1)
  })

  test('keeps a key whose value is undefined', () => {
    const map = PersistentMap.of<undefined>([['a', undefined]])
    expect([map.size, map.has('a'), map.get('a')]).toEqual([1, true, undefined])
    expect(withOne(map, 'a', undefined).size).toBe(1)
  })

  test('is taken as it is, and made of a native one', () => {
    const map = PersistentMap.of([['a', 1]])
    expect(PersistentMap.of(map)).toBe(map)
    agree({
      map: withOne(new Map([['b', 2]]), 'a', 1),
      model: new Map([
        ['b', 2],
        ['a', 1],
      ]),
    })
  })

  // What is copied is counted where it is copied: all of 20,000 would be ten times the bound.
  test.each(['I-19999', 'new'])('copies one bucket and one chunk to set %s', (key) => {
    const map = PersistentMap.of(Array.from({ length: 20_000 }, (_, i) => [`I-${i}`, i] as const))
    let copied = 0
    const slice = vi.spyOn(Array.prototype, 'slice').mockImplementation(function (this: unknown[]) {
      copied += this.length
      return Array.from(this)
    })
    const next = map.with(key, -1)
    slice.mockRestore()
    expect(next.get(key)).toBe(-1)
    expect(copied).toBeGreaterThan(0)
    expect(copied).toBeLessThan(2_000)
  })

  test('tells what changed since any version, older, newer or of another map', () => {
    const key = fc.nat({ max: 200 }).map((i) => `I-${i}`)
    const step = fc.record({ key, value: fc.nat({ max: 3 }), on: fc.nat({ max: 100 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(), fc.nat(), (steps, a, b) => {
        const start = PersistentMap.of(
          Array.from({ length: 150 }, (_, i) => [`I-${i}`, 0] as const),
        )
        const maps: ReadonlyMap<string, number>[] = [start, new Map([['I-3', 0]])]
        for (const { key: name, value, on } of steps)
          maps.push(
            withOne(maps[on < 80 ? maps.length - 1 : on % maps.length] ?? start, name, value),
          )
        const [now, before] = [maps[a % maps.length] ?? start, maps[b % maps.length] ?? start]
        expect(changedSince(now, before)).toEqual(
          [...now].flatMap(([name, value]) => (before.get(name) === value ? [] : [value])),
        )
      }),
    )
  })
})
