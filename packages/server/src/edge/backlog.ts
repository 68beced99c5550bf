/** What waits for the centre, in its order per source, and how much that is. */
import { Queue } from './queue.ts'

/** A batch that waits for the centre. */
export interface Entry {
  readonly ordinal: number
  readonly source: string
  readonly sequence: number
  readonly hash: string
  readonly root: string
  readonly rows: number
  /** Bytes in the spool. */
  readonly length: number
  readonly isDropped: boolean
}
/** What waits of a source. */
export interface WaitingOf {
  readonly batches: number
  readonly bytes: number
  /** Batches of which only the statement is left, and how many rows they had. */
  readonly droppedBatches: number
  readonly droppedRows: number
}

/** A segment of the spool, in memory. */
export interface Segment {
  readonly name: string
  /** All that were ever in it, settled ones included until it is written anew. */
  held: Held[]
  waiting: number
  size: number
  hasRows: boolean
}
/** A batch with its place on the disk, which changes when its segment is written anew. */
export interface Held extends Entry {
  length: number
  isDropped: boolean
  readonly segment: Segment
  offset: number
  isSettled: boolean
}

const NOTHING: WaitingOf = { batches: 0, bytes: 0, droppedBatches: 0, droppedRows: 0 }

/** Queues of held batches, one for each source. */
export class Backlog {
  readonly #queues = new Map<string, Queue<Held>>()
  readonly #waitingOf = new Map<string, WaitingOf>()
  #size = 0

  /** Batches that wait. */
  get size(): number {
    return this.#size
  }
  /** Sources of which something waits or waited. */
  get sources(): readonly string[] {
    return [...this.#queues.keys()]
  }
  waitingOf(source: string): WaitingOf {
    return this.#waitingOf.get(source) ?? NOTHING
  }
  first(source: string): Held | undefined {
    return this.#queues.get(source)?.first
  }

  firsts(source: string, n: number): readonly Held[] {
    return this.#queues.get(source)?.firsts(n) ?? []
  }

  push(held: Held): void {
    const { source } = held
    const queue = this.#queues.get(source) ?? new Queue<Held>()
    this.#queues.set(source, queue)
    queue.push(held)
    this.#size += 1
    this.#count(held, 1)
  }

  /** The first batch of its source is settled. */
  shift(held: Held): void {
    this.#queues.get(held.source)?.shift()
    held.isSettled = true
    this.#size -= 1
    this.#count(held, -1)
  }

  /** A waiting or settled batch stands elsewhere now, without its rows. */
  stripped(
    held: Held,
    { offset, length }: { readonly offset: number; readonly length: number },
  ): void {
    if (!held.isSettled) this.#count(held, -1)
    held.offset = offset
    held.length = length
    held.isDropped = true
    if (!held.isSettled) this.#count(held, 1)
  }

  #count({ source, length, isDropped, rows }: Held, sign: 1 | -1): void {
    const before = this.waitingOf(source)
    this.#waitingOf.set(source, {
      batches: before.batches + sign,
      bytes: before.bytes + sign * length,
      droppedBatches: before.droppedBatches + (isDropped ? sign : 0),
      droppedRows: before.droppedRows + (isDropped ? sign * rows : 0),
    })
  }
}
