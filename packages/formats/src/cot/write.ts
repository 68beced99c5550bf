import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import type { Position } from '@holdfast/core/geo'
import { isRefused } from '@holdfast/core/units'
import type { Refused } from '@holdfast/core/units'
import { UNKNOWN_VALUE } from './limits.ts'
import { outgoingOf } from './outgoing.ts'
import type { CotItem, Outgoing } from './outgoing.ts'
import { escapeXml } from '../xml/index.ts'

const encoder = new TextEncoder()
const iso = (ms: number): string => new Date(ms).toISOString()
// Six decimals are 11 cm; more would claim a precision that nothing here has.
const degrees = (value: number): string => (Math.round(value * 1e6) / 1e6).toFixed(6)
const coordinates = ({ latDeg, lonDeg }: Position): string =>
  `${degrees(latDeg)},${degrees(lonDeg)}`
const radius = (radiusM: number): string => radiusM.toFixed(1)

/** What a drawing is made of: ATAK reads a circle as an ellipse of equal axes and a polygon as links to its vertices. */
function shapeOf({ radiusM, ring }: Outgoing): string {
  const circle =
    radiusM === null
      ? ''
      : `<shape><ellipse major="${radius(radiusM)}" minor="${radius(radiusM)}" angle="0"/></shape>`
  return circle + ring.map((vertex) => `<link point="${coordinates(vertex)}"/>`).join('')
}

const contactOf = ({ callsign }: Outgoing): string => `<contact callsign="${escapeXml(callsign)}"/>`

/**
 * An item as one XML event (Cursor on Target 2.0), with its declaration and no line break after it, as TAK servers
 * want it; or why it is not written. Heights and errors are written as unknown. Positions of the mission's own units
 * must come from the delay of patrols (see `OwnUnit`).
 */
export function writeCot(item: CotItem): Uint8Array | Refused {
  const event = outgoingOf(item)
  if (isRefused(event)) return event
  const { uid, type, how, atMs, staleMs, position } = event
  const unknown = `${UNKNOWN_VALUE}.0`
  const times = `time="${iso(atMs)}" start="${iso(atMs)}" stale="${iso(staleMs)}"`
  return encoder.encode(
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n` +
      `<event version="2.0" uid="${escapeXml(uid)}" type="${type}" how="${how}" ${times}>` +
      `<point lat="${degrees(position.latDeg)}" lon="${degrees(position.lonDeg)}" hae="${unknown}" ce="${unknown}" le="${unknown}"/>` +
      `<detail>${shapeOf(event)}${contactOf(event)}</detail></event>`,
  )
}

/**
 * An item as a `TakMessage` of TAK Protocol version 1, with the header of a datagram (`mesh`) or of a TCP stream; or why
 * it is not written. Reads back as the same event as `writeCot`.
 */
export function writeTak(item: CotItem, framing: 'mesh' | 'stream'): Uint8Array | Refused {
  const event = outgoingOf(item)
  if (isRefused(event)) return event
  const { uid, type, how, atMs, staleMs, position, callsign } = event
  const shape = shapeOf(event)
  const writer = new BinaryWriter()
  writer.tag(2, WireType.LengthDelimited).fork()
  writer.tag(1, WireType.LengthDelimited).string(type)
  writer.tag(5, WireType.LengthDelimited).string(uid)
  writer.tag(6, WireType.Varint).uint64(atMs)
  writer.tag(7, WireType.Varint).uint64(atMs)
  writer.tag(8, WireType.Varint).uint64(staleMs)
  writer.tag(9, WireType.LengthDelimited).string(how)
  const point = [Number(degrees(position.latDeg)), Number(degrees(position.lonDeg))]
  for (const [i, value] of [...point, UNKNOWN_VALUE, UNKNOWN_VALUE, UNKNOWN_VALUE].entries())
    writer.tag(10 + i, WireType.Bit64).double(value)
  writer.tag(15, WireType.LengthDelimited).fork()
  if (shape !== '') writer.tag(1, WireType.LengthDelimited).string(shape)
  writer.tag(2, WireType.LengthDelimited).fork()
  writer.tag(2, WireType.LengthDelimited).string(callsign)
  writer.join().join().join()
  const message = writer.finish()
  const header =
    framing === 'mesh'
      ? Uint8Array.of(0xbf, 0x01, 0xbf)
      : new BinaryWriter().raw(Uint8Array.of(0xbf)).uint32(message.length).finish()
  const bytes = new Uint8Array(header.length + message.length)
  bytes.set(header)
  bytes.set(message, header.length)
  return bytes
}
