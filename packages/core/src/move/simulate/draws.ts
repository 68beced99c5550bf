/**
 * Random numbers by name, not by turn. A generator that hands out the next number makes a draw depend on every draw before
 * it: then one closed crossing would give every later truck another travel time, and a comparison of two runs would compare
 * their noise. Here a number is a function of seed, replication, stream and index (Threefry-2x32, 20 rounds: Salmon, Moraes,
 * Dror and Shaw 2011), so that the same truck draws the same number in every run with the same seed and replication,
 * whatever else happens, and on whichever worker.
 */

const PARITY = 0x1bd11bda
/** 2²¹ and 2⁻⁵³: 32 bits and 21 more make a whole number below 2⁵³. */
const HIGH = 2_097_152
const UNIT = 1 / 9_007_199_254_740_992

const mix = (a: number, b: number, bits: number): number => ((b << bits) | (b >>> (32 - bits))) ^ a

/** Numbers of one replication. */
export class Draws {
  #key0 = 0
  #key1 = 0
  #key2 = PARITY
  /** The second word of the last block, for those who check the cipher against its published vectors. */
  second = 0

  /** Chooses the replication; both are whole numbers in [0, 2³²). */
  choose(seed: number, replication: number): void {
    this.#key0 = seed | 0
    this.#key1 = replication | 0
    this.#key2 = (PARITY ^ seed ^ replication) | 0
  }

  /** A number uniform in [0, 1) with 53 bits: that of the stream and index, both whole numbers in [0, 2³²). */
  uniform(stream: number, index: number): number {
    const first = this.block(stream, index)
    return (first * HIGH + (this.second >>> 11)) * UNIT
  }

  /** The two words of a block: the first is the value, the second is in `second`; both in [0, 2³²). */
  block(counter0: number, counter1: number): number {
    const k0 = this.#key0
    const k1 = this.#key1
    const k2 = this.#key2
    let a = (counter0 + k0) | 0
    let b = (counter1 + k1) | 0
    a = (a + b) | 0
    b = mix(a, b, 13)
    a = (a + b) | 0
    b = mix(a, b, 15)
    a = (a + b) | 0
    b = mix(a, b, 26)
    a = (a + b) | 0
    b = mix(a, b, 6)
    a = (a + k1) | 0
    b = (b + k2 + 1) | 0
    a = (a + b) | 0
    b = mix(a, b, 17)
    a = (a + b) | 0
    b = mix(a, b, 29)
    a = (a + b) | 0
    b = mix(a, b, 16)
    a = (a + b) | 0
    b = mix(a, b, 24)
    a = (a + k2) | 0
    b = (b + k0 + 2) | 0
    a = (a + b) | 0
    b = mix(a, b, 13)
    a = (a + b) | 0
    b = mix(a, b, 15)
    a = (a + b) | 0
    b = mix(a, b, 26)
    a = (a + b) | 0
    b = mix(a, b, 6)
    a = (a + k0) | 0
    b = (b + k1 + 3) | 0
    a = (a + b) | 0
    b = mix(a, b, 17)
    a = (a + b) | 0
    b = mix(a, b, 29)
    a = (a + b) | 0
    b = mix(a, b, 16)
    a = (a + b) | 0
    b = mix(a, b, 24)
    a = (a + k1) | 0
    b = (b + k2 + 4) | 0
    a = (a + b) | 0
    b = mix(a, b, 13)
    a = (a + b) | 0
    b = mix(a, b, 15)
    a = (a + b) | 0
    b = mix(a, b, 26)
    a = (a + b) | 0
    b = mix(a, b, 6)
    a = (a + k2) | 0
    b = (b + k0 + 5) | 0
    this.second = b >>> 0
    return a >>> 0
  }
}
