/**
 * Goal: events come by time, and of the same time in the order they were entered; draws are those of the published cipher;
 * queues are fair. Method: each against a slow list that cannot be wrong; the cipher against its authors' vectors.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Draws, EVENTS_WAITING_MAX, EventCalendar, Queues } from './index.ts'

describe('the calendar', () => {
  test('takes events in the order of a stable sort, whatever is entered in between', () => {
    // Three events are entered for two that are taken, at five hours only.
    const enter = { weight: 3, arbitrary: fc.integer({ min: 0, max: 4 }) }
    const take = { weight: 2, arbitrary: fc.constant(null) }
    const steps = fc.array(fc.oneof(enter, take), { maxLength: 200, size: 'max' })
    fc.assert(
      fc.property(steps, (all) => {
        const calendar = new EventCalendar()
        const list: { at: number; what: number }[] = []
        const takeNext = (): void => {
          const next = list.toSorted((a, b) => a.at - b.at)[0]
          expect(calendar.take()).toBe(next !== undefined)
          if (next === undefined) return
          expect([calendar.at, calendar.what]).toEqual([next.at, next.what])
          list.splice(list.indexOf(next), 1)
        }
        for (const [what, at] of all.entries()) {
          if (at === null) takeNext()
          else {
            calendar.enter(at, what)
            list.push({ at, what })
          }
          expect(calendar.size).toBe(list.length)
        }
        while (list.length > 0) takeNext()
        expect(calendar.take()).toBe(false)
      }),
    )
  })

  test('grows to its limit and no further, and is empty after a clear', () => {
    const calendar = new EventCalendar()
    for (let i = 0; i < EVENTS_WAITING_MAX; i += 1) calendar.enter(i, i)
    expect(() => calendar.enter(0, 0)).toThrow(/events wait at once; bound the model/)
    expect(calendar.take()).toBe(true)
    expect([calendar.at, calendar.what]).toEqual([0, 0])
    calendar.clear()
    expect([calendar.size, calendar.entered, calendar.take()]).toEqual([0, 0, false])
  })
})

describe('draws', () => {
  // Threefry-2x32, 20 rounds: kat_vectors of the authors' library Random123.
  test.each([
    [0, 0, 0, 0, 0x6b200159, 0x99ba4efe],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1cb996fc, 0xbb002be7],
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xc4923a9c, 0x483df7a0],
  ])('block %d %d under key %d %d', (counter0, counter1, key0, key1, first, second) => {
    const draws = new Draws()
    draws.choose(key0, key1)
    expect([draws.block(counter0, counter1), draws.second]).toEqual([first, second])
  })

  test('are uniform: mean, variance and a χ² of 100 bins', () => {
    const draws = new Draws()
    draws.choose(7, 3)
    const bins = new Float64Array(100)
    let [sum, squares, outside] = [0, 0, 0]
    const n = 100_000
    for (let i = 0; i < n; i += 1) {
      const u = draws.uniform(1, i)
      if (!(u >= 0 && u < 1)) outside += 1
      sum += u
      squares += u * u
      const bin = Math.floor(100 * u)
      bins[bin] = (bins[bin] ?? 0) + 1
    }
    expect(outside).toBe(0)
    expect(Math.abs(sum / n - 1 / 2)).toBeLessThan(0.004)
    expect(Math.abs(squares / n - 1 / 3)).toBeLessThan(0.004)
    const chi = bins.reduce(
      (all, count) => all + ((count - n / 100) * (count - n / 100)) / (n / 100),
      0,
    )
    // 99 degrees: 0.1 % lie above 148.
    expect(chi).toBeLessThan(148)
  })

  test('hang on seed, replication, stream and index, and on nothing drawn before', () => {
    const named = fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat())
    fc.assert(
      fc.property(named, named, (a, b) => {
        const draw = ([seed, replication, stream, index]: typeof a): number => {
          const draws = new Draws()
          draws.choose(seed, replication)
          return draws.uniform(stream, index)
        }
        const shared = new Draws()
        shared.choose(b[0], b[1])
        shared.uniform(b[2], b[3])
        shared.choose(a[0], a[1])
        expect(shared.uniform(a[2], a[3])).toBe(draw(a))
        if (a.join() !== b.join()) expect(draw(a)).not.toBe(draw(b))
      }),
    )
  })
})

test('queues let the lower class go first, and within a class who came first', () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ queue: fc.nat(2), rank: fc.nat(1) }),
      fc.record({ queue: fc.nat(2), rank: fc.constant(-1) }),
    ),
    { maxLength: 100, size: 'max' },
  )
  fc.assert(
    fc.property(steps, (all) => {
      const queues = new Queues({ queues: 3, entities: 100, classes: 2 })
      const lists: { entity: number; rank: number }[][] = [[], [], []]
      for (const [entity, { queue, rank }] of all.entries()) {
        const list = lists[queue] ?? []
        if (rank >= 0) {
          queues.join(queue, entity, rank)
          list.push({ entity, rank })
        } else {
          const first = list.toSorted((a, b) => a.rank - b.rank)[0]
          expect(queues.take(queue)).toBe(first?.entity ?? -1)
          if (first !== undefined) list.splice(list.indexOf(first), 1)
        }
        expect(queues.waiting(queue)).toBe(list.length)
      }
      queues.clear()
      expect([0, 1, 2].map((queue) => queues.take(queue))).toEqual([-1, -1, -1])
    }),
  )
})
