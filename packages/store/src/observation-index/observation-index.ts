/**
 * Which entry brought an observation in, and which entry answered a batch: what intake must know of everything that it
 * ever took, and memory cannot hold. It lives in a LevelDB beside the journal, is derived from it and may be thrown
 * away: it says itself for how much of the log it stands, and is brought up to the log on every start.
 *
 * An id is kept by its first 16 bytes. It is a SHA-256 of the observation's content, so two observations whose names
 * begin alike would have to be made on purpose, by some 2^64 trials; the later one would be refused as a duplicate.
 */
import { rm } from 'node:fs/promises'
import { ClassicLevel } from 'classic-level'

/** Writes are gathered until so many keys wait, or so long, milliseconds. */
const GATHER_KEYS_MAX = 8_192
const GATHER_MS = 500
/** Bytes of LevelDB's own memory. */
const BLOCK_CACHE_BYTES = 8 * 1024 * 1024
// Ids are random, so every merge reads and writes what it meets: at 20,000 keys a second merges of 16 MiB in 4 KiB blocks
// took a fifth of a core in bouts, and acknowledgements waited for it. So much memory halves them.
const WRITE_BUFFER_BYTES = 32 * 1024 * 1024
const BLOCK_BYTES = 16 * 1024
const FILE_BYTES = 16 * 1024 * 1024

const KEY_BYTES = 16
const ENTRY_BYTES = 6
const MARK_KEY = Buffer.from('mark')
/** The size of the log that the newest key belongs to: beyond the mark while keys were written and no mark was. */
const TOP_KEY = Buffer.from('top')
/** A batch's key is one byte longer than an observation's, so the two never meet. */
const BATCH_PREFIX = Buffer.from('b')

type Level = ClassicLevel<Buffer, Buffer>

/** How much of which log an index stands for. */
interface Mark {
  readonly size: number
  readonly rootHash: string
}

const observationKey = (id: string): Buffer => Buffer.from(id.slice(0, 2 * KEY_BYTES), 'hex')
const batchKey = (root: string): Buffer => Buffer.concat([BATCH_PREFIX, observationKey(root)])

function entryValue(entry: number): Buffer {
  const value = Buffer.allocUnsafe(ENTRY_BYTES)
  value.writeUIntLE(entry, 0, ENTRY_BYTES)
  return value
}

/** The index of one log's observations. Not for two processes at once: LevelDB's own lock refuses the second. */
export class ObservationIndex {
  readonly #level: Level
  /** Keys that are decided but not written yet, and where they will be found. */
  readonly #pending = new Map<string, number>()
  #settled: { key: Buffer; name: string; entry: number }[] = []
  #mark: Mark
  #writing: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | null = null
  #failure: Error | null = null

  private constructor(level: Level, mark: Mark) {
    this.#level = level
    this.#mark = mark
  }

  /**
   * Opens the index in a directory, or makes it. One that stands for another log, or for more of this one than there
   * is, is dropped; `rootHashAt` says what the log's root was at a size, null beyond its end.
   */
  static async open(
    dir: string,
    rootHashAt: (size: number) => string | null,
  ): Promise<ObservationIndex> {
    let level = await openLevel(dir)
    let mark = await readMark(level)
    const top = (await level.get(TOP_KEY))?.readUIntLE(0, ENTRY_BYTES) ?? 0
    // A journal that was restored from a copy may be shorter than what was indexed.
    if (rootHashAt(mark.size) !== mark.rootHash || rootHashAt(top) === null) {
      await level.close()
      await rm(dir, { recursive: true, force: true })
      level = await openLevel(dir)
      mark = { size: 0, rootHash: rootHashAt(0) ?? '' }
    }
    return new ObservationIndex(level, mark)
  }

  /** The size of the log that it stands for on disk; entries from here on are to be added. */
  get size(): number {
    return this.#mark.size
  }

  /** Whether the observation was taken. */
  has(id: string): boolean {
    return this.entryOf(id) !== undefined
  }

  /** The log index of the batch that brought the observation in. */
  entryOf(id: string): number | undefined {
    const pending = this.#pending.get(id)
    return pending ?? this.#read(observationKey(id))
  }

  /** The log index of the entry that took the batch of that root. */
  batchOf(root: string): number | undefined {
    const pending = this.#pending.get(`batch ${root}`)
    return pending ?? this.#read(batchKey(root))
  }

  #read(key: Buffer): number | undefined {
    return this.#level.getSync(key)?.readUIntLE(0, ENTRY_BYTES)
  }

  /** From now on these are known, under an entry that is decided but may not be durable yet. */
  reserve(entry: number, root: string, ids: Iterable<string>): void {
    for (const id of ids) this.#pending.set(id, entry)
    this.#pending.set(`batch ${root}`, entry)
  }

  /** The entry is durable, so they may be written. Entries are settled in the order of the log. */
  settle(entry: number, root: string, ids: Iterable<string>): void {
    for (const id of ids) this.#settled.push({ key: observationKey(id), name: id, entry })
    this.#settled.push({ key: batchKey(root), name: `batch ${root}`, entry })
    if (this.#settled.length >= GATHER_KEYS_MAX) this.#write()
    else
      this.#timer ??= setTimeout(() => {
        this.#write()
      }, GATHER_MS)
  }

  #write(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const settled = this.#settled
    if (settled.length === 0) return
    this.#settled = []
    this.#writing = this.#writing.then(async () => {
      try {
        const top = entryValue((settled.at(-1)?.entry ?? 0) + 1)
        await this.#level.batch([
          ...settled.map(({ key, entry }) => ({
            type: 'put' as const,
            key,
            value: entryValue(entry),
          })),
          { type: 'put', key: TOP_KEY, value: top },
        ])
        for (const { name, entry } of settled)
          if (this.#pending.get(name) === entry) this.#pending.delete(name)
      } catch (error) {
        // What could not be written stays in memory and is found there; the next start adds it from the log.
        this.#failure ??= error instanceof Error ? error : new Error(String(error))
      }
    })
  }

  /** Why it cannot be written any more; null while it can. */
  get failure(): Error | null {
    return this.#failure
  }

  /** Writes what was settled and says for how much of the log it now stands. */
  async flush(mark: Mark): Promise<void> {
    this.#write()
    await this.#writing
    if (this.#failure !== null) return
    await this.#level.put(MARK_KEY, Buffer.from(JSON.stringify(mark)))
    this.#mark = mark
  }

  /** Waits for what is under way and closes the files. */
  async close(): Promise<void> {
    this.#write()
    await this.#writing
    await this.#level.close()
  }
}

async function openLevel(dir: string): Promise<Level> {
  const level: Level = new ClassicLevel(dir, {
    keyEncoding: 'buffer',
    valueEncoding: 'buffer',
    // Hashes do not compress.
    compression: false,
    cacheSize: BLOCK_CACHE_BYTES,
    writeBufferSize: WRITE_BUFFER_BYTES,
    blockSize: BLOCK_BYTES,
    maxFileSize: FILE_BYTES,
  })
  await level.open()
  return level
}

async function readMark(level: Level): Promise<Mark> {
  const value = await level.get(MARK_KEY)
  const found: unknown = value === undefined ? null : JSON.parse(value.toString('utf8'))
  if (typeof found !== 'object' || found === null) return { size: 0, rootHash: '' }
  const { size, rootHash } = found as Partial<Mark>
  return typeof size === 'number' && typeof rootHash === 'string'
    ? { size, rootHash }
    : { size: 0, rootHash: '' }
}
