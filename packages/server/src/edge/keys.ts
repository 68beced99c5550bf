/** The keys that an edge signs with: one for each source that does not sign by itself, in files of their own. */
import { createHash } from 'node:crypto'
import { SOURCE_ID } from '@holdfast/core/observe'
import { isRefused, type InstantMs, type Refused } from '@holdfast/core/units'
import { loadOrCreateSigner, nodeFileSystem } from '@holdfast/store/journal'

/** What signs the batches of one source. */
export interface SourceSigner {
  /** Hex SHA-256 of the public key. */
  readonly keyId: string
  /** Hex, 32 bytes. */
  readonly publicKey: string
  readonly sign: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>
}

const keysDir = (dir: string): string => `${dir}/keys`

/** The source's key in the edge's directory; made, readable by its owner only, where there is none. */
export async function makeSourceKey(dir: string, source: string): Promise<SourceSigner | Refused> {
  if (!SOURCE_ID.test(source))
    return {
      refused: `${JSON.stringify(source)} is no id of a source; 1 to 128 letters, digits, dots, colons, hyphens or underscores, the first a letter or digit`,
    }
  const signer = await loadOrCreateSigner({
    dir: keysDir(dir),
    file: `${source}.key`,
    name: source,
  })
  if (isRefused(signer)) return signer
  return {
    keyId: createHash('sha256').update(signer.publicKey).digest('hex'),
    publicKey: Buffer.from(signer.publicKey).toString('hex'),
    sign: signer.sign,
  }
}

/** The keys of those of the sources that have one. */
export async function readSourceKeys(
  dir: string,
  sources: Iterable<string>,
): Promise<ReadonlyMap<string, SourceSigner> | Refused> {
  const there = new Set(await nodeFileSystem.list(keysDir(dir)))
  const signers = new Map<string, SourceSigner>()
  for (const source of sources) {
    if (!there.has(`${source}.key`)) continue
    const signer = await makeSourceKey(dir, source)
    if (isRefused(signer)) return signer
    signers.set(source, signer)
  }
  return signers
}

/** What the owner of the centre's registry pastes into the entry of the source. */
export const registryLine = ({ publicKey }: SourceSigner, fromMs: InstantMs): string =>
  `keys: [{ publicKey: "${publicKey}", from: "${new Date(fromMs).toISOString().slice(0, 19)}Z" }]`
