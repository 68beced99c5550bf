/** Ed25519 keys (RFC 8032) by node:crypto, behind core's `Signer` port. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import {
  signaturesOf,
  utf8,
  type NoteKey,
  type SignedNote,
  type Signer,
} from '@holdfast/core/evidence'
import { isRefused, type Refused } from '@holdfast/core/units'
import { nodeFileSystem, replaceFile } from './file-system.ts'

const SEED_BYTES = 32
// PKCS #8 and SubjectPublicKeyInfo around 32 raw bytes (RFC 8410, sections 7 and 4).
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex')

/** A signer from a 32-byte Ed25519 seed: the same seed gives the same key and the same signatures. */
export function signerFromSeed(name: string, seed: Uint8Array): Signer {
  if (seed.length !== SEED_BYTES) throw new RangeError(`a seed has 32 bytes, not ${seed.length}`)
  const key: KeyObject = createPrivateKey({
    key: Buffer.concat([PKCS8_HEAD, seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const publicKey = Uint8Array.from(spki.subarray(SPKI_HEAD.length))
  return { name, publicKey, sign: (message) => Uint8Array.from(sign(null, message, key)) }
}

/** A signer for a replay, demonstration or exercise, from words. Never for a live journal: whoever knows the words signs. */
export const seededSigner = (name: string, seed: string): Signer =>
  signerFromSeed(name, createHash('sha256').update(`holdfast key\n${seed}`).digest())

/** Salts for a replay, from words: the same for the same index. */
export const seededSalts =
  (seed: string): ((index: number) => Uint8Array) =>
  (index) =>
    createHash('sha256').update(`holdfast salt\n${index}\n${seed}`).digest()

/** Salts of a live journal: 32 random bytes each. */
export const randomSalts = (): Uint8Array => randomBytes(SEED_BYTES)

const KEY_LINE = /^holdfast-ed25519-1 ([^\s+]+) ([0-9a-f]{64})\n$/

/**
 * The signer kept in a file (one line: `holdfast-ed25519-1 NAME HEX-SEED`, mode 0600), made with a random seed on
 * first use. Refuses a file that is something else or bears another name.
 */
export async function loadOrCreateSigner(at: {
  readonly dir: string
  readonly file: string
  readonly name: string
}): Promise<Signer | Refused> {
  const path = `${at.dir}/${at.file}`
  const bytes = await nodeFileSystem.readFile(path)
  if (bytes === null) {
    const seed = randomBytes(SEED_BYTES)
    await nodeFileSystem.makeDirectory(at.dir)
    const line = utf8(`holdfast-ed25519-1 ${at.name} ${seed.toString('hex')}\n`)
    await replaceFile(nodeFileSystem, { dir: at.dir, name: at.file, bytes: line })
    return signerFromSeed(at.name, seed)
  }
  const [, name = '', seed = ''] = KEY_LINE.exec(Buffer.from(bytes).toString('utf8')) ?? []
  if (name === '')
    return {
      refused: `${path} is not a signing key; restore it from your copy, or move it away to make a new key`,
    }
  if (name !== at.name)
    return {
      refused: `${path} holds the key of ${name}, not of ${at.name}; open the journal under that name`,
    }
  return signerFromSeed(name, Buffer.from(seed, 'hex'))
}

/** Whether a note bears a good signature of this key. */
export function noteSignedBy(note: SignedNote | Refused, key: NoteKey): boolean {
  if (isRefused(note)) return false
  const publicKey = createPublicKey({
    key: Buffer.concat([SPKI_HEAD, key.publicKey]),
    format: 'der',
    type: 'spki',
  })
  const message = utf8(note.text)
  return signaturesOf(note, key).some(({ signature }) =>
    verify(null, message, publicKey, signature),
  )
}
