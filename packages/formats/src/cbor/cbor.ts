/**
 * CBOR (RFC 8949) as intake needs it: values that JSON could hold, plus byte strings. The library decodes; this says
 * what may come and turns everything that it throws into a refusal.
 */
import { Decoder, Encoder, setSizeLimits, type Options } from 'cbor-x'

/** Most items of one array, and members of one map: an array of observations is far below. */
const ITEMS_MAX = 100_000
/** Levels of nesting; an observation has five. */
const DEPTH_MAX = 32

setSizeLimits({ maxArraySize: ITEMS_MAX, maxMapSize: ITEMS_MAX, maxObjectSize: ITEMS_MAX })
// `int64AsNumber` is missing from the library's types: instants come as numbers, not as BigInt.
const reading: Options & { readonly int64AsNumber: true } = {
  useRecords: false,
  mapsAsObjects: true,
  int64AsNumber: true,
}
const decoder = new Decoder(reading)
const encoder = new Encoder({ useRecords: false, mapsAsObjects: true, tagUint8Array: false })

/** A CBOR array or map may be opened inside so many others; found before anything is built from hostile bytes. */
function depthFault(bytes: Uint8Array): string | null {
  // Items that each open level still waits for; Infinity for an indefinite length.
  const open: number[] = []
  let at = 0
  while (at < bytes.length) {
    const head = bytes[at] ?? 0
    const [major, info] = [head >> 5, head & 31]
    at += 1
    if (head === 0xff) {
      if (open.at(-1) !== Infinity) return `a break at offset ${at - 1} ends nothing`
      open.pop()
    } else {
      const length = info < 24 ? 0 : info === 31 ? 0 : 2 ** (info - 24)
      if (info > 27 && info < 31) return `offset ${at - 1}: no such item in CBOR`
      let value = info < 24 ? info : 0
      for (let i = 0; i < length; i += 1) value = value * 256 + (bytes[at + i] ?? 0)
      at += length
      if (major === 2 || major === 3) {
        if (info === 31) open.push(Infinity)
        else at += value
        if (info === 31) continue
      } else if (major === 4 || major === 5) {
        open.push(info === 31 ? Infinity : major === 5 ? 2 * value : value)
        if (open.length > DEPTH_MAX) return `offset ${at}: nested deeper than ${DEPTH_MAX} levels`
        if (info === 31 || value > 0) continue
        open.pop()
      } else if (major === 6) return `offset ${at}: a tag; give plain values only`
    }
    while (open.length > 0 && open.at(-1) !== Infinity) {
      const left = (open.pop() ?? 0) - 1
      if (left > 0) {
        open.push(left)
        break
      }
    }
    if (open.length === 0)
      return at < bytes.length
        ? `${bytes.length - at} bytes follow the value`
        : at > bytes.length
          ? 'the value ends too early'
          : null
  }
  return 'the value ends too early'
}

/** The value, or why it cannot be read. Byte strings come as `Uint8Array`. Never throws. */
export function decodeCbor(
  bytes: Uint8Array,
): { readonly value: unknown } | { readonly refused: string } {
  const fault = depthFault(bytes)
  if (fault !== null) return { refused: `the body is not CBOR: ${fault}` }
  try {
    return { value: decoder.decode(bytes) as unknown }
  } catch (error) {
    return {
      refused: `the body is not CBOR: ${error instanceof Error ? error.message : 'unreadable'}`,
    }
  }
}

/** The value as CBOR. The bytes are the caller's own: the library's buffer is used again. */
export const encodeCbor = (value: unknown): Uint8Array => Uint8Array.from(encoder.encode(value))
