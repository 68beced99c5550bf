/**
 * Ports, airfields, railheads and crossings from the UN/LOCODE code list in CSV (UNECE Recommendation 16, code list and
 * manual: https://unece.org/trade/uncefact/unlocode). The list as published has no header and may be in ISO 8859-1; both
 * are seen. Function (column 7): 1 port, 2 rail terminal, 4 airport, B border crossing; coordinates are whole minutes.
 */
import type { Refused } from '@holdfast/core/units'
import { isRefused } from '@holdfast/core/units'
import { countryOf, readNodes, readTable } from '../network-parts/index.ts'
import type { Field, ImportedNode, NetworkParts, RowRead } from '../network-parts/index.ts'

/** Columns of the code list, in its order. */
const COLUMNS = [
  'Change',
  'Country',
  'Location',
  'Name',
  'NameWoDiacritics',
  'Subdivision',
  'Function',
  'Status',
  'Date',
  'IATA',
  'Coordinates',
  'Remarks',
]
const NEEDED = ['Country', 'Location', 'Name', 'Function', 'Coordinates']
const KINDS: readonly (readonly [string, ImportedNode['kind']])[] = [
  ['1', 'port'],
  ['4', 'airfield'],
  ['2', 'railhead'],
  ['B', 'crossing'],
]
const COORDINATES = /^(\d{2})(\d{2})([NS]) (\d{3})(\d{2})([EW])$/

/** What to take. */
export interface LocodesWanted {
  /** Alpha-3 codes of countries; empty: all. */
  readonly countries: readonly string[]
  /** Kinds; empty: all four. */
  readonly kinds: readonly ImportedNode['kind'][]
}

/** Degrees of `DDMMN DDDMME`; null where it is none. */
function positionOf(text: string): ImportedNode['position'] | null {
  const found = COORDINATES.exec(text)
  if (found === null) return null
  const [, latDegrees, latMinutes, north, lonDegrees, lonMinutes, east] = found
  const [latM, lonM] = [Number(latMinutes), Number(lonMinutes)]
  const latDeg = (Number(latDegrees) + latM / 60) * (north === 'S' ? -1 : 1)
  const lonDeg = (Number(lonDegrees) + lonM / 60) * (east === 'W' ? -1 : 1)
  const isGood = latM < 60 && lonM < 60 && Math.abs(latDeg) <= 90 && Math.abs(lonDeg) <= 180
  return isGood ? { lonDeg, latDeg } : null
}

const reject = (reason: string, detail: string): RowRead => ({ reason, detail })

function readRow(field: Field, wanted: LocodesWanted): RowRead {
  if (field('Change').startsWith('X')) return { left: 'removed' }
  if (field('Location') === '') return { left: 'country-row' }
  const country = countryOf(field('Country'))
  if (wanted.countries.length > 0 && !wanted.countries.includes(country))
    return { left: 'other-country' }
  const functions = field('Function').toUpperCase()
  const kind = KINDS.find(
    ([letter, one]) =>
      functions.includes(letter) && (wanted.kinds.length === 0 || wanted.kinds.includes(one)),
  )?.[1]
  if (kind === undefined) return { left: 'other-function' }
  if (!/^[A-Z]{2}$/.test(field('Country')) || !/^[A-Z2-9]{3}$/.test(field('Location')))
    return reject('bad-code', 'Country and Location are no UN/LOCODE; write such as RO and CND')
  if (field('Name') === '') return reject('no-name', 'Name is missing; write it')
  if (field('Coordinates') === '')
    return reject('no-position', 'Coordinates are missing; add such as 4412N 02839E')
  const position = positionOf(field('Coordinates'))
  if (position === null)
    return reject(
      'bad-position',
      'Coordinates cannot be read; write degrees and minutes such as 4412N 02839E',
    )
  return {
    node: {
      id: `${kind}-${field('Country')}${field('Location')}`.toLowerCase(),
      title: field('Name').slice(0, 200),
      kind,
      position,
      country,
      fictional: false,
    },
  }
}

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** ISO 8859-1 as UTF-8. */
function latin1ToUtf8(bytes: Uint8Array): Uint8Array {
  const made = new Uint8Array(bytes.reduce((sum, byte) => sum + (byte < 0x80 ? 1 : 2), 0))
  let at = 0
  for (const byte of bytes) {
    if (byte < 0x80) made[at] = byte
    else {
      made[at] = 0xc0 | (byte >> 6)
      at += 1
      made[at] = 0x80 | (byte & 0x3f)
    }
    at += 1
  }
  return made
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

/** The bytes with the header that the published list lacks. */
function withHeader(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly lines: number } {
  const start = String.fromCharCode(...bytes.subarray(0, 64)).replace(/^\u00ef\u00bb\u00bf/, '')
  if (/^"?Change"?,"?Country/.test(start)) return { bytes, lines: 0 }
  const header = ascii(`${COLUMNS.join(',')}\n`)
  const made = new Uint8Array(header.length + bytes.length)
  made.set(header)
  made.set(bytes, header.length)
  return { bytes: made, lines: 1 }
}

/** Reads the code list; refused where it is no such table. */
export function readLocodes(given: Uint8Array, wanted: LocodesWanted): NetworkParts | Refused {
  const { bytes, lines } = withHeader(isUtf8(given) ? given : latin1ToUtf8(given))
  const table = readTable(bytes, NEEDED)
  if (isRefused(table)) return table
  const read = readNodes(table, (field) => readRow(field, wanted))
  const rejects = read.rejects.map((one) => ({ ...one, at: Math.max(1, one.at - lines) }))
  return { ...read, rejects }
}
