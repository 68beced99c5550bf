/**
 * Goal: sources that could have it from each other count as one, and only those that know at first hand count.
 * Method: each rule by example, and properties over random nets of sources against a second, slower count.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { independentN } from './index.ts'
import type { Claimant } from './index.ts'

const source = (pseudonym: string, more: Partial<Claimant> = {}): Claimant => ({
  pseudonym,
  isFirstHand: true,
  origin: null,
  toldBy: [],
  presentedBy: null,
  ...more,
})

describe('independence', () => {
  test('two who know nothing of each other are two', () => {
    expect(independentN([source('S-1'), source('S-2')])).toBe(2)
  })
  test('one origin, one who told the other, one body that presented both: one', () => {
    expect(independentN([source('S-1', { origin: 'O-1' }), source('S-2', { origin: 'O-1' })])).toBe(
      1,
    )
    expect(independentN([source('S-1'), source('S-2', { toldBy: ['S-1'] })])).toBe(1)
    expect(independentN([source('S-1'), source('S-2', { origin: 'S-1' })])).toBe(1)
    expect(
      independentN([
        source('S-1', { presentedBy: 'partyA' }),
        source('S-2', { presentedBy: 'partyA' }),
      ]),
    ).toBe(1)
  })
  test('a chain joins its ends, through hearsay too', () => {
    expect(
      independentN([
        source('S-1'),
        source('S-2', { isFirstHand: false, toldBy: ['S-1'] }),
        source('S-3', { toldBy: ['S-2'] }),
      ]),
    ).toBe(1)
  })
  test('hearsay counts nothing, however much of it', () => {
    const many = Array.from({ length: 16 }, (_, i) => source(`S-${i}`, { isFirstHand: false }))
    expect(independentN(many)).toBe(0)
    expect(independentN([...many, source('S-99')])).toBe(1)
  })
  test('agrees with a flood fill, whatever the order', () => {
    const code = fc.integer({ min: 0, max: 7 }).map((n) => `S-${n}`)
    const net = fc.uniqueArray(
      fc.record({
        pseudonym: code,
        isFirstHand: fc.boolean(),
        origin: fc.option(fc.constantFrom('O-1', 'O-2', 'S-1')),
        toldBy: fc.array(code, { maxLength: 3 }),
        presentedBy: fc.option(fc.constantFrom('partyA', 'partyB')),
      }),
      { selector: ({ pseudonym }) => pseudonym, minLength: 1 },
    )
    fc.assert(
      fc.property(net, (sources) => {
        const count = independentN(sources)
        expect(count).toBe(flooded(sources))
        expect(independentN(sources.toReversed())).toBe(count)
      }),
      { numRuns: 3_000 },
    )
  })
})

/** Groups by spreading marks until nothing changes. */
function flooded(sources: readonly Claimant[]): number {
  const links = sources.map(({ pseudonym, origin, toldBy, presentedBy }) => [
    `s${pseudonym}`,
    `o${origin ?? pseudonym}`,
    ...toldBy.map((each) => `s${each}`),
    ...(presentedBy === null ? [] : [`b${presentedBy}`]),
  ])
  const mark = sources.map((_, i) => i)
  for (let round = 0; round < sources.length; round += 1)
    for (let i = 0; i < sources.length; i += 1)
      for (let j = 0; j < sources.length; j += 1)
        if (links[i]?.some((each) => links[j]?.includes(each))) {
          const least = Math.min(mark[i] ?? 0, mark[j] ?? 0)
          mark[i] = least
          mark[j] = least
        }
  return new Set(mark.filter((_, i) => sources[i]?.isFirstHand)).size
}
