/**
 * The journal: the one record, and the only thing that an acknowledgement rests on. An `append` resolves after its
 * entries' payloads and log records were synced. One sync serves every append that waits meanwhile (group commit), so
 * a hundred callers cost little more than one. Everything that changes the files runs in one loop, one step at a time.
 */
import { utf8 } from '@holdfast/core/evidence'
import type { ConsistencyProof, Entry, InclusionProof } from '@holdfast/core/evidence'
import type { Sealed, Signer, Tombstone, MerkleTree } from '@holdfast/core/evidence'
import { isRefused, type Refused } from '@holdfast/core/units'
import { nodeFileSystem, replaceFile, systemCode } from './file-system.ts'
import type { FileSystem, JournalFile } from './file-system.ts'
import { encodeHead, encodeTombstone } from './format.ts'
import { JournalError } from './journal-error.ts'
import { acquireLock, type DirectoryLock } from './lock.ts'
import { PayloadReader, type Wanted } from './payload-reader.ts'
import { buildGroup, entryIn, prepareRecord, requireEnvelope } from './records.ts'
import type { Group, JournalRecord, PreparedRecord } from './records.ts'
import { recover, storeCheckpoint, type Ready, type Recovered } from './recovery.ts'
import { discardSegment, overwriteRecord, SegmentWriter } from './segment-writer.ts'
import type { EntryPlaces } from './segments.ts'
import { STATED_FILES } from './stated.ts'

/** How to open a journal. */
export interface JournalOptions {
  /** Its directory, made when absent. One process at a time. */
  readonly dir: string
  /** Names the log in checkpoints, such as `holdfast.example/monitor`. */
  readonly origin: string
  readonly signer: Signer
  /** 32 bytes for an entry: `randomSalts`, or `seededSalts` in a replay. */
  readonly salt: (index: number) => Uint8Array
  /** A payload file of this length or more is followed by a new segment. */
  readonly segmentBytesMax?: number
  /** Most payload bytes that may wait for the disk; over it an append rejects with `full`. */
  readonly queueBytesMax?: number
  readonly fileSystem?: FileSystem
}

/** A payload file is followed by a new one at 256 MiB. */
export const SEGMENT_BYTES_MAX = 256 * 1024 * 1024
/** 256 MiB of payloads may wait for the disk. */
export const QUEUE_BYTES_MAX = 256 * 1024 * 1024
/** Most records in one `append`. */
export const APPEND_RECORDS_MAX = 10_000

/** A group closes at this many payload bytes or entries, so that one sync stays short. */
const GROUP_BYTES_MAX = 32 * 1024 * 1024
const GROUP_ENTRIES_MAX = 10_000
/** A checkpoint is stored at the latest after this many entries. */
const CHECKPOINT_ENTRIES_MAX = 1024

interface PendingAppend {
  readonly records: readonly PreparedRecord[]
  readonly bytes: number
  readonly resolve: (entries: Entry[]) => void
  readonly reject: (error: JournalError) => void
}

interface Parts extends Ready {
  readonly options: JournalOptions
  readonly fileSystem: FileSystem
  readonly lock: DirectoryLock
  readonly head: JournalFile
}

/** An open journal. */
export class Journal {
  readonly #options: JournalOptions
  readonly #fileSystem: FileSystem
  readonly #lock: DirectoryLock
  readonly #head: JournalFile
  readonly #tree: MerkleTree
  readonly #places: EntryPlaces
  #writer: SegmentWriter
  #chain: Uint8Array
  #queue: PendingAppend[] = []
  #queueBytes = 0
  #draining: Promise<void> | null = null
  /** Tail of the single-file line of everything that changes the directory. */
  #turn: Promise<unknown> = Promise.resolve()
  #checkpointSize: number
  #state: 'open' | 'failed' | 'closed' = 'open'
  #failure: unknown = null

  private constructor(parts: Parts) {
    this.#options = parts.options
    this.#fileSystem = parts.fileSystem
    this.#lock = parts.lock
    this.#head = parts.head
    this.#tree = parts.scan.tree
    this.#places = parts.scan.places
    this.#writer = parts.writer
    this.#chain = parts.scan.chain
    this.#checkpointSize = parts.scan.tree.size
  }

  /**
   * Opens the journal, or makes it: takes the lock, reads everything through, cuts a torn tail. Refuses a directory
   * in use, damaged, or of another journal, and then changes nothing in it.
   */
  static async open(
    options: JournalOptions,
  ): Promise<{ readonly journal: Journal; readonly recovered: Recovered } | Refused> {
    const fileSystem = options.fileSystem ?? nodeFileSystem
    const { dir, origin, signer } = options
    let lock: DirectoryLock | Refused | null = null
    let writer: SegmentWriter | null = null
    try {
      await fileSystem.makeDirectory(dir)
      lock = await acquireLock(fileSystem, dir)
      if (isRefused(lock)) return lock
      const place = { fileSystem, dir, origin, signer }
      const ready = await recover(place)
      if (isRefused(ready)) {
        await lock.release()
        return ready
      }
      writer = ready.writer
      const head = await fileSystem.openFile(`${dir}/${STATED_FILES.head}`, 'write')
      const journal = new Journal({ ...ready, options, fileSystem, lock, head })
      return { journal, recovered: ready.recovered }
    } catch (error) {
      await writer?.close()
      if (lock !== null && !isRefused(lock)) await lock.release().catch(() => undefined)
      if (systemCode(error) === null) throw error
      return { refused: `cannot open the journal in ${dir}: ${String(error)}` }
    }
  }

  /** Number of durable entries. */
  get size(): number {
    return this.#tree.size
  }

  /** The root of the first `size` entries; of all by default. */
  rootHash(size: number = this.size): Uint8Array {
    return this.#tree.root(size)
  }

  /** The leaf hash of an entry. */
  leafHash(index: number): Uint8Array {
    return this.#tree.leaf(index)
  }

  /** The proof that an entry is among the first `size`. */
  proofOfInclusion(index: number, size: number = this.size): InclusionProof {
    return this.#tree.inclusion(index, size)
  }

  /** The proof that the log of `oldSize` entries is a prefix of that of `newSize`. */
  proofOfConsistency(oldSize: number, newSize: number = this.size): ConsistencyProof {
    return this.#tree.consistency(oldSize, newSize)
  }

  /**
   * Records entries, in order and next to each other; resolves once they are durable. Rejects with a `JournalError`,
   * and then none of them was acknowledged. Payloads are serialised at once: later changes to them have no effect.
   */
  async append(records: readonly JournalRecord[]): Promise<Entry[]> {
    this.#requireOpen()
    if (records.length === 0) return []
    if (records.length > APPEND_RECORDS_MAX)
      throw new JournalError(
        'refused',
        `${records.length} records at once; ${APPEND_RECORDS_MAX} are allowed`,
      )
    const prepared = records.map((record, i) => prepareRecord(record, i))
    for (const [i, record] of prepared.entries()) requireEnvelope(record, i)
    const bytes = prepared.reduce((sum, { payload }) => sum + payload.length, 0)
    const limit = this.#options.queueBytesMax ?? QUEUE_BYTES_MAX
    if (this.#queueBytes > 0 && this.#queueBytes + bytes > limit)
      throw new JournalError('full', `more than ${limit} bytes wait for the disk; send again later`)
    return new Promise((resolve, reject) => {
      this.#queue.push({ records: prepared, bytes, resolve, reject })
      this.#queueBytes += bytes
      this.#draining ??= this.#drain()
    })
  }

  /**
   * The entries of [from, to), in order; by default to the size at the first step.
   * @yields each entry, or its tombstone
   */
  async *read(from: number, to: number = this.size): AsyncGenerator<Entry | Tombstone> {
    let index = from
    for await (const sealed of this.readSealed(from, to))
      yield toEntry(index++, sealed ?? 'tombstone')
  }

  /**
   * The entries of [from, to) as they are stored, in order; null after an erasure. Reads ahead, so it opens each segment
   * once. The bytes hold until the next step: copy what you keep.
   * @yields salt, envelope and payload of each entry
   */
  async *readSealed(from: number, to: number = this.size): AsyncGenerator<Sealed | null> {
    const reader = new PayloadReader(this.#fileSystem, this.#options.dir)
    try {
      for (let index = from; index < to; index++) {
        const sealed = await reader.read(this.#wanted(index), true)
        yield sealed === 'tombstone' ? null : sealed
      }
    } finally {
      await reader.close()
    }
  }

  /** One entry, or its tombstone; throws a RangeError outside [0, size). */
  async entry(index: number): Promise<Entry | Tombstone> {
    return toEntry(index, (await this.sealed(index)) ?? 'tombstone')
  }

  /** What an outsider needs to recompute an entry's leaf: salt, envelope and payload as stored; null after an erasure. */
  async sealed(index: number): Promise<Sealed | null> {
    const wanted = this.#wanted(index)
    const reader = new PayloadReader(this.#fileSystem, this.#options.dir)
    try {
      const sealed = await reader.read(wanted, false)
      return sealed === 'tombstone' ? null : sealed
    } finally {
      await reader.close()
    }
  }

  /** Signs the present size and root, stores it, and returns the note. */
  async checkpoint(): Promise<string> {
    this.#requireOpen()
    return this.#inTurn(() => this.#storeCheckpoint())
  }

  /**
   * Erases an entry's salt, envelope and payload for good; its leaf and every proof stay. Durable when it resolves. Who
   * erased and why is for an entry of its own. On a copy-on-write disk the old blocks live until they are reused.
   */
  async erase(index: number): Promise<void> {
    this.#requireOpen()
    const { place } = this.#wanted(index)
    const { dir } = this.#options
    return this.#inTurn(async () => {
      const intent = utf8(`erasing ${index}\n`)
      const fileSystem = this.#fileSystem
      await replaceFile(fileSystem, { dir, name: STATED_FILES.erasing, bytes: intent })
      const tombstone = encodeTombstone(index, place.length)
      await overwriteRecord({ fileSystem, dir, place }, tombstone)
      await fileSystem.remove(`${dir}/${STATED_FILES.erasing}`)
      await fileSystem.syncDirectory(dir)
    })
  }

  /** Waits for what was appended, stores a checkpoint, and lets the directory go. A second call does nothing. */
  async close(): Promise<void> {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    while (this.#draining !== null) await this.#draining
    await this.#turn
    try {
      if (this.#failure === null) await this.#storeCheckpoint()
    } finally {
      await Promise.allSettled([this.#writer.close(), this.#head.close()])
      await this.#lock.release()
    }
  }

  #wanted(index: number): Wanted {
    return { index, place: this.#places.at(index), leafHash: this.#tree.leaf(index) }
  }

  #requireOpen(): void {
    if (this.#state === 'closed') throw new JournalError('closed', 'the journal is closed')
    if (this.#state === 'failed') throw this.#failedError()
  }

  #failedError(): JournalError {
    const why = `the journal in ${this.#options.dir} stopped after a failed write (${String(this.#failure)}); open it again`
    return new JournalError('failed', why, this.#failure)
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(step)
    this.#turn = result.catch(() => undefined)
    return result
  }

  async #drain(): Promise<void> {
    // Appends made in the same tick belong to the same group.
    await Promise.resolve()
    while (this.#queue.length > 0) await this.#inTurn(() => this.#commit(this.#takeGroup()))
    this.#draining = null
  }

  #takeGroup(): readonly PendingAppend[] {
    let [bytes, entries, count] = [0, 0, 0]
    for (const pending of this.#queue) {
      bytes += pending.bytes
      entries += pending.records.length
      if (count > 0 && (bytes > GROUP_BYTES_MAX || entries > GROUP_ENTRIES_MAX)) break
      count++
    }
    return this.#queue.splice(0, count)
  }

  /** Never rejects: every outcome goes to the callers whose records these are. */
  async #commit(pending: readonly PendingAppend[]): Promise<void> {
    const bytes = pending.reduce((sum, append) => sum + append.bytes, 0)
    try {
      const group = await this.#write(pending.flatMap(({ records }) => records))
      let at = 0
      for (const { records, resolve } of pending) {
        resolve(group.entries.slice(at, at + records.length))
        at += records.length
      }
    } catch (cause) {
      const error = cause instanceof JournalError ? cause : this.#fail(cause)
      for (const { reject } of pending) reject(error)
    } finally {
      this.#queueBytes -= bytes
    }
    await this.#checkpointWhenDue()
  }

  async #write(records: readonly PreparedRecord[]): Promise<Group> {
    if (this.#failure !== null) throw this.#failedError()
    await this.#rotateWhenDue()
    const group = buildGroup(records, {
      index: this.size,
      segment: this.#writer.segment,
      payloadEnd: this.#writer.payloadEnd,
      chain: this.#chain,
      salt: this.#options.salt,
    })
    const outcome = await this.#writer.append(group.bytes)
    if (outcome.kind === 'unknown') throw this.#fail(outcome.cause)
    if (outcome.kind === 'undone') throw fullError(this.#options.dir, outcome.cause)
    this.#chain = group.chain
    for (const hash of group.leafHashes) this.#tree.append(hash)
    for (const place of group.places) this.#places.push(place)
    // In place and not synced: it survives a killed process, and after a power cut an older size is true, too.
    await this.#head.write(encodeHead({ size: this.size, chain: this.#chain }), 0)
    return group
  }

  #fail(cause: unknown): JournalError {
    this.#failure = cause
    if (this.#state === 'open') this.#state = 'failed'
    return this.#failedError()
  }

  async #rotateWhenDue(): Promise<void> {
    if (this.#writer.payloadEnd < (this.#options.segmentBytesMax ?? SEGMENT_BYTES_MAX)) return
    const { dir } = this.#options
    const start = { segment: this.#writer.segment + 1, firstIndex: this.size, chain: this.#chain }
    let next: SegmentWriter
    try {
      next = await SegmentWriter.create(this.#fileSystem, dir, start)
    } catch (cause) {
      // The disk has no room for a new segment: the unfinished one goes, the present one stays the last.
      await discardSegment(this.#fileSystem, dir, start.segment)
      throw fullError(dir, cause)
    }
    const before = this.#writer
    this.#writer = next
    await before.close()
  }

  async #checkpointWhenDue(): Promise<void> {
    if (this.#state !== 'open' || this.size < this.#checkpointSize + CHECKPOINT_ENTRIES_MAX) return
    // A checkpoint that could not be stored is tried again after the next group; the entries are durable without it.
    await this.#storeCheckpoint().catch(() => undefined)
  }

  async #storeCheckpoint(): Promise<string> {
    const { dir, origin, signer } = this.#options
    const head = { size: this.size, rootHash: this.#tree.root() }
    const note = await storeCheckpoint({ fileSystem: this.#fileSystem, dir, origin, signer }, head)
    this.#checkpointSize = head.size
    return note
  }
}

const fullError = (dir: string, cause: unknown): JournalError =>
  new JournalError(
    'full',
    `nothing was recorded: writing in ${dir} failed (${String(cause)}). Make room, then send again`,
    cause,
  )

const toEntry = (index: number, sealed: Sealed | 'tombstone'): Entry | Tombstone =>
  sealed === 'tombstone' ? { index, tombstone: true } : entryIn(sealed)
