/** The document of an edge: its name, its centre, its disk, and where its sources and ways are written. */
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Source } from '@holdfast/core/observe'
import { DocumentReader, isRefused, pathOf, type Fields, type Refused } from '@holdfast/core/units'
import { readSources, readYaml } from '@holdfast/engine/documents'
import { readWays } from '../ways/index.ts'
import type { WaySpec } from '../ways/index.ts'

/** An edge as it was written down. */
export interface EdgeConfig {
  readonly name: string
  readonly centre: {
    /** `http://` or `https://` with host and port. */
    readonly url: string
    /** A PEM file; null for the authorities that the machine trusts. */
    readonly certificateAuthority: string | null
    /** Batches that may be under way to the centre at once. */
    readonly inFlightMax: number
    /** How long an answer may take, milliseconds. */
    readonly answerMs: number
  }
  /** The exercise that all of its data bears; null for live data. */
  readonly exercise: string | null
  readonly diskBytesMax: number
  readonly sources: readonly Source[]
  readonly ways: readonly WaySpec[]
}

const MEBIBYTE = 1024 * 1024
/** Room for four of the largest batches, and for 1 TiB of waiting at the most. */
const DISK_MEGABYTES = { min: 64, max: MEBIBYTE }
const [DISK_MEGABYTES_DEFAULT, IN_FLIGHT_DEFAULT, ANSWER_SECONDS_DEFAULT] = [1_024, 4, 60]

const has = (fields: Fields, key: string): boolean =>
  fields.value[key] !== undefined && fields.value[key] !== null

function refuseUnknown(reader: DocumentReader, fields: Fields, known: readonly string[]): void {
  for (const key of Object.keys(fields.value))
    if (!known.includes(key))
      reader.refuse(pathOf(fields, key), `is not known here; write one of ${known.join(', ')}`)
}

function readCentre(reader: DocumentReader, fields: Fields, dir: string): EdgeConfig['centre'] {
  refuseUnknown(reader, fields, ['url', 'certificateAuthority', 'inFlight', 'answerSeconds'])
  const number = (key: string, instead: number, bounds: { min: number; max: number }): number =>
    has(fields, key) ? reader.number(fields, key, bounds) : instead
  const url = reader.text(fields, 'url')
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : ''))
    reader.refuse(pathOf(fields, 'url'), 'is no address; write it like https://centre.example:8443')
  return {
    url,
    certificateAuthority: has(fields, 'certificateAuthority')
      ? resolve(dir, reader.text(fields, 'certificateAuthority'))
      : null,
    inFlightMax: Math.floor(number('inFlight', IN_FLIGHT_DEFAULT, { min: 1, max: 32 })),
    answerMs: 1_000 * number('answerSeconds', ANSWER_SECONDS_DEFAULT, { min: 1, max: 600 }),
  }
}

/** Reads an edge's document and the two that it names, beside it. Refused with one line for each error. */
export async function readEdgeConfig(path: string): Promise<EdgeConfig | Refused> {
  const text = await textOf(path)
  if (typeof text !== 'string') return text
  const yaml = readYaml(text, path)
  if (isRefused(yaml)) return yaml
  const reader = new DocumentReader(yaml.at)
  const root = reader.root(yaml.value)
  refuseUnknown(reader, root, ['name', 'centre', 'exercise', 'diskMegabytesMax', 'sources', 'ways'])
  const dir = dirname(path)
  const name = reader.id(root, 'name')
  const centre = readCentre(reader, reader.map(root, 'centre'), dir)
  const exercise = has(root, 'exercise') ? reader.text(root, 'exercise') : null
  const diskMegabytes = has(root, 'diskMegabytesMax')
    ? reader.number(root, 'diskMegabytesMax', DISK_MEGABYTES)
    : DISK_MEGABYTES_DEFAULT
  const [sourcesPath, waysPath] = [reader.text(root, 'sources'), reader.text(root, 'ways')]
  if (reader.errors.length > 0) return { refused: reader.errors.join('\n') }
  const sources = await read(resolve(dir, sourcesPath), readSources)
  const ways = await read(resolve(dir, waysPath), readWays)
  if (isRefused(sources)) return sources
  if (isRefused(ways)) return ways
  const diskBytesMax = Math.floor(diskMegabytes * MEBIBYTE)
  return { name, centre, exercise, diskBytesMax, ...sources, ...ways }
}

async function read<T>(
  path: string,
  parse: (text: string, name: string) => T | Refused,
): Promise<T | Refused> {
  const text = await textOf(path)
  return typeof text === 'string' ? parse(text, path) : text
}

async function textOf(path: string): Promise<string | Refused> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    return { refused: `${path}: ${error instanceof Error ? error.message : 'cannot be read'}` }
  }
}
