import { sha256, toHex, utf8 } from '@holdfast/core/evidence'
import { identify } from '@holdfast/core/observe'
import type { Control, Observation, Observer, Source } from '@holdfast/core/observe'
import type { Refused } from '@holdfast/core/units'
import { decodeUtf8 } from '../observation/index.ts'
import { readCsv } from './csv.ts'
import type { CsvRecord } from './csv.ts'
import { countOf, kindOfRow, meansOf, weaponOf } from './kind.ts'
import { periodOf } from './period.ts'
import { sourceOf } from './source.ts'
import { azimuthOf, whereaboutsOf } from './whereabouts.ts'

/**
 * The table of observations hand-coded from public reports of the OSCE Special Monitoring Mission to Ukraine. Each row
 * becomes an observation or a rejection with its reason; the `note` column is for people, is kept, and decides nothing.
 */

/** The columns, in order. */
export const SMM_COLUMNS = [
  'obs_id',
  'source_url',
  'date_from',
  'date_to',
  'time_from',
  'time_to',
  'part_of_day',
  'position',
  'position_offset_km',
  'position_offset_dir',
  'control',
  'sensor',
  'phenomenon',
  'phase',
  'weapon',
  'count',
  'qual',
  'dirs',
  'dmin',
  'dmax',
  'note',
  'sensor_lat',
  'sensor_lon',
  'sensor_geocode',
  'sensor_pos_err_km',
  'azimuths_deg',
] as const
type Column = (typeof SMM_COLUMNS)[number]
type Columns = Readonly<Record<Column, string>>

/** A row that gave no observation: its number from 1 (the header is 0), its line in the file, and why. */
export interface SmmRejected {
  readonly row: number
  readonly line: number
  readonly recordId: string
  readonly reason: string
}
/** What the table gave. Every row is either in `observations` or in `rejected`. */
export interface SmmImport {
  readonly observations: readonly Observation[]
  /** The sources that the observations name, sorted by id. */
  readonly sources: readonly Source[]
  readonly rejected: readonly SmmRejected[]
}

/** Roughly Ukraine, degrees: a position outside it was mistyped or has its axes exchanged. */
const AREA = { latDeg: [44, 53], lonDeg: [22, 41] } as const
const TEXT_CHARS_MAX = 500
const FILE_CHARS_MAX = 64 * 1_024 * 1_024

const CONTROL_OF: Readonly<Record<string, Control>> = {
  '': 'unknown',
  // Held by the government, and not held by it; what a camera stands on was not said.
  GC: 'partyA',
  NGC: 'partyB',
  CAM: 'unknown',
}

/** A decimal number as the table writes them: digits, and a point with digits behind it. */
const decimal = (text: string): number => (/^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN)

function coordinate(column: 'sensor_lat' | 'sensor_lon', text: string): number | Refused {
  const [low, high] = column === 'sensor_lat' ? AREA.latDeg : AREA.lonDeg
  const value = decimal(text)
  if (value >= low && value <= high) return value
  return {
    refused: `${column} ${JSON.stringify(text)} is not in Ukraine; give degrees in [${low}, ${high}]`,
  }
}

/** "Donetsk, 6 km NW": the place that the report measures from, and how far from it the observer stood. */
function placeOf({
  position,
  position_offset_km: km,
  position_offset_dir: dir,
}: Columns): string | Refused {
  if (position.trim() === '' || position.length > 100 || /[^\p{L}\p{N} ()'’.-]/u.test(position))
    return { refused: `position ${JSON.stringify(position.slice(0, 100))} is no name of a place` }
  if (km === '' && dir === '') return position
  if (km === '' || dir === '')
    return {
      refused: `position_offset_km ${JSON.stringify(km)} and position_offset_dir ${JSON.stringify(dir)} go together; give both or neither`,
    }
  const offsetKm = decimal(km)
  if (!(offsetKm > 0 && offsetKm <= 100))
    return {
      refused: `position_offset_km ${JSON.stringify(km)} is no distance; give kilometres above 0 to 100`,
    }
  if (azimuthOf(dir) === null)
    return { refused: `position_offset_dir ${JSON.stringify(dir)} is no point of the compass` }
  return `${position}, ${km} km ${dir}`
}

function observerOf(columns: Columns): Observer | Refused {
  const place = placeOf(columns)
  if (typeof place === 'object') return place
  const latDeg = coordinate('sensor_lat', columns.sensor_lat)
  if (typeof latDeg === 'object') return latDeg
  const lonDeg = coordinate('sensor_lon', columns.sensor_lon)
  if (typeof lonDeg === 'object') return lonDeg
  const errorKm = decimal(columns.sensor_pos_err_km)
  if (!(errorKm > 0 && errorKm <= 50))
    return {
      refused: `sensor_pos_err_km ${JSON.stringify(columns.sensor_pos_err_km)} is no error; give kilometres above 0 to 50`,
    }
  if (!Object.hasOwn(CONTROL_OF, columns.control))
    return {
      refused: `control ${JSON.stringify(columns.control)} is not known; give one of GC, NGC, CAM, or nothing`,
    }
  return {
    place,
    position: { lonDeg, latDeg },
    errorM: Math.round(errorKm * 1_000),
    control: CONTROL_OF[columns.control] ?? 'unknown',
  }
}

/** The words that no field of an observation holds. */
function residualOf(columns: Columns): Readonly<Record<string, string>> | Refused {
  const kept = {
    sourceUrl: columns.source_url,
    phenomenon: columns.phenomenon,
    partOfDay: columns.part_of_day,
    geocode: columns.sensor_geocode,
    note: columns.note,
  }
  if (!/^https?:\/\/[\x21-\x7e]+$/.test(kept.sourceUrl))
    return {
      refused: `source_url ${JSON.stringify(kept.sourceUrl.slice(0, 80))} is no web address`,
    }
  for (const [name, text] of Object.entries(kept))
    // oxlint-disable-next-line no-control-regex -- control characters are what is refused
    if (text.length > TEXT_CHARS_MAX || /[\u0000-\u001f\u007f-\u009f\ud800-\udfff]/u.test(text))
      return {
        refused: `${name}: give up to ${TEXT_CHARS_MAX} characters, none of them a control character`,
      }
  if (kept.geocode === '')
    return { refused: 'sensor_geocode is empty; say where the position is from' }
  return Object.fromEntries(Object.entries(kept).filter(([, text]) => text !== ''))
}

interface Reading {
  readonly observation: Observation
  readonly source: Source
}

function readRow(columns: Columns, raw: string, exercise: string | undefined): Reading | Refused {
  if (!/^SMM-\d{3,6}$/.test(columns.obs_id))
    return {
      refused: `obs_id ${JSON.stringify(columns.obs_id.slice(0, 80))} is no id; give SMM- and three to six digits`,
    }
  const observed = periodOf(columns)
  if ('refused' in observed) return observed
  const observer = observerOf(columns)
  if ('refused' in observer) return observer
  const means = meansOf(columns.sensor)
  if ('refused' in means) return means
  const kind = kindOfRow(columns.phenomenon, columns.phase)
  if ('refused' in kind) return kind
  const count = countOf(columns.count, columns.qual)
  if ('refused' in count) return count
  const weapon = weaponOf(columns.weapon)
  if (weapon !== null && 'refused' in weapon) return weapon
  const where = whereaboutsOf(columns)
  if ('refused' in where) return where
  const residual = residualOf(columns)
  if (typeof residual['refused'] === 'string') return { refused: residual['refused'] }
  const source = sourceOf(columns.sensor === 'camera' ? 'camera' : 'patrol', observer.place)
  const observation = identify({
    source: source.id,
    recordId: columns.obs_id,
    means,
    ...kind,
    count,
    observed,
    observer,
    where,
    weapon,
    // Trained, impartial observers, whose reports nobody confirmed.
    grade: { reliability: 'B', credibility: 2 },
    label: {
      policy: 'HOLDFAST',
      classification: 'UNCLASSIFIED',
      offices: ['monitor', 'commission', 'guarantors'],
      releasableTo: ['ALL'],
    },
    rawSha256: toHex(sha256(utf8(raw))),
    residual: residual as Observation['residual'],
    ...(exercise === undefined ? {} : { exercise }),
  })
  return { observation, source }
}

function columnsOf({ fields, fault }: CsvRecord): Columns | Refused {
  if (fault !== null) return { refused: fault }
  if (fields.length !== SMM_COLUMNS.length)
    return { refused: `${fields.length} columns; give ${SMM_COLUMNS.length}: was the row cut off?` }
  return Object.fromEntries(SMM_COLUMNS.map((name, i) => [name, fields[i] ?? ''])) as Columns
}

function headerFault(header: CsvRecord | undefined): string | null {
  if (header === undefined) return 'the table is empty; give a header and rows'
  const differs = SMM_COLUMNS.findIndex((name, i) => header.fields[i] !== name)
  if (differs >= 0)
    return `column ${differs + 1} of the header is ${JSON.stringify(header.fields[differs] ?? '')}; it must be ${SMM_COLUMNS[differs]}`
  return header.fields.length > SMM_COLUMNS.length
    ? `the header has ${header.fields.length} columns; give ${SMM_COLUMNS.length}`
    : header.fault
}

const nothing = (reason: string): SmmImport => ({
  observations: [],
  sources: [],
  rejected: [{ row: 0, line: 1, recordId: '', reason }],
})

/**
 * Reads the table from its text or its bytes (UTF-8). A wrong header or encoding rejects the whole of it, as row 0;
 * any other fault rejects its row. `exercise` marks every observation as belonging to one.
 */
export function importSmm(
  table: string | Uint8Array,
  { exercise }: { readonly exercise?: string } = {},
): SmmImport {
  const text = typeof table === 'string' ? table : decodeUtf8(table)
  if (typeof text !== 'string') return nothing(text.refused)
  if (text.length > FILE_CHARS_MAX)
    return nothing(
      `the table has ${text.length} characters; give at most ${FILE_CHARS_MAX}, in several files`,
    )
  const [header, ...records] = readCsv(text)
  const fault = headerFault(header)
  if (fault !== null)
    return nothing(`${fault}; none of the ${records.length} rows below it was read`)

  const observations: Observation[] = []
  const sources = new Map<string, Source>()
  const rejected: SmmRejected[] = []
  const rowOf = new Map<string, number>()
  for (const record of records) {
    const { row, line, raw } = record
    const columns = columnsOf(record)
    const recordId = 'refused' in columns ? (record.fields[0] ?? '') : columns.obs_id
    const before = rowOf.get(recordId)
    const reading =
      'refused' in columns
        ? columns
        : before === undefined
          ? readRow(columns, raw, exercise)
          : { refused: `obs_id ${recordId} was given in row ${before}; give each record once` }
    if ('refused' in reading) {
      rejected.push({ row, line, recordId: recordId.slice(0, 80), reason: reading.refused })
      continue
    }
    rowOf.set(recordId, row)
    observations.push(reading.observation)
    sources.set(reading.source.id, reading.source)
  }
  const sorted = [...sources.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return { observations, sources: sorted, rejected }
}
