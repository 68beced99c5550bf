/**
 * The log as the thread of reports reads it. The journal has one reader of its files, the process that writes it; so the
 * thread asks for the next entries, and has them as the bytes that the disk holds. They are parsed in the thread: what
 * the asking side pays is reading and one copy.
 */
import type { Entry, Envelope, Json, Sealed, Tombstone } from '@holdfast/core/evidence'
import type { ReadableLog } from './read-record.ts'

/** A log that gives its entries from one on as they are stored, null where a payload was erased; bytes hold until the next. */
export interface SealedLog extends ReadableLog {
  sealedFrom(index: number): AsyncIterable<Sealed | null>
}
/** Entries of a log in their order, packed. */
export interface Chunk {
  /** Of each entry the bytes of its envelope and of its payload; null: erased. */
  readonly lengths: readonly (readonly [envelope: number, payload: number] | null)[]
  readonly bytes: ArrayBuffer
}
/** Gives the entries from an index on: one at least. */
export type Ask = (from: number) => Promise<Chunk>

/** Entries of one chunk at the most. */
const CHUNK_ENTRIES_MAX = 2_048
/** A chunk that has so many bytes takes no further entry. */
const CHUNK_BYTES = 1024 * 1024

/** Packs the entries from an index on, up to the size of the log. */
export async function packFrom(log: SealedLog, from: number): Promise<Chunk> {
  const lengths: Chunk['lengths'][number][] = []
  const parts: Uint8Array[] = []
  let length = 0
  if (from < log.size)
    for await (const sealed of log.sealedFrom(from)) {
      // Copied at once: the reader's window moves on.
      if (sealed !== null) parts.push(sealed.envelope.slice(), sealed.payload.slice())
      lengths.push(sealed === null ? null : [sealed.envelope.length, sealed.payload.length])
      length += (sealed?.envelope.length ?? 0) + (sealed?.payload.length ?? 0)
      const isLast = from + lengths.length >= log.size
      if (isLast || lengths.length >= CHUNK_ENTRIES_MAX || length >= CHUNK_BYTES) break
    }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return { lengths, bytes: bytes.buffer }
}

/** The entries of a chunk that begins at an index. */
function unpacked({ lengths, bytes }: Chunk, from: number): readonly (Entry | Tombstone)[] {
  const parse = (at: number, length: number): unknown =>
    JSON.parse(Buffer.from(bytes, at, length).toString('utf8'))
  let at = 0
  return lengths.map((one, i): Entry | Tombstone => {
    if (one === null) return { index: from + i, tombstone: true }
    const [envelope, payload] = one
    const entry = {
      ...(parse(at, envelope) as Envelope),
      payload: parse(at + envelope, payload) as Json,
    }
    at += envelope + payload
    return entry
  })
}

/** A log whose entries are asked for, as often as it is read. */
export function askedLog(
  { size, exercise, nowMs }: Pick<ReadableLog, 'size' | 'exercise' | 'nowMs'>,
  ask: Ask,
): ReadableLog {
  async function* entries() {
    for (let from = 0; from < size;) {
      const chunk = await ask(from)
      yield* unpacked(chunk, from)
      from += chunk.lengths.length
    }
  }
  return { size, exercise, nowMs, entries }
}
