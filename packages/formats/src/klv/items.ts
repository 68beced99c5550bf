import { readLength, readTag } from './ber.ts'
import { IMAPB_OCTETS_MAX, fromImapb, unsignedOf } from './imapb.ts'
import { SECURITY_TAGS } from './tags.ts'
import type { Shape, Tag } from './tags.ts'

/** What an item says. */
export type KlvValue =
  | { readonly kind: 'number'; readonly value: number; readonly unit: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly code: number; readonly word: string }
  | { readonly kind: 'flags'; readonly bits: number; readonly on: readonly string[] }
  /** A pattern that is no number: "out of range", "not applicable (off-earth)". */
  | { readonly kind: 'special'; readonly means: string }
  /** A zero length: from now on the value is not known (ST 0107, 7.3). */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'set'; readonly items: readonly KlvItem[]; readonly fault: string | null }
  /** Not interpreted; `fault` says what its bytes should have been, null where nothing was expected of them. */
  | { readonly kind: 'raw'; readonly fault: string | null }
/** One tag, length and value of a local set. */
export interface KlvItem {
  readonly tag: number
  /** As ST 0601 or ST 0102 calls it, in camel case; `tag` and its number where it does not. */
  readonly name: string
  /** The value as it came. */
  readonly bytes: Uint8Array
  readonly value: KlvValue
}
/** The items of a set; `at` is where reading stopped, the end of the bytes unless there is a fault. */
export interface Items {
  readonly items: readonly KlvItem[]
  readonly at: number
  readonly fault: string | null
}

/** The most items of one set: seven times what ST 0601 has. */
export const ITEMS_MAX = 1_024

function signedOf(bytes: Uint8Array): number {
  const value = unsignedOf(bytes)
  const first = bytes[0] ?? 0
  if (first < 0x80) return value
  let span = 1
  for (let i = 0; i < bytes.length; i += 1) span *= 256
  return value - span
}

const number = (value: number, unit: string): KlvValue => ({ kind: 'number', value, unit })
const raw = (fault: string | null): KlvValue => ({ kind: 'raw', fault })

function linear(
  bytes: Uint8Array,
  shape: Extract<Shape, { kind: 'unsigned' | 'signed' }>,
): KlvValue {
  if (bytes.length !== shape.octets) return raw(`${bytes.length} octets, not ${shape.octets}`)
  const full = shape.octets === 4 ? 4_294_967_295 : shape.octets === 2 ? 65_535 : 255
  if (shape.kind === 'unsigned') {
    const { min, max } = shape
    return number(min + (unsignedOf(bytes) * (max - min)) / full, shape.unit)
  }
  const value = signedOf(bytes)
  const top = (full - 1) / 2
  if (value < -top) return { kind: 'special', means: shape.lowest }
  return number((value * shape.limit) / top, shape.unit)
}

function wholeOf(bytes: Uint8Array, shape: Extract<Shape, { kind: 'whole' }>): KlvValue {
  if (bytes.length > shape.octets) return raw(`${bytes.length} octets, not 1 to ${shape.octets}`)
  const value = shape.isSigned ? signedOf(bytes) : unsignedOf(bytes)
  if (!Number.isSafeInteger(value)) return raw('beyond 2^53')
  return number(value, shape.unit)
}

const DECODERS = {
  'utf-8': new TextDecoder('utf-8', { fatal: true }),
  'utf-16be': new TextDecoder('utf-16be', { fatal: true }),
} as const
function textOf(bytes: Uint8Array, encoding: keyof typeof DECODERS): KlvValue {
  try {
    return { kind: 'text', text: DECODERS[encoding].decode(bytes) }
  } catch {
    return raw(`not ${encoding}`)
  }
}

function valueOf(bytes: Uint8Array, shape: Shape): KlvValue {
  if (bytes.length === 0) return { kind: 'unknown' }
  switch (shape.kind) {
    case 'unsigned':
    case 'signed':
      return linear(bytes, shape)
    case 'imapb': {
      if (bytes.length > IMAPB_OCTETS_MAX) return raw(`${bytes.length} octets, not 1 to 8`)
      const mapped = fromImapb(bytes, shape)
      return typeof mapped === 'number'
        ? number(mapped, shape.unit)
        : { kind: 'special', means: mapped.special }
    }
    case 'whole':
      return wholeOf(bytes, shape)
    case 'code': {
      if (bytes.length !== 1) return raw(`${bytes.length} octets, not 1`)
      const code = unsignedOf(bytes)
      return { kind: 'code', code, word: shape.words[code] ?? 'unknown' }
    }
    case 'flags': {
      if (bytes.length !== 1) return raw(`${bytes.length} octets, not 1`)
      const bits = unsignedOf(bytes)
      return { kind: 'flags', bits, on: shape.words.filter((_, bit) => (bits >> bit) & 1) }
    }
    case 'text':
      return textOf(bytes, shape.encoding)
    case 'set': {
      // One level: the security set has no sets of its own, so nothing recurses.
      const { items, fault } = readItems(bytes, SECURITY_TAGS)
      return { kind: 'set', items, fault }
    }
    case 'raw':
      return raw(null)
  }
}

/** Reads the items of a local set one after the other; stops at the first that does not fit, never beyond the bytes. */
export function readItems(bytes: Uint8Array, tags: ReadonlyMap<number, Tag>): Items {
  const items: KlvItem[] = []
  let at = 0
  const stopped = (fault: string): Items => ({ items, at, fault })
  while (at < bytes.length) {
    if (items.length === ITEMS_MAX) return stopped(`more than ${ITEMS_MAX} items`)
    const tag = readTag(bytes, at)
    if ('fault' in tag) return stopped('a tag that does not end')
    const length = readLength(bytes, at + tag.octets)
    if ('fault' in length) return stopped(`tag ${tag.value} without a length`)
    const from = at + tag.octets + length.octets
    if (length.value > bytes.length - from)
      return stopped(
        `tag ${tag.value} says ${length.value} octets, ${bytes.length - from} are left`,
      )
    at = from + length.value
    const value = bytes.subarray(from, at)
    const known = tags.get(tag.value)
    items.push({
      tag: tag.value,
      name: known?.name ?? `tag${tag.value}`,
      bytes: value,
      value: known === undefined ? raw(null) : valueOf(value, known.shape),
    })
  }
  return { items, at, fault: null }
}
