import { isRefused, parseInstant } from '@holdfast/core/units'
import type { InstantMs, Refused } from '@holdfast/core/units'
import type { Codec, FeedContext, Observed } from '../codec/index.ts'
import { DELIMITER_OPTION, NO_ROW, TableDecoder, delimiterOf, tableJson } from '../table/index.ts'
import {
  completed,
  frameOf,
  nameOr,
  parseZoned,
  phaseOf,
  placeOf,
  residualOf,
} from '../open-feed/index.ts'
import type { Fault, TableRecord } from '../table/index.ts'
import { regionOf } from './regions.ts'

type Fields = ReadonlyMap<string, string>

const TIMES = ['started_at', 'finished_at']
const OFFICIAL = ['oblast', 'raion', 'hromada', 'level', 'source']
const VOLUNTEER = ['region', 'naive']
/** From the widest to the narrowest. In some rows an oblast stands in another's column. */
const PLACES = ['region', 'oblast', 'raion', 'hromada']

function columnsOf(names: readonly string[]): readonly string[] | Refused {
  const lacks = (wanted: readonly string[]): readonly string[] =>
    [...TIMES, ...wanted].filter((name) => !names.includes(name))
  if (lacks(OFFICIAL).length === 0 || lacks(VOLUNTEER).length === 0) return names
  return {
    refused: `no column ${lacks(OFFICIAL).join(', ')} (official) nor ${lacks(VOLUNTEER).join(', ')} (volunteer)`,
  }
}

/** From the start to the end, seconds being whole: the end's second counts. An end that is not given is the start. */
function periodOf(fields: Fields): { fromMs: InstantMs; toMs: InstantMs } | null {
  const fromMs = parseZoned(fields.get('started_at') ?? '')
  const finished = (fields.get('finished_at') ?? '').trim()
  const toMs = finished === '' ? fromMs : parseZoned(finished)
  return fromMs === null || toMs === null ? null : { fromMs, toMs }
}

function rowFault(fields: Fields): Fault | null {
  for (const column of TIMES) {
    const text = (fields.get(column) ?? '').trim()
    const isOpen = text === '' && column === 'finished_at'
    if (!isOpen && parseZoned(text) === null)
      return {
        reason: 'bad-value',
        detail: `${column}: ${JSON.stringify(text.slice(0, 40))} is no instant; give 2022-03-15 16:10:34+00:00`,
      }
  }
  const period = periodOf(fields)
  return period !== null && period.fromMs <= period.toMs
    ? null
    : { reason: 'ends-early', detail: 'finished_at is before started_at; exchange them' }
}

const instantText = (ms: InstantMs): string => String(ms)
/** Columns that the observation holds as they are: times only in the notation that comes back the same. */
const isHeld = (column: string, value: string): boolean =>
  TIMES.includes(column) &&
  parseInstant(`${value.slice(0, 10)}T${value.slice(11, 19)}Z`) !== null &&
  /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\+00:00$/.test(value)

function observe({ kind, fields, bytes, line }: TableRecord, context: FeedContext): Observed {
  if (kind !== 'row') return { nothing: NO_ROW[kind] }
  const at = `line ${line}: `
  const names = PLACES.map((column) => (fields.get(column) ?? '').trim()).filter(
    (name) => name !== '',
  )
  const region = names.map((name) => regionOf(name)).find((found) => found !== null) ?? null
  if (region === null)
    return {
      nothing: `no position: ${at}no oblast is known as ${JSON.stringify(names.join(', ').slice(0, 120))}`,
    }
  const period = periodOf(fields)
  if (period === null) return { nothing: `${at}no time` }
  const residual = residualOf(
    [...fields].filter(([column, value]) => value !== '' && !isHeld(column, value)),
  )
  if (residual === null) return { nothing: `${at}its columns are longer than a residual holds` }
  const frame = frameOf(context, bytes)
  const isAssumedEnd =
    (fields.get('naive') ?? '').trim().toLowerCase() === 'true' ||
    (fields.get('finished_at') ?? '').trim() === ''
  const named = [...PLACES.map((column) => fields.get(column) ?? ''), instantText(period.fromMs)]
  return completed(
    {
      ...frame,
      recordId: nameOr(named.filter((part) => part !== '').join('/'), frame.rawSha256),
      means: ['claimed'],
      category: 'I.WARNING',
      phase: phaseOf('I.WARNING'),
      count: { n: 1, precision: 'exact' },
      observed: { ...period, basis: 'clock', clock: isAssumedEnd ? 'degraded' : 'ntp' },
      // The warning is given where it holds: nobody stood there and saw anything.
      observer: { place: placeOf(region.name, region.name), ...region.circle, control: 'unknown' },
      where: { sectors: [], ring: null, fix: region.circle },
      residual,
    },
    context,
    at,
  )
}

/** Air raid warnings by region, as they are published in two tables: the official one and the volunteers'. */
export const AIR_RAID: Codec<TableRecord> = {
  name: 'air-raid',
  title: 'Air raid warnings of Ukraine (CSV, official and volunteer)',
  standards: [
    'Columns of the Ukrainian air raid sirens dataset, https://github.com/Vadimkin/ukrainian-air-raid-sirens-dataset',
    'RFC 4180, https://www.rfc-editor.org/rfc/rfc4180',
  ],
  framing: 'stream',
  options: { delimiter: DELIMITER_OPTION },
  decoder: ({ delimiter: word }) => {
    const delimiter = delimiterOf(word)
    return typeof delimiter !== 'string' && isRefused(delimiter)
      ? delimiter
      : new TableDecoder({ delimiter, columns: columnsOf, fault: rowFault })
  },
  json: tableJson,
  observer: () => observe,
}
