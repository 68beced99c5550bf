import type { Refused } from '@holdfast/core/units'
import {
  DWELL_FIELDS,
  JOB_FIELDS,
  LOCATION_FIELDS,
  MANDATORY_FIELDS,
  STATUS_FIELDS,
  TARGET_FIELDS,
  rawOf,
} from './fields.ts'
import type { Field } from './fields.ts'
import { HEADER_OCTETS, SEGMENT_HEADER_OCTETS } from './segments.ts'
import type { GmtiContent, GmtiDwell, GmtiHeader, GmtiSegment } from './types.ts'

/** Writes packets for exercises and tests: what the decoder reads, back into bytes. */

/** Bytes one after the other, and the first reason why they cannot be written. */
class Writer {
  readonly #octets: number[] = []
  refused: string | null = null

  whole(value: number, octets: number, name: string): void {
    let top = 1
    for (let i = 0; i < octets; i += 1) top *= 256
    if (!(Number.isInteger(value) && value >= 0 && value < top))
      this.refused ??= `${name} ${value} does not fit ${octets} octets`
    for (let i = octets - 1; i >= 0; i -= 1) {
      let part = value
      for (let n = 0; n < i; n += 1) part = Math.floor(part / 256)
      this.#octets.push(part % 256)
    }
  }

  /** Printable ASCII, padded with spaces to its width; as it is where `octets` is null. */
  text(text: string, octets: number | null, name: string): void {
    const width = octets ?? text.length
    if (text.length > width || !/^[\x20-\x5b\x5d-\x7e]*$/.test(text))
      this.refused ??= `${name} ${JSON.stringify(text.slice(0, 40))} is not up to ${width} characters of printable ASCII without a backslash`
    for (const character of text.padEnd(width, ' '))
      this.#octets.push(character.charCodeAt(0) & 127)
  }

  fields<K extends string>(
    fields: readonly Field<K>[],
    values: Readonly<Record<K, number | null>>,
  ): void {
    for (const field of fields) {
      const value = values[field.key]
      if (value === null) continue
      const raw = rawOf(value, field)
      if (raw === null) this.refused ??= `${field.key} ${value} does not fit its field`
      this.whole(raw ?? 0, field.octets, field.key)
    }
  }

  bytes(bytes: Iterable<number>): void {
    for (const octet of bytes) this.#octets.push(octet)
  }

  get octets(): readonly number[] {
    return this.#octets
  }
}

const TYPE: Readonly<Record<Exclude<GmtiSegment['kind'], 'raw'>, number>> = {
  mission: 1,
  dwell: 2,
  jobDefinition: 5,
  freeText: 6,
  testStatus: 10,
  platformLocation: 13,
}

function writeDwell(writer: Writer, { fields, targets }: GmtiDwell): void {
  const [first] = targets
  const missing = DWELL_FIELDS.find(({ key }) => MANDATORY_FIELDS.has(key) && fields[key] === null)
  if (missing !== undefined) writer.refused ??= `a dwell needs its ${missing.key}`
  if (fields.targetCount !== targets.length)
    writer.refused ??= `targetCount ${fields.targetCount} of ${targets.length} targets`
  const has = (key: (typeof TARGET_FIELDS)[number]['key']): boolean =>
    first !== undefined && first[key] !== null
  for (const target of targets)
    for (const { key } of TARGET_FIELDS)
      if ((target[key] !== null) !== has(key))
        writer.refused ??= `${key} is given by some targets of a dwell and not by others`
  const bits = [
    ...DWELL_FIELDS.map(({ key }) => fields[key] !== null),
    ...TARGET_FIELDS.map(({ key }) => has(key)),
    ...Array.from({ length: 16 }, () => false),
  ]
  for (let at = 0; at < 64; at += 8)
    writer.whole(
      bits.slice(at, at + 8).reduce((octet, bit) => octet * 2 + (bit ? 1 : 0), 0),
      1,
      'mask',
    )
  writer.fields(DWELL_FIELDS, fields)
  for (const target of targets) writer.fields(TARGET_FIELDS, target)
}

function payloadOf(segment: GmtiSegment): Writer {
  const writer = new Writer()
  switch (segment.kind) {
    case 'mission':
      writer.text(segment.missionPlan, 12, 'missionPlan')
      writer.text(segment.flightPlan, 12, 'flightPlan')
      writer.whole(segment.platformType, 1, 'platformType')
      writer.text(segment.platformConfiguration, 10, 'platformConfiguration')
      writer.whole(segment.year, 2, 'year')
      writer.whole(segment.month, 1, 'month')
      writer.whole(segment.day, 1, 'day')
      break
    case 'dwell':
      writeDwell(writer, segment)
      break
    case 'jobDefinition':
      writer.whole(segment.jobId, 4, 'jobId')
      writer.whole(segment.sensorType, 1, 'sensorType')
      writer.text(segment.sensorModel, 6, 'sensorModel')
      writer.fields(JOB_FIELDS, segment.fields)
      break
    case 'freeText':
      writer.text(segment.originator, 10, 'originator')
      writer.text(segment.recipient, 10, 'recipient')
      writer.text(segment.text, null, 'text')
      break
    case 'testStatus':
      writer.fields(STATUS_FIELDS, segment.fields)
      break
    case 'platformLocation':
      writer.fields(LOCATION_FIELDS, segment.fields)
      break
    case 'raw':
      writer.bytes(segment.bytes)
      break
  }
  return writer
}

function writeHeader(writer: Writer, header: GmtiHeader, size: number): void {
  if (!/^[1-4][0-9]$/.test(header.version))
    writer.refused ??= `version ${JSON.stringify(header.version)} is not two digits, 10 to 49`
  writer.text(header.version, 2, 'version')
  writer.whole(size, 4, 'size')
  writer.text(header.nationality, 2, 'nationality')
  writer.whole(header.classification, 1, 'classification')
  writer.text(header.classificationSystem, 2, 'classificationSystem')
  writer.whole(header.securityCode, 2, 'securityCode')
  writer.whole(header.exerciseIndicator, 1, 'exerciseIndicator')
  writer.text(header.platformId, 10, 'platformId')
  writer.whole(header.missionId, 4, 'missionId')
  writer.whole(header.jobId, 4, 'jobId')
}

/**
 * The bytes of a packet, its existence masks and sizes worked out; or why it cannot be written. Values are rounded to
 * the step of their field (a centimetre, 2^-32 of a circle); what lies outside a field is refused, never clamped.
 */
export function encodeGmti({ header, segments }: GmtiContent): Uint8Array | Refused {
  const body = new Writer()
  for (const segment of segments) {
    const payload = payloadOf(segment)
    if (payload.refused !== null) return { refused: `${segment.kind}: ${payload.refused}` }
    body.whole(segment.kind === 'raw' ? segment.type : TYPE[segment.kind], 1, 'type')
    body.whole(SEGMENT_HEADER_OCTETS + payload.octets.length, 4, 'size')
    body.bytes(payload.octets)
  }
  const head = new Writer()
  writeHeader(head, header, HEADER_OCTETS + body.octets.length)
  const refused = head.refused ?? body.refused
  return refused === null ? Uint8Array.from([...head.octets, ...body.octets]) : { refused }
}
