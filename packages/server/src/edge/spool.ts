/**
 * The spool: what an edge took in and the centre has not answered yet, on the edge's own disk. Batches are appended to
 * segments, many with one flush (group commit); a batch is told durable only after it. Statements are signed as they
 * are written, so numbers follow one another as they stand on the disk: a write that failed used none, and one that
 * was torn by a crash is cut at the next start before anything of it was forwarded.
 *
 * The disk is bounded. Over the bound the rows of the oldest segment that still has some are dropped: the segment is
 * written anew without them and takes the old one's name in one step. Statements stay until the centre answered.
 * When nothing is left to drop, nothing more is taken.
 */
import type { FileSystem, JournalFile } from '@holdfast/store/journal'
import { Group } from './group.ts'
import { Backlog } from './backlog.ts'
import type { Entry, Held, Segment, WaitingOf } from './backlog.ts'
import { decodeRecord, encodeRecord, lengthOf, scanSegment } from './record.ts'
import type { PlacedRecord, SpoolRecord, Statement } from './record.ts'
import { writeStripped } from './strip.ts'

/** Batches that may wait for the centre: each takes some hundred bytes of memory. */
export const WAITING_MAX = 1_000_000
/** Bytes that may wait for the disk. */
const QUEUE_BYTES_MAX = 64 * 1024 * 1024
/** Bytes that a COSE_Sign1 of ours takes at the most: a source's id has up to 128 characters. */
const SIGN1_BYTES_MAX = 512
const SEGMENT_BYTES = { min: 64 * 1024, max: 8 * 1024 * 1024 }

/** The last statement of a source. */
export interface Head {
  readonly sequence: number
  readonly hash: string
}
/** A batch that is offered to the spool. */
export interface Offered {
  readonly source: string
  readonly rows: number
  /** Null where the rows were dropped before they came here. */
  readonly texts: Uint8Array | null
  /** Bytes of the COSE_Sign1 that `seal` will give, at the most; by default what ours take. */
  readonly sign1Bytes?: number
  /** The statement after `head`; null: there is none before it. */
  readonly seal: (
    head: Head | null,
  ) => Promise<Pick<Statement, 'sequence' | 'hash' | 'root' | 'sign1'>>
}
/** What became of an offered batch. */
export type Put = { readonly entry: Entry } | { readonly refused: string }

/** The segment that is being appended to. */
interface Active {
  readonly segment: Segment
  readonly file: JournalFile
}
/** Where and how a spool is kept. */
export interface SpoolOptions {
  readonly fileSystem: FileSystem
  readonly dir: string
  readonly bytesMax: number
  /** What the centre has answered of each source. */
  readonly settled: ReadonlyMap<string, Head & { readonly ordinal: number }>
  /** Rows of these were just dropped. */
  readonly dropped?: (entries: readonly Entry[]) => void
  readonly report: (text: string) => void
}

const NAME = /^spool-(\d{10})$/
const nameOf = (n: number): string => `spool-${String(n).padStart(10, '0')}`
const needOf = ({ source, texts, sign1Bytes = SIGN1_BYTES_MAX }: Offered): number =>
  lengthOf({ source, sign1Bytes, rowsBytes: texts?.length ?? 0 })

/** The spool in a directory of its own. */
export class Spool {
  readonly #options: SpoolOptions
  readonly #segmentBytesMax: number
  readonly #group: Group<Offered, Put>
  readonly #segments: Segment[] = []
  readonly #backlog = new Backlog()
  readonly #heads = new Map<string, Head>()
  #active: Active | null = null
  #turn: Promise<unknown> = Promise.resolve()
  #nextSegment = 1
  #nextOrdinal = 1
  #bytes = 0
  #failure: string | null = null
  #isFull = false

  private constructor(options: SpoolOptions) {
    this.#options = options
    const { min, max } = SEGMENT_BYTES
    this.#segmentBytesMax = Math.max(min, Math.min(max, Math.floor(options.bytesMax / 16)))
    this.#group = new Group((items) => this.#inTurn(() => this.#commit(items)), {
      sizeOf: needOf,
      sizeMax: this.#segmentBytesMax,
    })
  }

  /** Opens the spool: a torn tail is cut, what was answered is removed, and the rest waits in its order. */
  static async open(options: SpoolOptions): Promise<Spool> {
    const { fileSystem, dir, settled } = options
    const spool = new Spool(options)
    await fileSystem.makeDirectory(dir)
    const names = await fileSystem.list(dir)
    for (const name of names) if (name.endsWith('.tmp')) await fileSystem.remove(`${dir}/${name}`)
    const segments = names.filter((name) => NAME.test(name))
    for (const [source, { ordinal, sequence, hash }] of settled) {
      if (sequence > 0) spool.#heads.set(source, { sequence, hash })
      spool.#nextOrdinal = Math.max(spool.#nextOrdinal, ordinal + 1)
    }
    for (const name of segments) await spool.#load(name, name === segments.at(-1))
    await fileSystem.syncDirectory(dir)
    return spool
  }

  async #load(name: string, isLast: boolean): Promise<void> {
    const { fileSystem, dir, report } = this.#options
    this.#nextSegment = Number(NAME.exec(name)?.[1]) + 1
    const bytes = (await fileSystem.readFile(`${dir}/${name}`)) ?? new Uint8Array()
    const { records, soundEnd, damaged } = scanSegment(bytes, isLast)
    for (const { from, to } of damaged)
      report(
        `spool: ${name}: bytes ${from} to ${to} are damaged; what they held is lost, and the centre will see the gap`,
      )
    if (isLast) await this.#cut(name, soundEnd, bytes.length)
    const segment: Segment = {
      name,
      held: [],
      waiting: 0,
      size: isLast ? soundEnd : bytes.length,
      hasRows: false,
    }
    for (const record of records) this.#remember(segment, record)
    this.#bytes += segment.size
    this.#segments.push(segment)
    if (segment.waiting === 0) await this.#remove(segment)
  }

  // Also records that a killed process wrote but never flushed: from now on they count, so they must be there.
  async #cut(name: string, soundEnd: number, size: number): Promise<void> {
    const file = await this.#options.fileSystem.openFile(`${this.#options.dir}/${name}`, 'write')
    try {
      if (soundEnd < size) {
        await file.truncate(soundEnd)
        this.#options.report(
          `spool: ${name}: ${size - soundEnd} bytes of an unfinished write were cut`,
        )
      }
      await file.datasync()
    } finally {
      await file.close()
    }
  }

  #remember(segment: Segment, record: PlacedRecord): void {
    const { source, ordinal, sequence, hash, root, rows, length, offset } = record
    const isSettled = ordinal <= (this.#options.settled.get(source)?.ordinal ?? 0)
    this.#nextOrdinal = Math.max(this.#nextOrdinal, ordinal + 1)
    if (sequence > (this.#heads.get(source)?.sequence ?? 0))
      this.#heads.set(source, { sequence, hash })
    if (isSettled) return
    const isDropped = record.texts === null
    const named = { ordinal, source, sequence, hash, root, rows }
    this.#enqueue({ ...named, length, offset, segment, isDropped, isSettled })
  }

  #enqueue(held: Held): void {
    const { segment } = held
    segment.held.push(held)
    segment.waiting += 1
    if (!held.isDropped) segment.hasRows = true
    this.#backlog.push(held)
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(step)
    this.#turn = result.catch(() => undefined)
    return result
  }

  /** The largest batch that may be put, bytes of rows. */
  get rowsBytesMax(): number {
    return Math.floor(this.#options.bytesMax / 4)
  }
  /** How the disk stands. */
  get disk() {
    const { bytesMax } = this.#options
    return {
      bytes: this.#bytes,
      bytesMax,
      segments: this.#segments.length,
      isFull: this.#isFull,
      failure: this.#failure,
    }
  }
  /** The last statement of a source. */
  headOf(source: string): Head | null {
    return this.#heads.get(source) ?? null
  }
  /** What waits of a source. */
  waitingOf(source: string): WaitingOf {
    return this.#backlog.waitingOf(source)
  }
  /** Sources of which batches are known. */
  get sources(): readonly string[] {
    return [...new Set([...this.#heads.keys(), ...this.#backlog.sources])].toSorted()
  }
  /** What waits, oldest first. */
  waiting(): readonly Entry[] {
    return this.#segments.flatMap(({ held }) => held.filter(({ isSettled }) => !isSettled))
  }
  /** The batches of a source that are next to be forwarded, in their order. */
  firsts(source: string, n: number): readonly Entry[] {
    return this.#backlog.firsts(source, n)
  }

  /** Takes a batch in. Resolves once it is durable, or refused. */
  async put(offered: Offered): Promise<Put> {
    if (this.#failure !== null) return { refused: this.#failure }
    if (this.#backlog.size >= WAITING_MAX)
      return { refused: `${WAITING_MAX} batches wait for the centre; nothing more is taken` }
    if (this.#group.size > QUEUE_BYTES_MAX)
      return { refused: 'too many bytes wait for the disk; send this batch again in a moment' }
    return await this.#group.add(offered)
  }

  async #commit(items: readonly Offered[]): Promise<readonly Put[]> {
    const all = (refused: string): readonly Put[] => items.map(() => ({ refused }))
    if (this.#failure !== null) return all(this.#failure)
    const need = items.reduce((sum, item) => sum + needOf(item), 0)
    try {
      this.#isFull = !(await this.#makeRoom(need))
      if (this.#isFull)
        return all(
          `the spool is full: ${this.#bytes} of ${this.#options.bytesMax} bytes, and only statements are left to keep; nothing more is taken until the centre answers`,
        )
      const active = await this.#activeFor(need)
      return await this.#append(active, items)
    } catch (error) {
      return all(`the spool cannot be written: ${messageOf(error)}`)
    }
  }

  async #append({ segment, file }: Active, items: readonly Offered[]): Promise<readonly Put[]> {
    const heads = new Map<string, Head>()
    const start = segment.size
    const parts: Buffer[] = []
    let [offset, ordinal] = [start, this.#nextOrdinal]
    const helds: Held[] = []
    for (const { source, rows, texts, seal } of items) {
      const sealed = await seal(heads.get(source) ?? this.#heads.get(source) ?? null)
      const { sequence, hash, root } = sealed
      heads.set(source, { sequence, hash })
      const statement = { source, rows, texts, ...sealed }
      const bytes = encodeRecord(statement, { ordinal, groupStart: start })
      const { length } = bytes
      parts.push(bytes)
      const named = { ordinal, source, sequence, hash, root, rows }
      const isDropped = texts === null
      helds.push({ ...named, length, offset, segment, isDropped, isSettled: false })
      offset += length
      ordinal += 1
    }
    try {
      await file.write(Buffer.concat(parts), start)
    } catch (error) {
      // Back to where it was: no number was used.
      await file.truncate(start).catch((cause: unknown) => this.#fail(cause))
      throw error
    }
    // After a failed flush nobody can say what is on the medium; only a new start can.
    await file.datasync().catch((cause: unknown) => this.#fail(cause))
    if (this.#failure !== null) throw new Error(this.#failure)
    segment.size = offset
    this.#bytes += offset - start
    this.#nextOrdinal = ordinal
    for (const [source, head] of heads) this.#heads.set(source, head)
    for (const held of helds) this.#enqueue(held)
    return helds.map((entry) => ({ entry }))
  }

  #fail(cause: unknown): void {
    this.#failure ??= `the spool's disk failed (${messageOf(cause)}); mend it and start the edge again`
    this.#options.report(this.#failure)
  }

  async #activeFor(need: number): Promise<Active> {
    const { fileSystem, dir } = this.#options
    if (this.#active !== null && this.#active.segment.size + need > this.#segmentBytesMax)
      await this.#rotate()
    if (this.#active !== null) return this.#active
    const name = nameOf(this.#nextSegment)
    this.#nextSegment += 1
    const file = await fileSystem.openFile(`${dir}/${name}`, 'create')
    await fileSystem.syncDirectory(dir)
    const segment: Segment = { name, held: [], waiting: 0, size: 0, hasRows: false }
    this.#segments.push(segment)
    this.#active = { segment, file }
    return this.#active
  }

  async #rotate(): Promise<void> {
    const active = this.#active
    this.#active = null
    await active?.file.close()
    if (active !== null && active.segment.waiting === 0) await this.#remove(active.segment)
  }

  async #remove(segment: Segment): Promise<void> {
    await this.#options.fileSystem.remove(`${this.#options.dir}/${segment.name}`)
    this.#segments.splice(this.#segments.indexOf(segment), 1)
    this.#bytes -= segment.size
  }

  // The reserve of one segment is for the one that is being written anew beside the old.
  async #makeRoom(need: number): Promise<boolean> {
    const limit = this.#options.bytesMax - this.#segmentBytesMax
    while (this.#bytes + need > limit) {
      const oldest = this.#segments.find(({ hasRows, waiting }) => hasRows || waiting === 0)
      if (oldest === undefined) return false
      if (oldest === this.#active?.segment) await this.#rotate()
      if (!this.#segments.includes(oldest)) continue
      if (oldest.waiting === 0) await this.#remove(oldest)
      else await this.#dropRows(oldest)
    }
    return true
  }

  async #dropRows(segment: Segment): Promise<void> {
    const { fileSystem, dir, dropped } = this.#options
    const kept = segment.held.filter(({ isSettled }) => !isSettled)
    const { places, size } = await writeStripped(fileSystem, `${dir}/${segment.name}`, kept)
    await fileSystem.syncDirectory(dir)
    const lost = kept.filter(({ isDropped, isSettled }) => !isDropped && !isSettled)
    for (const [i, held] of kept.entries()) {
      const offset = places[i] ?? size
      this.#backlog.stripped(held, { offset, length: (places[i + 1] ?? size) - offset })
    }
    this.#bytes += size - segment.size
    Object.assign(segment, { held: kept, size, hasRows: false })
    dropped?.(lost)
  }

  /**
   * A batch of `firsts` as it is on the disk now; null where the medium lost it. Rejects when the disk cannot be read, or
   * the batch is settled.
   */
  async read(entry: Entry): Promise<SpoolRecord | null> {
    // What `firsts` gave is what is held.
    const held = entry as Held
    if (held.isSettled) throw new Error(`batch ${entry.ordinal} of ${entry.source} is settled`)
    // A segment may be written anew between looking up the place and reading there; then once more, in turn.
    const record = await this.#readAt(held)
    return record ?? (await this.#inTurn(() => this.#readAt(held)))
  }

  async #readAt({ segment, offset, length, ordinal }: Held): Promise<SpoolRecord | null> {
    const { fileSystem, dir } = this.#options
    const file = await fileSystem.openFile(`${dir}/${segment.name}`, 'read')
    try {
      const record = decodeRecord(await file.read(offset, length), 0)
      return record?.ordinal === ordinal ? record : null
    } finally {
      await file.close()
    }
  }

  /** The centre answered the first batch of a source, and the answer is durable: it need not be kept. */
  settle(entry: Entry): void {
    const held = this.#backlog.first(entry.source)
    if (held === undefined || held !== entry)
      throw new Error(`batch ${entry.ordinal} is not the first of ${entry.source}`)
    this.#backlog.shift(held)
    const { segment } = held
    segment.waiting -= 1
    if (segment.waiting > 0) return
    void this.#inTurn(async () => {
      const isStanding = this.#segments.includes(segment) && this.#active?.segment !== segment
      if (isStanding && segment.waiting === 0) await this.#remove(segment)
    }).catch((error: unknown) => this.#options.report(`spool: ${messageOf(error)}`))
  }

  /** Lets what is under way become durable and closes. */
  async close(): Promise<void> {
    await this.#group.idle()
    await this.#inTurn(() => this.#rotate())
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
