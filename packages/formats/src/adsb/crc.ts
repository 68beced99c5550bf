/**
 * The 24-bit parity of Mode S (ICAO Annex 10 volume IV, 3.1.2.3.3): generator 1 FFF4 09 (hex), sent most significant bit
 * first. In DF 17, 18 and 11 the remainder is zero (but for the interrogator's code); in replies to an interrogation it is the
 * address that was laid over the parity, so such a reply cannot be told from a damaged one by itself.
 */
const GENERATOR = 0xfff409
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 16
  for (let bit = 0; bit < 8; bit += 1)
    crc = (crc & 0x800000) === 0 ? crc << 1 : ((crc << 1) ^ GENERATOR) & 0xffffff
  return crc
})

/** Remainder of a whole message of `length` bytes (7 or 14) at `at`: zero where parity is plain and holds. */
export function parityOf(bytes: Uint8Array, at: number, length: number): number {
  const end = at + length - 3
  let crc = 0
  for (let i = at; i < end; i += 1)
    crc = ((crc << 8) & 0xffff00) ^ (TABLE[(crc >>> 16) ^ (bytes[i] ?? 0)] ?? 0)
  return crc ^ (((bytes[end] ?? 0) << 16) | ((bytes[end + 1] ?? 0) << 8) | (bytes[end + 2] ?? 0))
}

const LONG_BYTES = 14
/** The first five bits say the format; a message whose format was mended is another message. */
const FIRST_MENDABLE_BIT = 5
/** Remainder to the one wrong bit, counted from 0, of a message of 112 bits. */
const WRONG_BIT: ReadonlyMap<number, number> = new Map(
  Array.from({ length: LONG_BYTES * 8 - FIRST_MENDABLE_BIT }, (_, i) => {
    const bit = i + FIRST_MENDABLE_BIT
    const message = new Uint8Array(LONG_BYTES)
    message[bit >> 3] = 0x80 >> (bit & 7)
    return [parityOf(message, 0, LONG_BYTES), bit] as const
  }),
)

/** The one bit, from 0, whose flip explains a remainder of a long message; null where none does. */
export const wrongBitOf = (remainder: number): number | null => WRONG_BIT.get(remainder) ?? null
