/**
 * Goal: a published total stands beside the record's count of the same hours and no others, and a spot report tells its period
 * from its first observation on. Method: totals of a whole day and of a part of it over the same rows; every kind of report.
 */
import { expect, test } from 'vitest'
import type { Observation } from '../observe/index.ts'
import { publishedRows } from './published.ts'
import { REPORT_KINDS, toldPeriod } from './index.ts'
import type { PublishedTotal } from './index.ts'

const observation = {
  id: 'a',
  category: 'K.EXPL.UNDET',
  count: { n: 33, precision: 'exact' },
  observed: { fromMs: 5, toMs: 6 },
} as unknown as Observation
const total = (isPart: boolean): PublishedTotal => ({
  period: { fromMs: 0, toMs: 10 },
  dates: ['2016-06-15', '2016-06-16'],
  region: null,
  regionTitle: 'Donetsk',
  explosions: 310,
  counted: 500,
  precision: isPart ? 'over (daylight)' : 'exact',
  isPart,
  url: 'u',
})
const rowOf = (isPart: boolean) =>
  publishedRows([total(isPart)], [{ observation, entry: 4 }], () => null)[0]

test('a total of a whole day is compared, one of a part of it is quoted alone', () => {
  expect(rowOf(false)).toMatchObject({
    ours: { exact: 33, observations: 1 },
    oursCounted: { exact: 33 },
    coveredShare: 0.1065,
    coveredCountedShare: 0.066,
  })
  const part = rowOf(true)
  expect(part).toMatchObject({ explosions: 310, ours: null, oursCounted: null })
  expect([part?.coveredShare, part?.coveredCountedShare]).toEqual([null, null])
  // Nor does it name rows of other hours as what it comes from.
  expect(JSON.stringify(part?.from)).not.toContain('"a"')
  expect(JSON.stringify(rowOf(false)?.from)).toContain('4')
})

test('a spot report is told from its first observation on, any other from where the one before ended', () => {
  const period = { fromMs: 999, toMs: 5_000 }
  for (const kind of REPORT_KINDS)
    expect(toldPeriod({ kind, period })).toEqual(
      kind === 'spot' ? { fromMs: 1_000, toMs: 5_000 } : period,
    )
})
