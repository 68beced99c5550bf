/**
 * Tracks that ended, for display: JSON lines in a few files, the newest record of an id last. It is derived from the
 * journal and may be thrown away; so nothing here is flushed, a torn last line is cut, and the oldest file goes when
 * there would be too many. In memory stands only where each id's record lies. Used by one thread; its calls are
 * synchronous, since that thread has nothing else to do meanwhile.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { STORE_FILE_BYTES_MAX, STORE_FILES_MAX } from './limits.ts'

interface Place {
  readonly file: number
  readonly offset: number
  readonly length: number
}
/** Bytes of one file and number of files; the module's limits unless a test says otherwise. */
export interface StoreLimits {
  readonly fileBytesMax: number
  readonly filesMax: number
}
const LIMITS: StoreLimits = { fileBytesMax: STORE_FILE_BYTES_MAX, filesMax: STORE_FILES_MAX }
const LINE = 0x0a
const FILE = /^tracks-(\d{1,12})\.jsonl$/u
const ID = /^\{"id":"([^"\\]+)"/u

/** The stored tracks of one directory. */
export class TrackStore {
  readonly #dir: string
  readonly #limits: StoreLimits
  readonly #places = new Map<string, Place>()
  #files: number[] = []
  #open: { readonly file: number; readonly fd: number; bytes: number } | null = null

  /** Opens a directory, or makes it. */
  constructor(dir: string, limits: StoreLimits = LIMITS) {
    this.#dir = dir
    this.#limits = limits
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    this.#files = readdirSync(dir)
      .flatMap((name) => FILE.exec(name)?.[1] ?? [])
      .map(Number)
      .toSorted((a, b) => a - b)
    for (const file of this.#files) this.#scan(file)
    this.#drop()
  }

  /** How many tracks are stored. */
  get size(): number {
    return this.#places.size
  }

  #path(file: number): string {
    return join(this.#dir, `tracks-${file}.jsonl`)
  }

  #scan(file: number): void {
    const bytes = readFileSync(this.#path(file))
    let offset = 0
    for (let end = bytes.indexOf(LINE); end !== -1; end = bytes.indexOf(LINE, offset)) {
      const id = ID.exec(bytes.toString('utf8', offset, Math.min(end, offset + 200)))?.[1]
      if (id !== undefined) this.#places.set(id, { file, offset, length: end - offset })
      offset = end + 1
    }
    if (offset < bytes.length) truncateSync(this.#path(file), offset)
  }

  /** Stores a track under its id, in place of what was stored under it before. */
  put(record: { readonly id: string }): void {
    const { id, ...rest } = record
    const line = Buffer.from(`${JSON.stringify({ id, ...rest })}\n`, 'utf8')
    const open = this.#writable(line.length)
    const at = { file: open.file, offset: open.bytes, length: line.length - 1 }
    let written = 0
    while (written < line.length) written += writeSync(open.fd, line, written)
    open.bytes += line.length
    this.#places.delete(id)
    this.#places.set(id, at)
  }

  /** The stored text of a track, or null. */
  get(id: string): string | null {
    const place = this.#places.get(id)
    if (place === undefined || !existsSync(this.#path(place.file))) return null
    const fd = openSync(this.#path(place.file), 'r')
    try {
      const bytes = Buffer.alloc(place.length)
      const read = readSync(fd, bytes, 0, place.length, place.offset)
      return read === place.length ? bytes.toString('utf8') : null
    } finally {
      closeSync(fd)
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.close()
    for (const file of this.#files) rmSync(this.#path(file), { force: true })
    this.#files = []
    this.#places.clear()
  }

  // A file that a torn write left behind is not gone on with: its end is not where we count.
  #writable(bytes: number): { readonly file: number; readonly fd: number; bytes: number } {
    const open = this.#open
    if (open !== null && open.bytes + bytes <= this.#limits.fileBytesMax) {
      if (fstatSync(open.fd).size === open.bytes) return open
    }
    this.close()
    const file = (this.#files.at(-1) ?? 0) + 1
    this.#open = { file, fd: openSync(this.#path(file), 'a', 0o600), bytes: 0 }
    this.#files.push(file)
    this.#drop()
    return this.#open
  }

  #drop(): void {
    while (this.#files.length > this.#limits.filesMax) {
      const oldest = this.#files.shift()
      if (oldest === undefined) return
      rmSync(this.#path(oldest), { force: true })
      for (const [id, { file }] of this.#places) if (file === oldest) this.#places.delete(id)
    }
  }

  /** Closes the file that is written. */
  close(): void {
    if (this.#open !== null) closeSync(this.#open.fd)
    this.#open = null
  }
}
