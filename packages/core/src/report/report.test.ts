/**
 * Goal: figures are counted apart and beside their coverage, nothing leaves an edition that the release rules keep in, and
 * the parties are told of alike. Method: properties over random observations of every precision, label and age, against
 * `releaseObservation` itself and against a recount; planted: an edition that would show more than its office may.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { initial, ledgerOf, CATEGORY } from '../observe/index.ts'
import type { Category, Control, Observation, ObserveState, Source } from '../observe/index.ts'
import { DAY_MS, HOUR_MS, isRefused } from '../units/index.ts'
import { releaseObservation } from '../verify/index.ts'
import {
  ANNEX_ROWS_MAX,
  BASIS_ENTRIES_MAX,
  CONTROLS,
  EDITIONS,
  REGION_WITHHELD,
  admits,
  basisOf,
  compose,
} from './index.ts'
import type { Asked, Edition, Recorded, Report, ReportRecord } from './index.ts'

const START_MS = Date.UTC(2026, 1, 28, 17, 30)
const END_MS = START_MS + DAY_MS
const CATEGORIES = Object.keys(CATEGORY) as Category[]

const SQUARE = (id: string, westDeg: number) => ({
  id,
  title: id,
  polygon: {
    ring: [
      { lonDeg: westDeg, latDeg: 47 },
      { lonDeg: westDeg + 1, latDeg: 47 },
      { lonDeg: westDeg + 1, latDeg: 49 },
      { lonDeg: westDeg, latDeg: 49 },
    ],
  },
})
const REGIONS = [SQUARE('west', 37), SQUARE('east', 38)]

interface Told {
  readonly category: Category
  readonly n: number
  readonly precision: Observation['count']['precision']
  readonly beforeEndMs: number
  readonly lonDeg: number
  readonly control: Control
  readonly classification: Observation['label']['classification']
  readonly toAll: boolean
}
const observation = (told: Told, i: number): Observation => ({
  id: i.toString(16).padStart(64, '0'),
  source: `source-of-${i}`,
  recordId: `record-of-${i}`,
  means: ['heard'],
  category: told.category,
  phase: 'undetermined',
  count: { n: told.n, precision: told.precision },
  observed: {
    fromMs: END_MS - told.beforeEndMs - 60_000,
    toMs: END_MS - told.beforeEndMs,
    basis: 'clock',
    clock: 'gnss',
  },
  observer: {
    place: `Place-of-${i}`,
    position: { lonDeg: told.lonDeg, latDeg: 48.123457 },
    errorM: 37,
    control: told.control,
  },
  where: {
    sectors: [{ fromDeg: 11.25, toDeg: 33.75 }],
    ring: { minM: 1234, maxM: 5678 },
    fix: { position: { lonDeg: told.lonDeg + 0.0100003, latDeg: 48.654321 }, errorM: 5 },
  },
  weapon: null,
  grade: { reliability: 'B', credibility: 2 },
  label: {
    policy: 'HOLDFAST',
    classification: told.classification,
    offices: ['monitor', 'commission', 'guarantors'],
    releasableTo: told.toAll ? ['ALL'] : ['POL'],
  },
  rawSha256: `raw-of-${i}`,
  residual: { note: `words-of-${i}` },
})
const told = fc.record({
  category: fc.constantFrom(...CATEGORIES),
  n: fc.integer({ min: 1, max: 500 }),
  precision: fc.constantFrom('exact', 'about', 'atLeast', 'unknown'),
  beforeEndMs: fc.integer({ min: 0, max: 2 * DAY_MS - 1 }),
  // Digits that occur nowhere else, so that finding them is finding the place.
  lonDeg: fc.integer({ min: 1, max: 1_899 }).map((n) => 37.000_765_432 + n / 1_000),
  control: fc.constantFrom<Control>('partyA', 'partyB', 'none', 'unknown'),
  classification: fc.constantFrom('UNCLASSIFIED', 'RESTRICTED', 'SECRET'),
  toAll: fc.boolean(),
})
const many = fc.array(told, { maxLength: 25 })
const PLAIN: Told = {
  category: 'K.SHOT',
  n: 3,
  precision: 'exact',
  beforeEndMs: HOUR_MS,
  lonDeg: 37.5,
  control: 'partyA',
  classification: 'UNCLASSIFIED',
  toAll: true,
}

const source = (id: string, lonDeg: number): Source => ({
  id,
  title: id,
  nation: 'POL',
  kind: 'camera',
  reachM: {},
  detection: { pd: 0.5, falseReport: 0.01, basis: 'test' },
  group: id,
  site: { position: { lonDeg, latDeg: 48 }, heightM: 0, errorM: 10 },
})
const state = (west: 'up' | 'jammed'): ObserveState => ({
  ...initial,
  sources: new Map([
    ['w', source('w', 37.5)],
    ['e', source('e', 38.5)],
  ]),
  coverage: new Map([
    [
      'w',
      [{ source: 'w', state: west, fromMs: START_MS, toMs: null, basis: 'report', reason: 'test' }],
    ],
  ]),
})

const recorded = (all: readonly Told[]): readonly Recorded[] =>
  all.map((one, i) => ({ observation: observation(one, i), entry: 10 + i }))
const record = (
  observations: readonly Recorded[],
  more: Partial<ReportRecord> = {},
): ReportRecord => ({
  logSize: 1_000,
  exercise: null,
  observations,
  observe: state('up'),
  coverageEntries: [1, 2, 3],
  agreement: null,
  incidents: [],
  acts: [],
  regions: REGIONS,
  told: [],
  totals: null,
  ...more,
})
const asked = (edition: Edition, more: Partial<Asked> = {}): Asked => ({
  kind: 'daily',
  number: 60,
  year: 2026,
  edition,
  period: { fromMs: START_MS, toMs: END_MS },
  previous: { fromMs: START_MS - DAY_MS, toMs: START_MS },
  topic: null,
  incident: null,
  asOfMs: END_MS + 1,
  ...more,
})
function composed(one: ReportRecord, ask: Asked): Report {
  const report = compose(one, ask)
  if (isRefused(report)) throw new Error(report.refused)
  return report
}

test('every count is a recount of the observations of its line, apart by ledger and precision', () => {
  fc.assert(
    fc.property(many, fc.constantFrom(...EDITIONS), (all, edition) => {
      const rows = recorded(all)
      const report = composed(record(rows), asked(edition))
      const of = (category: Category, precision: string, isNow: boolean) =>
        rows.filter(
          ({ observation: { category: is, count, label, observed } }) =>
            is === category &&
            count.precision === precision &&
            admits(edition, label) &&
            observed.toMs > START_MS === isNow,
        )
      for (const { category, ledger, now, before } of report.counts) {
        if (category === null) {
          expect(now.observations).toBe(0)
          continue
        }
        expect(ledgerOf(category)).toBe(ledger)
        for (const [cells, isNow] of [
          [now, true],
          [before, false],
        ] as const) {
          const sum = (precision: string): number =>
            of(category, precision, isNow).reduce((n, one) => n + one.observation.count.n, 0)
          expect(cells).toMatchObject({
            exact: sum('exact'),
            about: sum('about'),
            atLeast: sum('atLeast'),
            uncounted: of(category, 'unknown', isNow).length,
          })
        }
      }
      // What is in no line is withheld by its label, and the report says how many.
      const counted = report.counts.reduce((n, { now }) => n + now.observations, 0)
      const inPeriod = rows.filter(({ observation: one }) => one.observed.toMs > START_MS).length
      expect(counted + report.labelled).toBe(inPeriod)
      for (const table of [report.byRegion, report.byControl])
        expect(table.reduce((n, { now }) => n + now.observations, 0)).toBe(counted)
    }),
    { numRuns: 50 },
  )
})

test('no edition shows more of an observation than its office is released, and names what is missing', () => {
  fc.assert(
    fc.property(many, fc.constantFrom('coalition', 'parties', 'public'), (all, edition) => {
      const rows = recorded(all)
      const report = composed(record(rows), asked(edition))
      const release = {
        office: 'guarantors',
        nowMs: END_MS + 1,
        findingFor: () => false,
        observation: () => undefined,
        event: () => undefined,
      } as const
      const text = JSON.stringify(report)
      for (const { observation: one } of rows) {
        const may = releaseObservation(one, release)
        const row = report.annex.find(({ seen }) => seen.id === one.id)
        if (!admits(edition, one.label)) expect(row).toBeUndefined()
        // Never: where a patrol stood, directions, ranges, the exact place.
        expect(text).not.toContain(String(one.observer.position.lonDeg))
        expect(text).not.toContain(String(one.where.fix?.position.lonDeg))
        expect(text).not.toContain(one.residual['note'])
        if (may.source === null || row === undefined)
          for (const hidden of [one.source, one.observer.place, one.rawSha256])
            expect(text).not.toContain(`"${hidden}"`)
        if (row === undefined) continue
        const { seen, withheld, region } = row
        const fields = withheld.map(({ field }) => field)
        for (const field of may.withheld) expect(fields).toContain(field)
        for (const key of ['source', 'recordId', 'rawSha256'] as const)
          if (seen[key] === null) expect(fields).toContain(key)
          else expect(seen[key]).toBe(may[key])
        expect({ observer: seen.observer, where: seen.where }).toEqual({
          observer: may.observer,
          where: may.where,
        })
        if (may.source === null) {
          expect(region).toBeNull()
          expect(fields).toContain('region')
        }
      }
    }),
    { numRuns: 50 },
  )
})

test('a region is told only once the place is released; until then the count stands apart', () => {
  const rows = recorded([PLAIN, { ...PLAIN, lonDeg: 38.5 }])
  const groups = (edition: Edition, asOfMs: number) =>
    composed(record(rows), asked(edition, { asOfMs }))
      .byRegion.filter(({ now }) => now.observations > 0)
      .map(({ group, now }) => [group, now.exact])
  expect(groups('public', END_MS)).toEqual([[REGION_WITHHELD, 6]])
  expect(groups('monitor', END_MS)).toEqual([
    ['west', 3],
    ['east', 3],
  ])
  expect(groups('public', END_MS + DAY_MS)).toEqual(groups('monitor', END_MS))
})

const eyes = (all: Report) => new Map(all.byRegion.map(({ group, eyes: one }) => [group, one?.up]))
const figures = (one: Report, group: Control) =>
  one.byControl
    .filter((row) => row.group === group)
    .map(({ category, now, before, from }) => ({ category, now, before, from }))

test('coverage stands beside every count, a region’s own for the monitor alone', () => {
  const report = composed(record(recorded([PLAIN])), asked('monitor'))
  expect(report.coverage).toMatchObject({ count: 2, now: { up: 0.5, unknown: 0.5 } })
  for (const row of report.counts) expect(row.eyes).toEqual(report.coverage.now)
  expect(eyes(report).get('west')).toBe(1)
  expect(eyes(report).get('east')).toBe(0)
  const open = composed(record(recorded([PLAIN])), asked('public'))
  expect(new Set(eyes(open).values())).toEqual(new Set([0.5]))
  expect(open.coverage.sources).toEqual([])
  expect(open.coverage.withheld).toEqual([{ field: 'coverage.sources', rule: 'sensors' }])
  const blind = composed(record([], { observe: state('jammed') }), asked('public'))
  expect(blind.coverage.now).toMatchObject({ up: 0, jammed: 0.5, unknown: 0.5 })
})

test('party A and party B are told of alike: exchange them and the table is exchanged, nothing else', () => {
  const swap: Readonly<Record<Control, Control>> = {
    partyA: 'partyB',
    partyB: 'partyA',
    none: 'none',
    unknown: 'unknown',
  }
  fc.assert(
    fc.property(many, fc.constantFrom(...EDITIONS), (all, edition) => {
      const report = composed(record(recorded(all)), asked(edition))
      const other = composed(
        record(recorded(all.map((one) => ({ ...one, control: swap[one.control] })))),
        asked(edition),
      )
      expect(other.counts).toEqual(report.counts)
      for (const control of CONTROLS) {
        expect(figures(other, swap[control])).toEqual(figures(report, control))
      }
    }),
    { numRuns: 50 },
  )
})

test.each<[string, Partial<Asked>, string]>([
  ['a period that ends before it begins', { period: { fromMs: 5, toMs: 5 } }, 'not after'],
  ['no number', { number: 0 }, 'whole number'],
  ['a daily report with a topic', { topic: 'access' }, 'no topic'],
  ['a thematic report without one', { kind: 'thematic' }, 'has a topic'],
  ['a spot report without an incident', { kind: 'spot' }, 'names its incident'],
  ['an incident that there is not', { kind: 'spot', incident: 'I-1' }, 'there is no incident'],
])('refused: %s', (_, more, says) => {
  expect(compose(record([]), asked('monitor', more))).toMatchObject({
    refused: expect.stringContaining(says) as string,
  })
})

test('a figure names few entries one by one and commits to many; another observation gives another root', () => {
  const rows = Array.from({ length: 30 }, (_, i) => ({ id: `id-${i}`, entry: i % 20 }))
  const few = basisOf(rows.slice(0, BASIS_ENTRIES_MAX))
  expect(few).toMatchObject({ n: BASIS_ENTRIES_MAX, isSpan: false })
  expect(few.entries).toHaveLength(BASIS_ENTRIES_MAX)
  expect(basisOf(rows)).toMatchObject({ n: 30, isSpan: true, entries: [0, 19] })
  expect(basisOf(rows.toReversed()).root).toBe(basisOf(rows).root)
  expect(basisOf(rows.slice(1)).root).not.toBe(basisOf(rows).root)
})

test('an annex beyond its limit says how many it leaves out and commits to them; no count is cut', () => {
  const rows = recorded(Array.from({ length: ANNEX_ROWS_MAX + 3 }, () => PLAIN))
  const report = composed(record(rows), asked('monitor'))
  expect(report.annex).toHaveLength(ANNEX_ROWS_MAX)
  expect(report.annexMore.n).toBe(3)
  expect(report.counts.find(({ category }) => category === 'K.SHOT')?.now.observations).toBe(
    rows.length,
  )
})

const named = (edition: Edition) =>
  composed(record(recorded([PLAIN])), asked(edition, { asOfMs: END_MS + DAY_MS })).annex.map(
    ({ seen, withheld }) => [
      seen.source ?? seen.observer.place,
      ['source', 'observer.place'].every((name) => withheld.some(({ field }) => field === name)),
    ],
  )

test('a source is named within the mission and its nations only, even once its place is out', () => {
  expect(named('monitor')).toEqual([['source-of-0', false]])
  expect(named('coalition')).toEqual([['source-of-0', false]])
  expect(named('parties')).toEqual([[null, true]])
  expect(named('public')).toEqual([[null, true]])
})

test.each([
  ['UNCLASSIFIED', true, EDITIONS],
  ['RESTRICTED', true, ['monitor', 'coalition']],
  ['SECRET', true, ['monitor']],
  ['UNCLASSIFIED', false, ['monitor']],
] as const)(
  'a label %s, releasable to all: %s, is let into %j',
  (classification, toAll, editions) => {
    const { label } = observation({ ...PLAIN, classification, toAll }, 0)
    expect(EDITIONS.filter((edition) => admits(edition, label))).toEqual(editions)
    expect(admits('public', undefined)).toBe(false)
  },
)
