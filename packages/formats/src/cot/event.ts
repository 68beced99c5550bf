import type { InstantMs } from '@holdfast/core/units'
import { readDateTime } from '../xml/index.ts'
import { UNKNOWN_VALUE, UNKNOWN_VALUE_PROTOBUF, XML_BOUNDS } from './limits.ts'
import type { CotEvent, CotFault, CotPoint } from './types.ts'
import { isXmlText, readXml } from '../xml/index.ts'
import type { XmlElement } from '../xml/index.ts'

/** An event as its document says it (Cursor on Target Event.xsd 2.0; MITRE MP090284), or what is wrong with it. */

/** An event without its place in the feed. */
export type EventContent = Omit<CotEvent, 'encoding' | 'offset' | 'bytes'>

const KNOWN = [
  'version',
  'uid',
  'type',
  'how',
  'time',
  'start',
  'stale',
  'access',
  'qos',
  'opex',
  'caveat',
  'releaseableTo',
  'releasableTo',
] as const

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/
/** A decimal number; NaN for anything else. */
export const decimalOf = (text: string): number => (DECIMAL.test(text) ? Number(text) : Number.NaN)

/** A height or an error as CoT writes it; null for one of its two numbers for "unknown" and for what is no number. */
export function knownOf(value: number): number | null {
  if (!Number.isFinite(value) || value >= UNKNOWN_VALUE || value === UNKNOWN_VALUE_PROTOBUF)
    return null
  return value
}

/** The point, or the fault of its position. Errors below zero and heights that are no numbers are unknown. */
export function pointOf(
  raw: Readonly<Record<'latDeg' | 'lonDeg' | 'haeM' | 'ceM' | 'leM', number>>,
): CotPoint | CotFault {
  const { latDeg, lonDeg } = raw
  if (!(latDeg >= -90 && latDeg <= 90) || !(lonDeg >= -180 && lonDeg <= 180))
    return {
      reason: 'bad-value',
      detail: `the point's position ${latDeg}, ${lonDeg} is none; give lat in [-90, 90] and lon in [-180, 180]`,
    }
  const errorOf = (value: number): number | null => (value >= 0 ? knownOf(value) : null)
  return {
    latDeg,
    lonDeg,
    haeM: knownOf(raw.haeM),
    ceM: errorOf(raw.ceM),
    leM: errorOf(raw.leM),
  }
}

const jsonOf = (entries: readonly (readonly [string, string])[]): string =>
  JSON.stringify(Object.fromEntries(entries))

function unknownAttributes(element: XmlElement, known: readonly string[]): string | null {
  const rest = [...element.attributes].filter(([name]) => !known.includes(name))
  return rest.length === 0 ? null : jsonOf(rest)
}

/** What is typed of the children of `detail`: the first of each name. */
export function detailOf(detail: XmlElement | undefined): Pick<CotEvent, 'callsign' | 'track'> {
  const first = (name: string): XmlElement | undefined =>
    detail?.children.find((child) => child.name === name)
  const track = first('track')
  const number = (name: string): number | null => {
    const value = decimalOf(track?.attributes.get(name) ?? '')
    return Number.isFinite(value) ? value : null
  }
  return {
    callsign: first('contact')?.attributes.get('callsign') ?? null,
    track: track === undefined ? null : { speedMps: number('speed'), courseDeg: number('course') },
  }
}

function timesOf(event: XmlElement): Pick<CotEvent, 'timeMs' | 'startMs' | 'staleMs'> | CotFault {
  const read = (name: string): InstantMs | null => readDateTime(event.attributes.get(name) ?? '')
  const [timeMs, startMs, staleMs] = [read('time'), read('start'), read('stale')]
  if (timeMs !== null && startMs !== null && staleMs !== null) return { timeMs, startMs, staleMs }
  const name = timeMs === null ? 'time' : startMs === null ? 'start' : 'stale'
  const value = JSON.stringify((event.attributes.get(name) ?? '').slice(0, 60))
  return {
    reason: event.attributes.has(name) ? 'bad-value' : 'missing',
    detail: `${name} ${value} is no instant; give it as 2026-01-31T12:00:00Z`,
  }
}

const isFault = (value: object): value is CotFault => 'reason' in value

function documentFault(event: XmlElement): CotFault | null {
  if (event.name !== 'event')
    return {
      reason: 'not-an-event',
      detail: `the document is <${event.name.slice(0, 60)}>; send <event>`,
    }
  const version = event.attributes.get('version')
  if (version !== undefined && !/^2(?:\.\d{1,3})?$/.test(version))
    return {
      reason: 'bad-value',
      detail: `version ${JSON.stringify(version.slice(0, 20))} is not known; send 2.0`,
    }
  for (const name of ['uid', 'type'])
    if ((event.attributes.get(name) ?? '') === '')
      return { reason: 'missing', detail: `${name} is missing` }
  for (const name of ['point', 'detail'])
    if (event.children.filter((child) => child.name === name).length > 1)
      return { reason: 'bad-value', detail: `<${name}> is given twice` }
  return null
}

/** An event from the text of its document. Order of attributes and of children does not matter. */
export function eventOfXml(text: string): EventContent | CotFault {
  const event = readXml(text, { ...XML_BOUNDS, namespaces: false })
  if ('reason' in event) return event
  const fault = documentFault(event)
  if (fault !== null) return fault
  const times = timesOf(event)
  if (isFault(times)) return times
  const place = event.children.find((child) => child.name === 'point')
  if (place === undefined) return { reason: 'missing', detail: '<point> is missing' }
  const number = (name: string): number => decimalOf(place.attributes.get(name) ?? '')
  const point = pointOf({
    latDeg: number('lat'),
    lonDeg: number('lon'),
    haeM: number('hae'),
    ceM: number('ce'),
    leM: number('le'),
  })
  if (isFault(point)) return point
  const detail = event.children.find((child) => child.name === 'detail')
  const attribute = (name: string): string | null => event.attributes.get(name) ?? null
  const strays = event.children.filter(({ name }) => name !== 'point' && name !== 'detail')
  const other: readonly (readonly [string, string | null])[] = [
    ['version', attribute('version')],
    ['attributes', unknownAttributes(event, KNOWN)],
    // As written: how many digits were sent is what is known of the precision.
    ['point', jsonOf([...place.attributes])],
    ['pointContent', text.slice(place.innerFrom, place.innerTo)],
    ['detailAttributes', detail === undefined ? null : unknownAttributes(detail, [])],
    ['elements', strays.map(({ from, to }) => text.slice(from, to)).join('')],
    ['text', event.text.trim()],
  ]
  return {
    kind: 'event',
    uid: attribute('uid') ?? '',
    type: attribute('type') ?? '',
    how: attribute('how'),
    ...times,
    access: attribute('access'),
    qos: attribute('qos'),
    opex: attribute('opex'),
    caveat: attribute('caveat'),
    releasableTo: attribute('releaseableTo') ?? attribute('releasableTo'),
    point,
    ...detailOf(detail),
    detail: detail === undefined ? '' : text.slice(detail.innerFrom, detail.innerTo),
    other: Object.fromEntries(
      other.filter((entry): entry is readonly [string, string] => (entry[1] ?? '') !== ''),
    ),
  }
}

/** The children of `detail` from what stands between its tags; a fault where that is not whole elements. */
export function readDetail(inner: string): XmlElement | CotFault {
  if (!isXmlText(inner))
    return { reason: 'bad-detail', detail: 'xmlDetail holds a character that XML does not allow' }
  const detail = readXml(`<detail>${inner}</detail>`, { ...XML_BOUNDS, namespaces: false })
  return 'reason' in detail ? { reason: 'bad-detail', detail: detail.detail } : detail
}
