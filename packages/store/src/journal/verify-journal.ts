import { toHex, type NoteKey } from '@holdfast/core/evidence'
import { isRefused, type Refused } from '@holdfast/core/units'
import { nodeFileSystem, systemCode, type FileSystem } from './file-system.ts'
import { scanJournal } from './scan.ts'
import { readStated } from './stated.ts'

/** A journal that was rebuilt from its bytes and is what its checkpoint says. */
export interface VerifiedJournal {
  readonly origin: string
  readonly size: number
  /** Lower-case hex of the root over all sound entries. */
  readonly rootHash: string
  readonly segments: number
  /** Entries whose payload was erased; their leaves and proofs stand. */
  readonly tombstones: number
  /** Size of the checkpoint that was compared. */
  readonly checkpointSize: number
  /** Bytes behind the last sound entry: a torn tail, or what a running writer had not finished. */
  readonly tailBytes: number
}

/** How to verify: the key that must have signed (the directory's own by default), and the file operations. */
export interface VerifyOptions {
  readonly key?: NoteKey
  readonly fileSystem?: FileSystem
}

/**
 * Rebuilds the root from entries and payloads and compares it with the stored checkpoint; refuses any mismatch with
 * its file and offset. Takes no lock and changes nothing: a writer may be at work meanwhile. Without `key` it shows that
 * the directory agrees with itself; only a key from elsewhere shows who signed.
 */
export async function verifyJournal(
  dir: string,
  options: VerifyOptions = {},
): Promise<VerifiedJournal | Refused> {
  const fileSystem = options.fileSystem ?? nodeFileSystem
  try {
    const stated = await readStated(fileSystem, dir, options.key)
    if (isRefused(stated)) return stated
    const scan = await scanJournal(fileSystem, dir, stated)
    if (isRefused(scan)) return scan
    return {
      origin: stated.checkpoint.origin,
      size: scan.tree.size,
      rootHash: toHex(scan.tree.root()),
      segments: scan.segments,
      tombstones: scan.tombstones,
      checkpointSize: stated.checkpoint.size,
      tailBytes: scan.cuts.reduce((sum, cut) => sum + cut.bytes, 0),
    }
  } catch (error) {
    if (systemCode(error) === null) throw error
    return { refused: `cannot read the journal in ${dir}: ${String(error)}` }
  }
}
