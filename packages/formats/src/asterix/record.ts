/** One record as it was read: where its items lie, and its octets. */
import type { Layout, Profile } from './layout.ts'

/**
 * A record of one category. `spans` holds for each slot of the layout (from `base` on) where the item starts, counted
 * from the record's first octet, times 65,536, plus its length in octets; 0 where it is absent.
 */
export interface AsterixRecord {
  readonly cat: number
  readonly layout: Layout
  readonly profile: Profile
  /** Octets that hold the record, and others around it. */
  readonly data: Uint8Array
  /** The record's first octet in `data`, its field specification, and the one after its last. */
  readonly start: number
  readonly end: number
  /** Of the record's first octet, counted from the first that the feed gave. */
  readonly offset: number
  /** The same of its data block's CAT octet. */
  readonly blockOffset: number
  readonly spans: Uint32Array
  readonly base: number
}
/** The record's own octets: its field specification and its items, without the data block's CAT and LEN. */
export const bytesOf = (record: AsterixRecord): Uint8Array =>
  record.data.subarray(record.start, record.end)

/** Where an item lies: octets of `record.data`, or undefined where the record has no such item. */
export function spanOf(
  record: AsterixRecord,
  slot: number,
): { readonly at: number; readonly octets: number } | undefined {
  const span = record.spans[record.base + slot] ?? 0
  return span === 0 ? undefined : { at: record.start + (span >>> 16), octets: span & 0xffff }
}
