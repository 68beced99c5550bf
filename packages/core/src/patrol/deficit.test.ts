// Goal: seen, none and unknown are three answers (P11, P13): an area is seen exactly while a source that reaches it is up, and
// nobody is said to have looked only where that is known. Method: a second count minute by minute over random periods of
// random sources, sited, without a place, without a reach, synthetic or a party's; areas along a line whose length is known.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distanceM } from '../geo/index.ts'
import { COVERAGE_STATES, withPeriod } from '../observe/index.ts'
import type { CoveragePeriod, Source, SourceKind } from '../observe/index.ts'
import { MINUTE_MS } from '../units/index.ts'
import { AREAS_MAX, areaOf, areasAlong, deficitOf } from './index.ts'
import type { Area, Watcher } from './index.ts'

const area: Area = { id: 'k-0', title: 'Line, km 0 to 25', centre: { lonDeg: 37, latDeg: 48 } }
const source = (id: string, kind: SourceKind, lonDeg: number): Source =>
  ({
    id,
    kind,
    reachM: { explosion: 8_000 },
    site: { position: { lonDeg, latDeg: 48 }, heightM: 0, errorM: 10 },
  }) as unknown as Source

const period = (from: number, length: number, state: number): CoveragePeriod => ({
  source: 's',
  state: COVERAGE_STATES[state % COVERAGE_STATES.length] ?? 'down',
  fromMs: from * MINUTE_MS,
  toMs: (from + length) * MINUTE_MS,
  basis: 'report',
  reason: 'test',
})
const periods = fc
  .array(fc.tuple(fc.integer({ min: -30, max: 130 }), fc.integer({ min: 1, max: 60 }), fc.nat(9)), {
    maxLength: 6,
  })
  .map((drawn) =>
    drawn.reduce<readonly CoveragePeriod[]>((all, one) => withPeriod(all, period(...one)), []),
  )
type Sort = 'near' | 'far' | 'noPlace' | 'noReach' | 'party' | 'synthetic' | 'overhead'
const SORTS: readonly Sort[] = [
  'near',
  'far',
  'noPlace',
  'noReach',
  'party',
  'synthetic',
  'overhead',
]
/** 0.05° of longitude are 3.7 km here and within reach, 1° is not. */
function sorted(sort: Sort): Source {
  const one = source(sort, 'camera', sort === 'far' ? 38 : 37.05)
  if (sort === 'party') return { ...one, kind: 'party' }
  if (sort === 'overhead') return { ...one, kind: 'satellite' }
  if (sort === 'synthetic') return { ...one, synthetic: true }
  if (sort === 'noReach') return { ...one, reachM: {} }
  if (sort !== 'noPlace') return one
  const { site: _site, ...rest } = one
  return rest
}
const watchers = fc.array(fc.record({ periods, source: fc.constantFrom(...SORTS).map(sorted) }), {
  maxLength: 4,
})

/** The answer of one minute, counted by itself: no line of it is the code's. */
function answerAt(all: readonly Watcher[], minute: number): 'seen' | 'none' | 'unknown' {
  const stateOf = ({ periods: of }: Watcher): string =>
    of.find(
      ({ fromMs, toMs }) => fromMs <= minute * MINUTE_MS && minute * MINUTE_MS < (toMs ?? Infinity),
    )?.state ?? 'unknown'
  const eyes = all.filter(({ source: { id } }) => !['party', 'synthetic', 'overhead'].includes(id))
  if (eyes.length === 0) return 'unknown'
  if (eyes.some((one) => one.source.id === 'near' && stateOf(one) === 'up')) return 'seen'
  return eyes.some((one) => one.source.id !== 'far' && ['up', 'unknown'].includes(stateOf(one)))
    ? 'unknown'
    : 'none'
}

test('is counted minute by minute, and the three answers are never mixed', () => {
  fc.assert(
    fc.property(watchers, (all: readonly Watcher[]) => {
      const { blindness, unknown, windows, watchedMs, needs } = deficitOf(area, all, {
        fromMs: 0,
        toMs: 100 * MINUTE_MS,
      })
      const counts = { seen: 0, none: 0, unknown: 0 }
      for (let minute = 0; minute < 100; minute += 1) {
        const answer = answerAt(all, minute)
        counts[answer] += 1
        const at = minute * MINUTE_MS
        const told = windows.find(({ fromMs, toMs }) => fromMs <= at && at < toMs)
        expect(told?.answer ?? 'seen').toBe(answer)
      }
      expect(blindness).toBeCloseTo(counts.none / 100, 9)
      expect(unknown).toBeCloseTo(counts.unknown / 100, 9)
      expect(watchedMs).toBe(counts.seen * MINUTE_MS)
      // What is not known can be mended, and what is known needs nothing.
      expect(needs.length > 0).toBe(counts.unknown > 0)
    }),
    { numRuns: 100 },
  )
})

describe('says why nobody looked, or why nobody knows', () => {
  const up = [period(0, 40, 0)]
  const jammed = [period(40, 30, 2)]
  const day = { fromMs: 0, toMs: 100 * MINUTE_MS }
  const told = (all: readonly Watcher[]) =>
    deficitOf(area, all, day).windows.map(({ answer, causes }) => [answer, ...causes])
  const one = { source: source('s', 'camera', 37), periods: [...up, ...jammed] }
  test('by how each source stood', () => {
    expect(told([one])).toEqual([
      ['none', 'jammed'],
      ['unknown', 'unknown'],
    ])
    const other = { ...one, periods: [...up, period(40, 60, 1)] }
    expect(told([one, other])).toEqual([
      ['none', 'down', 'jammed'],
      ['unknown', 'down', 'unknown'],
    ])
    expect(deficitOf(area, [one], day).needs).toEqual([{ what: 'standing', source: 's' }])
  })
  test('that none reaches is known; that none is registered, or where one looks, is not', () => {
    const far = { source: source('far', 'camera', 39), periods: up }
    expect(told([far])).toEqual([['none', 'noReach']])
    expect(told([])).toEqual([['unknown', 'noSource']])
    expect(deficitOf(area, [], day).needs).toEqual([{ what: 'source', source: null }])
    const { site: _site, ...nowhere } = source('nowhere', 'patrol', 37)
    const blunt = { ...source('blunt', 'camera', 37), reachM: {} }
    const lost = [far, { source: nowhere, periods: [] }, { source: blunt, periods: [] }]
    expect(told(lost)).toEqual([['unknown', 'notPlaced']])
    expect(deficitOf(area, lost, day).needs).toEqual([
      { what: 'place', source: 'nowhere' },
      { what: 'reach', source: 'blunt' },
    ])
    // Whoever is stated to be down cannot have looked, wherever it is.
    const down = { source: nowhere, periods: [period(-1, 200, 1)] }
    expect(told([far, down])).toEqual([['none', 'noReach']])
  })
})

const at = (minute: number, lonDeg: number) => ({
  atMs: minute * MINUTE_MS,
  position: { lonDeg, latDeg: 48 },
  heightM: 0,
  errorM: 10,
})
const hundred = { fromMs: 0, toMs: 100 * MINUTE_MS }
const answersOf = (one: Source, stood: readonly CoveragePeriod[]) =>
  deficitOf(area, [{ source: one, periods: stood }], hundred).windows.map(({ answer }) => answer)

describe('a source that moves', () => {
  const { site: _site, ...free } = source('uav', 'uav', 37)
  // Over the area from the start to the thirtieth minute, then off to where its reach does not come.
  const flies = { ...free, trajectory: [at(0, 37), at(30, 37), at(31, 39), at(60, 39)] }
  const day = { fromMs: 0, toMs: 100 * MINUTE_MS }
  test('looks while it is there, and not all day because it once was', () => {
    const up = [period(0, 60, 0), period(60, 40, 1)]
    const { watchedMs, windows } = deficitOf(area, [{ source: flies, periods: up }], day)
    expect(watchedMs).toBe(30 * MINUTE_MS)
    expect(windows).toMatchObject([{ answer: 'none', causes: ['noReach'] }])
  })
  test('is in doubt off its way only while somebody said that it was up', () => {
    expect(answersOf(flies, [period(0, 60, 0)])).toEqual(['none'])
    expect(answersOf(flies, [period(0, 100, 0)])).toEqual(['none', 'unknown'])
  })
  test('a satellite without a registered way looks at nothing, wherever its receiver stands', () => {
    const dish = { source: source('sat', 'satellite', 37), periods: [period(0, 100, 0)] }
    const far = { source: source('far', 'camera', 39), periods: [period(0, 100, 0)] }
    expect(deficitOf(area, [dish, far], day)).toMatchObject({ blindness: 1, unknown: 0 })
    const passes = { ...dish, source: { ...flies, kind: 'satellite' as const } }
    expect(deficitOf(area, [passes, far], day).watchedMs).toBe(30 * MINUTE_MS)
  })
})

describe('areas along a line', () => {
  const line = {
    id: 'contact',
    title: 'Line of contact',
    line: { vertices: [37, 37.4, 37.41, 38].map((lonDeg) => ({ lonDeg, latDeg: 48 })) },
  }
  const lengthM = distanceM({ lonDeg: 37, latDeg: 48 }, { lonDeg: 38, latDeg: 48 })
  test('are as many as fit, with centres half way along each', () => {
    const areas = areasAlong(line, 25_000)
    expect(areas).toHaveLength(Math.ceil(lengthM / 25_000))
    expect(areas[0]?.title).toBe('Line of contact, km 0 to 25')
    const first = areas[0]?.centre ?? { lonDeg: 0, latDeg: 0 }
    expect(distanceM({ lonDeg: 37, latDeg: 48 }, first)).toBeCloseTo(12_500, -2)
    expect(areaOf(areas, { lonDeg: 37.9, latDeg: 48.1 })?.id).toBe(areas.at(-1)?.id)
    expect(areaOf(areas, { lonDeg: 37.9, latDeg: 49 })).toBeNull()
  })
  test('are at most so many, and none where there is no line', () => {
    expect(areasAlong(line, 1)).toHaveLength(AREAS_MAX)
    expect(areasAlong({ ...line, line: { vertices: [] } })).toEqual([])
    expect(new Set(areasAlong(line, 12_000).map(({ id }) => id)).size).toBe(
      areasAlong(line, 12_000).length,
    )
  })
})
