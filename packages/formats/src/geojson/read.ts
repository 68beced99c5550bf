import { DISTANCE_M_MAX } from '@holdfast/core/observe'
import type { Codec, CodecOptions, FeedContext, Observed } from '../codec/index.ts'
import { JsonDecoder, membersOf, wordOf } from '../json/index.ts'
import {
  completed,
  frameOf,
  nameOr,
  observerOf,
  parseNumber,
  parseZoned,
  placeOf,
  residualOf,
  withDefaults,
} from '../open-feed/index.ts'
import { readFeatures, valuesOf } from './read-features.ts'
import type { GeoJsonRecord } from './read-features.ts'
import { readGeometry } from './read-geometry.ts'
import type { Around } from './read-geometry.ts'

/**
 * Observations from GeoJSON: a feature's properties are an observation's members, its geometry is where it was. What
 * `toGeoJson` writes comes back in as far as it was written; lines, zones and events come to nothing here.
 */

/** Properties that are members as they stand. */
const MEMBERS = new Set([
  'recordId',
  'means',
  'category',
  'phase',
  'count',
  'observed',
  'observer',
  'weapon',
  'grade',
  'label',
  'motion',
  'assessment',
  'exercise',
])
/** Properties that are read into members. */
const READ = new Set(['where', 'from', 'to', 'place', 'errorM', 'kind', 'shows'])

type Values = Readonly<Record<string, unknown>>
const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isRadius = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= DISTANCE_M_MAX

/** Words of the feature and its properties that no member holds. */
function saidBesides(text: string, { around, properties }: Read): [string, string][] {
  const said: [string, string][] = []
  for (const member of membersOf(text) ?? []) {
    if (member.key === 'properties') {
      for (const inner of membersOf(text, member.from) ?? [])
        if (!isHeld(inner.key, properties)) said.push([inner.key, wordOf(text, inner)])
      continue
    }
    const isPlain = member.key === 'geometry' && (around === null || around.isPlainPoint)
    if (member.key === 'type' || isPlain) continue
    said.push([member.key === 'id' ? 'feature.id' : member.key, wordOf(text, member)])
  }
  return said
}

function isHeld(name: string, properties: Values): boolean {
  if (MEMBERS.has(name)) return true
  // A local time says more than the instant that it stands for.
  if (name === 'from' || name === 'to') return String(properties[name]).endsWith('Z')
  return READ.has(name)
}

interface Read {
  readonly around: Around | null
  readonly properties: Values
}

const instantOf = (value: unknown): unknown =>
  typeof value === 'string' ? parseZoned(value) : value

function observedOf({ observed, from, to }: Values): Values {
  if (isValues(observed)) return observed
  return from === undefined ? {} : { fromMs: instantOf(from), toMs: instantOf(to ?? from) }
}

/** Where the thing was: the geometry with its radius; null where the feature shows only who saw it, or nothing. */
function fixOf({ around, properties }: Read, errorM: number | null): Values | null | undefined {
  const given = isRadius(properties['errorM']) ? properties['errorM'] : errorM
  if (properties['shows'] === 'observer' || around === null) return null
  // A point without a radius claims an exactness that nobody stated.
  if (around.radiusM === 0 && given === null) return undefined
  const radiusM = Math.min(around.radiusM + (given ?? 0), DISTANCE_M_MAX)
  return { position: around.position, errorM: radiusM }
}

function observerMembers(read: Read, errorM: number | null, context: FeedContext): Values | null {
  const { observer, place, shows } = read.properties
  if (isValues(observer)) return observer
  const { around } = read
  const given = isRadius(read.properties['errorM']) ? read.properties['errorM'] : errorM
  const stood = shows === 'observer' && around !== null
  const circle =
    around === null || (stood && given === null)
      ? null
      : {
          position: around.position,
          errorM: Math.min(around.radiusM + (given ?? 0), DISTANCE_M_MAX),
        }
  const found =
    stood && circle !== null ? { ...circle, control: 'unknown' } : observerOf(context, circle)
  if (found === null) return null
  const title = placeOf(context.source.title, context.source.id)
  return { ...found, place: typeof place === 'string' ? placeOf(place, title) : title }
}

function observe(record: GeoJsonRecord, context: FeedContext, errorM: number | null): Observed {
  if (record.kind === 'collection') return { nothing: 'the collection; its features follow' }
  const feature = valuesOf(record.text)
  const around = readGeometry(feature['geometry'])
  const at = `byte ${record.offset}: `
  if (around !== null && 'refused' in around) return { nothing: `${at}${around.refused}` }
  const properties = isValues(feature['properties']) ? feature['properties'] : {}
  if (properties['kind'] !== undefined && properties['kind'] !== 'observation')
    return { nothing: `${at}the feature is of another kind than an observation` }
  const read = { around, properties }
  const fix = fixOf(read, errorM)
  if (fix === undefined)
    return {
      nothing: `${at}no error radius: give the feature errorM, metres, or the feed the option`,
    }
  const inner = properties['residual']
  const residual = residualOf([
    ...saidBesides(record.text, read).filter(([name]) => name !== 'residual'),
    ...(isValues(inner)
      ? Object.entries(inner).map(([name, value]) => [name, String(value)] as const)
      : []),
  ])
  if (residual === null) return { nothing: `${at}it says more than a residual holds` }
  const frame = frameOf(context, new TextEncoder().encode(record.text))
  const { means } = properties
  const where = isValues(properties['where']) ? properties['where'] : {}
  const observer = observerMembers(read, errorM, context)
  const id = feature['id']
  const isNamed = typeof id === 'string' || typeof id === 'number'
  return withDefaults(
    {
      ...frame,
      ...Object.fromEntries(Object.entries(properties).filter(([name]) => MEMBERS.has(name))),
      recordId: properties['recordId'] ?? nameOr(isNamed ? String(id) : '', frame.rawSha256),
      means: typeof means === 'string' ? [means] : means,
      observed: observedOf(properties),
      where: { ...where, ...(fix === null ? {} : { fix }) },
      ...(observer === null ? {} : { observer }),
      residual,
    },
    context,
    (members) => completed(members, context, at),
  )
}

const FORMS = ['auto', 'lines']
/** Metres that the option gives points without a radius, null where it is left out, or why it is none. */
function errorOf({ errorM }: CodecOptions): number | null | { readonly refused: string } {
  if (errorM === undefined) return null
  const value = parseNumber(errorM)
  return isRadius(value) ? value : { refused: 'errorM: give metres, 0 or more' }
}

/** GeoJSON, whole, one feature a line, or as a text sequence. See the README. */
export const GEOJSON: Codec<GeoJsonRecord> = {
  name: 'geojson',
  title: 'GeoJSON features as observations',
  standards: [
    'RFC 7946, https://www.rfc-editor.org/rfc/rfc7946',
    'RFC 8142 (text sequences), https://www.rfc-editor.org/rfc/rfc8142',
    'RFC 8259, https://www.rfc-editor.org/rfc/rfc8259',
  ],
  framing: 'stream',
  options: {
    form: 'auto (default: documents, also many in a row, and text sequences) or lines (one feature a line).',
    errorM:
      'Radius, metres, that holds points which name none with 95 %; without it they are not taken.',
  },
  decoder: (options) => {
    const { form = 'auto' } = options
    if (!FORMS.includes(form)) return { refused: `form: give one of ${FORMS.join(', ')}` }
    const errorM = errorOf(options)
    if (errorM !== null && typeof errorM !== 'number') return errorM
    return new JsonDecoder(form === 'lines' ? 'lines' : 'values', readFeatures)
  },
  json: ({ kind, offset, length, text, said }) =>
    kind === 'feature'
      ? { kind, offset, length, feature: valuesOf(text) }
      : { kind, offset, length, said },
  observer: (options) => {
    const errorM = errorOf(options)
    return errorM !== null && typeof errorM !== 'number'
      ? () => ({ nothing: errorM.refused })
      : (record, context) => observe(record, context, errorM)
  },
}
