import { isRefused } from '@holdfast/core/units'
import type { Refused } from '@holdfast/core/units'
import type { Codec, CodecOptions, FeedContext, Observed, Reject } from '../codec/index.ts'
import { JsonDecoder } from '../json/index.ts'
import type { Circle } from '../open-feed/index.ts'
import type { JsonPiece } from '../json/index.ts'
import { readGeometry } from '../geojson/index.ts'
import {
  OBSERVE_OPTIONS,
  choiceOf,
  circleOf,
  observation,
  observeFound,
  ogcJson,
  partsOf,
  periodOf,
  refusedPart,
  sorted,
  textsOf,
  wordIn,
} from '../sensorthings/index.ts'
import type { ObserveChoice, OgcRecord, Part } from '../sensorthings/index.ts'
import { isPointer, sweRecords, textAt } from './swe.ts'

/** An Observation resource (23-002, JSON encoding of observations), or why it is none. */
function resource(part: Part): OgcRecord | Reject {
  const members = textsOf(part.text)
  if (!members.has('result') && !members.has('result@link'))
    return refusedPart(part, 'no-observation', 'no result; give observations, or items of them')
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

function* resources(piece: JsonPiece): Generator<OgcRecord | Reject> {
  const { offset, length, text, value } = piece
  const members = textsOf(text)
  const isCollection = members.has('items') && !members.has('result')
  if (!Array.isArray(value) && !isCollection) {
    yield resource(piece)
    return
  }
  const said = [...members].filter(([name]) => name !== 'items')
  const { parts, over } = partsOf(piece, isCollection ? 'items' : null)
  if (parts.length > 0 || over.length === 0)
    yield { kind: 'around', offset, length, text: '', members: new Map(said) }
  for (const part of parts) yield resource(part)
  yield* over
}

interface Choice extends ObserveChoice {
  readonly form: 'om' | 'swe'
  /** Pointers within an observation; null where none was given. */
  readonly position: string | null
  readonly time: string
  readonly datastream: string | null
}

function allChoices(options: CodecOptions): Choice | Refused {
  const choice = choiceOf(options)
  if (isRefused(choice)) return choice
  const { form = 'om', position, time = '/time', datastream = null } = options
  if (form !== 'om' && form !== 'swe') return { refused: 'form: give om or swe' }
  if (!isPointer(time)) return { refused: 'time: give a JSON pointer such as /time or /0' }
  if (position !== undefined && !isPointer(position))
    return { refused: 'position: give a JSON pointer such as /result/location' }
  return { ...choice, form, time, position: position ?? null, datastream }
}

/** A place by its members `lat` and `lon`, as SWE Common's location vectors name them, or a GeoJSON geometry. */
function circleAt(text: string, { position, errorM }: Choice): Circle | null {
  const value: unknown = position === null ? null : JSON.parse(textAt(text, position) ?? 'null')
  if (typeof value !== 'object' || value === null) return null
  const isVector = 'lat' in value && 'lon' in value
  const around = readGeometry(
    isVector ? { type: 'Point', coordinates: [value.lon, value.lat] } : value,
  )
  return around === null || 'refused' in around ? null : circleOf(around, errorM)
}

function observe(record: OgcRecord, context: FeedContext, choice: Choice): Observed {
  if (record.kind === 'around') return { nothing: 'a collection; its observations follow' }
  const { members } = record
  const stream = wordIn(members, 'datastream@id') ?? choice.datastream
  return observeFound(
    record,
    {
      datastreams: stream === null ? [] : [stream],
      recordName: wordIn(members, 'id') ?? '',
      circle: circleAt(record.text, choice),
    },
    choice,
    context,
  )
}

/** Observations of OGC API - Connected Systems, Part 2. See the README. */
export const CONNECTED_SYSTEMS: Codec<OgcRecord> = {
  name: 'connected-systems',
  title: 'OGC API - Connected Systems observations (JSON)',
  standards: [
    'OGC 23-002 OGC API - Connected Systems - Part 2: Dynamic Data, version 1.0, https://docs.ogc.org/is/23-002/23-002.html',
    'RFC 8259, https://www.rfc-editor.org/rfc/rfc8259',
  ],
  framing: 'stream',
  options: {
    ...OBSERVE_OPTIONS,
    form: 'om (default: observations in JSON) or swe (records in application/swe+json).',
    position:
      'JSON pointer to the place within an observation: an object of lat and lon, or a GeoJSON geometry.',
    time: 'For swe: JSON pointer to the time within a record, /time where it is left out.',
    datastream:
      'Id of the datastream where the observations do not name it, for the option category.',
  },
  decoder: (options) => {
    const choice = allChoices(options)
    if (isRefused(choice)) return choice
    return new JsonDecoder('values', (piece) =>
      sorted(choice.form === 'swe' ? sweRecords(piece, choice.time) : resources(piece)),
    )
  },
  json: ogcJson,
  observer: (options) => {
    const choice = allChoices(options)
    return isRefused(choice)
      ? () => ({ nothing: choice.refused })
      : (record, context) => observe(record, context, choice)
  },
}
