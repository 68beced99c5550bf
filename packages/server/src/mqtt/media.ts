/**
 * What a body is, by its first bytes: MQTT 3.1.1 has no content type. JSON begins with `[` or `{`; CBOR (RFC 8949, 3) with an
 * array, whose first element tells a signed batch (the COSE_Sign1's byte string) from an observation (a map). The two
 * cannot be taken for each other: 0x5b and 0x7b begin strings in CBOR, and no body is a string.
 */
import { MEDIA_TYPES, type MediaType } from '@holdfast/engine/intake'

const [OPEN_ARRAY, OPEN_OBJECT] = [0x5b, 0x7b]
const BLANK: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d])
/** Blanks before a JSON body that are passed over. */
const BLANKS_MAX = 64
const [BYTES_MAJOR, ARRAY_MAJOR] = [2, 4]
const SELF_DESCRIBED = [0xd9, 0xd9, 0xf7] as const
/** Bytes after the first of a CBOR head, by its lower five bits (RFC 8949, 3). */
const HEAD_BYTES: ReadonlyMap<number, number> = new Map([
  [24, 1],
  [25, 2],
  [26, 4],
  [27, 8],
])

/** The media type of a body; null where it is nothing that is read. A content type that the sender gave (MQTT 5, 3.3.2.3.9) decides alone. */
export function mediaOf(bytes: Uint8Array, contentType?: string): MediaType | null {
  if (contentType !== undefined) {
    const name = contentType.split(';', 1)[0]?.trim().toLowerCase()
    return MEDIA_TYPES.find((one) => one === name) ?? null
  }
  let at = 0
  while (at < BLANKS_MAX && BLANK.has(bytes[at] ?? 0)) at += 1
  if (bytes[at] === OPEN_ARRAY) return 'application/json'
  if (bytes[at] === OPEN_OBJECT) return 'application/vnd.holdfast.signed-batch+json'
  return cborMedia(bytes)
}

function cborMedia(bytes: Uint8Array): MediaType | null {
  const at = SELF_DESCRIBED.every((byte, i) => bytes[i] === byte) ? SELF_DESCRIBED.length : 0
  const head = bytes[at] ?? 0
  if (head >> 5 !== ARRAY_MAJOR) return null
  const low = head & 0x1f
  const first = bytes[at + 1 + (HEAD_BYTES.get(low) ?? 0)]
  const isSigned = first !== undefined && first >> 5 === BYTES_MAJOR
  return isSigned ? 'application/vnd.holdfast.signed-batch+cbor' : 'application/cbor'
}
