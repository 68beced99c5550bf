/**
 * A growing tree that can answer for any size it ever had. It keeps the hash of every complete subtree (64 bytes a
 * leaf in all), so a root or a proof costs O(log² n) hashes and no pass over the leaves.
 */
import { emptyRoot, leafHash, nodeHash } from './merkle.ts'
import type { ConsistencyProof, InclusionProof } from './merkle.ts'
import { HASH_BYTES } from './sha256.ts'

/** Hashes in one growing array: an array of small objects would take three times the memory. */
class HashList {
  #bytes = new Uint8Array(8 * HASH_BYTES)
  length = 0

  push(hash: Uint8Array): void {
    const end = (this.length + 1) * HASH_BYTES
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(2 * this.#bytes.length)
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    this.#bytes.set(hash, end - HASH_BYTES)
    this.length++
  }

  /** A copy, so that no caller can change the tree through it. */
  at(index: number): Uint8Array {
    if (index < 0 || index >= this.length) throw new RangeError(`no hash at ${index}`)
    return this.#bytes.slice(index * HASH_BYTES, (index + 1) * HASH_BYTES)
  }
}

/** The largest power of two smaller than n (n > 1), with its exponent. */
function split(n: number): { readonly leaves: number; readonly level: number } {
  let [leaves, level] = [1, 0]
  while (leaves * 2 < n) {
    leaves *= 2
    level++
  }
  return { leaves, level }
}

/** An append-only Merkle tree (RFC 9162, 2.1) with roots and proofs at any size up to the present one. */
export class MerkleTree {
  /** At [k], the hashes of the complete subtrees of 2^k leaves, in order. */
  readonly #levels: HashList[] = []

  /** Number of leaves. */
  get size(): number {
    return this.#levels[0]?.length ?? 0
  }

  /** Appends a leaf by its hash (`leafHash` of its bytes); returns its index. */
  append(hash: Uint8Array): number {
    if (hash.length !== HASH_BYTES) throw new RangeError(`a hash has 32 bytes, not ${hash.length}`)
    const index = this.size
    let carry = hash
    for (let level = 0; ; level++) {
      const list = (this.#levels[level] ??= new HashList())
      list.push(carry)
      if (list.length % 2 === 1) return index
      carry = nodeHash(list.at(list.length - 2), list.at(list.length - 1))
    }
  }

  /** The hash of the leaf at an index. */
  leaf(index: number): Uint8Array {
    return this.#complete(0, index)
  }

  /** The root of the first `size` leaves; all of them by default. */
  root(size: number = this.size): Uint8Array {
    this.#require(0, size)
    return size === 0 ? emptyRoot() : this.#range(0, size)
  }

  /** The proof that the leaf at `index` is among the first `size`; RFC 9162, 2.1.3.1. */
  inclusion(index: number, size: number = this.size): InclusionProof {
    this.#require(index, size)
    if (index === size) throw new RangeError(`no leaf ${index} in a tree of ${size}`)
    const hashes: Uint8Array[] = []
    let [from, to] = [0, size]
    while (to - from > 1) {
      const middle = from + split(to - from).leaves
      hashes.push(index < middle ? this.#range(middle, to) : this.#range(from, middle))
      if (index < middle) to = middle
      else from = middle
    }
    return { index, size, hashes: hashes.toReversed() }
  }

  /** The proof that the first `oldSize` leaves are a prefix of the first `newSize`; RFC 9162, 2.1.4.1. */
  consistency(oldSize: number, newSize: number = this.size): ConsistencyProof {
    this.#require(oldSize, newSize)
    const hashes: Uint8Array[] = []
    if (oldSize === 0 || oldSize === newSize) return { oldSize, newSize, hashes }
    let [from, to] = [0, newSize]
    // Until the old tree's edge falls on a subtree's edge.
    while (oldSize !== to) {
      const middle = from + split(to - from).leaves
      hashes.push(oldSize <= middle ? this.#range(middle, to) : this.#range(from, middle))
      if (oldSize <= middle) to = middle
      else from = middle
    }
    if (from > 0) hashes.push(this.#range(from, to))
    return { oldSize, newSize, hashes: hashes.toReversed() }
  }

  #complete(level: number, index: number): Uint8Array {
    const list = this.#levels[level]
    if (list === undefined) throw new RangeError(`no subtree of level ${level}`)
    return list.at(index)
  }

  /** The root of leaves [from, to), where `from` is a multiple of the power of two that covers the range. */
  #range(from: number, to: number): Uint8Array {
    if (to - from === 1) return this.#complete(0, from)
    const { leaves, level } = split(to - from)
    if (leaves * 2 === to - from) return this.#complete(level + 1, from / (leaves * 2))
    return nodeHash(this.#complete(level, from / leaves), this.#range(from + leaves, to))
  }

  #require(from: number, to: number): void {
    const sound = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0
    if (!sound || from > to || to > this.size)
      throw new RangeError(`${from} to ${to} is not within a tree of ${this.size}`)
  }
}

/** The root of a list of leaves, given as their bytes. */
export function merkleRoot(leaves: Iterable<Uint8Array>): Uint8Array {
  const tree = new MerkleTree()
  for (const leaf of leaves) tree.append(leafHash(leaf))
  return tree.root()
}
