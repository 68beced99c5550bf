/**
 * Goal: roots and proofs are those of RFC 9162, at every size to 70, and nothing but the right proof verifies.
 * Method: published roots of the eight leaves that every transparency log tests with; a literal recursive definition
 * as the model; every index and every pair of sizes; properties that tamper.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyRoot, fromHex, leafHash, MerkleTree, merkleRoot, nodeHash, toHex } from './index.ts'
import { verifyConsistency, verifyInclusion } from './index.ts'

const SIZE_MAX = 70
const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array(0)
const leaves = Array.from({ length: SIZE_MAX }, (_, i) => Uint8Array.of(i, 255 - i))

/** MTH of RFC 9162, 2.1.1, word for word. */
function model(list: readonly Uint8Array[]): Uint8Array {
  const [first] = list
  if (first === undefined) return emptyRoot()
  if (list.length === 1) return leafHash(first)
  let k = 1
  while (k * 2 < list.length) k *= 2
  return nodeHash(model(list.slice(0, k)), model(list.slice(k)))
}

const tree = new MerkleTree()
for (const leaf of leaves) tree.append(leafHash(leaf))
const roots = Array.from({ length: SIZE_MAX + 1 }, (_, size) => model(leaves.slice(0, size)))
const rootOf = (size: number): Uint8Array => roots[size] ?? new Uint8Array(0)

test('the published roots come out', () => {
  const published = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ]
  const heads = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]
  for (const [size, head] of heads.entries())
    expect(toHex(merkleRoot(published.slice(0, size).map((hex) => bytes(hex))))).toBe(head)
})

test('every root, inclusion and consistency proof of every size to 70 verifies', () => {
  for (let size = 0; size <= SIZE_MAX; size++) {
    expect(tree.root(size)).toEqual(rootOf(size))
    for (let index = 0; index < size; index++) {
      const hashes = { leafHash: tree.leaf(index), rootHash: rootOf(size) }
      expect(verifyInclusion(tree.inclusion(index, size), hashes)).toBe(true)
    }
    for (let old = 0; old <= size; old++) {
      const pair = { oldRoot: rootOf(old), newRoot: rootOf(size) }
      expect(verifyConsistency(tree.consistency(old, size), pair)).toBe(true)
    }
  }
})

const place = fc
  .integer({ min: 1, max: SIZE_MAX })
  .chain((size) => fc.record({ size: fc.constant(size), index: fc.nat({ max: size - 1 }) }))

const flip = (list: readonly Uint8Array[], at: number, bit: number): Uint8Array[] =>
  list.map((hash, i) =>
    i === at ? hash.map((b, j) => (j === bit >> 3 ? b ^ (1 << (bit & 7)) : b)) : hash,
  )

test('a tampered inclusion proof fails', () => {
  fc.assert(
    fc.property(place, fc.nat({ max: 255 }), fc.nat(), ({ size, index }, bit, pick) => {
      const proof = tree.inclusion(index, size)
      const good = { leafHash: tree.leaf(index), rootHash: rootOf(size) }
      const [leaf = good.leafHash] = flip([good.leafHash], 0, bit)
      const [root = good.rootHash] = flip([good.rootHash], 0, bit)
      expect(verifyInclusion(proof, { ...good, leafHash: leaf })).toBe(false)
      expect(verifyInclusion(proof, { ...good, rootHash: root })).toBe(false)
      expect(verifyInclusion({ ...proof, hashes: [...proof.hashes, root] }, good)).toBe(false)
      const other = pick % size
      expect(verifyInclusion({ ...proof, index: other }, good)).toBe(other === index)
      if (proof.hashes.length === 0) return
      const at = pick % proof.hashes.length
      expect(verifyInclusion({ ...proof, hashes: flip(proof.hashes, at, bit) }, good)).toBe(false)
      expect(verifyInclusion({ ...proof, hashes: proof.hashes.slice(1) }, good)).toBe(false)
    }),
  )
})

test('a tampered consistency proof fails', () => {
  fc.assert(
    fc.property(place, fc.nat({ max: 255 }), fc.nat(), ({ size, index: old }, bit, pick) => {
      const proof = tree.consistency(old, size)
      const good = { oldRoot: rootOf(old), newRoot: rootOf(size) }
      const [wrong = good.oldRoot] = flip([good.oldRoot], 0, bit)
      expect(verifyConsistency(proof, { ...good, oldRoot: wrong })).toBe(false)
      expect(verifyConsistency({ ...proof, hashes: [...proof.hashes, wrong] }, good)).toBe(false)
      if (proof.hashes.length === 0) return
      const at = pick % proof.hashes.length
      expect(verifyConsistency({ ...proof, hashes: flip(proof.hashes, at, bit) }, good)).toBe(false)
      expect(verifyConsistency({ ...proof, hashes: proof.hashes.slice(1) }, good)).toBe(false)
      expect(verifyConsistency({ ...proof, oldSize: size + 1 }, good)).toBe(false)
    }),
  )
})

test('sizes and indexes that are no counts are refused', () => {
  const hashes = { leafHash: tree.leaf(0), rootHash: tree.leaf(0) }
  for (const index of [-1, 0.5, Number.NaN, 1])
    expect(verifyInclusion({ index, size: 1, hashes: [] }, hashes)).toBe(false)
  expect(() => tree.inclusion(70, 70)).toThrow(/no leaf 70/)
  expect(() => tree.inclusion(0, 71)).toThrow(/not within/)
  expect(() => tree.consistency(3, 2)).toThrow(/not within/)
  expect(() => tree.append(new Uint8Array(31))).toThrow(/32 bytes/)
})
