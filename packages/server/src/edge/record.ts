/**
 * One signed batch as the spool holds it: head, source, COSE_Sign1, rows, in one piece, so that one append makes all of
 * it durable. The head carries what a start has to know of each record, and a hash over everything but itself.
 *
 * Bytes, numbers big-endian: 0 magic `HFE1`, 4 length of the record, 8 ordinal, 16 where in the segment the record's
 * group begins, 20 rows that were signed, 24 length of the source, 26 flags (1: the rows were dropped), 27 zero,
 * 28 length of the COSE_Sign1, 32 sequence, 40 hash of the statement, 72 root, 104 first 16 bytes of the SHA-256 over
 * bytes 0 to 103 and the rest, 120 source, COSE_Sign1 and rows.
 */
import { createHash } from 'node:crypto'

/** A record's head, bytes. */
export const HEAD_BYTES = 120
const MAGIC = Buffer.from('HFE1', 'latin1')
const [HASHED_BYTES, CHECK_BYTES] = [104, 16]
const DROPPED = 1

/** What a source's statement came to. */
export interface Statement {
  readonly source: string
  readonly sequence: number
  /** Hex SHA-256 of the statement. */
  readonly hash: string
  /** Hex root of the batch. */
  readonly root: string
  readonly sign1: Uint8Array
  /** Rows that were signed. */
  readonly rows: number
  /** The rows as JSON with a comma between two; null once they were dropped. */
  readonly texts: Uint8Array | null
}
/** A statement with its place in the spool's order, from 1. */
export interface SpoolRecord extends Statement {
  readonly ordinal: number
  readonly groupStart: number
  /** Bytes of the record. */
  readonly length: number
}

/** Bytes that a statement takes in the spool. */
export const lengthOf = (of: {
  readonly source: string
  readonly sign1Bytes: number
  readonly rowsBytes: number
}): number => HEAD_BYTES + Buffer.byteLength(of.source) + of.sign1Bytes + of.rowsBytes

function checkOf(bytes: Uint8Array): Buffer {
  return createHash('sha256')
    .update(bytes.subarray(0, HASHED_BYTES))
    .update(bytes.subarray(HEAD_BYTES))
    .digest()
    .subarray(0, CHECK_BYTES)
}

/** A record's bytes. */
export function encodeRecord(
  statement: Statement,
  { ordinal, groupStart }: { readonly ordinal: number; readonly groupStart: number },
): Buffer {
  const { source, sequence, hash, root, sign1, rows, texts } = statement
  const name = Buffer.from(source, 'utf8')
  const bytes = Buffer.alloc(
    lengthOf({ source, sign1Bytes: sign1.length, rowsBytes: texts?.length ?? 0 }),
  )
  bytes.set(MAGIC, 0)
  bytes.writeUInt32BE(bytes.length, 4)
  bytes.writeBigUInt64BE(BigInt(ordinal), 8)
  bytes.writeUInt32BE(groupStart, 16)
  bytes.writeUInt32BE(rows, 20)
  bytes.writeUInt16BE(name.length, 24)
  bytes.writeUInt8(texts === null ? DROPPED : 0, 26)
  bytes.writeUInt32BE(sign1.length, 28)
  bytes.writeBigUInt64BE(BigInt(sequence), 32)
  bytes.write(hash, 40, 'hex')
  bytes.write(root, 72, 'hex')
  bytes.set(name, HEAD_BYTES)
  bytes.set(sign1, HEAD_BYTES + name.length)
  if (texts !== null) bytes.set(texts, HEAD_BYTES + name.length + sign1.length)
  bytes.set(checkOf(bytes), HASHED_BYTES)
  return bytes
}

/** The record that begins at `at`, or null where none does that is whole. Never throws. */
export function decodeRecord(segment: Uint8Array, at: number): SpoolRecord | null {
  const rest = Buffer.from(segment.buffer, segment.byteOffset + at, segment.length - at)
  if (rest.length < HEAD_BYTES || !rest.subarray(0, 4).equals(MAGIC)) return null
  const length = rest.readUInt32BE(4)
  if (length < HEAD_BYTES || length > rest.length) return null
  const bytes = rest.subarray(0, length)
  const signFrom = HEAD_BYTES + bytes.readUInt16BE(24)
  const rowsFrom = signFrom + bytes.readUInt32BE(28)
  if (rowsFrom > length) return null
  if (!checkOf(bytes).equals(bytes.subarray(HASHED_BYTES, HEAD_BYTES))) return null
  return {
    ordinal: Number(bytes.readBigUInt64BE(8)),
    groupStart: bytes.readUInt32BE(16),
    length,
    source: bytes.toString('utf8', HEAD_BYTES, signFrom),
    sequence: Number(bytes.readBigUInt64BE(32)),
    hash: bytes.toString('hex', 40, 72),
    root: bytes.toString('hex', 72, 104),
    sign1: bytes.subarray(signFrom, rowsFrom),
    rows: bytes.readUInt32BE(20),
    texts: (bytes.readUInt8(26) & DROPPED) === 0 ? bytes.subarray(rowsFrom) : null,
  }
}

/** A record with where it begins. */
export type PlacedRecord = SpoolRecord & { readonly offset: number }

/** What a segment holds. */
export interface Scanned {
  readonly records: readonly PlacedRecord[]
  /** Where the last sound record ends. */
  readonly soundEnd: number
  /** Stretches before it that are no record: damage of the medium. */
  readonly damaged: readonly { readonly from: number; readonly to: number }[]
}

/**
 * Reads a segment. In the last one, what follows a first bad record is cut when no later group of records begins after
 * it: then it is what a crash left of a write that nobody was told of. Anywhere else a bad stretch lies between records
 * that were durable, so it is passed over and told of, and what follows is kept.
 */
export function scanSegment(bytes: Uint8Array, isLast: boolean): Scanned {
  const records: PlacedRecord[] = []
  const damaged: { from: number; to: number }[] = []
  let at = 0
  while (at < bytes.length) {
    const record = decodeRecord(bytes, at)
    if (record !== null) {
      records.push({ ...record, offset: at })
      at += record.length
      continue
    }
    const next = nextRecord(bytes, at + 1, isLast ? at : null)
    if (next === null) {
      if (!isLast) damaged.push({ from: at, to: bytes.length })
      break
    }
    damaged.push({ from: at, to: next })
    at = next
  }
  const last = records.at(-1)
  return { records, damaged, soundEnd: last === undefined ? 0 : last.offset + last.length }
}

// `afterBad`: only a record whose group begins after that place counts.
function nextRecord(bytes: Uint8Array, from: number, afterBad: number | null): number | null {
  const searched = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let checked = 0
  for (let at = searched.indexOf(MAGIC, from); at >= 0; at = searched.indexOf(MAGIC, at + 1)) {
    // Rows may hold the magic as often as they like; each look costs a hash over what the head claims.
    if (checked > LOOKS_MAX) return null
    checked += 1
    const record = decodeRecord(bytes, at)
    if (record !== null && (afterBad === null || record.groupStart > afterBad)) return at
  }
  return null
}
const LOOKS_MAX = 10_000
