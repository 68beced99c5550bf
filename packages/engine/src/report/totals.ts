import type { PublishedTotal, Region } from '@holdfast/core/report'
import { isRefused, type Refused, DAY_MS } from '@holdfast/core/units'
import { cutOffOf, dayOf } from './period.ts'

const COLUMNS = [
  'period_from',
  'period_to',
  'region',
  'ceasefire_violations',
  'explosions',
  'qual',
  'prev_explosions',
  'prev_violations',
  'source_url',
]

/** The word for all regions together. */
const ALL = 'Both'

const numberIn = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) : null)

function rowOf(
  line: string,
  at: number,
  regions: readonly Region[],
): PublishedTotal | Refused | null {
  const [
    from = '',
    to = '',
    region = '',
    counted = '',
    explosions = '',
    precision = '',
    ,
    ,
    url = '',
  ] = line.split(',')
  const [firstMs, lastMs] = [dayOf(from), dayOf(to)]
  if (typeof firstMs === 'object') return { refused: `line ${at}: ${firstMs.refused}` }
  if (typeof lastMs === 'object') return { refused: `line ${at}: ${lastMs.refused}` }
  // Cumulative since a date: nothing of one period.
  if (precision.startsWith('cumulative')) return null
  const known = regions.find(({ title }) => title === region)
  // A total of a region that is not drawn must not be compared with the whole.
  if (known === undefined && region !== ALL)
    return {
      refused: `line ${at}: there is no region ${JSON.stringify(region)}; give ${ALL} or one of ${regions.map(({ title }) => title).join(', ')}`,
    }
  return {
    // Both dates are named by evenings: a report of one date is about the day that ended then.
    period: {
      fromMs: cutOffOf(firstMs === lastMs ? firstMs - DAY_MS : firstMs),
      toMs: cutOffOf(lastMs),
    },
    dates: [from, to],
    region: known?.id ?? null,
    regionTitle: region,
    explosions: numberIn(explosions),
    counted: numberIn(counted),
    precision,
    // `about (night)`: how much of the day that was is not said.
    isPart: precision.includes('('),
    url,
  }
}

/** Reads the totals that the mission of the Donbas record published, a CSV without quotes. Cumulative rows are left out. */
export function readTotals(
  csv: string,
  regions: readonly Region[],
): readonly PublishedTotal[] | Refused {
  const [header = '', ...lines] = csv.split(/\r?\n/).filter((line) => line !== '')
  if (header !== COLUMNS.join(','))
    return { refused: `line 1: the header is ${header}; it must be ${COLUMNS.join(',')}` }
  const rows: PublishedTotal[] = []
  for (const [i, line] of lines.entries()) {
    const row = rowOf(line, i + 2, regions)
    if (row !== null && isRefused(row)) return row
    if (row !== null) rows.push(row)
  }
  return rows
}
