/**
 * Which entry brought an observation in, and which entry answered a batch: what intake must know of everything that it
 * ever took, and memory cannot hold. It lives in a LevelDB beside the journal, is derived from it and may be thrown
 * away: it says itself for how much of the log it stands, and is brought up to the log on every start.
 *
 * A key begins with the minute in which what was seen began. What comes in is mostly of now, so its keys lie side by side,
 * and a merge meets the last minutes alone; ids by themselves are random, and every merge met all that was ever taken.
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
// At 20,000 keys a second merges of 16 MiB in 4 KiB blocks took a fifth of a core in bouts, and acknowledgements waited for
// it: so much memory, and keys by the minute, each halve them.
const WRITE_BUFFER_BYTES = 32 * 1024 * 1024
const BLOCK_BYTES = 16 * 1024
const FILE_BYTES = 16 * 1024 * 1024

const MINUTE_MS = 60_000
const HOUR_MINUTES = 60
const MINUTE_BYTES = 4
/** The last minute of the last whole hour that fits. */
const MINUTE_MAX = Math.floor(2 ** (8 * MINUTE_BYTES) / HOUR_MINUTES) * HOUR_MINUTES - 1
const KEY_BYTES = 16
const ENTRY_BYTES = 6
/** Marks of an index with other keys had another name: such an index is dropped and made anew. */
const MARK_KEY = Buffer.from('mark by minute')
/** The size of the log that the newest key belongs to: beyond the mark while keys were written and no mark was. */
const TOP_KEY = Buffer.from('top')
/** Keys of batches and of hours differ in length from an observation's, so they never meet. */
const BATCH_PREFIX = Buffer.from('b')
/** An hour of which something was seen: where an id is sought whose time nobody knows. */
const HOUR_PREFIX = Buffer.from('h')
/** Hours that are sought through at once. */
const HOURS_SOUGHT = 8

type Level = ClassicLevel<Buffer, Buffer>

/** How much of which log an index stands for. */
interface Mark {
  readonly size: number
  readonly rootHash: string
}

/** What an observation is looked up by: its id, and when what was seen began, unix milliseconds. */
export interface Sighting {
  readonly id: string
  readonly fromMs: number
}

/** The minute of a time; what lies outside 1970 to 10136 is kept under the first or the last. */
const minuteOf = (fromMs: number): number =>
  Math.min(MINUTE_MAX, Math.max(0, Math.floor(fromMs / MINUTE_MS)))
const hourOf = (fromMs: number): number => Math.floor(minuteOf(fromMs) / HOUR_MINUTES)

function keyAt(minute: number, id: string): Buffer {
  const key = Buffer.allocUnsafe(MINUTE_BYTES + KEY_BYTES)
  key.writeUInt32BE(minute, 0)
  key.write(id, MINUTE_BYTES, KEY_BYTES, 'hex')
  return key
}
const observationKey = ({ id, fromMs }: Sighting): Buffer => keyAt(minuteOf(fromMs), id)
const batchKey = (root: string): Buffer =>
  Buffer.concat([BATCH_PREFIX, Buffer.from(root.slice(0, 2 * KEY_BYTES), 'hex')])

function hourKey(hour: number): Buffer {
  const key = Buffer.alloc(HOUR_PREFIX.length + MINUTE_BYTES, HOUR_PREFIX)
  key.writeUInt32BE(hour, HOUR_PREFIX.length)
  return key
}

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
  readonly #hours: Set<number>
  /** Hours whose keys are not written yet. */
  #newHours: number[] = []
  #mark: Mark
  #writing: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | null = null
  #failure: Error | null = null

  private constructor(level: Level, mark: Mark, hours: Set<number>) {
    this.#level = level
    this.#mark = mark
    this.#hours = hours
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
    return new ObservationIndex(level, mark, await readHours(level))
  }

  /** The size of the log that it stands for on disk; entries from here on are to be added. */
  get size(): number {
    return this.#mark.size
  }

  /** Whether the observation was taken. */
  has(sighting: Sighting): boolean {
    return this.entryOf(sighting) !== undefined
  }

  /** The log index of the batch that brought the observation in. */
  entryOf(sighting: Sighting): number | undefined {
    return this.#pending.get(sighting.id) ?? this.#read(observationKey(sighting))
  }

  /** The same where nobody knows the time: sought from the newest hour back, on LevelDB's own threads; the work grows with the hours kept. */
  async find(id: string): Promise<number | undefined> {
    const pending = this.#pending.get(id)
    if (pending !== undefined) return pending
    const hours = [...this.#hours].toSorted((a, b) => b - a)
    for (let at = 0; at < hours.length; at += HOURS_SOUGHT) {
      const keys = hours
        .slice(at, at + HOURS_SOUGHT)
        .flatMap((hour) =>
          Array.from({ length: HOUR_MINUTES }, (_, k) => keyAt(hour * HOUR_MINUTES + k, id)),
        )
      const found = (await this.#level.getMany(keys)).find((value) => value !== undefined)
      if (found !== undefined) return found.readUIntLE(0, ENTRY_BYTES)
    }
    // Written while it was sought.
    return this.#pending.get(id)
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
  reserve(entry: number, root: string, sightings: Iterable<Sighting>): void {
    for (const { id } of sightings) this.#pending.set(id, entry)
    this.#pending.set(`batch ${root}`, entry)
  }

  /** The entry is durable, so they may be written. Entries are settled in the order of the log. */
  settle(entry: number, root: string, sightings: Iterable<Sighting>): void {
    for (const one of sightings) {
      this.#settled.push({ key: observationKey(one), name: one.id, entry })
      const hour = hourOf(one.fromMs)
      if (this.#hours.has(hour)) continue
      this.#hours.add(hour)
      this.#newHours.push(hour)
    }
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
    const hours = this.#newHours
    this.#settled = []
    this.#newHours = []
    this.#writing = this.#writing.then(async () => {
      try {
        const top = entryValue((settled.at(-1)?.entry ?? 0) + 1)
        await this.#level.batch([
          ...settled.map(({ key, entry }) => ({
            type: 'put' as const,
            key,
            value: entryValue(entry),
          })),
          ...hours.map((hour) => ({
            type: 'put' as const,
            key: hourKey(hour),
            value: Buffer.alloc(0),
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

async function readHours(level: Level): Promise<Set<number>> {
  const keys = await level.keys({ gte: hourKey(0), lte: hourKey(MINUTE_MAX) }).all()
  return new Set(keys.map((key) => key.readUInt32BE(HOUR_PREFIX.length)))
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
