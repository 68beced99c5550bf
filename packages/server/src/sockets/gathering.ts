/**
 * Datagrams between the socket and the feed. UDP cannot be told to wait, so they wait here within a bound, are pushed
 * many at a time because each push is one write to the disk, and what finds no room is counted by its reason.
 */
import {
  DATAGRAM_BYTES_MAX,
  PUSH_BYTES_MAX,
  QUEUE_BYTES_MAX,
  QUEUE_DATAGRAMS_MAX,
} from './limits.ts'

/** Why a datagram was lost. */
export type LossReason = 'overrun' | 'oversized' | 'not-taken'
/** How many datagrams were lost for one reason, and their bytes; 0 where nobody saw how many. */
export interface Loss {
  readonly datagrams: number
  readonly bytes: number
}

/** A queue of datagrams with a bound, and what was lost at it. */
export class Gathering {
  #waiting: Uint8Array[] = []
  #bytes = 0
  #lost = new Map<LossReason, Loss>()

  /** Bytes that wait. */
  get bytes(): number {
    return this.#bytes
  }
  /** Datagrams that wait. */
  get size(): number {
    return this.#waiting.length
  }

  /** Takes a datagram in, or counts it as lost. An empty one says nothing and is passed over. */
  add(datagram: Uint8Array): void {
    const { length } = datagram
    if (length === 0) return
    if (length > DATAGRAM_BYTES_MAX) {
      this.lose('oversized', { datagrams: 1, bytes: length })
    } else if (
      this.#waiting.length >= QUEUE_DATAGRAMS_MAX ||
      this.#bytes + length > QUEUE_BYTES_MAX
    ) {
      this.lose('overrun', { datagrams: 1, bytes: length })
    } else {
      this.#waiting.push(datagram)
      this.#bytes += length
    }
  }

  /** The oldest datagrams, whole, up to the bytes of one push; at least one where any waits. */
  next(): readonly Uint8Array[] {
    let bytes = 0
    let count = 0
    for (const { length } of this.#waiting) {
      if (count > 0 && bytes + length > PUSH_BYTES_MAX) break
      bytes += length
      count += 1
    }
    this.#bytes -= bytes
    return this.#waiting.splice(0, count)
  }

  /** Counts a loss. */
  lose(reason: LossReason, { datagrams, bytes }: Loss): void {
    const before = this.#lost.get(reason)
    this.#lost.set(reason, {
      datagrams: (before?.datagrams ?? 0) + datagrams,
      bytes: (before?.bytes ?? 0) + bytes,
    })
  }

  /** What was lost since this was asked last. */
  losses(): ReadonlyMap<LossReason, Loss> {
    const lost = this.#lost
    this.#lost = new Map()
    return lost
  }
}
