/**
 * The bytes on disk, version 1; docs/specs/journal.md shows them as tables. All integers are big-endian. Two files make
 * one segment: the log file holds a fixed-size record for each entry, the payload file its salt, envelope and payload.
 * Every byte is either checked by the chain, bound by the commitment, or required to have its only value.
 */
import { LEAF_BYTES, SALT_BYTES, type Sealed } from '@holdfast/core/evidence'
import { hashParts } from './hash.ts'

/** Length of the head of a log file or payload file. */
export const SEGMENT_HEAD_BYTES = 64
/** Length of one log record. */
export const LOG_RECORD_BYTES = 96
/** Length of a payload record before its envelope. */
export const PAYLOAD_HEAD_BYTES = 56
const HEAD_BYTES = 64
/** Most bytes of one entry's payload: 64 MiB of JSON text. */
export const PAYLOAD_BYTES_MAX = 64 * 1024 * 1024
/** Most bytes of one entry's envelope. */
export const ENVELOPE_BYTES_MAX = 1024 * 1024

const VERSION = 1
const CHAINED_BYTES = 64
const MAGIC = { log: 'HFJL', payload: 'HFJP', record: 'HFJR', head: 'HFJH' }

/** Which of a segment's two files. */
export type SegmentPart = 'log' | 'payload'

/** What the head of a segment's file says. */
export interface SegmentHead {
  readonly segment: number
  readonly firstIndex: number
  /** The chain's value before the segment: the last record's of the one before, or `originChain`. */
  readonly chain: Uint8Array
}

/** One log record: where the entry's payload record lies, and its leaf. */
export interface LogRecord {
  readonly index: number
  /** Index of the first entry of the group that was written and synced in one go. */
  readonly groupFirst: number
  /** Place of the payload record in the segment's payload file, and its whole length. */
  readonly offset: number
  readonly length: number
  readonly leaf: Uint8Array
}

/** What the file `head` says: so many entries were durable, and the chain had this value. */
export interface Head {
  readonly size: number
  readonly chain: Uint8Array
}

/** A segment file's name: `log-00000000` or `payload-00000000`. */
export const segmentName = (part: SegmentPart, segment: number): string =>
  `${part}-${String(segment).padStart(8, '0')}`

/** The chain before the first segment binds the journal to its origin. */
export const originChain = (origin: string): Uint8Array =>
  hashParts(Buffer.from(`holdfast journal 1\n${origin}\n`))

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const magicAt = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, 4)).toString('latin1')
const setUint64 = (view: DataView, at: number, value: number): void =>
  view.setBigUint64(at, BigInt(value))
/** NaN above 2^53: no comparison with it holds. */
const getUint64 = (view: DataView, at: number): number => {
  const value = Number(view.getBigUint64(at))
  return Number.isSafeInteger(value) ? value : Number.NaN
}
const isEqual = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

/** The 64 bytes that a segment's file starts with; the last 8 are the start of their hash. */
export function encodeSegmentHead(part: SegmentPart, head: SegmentHead): Uint8Array {
  const bytes = new Uint8Array(SEGMENT_HEAD_BYTES)
  const view = viewOf(bytes)
  bytes.set(Buffer.from(MAGIC[part], 'latin1'))
  view.setUint8(4, VERSION)
  view.setUint32(8, head.segment)
  setUint64(view, 16, head.firstIndex)
  bytes.set(head.chain, 24)
  bytes.set(hashParts(bytes.subarray(0, 56)).subarray(0, 8), 56)
  return bytes
}

/** Whether a file starts with exactly this head. */
export const isSegmentHead = (bytes: Uint8Array, part: SegmentPart, head: SegmentHead): boolean =>
  isEqual(bytes, encodeSegmentHead(part, head))

/** A log record's 96 bytes; the last 32 are SHA-256(chain so far ‖ the first 64). */
export function encodeLogRecord(record: LogRecord, chain: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(LOG_RECORD_BYTES)
  const view = viewOf(bytes)
  setUint64(view, 0, record.index)
  setUint64(view, 8, record.groupFirst)
  setUint64(view, 16, record.offset)
  view.setUint32(24, record.length)
  bytes.set(record.leaf, 28)
  bytes.set(hashParts(chain, bytes.subarray(0, CHAINED_BYTES)), CHAINED_BYTES)
  return bytes
}

/** The chain's value that a log record states, right or wrong. */
export const statedChain = (bytes: Uint8Array): Uint8Array => bytes.slice(CHAINED_BYTES)

/** Whether a log record's stated chain follows from the chain before it. */
export const chainHolds = (bytes: Uint8Array, chain: Uint8Array): boolean =>
  isEqual(hashParts(chain, bytes.subarray(0, CHAINED_BYTES)), bytes.subarray(CHAINED_BYTES))

/** Reads the fields of a log record; check the chain first. */
export function decodeLogRecord(bytes: Uint8Array): LogRecord {
  const view = viewOf(bytes)
  return {
    index: getUint64(view, 0),
    groupFirst: getUint64(view, 8),
    offset: getUint64(view, 16),
    length: view.getUint32(24),
    leaf: bytes.slice(28, 28 + LEAF_BYTES),
  }
}

const KIND = { sealed: 1, tombstone: 2 }

/** A payload record's head and parts, to be written one after the other. */
export function encodeSealed(index: number, sealed: Sealed): Uint8Array {
  const { salt, envelope, payload } = sealed
  const bytes = Buffer.alloc(PAYLOAD_HEAD_BYTES + envelope.length + payload.length)
  const view = viewOf(bytes)
  bytes.write(MAGIC.record, 'latin1')
  view.setUint32(4, KIND.sealed)
  setUint64(view, 8, index)
  view.setUint32(16, envelope.length)
  view.setUint32(20, payload.length)
  bytes.set(salt, 24)
  bytes.set(envelope, PAYLOAD_HEAD_BYTES)
  bytes.set(payload, PAYLOAD_HEAD_BYTES + envelope.length)
  return bytes
}

/** What an erased record becomes: same length and index, everything else zero. */
export function encodeTombstone(index: number, length: number): Uint8Array {
  const bytes = Buffer.alloc(length)
  bytes.write(MAGIC.record, 'latin1')
  viewOf(bytes).setUint32(4, KIND.tombstone)
  setUint64(viewOf(bytes), 8, index)
  return bytes
}

/** A payload record read back: its parts, `tombstone`, or null when it is neither. */
export function decodePayloadRecord(bytes: Uint8Array, index: number): Sealed | 'tombstone' | null {
  if (bytes.length < PAYLOAD_HEAD_BYTES || magicAt(bytes) !== MAGIC.record) return null
  const view = viewOf(bytes)
  if (getUint64(view, 8) !== index) return null
  if (view.getUint32(4) === KIND.tombstone)
    return isEqual(bytes, encodeTombstone(index, bytes.length)) ? 'tombstone' : null
  const envelopeEnd = PAYLOAD_HEAD_BYTES + view.getUint32(16)
  if (view.getUint32(4) !== KIND.sealed || envelopeEnd + view.getUint32(20) !== bytes.length)
    return null
  return {
    salt: bytes.subarray(24, 24 + SALT_BYTES),
    envelope: bytes.subarray(PAYLOAD_HEAD_BYTES, envelopeEnd),
    payload: bytes.subarray(envelopeEnd),
  }
}

/** The file `head`: magic, version, size, chain, and the start of their hash. */
export function encodeHead({ size, chain }: Head): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES)
  bytes.set(Buffer.from(MAGIC.head, 'latin1'))
  bytes[4] = VERSION
  setUint64(viewOf(bytes), 8, size)
  bytes.set(chain, 16)
  bytes.set(hashParts(bytes.subarray(0, 48)).subarray(0, 16), 48)
  return bytes
}

/** Reads the file `head`; null when it is damaged or of another version. */
export function decodeHead(bytes: Uint8Array): Head | null {
  if (bytes.length !== HEAD_BYTES) return null
  const head = { size: getUint64(viewOf(bytes), 8), chain: bytes.slice(16, 48) }
  return Number.isSafeInteger(head.size) && isEqual(bytes, encodeHead(head)) ? head : null
}
