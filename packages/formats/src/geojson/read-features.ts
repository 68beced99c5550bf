import type { Decoded, Reject } from '../codec/index.ts'
import { elementsOf, membersOf, placed, wordOf } from '../json/index.ts'
import type { JsonPiece } from '../json/index.ts'
import { readGeometry } from './read-geometry.ts'

/** Features of a GeoJSON text, each with the bytes that it stands in. */

/** The most features of one collection. */
export const FEATURES_MAX = 100_000
/** The most bytes of one feature. */
export const FEATURE_BYTES_MAX = 1_048_576

/** A feature, or the collection around features with its other members, as they were written. */
export interface GeoJsonRecord {
  readonly kind: 'collection' | 'feature'
  readonly offset: number
  readonly length: number
  /** Of a feature: its JSON text. */
  readonly text: string
  /** Of a collection: what it says besides its features. */
  readonly said: Readonly<Record<string, string>>
}

interface Part {
  readonly offset: number
  readonly length: number
  readonly text: string
}
type Values = Readonly<Record<string, unknown>>
const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Members of a sound JSON text that is an object. */
export function valuesOf(text: string): Values {
  const value: unknown = JSON.parse(text)
  return isValues(value) ? value : {}
}

const CRS = 'crs: RFC 7946 (4) knows WGS 84 alone; convert the coordinates and leave crs out'

/** A feature, or why it is none. */
function feature(part: Part): GeoJsonRecord | Reject {
  const { offset, length, text } = part
  const refuse = (reason: string, detail: string): Reject => ({ offset, length, reason, detail })
  if (length > FEATURE_BYTES_MAX)
    return refuse('too-long', `the feature has ${length} bytes; give at most ${FEATURE_BYTES_MAX}`)
  const value: unknown = JSON.parse(text)
  if (!isValues(value) || value['type'] !== 'Feature')
    return refuse('no-feature', 'type is not Feature; give a Feature or a FeatureCollection')
  if (Object.hasOwn(value, 'crs')) return refuse('crs', CRS)
  const { properties = null } = value
  if (properties !== null && !isValues(properties))
    return refuse('no-feature', 'properties: is no object; give one, or null')
  const geometry = readGeometry(value['geometry'])
  return geometry !== null && 'refused' in geometry
    ? refuse('bad-geometry', `geometry: ${geometry.refused}`)
    : { kind: 'feature', offset, length, text, said: {} }
}

/** The records of one JSON text: a feature, or a collection and its features. */
export function readFeatures(piece: JsonPiece): Decoded<GeoJsonRecord> {
  const { offset, length, text, value } = piece
  if (!isValues(value) || value['type'] !== 'FeatureCollection') return sorted([feature(piece)])
  if (Object.hasOwn(value, 'crs')) return sorted([{ offset, length, reason: 'crs', detail: CRS }])
  const members = membersOf(text) ?? []
  const features = members.findLast(({ key }) => key === 'features')
  const extents = features === undefined ? null : elementsOf(text, features.from, FEATURES_MAX + 1)
  if (extents === null)
    return sorted([{ offset, length, reason: 'no-features', detail: 'features: is no array' }])
  const said = Object.fromEntries(
    members.filter((one) => one !== features).map((one) => [one.key, wordOf(text, one)] as const),
  )
  const parts = placed(text, offset, extents)
  const over = parts[FEATURES_MAX]
  const rejects: Reject[] =
    over === undefined
      ? []
      : [
          {
            offset: over.offset,
            length: offset + length - over.offset,
            reason: 'too-many-features',
            detail: `more than ${FEATURES_MAX} features; give them in several collections`,
          },
        ]
  return sorted([
    { kind: 'collection', offset, length, text: '', said },
    ...parts.slice(0, FEATURES_MAX).map((part) => feature(part)),
    ...rejects,
  ])
}

function sorted(all: readonly (GeoJsonRecord | Reject)[]): Decoded<GeoJsonRecord> {
  const records: GeoJsonRecord[] = []
  const rejects: Reject[] = []
  for (const one of all)
    if ('kind' in one) records.push(one)
    else rejects.push(one)
  return { records, rejects }
}
