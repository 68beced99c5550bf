/**
 * The few file operations that the journal needs, as a port. Its second implementation is the tests': they fail each
 * call in turn, count what was synced, and leave a full disk behind, which no real disk does on request.
 */
import { constants } from 'node:fs'
import { link, mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'

/** An open file, read and written at explicit places in bytes from its start. */
export interface JournalFile {
  /** Reads up to `length` bytes; fewer at the end of the file. */
  readonly read: (at: number, length: number) => Promise<Uint8Array>
  /** Writes all the bytes or rejects; after a rejection any prefix may be in the file. */
  readonly write: (bytes: Uint8Array, at: number) => Promise<void>
  /** Resolves when the file's bytes and length are on the medium (fdatasync). */
  readonly datasync: () => Promise<void>
  readonly truncate: (length: number) => Promise<void>
  readonly size: () => Promise<number>
  readonly close: () => Promise<void>
}

/** What the journal does with a directory. */
export interface FileSystem {
  readonly openFile: (path: string, mode: 'read' | 'write' | 'create') => Promise<JournalFile>
  /** Bytes of a small file, or null when there is none. */
  readonly readFile: (path: string) => Promise<Uint8Array | null>
  /** Names in a directory, sorted; none when it does not exist. */
  readonly list: (dir: string) => Promise<readonly string[]>
  readonly makeDirectory: (dir: string) => Promise<void>
  /** Makes names created, renamed or removed in a directory durable (fsync of the directory). */
  readonly syncDirectory: (dir: string) => Promise<void>
  readonly rename: (from: string, to: string) => Promise<void>
  /** A second name for a file; false when that name is taken. */
  readonly link: (from: string, to: string) => Promise<boolean>
  readonly remove: (path: string) => Promise<void>
}

/** The `code` of a system call's error, such as ENOSPC; null for any other error. */
export const systemCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null

function nodeFile(handle: FileHandle): JournalFile {
  return {
    read: async (at, length) => {
      const bytes = Buffer.allocUnsafe(length)
      let done = 0
      while (done < length) {
        const { bytesRead } = await handle.read(bytes, done, length - done, at + done)
        if (bytesRead === 0) break
        done += bytesRead
      }
      return bytes.subarray(0, done)
    },
    write: async (bytes, at) => {
      let done = 0
      // A nearly full disk takes a part first and reports ENOSPC on the next call.
      while (done < bytes.length) {
        const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done)
        done += bytesWritten
      }
    },
    datasync: () => handle.datasync(),
    truncate: (length) => handle.truncate(length),
    size: async () => (await handle.stat()).size,
    close: () => handle.close(),
  }
}

const { O_RDONLY, O_RDWR, O_CREAT, O_EXCL } = constants
const FLAGS = { read: O_RDONLY, write: O_RDWR, create: O_RDWR | O_CREAT | O_EXCL }

async function absentAs<T>(instead: T, code: string, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    if (systemCode(error) === code) return instead
    throw error
  }
}

/** The real one. Files are readable by their owner only: payloads may carry any label. */
export const nodeFileSystem: FileSystem = {
  openFile: async (path, mode) => nodeFile(await open(path, FLAGS[mode], 0o600)),
  readFile: (path) => absentAs<Uint8Array | null>(null, 'ENOENT', () => readFile(path)),
  list: (dir) =>
    absentAs<readonly string[]>([], 'ENOENT', async () => (await readdir(dir)).toSorted()),
  makeDirectory: async (dir) => {
    await mkdir(dir, { recursive: true, mode: 0o700 })
  },
  syncDirectory: async (dir) => {
    const handle = await open(dir, O_RDONLY)
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  },
  rename,
  link: (from, to) =>
    absentAs(false, 'EEXIST', async () => {
      await link(from, to)
      return true
    }),
  remove: unlink,
}

/** Replaces a small file in one step: after a crash it holds the old bytes or the new, never a mixture. */
export async function replaceFile(
  fileSystem: FileSystem,
  at: { readonly dir: string; readonly name: string; readonly bytes: Uint8Array },
): Promise<void> {
  const temporary = `${at.dir}/${at.name}.tmp`
  if ((await fileSystem.readFile(temporary)) !== null) await fileSystem.remove(temporary)
  const file = await fileSystem.openFile(temporary, 'create')
  try {
    await file.write(at.bytes, 0)
    await file.datasync()
  } finally {
    await file.close()
  }
  await fileSystem.rename(temporary, `${at.dir}/${at.name}`)
  await fileSystem.syncDirectory(at.dir)
}
