/**
 * Moving things of a running deployment. Rows go from the record to a thread that follows them, once they are durable, and
 * intake never waits for it. A picture of now is worth more than a whole one of minutes ago: where more comes in than the
 * machine can follow, whole batches are passed over, evenly, and counted; they stand in the journal. Whatever happens to
 * the thread, it is replaced and reads the journal's last minutes again. What the picture itself has no room for, or is
 * dated too far ahead, is in no track either: it is counted for its source.
 */
import type { Proposal } from '@holdfast/core/fuse/health'
import type { ObserveState } from '@holdfast/core/observe'
import type { InstantMs, Refused } from '@holdfast/core/units'
import type { PreparedBatch } from '../batch/index.ts'
import { Allowance } from './allowance.ts'
import { readEntry, startOf, type Read, type ReadJournal } from './journal-end.ts'
import {
  ADVANCE_EVERY_ENTRY_MS,
  ADVANCE_EVERY_MS,
  ANSWER_MS_MAX,
  BYTES_BEFORE_ADVANCE,
  BYTES_UNDER_WAY_MAX,
  PATIENCE_BEHIND_MS,
  PATIENCE_LESS_MS,
  PATIENCE_MS_MAX,
  PATIENCE_OVERRUN_MS_MAX,
  PATIENCE_STEP_MS,
  QUESTIONS_MAX,
  READ_AHEAD,
  REPLACE_AFTER_MS,
  REPLACE_AFTER_MS_MAX,
  REPLAY_MS,
} from './limits.ts'
import { NOTHING, type Heard, type Moved, type Question, type Told } from './messages.ts'
import { movingRows, spansOf } from './spans.ts'
import { startThread, type Thread } from './thread.ts'

/** What following needs of the deployment. */
export interface TrackingOptions {
  /** Where ended tracks are stored for display. */
  readonly dir: string
  readonly journal: ReadJournal
  /** Forgets what is stored and follows the whole journal anew. */
  readonly rebuild?: boolean
}
/** What following asks the deployment, once there is one. */
export interface Followed {
  readonly nowMs: InstantMs
  /** The exercise that all data here bears; null for a live deployment. */
  readonly exercise: string | null
  readonly observe: Pick<ObserveState, 'sources' | 'coverage' | 'quarantines'>
  /** Is told of each source whose reports should be left out. Saying it again does no harm. */
  propose(proposal: Proposal): void
}
/** How following stands. */
export interface TrackingStatus {
  readonly counts: Moved['counts']
  /** What became of these rows; those that came too late are evidence, and in no track. */
  readonly rows: Moved['rows']
  /** Rows of moving things that the present thread took. */
  readonly observations: number
  /** Rows of batches that were passed over because the machine was overrun; they stand in the journal, and in no track. */
  readonly passedOver: number
  /** Entries, and milliseconds, that the tracks are behind the log: while the journal is read back. */
  readonly lag: { readonly entries: number; readonly ms: number }
  readonly faults: Moved['faults']
  /** Threads that had to be replaced, and why the last one. */
  readonly replaced: { readonly count: number; readonly last: string | null }
}

/** A thread with all that belongs to it alone. */
interface Watch {
  readonly thread: Thread
  /** The entry that is handed over next. */
  cursor: number
  /** Rows are handed over as they become durable; otherwise the journal is read. */
  isLive: boolean
  isReading: boolean
  bytesUnderWay: number
  /** Something was handed over since the last advance, or there are tracks that coast on. */
  isDue: boolean
  advance: {
    readonly bytes: number
    readonly done: () => void
    readonly late: NodeJS.Timeout
  } | null
  advancedMs: InstantMs
  /** How much longer than by itself the picture waits for earlier reports, and how often it went back for late ones. */
  patienceMs: number
  rollbacks: number
  told: Followed['observe'] | null
}

type Answered = string | null | (Refused & { readonly status: 503 })
const BUSY = {
  refused: 'the tracks are being made anew; ask again in a moment',
  status: 503,
} as const

/** Follows what moves, for one deployment. Nothing runs before the first row, question or listener. */
export class Tracking {
  readonly #options: TrackingOptions
  readonly #listeners = new Set<(moved: Moved & { readonly changes: string }) => void>()
  readonly #questions = new Map<number, (answer: Answered) => void>()
  #followed: Followed | null = null
  #watch: Watch | null = null
  #starting: Promise<void> | null = null
  #timer: NodeJS.Timeout | null = null
  #moved: Moved = NOTHING
  #nextQuestion = 0
  #replaced = { count: 0, last: null as string | null }
  #replaceAfterMs = REPLACE_AFTER_MS
  #isPressed: () => boolean = () => false
  readonly #allowance = new Allowance()
  #passedOver = 0
  #isRebuilding: boolean
  #isClosed = false

  constructor(options: TrackingOptions) {
    this.#options = options
    this.#isRebuilding = options.rebuild === true
  }

  /** Whom to ask for the time and the registry. */
  follow(followed: Followed): void {
    this.#followed = followed
    if (this.#isRebuilding) this.#begin()
  }

  /** Whom to ask whether what comes in is kept waiting; then less is followed. */
  giveWayTo(intake: { readonly isPressed: boolean }): void {
    this.#isPressed = () => intake.isPressed
  }

  /**
   * A batch is durable: its entry and which of its rows were taken. The batch's bytes are ours from here on. Never
   * throws: the sender's answer waits for it, and tracks are no reason to fail that.
   */
  took(entry: number, batch: PreparedBatch, taken: readonly number[]): void {
    try {
      this.#took(entry, batch, taken)
    } catch (error) {
      this.#replace(textOf(error))
    }
  }

  #took(entry: number, batch: PreparedBatch, taken: readonly number[]): void {
    const watch = this.#watch
    if (watch !== null && (!watch.isLive || entry < watch.cursor)) return
    const moving = movingRows(batch, taken)
    if (moving.length > 0) this.#begin()
    if (watch === null) return
    watch.cursor = entry + 1
    if (moving.length === 0) return
    if (this.#isPassedOver(watch, batch.texts.length)) {
      this.#passedOver += moving.length
      return
    }
    const spans = spansOf(batch, moving)
    const handedMs = this.#followed?.nowMs ?? 0
    const told: Told = { kind: 'rows', entry, handedMs, texts: batch.texts, spans }
    this.#hand(watch, told, batch.texts.length)
  }

  // What takes in comes first; but however busy the machine is, some of what moves is followed.
  #isPassedOver({ bytesUnderWay }: Watch, bytes: number): boolean {
    if (bytesUnderWay >= BYTES_UNDER_WAY_MAX) return true
    return !this.#allowance.spend(bytes, performance.now(), this.#isPressed())
  }

  /** Tells the listener of each change of tracks; the returned function stops it. */
  subscribe(listener: (moved: Moved & { readonly changes: string }) => void): () => void {
    this.#begin()
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Asks the thread. JSON text, null where there is nothing, or a refusal while the thread is being replaced. */
  async ask(question: Question): Promise<Answered> {
    this.#begin()
    await this.#starting
    const watch = this.#watch
    if (watch === null || this.#questions.size >= QUESTIONS_MAX) return BUSY
    this.#nextQuestion += 1
    const id = this.#nextQuestion
    return await new Promise((resolve) => {
      this.#questions.set(id, resolve)
      watch.thread.tell({ kind: 'question', id, question })
    })
  }

  /** How it stands. */
  status(): TrackingStatus {
    const { counts, rows, observations, faults, nowMs } = this.#moved
    const watch = this.#watch
    const isBehind = watch !== null && !watch.isLive
    const entries = isBehind ? this.#options.journal.size - watch.cursor : 0
    const ms = isBehind ? Math.max(0, (this.#followed?.nowMs ?? 0) - nowMs) : 0
    const lag = { entries, ms }
    const [passedOver, replaced] = [this.#passedOver, this.#replaced]
    return { counts, rows, observations, passedOver, lag, faults, replaced }
  }

  #begin(): void {
    if (this.#followed === null || this.#isClosed || this.#starting !== null) return
    this.#timer ??= setInterval(() => this.#tick(), ADVANCE_EVERY_MS).unref()
    this.#starting = this.#start().catch((error: unknown) => this.#replace(textOf(error)))
  }

  async #start(): Promise<void> {
    const { dir, journal } = this.#options
    const cursor = this.#isRebuilding ? 0 : await startOf(journal, REPLAY_MS)
    const last = journal.size === 0 ? null : await readEntry(journal, journal.size - 1)
    if (this.#isClosed) return
    const setting = {
      dir,
      isRebuilt: this.#isRebuilding,
      exercise: this.#followed?.exercise ?? null,
      journalEndMs: last?.atMs ?? null,
    }
    const thread: Thread = startThread(setting, {
      onHeard: (heard) => {
        if (this.#watch?.thread === thread) this.#hear(heard)
      },
      onEnd: (why) => {
        if (this.#watch?.thread === thread) this.#replace(why)
      },
    })
    this.#watch = {
      thread,
      cursor,
      isLive: false,
      isReading: false,
      bytesUnderWay: 0,
      isDue: false,
      advance: null,
      advancedMs: 0,
      patienceMs: 0,
      rollbacks: 0,
      told: null,
    }
    this.#tick()
  }

  // What the thread knew is in the journal; nobody but who looks at tracks notices.
  #replace(why: string): void {
    const watch = this.#watch
    this.#watch = null
    this.#replaced = { count: this.#replaced.count + 1, last: why }
    if (watch !== null) {
      clearTimeout(watch.advance?.late)
      watch.advance?.done()
      void watch.thread.end(false).catch(() => undefined)
    }
    for (const answer of this.#questions.values()) answer(BUSY)
    this.#questions.clear()
    const wait = this.#replaceAfterMs
    this.#replaceAfterMs = Math.min(2 * wait, REPLACE_AFTER_MS_MAX)
    setTimeout(() => {
      this.#starting = null
      this.#begin()
    }, wait).unref()
  }

  #hear(heard: Heard): void {
    if (heard.kind === 'answer') {
      this.#questions.get(heard.id)?.(heard.json)
      this.#questions.delete(heard.id)
      return
    }
    const watch = this.#watch
    this.#moved = heard
    if (watch !== null) weigh(watch, heard)
    if (watch?.advance) {
      clearTimeout(watch.advance.late)
      watch.bytesUnderWay -= watch.advance.bytes
      const { done } = watch.advance
      watch.advance = null
      done()
    }
    const { counts, rows, changes, proposals } = heard
    for (const proposal of proposals) this.#followed?.propose(proposal)
    // What waits for its turn is told in time, too, where nothing is followed yet and nothing more comes.
    if (watch !== null && counts.tentative + counts.confirmed + counts.coasting + rows.waiting > 0)
      watch.isDue = true
    if (changes !== null) for (const listener of this.#listeners) listener({ ...heard, changes })
  }

  #tick(): void {
    const watch = this.#watch
    if (watch === null || this.#followed === null) return
    if (!watch.isLive) {
      if (!watch.isReading) void this.#read(watch)
    } else if (watch.isDue && watch.advance === null)
      void this.#advance(watch, this.#followed.nowMs - watch.patienceMs)
  }

  #hand(watch: Watch, told: Told, bytes: number): void {
    const { observe } = this.#followed ?? {}
    const isNew =
      observe !== undefined &&
      (observe.sources !== watch.told?.sources ||
        observe.coverage !== watch.told.coverage ||
        observe.quarantines !== watch.told.quarantines)
    if (isNew) {
      const { sources, coverage, quarantines } = observe
      watch.told = { sources, coverage, quarantines }
      watch.thread.tell({ kind: 'registry', sources, coverage, quarantines })
    }
    watch.bytesUnderWay += bytes
    watch.isDue = true
    watch.thread.tell(told)
  }

  /** Resolves when the thread has drawn level with what it was told, or was replaced. */
  #advance(watch: Watch, nowMs: InstantMs): Promise<void> {
    watch.isDue = false
    watch.advancedMs = nowMs
    return new Promise((resolve) => {
      const late = setTimeout(() => this.#giveUp(watch), ANSWER_MS_MAX)
      late.unref()
      watch.advance = { bytes: watch.bytesUnderWay, done: resolve, late }
      watch.thread.tell({ kind: 'advance', nowMs, size: watch.cursor })
    })
  }

  #giveUp(watch: Watch): void {
    if (this.#watch === watch) this.#replace(`it did not answer for ${ANSWER_MS_MAX / 1000} s`)
  }

  // The journal from the cursor on, until there is no more of it: then rows come as they become durable.
  async #read(watch: Watch): Promise<void> {
    watch.isReading = true
    try {
      const ahead: Promise<Read>[] = []
      const { journal } = this.#options
      for (let next = watch.cursor; this.#watch === watch && watch.cursor < journal.size;) {
        for (; ahead.length < READ_AHEAD && next < journal.size; next += 1) {
          const read = readEntry(journal, next)
          // It is awaited in its turn; until then a failure is nobody's.
          read.catch(() => undefined)
          ahead.push(read)
        }
        const read = await ahead.shift()
        if (read !== undefined) await this.#handRead(watch, read)
      }
      if (this.#watch !== watch) return
      // No wait between the last look at the journal and this line: nothing can have come.
      watch.isLive = true
      watch.isDue = true
      this.#isRebuilding = false
      this.#replaceAfterMs = REPLACE_AFTER_MS
    } catch (error) {
      if (this.#watch === watch && !this.#isClosed) this.#replace(textOf(error))
    } finally {
      watch.isReading = false
    }
  }

  async #handRead(watch: Watch, { atMs, payload }: Read): Promise<void> {
    const entry = watch.cursor
    while (watch.advance !== null && this.#watch === watch) await sleep()
    const nowMs = atMs === null ? null : atMs - PATIENCE_BEHIND_MS
    if (nowMs !== null && nowMs - watch.advancedMs >= ADVANCE_EVERY_ENTRY_MS)
      await this.#advance(watch, nowMs)
    else if (watch.bytesUnderWay >= BYTES_BEFORE_ADVANCE)
      await this.#advance(watch, watch.advancedMs)
    if (this.#watch !== watch) return
    watch.cursor = entry + 1
    if (payload !== null)
      this.#hand(watch, { kind: 'payload', entry, atMs, payload }, payload.length)
  }

  /** Stores every track as it stands and ends the thread. */
  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#timer !== null) clearInterval(this.#timer)
    await this.#starting
    const watch = this.#watch
    this.#watch = null
    clearTimeout(watch?.advance?.late)
    watch?.advance?.done()
    for (const answer of this.#questions.values()) answer(BUSY)
    this.#questions.clear()
    await watch?.thread.end(true)
  }
}

// Late reports come in bouts, when the machine or a network is busy: waiting a little longer then is cheaper than going back.
function weigh(watch: Watch, { rows: { rollbacks }, delayMs }: Moved): void {
  const isLate = rollbacks > watch.rollbacks
  watch.rollbacks = rollbacks
  const next = watch.patienceMs + (isLate ? PATIENCE_STEP_MS : -PATIENCE_LESS_MS)
  const byLateness = Math.min(PATIENCE_MS_MAX, Math.max(0, next))
  const isOverrun = delayMs > PATIENCE_MS_MAX
  watch.patienceMs = isOverrun ? Math.min(PATIENCE_OVERRUN_MS_MAX, delayMs) : byLateness
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
const sleep = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 5)
  })
