/**
 * The tables that `holdfast fuse thermal` reads, plain or compressed: fires of FIRMS, events of UCDP GED, and what explains
 * fires or hides them: the use of the land, regions and their cloud.
 */
import { createReadStream, statSync } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { cellOf, epochDayOf } from '@holdfast/core/fuse/thermal'
import type {
  CloudDays,
  Events,
  Fires,
  Grid,
  LandUse,
  RegionPlaces,
} from '@holdfast/core/fuse/thermal'
import { isRefused, parseInstant } from '@holdfast/core/units'
import type { Decoder } from '@holdfast/formats/codec'
import { FIRMS } from '@holdfast/formats/firms'
import { TableDecoder } from '@holdfast/formats/table'
import type { Fault, TableRecord } from '@holdfast/formats/table'
import { CommandRefused } from '../output/index.ts'

/** The most fires of all files together; a country's year has some hundred thousand. */
const FIRES_MAX = 10_000_000
/** The most rejects of one file that are told one by one; the rest are counted. */
const REJECTS_TOLD_MAX = 10

/** Reads a table row by row; rows that cannot be read are told on stderr, and a file without a good row is refused. */
async function readTable(
  file: string,
  decoder: Decoder<TableRecord>,
  take: (fields: ReadonlyMap<string, string>) => void,
): Promise<void> {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw new CommandRefused(`there is no file ${file}`)
  if (!found.isFile()) throw new CommandRefused(`${file} is no file; give the path of one file`)
  let [rows, rejected] = [0, 0]
  const read = ({ records, rejects }: ReturnType<typeof decoder.push>): void => {
    for (const { kind, fields } of records)
      if (kind === 'row') {
        rows += 1
        take(fields)
      }
    for (const { detail, reason } of rejects) {
      // A header that is none of this table condemns every row behind it.
      if (reason === 'bad-header') throw new CommandRefused(`${file}: ${detail}`)
      rejected += 1
      if (rejected <= REJECTS_TOLD_MAX) process.stderr.write(`${file}: ${detail}: left out\n`)
    }
  }
  const bytes = createReadStream(file)
  const input = file.toLowerCase().endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes
  bytes.on('error', (error) => input.destroy(error))
  try {
    for await (const chunk of input as AsyncIterable<Buffer>) read(decoder.push(chunk))
  } catch (error) {
    if (error instanceof CommandRefused) throw error
    throw new CommandRefused(
      `${file} cannot be read to its end (${(error as Error).message}); fetch it again`,
    )
  }
  read(decoder.end())
  if (rejected > REJECTS_TOLD_MAX)
    process.stderr.write(`${file}: ${rejected} rows left out in all\n`)
  if (rows === 0)
    throw new CommandRefused(`${file} holds no row that can be read; give a file with rows`)
}

/** Day of a date that the table's decoder has found good. */
const epochDayIn = (text: string | undefined): number =>
  epochDayOf(parseInstant(`${(text ?? '').trim()}T00:00Z`) ?? Number.NaN)

/** The fires of FIRMS files, in any mixture of its schemas. */
export async function firesIn(files: readonly string[]): Promise<Fires> {
  const [epochDay, lonDeg, latDeg]: [number[], number[], number[]] = [[], [], []]
  for (const file of files) {
    const decoder = FIRMS.decoder({})
    if (isRefused(decoder)) throw new CommandRefused(decoder.refused)
    await readTable(file, decoder, (fields) => {
      epochDay.push(epochDayIn(fields.get('acq_date')))
      lonDeg.push(Number(fields.get('longitude')))
      latDeg.push(Number(fields.get('latitude')))
      if (epochDay.length > FIRES_MAX)
        throw new CommandRefused(`more than ${FIRES_MAX} fires; cut the files to the region`)
    })
  }
  return { epochDay, lonDeg, latDeg }
}

const UCDP_COLUMNS = ['latitude', 'longitude', 'where_prec', 'date_prec', 'date_start']
const degrees = (text: string | undefined): number =>
  (text ?? '').trim() === '' ? Number.NaN : Number(text)

/**
 * Days with events, by cell: those whose place is a village or better (`where_prec` 1, 2) and whose day is exact
 * (`date_prec` 1), by UCDP GED's codebook. Events outside the grid are passed over.
 */
export async function eventsIn(file: string, grid: Grid): Promise<Events> {
  const decoder = new TableDecoder({
    delimiter: ',',
    columns: (names) => {
      const missing = UCDP_COLUMNS.filter((name) => !names.includes(name))
      return missing.length === 0
        ? names
        : { refused: `no column ${missing.join(', ')}; is this a file of UCDP GED?` }
    },
    fault: (fields) => {
      if (
        !(Math.abs(degrees(fields.get('latitude'))) <= 90) ||
        !(Math.abs(degrees(fields.get('longitude'))) <= 180)
      )
        return { reason: 'bad-value', detail: 'latitude, longitude: no place; give degrees' }
      return Number.isNaN(epochDayIn(fields.get('date_start')?.slice(0, 10)))
        ? { reason: 'bad-value', detail: 'date_start: no date; give YYYY-MM-DD' }
        : null
    },
  })
  const events = new Map<number, Set<number>>()
  await readTable(file, decoder, (fields) => {
    if (!['1', '2'].includes(fields.get('where_prec') ?? '') || fields.get('date_prec') !== '1')
      return
    const cell = cellOf(grid, {
      lonDeg: degrees(fields.get('longitude')),
      latDeg: degrees(fields.get('latitude')),
    })
    if (cell < 0) return
    const days = events.get(cell) ?? new Set<number>()
    events.set(cell, days.add(epochDayIn(fields.get('date_start')?.slice(0, 10))))
  })
  return events
}

/** A place that cannot be one, of a table with the columns LATITUDE and LONGITUDE. */
function placeFault(fields: ReadonlyMap<string, string>): Fault | null {
  const isPlace =
    Math.abs(degrees(fields.get('LATITUDE'))) <= 90 &&
    Math.abs(degrees(fields.get('LONGITUDE'))) <= 180
  return isPlace
    ? null
    : { reason: 'bad-value', detail: 'LATITUDE, LONGITUDE: no place; give degrees' }
}
const isShare = (value: number): boolean => value >= 0 && value <= 1

/** A table whose header must have some columns. */
function tableOf(
  columns: (names: readonly string[]) => readonly string[],
  what: string,
  fault: (fields: ReadonlyMap<string, string>) => Fault | null,
): TableDecoder {
  return new TableDecoder({
    delimiter: ',',
    columns: (names) => {
      const missing = columns(names)
      return missing.length === 0
        ? names
        : { refused: `no column ${missing.join(', ')}; is this a file of ${what}?` }
    },
    fault,
  })
}

const LAND_COLUMN = /^LAND_USE_CLASS_\d{1,3}$/

/** Shares of land by class: LATITUDE, LONGITUDE and a column LAND_USE_CLASS_n for each class, in the file's order of classes. */
export async function landUseIn(file: string): Promise<LandUse> {
  let names: readonly string[] = []
  const decoder = tableOf(
    (header) => {
      names = header.filter((name) => LAND_COLUMN.test(name))
      const missing = ['LATITUDE', 'LONGITUDE'].filter((name) => !header.includes(name))
      return names.length === 0 ? [...missing, 'LAND_USE_CLASS_0'] : missing
    },
    'land use',
    (fields) =>
      names.every((name) => isShare(degrees(fields.get(name))))
        ? placeFault(fields)
        : { reason: 'bad-value', detail: 'a share of land; give 0 to 1' },
  )
  const [lonDeg, latDeg]: [number[], number[]] = [[], []]
  const shares: number[][] = []
  await readTable(file, decoder, (fields) => {
    lonDeg.push(Number(fields.get('LONGITUDE')))
    latDeg.push(Number(fields.get('LATITUDE')))
    for (const [k, name] of names.entries()) (shares[k] ??= []).push(Number(fields.get(name)))
  })
  return { lonDeg, latDeg, shares }
}

/** Which region each place is in: LATITUDE, LONGITUDE, OBLAST_ID. */
export async function regionsIn(file: string): Promise<RegionPlaces> {
  const columns = ['LATITUDE', 'LONGITUDE', 'OBLAST_ID']
  const decoder = tableOf(
    (names) => columns.filter((name) => !names.includes(name)),
    'regions',
    placeFault,
  )
  const [lonDeg, latDeg, region]: [number[], number[], string[]] = [[], [], []]
  await readTable(file, decoder, (fields) => {
    lonDeg.push(Number(fields.get('LONGITUDE')))
    latDeg.push(Number(fields.get('LATITUDE')))
    region.push(fields.get('OBLAST_ID') ?? '')
  })
  return { lonDeg, latDeg, region }
}

const CLOUD_COLUMN = 'CLOUD_COVER (%)'

/** Mean cloud by region and day: OBLAST_ID, ACQ_DATE, CLOUD_COVER (%). A row without a figure says nothing and is passed over. */
export async function cloudIn(files: readonly string[]): Promise<CloudDays> {
  const columns = ['OBLAST_ID', 'ACQ_DATE', CLOUD_COLUMN]
  const [epochDay, region, cloudShare]: [number[], string[], number[]] = [[], [], []]
  for (const file of files) {
    const decoder = tableOf(
      (names) => columns.filter((name) => !names.includes(name)),
      'daily weather',
      (fields) => {
        const share = degrees(fields.get(CLOUD_COLUMN)) / 100
        if (Number.isNaN(epochDayIn(fields.get('ACQ_DATE'))))
          return { reason: 'bad-value', detail: 'ACQ_DATE: no date; give YYYY-MM-DD' }
        return (fields.get(CLOUD_COLUMN) ?? '').trim() === '' || isShare(share)
          ? null
          : { reason: 'bad-value', detail: `${CLOUD_COLUMN}: give 0 to 100` }
      },
    )
    await readTable(file, decoder, (fields) => {
      if ((fields.get(CLOUD_COLUMN) ?? '').trim() === '') return
      epochDay.push(epochDayIn(fields.get('ACQ_DATE')))
      region.push(fields.get('OBLAST_ID') ?? '')
      cloudShare.push(Number(fields.get(CLOUD_COLUMN)) / 100)
    })
  }
  return { epochDay, region, cloudShare }
}
