/** Sets of whole numbers below a bound, as bits in words: provisions are many, and most are ruled out at once. */

/** The numbers of those that are true. */
export function bitsOf(list: readonly boolean[]): Int32Array {
  const bits = new Int32Array(Math.ceil(list.length / 32))
  for (const [number, isIn] of list.entries())
    if (isIn) bits[number >> 5] = (bits[number >> 5] as number) | (1 << (number & 31))
  return bits
}

/** The number of the lowest bit that is set in a word that is not 0. */
export const lowestOf = (word: number): number => 31 - Math.clz32(word & -word)
