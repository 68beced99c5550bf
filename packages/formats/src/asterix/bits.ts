/** Whole numbers out of, and into, octets: most significant bit first, as ASTERIX numbers them. */

/** The widest number that is exact as a double. */
export const EXACT_BITS = 53
const INT_BITS = 32
const LOW_BITS = 24
// By doubling, which is exact everywhere; what ** gives is left to the engine.
const POWERS = new Float64Array(65)
for (let bits = 0, power = 1; bits < POWERS.length; bits += 1, power += power) POWERS[bits] = power
/** 2 to the power of `bits`, 0 to 64. */
export const powerOfTwo = (bits: number): number => POWERS[bits] ?? Infinity
const LOW = powerOfTwo(LOW_BITS)

/** The unsigned number in `bits` (1 to 53) bits from bit `bit` of `data`; octets past the end count as zero. */
export function bitsAt(data: Uint8Array, bit: number, bits: number): number {
  const reach = (bit & 7) + bits
  if (reach > INT_BITS) {
    const high = bitsAt(data, bit, bits - LOW_BITS)
    return high * LOW + bitsAt(data, bit + bits - LOW_BITS, LOW_BITS)
  }
  const first = bit >>> 3
  const octets = (reach + 7) >>> 3
  let word = 0
  for (let index = 0; index < octets; index += 1) word = (word << 8) | (data[first + index] ?? 0)
  word >>>= octets * 8 - reach
  return bits === INT_BITS ? word >>> 0 : word & ((1 << bits) - 1)
}
/** The same for numbers wider than 53 bits. */
export function wideBitsAt(data: Uint8Array, bit: number, bits: number): bigint {
  let value = 0n
  let at = bit
  let left = bits
  while (left > 0) {
    const take = Math.min(LOW_BITS, left)
    value = (value << BigInt(take)) | BigInt(bitsAt(data, at, take))
    at += take
    left -= take
  }
  return value
}
/** The unsigned number, exact up to 53 bits and else the nearest double. */
export function numberAt(data: Uint8Array, bit: number, bits: number): number {
  if (bits <= EXACT_BITS) return bitsAt(data, bit, bits)
  // Both parts are exact, so their sum is rounded once.
  const low = Math.min(bits - EXACT_BITS, LOW_BITS)
  return numberAt(data, bit, bits - low) * powerOfTwo(low) + bitsAt(data, bit + bits - low, low)
}
/** Two's complement: `raw` of `bits` bits as a signed number. */
export const signedOf = (raw: number, bits: number): number =>
  raw >= powerOfTwo(bits - 1) ? raw - powerOfTwo(bits) : raw

/** Writes numbers bit by bit into octets that grow. */
export interface BitWriter {
  readonly put: (value: bigint | number, bits: number) => void
  readonly bytes: () => Uint8Array
  /** Bits written so far. */
  readonly length: () => number
}
const FIRST_OCTETS = 64
/** Writes bits from the most significant on. */
export function bitWriter(): BitWriter {
  let data = new Uint8Array(FIRST_OCTETS)
  let length = 0
  const makeRoom = (bits: number): void => {
    const needed = (length + bits + 7) >>> 3
    if (needed <= data.length) return
    const grown = new Uint8Array(Math.max(needed, data.length * 2))
    grown.set(data)
    data = grown
  }
  /** Up to 53 bits, an octet or what is left of one at a time. */
  const putExact = (value: number, bits: number): void => {
    let left = bits
    let rest = value
    while (left > 0) {
      const free = 8 - (length & 7)
      const take = Math.min(free, left)
      const below = powerOfTwo(left - take)
      const chunk = Math.floor(rest / below)
      rest -= chunk * below
      data[length >>> 3] = (data[length >>> 3] ?? 0) | (chunk << (free - take))
      length += take
      left -= take
    }
  }
  return {
    put: (value, bits) => {
      makeRoom(bits)
      if (bits <= EXACT_BITS) {
        putExact(Number(value), bits)
        return
      }
      const wide = BigInt(value)
      for (let left = bits; left > 0; left -= Math.min(left, LOW_BITS)) {
        const take = Math.min(left, LOW_BITS)
        putExact(Number(BigInt.asUintN(take, wide >> BigInt(left - take))), take)
      }
    },
    bytes: () => data.slice(0, (length + 7) >>> 3),
    length: () => length,
  }
}
