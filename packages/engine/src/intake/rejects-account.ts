/**
 * What one feed, or one way, brought that was not understood: each reject goes to the ledger with its bytes, and what
 * they come to goes into the journal at most once a minute, so that a flood of rubbish makes few entries.
 */
import { createHash, type Hash } from 'node:crypto'
import { rejectsRecorded, type Via } from '@holdfast/core/observe'
import type { InstantMs } from '@holdfast/core/units'
import type { RejectsLedger } from '@holdfast/store/rejects'
import type { Taker } from './taker.ts'
import type { FeedReject } from './work.ts'

/** Rejects are summed up to one entry of the journal at the most so often, milliseconds. */
const RECORD_MS = 60_000

/** Whose rejects these are. */
export interface RejectsOf {
  readonly via: Required<Pick<Via, 'channel' | 'feed' | 'format'>>
  readonly source: string
}

/** One account. */
export class RejectsAccount {
  readonly #of: RejectsOf
  readonly #taker: Taker
  readonly #ledger: RejectsLedger
  #unrecorded: { fromMs: InstantMs; counts: Record<string, number>; hash: Hash } | null = null

  constructor(of: RejectsOf, taker: Taker, ledger: RejectsLedger) {
    this.#of = of
    this.#taker = taker
    this.#ledger = ledger
  }

  /** Keeps rejects; each counts as so many. */
  async add(rejects: readonly FeedReject[], times = 1): Promise<void> {
    const atMs = this.#taker.nowMs
    const { via, source } = this.#of
    await this.#ledger.add(
      rejects.map(({ bytes, ...reject }) => ({
        ...reject,
        atMs,
        ...via,
        source,
        bytes: Buffer.from(bytes).toString('base64'),
      })),
    )
    for (const { reason, bytes } of rejects) {
      this.#unrecorded ??= { fromMs: atMs, counts: {}, hash: createHash('sha256') }
      const { counts, hash } = this.#unrecorded
      counts[reason] = (counts[reason] ?? 0) + times
      hash.update(createHash('sha256').update(bytes).digest())
    }
  }

  /** Records what is due: all of it at the end, otherwise what is a minute old. */
  async record(isLast: boolean): Promise<void> {
    const unrecorded = this.#unrecorded
    const { nowMs } = this.#taker
    if (unrecorded === null || (!isLast && nowMs - unrecorded.fromMs < RECORD_MS)) return
    this.#unrecorded = null
    const { fromMs, counts, hash } = unrecorded
    const bytesSha256 = hash.digest('hex')
    await this.#taker.record([
      rejectsRecorded({ ...this.#of, fromMs, toMs: nowMs, counts, bytesSha256 }),
    ])
  }
}
