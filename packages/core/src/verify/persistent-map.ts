// The state is folded anew by every entry, and the state before stays as it was: a decision may still hold it. A native
// map is copied whole for that, so a log of n incidents costs n² copies. Here a new version shares everything with the
// one before but one bucket and one chunk, so that one more entry hardly costs more the more incidents there are.

type Cell<V> = readonly [key: string, value: V]

/** Buckets of the index, a power of two. */
const BUCKETS = 1_024
/** Cells of one chunk. */
const CHUNK_CELLS = 64

const NO_SLOTS: readonly number[] = []
const NO_BUCKETS: readonly (readonly number[])[] = Array.from({ length: BUCKETS }, () => NO_SLOTS)

/** FNV-1a (Fowler, Noll, Vo) over the UTF-16 units, folded to a bucket. */
function bucketOf(key: string): number {
  let hash = 0x811c_9dc5
  for (let i = 0; i < key.length; i += 1) hash = Math.imul(hash ^ key.charCodeAt(i), 0x0100_0193)
  return (hash ^ (hash >>> 16)) & (BUCKETS - 1)
}

const replaced = <T>(list: readonly T[], at: number, value: T): readonly T[] => {
  const copy = list.slice()
  copy[at] = value
  return copy
}

interface Parts<V> {
  readonly size: number
  /** Slots of the cells whose keys fall into a bucket. */
  readonly buckets: readonly (readonly number[])[]
  /** Cells in the order in which their keys first came; all chunks but the last are full. */
  readonly chunks: readonly (readonly Cell<V>[])[]
}

/**
 * A map that never changes: `with` gives another one, and both hold. It iterates in the order in which keys first came,
 * as a native map does. Nothing is ever taken out.
 */
export class PersistentMap<V> implements ReadonlyMap<string, V> {
  readonly #parts: Parts<V>

  private constructor(parts: Parts<V>) {
    this.#parts = parts
  }

  /** The same map where it is one already; otherwise one that holds the same. */
  static of<V>(entries: Iterable<Cell<V>>): PersistentMap<V> {
    if (entries instanceof PersistentMap) return entries as PersistentMap<V>
    const empty = new PersistentMap<V>({ size: 0, buckets: NO_BUCKETS, chunks: [] })
    return empty.withAll(entries)
  }

  /** Number of keys. */
  get size(): number {
    return this.#parts.size
  }

  // Keys come out of payloads, which may lack them: then none is found, as in a native map.
  #slotOf(key: unknown): number | undefined {
    if (typeof key !== 'string') return undefined
    return this.#parts.buckets[bucketOf(key)]?.find((slot) => this.#cell(slot)?.[0] === key)
  }

  #cell(slot: number): Cell<V> | undefined {
    return this.#parts.chunks[Math.floor(slot / CHUNK_CELLS)]?.[slot % CHUNK_CELLS]
  }

  /** The value of a key; undefined where there is none. */
  get(key: string): V | undefined {
    const slot = this.#slotOf(key)
    return slot === undefined ? undefined : this.#cell(slot)?.[1]
  }

  /** Whether the key is there. */
  has(key: string): boolean {
    return this.#slotOf(key) !== undefined
  }

  /** The map with this value for the key: in its old place where the key was there, else at the end. */
  with(key: string, value: V): PersistentMap<V> {
    const { size, buckets, chunks } = this.#parts
    const known = this.#slotOf(key)
    const slot = known ?? size
    const at = Math.floor(slot / CHUNK_CELLS)
    const chunk = replaced<Cell<V>>(chunks[at] ?? [], slot % CHUNK_CELLS, [key, value])
    const grown = replaced(chunks, at, chunk)
    if (known !== undefined) return new PersistentMap({ size, buckets, chunks: grown })
    const bucket = bucketOf(key)
    const slots = [...(buckets[bucket] ?? NO_SLOTS), slot]
    return new PersistentMap({
      size: size + 1,
      buckets: replaced(buckets, bucket, slots),
      chunks: grown,
    })
  }

  /** The map with all of these, one after the other. */
  withAll(entries: Iterable<Cell<V>>): PersistentMap<V> {
    return [...entries].reduce<PersistentMap<V>>((map, [key, value]) => map.with(key, value), this)
  }

  /**
   * Pairs that another version of the map lacks or holds another value of, in order. Costs as much as the two differ, and
   * a look at every 64th key beside.
   * @yields each such key with its value here
   */
  *since(before: PersistentMap<V>): Generator<[string, V], undefined> {
    for (const [at, chunk] of this.#parts.chunks.entries()) {
      const old = before.#parts.chunks[at]
      if (old === chunk) continue
      for (const [slot, [key, value]] of chunk.entries()) {
        const cell = old?.[slot]
        // Versions of one map keep a key in its slot; of others the key itself is looked up.
        const was = cell?.[0] === key ? cell[1] : before.get(key)
        if (was !== value) yield [key, value]
      }
    }
    return undefined
  }

  /** Calls for each, in order. */
  forEach(call: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this) call(value, key, this)
  }

  /**
   * Pairs, in order.
   * @yields each key with its value
   */
  *entries(): Generator<[string, V], undefined> {
    for (const chunk of this.#parts.chunks) for (const [key, value] of chunk) yield [key, value]
    return undefined
  }

  /**
   * Keys, in order.
   * @yields each key
   */
  *keys(): Generator<string, undefined> {
    for (const chunk of this.#parts.chunks) for (const [key] of chunk) yield key
    return undefined
  }

  /**
   * Values, in the order of their keys.
   * @yields each value
   */
  *values(): Generator<V, undefined> {
    for (const chunk of this.#parts.chunks) for (const [, value] of chunk) yield value
    return undefined
  }

  [Symbol.iterator](): Generator<[string, V], undefined> {
    return this.entries()
  }
}

/** A map with one more entry, or with another value for a key; the one before stays as it was. */
export const withOne = <V>(
  map: ReadonlyMap<string, V>,
  key: string,
  value: V,
): ReadonlyMap<string, V> => PersistentMap.of(map).with(key, value)

/** A map with several more entries. */
export const withAll = <V>(
  map: ReadonlyMap<string, V>,
  entries: Iterable<readonly [string, V]>,
): ReadonlyMap<string, V> => PersistentMap.of(map).withAll(entries)

/** Values that are not what they were in an earlier version, or were not there; in order. Quick where both are of one map. */
export const changedSince = <V>(
  now: ReadonlyMap<string, V>,
  before: ReadonlyMap<string, V>,
): readonly V[] =>
  now === before
    ? []
    : Array.from(PersistentMap.of(now).since(PersistentMap.of(before)), ([, value]) => value)
