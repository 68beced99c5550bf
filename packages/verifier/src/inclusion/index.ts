/**
 * Checks one entry against a log's signed head, offline, in Node or a browser. A party that distrusts us must be able
 * to read all that it runs: so this is one file without an import, written from the RFCs a second time, with the
 * platform's hashing and not ours. Proofs are followed by the recursive definitions of RFC 9162, section 2.1, where
 * core uses the iterative algorithms: an error would have to be made twice.
 */

/** A proof that the leaf at `index` is among the first `size`; hashes are 32 bytes, nearest the leaf first. */
export interface Inclusion {
  readonly index: number
  readonly size: number
  readonly hashes: readonly Uint8Array[]
}

/** A proof that the log of `oldSize` leaves is a prefix of that of `newSize`. */
export interface Consistency {
  readonly oldSize: number
  readonly newSize: number
  readonly hashes: readonly Uint8Array[]
}

/** A log's signed head. */
export interface SignedHead {
  readonly origin: string
  readonly size: number
  readonly rootHash: Uint8Array
}

/** What was found wrong; there is no other way to fail. */
export interface Unverified {
  readonly refused: string
}

/** The parts of an entry as the journal stores them. */
export interface EntryParts {
  readonly salt: Uint8Array
  readonly envelope: Uint8Array
  readonly payload: Uint8Array
}

const DIGEST_BYTES = 32
const HASHES_MAX = 64
const SIGNATURES_MAX = 100

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  parts.reduce((at, part) => {
    joined.set(part, at)
    return at + part.length
  }, 0)
  return joined
}

const digest = async (...parts: readonly Uint8Array[]): Promise<Uint8Array> =>
  new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', join(...parts)))

const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])

const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0
const areHashes = (hashes: readonly Uint8Array[]): boolean =>
  hashes.length <= HASHES_MAX && hashes.every(({ length }) => length === DIGEST_BYTES)

const node = (left: Uint8Array, right: Uint8Array): Promise<Uint8Array> =>
  digest(Uint8Array.of(1), left, right)

/** The largest power of two below n, for n > 1. */
const splitOf = (n: number): number => {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** The root that a proof leads to, or null when its length is wrong; RFC 9162, 2.1.3.1 read backwards. */
async function rootByInclusion(leaf: Uint8Array, proof: Inclusion): Promise<Uint8Array | null> {
  const { index, size, hashes } = proof
  if (size === 1) return hashes.length === 0 ? leaf : null
  const last = hashes.at(-1)
  if (last === undefined) return null
  const k = splitOf(size)
  const rest = hashes.slice(0, -1)
  const isLeft = index < k
  const inner = isLeft
    ? { index, size: k, hashes: rest }
    : { index: index - k, size: size - k, hashes: rest }
  const below = await rootByInclusion(leaf, inner)
  if (below === null) return null
  return isLeft ? node(below, last) : node(last, below)
}

/** Whether the proof ties the leaf's hash to the root. */
export async function verifyInclusion(
  proof: Inclusion,
  hashes: { readonly leafHash: Uint8Array; readonly rootHash: Uint8Array },
): Promise<boolean> {
  if (!isSize(proof.index) || !isSize(proof.size) || proof.index >= proof.size) return false
  if (!areHashes([...proof.hashes, hashes.leafHash, hashes.rootHash])) return false
  const root = await rootByInclusion(hashes.leafHash, proof)
  return root !== null && same(root, hashes.rootHash)
}

interface Subproof {
  readonly oldSize: number
  readonly newSize: number
  readonly hashes: readonly Uint8Array[]
  /** SUBPROOF's b: the old tree is still the one whose root the verifier holds. */
  readonly isWhole: boolean
  readonly heldRoot: Uint8Array
}

type Pair = { readonly oldRoot: Uint8Array; readonly newRoot: Uint8Array }

/** Old and new root that a proof leads to, or null; SUBPROOF of RFC 9162, 2.1.4.1, read backwards. */
async function rootsByConsistency(subproof: Subproof): Promise<Pair | null> {
  const { oldSize, newSize, hashes, isWhole, heldRoot } = subproof
  const last = hashes.at(-1)
  if (oldSize === newSize) {
    if (isWhole) return hashes.length === 0 ? { oldRoot: heldRoot, newRoot: heldRoot } : null
    return last !== undefined && hashes.length === 1 ? { oldRoot: last, newRoot: last } : null
  }
  if (last === undefined) return null
  const k = splitOf(newSize)
  const rest = hashes.slice(0, -1)
  if (oldSize <= k) {
    const left = await rootsByConsistency({ oldSize, newSize: k, hashes: rest, isWhole, heldRoot })
    return left && { oldRoot: left.oldRoot, newRoot: await node(left.newRoot, last) }
  }
  const sizes = { oldSize: oldSize - k, newSize: newSize - k }
  const right = await rootsByConsistency({ ...sizes, hashes: rest, isWhole: false, heldRoot })
  if (right === null) return null
  return { oldRoot: await node(last, right.oldRoot), newRoot: await node(last, right.newRoot) }
}

/** Whether the old log is a prefix of the new one. An empty old log is a prefix of any, with an empty proof. */
export async function verifyConsistency(proof: Consistency, roots: Pair): Promise<boolean> {
  const { oldSize, newSize, hashes } = proof
  if (!isSize(oldSize) || !isSize(newSize) || oldSize > newSize) return false
  if (!areHashes([...hashes, roots.oldRoot, roots.newRoot])) return false
  if (oldSize === 0) {
    const isEmpty = hashes.length === 0 && same(roots.oldRoot, await digest())
    return isEmpty && (newSize > 0 || same(roots.newRoot, roots.oldRoot))
  }
  const heldRoot = roots.oldRoot
  const found = await rootsByConsistency({ oldSize, newSize, hashes, isWhole: true, heldRoot })
  return found !== null && same(found.oldRoot, roots.oldRoot) && same(found.newRoot, roots.newRoot)
}

/**
 * The hash of an entry's leaf from what it seals: SHA-256(0x00 ‖ "hfl" ‖ 0x01 ‖ commitment), with commitment =
 * SHA-256(salt ‖ uint32 big-endian length of the envelope ‖ envelope ‖ payload). Null when the salt is not 32 bytes.
 */
export async function leafHashOf(parts: EntryParts): Promise<Uint8Array | null> {
  if (parts.salt.length !== DIGEST_BYTES) return null
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, parts.envelope.length)
  const commitment = await digest(parts.salt, length, parts.envelope, parts.payload)
  return digest(Uint8Array.of(0, 0x68, 0x66, 0x6c, 1), commitment)
}

/** Standard base64 with padding, in its one canonical spelling; null otherwise. */
function base64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    const binary = atob(text)
    if (btoa(binary) !== text) return null
    return Uint8Array.from(binary, (character) => character.codePointAt(0) ?? 0)
  } catch {
    return null
  }
}

interface VerifierKey {
  readonly name: string
  readonly id: Uint8Array
  readonly publicKey: Uint8Array<ArrayBuffer>
}

/** A C2SP verifier key, `name+id+base64(0x01 ‖ key)`, whose id fits. */
async function readKey(text: string): Promise<VerifierKey | null> {
  const parts = text.split('+')
  const [name = '', hex = ''] = parts
  // Base64 may itself hold plus signs.
  const typed = base64(parts.slice(2).join('+'))
  if (name === '' || /\s/u.test(name) || typed?.length !== 1 + DIGEST_BYTES || typed[0] !== 1)
    return null
  const whole = await digest(new TextEncoder().encode(name), Uint8Array.of(0x0a), typed)
  const id = whole.slice(0, 4)
  const spelled = [...id].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return spelled === hex ? { name, id, publicKey: typed.slice(1) } : null
}

async function isSignature(key: VerifierKey, text: string, line: string): Promise<boolean> {
  const [dash, name, encoded, ...more] = line.split(' ')
  const bytes = base64(encoded ?? '')
  if (dash !== '—' || name !== key.name || bytes === null || more.length > 0) return false
  if (!same(bytes.subarray(0, 4), key.id)) return false
  const { subtle } = globalThis.crypto
  const imported = await subtle.importKey('raw', key.publicKey, 'Ed25519', false, ['verify'])
  return subtle.verify('Ed25519', imported, bytes.slice(4), new TextEncoder().encode(text))
}

const isSignatureLine = (line: string): boolean => {
  const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? []
  return name !== '' && !name.includes('+') && (base64(encoded)?.length ?? 0) > 4
}

function readHead(text: string): SignedHead | Unverified {
  const lines = text.split('\n')
  const [origin = '', size = '', root = ''] = lines
  const rootHash = base64(root)
  if (lines.length < 4 || lines.slice(0, -1).includes(''))
    return { refused: 'the checkpoint has fewer than three lines, or an empty one' }
  if (String(Number(size)) !== size || !isSize(Number(size)))
    return { refused: `the checkpoint's size "${size}" is no count` }
  if (rootHash?.length !== DIGEST_BYTES) return { refused: "the checkpoint's root is not 32 bytes" }
  return { origin, size: Number(size), rootHash }
}

/**
 * Reads a checkpoint (C2SP tlog-checkpoint in a signed note) and verifies that the given key signed it. `verifierKey`
 * is the key's text as published: take it from somewhere else than the log.
 */
export async function verifyCheckpoint(
  note: string,
  verifierKey: string,
): Promise<SignedHead | Unverified> {
  const key = await readKey(verifierKey)
  if (key === null) return { refused: 'the verifier key is malformed, or its id does not fit' }
  const at = note.lastIndexOf('\n\n')
  if (at < 0 || !note.endsWith('\n') || /[^\n\P{Cc}]/u.test(note))
    return { refused: 'not a signed note' }
  const text = note.slice(0, at + 1)
  const lines = note.slice(at + 2, -1).split('\n')
  if (lines.length > SIGNATURES_MAX || !lines.every((line) => isSignatureLine(line)))
    return { refused: 'the note has a malformed signature line, or too many' }
  const checks = await Promise.all(lines.map((line) => isSignature(key, text, line)))
  if (!checks.includes(true)) return { refused: `no good signature of ${key.name}` }
  return readHead(text)
}
