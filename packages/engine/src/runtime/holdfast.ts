/**
 * One running deployment: the journal, the state folded from it, and the projections.
 *
 * There is one writer. A command is decided against the state at the head of the log, its entries get their places at
 * once, and the state moves on before they are durable, so that the next decision sees them and many can share one
 * fdatasync. Nothing is acknowledged, projected or shown before it is durable; and when the journal fails, the
 * deployment stops taking commands for good, because what it decided on may not be on the disk.
 */
import { isRefused, type InstantMs, type Refused } from '@holdfast/core/units'
import type { Actor } from '@holdfast/core/nations'
import { toHex, type Draft, type Entry, type Json } from '@holdfast/core/evidence'
import {
  coverageStated,
  decideBatch,
  heard,
  type Answer,
  type Observation,
  type ObserveState,
  type Via,
} from '@holdfast/core/observe'
import { expire } from '@holdfast/core/respond'
import type { Proposal } from '@holdfast/core/fuse/health'
import { readValues } from '@holdfast/formats/observation'
import { APPEND_RECORDS_MAX, type Journal, type Recovered } from '@holdfast/store/journal'
import { nodeHashing, payloadOf, prepareBatch, type PreparedBatch } from '../batch/index.ts'
import type { Clock } from '../clock/index.ts'
import { evolveMission, initialMission, type Mission } from '../mission/index.ts'
import { Projector, type Projected, type ProjectionSink } from '../projector/index.ts'
import type { Tracking } from '../tracking/index.ts'
import { BatchMemory } from './batch-memory.ts'
import { Origins } from './origins.ts'
import { decideCommand, type Command } from './commands.ts'
import type { Deployment } from './deployment.ts'
import { FollowUps } from './follow-ups.ts'
import type { HeldJournal } from './hold-journal.ts'
import { isOfThisLog } from './of-this-log.ts'
import { labelOfDraft } from './labels.ts'
import type { HoldfastOptions, Overrun, Taken } from './options.ts'
import type { Status } from './status.ts'

type RecordedDraft = Draft & { readonly encoded?: Uint8Array }

/** A batch of so many rows makes intake busy for so long: projections give way to it. */
const BUSY_ROWS_MIN = 100
const BUSY_MS = 100
/** Appends that may wait for the disk at once; more are refused before anything is decided. */
export const APPENDS_IN_FLIGHT_MAX = 256

/** Records what no person decides: a batch received, a clock started or run out. */
export const SYSTEM: Actor = {
  name: 'holdfast',
  nation: 'ZZZ',
  role: 'system',
  office: 'monitor',
  keyId: 'system',
}

/** A running deployment. */
export class Holdfast {
  readonly journal: Journal
  readonly sink: ProjectionSink
  readonly deployment: Deployment
  readonly recovered: Recovered
  readonly tracking: Tracking | null
  readonly #projector: Projector
  readonly #memory: BatchMemory
  /** Which entry brought an observation in. */
  readonly origins: Origins
  /** When each source last gave a sign of life. */
  readonly #signs = new Map<string, InstantMs>()
  readonly #listeners = new Set<(projected: Projected) => void>()
  readonly #inFlight = new Set<Promise<unknown>>()
  #clock: Clock
  #mission: Mission = initialMission()
  readonly #followUps = new FollowUps()
  #next = 0
  #busyUntilMs = 0
  #failure: Error | null = null
  readonly #answers = new Map<string, Promise<Answer>>()

  private constructor(options: HoldfastOptions, { journal, index, recovered }: HeldJournal) {
    this.journal = journal
    this.recovered = recovered
    this.#memory = new BatchMemory(index, journal)
    this.origins = new Origins({ memory: this.#memory, sink: options.sink, next: () => this.#next })
    this.sink = options.sink
    this.deployment = options.deployment
    this.tracking = options.tracking ?? null
    this.#clock = options.clock
    this.#projector = new Projector({
      sink: options.sink,
      solver: options.solver,
      onChange: (projected) => {
        for (const listener of this.#listeners) listener(projected)
      },
      isBusy: () => performance.now() < this.#busyUntilMs,
      journal,
      entryOf: (observation) => this.origins.of(observation),
    })
  }

  /** Folds the journal and brings the projections up to it. */
  static async start(held: HeldJournal, options: HoldfastOptions): Promise<Holdfast> {
    const holdfast = new Holdfast(options, held)
    await holdfast.#replayJournal(options.derived ?? null)
    holdfast.tracking?.follow(holdfast)
    return holdfast
  }

  async #replayJournal(derived: number | null): Promise<void> {
    let projected = await this.#projector.restore()
    if (!(await isOfThisLog(this.sink, this.journal, projected))) {
      await this.sink.drop()
      projected = 0
    }
    for await (const entry of this.journal.read(0)) {
      this.#mission = evolveMission(this.#mission, entry)
      this.#memory.restore(entry)
      if (entry.index < projected) this.#projector.refold(entry, derived === projected)
    }
    this.#next = this.journal.size
    // Who was silent while nobody listened is not down for it: their intervals begin anew.
    for (const source of this.#mission.observe.coverage.keys()) this.alive(source)
    this.#projector.catchUp()
  }

  /** The state at the head of the log. */
  get mission(): Mission {
    return this.#mission
  }

  /** The registry of sources, and how each stood. */
  get observe(): ObserveState {
    return this.#mission.observe
  }

  /** The registry of sources. */
  get sources(): ObserveState['sources'] {
    return this.#mission.observe.sources
  }

  /** The exercise that all data here bears; null for a live deployment. */
  get exercise(): string | null {
    return this.deployment.exercise
  }

  /** The instant by the clock in force. */
  get nowMs(): InstantMs {
    return this.#clock.nowMs()
  }

  /** Puts another clock in force: a demonstration's replay ends and its ticking part begins. */
  useClock(clock: Clock): void {
    this.#clock = clock
  }

  /** Takes a batch of rows in that were parsed elsewhere. */
  async ingest(rows: readonly unknown[], actor: Actor, via?: Via): Promise<Answer | Overrun> {
    const { exercise } = this.deployment
    const { sources } = this.mission.observe
    const request = readValues(rows, nodeHashing, (id) => sources.get(id)?.label)
    return await this.take(prepareBatch(request, { nowMs: this.nowMs, exercise }), actor, via)
  }

  /**
   * Takes a prepared batch in: what is not an observation is rejected by its place and reason, the rest is durable
   * when this resolves. The same batch offered again gets the stored answer, whether or not the first is durable yet.
   * `decided` is called once its place in the record is settled.
   */
  async take(
    batch: PreparedBatch,
    actor: Actor,
    via?: Via,
    decided?: () => void,
  ): Promise<Taken | Overrun> {
    const failed = this.#refusal()
    if (failed !== null) return failed
    if (this.#inFlight.size >= APPENDS_IN_FLIGHT_MAX)
      return {
        refused: `${APPENDS_IN_FLIGHT_MAX} batches wait for the disk; send this one again in a moment`,
        status: 503,
      }
    if (batch.rows.length >= BUSY_ROWS_MIN) this.#busyUntilMs = performance.now() + BUSY_MS
    const root = batch.dropped === undefined ? batch.root : (batch.signed?.root ?? batch.root)
    const stored = this.#memory.batchOf(root, this.#next)
    const recalled =
      stored === undefined ? undefined : await this.#answerIn(stored, batch.rows.length > 0)
    // A batch that was decided but is not durable yet: its second sender waits for the first one's flush.
    const name = batch.signed?.hash ?? root
    const pending = this.#answers.get(name)
    if (pending !== undefined) {
      decided?.()
      return await pending
    }
    const { signed } = batch
    const decision = decideBatch(this.#mission.observe, batch, {
      nowMs: this.nowMs,
      memory: {
        has: (row) => this.#memory.entryOf(row, this.#next) !== undefined,
        answerOf: () => recalled,
      },
      ...(via === undefined ? {} : { via }),
      ...(signed === undefined ? {} : { signed }),
    })
    const { answer, entry, raised, refused } = decision
    if (entry === null) {
      if (refused === undefined) decided?.()
      // What makes a row a duplicate may still wait for the disk; nobody is told of it before it is there.
      if (raised.length > 0) await this.#append(raised, actor)
      await Promise.all(this.#inFlight)
      if (refused === undefined)
        return recalled === undefined ? answer : { ...answer, isRepeated: true }
      return { refused, status: raised.length > 0 ? 409 : 403 }
    }
    for (const source of new Set(decision.taken.map((at) => batch.rows[at]?.source ?? '')))
      this.alive(source)
    if (signed !== undefined && batch.dropped === undefined) this.alive(signed.source)
    const recorded = this.#record(batch, decision.taken, { raised, entry, actor })
    const answered = recorded.then(() => answer)
    this.#answers.set(name, answered)
    decided?.()
    try {
      return await answered
    } finally {
      this.#answers.delete(name)
    }
  }

  /** A sign of life of a source: a batch, an empty signed one too, or bytes of its feed. */
  alive(source: string): void {
    this.#signs.set(source, this.nowMs)
  }

  #record(
    batch: PreparedBatch,
    taken: readonly number[],
    {
      raised,
      entry,
      actor,
    }: { raised: readonly Draft[]; entry: { readonly root: string }; actor: Actor },
  ): Promise<unknown> {
    const rows = new Set(taken)
    // In memory an entry bears only the observations that are projected one by one.
    const observations: Observation[] = batch.listed.flatMap(([at, one]) =>
      rows.has(at) ? one : [],
    )
    const draft: RecordedDraft = {
      kind: 'observe.batch-accepted',
      payload: { ...entry, observations } as unknown as Json,
      refs: [],
      encoded: payloadOf(entry, batch, taken),
    }
    const index = this.#next + raised.length
    const sightings = taken.flatMap((at) => batch.rows[at] ?? [])
    const appended = this.#append([...raised, draft], actor)
    this.#memory.reserve(index, entry.root, sightings)
    return appended.then(() => {
      this.#memory.settle(index, entry.root, sightings)
      this.tracking?.took(index, batch, taken)
    })
  }

  async #answerIn(index: number, hasRows: boolean): Promise<Answer | undefined> {
    await Promise.all(this.#inFlight)
    return await this.#memory.answerIn(index, hasRows)
  }

  /** Decides a command of a person. Refused, or durable when this resolves, with what follows from it. */
  async command(command: Command, actor: Actor): Promise<{ entries: readonly Entry[] } | Refused> {
    const failed = this.#refusal()
    if (failed !== null) return failed
    const { exercise } = this.deployment
    const decided = decideCommand(this.#mission, command, { actor, nowMs: this.nowMs, exercise })
    if (isRefused(decided)) return decided
    if (decided.entries.length > APPEND_RECORDS_MAX)
      return {
        refused: `the command makes ${decided.entries.length} entries; the most at once is ${APPEND_RECORDS_MAX}. Split it`,
      }
    const appended = [this.#append(decided.entries, actor)]
    const { drafts: follow, settled } = this.#followUps.of(this.#mission, this.nowMs)
    if (follow.length > 0) appended.push(this.#append(follow, SYSTEM))
    settled()
    return { entries: (await Promise.all(appended)).flat() }
  }

  /** Puts a source in quarantine by the machine alone. What is so already, or was lifted by a person, stays as it is. */
  propose(proposal: Proposal): void {
    const { status } = this.#mission.observe.quarantines.get(proposal.source) ?? {}
    if (status === 'provisional' || status === 'confirmed') return
    const command = { step: 'observe', type: 'quarantineSource', ...proposal } as const
    this.command(command, SYSTEM).catch(() => undefined)
  }

  /** Records entries that the deployment itself decides. */
  async record(drafts: readonly Draft[], actor: Actor = SYSTEM): Promise<readonly Entry[]> {
    if (this.#failure !== null) throw this.#failure
    return await this.#append(drafts, actor)
  }

  /** Records every deadline that has passed by the clock in force; called each second, and once on start. */
  async tick(): Promise<readonly Entry[]> {
    if (this.#failure !== null) return []
    const { sources, coverage } = this.#mission.observe
    const { drafts: follow, settled } = this.#followUps.of(this.#mission, this.nowMs)
    const drafts = [
      ...expire(this.#mission.respond, this.nowMs),
      ...follow,
      ...heard(sources.values(), coverage, this.#signs, this.nowMs).map(coverageStated),
    ]
    const appended = drafts.length === 0 ? [] : this.#append(drafts, SYSTEM)
    settled()
    return await appended
  }

  #append(drafts: readonly RecordedDraft[], actor: Actor): Promise<readonly Entry[]> {
    const { exercise } = this.deployment
    const atMs = this.nowMs
    const records = drafts.map((draft) => ({
      ...draft,
      actor,
      atMs,
      label: labelOfDraft(draft, actor),
      ...(exercise === null ? {} : { exercise }),
    }))
    // All or nothing: a fold that fails leaves the state as it was, and nothing is written.
    const mission = records.reduce(
      (state, record, i) => evolveMission(state, { ...record, index: this.#next + i }),
      this.#mission,
    )
    this.#mission = mission
    this.#next += records.length
    const durable = this.journal.append(records).then(
      (entries) => {
        this.#projector.accept(entries)
        return entries
      },
      (error: unknown) => {
        this.#failure = error instanceof Error ? error : new Error(String(error))
        throw this.#failure
      },
    )
    this.#inFlight.add(durable)
    const settle = (): void => {
      this.#inFlight.delete(durable)
    }
    durable.then(settle, settle)
    return durable
  }

  #refusal(): Refused | null {
    return this.#failure === null
      ? null
      : {
          refused: `the journal failed and takes nothing more (${this.#failure.message}); mend the disk and start again`,
        }
  }

  /** Tells the listener of each projected change; the returned function stops it. */
  subscribe(listener: (projected: Projected) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** How the deployment stands. */
  status(): Status {
    return {
      deployment: this.deployment,
      nowMs: this.nowMs,
      logSize: this.journal.size,
      rootHash: toHex(this.journal.rootHash()),
      projected: this.#projector.size,
      lag: {
        entries: this.journal.size - this.#projector.size,
        observationsWaiting: this.#projector.waiting,
      },
      tracking: this.tracking?.status() ?? null,
      failure: (this.#failure ?? this.#projector.failure)?.message ?? null,
      recovered: this.recovered,
    }
  }

  /** Resolves when all that is durable is projected and derived. */
  async caughtUp(): Promise<void> {
    await Promise.all(this.#inFlight)
    await this.#projector.caughtUp()
  }

  /** Waits for what is under way, then gives the directory back. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#inFlight)
    await this.tracking?.close()
    await this.#projector.caughtUp().catch(() => undefined)
    await this.#projector.close()
    await this.#memory.close(this.#failure === null)
    await this.journal.close()
  }
}
