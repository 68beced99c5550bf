import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { detailOf, pointOf, readDetail } from './event.ts'
import type { EventContent } from './event.ts'
import type { CotFault, TakControl } from './types.ts'
import { escapeXml, isXmlText } from '../xml/index.ts'
import type { XmlElement } from '../xml/index.ts'

/**
 * TAK Protocol, version 1: `TakMessage` of takmessage.proto, cotevent.proto and detail.proto with the messages that it
 * names, as ATAK-CIV and TAK Server publish them. What a message of another version adds is kept as hex.
 */

type Fields = Map<number, string | number>
type Shape = Readonly<Record<number, 'text' | 'uint' | 'double' | 'message'>>
interface Message {
  readonly fields: Fields
  readonly messages: ReadonlyMap<number, Uint8Array>
  /** Tag and value of every field that the shape does not know, as hex. */
  readonly unknown: string
}

const TAK_MESSAGE: Shape = { 1: 'message', 2: 'message', 3: 'uint', 4: 'uint' }
const TAK_CONTROL: Shape = { 1: 'uint', 2: 'uint', 3: 'text' }
const COT_EVENT: Shape = {
  1: 'text',
  2: 'text',
  3: 'text',
  4: 'text',
  5: 'text',
  6: 'uint',
  7: 'uint',
  8: 'uint',
  9: 'text',
  10: 'double',
  11: 'double',
  12: 'double',
  13: 'double',
  14: 'double',
  15: 'message',
  16: 'text',
  17: 'text',
}
const DETAIL: Shape = {
  1: 'text',
  2: 'message',
  3: 'message',
  4: 'message',
  5: 'message',
  6: 'message',
  7: 'message',
}
const WIRE = {
  text: WireType.LengthDelimited,
  message: WireType.LengthDelimited,
  uint: WireType.Varint,
  double: WireType.Bit64,
} as const

/** The messages that stand for a child of `detail`: its name, and its attributes by the number of their field. */
const ELEMENTS: Readonly<
  Record<number, { readonly name: string; readonly attributes: readonly string[]; shape: Shape }>
> = {
  2: { name: 'contact', attributes: ['endpoint', 'callsign'], shape: { 1: 'text', 2: 'text' } },
  3: { name: '__group', attributes: ['name', 'role'], shape: { 1: 'text', 2: 'text' } },
  4: {
    name: 'precisionlocation',
    attributes: ['geopointsrc', 'altsrc'],
    shape: { 1: 'text', 2: 'text' },
  },
  5: { name: 'status', attributes: ['battery'], shape: { 1: 'uint' } },
  6: {
    name: 'takv',
    attributes: ['device', 'platform', 'os', 'version'],
    shape: { 1: 'text', 2: 'text', 3: 'text', 4: 'text' },
  },
  7: { name: 'track', attributes: ['speed', 'course'], shape: { 1: 'double', 2: 'double' } },
}

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Reads one message; throws on bytes that are none, which `readTak` catches. Of a field given twice the last counts. */
function messageOf(bytes: Uint8Array, shape: Shape): Message {
  const reader = new BinaryReader(bytes)
  const fields: Fields = new Map()
  const messages = new Map<number, Uint8Array>()
  const unknown: string[] = []
  while (reader.pos < reader.len) {
    const from = reader.pos
    const [number, wire] = reader.tag()
    const kind = shape[number]
    if (kind === undefined || WIRE[kind] !== wire) {
      reader.skip(wire, number)
      unknown.push(hexOf(bytes.subarray(from, reader.pos)))
    } else if (kind === 'message') {
      const before = messages.get(number)
      const value = reader.bytes()
      // Parts of one message are joined (Protocol Buffers, Encoding, "Last One Wins"), but not without end.
      if (before !== undefined) throw new Error(`field ${number} is given twice`)
      messages.set(number, value)
    } else if (kind === 'text') fields.set(number, reader.string(true))
    else fields.set(number, kind === 'uint' ? Number(reader.uint64()) : reader.double())
  }
  return { fields, messages, unknown: unknown.join('') }
}

const textOf = (fields: Fields, number: number): string => String(fields.get(number) ?? '')
const numberOf = (fields: Fields, number: number): number => Number(fields.get(number) ?? 0)
const textOrNull = (fields: Fields, number: number): string | null =>
  textOf(fields, number) === '' ? null : textOf(fields, number)

/** A text field, as XML would write it: an absent number of proto3 is 0, an absent text is left out. */
function attributeOf(fields: Fields, number: number, kind: Shape[number]): string | null {
  if (kind === 'text') return textOrNull(fields, number)
  return String(numberOf(fields, number))
}

interface Merged {
  readonly inner: string
  readonly element: XmlElement
  readonly unknown: string
}

/**
 * The rules for receivers of detail.proto: xmlDetail is read as what stands between the tags of `detail`, and the XML
 * of each message is added, unless xmlDetail has an element of that name, which then counts.
 */
function mergeDetail(bytes: Uint8Array): Merged | CotFault {
  const { fields, messages, unknown } = messageOf(bytes, DETAIL)
  const xml = textOf(fields, 1)
  const given = readDetail(xml)
  if ('reason' in given) return given
  const names = new Set(given.children.map(({ name }) => name))
  let inner = xml
  let rest = unknown
  for (const [number, body] of messages) {
    const element = ELEMENTS[number]
    if (element === undefined) continue
    const message = messageOf(body, element.shape)
    if (names.has(element.name)) {
      // Not merged by the rules, and still word for word kept.
      rest += hexOf(body)
      continue
    }
    rest += message.unknown
    const attributes = element.attributes.map((name, i) => {
      const value = attributeOf(message.fields, i + 1, element.shape[i + 1] ?? 'text')
      return value === null ? '' : ` ${name}="${escapeXml(value)}"`
    })
    inner += `<${element.name}${attributes.join('')}/>`
  }
  const element = readDetail(inner)
  return 'reason' in element ? element : { inner, element, unknown: rest }
}

const INSTANT_MS_MAX = 8_640_000_000_000_000

function eventOf(bytes: Uint8Array, other: Record<string, string>): EventContent | CotFault {
  const { fields, messages, unknown } = messageOf(bytes, COT_EVENT)
  for (const [number, name] of [
    [5, 'uid'],
    [1, 'type'],
  ] as const)
    if (textOf(fields, number) === '') return { reason: 'missing', detail: `${name} is missing` }
  for (const value of fields.values())
    if (typeof value === 'string' && !isXmlText(value))
      return { reason: 'bad-value', detail: 'a text holds a character that XML does not allow' }
  const [timeMs, startMs, staleMs] = [numberOf(fields, 6), numberOf(fields, 7), numberOf(fields, 8)]
  if (timeMs > INSTANT_MS_MAX || startMs > INSTANT_MS_MAX || staleMs > INSTANT_MS_MAX)
    return { reason: 'bad-value', detail: 'a time is beyond the calendar; give milliseconds' }
  const raw = {
    latDeg: numberOf(fields, 10),
    lonDeg: numberOf(fields, 11),
    haeM: numberOf(fields, 12),
    ceM: numberOf(fields, 13),
    leM: numberOf(fields, 14),
  }
  const point = pointOf(raw)
  if ('reason' in point) return point
  const detail = messages.get(15)
  const merged = detail === undefined ? null : mergeDetail(detail)
  if (merged !== null && 'reason' in merged) return merged
  const rest = unknown + (merged?.unknown ?? '')
  return {
    kind: 'event',
    uid: textOf(fields, 5),
    type: textOf(fields, 1),
    how: textOrNull(fields, 9),
    timeMs,
    startMs,
    staleMs,
    access: textOrNull(fields, 2),
    qos: textOrNull(fields, 3),
    opex: textOrNull(fields, 4),
    caveat: textOrNull(fields, 16),
    releasableTo: textOrNull(fields, 17),
    point,
    ...detailOf(merged?.element),
    detail: merged?.inner ?? '',
    other: {
      ...other,
      point: JSON.stringify({
        lat: String(raw.latDeg),
        lon: String(raw.lonDeg),
        hae: String(raw.haeM),
        ce: String(raw.ceM),
        le: String(raw.leM),
      }),
      ...(rest === '' ? {} : { eventFields: rest }),
    },
  }
}

/** What a TakMessage holds, without its header: an event, or only what versions its sender speaks. Never throws. */
export function readTak(
  bytes: Uint8Array,
): EventContent | Omit<TakControl, 'encoding' | 'offset' | 'bytes'> | CotFault {
  try {
    const { fields, messages, unknown } = messageOf(bytes, TAK_MESSAGE)
    const controlBytes = messages.get(1)
    const control = controlBytes === undefined ? null : messageOf(controlBytes, TAK_CONTROL)
    const contact = control === null ? '' : textOf(control.fields, 3)
    if (!isXmlText(contact))
      return { reason: 'bad-value', detail: 'a text holds a character that XML does not allow' }
    const version = (number: number): number | null =>
      control === null ? null : numberOf(control.fields, number)
    const other: Record<string, string> = {
      ...(fields.has(3) ? { submissionMs: textOf(fields, 3) } : {}),
      ...(fields.has(4) ? { creationMs: textOf(fields, 4) } : {}),
      ...(contact === '' ? {} : { contactUid: contact }),
      ...(unknown + (control?.unknown ?? '') === ''
        ? {}
        : { messageFields: unknown + (control?.unknown ?? '') }),
    }
    const event = messages.get(2)
    if (event !== undefined)
      return eventOf(
        event,
        control === null
          ? other
          : { ...other, takVersions: `${version(1) ?? 0} to ${version(2) ?? 0}` },
      )
    if (control === null && unknown === '')
      return { reason: 'empty', detail: 'the message holds neither an event nor a control' }
    return { kind: 'control', minVersion: version(1), maxVersion: version(2), other }
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 200) : 'unreadable'
    return { reason: 'bad-protobuf', detail }
  }
}
