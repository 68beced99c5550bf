import type { DurationMs, InstantMs } from '../../units/index.ts'
import { EARLY_MAX, EARLY_MS, PATIENCE_SHARE, SLICE_MS, TICK_MS } from './assumptions.ts'
import type { Report } from './report.ts'
import type { RefusedRows } from './types.ts'

/**
 * Reports in order of time, whatever order they come in. They wait a moment for earlier ones. One that is later all the
 * same is put aside, and when a share of its lateness has gone by, everything since is gone over again with it. What is
 * later than the window is not used: it stands in the journal.
 *
 * The room is shared: where it is full, a report takes the place of the newest of the source that holds most, so no source
 * is kept out by another. What is dated ahead of when it came waits apart, a few of each source.
 */

/** Reports that are kept at most, waiting and to be gone over again; beyond it the window shrinks, then new ones are refused. */
export const REPORTS_MAX = 200_000

/** What a timeline does with a report. */
type Taken = 'waits' | 'late' | 'repeated' | 'early' | 'overflowed'

/** A late report, and when to go back for it. */
interface Aside {
  readonly report: Report
  readonly patienceMs: DurationMs
  readonly dueMs: InstantMs
}

/** What one source has waiting. */
interface Waiting {
  readonly source: string
  /** In order of arrival. */
  queue: Report[]
  /** Dated ahead of when they came. */
  early: Report[]
  /** How many of its reports are put aside. */
  aside: number
}
const heldBy = ({ queue, aside }: Waiting): number => queue.length + aside
/** Sources that are told of by name, those with most refused rows. */
const TOLD_MAX = 16

/** By time, and of one time by id, so that the order in which they came leaves no trace. */
const byTime = (a: Report, b: Report): number =>
  a.atMs - b.atMs || (a.observation.id < b.observation.id ? -1 : 1)

/** What is gone over again. */
interface Again {
  readonly reports: readonly Report[]
  readonly late: number
  readonly dropped: number
}

/** The queue and the log of one picture. */
export class Timeline {
  readonly #reorderMs: DurationMs
  readonly #windowMs: DurationMs
  readonly #waiting = new Map<string, Waiting>()
  /** Over all sources; of the early ones apart. */
  #held = 0
  #early = 0
  readonly #refused = new Map<string, { early: number; overflowed: number }>()
  #aside: Aside[] = []
  #wentBackMs: InstantMs = Number.NEGATIVE_INFINITY
  #log: Report[] = []
  readonly #known = new Set<string>()
  #untilMs: InstantMs = Number.NEGATIVE_INFINITY

  constructor(reorderMs: DurationMs, windowMs: DurationMs) {
    this.#reorderMs = reorderMs
    this.#windowMs = windowMs
  }

  /** Everything before this was given out. */
  get untilMs(): InstantMs {
    return this.#untilMs
  }
  /** Nobody goes back to before this. */
  get settledMs(): InstantMs {
    return this.#untilMs - this.#windowMs * (1 + 2 * PATIENCE_SHARE) - 3 * TICK_MS
  }
  get waiting(): number {
    return this.#held + this.#early
  }
  get kept(): number {
    return this.#log.length
  }
  /** Reports that had no room, and those dated too far ahead, in all and of the sources that sent most of them. */
  get refused(): { early: number; overflowed: number; bySource: readonly RefusedRows[] } {
    const all = [...this.#refused].map(([source, rows]) => ({ source, ...rows }))
    return {
      early: all.reduce((sum, one) => sum + one.early, 0),
      overflowed: all.reduce((sum, one) => sum + one.overflowed, 0),
      bySource: all
        .toSorted(
          (a, b) =>
            b.early + b.overflowed - a.early - a.overflowed || (a.source < b.source ? -1 : 1),
        )
        .slice(0, TOLD_MAX),
    }
  }

  /** Takes a report that came at an instant; null: nobody knows when, and nothing is early. */
  take(report: Report, cameMs: InstantMs | null = null): Taken {
    const { atMs, observation } = report
    if (this.#known.has(observation.id)) return 'repeated'
    if (atMs < this.#untilMs - this.#windowMs) return 'late'
    const own = this.#of(report.source.id)
    const isEarly = cameMs !== null && atMs > cameMs + EARLY_MS
    if (isEarly ? own.early.length >= EARLY_MAX : !this.#makeRoom(own))
      return this.#refuse(own.source, isEarly ? 'early' : 'overflowed')
    this.#known.add(observation.id)
    if (isEarly) {
      own.early.push(report)
      this.#early += 1
      return 'waits'
    }
    this.#held += 1
    if (atMs >= this.#untilMs) own.queue.push(report)
    else {
      const patienceMs = PATIENCE_SHARE * (this.#untilMs - atMs + TICK_MS)
      this.#aside.push({ report, patienceMs, dueMs: this.#untilMs + this.#reorderMs + patienceMs })
      own.aside += 1
    }
    return 'waits'
  }

  #of(source: string): Waiting {
    const known = this.#waiting.get(source)
    if (known !== undefined) return known
    const own: Waiting = { source, queue: [], early: [], aside: 0 }
    this.#waiting.set(source, own)
    return own
  }

  #refuse(source: string, why: 'early' | 'overflowed'): 'early' | 'overflowed' {
    const rows = this.#refused.get(source) ?? { early: 0, overflowed: 0 }
    rows[why] += 1
    this.#refused.set(source, rows)
    return why
  }

  /** Whether a source has room for one more: where all is taken, what came last from the one that holds most makes it. */
  #makeRoom(own: Waiting): boolean {
    if (this.#held < REPORTS_MAX) return true
    let most = own
    for (const one of this.#waiting.values()) if (heldBy(one) > heldBy(most)) most = one
    // Not for one more than the other has: both would push one another out in turn.
    if (heldBy(most) <= heldBy(own) + 1) return false
    const out = most.queue.pop() ?? this.#unset(most)
    if (out === undefined) return false
    this.#known.delete(out.observation.id)
    this.#held -= 1
    this.#refuse(most.source, 'overflowed')
    return true
  }

  /** Takes back what a source had put aside last. */
  #unset(of: Waiting): Report | undefined {
    const at = this.#aside.findLastIndex(({ report }) => report.source.id === of.source)
    if (at < 0) return undefined
    of.aside -= 1
    return this.#aside.splice(at, 1)[0]?.report
  }

  /**
   * The earliest late report where it is time to go back, or null. After going back as long goes by again as for a report of
   * that lateness, so that a feed that is always late costs a bounded number of passes.
   */
  goBackTo(nowMs: InstantMs): InstantMs | null {
    let toMs = Number.POSITIVE_INFINITY
    for (const { report, patienceMs, dueMs } of this.#aside) {
      // Twice its patience at most, however often the picture goes back for others.
      const isRested = nowMs >= Math.min(this.#wentBackMs, dueMs) + patienceMs
      if (nowMs >= dueMs && isRested) toMs = Math.min(toMs, report.atMs)
    }
    if (toMs === Number.POSITIVE_INFINITY) return null
    this.#wentBackMs = nowMs
    return toMs
  }

  /**
   * Everything from an instant on, in order, to go over again; the late ones among it, which were not counted yet; and how many
   * are dropped because nobody can go back to them any more.
   */
  again(fromMs: InstantMs, oldestMs: InstantMs): Again {
    const at = this.#log.findIndex(({ atMs }) => atMs >= fromMs)
    const tail = at < 0 ? [] : this.#log.splice(at)
    const late = this.#aside.map(({ report }) => report).filter(({ atMs }) => atMs >= fromMs)
    const rest = this.#aside.filter(({ report }) => report.atMs < fromMs)
    const before = this.#aside
    this.#aside = rest.filter(({ report }) => report.atMs >= oldestMs)
    for (const { report } of before) this.#of(report.source.id).aside -= 1
    for (const { report } of this.#aside) this.#of(report.source.id).aside += 1
    this.#held -= before.length - this.#aside.length
    for (const { report } of rest)
      if (report.atMs < oldestMs) this.#known.delete(report.observation.id)
    const dropped = rest.length - this.#aside.length
    return { reports: [...tail, ...late].toSorted(byTime), late: late.length, dropped }
  }

  /** What may be given out at an instant, in order; whole slices, so that how often one asks makes no difference. */
  release(nowMs: InstantMs): readonly Report[] {
    const toMs = Math.floor((nowMs - this.#reorderMs) / SLICE_MS) * SLICE_MS
    if (toMs <= this.#untilMs) return []
    this.#untilMs = toMs
    const due: Report[] = []
    for (const own of this.#waiting.values()) {
      const [held, early] = [own.queue.length, own.early.length]
      own.queue = withoutDue(own.queue, toMs, due)
      own.early = withoutDue(own.early, toMs, due)
      this.#held -= held - own.queue.length
      this.#early -= early - own.early.length
      if (heldBy(own) + own.early.length === 0) this.#waiting.delete(own.source)
    }
    return due.toSorted(byTime)
  }

  /** Notes what was given out. */
  log(reports: readonly Report[]): void {
    for (const report of reports) this.#log.push(report)
  }

  /** Forgets what was given out before an instant. */
  forget(beforeMs: InstantMs): void {
    const first = this.#log.findIndex(({ atMs }) => atMs >= beforeMs)
    for (const { observation } of this.#log.splice(0, first < 0 ? this.#log.length : first))
      this.#known.delete(observation.id)
  }
}

/** What is left of reports when those before an instant have gone to `due`. */
function withoutDue(reports: Report[], toMs: InstantMs, due: Report[]): Report[] {
  if (reports.length === 0) return reports
  const rest: Report[] = []
  for (const report of reports) (report.atMs < toMs ? due : rest).push(report)
  return rest
}
