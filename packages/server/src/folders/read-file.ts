import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { isRefused } from '@holdfast/core/units'
import type { Feed, FeedSpec, Intake } from '@holdfast/engine/intake'
import { inflated, rawBytes, Unreadable, type Progress } from './bytes-of.ts'
import type { FileRecord, FolderLedger } from './ledger.ts'
import { PROGRESS_BYTES } from './limits.ts'
import { isGzip } from './names.ts'

/** A file at rest. */
export interface FoundFile {
  readonly path: Buffer
  /** As `spell` writes it. */
  readonly name: string
  readonly size: number
  readonly mtimeMs: number
}
/** What a file is read with. */
export interface Reading {
  readonly intake: Intake
  readonly spec: FeedSpec
  readonly ledger: FolderLedger
  readonly signal: AbortSignal
}
/**
 * How reading a file ended. After `changed` and `again` it is not in the record to its end and will be read again, when
 * it rests or when what hindered may have gone; `why` says why.
 */
export type ReadOutcome =
  | { readonly kind: 'done' | 'stopped' }
  | { readonly kind: 'refused' | 'changed' | 'again'; readonly why: string }

const LF = 10

/**
 * Cuts so that every piece but the last ends with a line. Where reading stops in the middle, the feed then never ends
 * in half a line, which a format of lines could take for a whole one. Pieces without any line end go on as they are.
 */
async function* wholeLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held = new Uint8Array()
  for await (const piece of pieces) {
    const joined = new Uint8Array(held.length + piece.length)
    joined.set(held)
    joined.set(piece, held.length)
    const last = joined.lastIndexOf(LF)
    const cut = last === -1 ? joined.length : last + 1
    held = joined.slice(cut)
    yield joined.slice(0, cut)
  }
  if (held.length > 0) yield held
}

/** The SHA-256 of a file as it is on the disk, hex. */
export async function sha256Of(path: Buffer, signal: AbortSignal): Promise<string> {
  const file = await openPlain(path)
  try {
    const hash = createHash('sha256')
    for await (const _ of rawBytes(file, hash, { read: 0 })) signal.throwIfAborted()
    return hash.digest('hex')
  } finally {
    await file.close()
  }
}

// Neither a link nor a pipe that took the file's place since it was looked at.
async function openPlain(path: Buffer): Promise<FileHandle> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  return await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** Reads a file from its beginning into a feed of its own, and notes how far it came. Never rejects. */
export async function readInto(found: FoundFile, reading: Reading): Promise<ReadOutcome> {
  let file: FileHandle
  try {
    file = await openPlain(found.path)
  } catch (error) {
    return { kind: 'again', why: `it cannot be opened: ${messageOf(error)}` }
  }
  try {
    return await readOpened(file, found, reading)
  } catch (error) {
    return { kind: 'again', why: messageOf(error) }
  } finally {
    await file.close().catch(() => undefined)
  }
}

const isSame = (a: FoundFile, b: { readonly size: number; readonly mtimeMs: number }): boolean =>
  a.size === b.size && a.mtimeMs === b.mtimeMs

async function readOpened(
  file: FileHandle,
  found: FoundFile,
  { intake, spec, ledger, signal }: Reading,
): Promise<ReadOutcome> {
  const before = await file.stat()
  if (!before.isFile() || !isSame(found, before))
    return { kind: 'changed', why: 'it changed before it was read' }
  // A format that leaves the day or minute out means the file's own time, and means it again when it is read again.
  const feed = await intake.open({ ...spec, receivedMs: Math.round(found.mtimeMs) })
  if (isRefused(feed)) return { kind: 'again', why: feed.refused }
  const hash = createHash('sha256')
  const progress: Progress = { read: 0 }
  let refused: Unreadable | null = null
  let isWhole = false
  try {
    isWhole = await pushAll({ file, found, feed, hash, progress, ledger, signal })
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    refused = error
    await feed.lose(
      error.reason,
      `${error.message}; it was read to byte ${progress.read} of ${found.size} and what came before is taken, nothing after`,
      Math.max(0, found.size - progress.read),
    )
  } finally {
    // What it brought is durable before the ledger says so.
    await intake.close(spec.id)
  }
  const { name, size, mtimeMs } = found
  const record: FileRecord = {
    name,
    size,
    mtimeMs,
    state: refused === null ? 'done' : 'refused',
    offset: progress.read,
    sha256: null,
    reason: refused?.message ?? null,
  }
  if (refused !== null) {
    await ledger.note(record)
    const why = `${refused.message}; it was read to byte ${progress.read} of ${size}`
    return { kind: 'refused', why }
  }
  if (!isWhole) {
    await ledger.note({ ...record, state: 'reading' })
    return { kind: 'stopped' }
  }
  if (!isSame(found, await file.stat()) || progress.read !== size)
    return { kind: 'changed', why: 'it changed while it was read; it is read again when it rests' }
  await ledger.note({ ...record, sha256: hash.digest('hex') })
  return { kind: 'done' }
}

interface Pushing {
  readonly file: FileHandle
  readonly found: FoundFile
  readonly feed: Feed
  readonly hash: ReturnType<typeof createHash>
  readonly progress: Progress
  readonly ledger: FolderLedger
  readonly signal: AbortSignal
}

/** Pushes a file piece by piece, each durable before the next is read; whether it came to the end. */
async function pushAll(pushing: Pushing): Promise<boolean> {
  const { file, found, feed, hash, progress, ledger, signal } = pushing
  const { name, size, mtimeMs } = found
  const raw = rawBytes(file, hash, progress)
  let noted = 0
  for await (const piece of wholeLines(isGzip(name) ? inflated(raw, progress) : raw)) {
    await feed.push([piece])
    if (signal.aborted) return false
    if (progress.read - noted < PROGRESS_BYTES) continue
    noted = progress.read
    await ledger.note({
      name,
      size,
      mtimeMs,
      state: 'reading',
      offset: progress.read,
      sha256: null,
      reason: null,
    })
  }
  return true
}
