// Goal: the instant of an entry that is withheld from an office is not told by the stream. Method: changes by hand, with
// entries that may be read and that may not; a clock that the test moves.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SIZE_BEAT_MS, tellSizes } from './log-sizes.ts'
import type { Told } from './told.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const started = (office: 'monitor' | 'commission' | 'guarantors', readable: readonly number[]) => {
  const heard: Told[] = []
  const sizes = tellSizes(office, {
    read: async (index) => {
      if (index === 99) throw new Error('the disk')
      return readable.includes(index)
    },
    tell: (message) => void heard.push(message),
  })
  return { heard, sizes }
}
const projected = (size: number, changed: object) => ({ kind: 'projected', size, changed })

test('the monitor hears of each entry at once', () => {
  const { heard, sizes } = started('monitor', [])
  sizes.changed({ size: 11, changed: { entry: 1 } })
  expect(heard).toEqual([projected(11, { entry: 1 })])
})

test.each(['commission', 'guarantors'] as const)(
  'the %s hears of withheld entries on the beat, together, and once',
  async (office) => {
    const { heard, sizes } = started(office, [])
    sizes.changed({ size: 11, changed: { entry: 1 } })
    sizes.changed({ size: 12, changed: { entry: 1 } })
    await vi.advanceTimersByTimeAsync(SIZE_BEAT_MS - 1)
    expect(heard).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(heard).toEqual([projected(12, { entry: 2 })])
    sizes.changed({ size: 100, changed: { entry: 1 } })
    await vi.advanceTimersByTimeAsync(1)
    expect(heard).toHaveLength(1)
    sizes.stop()
    expect(vi.getTimerCount()).toBe(0)
  },
)

test('what an office may know is told at once, and with it what waited', async () => {
  const { heard, sizes } = started('commission', [11])
  sizes.changed({ size: 11, changed: { entry: 1 } })
  sizes.changed({ size: 12, changed: { entry: 1 } })
  await vi.advanceTimersByTimeAsync(1)
  expect(heard).toEqual([projected(12, { entry: 2 })])
  sizes.changed({ size: 13, changed: { entry: 1, incident: 1 } })
  expect(heard.slice(1)).toEqual([projected(13, { entry: 1, incident: 1 })])
  await vi.advanceTimersByTimeAsync(SIZE_BEAT_MS)
  expect(heard).toHaveLength(2)
})
