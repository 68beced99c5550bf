/**
 * Goal: core and the verifier, written separately, agree on every vector, good and bad.
 * Method: each case of vectors/ is put to both; random proofs, sound and tampered, too.
 */
import { readFileSync } from 'node:fs'
import * as core from '@holdfast/core/evidence'
import { isRefused } from '@holdfast/core/units'
import { noteSignedBy } from '@holdfast/store/journal'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as verifier from './index.ts'

interface Case {
  readonly desc: string
  readonly wantErr: boolean
}
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it names the shape of a file's cases
const vectors = <T>(name: string): readonly (Case & T)[] =>
  JSON.parse(
    readFileSync(new URL(`../../../../vectors/${name}.json`, import.meta.url), 'utf8'),
  ) as (Case & T)[]
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const texts = (list: readonly string[]): Uint8Array[] => list.map((hex) => bytes(hex))

interface InclusionCase {
  readonly index: number
  readonly size: number
  readonly leafHash: string
  readonly rootHash: string
  readonly hashes: readonly string[]
}
describe('inclusion', () => {
  test.each(vectors<InclusionCase>('merkle/inclusion'))('$desc', async (vector) => {
    const proof = { index: vector.index, size: vector.size, hashes: texts(vector.hashes) }
    const ends = { leafHash: bytes(vector.leafHash), rootHash: bytes(vector.rootHash) }
    expect(core.verifyInclusion(proof, ends)).toBe(!vector.wantErr)
    expect(await verifier.verifyInclusion(proof, ends)).toBe(!vector.wantErr)
  })
})

interface ConsistencyCase {
  readonly oldSize: number
  readonly newSize: number
  readonly oldRoot: string
  readonly newRoot: string
  readonly hashes: readonly string[]
}
describe('consistency', () => {
  test.each(vectors<ConsistencyCase>('merkle/consistency'))('$desc', async (vector) => {
    const { oldSize, newSize } = vector
    const proof = { oldSize, newSize, hashes: texts(vector.hashes) }
    const roots = { oldRoot: bytes(vector.oldRoot), newRoot: bytes(vector.newRoot) }
    expect(core.verifyConsistency(proof, roots)).toBe(!vector.wantErr)
    expect(await verifier.verifyConsistency(proof, roots)).toBe(!vector.wantErr)
  })
})

describe('root', () => {
  test.each(vectors<{ leaves: readonly string[]; rootHash: string }>('merkle/root'))(
    '$desc',
    (vector) => {
      const root = core.toHex(core.merkleRoot(texts(vector.leaves)))
      expect(root === vector.rootHash).toBe(!vector.wantErr)
    },
  )
})

interface LeafCase {
  readonly salt: string
  readonly envelope: string
  readonly payload: string
  readonly leafHash: string
}
const coreLeafHash = (sealed: core.Sealed): Uint8Array | null => {
  try {
    return core.leafHash(core.leafBytes(core.commitmentOf(sealed)))
  } catch {
    return null
  }
}
describe('leaf', () => {
  test.each(vectors<LeafCase>('merkle/leaf'))('$desc', async (vector) => {
    const { envelope, payload } = vector
    const sealed = {
      salt: bytes(vector.salt),
      envelope: encode(envelope),
      payload: encode(payload),
    }
    for (const hash of [coreLeafHash(sealed), await verifier.leafHashOf(sealed)])
      expect(hash !== null && core.toHex(hash) === vector.leafHash).toBe(!vector.wantErr)
  })
})

interface NoteCase {
  readonly key: string
  readonly note: string
  readonly origin: string
  readonly size: number
  readonly rootHash: string
}
function coreCheckpoint(note: string, keyText: string): core.Checkpoint | { refused: string } {
  const key = core.parseNoteKey(keyText)
  const parsed = core.parseNote(note)
  if (isRefused(key)) return key
  if (isRefused(parsed)) return parsed
  return noteSignedBy(parsed, key) ? core.parseCheckpoint(parsed.text) : { refused: 'signature' }
}
const REFUSED: unknown = { refused: expect.any(String) }
describe('checkpoint', () => {
  test.each(vectors<NoteCase>('signed-note/checkpoint'))('$desc', async (vector) => {
    const { origin, size } = vector
    const want = vector.wantErr ? REFUSED : { origin, size, rootHash: bytes(vector.rootHash) }
    expect(coreCheckpoint(vector.note, vector.key)).toEqual(want)
    expect(await verifier.verifyCheckpoint(vector.note, vector.key)).toEqual(want)
  })
})

test('both judge random proofs alike, sound and tampered', async () => {
  const tree = new core.MerkleTree()
  for (let i = 0; i < 70; i++) tree.append(core.leafHash(Uint8Array.of(i)))
  const count = fc.integer({ min: 0, max: 70 })
  await fc.assert(
    fc.asyncProperty(count, count, count, fc.boolean(), async (a, b, claimed, cut) => {
      const [old, size] = [Math.min(a, b), Math.max(a, b)]
      const roots = { oldRoot: tree.root(old), newRoot: tree.root(size) }
      const sound = tree.consistency(old, size)
      const hashes = cut ? sound.hashes.slice(1) : sound.hashes
      for (const oldSize of [old, claimed]) {
        const proof = { ...sound, oldSize, hashes }
        expect(await verifier.verifyConsistency(proof, roots)).toBe(
          core.verifyConsistency(proof, roots),
        )
      }
      if (old === size) return
      const path = tree.inclusion(old, size)
      const ends = { leafHash: tree.leaf(old), rootHash: roots.newRoot }
      for (const index of [old, claimed]) {
        const proof = { ...path, index, hashes: cut ? path.hashes.slice(1) : path.hashes }
        expect(await verifier.verifyInclusion(proof, ends)).toBe(core.verifyInclusion(proof, ends))
      }
    }),
    { numRuns: 300 },
  )
})

test('the verifier is one file without an import', () => {
  const source = readFileSync(new URL('./index.ts', import.meta.url), 'utf8')
  expect(source).not.toMatch(/^import\b|\bimport\(|\brequire\(|^export .* from /m)
})
