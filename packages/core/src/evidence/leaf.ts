/**
 * What a leaf of the log is. The log must stay provable after a payload was erased, and an outsider who sees a leaf
 * must not be able to guess a payload from a short list: so the leaf holds only a salted commitment, and salt,
 * envelope and payload lie beside the log.
 */
import type { Json, Entry } from './types.ts'
import { canonicalJson } from './canonical-json.ts'
import { concatBytes, utf8 } from './bytes.ts'
import { sha256, HASH_BYTES, type Hash } from './sha256.ts'

/** Length of an entry's salt in bytes. */
export const SALT_BYTES = 32
/** Length of a leaf in bytes: magic `hfl`, version 1, commitment. */
export const LEAF_BYTES = 4 + HASH_BYTES

const LEAF_HEAD = Uint8Array.of(0x68, 0x66, 0x6c, 1)

/** What a commitment covers: the salt, and envelope and payload exactly as stored (UTF-8 JSON text). */
export interface Sealed {
  readonly salt: Uint8Array
  readonly envelope: Uint8Array
  readonly payload: Uint8Array
}

/** Everything of an entry but its payload. */
export type Envelope = Omit<Entry, 'payload'>

/** The envelope's bytes: canonical JSON of `actor, atMs, exercise?, index, kind, label, refs`. */
export function envelopeBytes(envelope: Envelope): Uint8Array {
  const { index, kind, refs, actor, atMs, label, exercise } = envelope
  const fixed = { index, kind, refs, actor: { ...actor }, atMs, label: { ...label } }
  const json: Json = exercise === undefined ? fixed : { ...fixed, exercise }
  return utf8(canonicalJson(json))
}

/**
 * SHA-256(salt ‖ uint32 big-endian length of the envelope ‖ envelope ‖ payload). The one length prefix is enough: the
 * salt's length is fixed and the payload runs to the end.
 */
export function commitmentOf({ salt, envelope, payload }: Sealed, hash: Hash = sha256): Uint8Array {
  if (salt.length !== SALT_BYTES) throw new RangeError(`a salt has 32 bytes, not ${salt.length}`)
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, envelope.length)
  return hash(concatBytes(salt, length, envelope, payload))
}

/** The leaf's 36 bytes: `hfl`, version byte 1, commitment. */
export function leafBytes(commitment: Uint8Array): Uint8Array {
  if (commitment.length !== HASH_BYTES)
    throw new RangeError(`a commitment has 32 bytes, not ${commitment.length}`)
  return concatBytes(LEAF_HEAD, commitment)
}

/** The commitment in a leaf, or null when magic, version or length are not those of version 1. */
export function commitmentIn(leaf: Uint8Array): Uint8Array | null {
  const known = leaf.length === LEAF_BYTES && LEAF_HEAD.every((byte, i) => byte === leaf[i])
  return known ? leaf.slice(LEAF_HEAD.length) : null
}
