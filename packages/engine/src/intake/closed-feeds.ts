/**
 * What closed feeds brought stays to be seen, but a deployment that runs for years closes one for each connection and
 * each file. So the last of them are kept one by one, and those before them are summed for each way.
 */
import type { Feed, FeedCounts } from './feed.ts'
import type { FeedSpec } from './work.ts'

/** Closed feeds that are kept one by one. */
export const CLOSED_FEEDS_MAX = 256
/** Ways whose earlier feeds are summed apart; those of further ways share one sum. */
export const SUMMED_WAYS_MAX = 512
/** Different reasons of one sum; further ones are counted together as `other`. */
const REASONS_MAX = 256

interface Closed {
  readonly spec: FeedSpec
  readonly counts: FeedCounts
}

const NONE: FeedCounts = {
  bytes: 0,
  records: 0,
  accepted: 0,
  duplicates: 0,
  rejects: {},
  nothings: {},
  lastMs: null,
}

function summedReasons(a: FeedCounts['rejects'], b: FeedCounts['rejects']): FeedCounts['rejects'] {
  const sum = new Map(Object.entries(a))
  for (const [reason, n] of Object.entries(b)) {
    const name = sum.has(reason) || sum.size < REASONS_MAX ? reason : 'other'
    sum.set(name, (sum.get(name) ?? 0) + n)
  }
  return Object.fromEntries(sum)
}
const summed = (a: FeedCounts, b: FeedCounts): FeedCounts => ({
  bytes: a.bytes + b.bytes,
  records: a.records + b.records,
  accepted: a.accepted + b.accepted,
  duplicates: a.duplicates + b.duplicates,
  rejects: summedReasons(a.rejects, b.rejects),
  nothings: summedReasons(a.nothings, b.nothings),
  lastMs:
    a.lastMs === null || b.lastMs === null ? (a.lastMs ?? b.lastMs) : Math.max(a.lastMs, b.lastMs),
})

/** The closed feeds of an intake. A feed's way is what its id has before the first `/`. */
export class ClosedFeeds {
  readonly #last = new Map<string, Closed>()
  readonly #sums = new Map<string, Closed>()

  /** Keeps what a feed brought; one that brought nothing leaves nothing. */
  add({ spec, counts }: Feed): void {
    if (counts.lastMs === null && Object.keys(counts.rejects).length === 0) return
    this.#sum(spec.id)
    this.#last.set(spec.id, { spec, counts })
    const [oldest] = this.#last.keys()
    if (this.#last.size > CLOSED_FEEDS_MAX && oldest !== undefined) this.#sum(oldest)
  }

  #sum(id: string): void {
    const closed = this.#last.get(id)
    if (closed === undefined) return
    this.#last.delete(id)
    const way = id.split('/', 1)[0] ?? id
    const name = this.#sums.has(way) || this.#sums.size < SUMMED_WAYS_MAX ? way : ''
    const before = this.#sums.get(name)
    this.#sums.set(name, {
      spec: { ...closed.spec, id: `${name}/earlier` },
      counts: summed(before?.counts ?? NONE, closed.counts),
    })
  }

  /** The sums of the ways first, then the last feeds, oldest first. */
  list(): readonly Closed[] {
    return [...this.#sums.values(), ...this.#last.values()]
  }
}
