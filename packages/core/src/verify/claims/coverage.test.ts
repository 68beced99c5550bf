// Goal: "nobody looked" is never told as "they looked and saw nothing", and the chance of missing an event as claimed is
// the product of what independent groups miss. Method: cases worked out by hand, and properties: one more looker never
// makes an unseen event likelier, and sources that nobody knows anything of change no figure.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EVENT } from '../../../../../tests/support/verify-release.ts'
import { destination } from '../../geo/index.ts'
import type { CoveragePeriod, Source } from '../../observe/index.ts'
import { HOUR_MS } from '../../units/index.ts'
import { UNSEEN_MIN, claimAgainstCoverage, lookersOf, reportedIn } from '../index.ts'
import type { Alleged, Looker, Reported } from '../index.ts'

const PLACE = { lonDeg: 37.8, latDeg: 48.1 }
const CLAIM: Alleged = {
  kind: 'explosion',
  fromMs: 0,
  toMs: 4 * HOUR_MS,
  position: PLACE,
  radiusM: 500,
}
const away = (distanceM: number) => destination(PLACE, { azimuthDeg: 90, distanceM })
const source = (id: string, change: Partial<Source> = {}): Source => ({
  id,
  title: id,
  nation: 'JPN',
  kind: 'acoustic',
  reachM: { explosion: 5_000 },
  detection: { pd: 0.8, falseReport: 0, basis: 'test' },
  group: id,
  site: { position: away(1_000), heightM: 0, errorM: 0 },
  ...change,
})
const period = (
  state: CoveragePeriod['state'],
  fromMs = -HOUR_MS,
  toMs: number | null = null,
): CoveragePeriod => ({ source: 's', state, fromMs, toMs, basis: 'report', reason: 'test' })
const looking = (id: string, change: Partial<Source> = {}): Looker => ({
  source: source(id, change),
  periods: [period('up')],
})
const waypoint = (atMs: number, distanceM: number) => ({
  atMs,
  position: away(distanceM),
  heightM: 0,
  errorM: 0,
})
const judge = (lookers: readonly Looker[], reports: readonly Reported[] = []) =>
  claimAgainstCoverage(CLAIM, lookers, reports)
const unseen = (lookers: readonly Looker[]): number => {
  const judged = judge(lookers)
  return judged.kind === 'lookedAndSawNothing' ? judged.unseen : 1
}

describe('nobody looked', () => {
  test.each<readonly [string, readonly Looker[]]>([
    ['where there is no sensor', []],
    ['where all were down', [{ source: source('a'), periods: [period('down')] }]],
    ['where they were jammed', [{ source: source('a'), periods: [period('jammed')] }]],
    ['too far off', [looking('a', { site: { position: away(9_000), heightM: 0, errorM: 0 } })]],
    [
      'too far off, and nobody knows whether it was up',
      [
        {
          source: source('a', { site: { position: away(9_000), heightM: 0, errorM: 0 } }),
          periods: [],
        },
      ],
    ],
    ['who only tell', [looking('a', { kind: 'party' }), looking('b', { kind: 'media' })]],
    ['at that time', [{ source: source('a'), periods: [period('up', -9, 0), period('down', 0)] }]],
  ])('%s', (_what, lookers) => {
    expect(judge(lookers)).toEqual({ kind: 'noSensorLooked' })
  })
})

describe('undecided', () => {
  test.each<readonly [string, Looker]>([
    ['a reach that nobody stated', looking('a', { reachM: {} })],
    [
      'a site that nobody stated',
      { source: (({ site: _site, ...rest }) => rest)(source('a')), periods: [period('up')] },
    ],
    ['a state that nobody stated', { source: source('a'), periods: [] }],
  ])('%s', (_what, looker) => {
    expect(judge([looker])).toEqual({ kind: 'undecided', undecided: ['a'] })
    expect(judge([looker, looking('b')])).toMatchObject({
      kind: 'lookedAndSawNothing',
      sources: ['b'],
      undecided: ['a'],
      unseen: expect.closeTo(0.2, 9) as number,
    })
  })
})

describe('they looked and saw nothing', () => {
  test('with what independent groups miss, multiplied, and the best of each group', () => {
    expect(unseen([looking('a')])).toBeCloseTo(0.2, 9)
    expect(unseen([looking('a'), looking('b')])).toBeCloseTo(0.04, 9)
    const weak = { pd: 0.3, falseReport: 0, basis: 'test' }
    expect(
      unseen([looking('a', { group: 'mast' }), looking('b', { group: 'mast', detection: weak })]),
    ).toBeCloseTo(0.2, 9)
  })

  test('never below what a common cause may hide', () => {
    expect(unseen(Array.from({ length: 9 }, (_, i) => looking(`s${i}`)))).toBe(UNSEEN_MIN)
  })

  test('over the time that they were up', () => {
    const half = {
      source: source('a'),
      periods: [period('up', 0, 2 * HOUR_MS), period('down', 2 * HOUR_MS)],
    }
    expect(judge([half])).toMatchObject({
      unseen: expect.closeTo(0.6, 9) as number,
      lookedShare: expect.closeTo(0.5, 9) as number,
    })
  })

  test('over the part of the place that was in reach', () => {
    // The edge of its reach runs through the middle of the disc.
    const far = { site: { position: away(5_000), heightM: 0, errorM: 0 } }
    const judged = judge([looking('a', far)])
    if (judged.kind !== 'lookedAndSawNothing') throw new Error(judged.kind)
    expect(judged.lookedShare).toBeGreaterThan(0.35)
    expect(judged.lookedShare).toBeLessThan(0.6)
    expect(judged.unseen).toBeCloseTo(1 - 0.8 * judged.lookedShare, 9)
  })

  test('by the probability that was measured at the range, where one was', () => {
    const calibration = {
      pdByRange: {
        explosion: [
          { toM: 800, pd: 0.9 },
          { toM: 2_000, pd: 0.5 },
        ],
      },
      falseAlarmsPerHour: null,
      confusion: null,
      clock: 'gnss',
      clockErrorMs: null,
      measuredMs: 0,
      basis: 'test',
    } as const
    const site = { position: away(1_400), heightM: 0, errorM: 0 }
    expect(unseen([looking('a', { calibration, site, reachM: {} })])).toBeCloseTo(0.5, 9)
  })

  test('at one instant, judged as it stood then', () => {
    const at = { ...CLAIM, toMs: 0 }
    const periods = [period('up', -1, 1)]
    expect(claimAgainstCoverage(at, [{ source: source('a'), periods }], [])).toMatchObject({
      unseen: expect.closeTo(0.2, 9) as number,
      lookedShare: 1,
    })
  })

  test('from where a moving source was then', () => {
    const { site: _site, ...moving } = source('a', {
      trajectory: [
        waypoint(0, 0),
        waypoint(2 * HOUR_MS, 0),
        waypoint(2 * HOUR_MS + 1, 50_000),
        waypoint(4 * HOUR_MS, 50_000),
      ],
    })
    const judged = judge([{ source: moving, periods: [period('up')] }])
    expect(judged).toMatchObject({ lookedShare: expect.closeTo(0.5, 3) as number })
  })
})

test('the registry looks as its coverage says', () => {
  const state = {
    sources: new Map([['a', source('a')]]),
    coverage: new Map([['a', [period('up')]]]),
    quarantines: new Map(),
  }
  expect(lookersOf(state)).toEqual([looking('a')])
  expect(lookersOf({ ...state, coverage: new Map() })).toEqual([
    { source: source('a'), periods: [] },
  ])
})

test('an event tells, for each of its sources, what lies beside a claim', () => {
  const told = reportedIn(
    { ...EVENT, kind: 'explosion', observations: ['o1', 'o2', 'gone', 'claim'], claims: ['claim'] },
    (id) => (id === 'gone' ? undefined : id === 'claim' ? 'party' : 'a'),
  )
  expect(told).toEqual([
    {
      source: 'a',
      kind: 'explosion',
      ...EVENT.observed,
      position: EVENT.estimate?.position,
      errorM: EVENT.estimate?.ellipse95.semiMajorM,
    },
  ])
  const [nowhere] = reportedIn({ ...EVENT, estimate: null }, () => 'a')
  expect(nowhere).toMatchObject({ position: null, errorM: 0 })
})

describe('seen', () => {
  const report: Reported = {
    source: 'a',
    kind: 'explosion',
    fromMs: HOUR_MS,
    toMs: HOUR_MS,
    position: away(600),
    errorM: 200,
  }
  test('where a report of that kind may be of it', () => {
    expect(judge([looking('a')], [report])).toEqual({ kind: 'seen', sources: ['a'] })
  })
  test.each<readonly [string, Partial<Reported>]>([
    ['another kind', { kind: 'shot' }],
    ['another place', { position: away(900) }],
    ['no place', { position: null }],
    ['another time', { fromMs: 5 * HOUR_MS, toMs: 5 * HOUR_MS }],
    ['a source that does not look', { source: 'party' }],
  ])('not by a report of %s', (_what, change) => {
    const lookers = [looking('a'), looking('party', { kind: 'party' })]
    expect(judge(lookers, [{ ...report, ...change }]).kind).toBe('lookedAndSawNothing')
  })
})

test('one more looker never makes an unseen event likelier, and an unknown one changes no figure', () => {
  const some = fc.array(
    fc.record({
      pd: fc.double({ min: 0, max: 1, noNaN: true }),
      group: fc.constantFrom('g', 'h', 'i'),
      metres: fc.integer({ min: 0, max: 7_000 }),
      fromMs: fc.integer({ min: -HOUR_MS, max: 4 * HOUR_MS }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  fc.assert(
    fc.property(some, (drawn) => {
      const lookers = drawn.map(({ pd, group, metres, fromMs }, i) => ({
        source: source(`s${i}`, {
          group,
          detection: { pd, falseReport: 0, basis: 'test' },
          site: { position: away(metres), heightM: 0, errorM: 0 },
        }),
        periods: [period('down', -HOUR_MS, fromMs), period('up', fromMs)],
      }))
      const fewer = unseen(lookers.slice(1))
      const all = unseen(lookers)
      expect(all).toBeLessThanOrEqual(fewer + 1e-9)
      expect(all).toBeGreaterThanOrEqual(UNSEEN_MIN)
      expect(unseen([...lookers, looking('unknown', { reachM: {} })])).toBeCloseTo(all, 12)
    }),
  )
})
