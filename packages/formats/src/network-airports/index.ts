/**
 * Airfields from OurAirports' airports.csv (https://ourairports.com/help/data-dictionary.html, public domain). What is
 * closed, a heliport, or smaller than asked is left out and counted.
 */
import type { Refused } from '@holdfast/core/units'
import { isRefused } from '@holdfast/core/units'
import { countryOf, readNodes, readTable } from '../network-parts/index.ts'
import type { Field, NetworkParts, RowRead } from '../network-parts/index.ts'

/** Types of the data dictionary that are airfields, the largest first. */
export const AIRPORT_TYPES = ['large_airport', 'medium_airport', 'small_airport'] as const
/** What to take. */
export interface AirportsWanted {
  /** The smallest type that is taken. */
  readonly smallest: (typeof AIRPORT_TYPES)[number]
  /** Alpha-3 codes of countries; empty: all. */
  readonly countries: readonly string[]
}

const COLUMNS = ['ident', 'type', 'name', 'latitude_deg', 'longitude_deg', 'iso_country']
const OTHER_TYPES = new Set(['heliport', 'seaplane_base', 'balloonport', 'closed'])
const NUMBER = /^-?\d{1,3}(?:\.\d{1,20})?$/

function degrees(text: string, most: number): number | null {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN
  return Math.abs(value) <= most ? value : null
}

const reject = (reason: string, detail: string): RowRead => ({ reason, detail })

function readRow(field: Field, wanted: AirportsWanted): RowRead {
  const type = field('type')
  if (OTHER_TYPES.has(type)) return { left: type }
  const size = AIRPORT_TYPES.findIndex((one) => one === type)
  if (size < 0)
    return reject(
      'unknown-type',
      `type is ${JSON.stringify(type.slice(0, 40))}; write one of the data dictionary`,
    )
  if (size > AIRPORT_TYPES.indexOf(wanted.smallest)) return { left: type }
  const country = countryOf(field('iso_country'))
  if (wanted.countries.length > 0 && !wanted.countries.includes(country))
    return { left: 'other-country' }
  const [latDeg, lonDeg] = [
    degrees(field('latitude_deg'), 90),
    degrees(field('longitude_deg'), 180),
  ]
  if (latDeg === null || lonDeg === null)
    return reject(
      'bad-position',
      'latitude_deg and longitude_deg are no degrees; write decimals such as 50.11',
    )
  if (!/^[A-Za-z0-9-]{2,10}$/.test(field('ident')) || field('name') === '')
    return reject('no-name', 'ident or name is missing; write both')
  return {
    node: {
      id: `airfield-${field('ident').toLowerCase()}`,
      title: field('name').slice(0, 200),
      kind: 'airfield',
      position: { lonDeg, latDeg },
      country,
      fictional: false,
    },
  }
}

/** The same data as packages of it name their columns; the ident is the ICAO code there, or else the IATA code. */
const SHORT: Readonly<Record<string, readonly string[]>> = {
  ident: ['icao', 'iata'],
  type: ['type'],
  name: ['name'],
  latitude_deg: ['lat'],
  longitude_deg: ['lon'],
  iso_country: ['country'],
}

/** Reads airports.csv, or a table of its data under the short names; refused where it is no such table. */
export function readAirports(bytes: Uint8Array, wanted: AirportsWanted): NetworkParts | Refused {
  const table = readTable(bytes, COLUMNS)
  if (!isRefused(table)) return readNodes(table, (field) => readRow(field, wanted))
  const short = readTable(bytes, Object.values(SHORT).flat())
  if (isRefused(short)) return table
  const named =
    (field: Field): Field =>
    (name) =>
      (SHORT[name] ?? []).map((column) => field(column)).find((text) => text !== '') ?? ''
  return readNodes(short, (field) => readRow(named(field), wanted))
}
