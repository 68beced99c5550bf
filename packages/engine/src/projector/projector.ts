/**
 * Turns durable entries into the projections that screens read.
 *
 * Two stages. The first writes what the entries hold (observations, incidents, clocks, the log's own index); its
 * lag is the projection lag that the product shows. The second derives what machines make of them (events,
 * candidates, gaps, the movement plan) once the first has caught up. Both are deterministic: no clock of their
 * own (the time is the newest entry's), so that a rebuild compares row for row.
 */
import type { Entry, Json, Tombstone } from '@holdfast/core/evidence'
import { assess, type Solver } from '@holdfast/core/generate'
import { EVERY_NATION, entryReleasableTo } from '@holdfast/core/generate/register'
import { plan } from '@holdfast/core/move'
import type { Observation, Source } from '@holdfast/core/observe'
import type { InstantMs } from '@holdfast/core/units'
import { evolveDecided, initialMission, type Mission } from '../mission/index.ts'
import { indexRow, isBatch, listedIn } from './entries.ts'
import { FusionCache } from './fusion-cache.ts'
import { isNothing, Judging, type Put, type Remove } from './judging.ts'
import type { Journal } from '@holdfast/store/journal'
import type { Documents, Table } from '@holdfast/store/projections'
import type { ProjectionSink } from './sink.ts'

/** How many entries, or listed observations, close one transaction of the first stage. */
export const ENTRIES_PER_CHANGE_MAX = 512
const OBSERVATIONS_PER_CHANGE = 2_000
/** How long projecting may wait for senders at the most, and how often it looks. */
const GIVE_WAY_MS_MAX = 250
const GIVE_WAY_STEP_MS = 20
/** No entry for so long is a lull. */
const LULL_MS = 200
/** How long a stream without a lull may put deriving off. */
const DERIVE_WAIT_MS_MAX = 500
/** So few waiting observations are fused at once: a person who watches sees them without delay. */
const DERIVE_AT_ONCE_MAX = 200
/** More than so many never wait: then they are fused before more is projected. */
const DERIVE_AT_MOST = 20_000
/** How long is projected while reports wait to be fused, before some of them have their turn. */
const TURN_MS = 250
/** How many documents are read in one go when an earlier run's fusion is restored. */
const RESTORE_PAGE = 5_000

/** What may wait in memory to be projected; over it the rest is read from the journal when its turn comes. */
const QUEUE_ENTRIES_MAX = 1_024
const QUEUE_OBSERVATIONS_MAX = 20_000

/** A change that the projections have applied: rows by table, and the observations among them. */
export interface Projected {
  readonly size: number
  readonly changed: Readonly<Partial<Record<Table, number>>>
  readonly observations: readonly Observation[]
}

/** What the runner works with, and whom it tells. */
export interface ProjectorOptions {
  readonly sink: ProjectionSink
  readonly solver: Solver
  readonly onChange: (projected: Projected) => void
  /** Whether senders want the machine now. */
  readonly isBusy: () => boolean
  /** Where entries are read again that did not fit the queue. */
  readonly journal: Pick<Journal, 'size' | 'read'>
  /** The log index of the batch that brought an observation in. */
  readonly entryOf: (observation: Observation) => number | undefined
}

/** The runner of the projections. */
export class Projector {
  readonly #sink: ProjectionSink
  readonly #solver: Solver
  readonly #onChange: (projected: Projected) => void
  readonly #isBusy: () => boolean
  readonly #cache: FusionCache
  readonly #judging = new Judging()
  #plans: ReadonlySet<string> = new Set()
  readonly #journal: ProjectorOptions['journal']
  readonly #queue: (Entry | Tombstone)[] = []
  #queuedObservations = 0
  /** The index of the entry that the queue takes next. */
  #next = 0
  #decided: Omit<Mission, 'observe'> = initialMission()
  #size = 0
  /** Reports are left of the last derivation: none of it is put off. */
  #isBacklog = false
  #nowMs: InstantMs = 0
  #generateAtMs: InstantMs = 0
  /** The register at the last entry that every nation of the guarantors' office may see. */
  #generateShown = initialMission().generate
  #running: Promise<void> | null = null
  #failure: Error | null = null
  #assessed: { generate: unknown; move: unknown } = { generate: null, move: null }

  constructor({ sink, solver, onChange, isBusy, journal, entryOf }: ProjectorOptions) {
    this.#cache = new FusionCache(sink, (one) => entryOf(one) ?? Number.MAX_SAFE_INTEGER)
    this.#journal = journal
    this.#sink = sink
    this.#solver = solver
    this.#onChange = onChange
    this.#isBusy = isBusy
  }

  /** Entries projected so far. */
  get size(): number {
    return this.#size
  }

  /** Observations that the second stage has not fused yet. */
  get waiting(): number {
    return this.#cache.waiting
  }

  /** Why projecting stopped; null while it runs. */
  get failure(): Error | null {
    return this.#failure
  }

  /** Reads what an earlier run projected, so that only what is new is derived. */
  async restore(): Promise<number> {
    const size = await this.#sink.size()
    const all = async <T extends Table>(table: T): Promise<Documents[T][]> => {
      const docs: Documents[T][] = []
      for (let after: string | undefined; ; after = docs.at(-1)?.id) {
        const page = await this.#sink.list(table, { limit: RESTORE_PAGE, after })
        docs.push(...page)
        if (page.length < RESTORE_PAGE) return docs
      }
    }
    if (size > 0) {
      for (const candidate of await all('candidate')) this.#judging.remember(candidate)
      this.#plans = new Set((await all('plan')).map(({ id }) => id))
    }
    return size
  }

  /** Folds an entry that is projected already; `derived` says whether what follows from it stands, too. */
  refold(entry: Entry | Tombstone, derived: boolean): void {
    this.#fold(entry, derived ? 'derived' : 'projected')
    this.#size = entry.index + 1
    this.#next = this.#size
    // Gaps and the plan stand as they were left: solving them again would only slow the start.
    if (derived) this.#assessed = { generate: this.#generateShown, move: this.#decided.move }
  }

  /** Takes durable entries to project, in the order of the log. */
  accept(entries: readonly (Entry | Tombstone)[]): void {
    for (const entry of entries) {
      // One that does not follow on the last was passed over before: it is read from the journal, and so is what comes
      // after it.
      if (entry.index !== this.#next || this.#isFull()) break
      this.#queue.push(entry)
      this.#queuedObservations += listedIn(entry).length
      this.#next += 1
    }
    this.catchUp()
  }

  /** Projects whatever is durable and not projected yet. */
  catchUp(): void {
    // After a failure the projections stay at their last good size, and the next start goes on from there.
    if (this.#failure !== null) return
    this.#running ??= this.#run().finally(() => {
      this.#running = null
      // What came between the last look at the journal and this line would wait for the next entry otherwise.
      if (this.#size < this.#journal.size) this.catchUp()
    })
  }

  #isFull(): boolean {
    return (
      this.#queue.length >= QUEUE_ENTRIES_MAX || this.#queuedObservations >= QUEUE_OBSERVATIONS_MAX
    )
  }

  /** Ends the thread of fusion. */
  async close(): Promise<void> {
    await this.#cache.close()
  }

  /** Resolves when all that was accepted is projected and derived. */
  async caughtUp(): Promise<void> {
    while (this.#running !== null) await this.#running
    if (this.#failure !== null) throw this.#failure
  }

  async #run(): Promise<void> {
    try {
      do {
        await this.#projectAll()
        await this.#lull()
        await this.#derive()
      } while (this.#size < this.#journal.size || this.#cache.isDue)
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error))
    }
  }

  // In a stream that never ends there is always one entry more: what is derived has its turn between two changes, too.
  async #projectAll(): Promise<void> {
    const byMs = performance.now() + TURN_MS
    while (this.#queue.length > 0 || this.#size < this.#journal.size) {
      await this.#giveWay()
      if (this.#queue.length === 0) {
        await this.#refill()
        continue
      }
      await this.#project()
      const isBehind = this.#journal.size - this.#size > ENTRIES_PER_CHANGE_MAX
      if (!isBehind && this.#cache.waiting < DERIVE_AT_ONCE_MAX) return
      // All of a long record is never held at once.
      const isTurnOver = this.#isBacklog && performance.now() >= byMs
      if (isTurnOver || this.#cache.waiting >= DERIVE_AT_MOST) return
    }
  }

  // Entries that the queue had no room for.
  async #refill(): Promise<void> {
    this.#next = this.#size
    for await (const entry of this.#journal.read(this.#size)) {
      // A new entry may have been accepted meanwhile, when this one was the next.
      if (entry.index !== this.#next || this.#isFull()) break
      const observations = listedIn(entry)
      this.#queue.push(
        isBatch(entry) ? { ...entry, payload: { observations } as unknown as Json } : entry,
      )
      this.#queuedObservations += observations.length
      this.#next += 1
    }
  }

  // Two cores serve senders and projections alike, and a sender who waits is worse off than a screen that lags: so while
  // batches wait for the disk, projecting waits too, but never longer than the limit.
  async #giveWay(): Promise<void> {
    const byMs = performance.now() + GIVE_WAY_MS_MAX
    while (this.#isBusy() && performance.now() < byMs)
      await new Promise((resolve) => {
        setTimeout(resolve, GIVE_WAY_STEP_MS)
      })
  }

  // Many reports at once cost less fused together. So where many wait, and none of them for long, deriving waits for a lull.
  async #lull(): Promise<void> {
    const byMs = performance.now() + DERIVE_WAIT_MS_MAX
    if (this.#isBacklog || this.#cache.waiting < DERIVE_AT_ONCE_MAX) return
    while (this.#cache.waiting < DERIVE_AT_MOST && performance.now() < byMs) {
      await new Promise((resolve) => {
        setTimeout(resolve, LULL_MS)
      })
      if (this.#size === this.#journal.size) return
      await this.#projectAll()
    }
  }

  #fold(
    entry: Entry | Tombstone,
    how: 'new' | 'projected' | 'derived',
  ): { observations: Observation[]; sources: Source[] } {
    const before = this.#decided
    this.#decided = evolveDecided(before, entry)
    const found: { observations: Observation[]; sources: Source[] } = {
      observations: [],
      sources: [],
    }
    if ('tombstone' in entry) return found
    this.#nowMs = Math.max(this.#nowMs, entry.atMs)
    // What some may not see changes nothing of the gaps that all see, not even their instant.
    const isShown = entryReleasableTo(entry).includes(EVERY_NATION)
    if (this.#decided.generate !== before.generate && isShown) {
      this.#generateAtMs = entry.atMs
      this.#generateShown = this.#decided.generate
    }
    // What the entry covers is judged anew; what was derived already stands.
    if (how !== 'derived') this.#judging.touch(before.agreement, this.#decided.agreement, entry)
    if (entry.kind === 'observe.batch-accepted') {
      const observations = listedIn(entry)
      if (how === 'projected' && observations.length > 0) this.#cache.sweepLater()
      if (how === 'new')
        for (const observation of observations) this.#cache.add(observation, entry.index)
      for (const observation of observations) found.observations.push(observation)
    }
    this.#cache.fold(entry, how === 'derived')
    if (entry.kind === 'observe.source-registered') {
      const { source } = entry.payload as unknown as { source: Source }
      this.#cache.addSource(source)
      found.sources.push(source)
    }
    return found
  }

  #nextChange(): (Entry | Tombstone)[] {
    let [count, observations] = [0, 0]
    for (const entry of this.#queue) {
      count += 1
      observations += listedIn(entry).length
      if (count >= ENTRIES_PER_CHANGE_MAX || observations >= OBSERVATIONS_PER_CHANGE) break
    }
    return this.#queue.splice(0, count)
  }

  async #project(): Promise<void> {
    const before = this.#decided
    const batch = this.#nextChange()
    const put: { observation: Observation[]; source: Source[]; entry: Documents['entry'][] } = {
      observation: [],
      source: [],
      entry: [],
    }
    for (const entry of batch) {
      this.#queuedObservations -= listedIn(entry).length
      const { observations, sources } = this.#fold(entry, 'new')
      for (const observation of observations) put.observation.push(observation)
      put.source.push(...sources)
      put.entry.push(indexRow(entry))
    }
    const size = (batch.at(-1)?.index ?? this.#size - 1) + 1
    const changed: Put = {
      ...put,
      incident: changedIn(before.verify.incidents, this.#decided.verify.incidents),
      clock: changedIn(before.respond.clocks, this.#decided.respond.clocks),
    }
    await this.#sink.apply({ size, put: changed, remove: {} })
    this.#size = size
    this.#announce(changed)
  }

  async #derive(): Promise<void> {
    const { agreement } = this.#decided
    await this.#judgeAnew(agreement)
    this.#cache.setNow(this.#nowMs)
    // What came meanwhile is projected first, and takes its turn among the reports that wait.
    const isEnough = (): boolean =>
      this.#size < this.#journal.size && this.#cache.waiting < DERIVE_AT_MOST
    if (this.#cache.isDue)
      for await (const change of this.#cache.refuse(isEnough)) {
        const { put, remove } = this.#judging.judged(change, agreement)
        if (!isNothing(put, remove)) await this.#apply(put, remove)
      }
    // Where a clause counts events, what changed may make those around it a mass.
    await this.#judgeAnew(agreement)
    this.#isBacklog = this.#cache.waiting > 0
    // Time passes with every entry, and a deadline with it.
    const { put, remove } = this.#judging.obliged(agreement, this.#nowMs)
    await this.#assess(put, remove)
    if (!isNothing(put, remove)) await this.#apply(put, remove)
  }

  async #judgeAnew(agreement: Mission['agreement']): Promise<void> {
    for await (const { put, remove } of this.#judging.judgedAnew(this.#sink, agreement))
      if (!isNothing(put, remove)) await this.#apply(put, remove)
  }

  async #apply(put: Put, remove: Remove): Promise<void> {
    await this.#sink.apply({ size: this.#size, put, remove })
    this.#announce(put)
  }

  async #assess(put: Put, remove: Remove): Promise<void> {
    const { move } = this.#decided
    const generate = this.#generateShown
    if (this.#assessed.generate !== generate && generate.requirements.size > 0) {
      const gaps = await assess(generate, this.#solver, this.#generateAtMs)
      put.gap = gaps.map((gap) => ({ id: gap.requirement, ...gap }))
    }
    // A model or a plan that was adopted changes nothing in the plan of flows.
    const assessed = this.#assessed.move as typeof move | null
    if (assessed?.network !== move.network && move.network !== null) {
      const { id } = move.network
      put.plan = [{ id, ...(await plan(move.network, move.ask, this.#solver)) }]
      remove.plan = [...this.#plans].filter((other) => other !== id)
      this.#plans = new Set([id])
    }
    this.#assessed = { generate, move }
  }

  #announce(put: Put): void {
    const counts = Object.entries(put).map(([table, docs]) => [table, docs.length] as const)
    this.#onChange({
      size: this.#size,
      changed: Object.fromEntries(counts.filter(([, n]) => n > 0)),
      observations: put.observation ?? [],
    })
  }
}

const changedIn = <T extends { readonly id: string }>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
): T[] => (before === after ? [] : [...after.values()].filter((doc) => before.get(doc.id) !== doc))
