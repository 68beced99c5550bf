/** What intake remembers of every batch: which entry took it, and which observations it brought in. */
import { toHex, type Entry, type Tombstone } from '@holdfast/core/evidence'
import type { Answer, BatchAccepted } from '@holdfast/core/observe'
import type { Journal } from '@holdfast/store/journal'
import type { ObservationIndex, Sighting } from '@holdfast/store/observation-index'

/** The index is marked on disk each time that so many entries were added to it. */
const MARK_ENTRIES = 512

/** The index of one journal, kept in step with it. */
export class BatchMemory {
  readonly #index: ObservationIndex
  readonly #journal: Journal
  #unmarked = 0

  constructor(index: ObservationIndex, journal: Journal) {
    this.#index = index
    this.#journal = journal
  }

  /** Adds an entry that is read back on start. */
  restore(entry: Entry | Tombstone): void {
    if ('tombstone' in entry || entry.kind !== 'observe.batch-accepted') return
    if (entry.index < this.#index.size) return
    const { root, observations } = entry.payload as unknown as BatchAccepted
    const sightings = observations.map(({ id, observed: { fromMs } }) => ({ id, fromMs }))
    this.#index.reserve(entry.index, root, sightings)
    this.#index.settle(entry.index, root, sightings)
  }

  /** From now on these are known, under an entry that is decided and may not be durable yet. */
  reserve(entry: number, root: string, sightings: readonly Sighting[]): void {
    this.#index.reserve(entry, root, sightings)
  }

  /** The entry is durable. */
  settle(entry: number, root: string, sightings: readonly Sighting[]): void {
    this.#index.settle(entry, root, sightings)
    this.#unmarked += 1
    // An index whose disk fails is behind, and the next start reads more of the journal: the record does not rest on it.
    if (this.#unmarked >= MARK_ENTRIES) void this.#mark(entry + 1).catch(() => undefined)
  }

  async #mark(size: number): Promise<void> {
    this.#unmarked = 0
    await this.#index.flush({ size, rootHash: toHex(this.#journal.rootHash(size)) })
  }

  /** The entry that brought an observation in, of those below `next`: an index may know more than a restored journal. */
  entryOf(sighting: Sighting, next: number): number | undefined {
    return below(next, this.#index.entryOf(sighting))
  }

  /** The same where only the id is known. */
  async find(observation: string, next: () => number): Promise<number | undefined> {
    const found = await this.#index.find(observation)
    return below(next(), found)
  }

  /** The entry that took the batch of that root, likewise. */
  batchOf(root: string, next: number): number | undefined {
    return below(next, this.#index.batchOf(root))
  }

  /**
   * The answer that a durable entry's batch was given; undefined where it was erased, or where only the commitment was
   * recorded and the rows came after all: they are then taken.
   */
  async answerIn(index: number, hasRows: boolean): Promise<Answer | undefined> {
    const entry = await this.#journal.entry(index)
    if ('tombstone' in entry) return undefined
    const { root, rejected, observations, dropped } = entry.payload as unknown as BatchAccepted
    if (dropped !== undefined && hasRows) return undefined
    return { batch: root, accepted: observations.length, rejected }
  }

  /** Writes what is settled and closes the index; `isWhole` says that it stands for all of the journal. */
  async close(isWhole: boolean): Promise<void> {
    if (isWhole) await this.#mark(this.#journal.size)
    await this.#index.close()
  }
}

const below = (next: number, found: number | undefined): number | undefined =>
  found !== undefined && found < next ? found : undefined
