/**
 * The two files that are being appended to. One group is written and made durable at a time; if that fails before the
 * sync, both files go back to their lengths before, so that a full disk costs only the group.
 */
import type { FileSystem, JournalFile } from './file-system.ts'
import { encodeSegmentHead, SEGMENT_HEAD_BYTES, segmentName } from './format.ts'
import type { SegmentPart } from './format.ts'
import type { EntryPlace } from './segments.ts'

/** Bytes of one group for the two files. */
export interface GroupBytes {
  readonly log: Uint8Array
  readonly payload: Uint8Array
}

/** Where in the sequence a segment starts. */
export interface SegmentStart {
  readonly segment: number
  readonly firstIndex: number
  readonly chain: Uint8Array
}

/** How a group ended: durable; undone, and the journal may go on; or unknown, and only a new opening can tell. */
export type GroupOutcome =
  | { readonly kind: 'durable' }
  | { readonly kind: 'undone'; readonly cause: unknown }
  | { readonly kind: 'unknown'; readonly cause: unknown }

interface BothFiles {
  readonly log: JournalFile
  readonly payload: JournalFile
}

async function openBoth(
  fileSystem: FileSystem,
  at: { readonly dir: string; readonly segment: number; readonly mode: 'create' | 'write' },
): Promise<BothFiles> {
  const open = (part: SegmentPart): Promise<JournalFile> =>
    fileSystem.openFile(`${at.dir}/${segmentName(part, at.segment)}`, at.mode)
  const payload = await open('payload')
  try {
    return { payload, log: await open('log') }
  } catch (error) {
    await payload.close()
    throw error
  }
}

async function orClose<T>(files: BothFiles, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    await Promise.allSettled([files.log.close(), files.payload.close()])
    throw error
  }
}

async function cutAt(file: JournalFile, end: number): Promise<void> {
  if ((await file.size()) > end) await file.truncate(end)
  // Also entries that a killed process wrote but never synced: from now on they count.
  await file.datasync()
}

/** The last segment, open for appending. */
export class SegmentWriter {
  readonly segment: number
  readonly #log: JournalFile
  readonly #payload: JournalFile
  #logEnd: number
  #payloadEnd: number

  private constructor(
    segment: number,
    files: BothFiles,
    ends: { readonly log: number; readonly payload: number },
  ) {
    this.segment = segment
    this.#log = files.log
    this.#payload = files.payload
    this.#logEnd = ends.log
    this.#payloadEnd = ends.payload
  }

  /** Makes a segment: both heads are durable, and so are the names, before this resolves. */
  static async create(
    fileSystem: FileSystem,
    dir: string,
    start: SegmentStart,
  ): Promise<SegmentWriter> {
    const make = async (part: SegmentPart, file: JournalFile): Promise<void> => {
      await file.write(encodeSegmentHead(part, start), 0)
      await file.datasync()
    }
    const files = await openBoth(fileSystem, { dir, segment: start.segment, mode: 'create' })
    return orClose(files, async () => {
      await make('payload', files.payload)
      await make('log', files.log)
      await fileSystem.syncDirectory(dir)
      const ends = { log: SEGMENT_HEAD_BYTES, payload: SEGMENT_HEAD_BYTES }
      return new SegmentWriter(start.segment, files, ends)
    })
  }

  /** Opens a segment at its sound ends; what lies behind them is cut, durably. */
  static async resume(
    fileSystem: FileSystem,
    dir: string,
    at: { readonly segment: number; readonly logEnd: number; readonly payloadEnd: number },
  ): Promise<SegmentWriter> {
    const { segment, logEnd, payloadEnd } = at
    const files = await openBoth(fileSystem, { dir, segment, mode: 'write' })
    return orClose(files, async () => {
      await cutAt(files.payload, payloadEnd)
      await cutAt(files.log, logEnd)
      return new SegmentWriter(segment, files, { log: logEnd, payload: payloadEnd })
    })
  }

  /** Where the next payload record goes. */
  get payloadEnd(): number {
    return this.#payloadEnd
  }

  /** Writes a group and syncs both files. */
  async append(group: GroupBytes): Promise<GroupOutcome> {
    try {
      await this.#payload.write(group.payload, this.#payloadEnd)
      await this.#log.write(group.log, this.#logEnd)
    } catch (cause) {
      return this.#undo(cause)
    }
    try {
      await Promise.all([this.#payload.datasync(), this.#log.datasync()])
    } catch (cause) {
      // A failed sync may have dropped the pages: what is on the medium cannot be known through this handle.
      return { kind: 'unknown', cause }
    }
    this.#payloadEnd += group.payload.length
    this.#logEnd += group.log.length
    return { kind: 'durable' }
  }

  /** Closes both files. */
  async close(): Promise<void> {
    await Promise.all([this.#payload.close(), this.#log.close()])
  }

  async #undo(cause: unknown): Promise<GroupOutcome> {
    try {
      await this.#log.truncate(this.#logEnd)
      await this.#payload.truncate(this.#payloadEnd)
      return { kind: 'undone', cause }
    } catch {
      return { kind: 'unknown', cause }
    }
  }
}

/** Overwrites one payload record in place, with the same length, and syncs. */
export async function overwriteRecord(
  at: { readonly fileSystem: FileSystem; readonly dir: string; readonly place: EntryPlace },
  bytes: Uint8Array,
): Promise<void> {
  const { segment, offset } = at.place
  const file = await at.fileSystem.openFile(`${at.dir}/${segmentName('payload', segment)}`, 'write')
  try {
    await file.write(bytes, offset)
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** Removes the files of a segment that could not be made; it holds no entry. */
export async function discardSegment(
  fileSystem: FileSystem,
  dir: string,
  segment: number,
): Promise<void> {
  const names = await fileSystem.list(dir)
  for (const part of ['log', 'payload'] as const) {
    const name = segmentName(part, segment)
    if (names.includes(name)) await fileSystem.remove(`${dir}/${name}`)
  }
  await fileSystem.syncDirectory(dir)
}
