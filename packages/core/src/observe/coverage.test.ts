/**
 * Goal: what was up when is told truly: shares sum to one, what was said last holds, silence is never "up".
 * Method: a model that keeps the state of every second in an array.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COVERAGE_STATES, coverageAt, coverageOver, heard, withPeriod } from './index.ts'
import type { CoveragePeriod, Source } from './index.ts'

const period = (change: Partial<CoveragePeriod>): CoveragePeriod => ({
  source: 's',
  state: 'up',
  fromMs: 0,
  toMs: null,
  basis: 'report',
  reason: 'test',
  ...change,
})
const SPAN = 40

test('periods agree with a model that keeps every instant by itself', () => {
  const stated = fc.record({
    state: fc.constantFrom(...COVERAGE_STATES),
    fromMs: fc.nat(SPAN - 1),
    length: fc.option(fc.integer({ min: 1, max: SPAN }), { nil: null }),
  })
  fc.assert(
    fc.property(fc.array(stated, { maxLength: 12 }), fc.nat(SPAN), fc.nat(SPAN), (all, a, b) => {
      const model: string[] = Array.from({ length: SPAN + 1 }, () => 'unknown')
      let periods: readonly CoveragePeriod[] = []
      for (const { state, fromMs, length } of all) {
        const toMs = length === null ? null : fromMs + length
        periods = withPeriod(periods, period({ state, fromMs, toMs }))
        for (let i = fromMs; i < Math.min(toMs ?? Infinity, SPAN + 1); i += 1) model[i] = state
      }
      for (let i = 0; i <= SPAN; i += 1)
        expect(coverageAt(periods, i)?.state ?? 'unknown').toBe(model[i])
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      const shares = coverageOver(periods, from, to)
      const seen = model.slice(from, Math.max(to, from + 1))
      for (const [state, share] of Object.entries(shares))
        expect(share).toBeCloseTo(seen.filter((one) => one === state).length / seen.length, 9)
    }),
    { numRuns: 1_000 },
  )
})

describe('signs of life', () => {
  const source: Source = {
    id: 's',
    title: 'S',
    nation: 'XAA',
    kind: 'acoustic',
    reachM: {},
    detection: { pd: 1, falseReport: 0, basis: 'test' },
    group: 's',
    heartbeatMs: 10,
  }
  const at = (lastMs: number, nowMs: number, periods: readonly CoveragePeriod[] = []) =>
    heard([source], new Map([['s', periods]]), new Map([['s', lastMs]]), nowMs)

  test('make a source up, and their absence makes it down since the one that failed first', () => {
    expect(at(100, 105)).toMatchObject([{ state: 'up', fromMs: 100 }])
    expect(at(100, 130, [period({ basis: 'heartbeat', fromMs: 100 })])).toEqual([])
    expect(at(100, 131, [period({ basis: 'heartbeat', fromMs: 100 })])).toMatchObject([
      { state: 'down', fromMs: 110, toMs: null },
    ])
  })

  test('say nothing over what a person or the fusion said, nor of a source that promised none', () => {
    expect(at(100, 105, [period({ state: 'jammed' })])).toEqual([])
    const silent = { ...source, heartbeatMs: undefined } as unknown as Source
    expect(heard([silent], new Map(), new Map([['s', 1]]), 10_000)).toEqual([])
    expect(heard([source], new Map(), new Map(), 10_000)).toEqual([])
  })
})
