/** Merkle tree hashing and the two proofs of RFC 9162, section 2.1 (the same tree as RFC 6962), over SHA-256. */
import { equalBytes } from './bytes.ts'
import { sha256, Sha256, HASH_BYTES } from './sha256.ts'

/** That the leaf at `index` is in the tree of the first `size` leaves. */
export interface InclusionProof {
  readonly index: number
  readonly size: number
  readonly hashes: readonly Uint8Array[]
}

/** That the tree of `oldSize` leaves is a prefix of the tree of `newSize` leaves. */
export interface ConsistencyProof {
  readonly oldSize: number
  readonly newSize: number
  readonly hashes: readonly Uint8Array[]
}

/** Longest proof that a verifier looks at: trees have fewer than 2^53 leaves, so none is longer than 53 or 54. */
export const PROOF_HASHES_MAX = 64

const LEAF_PREFIX = Uint8Array.of(0)
const nodeInput = new Uint8Array(1 + 2 * HASH_BYTES)
nodeInput[0] = 1

/** SHA-256(0x00 ‖ leaf), RFC 9162, 2.1.1. */
export const leafHash = (leaf: Uint8Array): Uint8Array =>
  new Sha256().update(LEAF_PREFIX).update(leaf).digest()

/** SHA-256(0x01 ‖ left ‖ right), RFC 9162, 2.1.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  nodeInput.set(left, 1)
  nodeInput.set(right, 1 + HASH_BYTES)
  return sha256(nodeInput)
}

/** The root of an empty tree: SHA-256 of nothing. */
export const emptyRoot = (): Uint8Array => sha256(new Uint8Array(0))

const half = (n: number): number => Math.floor(n / 2)
const isOdd = (n: number): boolean => n % 2 === 1
const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0
const wellFormed = (hashes: readonly Uint8Array[]): boolean =>
  hashes.length <= PROOF_HASHES_MAX && hashes.every((hash) => hash.length === HASH_BYTES)

/** Whether the proof ties the leaf's hash to the root: the algorithm of RFC 9162, 2.1.3.2. */
export function verifyInclusion(
  proof: InclusionProof,
  hashes: { readonly leafHash: Uint8Array; readonly rootHash: Uint8Array },
): boolean {
  const { index, size } = proof
  if (!isCount(index) || !isCount(size) || index >= size) return false
  if (!wellFormed([...proof.hashes, hashes.leafHash])) return false
  let [fn, sn] = [index, size - 1]
  let root = hashes.leafHash
  for (const hash of proof.hashes) {
    if (sn === 0) return false
    if (isOdd(fn) || fn === sn) {
      root = nodeHash(hash, root)
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else root = nodeHash(root, hash)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && equalBytes(root, hashes.rootHash)
}

/**
 * Whether the proof shows that the old tree is a prefix of the new one: RFC 9162, 2.1.4.2. Equal sizes need an empty
 * proof and equal roots; an old size of 0 an empty proof and the empty tree's root.
 */
export function verifyConsistency(
  proof: ConsistencyProof,
  roots: { readonly oldRoot: Uint8Array; readonly newRoot: Uint8Array },
): boolean {
  const { oldSize, newSize } = proof
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) return false
  if (!wellFormed(proof.hashes)) return false
  if (oldSize === newSize)
    return proof.hashes.length === 0 && equalBytes(roots.oldRoot, roots.newRoot)
  if (oldSize === 0) return proof.hashes.length === 0 && equalBytes(roots.oldRoot, emptyRoot())
  let [fn, sn] = [oldSize - 1, newSize - 1]
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)]
  // When the old tree is one complete subtree its root is known and left out of the proof.
  const path = fn === 0 ? [roots.oldRoot, ...proof.hashes] : proof.hashes
  const [seed, ...rest] = path
  if (seed === undefined || seed.length !== HASH_BYTES) return false
  let [oldRoot, newRoot] = [seed, seed]
  for (const hash of rest) {
    if (sn === 0) return false
    if (isOdd(fn) || fn === sn) {
      oldRoot = nodeHash(hash, oldRoot)
      newRoot = nodeHash(hash, newRoot)
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else newRoot = nodeHash(newRoot, hash)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && equalBytes(oldRoot, roots.oldRoot) && equalBytes(newRoot, roots.newRoot)
}
