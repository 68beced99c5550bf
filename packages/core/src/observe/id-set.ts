/**
 * Which ids are known, by the million, in a state that is never changed in place.
 *
 * A Set of hex strings costs about 150 bytes an id and would have to be copied for every batch. Here an id is eight
 * 32-bit words in sorted runs; adding a batch makes a new run and merges it with the last ones while those are not
 * at least twice as long (the logarithmic method of Bentley and Saxe, 1980). So an id costs 32 bytes, is copied
 * log2(n / batch) times in all, and a lookup is a binary search in each of the few runs. Runs are shared between the
 * old set and the new one, and nobody writes to them.
 */

/** Words of 32 bits in a SHA-256. */
const WORDS = 8

/** A set of hex SHA-256 ids. */
export interface IdSet {
  readonly size: number
  /** Sorted runs, eight words an id, each at least twice as long as the next. */
  readonly runs: readonly Uint32Array[]
}

/** The set without members. */
export const NO_IDS: IdSet = { size: 0, runs: [] }

function wordAt(hex: string, word: number): number {
  let value = 0
  for (let i = word * 8; i < word * 8 + 8; i += 1) {
    const code = hex.charCodeAt(i)
    value = (value << 4) | (code <= 57 ? code - 48 : code - 87)
  }
  return value >>> 0
}

function order(a: Uint32Array, i: number, b: Uint32Array, j: number): number {
  for (let k = 0; k < WORDS; k += 1) {
    const x = a[i * WORDS + k] ?? 0
    const y = b[j * WORDS + k] ?? 0
    if (x !== y) return x < y ? -1 : 1
  }
  return 0
}

function runHas(run: Uint32Array, id: Uint32Array): boolean {
  let low = 0
  let high = run.length / WORDS
  while (low < high) {
    const middle = (low + high) >>> 1
    const side = order(run, middle, id, 0)
    if (side === 0) return true
    if (side < 0) low = middle + 1
    else high = middle
  }
  return false
}

function merge(a: Uint32Array, b: Uint32Array): Uint32Array {
  const out = new Uint32Array(a.length + b.length)
  const [aCount, bCount] = [a.length / WORDS, b.length / WORDS]
  let [i, j, at] = [0, 0, 0]
  while (i < aCount || j < bCount) {
    const takeA = j >= bCount || (i < aCount && order(a, i, b, j) <= 0)
    const [from, index] = takeA ? [a, i++] : [b, j++]
    for (let k = 0; k < WORDS; k += 1) out[at++] = from[index * WORDS + k] ?? 0
  }
  return out
}

/** Whether the id, 64 lowercase hex digits, is a member. */
export function hasId({ runs }: IdSet, id: string): boolean {
  if (runs.length === 0) return false
  const words = new Uint32Array(WORDS)
  for (let k = 0; k < WORDS; k += 1) words[k] = wordAt(id, k)
  return runs.some((run) => runHas(run, words))
}

/** The set with these ids too, 64 lowercase hex digits each: none of them may be a member already, or be given twice. */
export function withIds(set: IdSet, ids: readonly string[]): IdSet {
  if (ids.length === 0) return set
  // The order of hex digits as text is the order of their words as numbers.
  const sorted = ids.toSorted()
  let run: Uint32Array = new Uint32Array(ids.length * WORDS)
  for (const [i, id] of sorted.entries())
    for (let k = 0; k < WORDS; k += 1) run[i * WORDS + k] = wordAt(id, k)
  const runs = [...set.runs]
  for (let last = runs.at(-1); last && last.length < 2 * run.length; last = runs.at(-1)) {
    run = merge(last, run)
    runs.pop()
  }
  return { size: set.size + ids.length, runs: [...runs, run] }
}
