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

/** A reject, and which of the way's feeds brought it; the way itself where that is not said. */
type Kept = FeedReject & { readonly feed?: string }

interface Unrecorded {
  readonly fromMs: InstantMs
  readonly counts: Record<string, number>
  readonly nothings: Record<string, number>
  readonly hash: Hash
}
/** Kinds of records that are no observation, counted one by one in an entry; the rest counts as other. */
const KINDS_MAX = 64

/** One account. */
export class RejectsAccount {
  readonly #of: RejectsOf
  readonly #taker: Taker
  readonly #ledger: RejectsLedger
  #unrecorded: Unrecorded | null = null

  constructor(of: RejectsOf, taker: Taker, ledger: RejectsLedger) {
    this.#of = of
    this.#taker = taker
    this.#ledger = ledger
  }

  /** Keeps rejects; each counts as so many. */
  async add(rejects: readonly Kept[], times = 1): Promise<void> {
    const atMs = this.#taker.nowMs
    const { via, source } = this.#of
    await this.#ledger.add(
      rejects.map(({ bytes, times: _times, ...reject }) => ({
        ...via,
        ...reject,
        atMs,
        source,
        bytes: Buffer.from(bytes).toString('base64'),
      })),
    )
    for (const { reason, bytes, times: own = times } of rejects) {
      const { counts, hash } = this.#open()
      counts[reason] = (counts[reason] ?? 0) + own
      hash.update(createHash('sha256').update(bytes).digest())
    }
  }

  #open(): Unrecorded {
    this.#unrecorded ??= {
      fromMs: this.#taker.nowMs,
      counts: {},
      nothings: {},
      hash: createHash('sha256'),
    }
    return this.#unrecorded
  }

  /** Counts records that were understood and are no observation. */
  addNothings(nothings: Readonly<Record<string, number>>): void {
    for (const [kind, n] of Object.entries(nothings)) {
      const { nothings: known } = this.#open()
      const isRoom = Object.hasOwn(known, kind) || Object.keys(known).length < KINDS_MAX
      const what = isRoom ? kind : 'other'
      known[what] = (known[what] ?? 0) + n
    }
  }

  /** Records what is due: all of it at the end, otherwise what is a minute old. */
  async record(isLast: boolean): Promise<void> {
    const unrecorded = this.#unrecorded
    const { nowMs } = this.#taker
    if (unrecorded === null || (!isLast && nowMs - unrecorded.fromMs < RECORD_MS)) return
    this.#unrecorded = null
    const { fromMs, counts, nothings, hash } = unrecorded
    const bytesSha256 = hash.digest('hex')
    await this.#taker.record([
      rejectsRecorded({ ...this.#of, fromMs, toMs: nowMs, counts, nothings, bytesSha256 }),
    ])
  }
}
