/**
 * Six-bit armour (NMEA 0183 / IEC 61162-1, table "six-bit binary field conversion") and what is read out of it. One
 * buffer is used again for every message: a message is decoded before the next one is taken in.
 */

/** The most six-bit characters of one message. The longest that M.1371-5 has, five slots, is 1,064 bits. */
export const SEXTETS_MAX = 256
const BAD = 0xff

/** Value of each character of the armour: "0" to "W" are 0 to 39, "`" to "w" 40 to 63. */
const VALUE = Uint8Array.from({ length: 256 }, (_, code) =>
  code >= 48 && code <= 87 ? code - 48 : code >= 96 && code <= 119 ? code - 56 : BAD,
)
/** M.1371-5, table 47: six-bit ASCII. */
const LETTERS = Array.from({ length: 64 }, (_, value) =>
  String.fromCharCode(value < 32 ? value + 64 : value),
)
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** The bits of one message. Reading past `length` gives zeros: callers compare with `length` first where it matters. */
export class Bits {
  /** Bits, without the fill bits. */
  length = 0
  readonly #sextets = new Uint8Array(SEXTETS_MAX + 8)
  #used = 0

  /** Forgets the message. */
  clear(): void {
    this.#sextets.fill(0, 0, this.#used)
    this.#used = 0
    this.length = 0
  }

  /** Takes in armoured characters in [start, end); false where one is not of the armour or there are too many. */
  append(bytes: Uint8Array, start: number, end: number): boolean {
    const sextets = this.#sextets
    let used = this.#used
    if (used + end - start > SEXTETS_MAX) return false
    let all = 0
    for (let i = start; i < end; i += 1) {
      const value = VALUE[bytes[i] ?? 0] ?? BAD
      all |= value
      sextets[used] = value
      used += 1
    }
    this.#used = used
    this.length = used * 6
    return all <= 63
  }

  /** Takes fill bits off the end. */
  trim(fillBits: number): void {
    this.length = Math.max(0, this.length - fillBits)
    // Bits past the end read as zeros, whatever the fill was.
    if (fillBits > 0 && this.#used > 0) {
      const last = this.#used - 1
      this.#sextets[last] = ((this.#sextets[last] ?? 0) >> fillBits) << fillBits
    }
  }

  /** An unsigned number of up to 24 bits. */
  #short(at: number, bits: number): number {
    const sextets = this.#sextets
    let index = Math.floor(at / 6)
    if (index > SEXTETS_MAX) return 0
    let have = 6 - (at - index * 6)
    let value = (sextets[index] ?? 0) & ((1 << have) - 1)
    while (have < bits) {
      index += 1
      value = (value << 6) | (sextets[index] ?? 0)
      have += 6
    }
    return value >>> (have - bits)
  }

  /** An unsigned number of up to 40 bits. */
  uint(at: number, bits: number): number {
    if (bits <= 24) return this.#short(at, bits)
    return this.#short(at, bits - 16) * 65_536 + this.#short(at + bits - 16, 16)
  }

  /** A number in two's complement of up to 30 bits. */
  int(at: number, bits: number): number {
    const value = this.uint(at, bits)
    const half = 1 << (bits - 1)
    return value >= half ? value - half - half : value
  }

  /** One bit. */
  flag(at: number): boolean {
    return this.#short(at, 1) === 1
  }

  /** Text in six-bit ASCII up to "@" or the end of the message, without blanks at its end. */
  text(at: number, bits: number): string {
    const end = Math.min(at + bits, this.length) - 5
    let text = ''
    let solid = 0
    for (let bit = at; bit < end; bit += 6) {
      const value = this.#short(bit, 6)
      if (value === 0) break
      text += LETTERS[value] ?? ''
      if (value !== 32) solid = text.length
    }
    return solid === text.length ? text : text.slice(0, solid)
  }

  /** Bits in [at, end) as hex, filled with zeros to a whole byte. */
  hex(at: number, end: number): string {
    let text = ''
    for (let bit = at; bit < end; bit += 8) {
      const have = Math.min(8, end - bit)
      text += HEX[this.#short(bit, have) << (8 - have)] ?? ''
    }
    return text
  }
}

const ascii = new TextDecoder()

/** ASCII text of bytes in [start, end); a byte beyond ASCII becomes the character of the same number, NUL U+FFFD. */
export function latin1(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  let isPlain = true
  for (let i = start; i < end; i += 1) {
    const code = bytes[i] ?? 0
    if (code === 0 || code > 0x7f) isPlain = false
  }
  if (isPlain) return ascii.decode(bytes.subarray(start, end))
  let text = ''
  for (let i = start; i < end; i += 1) {
    const code = bytes[i] ?? 0
    text += code === 0 ? '\uFFFD' : String.fromCharCode(code)
  }
  return text
}
