import type { Refused } from '@holdfast/core/units'

/** Text in a wrong encoding is refused with its place: a reader that guesses turns one settlement into another. */

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Offset of the first byte that UTF-8 (RFC 3629) does not allow, or -1 where there is none. */
export function invalidUtf8At(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at)
    if (length === 0) return at
    at += length
  }
  return -1
}

/** Bytes of the sequence that begins here, by the table of RFC 3629, section 4; 0 where none does. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return 1
  const length =
    lead >= 0xc2 && lead <= 0xdf
      ? 2
      : lead >= 0xe0 && lead <= 0xef
        ? 3
        : lead >= 0xf0 && lead <= 0xf4
          ? 4
          : 0
  if (length === 0 || at + length > bytes.length) return 0
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  const second = bytes[at + 1] ?? 0
  if (second < low || second > high) return 0
  for (let i = 2; i < length; i += 1) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}

/** Whether the bytes begin with the byte order mark of UTF-16, either way round. */
export const isUtf16 = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)

/** The text of UTF-8 bytes, without a leading byte order mark; refused with the offset of the first wrong byte. */
export function decodeUtf8(bytes: Uint8Array, offset = 0): string | Refused {
  try {
    return decoder.decode(bytes)
  } catch {
    if (isUtf16(bytes)) return { refused: 'the text is UTF-16; save it as UTF-8' }
    const at = invalidUtf8At(bytes)
    const byte = (bytes[at] ?? 0).toString(16).padStart(2, '0')
    return { refused: `byte ${offset + at} (0x${byte}) is not UTF-8; save the text as UTF-8` }
  }
}
