import type { Reject } from '../codec/index.ts'
import { readItems } from './items.ts'
import type { KlvItem } from './items.ts'
import { SECURITY_TAGS, REPEATABLE, UAS_TAGS } from './tags.ts'

/** One universal key, length and value (SMPTE ST 336), and what was read of it. */
export interface KlvRecord {
  /** The 16-byte universal key, lower-case hex. */
  readonly key: string
  /** ST 0601, ST 0102, ST 0903 (kept raw), or another set, kept raw. */
  readonly set: 'uasDatalink' | 'security' | 'vmti' | 'other'
  /** Key, length and value as they came. */
  readonly bytes: Uint8Array
  /** Empty for sets that are kept raw. */
  readonly items: readonly KlvItem[]
  /** Of ST 0601: whether item 1 agrees with the bytes before it. `none`: the set has no such item. */
  readonly checksum: 'right' | 'none'
  /** Where the sender left the standard without making the packet unreadable: order, mandatory items, lengths. */
  readonly notes: readonly string[]
}

/** Octets of a universal key. */
export const KEY_OCTETS = 16
const SET_OF: Readonly<Record<string, KlvRecord['set']>> = {
  // ST 0601.19, 6.2; ST 0102.12, 6; ST 0903, 6. The register is ST 0807.
  '060e2b34020b01010e01030101000000': 'uasDatalink',
  '060e2b34020301010e01030302000000': 'security',
  '060e2b34020b01010e01030306000000': 'vmti',
}
const CHECKSUM = 1
const TIMESTAMP = 2
const VERSION = 65
/** The most notes of one packet; the first are the likeliest cause of the rest. */
const NOTES_MAX = 16

const HEX = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'))
/** Lower-case hex. */
export function hexOf(bytes: Uint8Array): string {
  let text = ''
  for (const octet of bytes) text += HEX[octet] ?? ''
  return text
}

/** ST 0601, item 1: the sum of 16-bit words from the first byte of the key, an odd last byte being a high one. */
export function checksumOf(bytes: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 1) sum += (bytes[i] ?? 0) * (i % 2 === 0 ? 256 : 1)
  return sum % 65_536
}

function notesOf(items: readonly KlvItem[]): string[] {
  const notes: string[] = []
  const seen = new Set<number>()
  const note = (text: string): void => {
    if (notes.length < NOTES_MAX) notes.push(text)
  }
  if (items[0]?.tag !== TIMESTAMP) note('item 2, the time, is not first')
  if (items.at(-1)?.tag !== CHECKSUM) note('item 1, the checksum, is not last')
  for (const { tag, value } of items) {
    if (seen.has(tag) && !REPEATABLE.has(tag)) note(`item ${tag} comes again; the last one counts`)
    seen.add(tag)
    if (value.kind === 'raw' && value.fault !== null) note(`item ${tag}: ${value.fault}`)
    if (value.kind === 'set' && value.fault !== null) note(`item ${tag}: ${value.fault}`)
  }
  if (!seen.has(VERSION)) note('item 65, the version, is missing')
  return notes
}

/** A packet read, with rejects of length 0 for items that were not understood; or why it is none. */
export type Packet =
  | { readonly record: KlvRecord; readonly rejects: readonly Reject[] }
  | { readonly reason: 'bad-checksum' | 'bad-item'; readonly detail: string }

interface Parts {
  readonly bytes: Uint8Array
  /** Where the value begins. */
  readonly from: number
  /** Of the packet's first byte in the feed. */
  readonly offset: number
}

// What the bytes themselves claim: item 1 wherever it stands, or, where an item before it is damaged, the last four
// bytes of a packet that ends as the standard wants it to.
function checksumAt(items: readonly KlvItem[], bytes: Uint8Array): number | null {
  const item = items.findLast(({ tag, bytes: value }) => tag === CHECKSUM && value.length === 2)
  if (item !== undefined) return item.bytes.byteOffset - bytes.byteOffset
  const end = bytes.length - 4
  return bytes[end] === CHECKSUM && bytes[end + 1] === 2 ? end + 2 : null
}

function uasPacket({ bytes, from, offset }: Parts, key: string): Packet {
  const { items, at, fault } = readItems(bytes.subarray(from), UAS_TAGS)
  const sumAt = checksumAt(items, bytes)
  if (sumAt !== null) {
    const said = (bytes[sumAt] ?? 0) * 256 + (bytes[sumAt + 1] ?? 0)
    const sum = checksumOf(bytes.subarray(0, sumAt))
    if (said !== sum)
      return { reason: 'bad-checksum', detail: `item 1 says ${said}, the bytes sum to ${sum}` }
  } else if (fault !== null) {
    return { reason: 'bad-item', detail: `${fault}, and there is no checksum` }
  }
  const rejects =
    fault === null
      ? []
      : [{ offset: offset + from + at, length: 0, reason: 'bad-item', detail: fault }]
  const notes = notesOf(items)
  const checksum = sumAt === null ? 'none' : 'right'
  return { record: { key, set: 'uasDatalink', bytes, items, checksum, notes }, rejects }
}

/** Reads one whole packet. The record keeps `bytes`: give it a copy of its own. */
export function readPacket(parts: Parts): Packet {
  const { bytes, from, offset } = parts
  const key = hexOf(bytes.subarray(0, KEY_OCTETS))
  const set = SET_OF[key] ?? 'other'
  if (set === 'uasDatalink') return uasPacket(parts, key)
  if (set !== 'security')
    return { record: { key, set, bytes, items: [], checksum: 'none', notes: [] }, rejects: [] }
  const { items, at, fault } = readItems(bytes.subarray(from), SECURITY_TAGS)
  return {
    record: { key, set, bytes, items, checksum: 'none', notes: [] },
    rejects:
      fault === null
        ? []
        : [{ offset: offset + from + at, length: 0, reason: 'bad-item', detail: fault }],
  }
}
