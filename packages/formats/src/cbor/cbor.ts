/**
 * CBOR (RFC 8949) as intake needs it: values that JSON could hold, plus byte strings. The library decodes; this says
 * what may come and turns everything that it throws into a refusal.
 */
import { Decoder, Encoder, setSizeLimits, type Options } from 'cbor-x'

/** Most items of one array, and members of one map: an array of observations is far below. */
const ITEMS_MAX = 100_000
/** Levels of nesting; an observation has five. */
const DEPTH_MAX = 32
/** What an array or a map takes of a budget, where any other item takes one: decoded, an empty map is 56 bytes. */
const NEST_COST = 8

/**
 * What may still be decoded, in items; an array or a map counts as eight. Walking takes from it, so that values which come
 * together share one.
 */
export interface CborBudget {
  left: number
}
/** Why bytes are not read; `isOverBudget` where they are well formed so far, and hold too much. */
export interface CborFault {
  readonly refused: string
  readonly isOverBudget?: true
}
const fault = (refused: string): CborFault => ({ refused })
const OVER_BUDGET: CborFault = { refused: 'too many values', isOverBudget: true }
const TOO_EARLY = fault('the value ends too early')

setSizeLimits({ maxArraySize: ITEMS_MAX, maxMapSize: ITEMS_MAX, maxObjectSize: ITEMS_MAX })
// `int64AsNumber` is missing from the library's types: instants come as numbers, not as BigInt.
const reading: Options & { readonly int64AsNumber: true } = {
  useRecords: false,
  mapsAsObjects: true,
  int64AsNumber: true,
}
const decoder = new Decoder(reading)
const encoder = new Encoder({ useRecords: false, mapsAsObjects: true, tagUint8Array: false })

/**
 * Where the item that begins at `from` ends, or why it is none that we read: an array or map may be opened inside so many
 * others, and all of it fits the budget; found before anything is built from hostile bytes. Never throws.
 */
export function endOfItem(
  bytes: Uint8Array,
  from: number,
  budget: CborBudget = { left: Infinity },
): number | CborFault {
  // Items that each open level still waits for; Infinity for an indefinite length.
  const open: number[] = []
  let at = from
  while (at < bytes.length) {
    const head = bytes[at] ?? 0
    const [major, info] = [head >> 5, head & 31]
    at += 1
    if (head === 0xff) {
      if (open.at(-1) !== Infinity) return fault(`a break at offset ${at - 1} ends nothing`)
      open.pop()
    } else {
      budget.left -= major === 4 || major === 5 ? NEST_COST : 1
      if (budget.left < 0) return OVER_BUDGET
      const length = info < 24 ? 0 : info === 31 ? 0 : 2 ** (info - 24)
      if (info > 27 && info < 31) return fault(`offset ${at - 1}: no such item in CBOR`)
      let value = info < 24 ? info : 0
      for (let i = 0; i < length; i += 1) value = value * 256 + (bytes[at + i] ?? 0)
      at += length
      if (major === 2 || major === 3) {
        if (info === 31) open.push(Infinity)
        else at += value
        if (info === 31) continue
      } else if (major === 4 || major === 5) {
        open.push(info === 31 ? Infinity : major === 5 ? 2 * value : value)
        if (open.length > DEPTH_MAX)
          return fault(`offset ${at}: nested deeper than ${DEPTH_MAX} levels`)
        if (info === 31 || value > 0) continue
        open.pop()
      } else if (major === 6) return fault(`offset ${at}: a tag; give plain values only`)
    }
    while (open.length > 0 && open.at(-1) !== Infinity) {
      const left = (open.pop() ?? 0) - 1
      if (left > 0) {
        open.push(left)
        break
      }
    }
    if (open.length === 0) return at > bytes.length ? TOO_EARLY : at
  }
  return TOO_EARLY
}

/** Where the items of the array that begins at `from` begin, and how many there are: null where only a break tells. */
export function arrayAt(
  bytes: Uint8Array,
  from: number,
): { readonly first: number; readonly length: number | null } | null {
  const head = bytes[from] ?? 0
  const info = head & 31
  if (head >> 5 !== 4 || (info > 27 && info < 31)) return null
  if (info === 31) return { first: from + 1, length: null }
  if (info < 24) return { first: from + 1, length: info }
  const first = from + 1 + 2 ** (info - 24)
  let length = 0
  for (let at = from + 1; at < first; at += 1) length = length * 256 + (bytes[at] ?? 0)
  return { first, length }
}

/** The value, or why it cannot be read. Byte strings come as `Uint8Array`. Never throws. */
export function decodeCbor(
  bytes: Uint8Array,
  budget?: CborBudget,
): { readonly value: unknown } | CborFault {
  const end = endOfItem(bytes, 0, budget)
  if (typeof end !== 'number') return { ...end, refused: `the body is not CBOR: ${end.refused}` }
  if (end < bytes.length)
    return { refused: `the body is not CBOR: ${bytes.length - end} bytes follow the value` }
  return decodeItem(bytes)
}

/** The value of just the bytes of an item whose end was found (`endOfItem`). Never throws. */
export function decodeItem(bytes: Uint8Array): { readonly value: unknown } | CborFault {
  try {
    return { value: decoder.decode(bytes) as unknown }
  } catch (error) {
    return fault(`the body is not CBOR: ${error instanceof Error ? error.message : 'unreadable'}`)
  }
}

/** The value as CBOR. The bytes are the caller's own: the library's buffer is used again. */
export const encodeCbor = (value: unknown): Uint8Array => Uint8Array.from(encoder.encode(value))
