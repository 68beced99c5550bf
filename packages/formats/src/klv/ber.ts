/**
 * Lengths and tags of SMPTE ST 336 as MISB ST 0107 uses them: BER lengths (short form below 128, long form with the
 * count of octets in the low seven bits of the first) and BER-OID tags (seven bits an octet, the high bit says more).
 */

/** A number and how many octets it took; or why there is none. */
export type Ber =
  | { readonly value: number; readonly octets: number }
  | { readonly fault: 'short' | 'bad' }

/** The most octets of a long-form length. ST 0107 asks for the shortest form; senders pad, so eight are read. */
const LENGTH_OCTETS_MAX = 8
/** The most octets of a tag: 2,097,151 tags, far beyond every published set. */
const TAG_OCTETS_MAX = 3

/** The BER length at `at`. `short`: more bytes are needed; `bad`: indefinite (80), or beyond what a number holds. */
export function readLength(bytes: Uint8Array, at: number): Ber {
  const first = bytes[at]
  if (first === undefined) return { fault: 'short' }
  if (first < 0x80) return { value: first, octets: 1 }
  const count = first & 0x7f
  if (count === 0 || count > LENGTH_OCTETS_MAX) return { fault: 'bad' }
  let value = 0
  for (let i = 1; i <= count; i += 1) {
    const octet = bytes[at + i]
    if (octet === undefined) return { fault: 'short' }
    value = value * 256 + octet
  }
  return Number.isSafeInteger(value) ? { value, octets: 1 + count } : { fault: 'bad' }
}

/** The BER-OID tag at `at`. */
export function readTag(bytes: Uint8Array, at: number): Ber {
  let value = 0
  for (let i = 0; i < TAG_OCTETS_MAX; i += 1) {
    const octet = bytes[at + i]
    if (octet === undefined) return { fault: 'short' }
    value = value * 128 + (octet & 0x7f)
    if (octet < 0x80) return { value, octets: i + 1 }
  }
  return { fault: 'bad' }
}
