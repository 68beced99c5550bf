import { isRefused } from '@holdfast/core/units'
import type { Codec, Decoded, FeedContext, Observed, Reject } from '../codec/index.ts'
import { JsonDecoder } from '../json/index.ts'
import type { Circle } from '../open-feed/index.ts'
import type { JsonPiece } from '../json/index.ts'
import { readGeometry } from '../geojson/index.ts'
import {
  observation,
  ogcJson,
  partsOf,
  periodOf,
  refusedPart,
  sorted,
  textsOf,
  wordIn,
} from './entity.ts'
import type { OgcRecord, Part } from './entity.ts'
import { OBSERVE_OPTIONS, choiceOf, circleOf, observeFound } from './observe.ts'
import type { ObserveChoice } from './observe.ts'

/** An Observation entity (18-088, 8.2.7), or why it is none. */
function entity(part: Part, members: ReadonlyMap<string, string>): OgcRecord | Reject {
  if (!members.has('result'))
    return refusedPart(part, 'no-observation', 'no result; give Observations or a collection')
  for (const name of ['phenomenonTime', 'resultTime']) {
    const word = wordIn(members, name)
    if (word !== null && periodOf(word) === null)
      return refusedPart(
        part,
        'bad-time',
        `${name}: ${JSON.stringify(word.slice(0, 60))} is no time; give ISO 8601 with its zone`,
      )
  }
  return observation(part, members)
}

/** The most characters around a data array: each of its rows repeats them. */
export const GROUP_CHARS_MAX = 8_192

/** Rows of a data array under the names of its components (18-088, data array extension). */
function* dataArray(part: Part): Generator<OgcRecord | Reject> {
  const group = textsOf(part.text)
  const names: unknown = JSON.parse(group.get('components') ?? 'null')
  const components: readonly unknown[] = Array.isArray(names) ? names : []
  const said = [...group].filter(([name]) => name !== 'dataArray')
  if (components.length === 0 || components.some((name) => typeof name !== 'string')) {
    yield refusedPart(part, 'no-components', 'components: give the names of the columns')
    return
  }
  if (said.reduce((sum, [, text]) => sum + text.length, 0) > GROUP_CHARS_MAX) {
    const detail = `more than ${GROUP_CHARS_MAX} characters around the data array; leave out what is not needed`
    yield refusedPart(part, 'too-long', detail)
    return
  }
  yield {
    kind: 'around',
    offset: part.offset,
    length: part.length,
    text: '',
    members: new Map(said),
  }
  const about = said.filter(([name]) => name !== 'components' && name !== 'dataArray@iot.count')
  const { parts, over } = partsOf(part, 'dataArray')
  for (const row of parts) {
    const { parts: cells } = partsOf(row, null)
    if (cells.length !== components.length) {
      const detail = `${cells.length} values under ${components.length} components`
      yield refusedPart(row, 'component-count', detail)
      continue
    }
    const own = cells.map(({ text }, i) => [componentName(String(components[i])), text] as const)
    yield entity(row, new Map([...about, ...own]))
  }
  yield* over
}

// In data arrays the entity's id is the component `id`.
const componentName = (name: string): string => (name === 'id' ? '@iot.id' : name)

function* each(part: Part): Generator<OgcRecord | Reject> {
  const members = textsOf(part.text)
  if (members.has('dataArray')) yield* dataArray(part)
  else yield entity(part, members)
}

function* all(piece: JsonPiece): Generator<OgcRecord | Reject> {
  const { offset, length, text, value } = piece
  const members = textsOf(text)
  const isCollection = members.has('value') && !members.has('result')
  if (!Array.isArray(value) && !isCollection) {
    yield* each(piece)
    return
  }
  const said = [...members].filter(([name]) => name !== 'value')
  const { parts, over } = partsOf(piece, isCollection ? 'value' : null)
  if (parts.length > 0 || over.length === 0)
    yield { kind: 'around', offset, length, text: '', members: new Map(said) }
  for (const part of parts) yield* each(part)
  yield* over
}

const readEntities = (piece: JsonPiece): Decoded<OgcRecord> => sorted(all(piece))

/** The geometry of a feature of interest: a GeoJSON geometry, or a Feature that has one. */
function circleIn(text: string | undefined, name: string, errorM: number): Circle | null {
  if (text === undefined) return null
  const value: unknown = JSON.parse(textsOf(text).get(name) ?? 'null')
  const inner: unknown =
    typeof value === 'object' && value !== null && 'geometry' in value ? value.geometry : value
  const around = readGeometry(inner)
  return around === null || 'refused' in around ? null : circleOf(around, errorM)
}

function observe(record: OgcRecord, context: FeedContext, choice: ObserveChoice): Observed {
  if (record.kind === 'around') return { nothing: 'a collection; its observations follow' }
  const { members } = record
  const stream = members.get('Datastream') ?? members.get('MultiDatastream')
  const about = stream === undefined ? members : textsOf(stream)
  const datastreams = ['name', '@iot.id']
    .map((name) => (stream === undefined ? null : wordIn(about, name)))
    .filter((word) => word !== null)
  return observeFound(
    record,
    {
      datastreams,
      recordName: wordIn(members, '@iot.id') ?? '',
      circle:
        circleIn(members.get('FeatureOfInterest'), 'feature', choice.errorM) ??
        circleIn(stream, 'observedArea', choice.errorM),
    },
    choice,
    context,
  )
}

/** Observations of the OGC SensorThings API, single, in collections and in data arrays. See the README. */
export const SENSORTHINGS: Codec<OgcRecord> = {
  name: 'sensorthings',
  title: 'OGC SensorThings API observations (JSON)',
  standards: [
    'OGC 18-088 SensorThings API Part 1: Sensing, version 1.1, https://docs.ogc.org/is/18-088/18-088.html',
    'RFC 8259, https://www.rfc-editor.org/rfc/rfc8259',
  ],
  framing: 'stream',
  options: OBSERVE_OPTIONS,
  decoder: (options) => {
    const choice = choiceOf(options)
    return isRefused(choice) ? choice : new JsonDecoder('values', readEntities)
  },
  json: ogcJson,
  observer: (options) => {
    const choice = choiceOf(options)
    return isRefused(choice)
      ? () => ({ nothing: choice.refused })
      : (record, context) => observe(record, context, choice)
  },
}
