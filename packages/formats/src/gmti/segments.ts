import {
  NO_DWELL_FIELDS,
  NO_JOB_FIELDS,
  NO_LOCATION_FIELDS,
  NO_STATUS_FIELDS,
  NO_TARGET_FIELDS,
} from './blank.ts'
import {
  DWELL_FIELDS,
  JOB_FIELDS,
  LOCATION_FIELDS,
  MANDATORY_FIELDS,
  STATUS_FIELDS,
  TARGET_FIELDS,
  octetsOf,
  readField,
} from './fields.ts'
import type { Field } from './fields.ts'
import type { GmtiDwell, GmtiHeader, GmtiSegment, GmtiTarget } from './types.ts'

/** Octets of the packet header. */
export const HEADER_OCTETS = 32
/** Octets of the type and size before a segment. */
export const SEGMENT_HEADER_OCTETS = 5

/** Bytes as they lie: `\xNN` for what is not printable ASCII, and for a backslash. */
function shownText(bytes: Uint8Array): string {
  let text = ''
  for (const octet of bytes)
    text +=
      octet >= 0x20 && octet < 0x7f && octet !== 0x5c
        ? String.fromCharCode(octet)
        : `\\x${octet.toString(16).padStart(2, '0')}`
  return text
}
/** A text of fixed width without the padding at its end; some senders pad with zeros. */
function fixedText(bytes: Uint8Array): string {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end -= 1
  return shownText(bytes.subarray(0, end))
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** P1 to P10; `bytes` are 32 at least. */
export function readHeader(bytes: Uint8Array): GmtiHeader {
  const view = viewOf(bytes)
  return {
    version: shownText(bytes.subarray(0, 2)),
    nationality: fixedText(bytes.subarray(6, 8)),
    classification: view.getUint8(8),
    classificationSystem: fixedText(bytes.subarray(9, 11)),
    securityCode: view.getUint16(11),
    exerciseIndicator: view.getUint8(13),
    platformId: fixedText(bytes.subarray(14, 24)),
    missionId: view.getUint32(24),
    jobId: view.getUint32(28),
  }
}

/** The values of a row of fields, all of them present. */
function readAll<K extends string>(
  bytes: Uint8Array,
  fields: readonly Field<K>[],
  into: Record<K, number>,
): Readonly<Record<K, number>> {
  const view = viewOf(bytes)
  let at = 0
  for (const one of fields) {
    into[one.key] = readField(view, at, one)
    at += one.octets
  }
  return into
}

const isSet = (mask: { readonly high: number; readonly low: number }, bit: number): boolean =>
  ((bit >= 32 ? mask.high >>> (bit - 32) : mask.low >>> bit) & 1) === 1

/** Reads a dwell (D1 to D32), or says why it cannot be read. */
export function readDwell(bytes: Uint8Array): GmtiDwell | { readonly fault: string } {
  if (bytes.length < 8) return { fault: 'shorter than its existence mask' }
  const view = viewOf(bytes)
  const mask = { high: view.getUint32(0), low: view.getUint32(4) }
  const present = DWELL_FIELDS.filter((_, i) => isSet(mask, 63 - i))
  const missing = DWELL_FIELDS.filter(
    (one, i) => MANDATORY_FIELDS.has(one.key) && !isSet(mask, 63 - i),
  )
  if (missing.length > 0)
    return { fault: `without the mandatory ${missing.map(({ key }) => key).join(', ')}` }
  let at = 8
  if (bytes.length < at + octetsOf(present)) return { fault: 'shorter than its mask says' }
  const fields = { ...NO_DWELL_FIELDS }
  for (const one of present) {
    fields[one.key] = readField(view, at, one)
    at += one.octets
  }
  const perTarget = TARGET_FIELDS.filter((_, i) => isSet(mask, 33 - i))
  const count = fields.targetCount ?? 0
  const size = octetsOf(perTarget)
  if (count > 0 && size === 0) return { fault: `${count} target reports without a field` }
  if (bytes.length - at !== count * size)
    return { fault: `${bytes.length - at} octets for ${count} target reports of ${size}` }
  const targets: GmtiTarget[] = []
  for (let n = 0; n < count; n += 1) {
    const target = { ...NO_TARGET_FIELDS }
    for (const one of perTarget) {
      target[one.key] = readField(view, at, one)
      at += one.octets
    }
    targets.push(target)
  }
  return { kind: 'dwell', fields, targets }
}

function readFixed(type: number, bytes: Uint8Array): GmtiSegment {
  const view = viewOf(bytes)
  if (type === 1)
    return {
      kind: 'mission',
      missionPlan: fixedText(bytes.subarray(0, 12)),
      flightPlan: fixedText(bytes.subarray(12, 24)),
      platformType: view.getUint8(24),
      platformConfiguration: fixedText(bytes.subarray(25, 35)),
      year: view.getUint16(35),
      month: view.getUint8(37),
      day: view.getUint8(38),
    }
  if (type === 5)
    return {
      kind: 'jobDefinition',
      jobId: view.getUint32(0),
      sensorType: view.getUint8(4),
      sensorModel: fixedText(bytes.subarray(5, 11)),
      fields: readAll(bytes.subarray(11), JOB_FIELDS, { ...NO_JOB_FIELDS }),
    }
  if (type === 10)
    return { kind: 'testStatus', fields: readAll(bytes, STATUS_FIELDS, { ...NO_STATUS_FIELDS }) }
  return {
    kind: 'platformLocation',
    fields: readAll(bytes, LOCATION_FIELDS, { ...NO_LOCATION_FIELDS }),
  }
}

/** Octets of the segments that are always equally long, without their header. */
const FIXED: Readonly<Record<number, number>> = { 1: 39, 5: 68, 10: 14, 13: 23 }

/** Reads one segment's payload; what cannot be read is kept raw with its fault. */
export function readSegment(type: number, bytes: Uint8Array): GmtiSegment {
  const octets = FIXED[type]
  if (octets !== undefined)
    return bytes.length === octets
      ? readFixed(type, bytes)
      : { kind: 'raw', type, bytes, fault: `${bytes.length} octets, not ${octets}` }
  if (type === 2) {
    const dwell = readDwell(bytes)
    return 'fault' in dwell ? { kind: 'raw', type, bytes, fault: dwell.fault } : dwell
  }
  if (type !== 6) return { kind: 'raw', type, bytes, fault: null }
  if (bytes.length < 20) return { kind: 'raw', type, bytes, fault: 'shorter than its names' }
  return {
    kind: 'freeText',
    originator: fixedText(bytes.subarray(0, 10)),
    recipient: fixedText(bytes.subarray(10, 20)),
    text: shownText(bytes.subarray(20)),
  }
}
