/** A small report of every kind of line, in any edition: two counts, a restriction of access, a day before, a published total. */
import { compose, type Edition, type Report, type ReportRecord } from '@holdfast/core/report'
import { initial, type Observation } from '@holdfast/core/observe'
import { DAY_MS, isRefused } from '@holdfast/core/units'

/** When its day ends. */
export const END_MS = Date.UTC(2026, 2, 1, 17, 30)
/** Where its local times are of. */
export const zone = 'Europe/Kyiv'

/** An observation of that number. */
export const observation = (i: number, more: Partial<Observation>): Observation => ({
  id: String(i).padStart(64, '0'),
  source: 'patrol-7',
  recordId: `R-${i}`,
  means: ['saw', 'heard'],
  category: 'K.EXPL.UNDET',
  phase: 'undetermined',
  count: { n: 26, precision: 'exact' },
  observed: { fromMs: END_MS - 3_600_000, toMs: END_MS - 3_000_000, basis: 'clock', clock: 'gnss' },
  observer: {
    place: 'Zolote <b>4</b>',
    position: { lonDeg: 38.512345, latDeg: 48.691234 },
    errorM: 50,
    control: 'partyB',
  },
  where: {
    sectors: [{ fromDeg: 225, toDeg: 315 }],
    ring: { minM: 1_000, maxM: 10_000 },
    fix: null,
  },
  weapon: { term: '=HYPERLINK("x")', class: 'unknown', calibreMm: null },
  grade: { reliability: 'B', credibility: 2 },
  label: {
    policy: 'HOLDFAST',
    classification: 'UNCLASSIFIED',
    offices: ['monitor', 'commission', 'guarantors'],
    releasableTo: ['ALL'],
  },
  rawSha256: 'f'.repeat(64),
  residual: {},
  ...more,
})
/** What it rests on. */
export const ROWS = [
  observation(1, {}),
  observation(2, {
    count: { n: 370, precision: 'atLeast' },
    label: { ...observation(0, {}).label, releasableTo: ['POL'] },
  }),
  observation(3, { category: 'X.DENIAL', count: { n: 1, precision: 'exact' } }),
  observation(4, {
    observed: {
      fromMs: END_MS - DAY_MS - 9,
      toMs: END_MS - DAY_MS - 1,
      basis: 'date',
      clock: 'manual',
    },
  }),
]

/** The report of an edition, on this record or another. */
export function report(
  edition: Edition,
  asOfMs = END_MS + 60_000,
  more: Partial<ReportRecord> = {},
): Report {
  const composed = compose(
    {
      logSize: 12,
      exercise: 'kept & tested',
      observations: ROWS.map((one) => ({ observation: one, entry: 4 })),
      observe: initial,
      coverageEntries: [],
      agreement: null,
      incidents: [],
      acts: [],
      regions: [],
      told: [],
      totals: [
        {
          period: { fromMs: END_MS - DAY_MS, toMs: END_MS },
          dates: ['2026-02-28', '2026-03-01'],
          region: null,
          regionTitle: 'All',
          explosions: 104,
          counted: null,
          precision: 'over',
          isPart: false,
          url: 'https://example.org/report',
        },
      ],
      ...more,
    },
    {
      kind: 'daily',
      number: 60,
      year: 2026,
      edition,
      period: { fromMs: END_MS - DAY_MS, toMs: END_MS },
      previous: { fromMs: END_MS - 2 * DAY_MS, toMs: END_MS - DAY_MS },
      topic: null,
      incident: null,
      asOfMs,
    },
  )
  if (isRefused(composed)) throw new Error(composed.refused)
  return composed
}
