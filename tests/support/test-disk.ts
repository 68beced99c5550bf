/**
 * For the spool's tests: a disk in memory that keeps apart what was written and what was flushed, so that the power can
 * be cut. What was never flushed is gone afterwards, or a part of it is there, as on a real disk; a name that was not
 * flushed with its directory is gone too.
 */
import type { FileSystem, JournalFile } from '@holdfast/store/journal'

const systemCodeError = (code: string): Error => Object.assign(new Error(code), { code })

interface Inode {
  written: Buffer
  flushed: Buffer
}
export interface CutPower {
  /** Called at the instant of the cut. */
  readonly onCut: () => void
  readonly random: () => number
}

export class TestDisk implements FileSystem {
  #names = new Map<string, Inode>()
  #flushedNames = new Map<string, Inode>()
  #calls = 0
  #cutAt = Infinity
  #power: CutPower | null = null
  /** Makes the calls that it says true of fail, by name and path. */
  fails: (call: string, path: string) => string | null = () => null

  /** After so many more calls the power goes. */
  cutAfter(calls: number, power: CutPower): void {
    this.#cutAt = this.#calls + calls
    this.#power = power
  }

  /** The disk as the next start finds it. */
  afterCut(random: () => number): TestDisk {
    const next = new TestDisk()
    for (const [path, { written, flushed }] of this.#flushedNames) {
      const kept = flushed.length + Math.floor(random() * (written.length - flushed.length + 1))
      const isSame = written.subarray(0, flushed.length).equals(flushed)
      const data = isSame && written.length > flushed.length ? written.subarray(0, kept) : flushed
      const inode = { written: Buffer.from(data), flushed: Buffer.from(data) }
      next.#names.set(path, inode)
      next.#flushedNames.set(path, inode)
    }
    return next
  }

  /** The disk as the next process finds it when only this one was killed: nothing is gone, nothing more is flushed. */
  afterKill(): TestDisk {
    const next = new TestDisk()
    const copies = new Map<Inode, Inode>()
    const copyOf = (inode: Inode): Inode => {
      const copy = copies.get(inode) ?? { ...inode }
      copies.set(inode, copy)
      return copy
    }
    for (const [path, inode] of this.#names) next.#names.set(path, copyOf(inode))
    for (const [path, inode] of this.#flushedNames) next.#flushedNames.set(path, copyOf(inode))
    return next
  }

  async #call(call: string, path: string): Promise<void> {
    this.#calls += 1
    if (this.#calls === this.#cutAt) this.#power?.onCut()
    if (this.#calls >= this.#cutAt) await new Promise(() => undefined)
    // Another task may come in between, as with a real disk.
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    const code = this.fails(call, path)
    if (code !== null) throw systemCodeError(code)
  }

  openFile = async (path: string, mode: 'read' | 'write' | 'create'): Promise<JournalFile> => {
    await this.#call('open', path)
    const found = this.#names.get(path)
    if (mode === 'create' ? found !== undefined : found === undefined)
      throw systemCodeError(mode === 'create' ? 'EEXIST' : 'ENOENT')
    const inode = found ?? { written: Buffer.alloc(0), flushed: Buffer.alloc(0) }
    this.#names.set(path, inode)
    return this.#fileOf(path, inode)
  }

  #fileOf(path: string, inode: Inode): JournalFile {
    return {
      read: async (at, length) => {
        await this.#call('read', path)
        return Buffer.from(inode.written.subarray(at, at + length))
      },
      write: async (bytes, at) => {
        const size = Math.max(inode.written.length, at + bytes.length)
        const next = Buffer.alloc(size)
        next.set(inode.written)
        next.set(bytes, at)
        inode.written = next
        await this.#call('write', path)
      },
      datasync: async () => {
        await this.#call('datasync', path)
        inode.flushed = Buffer.from(inode.written)
      },
      truncate: async (length) => {
        await this.#call('truncate', path)
        inode.written = Buffer.from(inode.written.subarray(0, length))
      },
      size: async () => inode.written.length,
      close: async () => undefined,
    }
  }

  readFile = async (path: string): Promise<Uint8Array | null> => {
    await this.#call('readFile', path)
    const found = this.#names.get(path)
    return found === undefined ? null : Buffer.from(found.written)
  }
  list = async (dir: string): Promise<readonly string[]> =>
    [...this.#names.keys()]
      .flatMap((path) => (path.startsWith(`${dir}/`) ? [path.slice(dir.length + 1)] : []))
      .toSorted()
  makeDirectory = async (): Promise<void> => undefined
  syncDirectory = async (dir: string): Promise<void> => {
    await this.#call('syncDirectory', dir)
    for (const path of this.#flushedNames.keys())
      if (path.startsWith(`${dir}/`)) this.#flushedNames.delete(path)
    for (const [path, inode] of this.#names)
      if (path.startsWith(`${dir}/`)) this.#flushedNames.set(path, inode)
  }
  rename = async (from: string, to: string): Promise<void> => {
    await this.#call('rename', to)
    const inode = this.#names.get(from)
    if (inode === undefined) throw systemCodeError('ENOENT')
    this.#names.delete(from)
    this.#names.set(to, inode)
  }
  link = async (): Promise<boolean> => false
  remove = async (path: string): Promise<void> => {
    await this.#call('remove', path)
    if (!this.#names.delete(path)) throw systemCodeError('ENOENT')
  }
}
