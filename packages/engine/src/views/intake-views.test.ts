/**
 * Goal: how the sources stand is said truly beside every count, and offices other than the monitor learn how many, never
 * which. Method: states made by hand; a property over all of them: the numbers add up and no name gets out.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OFFICES } from '@holdfast/core/nations'
import {
  COVERAGE_STATES,
  NO_CHAIN,
  type Chain,
  type CoveragePeriod,
  type ObserveState,
  type Source,
} from '@holdfast/core/observe'
import { coverageNote, coverageOfPeriod, pictureCoverage } from './intake-views.ts'

const NOW = 1_000
const source = (id: string): Source => ({
  id,
  title: `Secret ${id}`,
  nation: 'XAA',
  kind: 'acoustic',
  reachM: { explosion: 4_000, burst: 9_000 },
  detection: { pd: 1, falseReport: 0, basis: 'test' },
  group: id,
  site: { position: { lonDeg: 30, latDeg: 48 }, heightM: 0, errorM: 1 },
})
const period = (id: string, state: CoveragePeriod['state']): CoveragePeriod => ({
  source: id,
  state,
  fromMs: 500,
  toMs: null,
  basis: 'report',
  reason: 'secret reason',
})
type Stood = CoveragePeriod['state'] | 'unknown'
function stateOf(
  stood: readonly Stood[],
  chains: ObserveState['chains'] = new Map(),
): ObserveState {
  const ids = stood.map((_, i) => `s${i}`)
  return {
    sources: new Map(ids.map((id) => [id, source(id)])),
    chains,
    coverage: new Map(
      stood.flatMap((state, i) =>
        state === 'unknown' ? [] : [[`s${i}`, [period(`s${i}`, state)]] as const],
      ),
    ),
    quarantines: new Map(),
  }
}
const noteOf = (...stood: readonly Stood[]): string =>
  coverageNote(pictureCoverage(stateOf(stood), 'monitor', NOW))

describe('the note beside every count', () => {
  test.each<readonly [readonly Stood[], RegExp]>([
    [[], /^Counts are shown raw. Coverage is unknown/],
    [['unknown', 'unknown'], /^Counts are shown raw. Coverage is unknown/],
    [['up'], /^Of 1 source 1 is up: counts are raw, and what happened out of their reach/],
    [['up', 'up'], /^Of 2 sources 2 are up: counts are raw/],
    [['down', 'unknown'], /^Of 2 sources 1 is down, 1 says nothing: what only the others/],
    [
      ['up', 'jammed', 'up', 'down', 'down', 'unknown', 'unknown', 'obscured', 'denied'],
      /^Of 9 sources 2 are up, 2 down, 1 jammed, 1 obscured, 1 denied, 2 say nothing: what/,
    ],
  ])('of %j', (stood, said) => {
    expect(noteOf(...stood)).toMatch(said)
  })

  test('is the same for every office', () => {
    const state = stateOf(['up', 'jammed'])
    const notes = OFFICES.map((office) => coverageNote(pictureCoverage(state, office, NOW)))
    expect(new Set(notes).size).toBe(1)
  })
})

test('the monitor sees which source stands how, where, since when and why', () => {
  const [first, second] = pictureCoverage(stateOf(['jammed', 'unknown']), 'monitor', NOW).sources
  expect(first).toEqual({
    source: 's0',
    title: 'Secret s0',
    position: { lonDeg: 30, latDeg: 48 },
    reachM: 9_000,
    role: 'looks',
    state: 'jammed',
    sinceMs: 500,
    basis: 'report',
    reason: 'secret reason',
  })
  expect(second).toMatchObject({ state: 'unknown', sinceMs: null, basis: null, reason: null })
})

test('counts add up to the registry, and nothing of a source gets out to other offices', () => {
  const stood = fc.array(fc.constantFrom<Stood>(...COVERAGE_STATES, 'unknown'), { maxLength: 20 })
  fc.assert(
    fc.property(stood, fc.constantFrom(...OFFICES), (all, office) => {
      const coverage = pictureCoverage(stateOf(all), office, NOW)
      const { count, states } = coverage
      expect(count).toBe(all.length)
      for (const [state, n] of Object.entries(states))
        expect(n).toBe(all.filter((one) => one === state).length)
      if (office === 'monitor') return
      expect(coverage).toMatchObject({ sources: [], chainProblems: null })
      expect(JSON.stringify([coverage, coverageNote(coverage)])).not.toMatch(/secret|s\d/i)
    }),
  )
})

describe('what does not look', () => {
  // One mast that was down all day, beside a satellite, a liaison office and a made-up mast that were all up.
  const base = stateOf(['down', 'up', 'up', 'up'])
  const change: readonly Partial<Source>[] = [
    {},
    { kind: 'satellite' },
    { kind: 'party' },
    { synthetic: true },
  ]
  const state: ObserveState = {
    ...base,
    sources: new Map(change.map((one, i) => [`s${i}`, { ...source(`s${i}`), ...one }])),
  }
  test('makes no coverage: the mean is that of the mast alone, for every office', () => {
    for (const office of OFFICES) {
      const told = coverageOfPeriod(state, office, { fromMs: 500, toMs: NOW })
      expect(told).toMatchObject({ count: 4, counted: 1, mean: { up: 0, down: 1 } })
      expect(told.roles).toEqual({ looks: 1, overhead: 1, transponder: 0, tells: 1, synthetic: 1 })
    }
    const { sources } = coverageOfPeriod(state, 'monitor', { fromMs: 500, toMs: NOW })
    expect(sources.map(({ role }) => role)).toEqual(['looks', 'overhead', 'tells', 'synthetic'])
  })
  test('is in no count of the note, and the note says how many are left out', () => {
    const coverage = pictureCoverage(state, 'commission', NOW)
    expect(coverage).toMatchObject({ count: 1, notCounted: 3, states: { up: 0, down: 1 } })
    expect(coverageNote(coverage)).toMatch(
      /^Of 1 source \(3 that do not look are not counted\) 1 is down/u,
    )
  })
  test('and with nothing else, the coverage is unknown, not none', () => {
    const { mean, counted } = coverageOfPeriod(
      { ...state, sources: new Map([...state.sources].slice(1)) },
      'monitor',
      { fromMs: 500, toMs: NOW },
    )
    expect([counted, mean.unknown, mean.up]).toEqual([0, 1, 0])
  })
})

const chain = (gaps: Chain['gaps'], ...raised: readonly string[]): Chain => ({
  ...NO_CHAIN,
  gaps,
  raised: new Set(raised),
})
test('a gap counts while it is open, forks and replays for good', () => {
  const gap = { from: 2, to: 3, next: null }
  const chains = new Map([
    ['s0', chain([gap], 'gap 4', 'fork 1', 'replay 1')],
    ['s1', chain([], 'gap 4')],
    ['s2', NO_CHAIN],
  ])
  const { chainProblems } = pictureCoverage(stateOf(['up', 'up', 'up'], chains), 'monitor', NOW)
  expect(chainProblems).toEqual({ count: 3, sources: ['s0'] })
})
