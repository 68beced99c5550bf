/**
 * A batch with what its source signed: COSE_Sign1 (RFC 9052, 4.2) with EdDSA over Ed25519 (RFC 9053, 2.2).
 *
 * The signed payload is a statement, not the rows: a CBOR array
 * `["holdfast.batch.1", source, sequence, previous, root, signedAtMs]`, with `previous` (null for the first) and `root`
 * as byte strings of 32 bytes. The root is the Merkle root over the rows' ids, so the signature covers every row, and
 * one signature serves the whole batch. Statements name the one before them by the SHA-256 of its payload bytes.
 *
 * On the way a signed batch is a CBOR array `[COSE_Sign1, rows]`, or JSON
 * `{"signed": base64url(COSE_Sign1), "observations": [rows]}`. In place of the rows may stand their number: an edge that ran
 * out of disk dropped them, and only what was signed is left.
 */
import { sha256, toHex } from '@holdfast/core/evidence'
import { SOURCE_ID, type SignedStatement } from '@holdfast/core/observe'
import {
  arrayAt,
  decodeCbor,
  decodeItem,
  encodeCbor,
  endOfItem,
  type CborBudget,
  type CborFault,
} from '../cbor/index.ts'
import { signedMember } from './signed-member.ts'

const KIND = 'holdfast.batch.1'
/** COSE header labels and the algorithm's number (RFC 9052, table 3; RFC 9053, table 2). */
const [LABEL_ALG, LABEL_KID, EDDSA] = [1, 4, -8]
const [HASH_BYTES, SIGNATURE_BYTES] = [32, 64]
const SIGN1_TAG = 18
/** A COSE_Sign1 of ours is some 250 bytes; it is read before anybody vouches for it. */
const SIGN1_BYTES_MAX = 4_096

/** A statement before it is signed. */
export type Unsigned = Omit<SignedStatement, 'hash' | 'keyId' | 'sign1'>

/** A signed statement as it was read: what it says, and what has to be checked with which key. */
export interface ReadStatement {
  readonly statement: SignedStatement
  /** The bytes that the signature is over (Sig_structure, RFC 9052, 4.4). */
  readonly signedBytes: Uint8Array
  readonly signature: Uint8Array
}
type Refused = { readonly refused: string }

const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/** The payload's bytes: what `previous` of the next statement is the SHA-256 of. */
const payloadBytes = ({ source, sequence, previous, root, signedAtMs }: Unsigned): Uint8Array =>
  encodeCbor([
    KIND,
    source,
    sequence,
    previous === null ? null : fromHex(previous),
    fromHex(root),
    // As an integer of eight bytes; the library writes a number of this size as a float.
    BigInt(signedAtMs),
  ])

const toBeSigned = (protectedBytes: Uint8Array, payload: Uint8Array): Uint8Array =>
  encodeCbor(['Signature1', protectedBytes, new Uint8Array(0), payload])

// {1: -8, 4: kid}, written out: the library would put a tag before a map with numbers for keys.
const protectedHeader = (keyId: string): Uint8Array =>
  Uint8Array.from([0xa2, LABEL_ALG, 0x27, LABEL_KID, 0x58, HASH_BYTES, ...fromHex(keyId)])

/**
 * What a source signs for a batch, and how the COSE_Sign1 is made of the signature: sign `signedBytes` with the key of
 * `keyId`, then call `finish`. The hash is `previous` of the statement after this one.
 */
export function statementToSign(
  unsigned: Unsigned,
  keyId: string,
): {
  readonly signedBytes: Uint8Array
  readonly hash: string
  readonly finish: (signature: Uint8Array) => Uint8Array
} {
  const payload = payloadBytes(unsigned)
  const header = protectedHeader(keyId)
  return {
    signedBytes: toBeSigned(header, payload),
    hash: toHex(sha256(payload)),
    finish: (signature) => {
      // Tag 18, then the array; the library has no plain way to write a tag around a value.
      const body = encodeCbor([header, {}, payload, signature])
      return Uint8Array.from([0xc0 | SIGN1_TAG, ...body])
    },
  }
}

const isBytes = (value: unknown, length?: number): value is Uint8Array =>
  value instanceof Uint8Array && (length === undefined || value.length === length)

/** Reads a COSE_Sign1 of a statement, tagged or not. Says nothing of the signature. Never throws. */
export function readStatement(bytes: Uint8Array): ReadStatement | Refused {
  if (bytes.length > SIGN1_BYTES_MAX) return refuse(SIGN1_TOO_LONG)
  const untagged = bytes[0] === (0xc0 | SIGN1_TAG) ? bytes.subarray(1) : bytes
  const decoded = decodeCbor(untagged)
  if ('refused' in decoded) return { refused: `signed: ${decoded.refused}` }
  return statementIn(decoded.value, bytes)
}

const refuse = (why: string): Refused => ({ refused: `signed: ${why}` })
const SIGN1_TOO_LONG = `a COSE_Sign1 of more than ${SIGN1_BYTES_MAX} bytes`
const NO_BATCH: Refused = {
  refused: 'a signed batch is [COSE_Sign1, rows] in CBOR, or {signed, observations} in JSON',
}

function statementIn(value: unknown, bytes: Uint8Array): ReadStatement | Refused {
  if (!Array.isArray(value) || value.length !== 4)
    return refuse('no COSE_Sign1; an array of protected header, header, payload and signature')
  const [header, , payload, signature] = value as readonly unknown[]
  if (!isBytes(header) || !isBytes(payload) || !isBytes(signature, SIGNATURE_BYTES))
    return refuse(`header and payload are byte strings, the signature one of ${SIGNATURE_BYTES}`)
  const keyId = keyIdIn(header)
  if (typeof keyId !== 'string') return keyId
  const read = decodeCbor(payload)
  if ('refused' in read) return refuse(read.refused)
  const unsigned = unsignedIn(read.value)
  if ('refused' in unsigned) return unsigned
  return {
    statement: { ...unsigned, keyId, hash: toHex(sha256(payload)), sign1: base64urlOf(bytes) },
    signedBytes: toBeSigned(header, payload),
    signature,
  }
}

function keyIdIn(header: Uint8Array): string | Refused {
  const read = decodeCbor(header)
  const map = 'value' in read ? read.value : null
  if (typeof map !== 'object' || map === null)
    return { refused: 'signed: the protected header is no map' }
  const at = (label: number): unknown => (map as Readonly<Record<string, unknown>>)[String(label)]
  if (at(LABEL_ALG) !== EDDSA)
    return { refused: `signed: the algorithm is not EdDSA (${EDDSA}); sign with Ed25519` }
  const keyId = at(LABEL_KID)
  return isBytes(keyId, HASH_BYTES)
    ? toHex(keyId)
    : { refused: 'signed: the protected header names no key; kid is the SHA-256 of the public key' }
}

function unsignedIn(value: unknown): Unsigned | Refused {
  const [kind, source, sequence, previous, root, signedAtMs] = Array.isArray(value)
    ? (value as readonly unknown[])
    : []
  if (kind !== KIND) return refuse(`statement: first member is not ${KIND}`)
  if (typeof source !== 'string' || !SOURCE_ID.test(source))
    return refuse('statement: source is no id')
  if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence) || sequence < 1)
    return refuse('statement: sequence is no whole number from 1')
  if (previous !== null && !isBytes(previous, HASH_BYTES))
    return refuse(`statement: previous is neither null nor ${HASH_BYTES} bytes`)
  if (!isBytes(root, HASH_BYTES)) return refuse(`statement: root is not ${HASH_BYTES} bytes`)
  if (typeof signedAtMs !== 'number' || !Number.isSafeInteger(signedAtMs))
    return refuse('statement: time is no whole number of milliseconds')
  return {
    source,
    sequence,
    previous: previous === null ? null : toHex(previous),
    root: toHex(root),
    signedAtMs,
  }
}

/** A signed batch on its way, as CBOR: the COSE_Sign1's bytes and the rows, or how many there were before an edge dropped them. */
export const encodeSignedBatch = (
  sign1: Uint8Array,
  rows: readonly unknown[] | number,
): Uint8Array => encodeCbor([sign1, rows])

/** Rows as they are, unread, or how many were dropped. */
type Rows = readonly unknown[] | number
const isRows = (rows: unknown): rows is Rows =>
  Array.isArray(rows) || (typeof rows === 'number' && Number.isSafeInteger(rows) && rows >= 0)

/** Reads a signed batch: what was signed, and its rows. Never throws. */
export function readSignedBatch(
  value: unknown,
): { readonly signed: ReadStatement; readonly rows: Rows } | Refused {
  const [sign1, rows] = Array.isArray(value)
    ? (value as readonly unknown[])
    : typeof value === 'object' && value !== null && 'signed' in value && 'observations' in value
      ? [value.signed, value.observations]
      : []
  if (!isRows(rows)) return NO_BATCH
  if (typeof sign1 === 'string' && sign1.length > 2 * SIGN1_BYTES_MAX) return refuse(SIGN1_TOO_LONG)
  const signed = signedIn(typeof sign1 === 'string' ? base64url(sign1) : sign1)
  return 'refused' in signed ? signed : { signed, rows }
}

const NO_BYTES = refuse('give the COSE_Sign1 as bytes, in JSON as base64url')
const signedIn = (sign1: unknown): ReadStatement | Refused =>
  isBytes(sign1) ? readStatement(sign1) : NO_BYTES

/**
 * Opens a signed batch in JSON: what was signed, with nothing parsed, and how its rows are told once the bytes are. A batch
 * that is parsed to another `signed` than was opened is refused. Never throws.
 */
export function openSignedJson(bytes: Uint8Array):
  | {
      readonly signed: ReadStatement
      readonly rowsOf: (value: unknown) => { readonly rows: Rows } | Refused
    }
  | Refused {
  const text = signedMember(bytes, 2 * SIGN1_BYTES_MAX)
  if (text === null) return NO_BATCH
  const signed = signedIn(base64url(text))
  if ('refused' in signed) return signed
  const rowsOf = (value: unknown): { readonly rows: Rows } | Refused => {
    const isOpened = typeof value === 'object' && value !== null && 'signed' in value
    if (!isOpened || value.signed !== text || !('observations' in value)) return NO_BATCH
    return isRows(value.observations) ? { rows: value.observations } : NO_BATCH
  }
  return { signed, rowsOf }
}

/** A signed batch in CBOR, cut as far as what was signed. Of its rows nothing was looked at. */
export interface OpenedBatch {
  readonly signed: ReadStatement
  /** How many rows there are by their array's own word; null where it does not say. */
  readonly rowsStated: number | null
  /** Decodes the rows, and finds where in the bytes the batch ends. For once the signature was found good. Never throws. */
  readonly read: (budget: CborBudget) => { readonly rows: Rows; readonly end: number } | CborFault
}

/**
 * Opens the signed batch that `bytes` begin with. Whoever has no key can send any rows, so they are walked and decoded only
 * when asked for: what this costs does not grow with them. Never throws.
 */
export function openSignedBatch(bytes: Uint8Array): OpenedBatch | Refused {
  const outer = arrayAt(bytes, 0)
  if (outer === null || (outer.length !== null && outer.length !== 2)) return NO_BATCH
  // A byte string, in one piece or in several: nothing else may cost us a look inside.
  if ((bytes[outer.first] ?? 0) >> 5 !== 2) return NO_BYTES
  const rowsAt = endOfItem(bytes, outer.first, { left: SIGN1_BYTES_MAX })
  if (typeof rowsAt !== 'number') return notCbor(rowsAt)
  // With room for its own head, and those of its pieces.
  if (rowsAt - outer.first > 2 * SIGN1_BYTES_MAX) return refuse(SIGN1_TOO_LONG)
  const sign1 = decodeItem(bytes.subarray(outer.first, rowsAt))
  const signed = 'refused' in sign1 ? sign1 : signedIn(sign1.value)
  if ('refused' in signed) return { refused: signed.refused }
  const read = (budget: CborBudget) => rowsFrom(bytes, rowsAt, outer.length === null, budget)
  return { signed, rowsStated: arrayAt(bytes, rowsAt)?.length ?? null, read }
}

function rowsFrom(
  bytes: Uint8Array,
  rowsAt: number,
  isBroken: boolean,
  budget: CborBudget,
): { readonly rows: Rows; readonly end: number } | CborFault {
  const end = endOfItem(bytes, rowsAt, budget)
  if (typeof end !== 'number') return notCbor(end)
  // Where the outer array states no length, a break ends it.
  if (isBroken && bytes[end] !== 0xff) return NO_BATCH
  const decoded = decodeItem(bytes.subarray(rowsAt, end))
  if ('refused' in decoded) return decoded
  return isRows(decoded.value) ? { rows: decoded.value, end: isBroken ? end + 1 : end } : NO_BATCH
}

const notCbor = (why: CborFault): CborFault => ({
  ...why,
  refused: `the body is not CBOR: ${why.refused}`,
})

function base64urlOf(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const held = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    const chars = Math.min(bytes.length - at, 3) + 1
    for (let i = 0; i < chars; i += 1) text += ALPHABET[(held >> (18 - 6 * i)) & 63]
  }
  return text
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function base64url(text: string): Uint8Array | null {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return null
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let [bits, held, at] = [0, 0, 0]
  for (const char of text) {
    held = (held << 6) | ALPHABET.indexOf(char)
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[at] = (held >> bits) & 255
      at += 1
      held &= (1 << bits) - 1
    }
  }
  return bytes
}
