/**
 * One running deployment: the journal, the state folded from it, and the projections.
 *
 * There is one writer. A command is decided against the state at the head of the log, its entries get their places at
 * once, and the state moves on before they are durable, so that the next decision sees them and many can share one
 * fdatasync. Nothing is acknowledged, projected or shown before it is durable; and when the journal fails, the
 * deployment stops taking commands for good, because what it decided on may not be on the disk.
 */
import { join } from 'node:path'
import { isRefused, type InstantMs, type Refused } from '@holdfast/core/units'
import type { Actor } from '@holdfast/core/nations'
import type { Draft, Entry } from '@holdfast/core/evidence'
import { acceptBatch, type Answer, type Request } from '@holdfast/core/observe'
import { expire } from '@holdfast/core/respond'
import type { Solver } from '@holdfast/core/generate'
import { readValues } from '@holdfast/formats/observation'
import {
  APPEND_RECORDS_MAX,
  Journal,
  loadOrCreateSigner,
  randomSalts,
  seededSalts,
  seededSigner,
  type Recovered,
} from '@holdfast/store/journal'
import type { Clock } from '../clock/index.ts'
import { evolveMission, initialMission, type Mission } from '../mission/index.ts'
import { Projector, type Projected, type ProjectionSink } from '../projector/index.ts'
import { decideCommand, followUps, type Command } from './commands.ts'
import type { Deployment } from './deployment.ts'
import { nodeHashing } from './hashing.ts'
import { labelOf } from './labels.ts'

/** What an opened deployment is made of. */
export interface HoldfastOptions {
  readonly deployment: Deployment
  /** The size up to which an earlier run derived everything before it closed; null after a crash, or when unknown. */
  readonly derived?: number | null
  readonly clock: Clock
  readonly sink: ProjectionSink
  readonly solver: Solver
}

/** A journal under its lock, and what opening it had to cut. */
export interface HeldJournal {
  readonly journal: Journal
  readonly recovered: Recovered
}

/** A refusal; 503 where the same request may succeed a moment later. */
export type Overrun = Refused & { readonly status?: 503 }

/** A batch of so many rows makes intake busy for so long: projections give way to it. */
const BUSY_ROWS_MIN = 100
const BUSY_MS = 100
/** Appends that may wait for the disk at once; more are refused before anything is decided. */
export const APPENDS_IN_FLIGHT_MAX = 256

/** How the deployment stands. */
export interface Status {
  readonly deployment: Deployment
  readonly nowMs: InstantMs
  readonly logSize: number
  readonly rootHash: string
  readonly projected: number
  readonly lag: { readonly entries: number; readonly observationsWaiting: number }
  readonly failure: string | null
  readonly recovered: Recovered
}

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
  readonly #projector: Projector
  readonly #listeners = new Set<(projected: Projected) => void>()
  readonly #inFlight = new Set<Promise<unknown>>()
  #clock: Clock
  #mission: Mission = initialMission()
  #next = 0
  #busyUntilMs = 0
  #failure: Error | null = null
  readonly #answers = new Map<string, Promise<Answer>>()

  private constructor(options: HoldfastOptions, { journal, recovered }: HeldJournal) {
    this.journal = journal
    this.recovered = recovered
    this.sink = options.sink
    this.deployment = options.deployment
    this.#clock = options.clock
    this.#projector = new Projector({
      sink: options.sink,
      solver: options.solver,
      onChange: (projected) => {
        for (const listener of this.#listeners) listener(projected)
      },
      isBusy: () => performance.now() < this.#busyUntilMs,
    })
  }

  /** Takes the directory's lock and opens its journal: nothing else may touch the directory before. */
  static async hold(dir: string, deployment: Deployment): Promise<HeldJournal | Refused> {
    const signer =
      deployment.seed === null
        ? await loadOrCreateSigner({ dir, file: 'log.key', name: deployment.origin })
        : seededSigner(deployment.origin, deployment.seed)
    if (isRefused(signer)) return signer
    return await Journal.open({
      dir: join(dir, 'journal'),
      origin: deployment.origin,
      signer,
      salt: deployment.seed === null ? randomSalts : seededSalts(deployment.seed),
    })
  }

  /** Folds the journal and brings the projections up to it. */
  static async start(held: HeldJournal, options: HoldfastOptions): Promise<Holdfast> {
    const holdfast = new Holdfast(options, held)
    await holdfast.#replayJournal(options.derived ?? null)
    return holdfast
  }

  async #replayJournal(derived: number | null): Promise<void> {
    let projected = await this.#projector.restore()
    if (!(await this.#isOfThisLog(projected))) {
      await this.sink.drop()
      projected = 0
    }
    for await (const entry of this.journal.read(0)) {
      this.#mission = evolveMission(this.#mission, entry)
      if (entry.index < projected) this.#projector.refold(entry, derived === projected)
      else this.#projector.accept([entry])
    }
    this.#next = this.journal.size
    this.#projector.accept([])
  }

  // A database may hold the projections of another deployment, or of entries that this log lost with its torn tail. Such
  // rows are nobody's record here: they go, and are made from this journal.
  async #isOfThisLog(projected: number): Promise<boolean> {
    if (projected > this.journal.size) return false
    for (const index of projected === 0 ? [] : [0, projected - 1]) {
      const [row, entry] = await Promise.all([
        this.sink.get('entry', String(index)),
        this.journal.entry(index),
      ])
      if ('tombstone' in entry) continue
      if (row === null || 'tombstone' in row) return false
      if (row.kind !== entry.kind || row.atMs !== entry.atMs) return false
    }
    return true
  }

  /** The state at the head of the log. */
  get mission(): Mission {
    return this.#mission
  }

  /** The instant by the clock in force. */
  get nowMs(): InstantMs {
    return this.#clock.nowMs()
  }

  /** Puts another clock in force: a demonstration's replay ends and its ticking part begins. */
  useClock(clock: Clock): void {
    this.#clock = clock
  }

  /**
   * Takes a batch of rows in: what is not an observation is rejected by its place and reason, the rest is durable
   * when this resolves. The same batch offered again gets the stored answer, whether or not the first is durable yet.
   */
  async ingest(rows: readonly unknown[], actor: Actor): Promise<Answer | Overrun> {
    const failed = this.#refusal()
    if (failed !== null) return failed
    if (this.#inFlight.size >= APPENDS_IN_FLIGHT_MAX)
      return {
        refused: `${APPENDS_IN_FLIGHT_MAX} batches wait for the disk; send this one again in a moment`,
        status: 503,
      }
    if (rows.length >= BUSY_ROWS_MIN) this.#busyUntilMs = performance.now() + BUSY_MS
    const request = ofExercise(readValues(rows, nodeHashing), this.deployment.exercise)
    const { answer, entries } = acceptBatch(this.#mission.observe, request, {
      actor,
      nowMs: this.nowMs,
      hashing: nodeHashing,
    })
    // A batch that was decided but is not durable yet: its second sender waits for the first one's flush.
    const pending = this.#answers.get(answer.batch)
    if (pending !== undefined) return await pending
    if (entries.length === 0) {
      // What makes a row a duplicate may still wait for the disk; nobody is told of it before it is there.
      await Promise.all(this.#inFlight)
      return answer
    }
    const answered = this.#append(entries, actor).then(() => answer)
    this.#answers.set(answer.batch, answered)
    try {
      return await answered
    } finally {
      this.#answers.delete(answer.batch)
    }
  }

  /** Decides a command of a person. Refused, or durable when this resolves, with what follows from it. */
  async command(command: Command, actor: Actor): Promise<{ entries: readonly Entry[] } | Refused> {
    const failed = this.#refusal()
    if (failed !== null) return failed
    const decided = decideCommand(this.#mission, command, { actor, nowMs: this.nowMs })
    if (isRefused(decided)) return decided
    if (decided.entries.length > APPEND_RECORDS_MAX)
      return {
        refused: `the command makes ${decided.entries.length} entries; the most at once is ${APPEND_RECORDS_MAX}. Split it`,
      }
    const appended = [this.#append(decided.entries, actor)]
    const follow = followUps(this.#mission, this.nowMs)
    if (follow.length > 0) appended.push(this.#append(follow, SYSTEM))
    return { entries: (await Promise.all(appended)).flat() }
  }

  /** Records entries that the deployment itself decides. */
  async record(drafts: readonly Draft[], actor: Actor = SYSTEM): Promise<readonly Entry[]> {
    if (this.#failure !== null) throw this.#failure
    return await this.#append(drafts, actor)
  }

  /** Records every deadline that has passed by the clock in force; called each second, and once on start. */
  async tick(): Promise<readonly Entry[]> {
    if (this.#failure !== null) return []
    const drafts = [
      ...expire(this.#mission.respond, this.nowMs),
      ...followUps(this.#mission, this.nowMs),
    ]
    return drafts.length === 0 ? [] : await this.#append(drafts, SYSTEM)
  }

  #append(drafts: readonly Draft[], actor: Actor): Promise<readonly Entry[]> {
    const { exercise } = this.deployment
    const atMs = this.nowMs
    const records = drafts.map((draft) => ({
      ...draft,
      actor,
      atMs,
      label: labelOf(draft.kind),
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

  /** The log index of the batch that brought the observation in, once it is projected. */
  entryOf(observation: string): number | undefined {
    return this.#projector.entryOf(observation)
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
      rootHash: Buffer.from(this.journal.rootHash()).toString('hex'),
      projected: this.#projector.size,
      lag: {
        entries: this.journal.size - this.#projector.size,
        observationsWaiting: this.#projector.waiting,
      },
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
    await this.#projector.caughtUp().catch(() => undefined)
    await this.journal.close()
  }
}

// Exercise data bears its exercise's id from the first byte, and never enters a deployment that is not that exercise's.
function ofExercise({ rows, malformed }: Request, exercise: string | null): Request {
  const strays = rows.filter(({ observation }) => (observation.exercise ?? null) !== exercise)
  if (strays.length === 0) return { rows, malformed }
  const reason =
    exercise === null
      ? "/exercise: this deployment is live and takes no exercise data; send it to the exercise's own deployment"
      : `/exercise: this deployment takes data of the exercise ${exercise} only; mark the row with it`
  return {
    rows: rows.filter((row) => !strays.includes(row)),
    malformed: [...malformed, ...strays.map(({ index }) => ({ index, reason }))],
  }
}
