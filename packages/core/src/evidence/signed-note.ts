/**
 * C2SP signed notes (c2sp.org/signed-note) and tlog checkpoints (c2sp.org/tlog-checkpoint): texts that name a log's
 * size and root and are signed by line. Only form is decided here; signing and verifying are ports, because they need
 * keys. Parsing is strict: what does not format back to the same text is refused.
 */
import type { Refused } from '../units/index.ts'
import { concatBytes, equalBytes, fromBase64, fromHex, toBase64, toHex, utf8 } from './bytes.ts'
import { sha256, HASH_BYTES } from './sha256.ts'

/** A port to one private Ed25519 key (RFC 8032). */
export interface Signer {
  /** The key's name as notes show it: no white space, no plus sign. */
  readonly name: string
  /** Raw public key, 32 bytes. */
  readonly publicKey: Uint8Array
  readonly sign: (message: Uint8Array) => Uint8Array | Promise<Uint8Array>
}

/** Whose signature a reader accepts. */
export interface NoteKey {
  readonly name: string
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array
}

/** One signature line: the key's name, its 4-byte id, and the signature proper. */
export interface NoteSignature {
  readonly name: string
  readonly keyId: Uint8Array
  readonly signature: Uint8Array
}

/** A note: its text (ends in a newline; this is what is signed) and its signature lines. */
export interface SignedNote {
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** A log's head: origin names the log, the root is of its first `size` leaves. */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly rootHash: Uint8Array
}

/** Most signature lines that a reader looks at. */
export const NOTE_SIGNATURES_MAX = 100

const ED25519 = 1
const KEY_ID_BYTES = 4
const isName = (name: string): boolean => name !== '' && !/[\s+]/u.test(name)
// Line ends of the text other than newline would let two texts look alike.
const hasControl = (text: string): boolean => /[^\n\P{Cc}]/u.test(text)

/** The key's id: the first 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). */
export const noteKeyId = ({ name, publicKey }: NoteKey): Uint8Array =>
  sha256(concatBytes(utf8(name), Uint8Array.of(0x0a, ED25519), publicKey)).slice(0, KEY_ID_BYTES)

/** A verifier key's text: `name+hex key id+base64(0x01 ‖ public key)`. */
export const formatNoteKey = (key: NoteKey): string =>
  `${key.name}+${toHex(noteKeyId(key))}+${toBase64(concatBytes(Uint8Array.of(ED25519), key.publicKey))}`

/** Reads a verifier key's text; refuses one whose id does not fit its name and key. */
export function parseNoteKey(text: string): NoteKey | Refused {
  const [, name = '', id = '', base64 = ''] = /^([^+]*)\+([^+]*)\+(.*)$/su.exec(text) ?? []
  const bytes = fromBase64(base64)
  if (!isName(name) || fromHex(id)?.length !== KEY_ID_BYTES)
    return { refused: 'a verifier key reads name+8 hex digits+base64' }
  if (bytes?.length !== 1 + HASH_BYTES || bytes[0] !== ED25519)
    return { refused: `the verifier key of ${name} is not an Ed25519 key (type 1, 32 bytes)` }
  const key = { name, publicKey: bytes.slice(1) }
  return toHex(noteKeyId(key)) === id
    ? key
    : { refused: `the verifier key of ${name} has the wrong id ${id}: it was altered` }
}

/** The note's full text: text, empty line, one line a signature. */
export function formatNote({ text, signatures }: SignedNote): string {
  const lines = signatures.map(
    ({ name, keyId, signature }) => `— ${name} ${toBase64(concatBytes(keyId, signature))}\n`,
  )
  return `${text}\n${lines.join('')}`
}

function parseSignature(line: string): NoteSignature | null {
  const [, name = '', base64 = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? []
  const bytes = fromBase64(base64)
  if (!isName(name) || bytes === null || bytes.length <= KEY_ID_BYTES) return null
  return { name, keyId: bytes.slice(0, KEY_ID_BYTES), signature: bytes.slice(KEY_ID_BYTES) }
}

/** Reads a note; its signatures are not yet verified. */
export function parseNote(note: string): SignedNote | Refused {
  const at = note.lastIndexOf('\n\n')
  if (at < 0 || !note.endsWith('\n') || hasControl(note))
    return {
      refused: 'not a signed note: text, an empty line, signature lines, each ending in a newline',
    }
  const text = note.slice(0, at + 1)
  const lines = note.slice(at + 2, -1).split('\n')
  if (lines.length > NOTE_SIGNATURES_MAX)
    return { refused: `a note has at most ${NOTE_SIGNATURES_MAX} signatures, not ${lines.length}` }
  const signatures: NoteSignature[] = []
  for (const [i, line] of lines.entries()) {
    const signature = parseSignature(line)
    if (signature === null) return { refused: `signature line ${i + 1} of the note is malformed` }
    signatures.push(signature)
  }
  return { text, signatures }
}

/** The signatures of a note that claim to be of this key (name and id fit); to be verified over `note.text`. */
export const signaturesOf = (note: SignedNote, key: NoteKey): readonly NoteSignature[] => {
  const id = noteKeyId(key)
  return note.signatures.filter(({ name, keyId }) => name === key.name && equalBytes(keyId, id))
}

/** The text of a checkpoint: origin, decimal size, base64 root, each on a line. */
export const formatCheckpoint = ({ origin, size, rootHash }: Checkpoint): string =>
  `${origin}\n${size}\n${toBase64(rootHash)}\n`

/** Reads a checkpoint's text (the part that is signed); extension lines after the root are allowed and ignored. */
export function parseCheckpoint(text: string): Checkpoint | Refused {
  const [origin = '', size = '', root = '', ...rest] = text.split('\n')
  const rootHash = fromBase64(root)
  if (rest.length === 0 || rest.at(-1) !== '' || rest.slice(0, -1).includes(''))
    return { refused: 'a checkpoint has three lines or more (origin, size, root), none empty' }
  if (origin === '') return { refused: "a checkpoint's first line names its origin" }
  if (!/^(0|[1-9][0-9]*)$/.test(size) || !Number.isSafeInteger(Number(size)))
    return {
      refused: `a checkpoint's size is a decimal number without leading zeros, not "${size}"`,
    }
  if (rootHash?.length !== HASH_BYTES)
    return { refused: `a checkpoint's root is 32 bytes in base64, not "${root}"` }
  return { origin, size: Number(size), rootHash }
}

/** Signs a text as a note with one signature. */
export async function signNote(text: string, signer: Signer): Promise<string> {
  const signature = await signer.sign(utf8(text))
  return formatNote({
    text,
    signatures: [{ name: signer.name, keyId: noteKeyId(signer), signature }],
  })
}
