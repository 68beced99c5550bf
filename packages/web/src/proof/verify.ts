import { verifyInclusion } from '@holdfast/verifier/inclusion'
import type { ChainEntry } from '../api/index.ts'
import { parseCheckpoint } from './checkpoint.ts'

/** What this browser made of a proof. */
export type Verdict =
  | { readonly kind: 'verified' }
  | { readonly kind: 'refused' | 'unchecked'; readonly why: string }

function bytesOf(hex: string): Uint8Array | null {
  if (!/^([0-9a-f]{2})*$/.test(hex)) return null
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/**
 * Whether the entry's leaf lies under the checkpoint's root, by the second implementation of the log's proofs. A proof
 * for another size proves nothing about this root. Whose signatures the checkpoint bears is not asked here.
 */
export async function verifyEntry(
  { leafHash, inclusion }: Pick<ChainEntry, 'leafHash' | 'inclusion'>,
  note: string,
): Promise<Verdict> {
  const checkpoint = parseCheckpoint(note)
  if (checkpoint === null) return { kind: 'unchecked', why: 'the checkpoint cannot be read' }
  if (checkpoint.size !== inclusion.size)
    return {
      kind: 'unchecked',
      why: `the proof is for ${inclusion.size} entries, the checkpoint for ${checkpoint.size}`,
    }
  const [leaf, root] = [bytesOf(leafHash), bytesOf(checkpoint.rootHash)]
  const hashes = inclusion.hashes.flatMap((hash) => bytesOf(hash) ?? [])
  if (leaf === null || root === null || hashes.length !== inclusion.hashes.length)
    return { kind: 'refused', why: 'a hash is not lowercase hex' }
  const holds = await verifyInclusion(
    { index: inclusion.index, size: inclusion.size, hashes },
    { leafHash: leaf, rootHash: root },
  )
  return holds
    ? { kind: 'verified' }
    : { kind: 'refused', why: 'the proof does not lead from the leaf to the root' }
}
