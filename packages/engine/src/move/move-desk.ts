/**
 * Plans movement for a running deployment: jobs on the model in force, and the adoption of a plan by a person. Where nobody
 * adopted a model yet, the fictional one that ships can be planned, never adopted from: what is on record names a model on
 * record.
 */
import type { MoveState } from '@holdfast/core/move'
import {
  betterWithout,
  faultChoices,
  faultedModel,
  type Faulted,
} from '@holdfast/core/move/contingency'
import type {
  AdoptedModelTold,
  AdoptedPlanTold,
  MoveJob,
  MoveStanding,
} from '@holdfast/core/move/jobs'
import { documentDigest, gatesTold, PLAN_LABEL, tellMovement } from '@holdfast/core/move/model'
import type { MovementModel, MovementTold, MovePlan } from '@holdfast/core/move/model'
import type { Actor } from '@holdfast/core/nations'
import { isRefused, type InstantMs, type Refused } from '@holdfast/core/units'
import type { Command } from '../runtime/index.ts'
import { shippedMovementModel } from '../shipped/index.ts'
import { simulated } from './simulated.ts'
import { JobBoard, JOBS_KEPT_MAX } from './job-board.ts'
import { JobShelf, type Planned } from './job-shelf.ts'
import { afterRestart } from './kept-jobs.ts'
import type { Watch } from './job-board.ts'
import { planInThread } from './plan-thread.ts'
import { guarantorsOnly, noJob, refuseBase, type Refusal } from './refusals.ts'
import { PlanningView } from './planning-view.ts'
import { readAskedAdoption, readAskedJob, titleOf } from './read-asked.ts'
import type { AskedJob } from './read-asked.ts'

/** Plans of jobs that are kept: as many as jobs that are over, and those that run. */
const PLANS_KEPT_MAX = JOBS_KEPT_MAX + 4

/** What the desk needs of a running deployment. */
export interface MoveDeskNeeds {
  readonly mission: { readonly move: MoveState }
  readonly nowMs: InstantMs
  command(
    command: Command,
    actor: Actor,
  ): Promise<{ readonly entries: readonly Adopted[] } | Refused>
}
interface Adopted {
  readonly index: number
  readonly kind: string
  readonly atMs: InstantMs
}
/** Who asks. */
export type MoveAsker = Pick<Actor, 'name' | 'nation' | 'office'>

/** The desk; `close` ends its threads. */
export class MoveDesk {
  readonly #holdfast: MoveDeskNeeds
  readonly #notice: () => string | null
  readonly #board: JobBoard
  readonly #planning = new PlanningView()
  readonly #plans = new Map<string, Planned>()
  /** What is told of a model or plan is worked out once for each. */
  readonly #digests = new WeakMap<MovementModel, string>()
  readonly #told = new WeakMap<MovePlan, MovementTold>()
  readonly #asked = new Map<string, unknown>()
  readonly #shelf: JobShelf | null
  readonly #lost: string[]

  /** `jobsDir` is where jobs are kept over a restart; null keeps them in memory only. */
  constructor(holdfast: MoveDeskNeeds, notice: () => string | null, jobsDir: string | null = null) {
    this.#holdfast = holdfast
    this.#notice = notice
    this.#shelf = jobsDir === null ? null : new JobShelf(jobsDir)
    const { shelved, lost, last } = this.#shelf?.found() ?? { shelved: [], lost: [], last: 0 }
    this.#lost = [...lost]
    for (const { job, asked, planned } of shelved) {
      this.#asked.set(job.id, asked)
      if (planned !== null) this.#plans.set(job.id, planned)
    }
    this.#board = new JobBoard(() => holdfast.nowMs, {
      before: shelved.map((one) => afterRestart(one, holdfast.nowMs)),
      last,
      keep: (job, asked) => this.#shelve(job, asked),
      forget: (id) => this.#drop(id),
    })
    for (const { id, reason } of this.#board.jobs()) {
      const left = shelved.find(({ job }) => job.id === id)
      const now = this.#board.job(id)
      if (left !== undefined && now !== null && left.job.reason !== reason)
        this.#shelve(now, left.asked)
    }
  }

  /** A disk that takes nothing must not break a job off: it is told, and the job stays in memory. */
  #shelve(job: MoveJob, asked: unknown): void {
    this.#asked.set(job.id, asked)
    try {
      this.#shelf?.put({ job, asked, planned: this.#plans.get(job.id) ?? null })
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      this.#lost.push(
        `${job.id} is not kept over a restart: ${why}; mend the disk, then ask for it again`,
      )
      if (this.#lost.length > JOBS_KEPT_MAX) this.#lost.shift()
    }
  }

  #drop(id: string): void {
    this.#asked.delete(id)
    this.#plans.delete(id)
    this.#shelf?.remove(id)
  }

  /** How the planning stands. */
  standing({ office }: MoveAsker): MoveStanding | Refusal {
    const refused = guarantorsOnly(office)
    if (refused !== null) return refused
    const model = this.#model()
    if (isRefused(model)) return model
    return {
      label: PLAN_LABEL,
      notice: this.#notice(),
      nowMs: this.#holdfast.nowMs,
      model: this.#modelTold(model),
      plan: this.#planTold(),
      choices: faultChoices(model),
      jobs: this.#board.jobs().map((job) => ({ ...job, best: null, answer: null })),
      lost: this.#lost,
    }
  }

  /** The model in force, as a document. */
  model({ office }: MoveAsker): object | Refusal {
    return guarantorsOnly(office) ?? this.#model()
  }

  /** A planning document (air, sea, sites, stocks, training, ready) worked out. */
  planning(name: string, { office }: MoveAsker): object | Refusal {
    return guarantorsOnly(office) ?? this.#planning.planning(name, this.#holdfast.mission.move)
  }

  /** Makes a job of what is asked. */
  ask(value: unknown, { office, name, nation }: MoveAsker): MoveJob | Refusal {
    const refused = guarantorsOnly(office)
    if (refused !== null) return refused
    const model = this.#model()
    if (isRefused(model)) return model
    const asked = readAskedJob(value, model)
    if (isRefused(asked)) return { ...asked, status: 422 }
    const of = asked.kind === 'solve' ? null : this.#planOf(asked.of)
    if (of !== null && isRefused(of)) return of
    const digest = this.#digestOf(model)
    if (asked.kind === 'replan' && of !== null) {
      const unfit = refuseBase(of, digest)
      if (unfit !== null) return unfit
    }
    const job = this.#board.ask({
      kind: asked.kind,
      title: titleOf(asked),
      asker: { name, nation },
      modelDigest: of?.modelDigest ?? digest,
      document: value,
      work: async (watch) => await this.#work({ asked, model, of, id: () => jobId }, watch),
    })
    if (isRefused(job)) return { ...job, status: 503 }
    const jobId = job.id
    return job
  }

  /** A job with its answer, as far as it is. */
  job(id: string, { office }: MoveAsker): MoveJob | Refusal {
    return guarantorsOnly(office) ?? this.#board.job(id) ?? noJob(id)
  }

  /** The plan of a job as a document, with its model: what `holdfast move simulate` takes. */
  plan(id: string, { office }: MoveAsker): object | Refusal {
    const refused = guarantorsOnly(office)
    if (refused !== null) return refused
    const found = this.#planOf(id)
    return isRefused(found)
      ? found
      : { label: PLAN_LABEL, ...found.plan, modelDocument: found.model }
  }

  /** Stops a job; only for the nation that asked for it. */
  cancel(id: string, { office, nation }: MoveAsker): MoveJob | Refusal {
    const refused = guarantorsOnly(office)
    if (refused !== null) return refused
    const job = this.#board.job(id)
    if (job === null) return noJob(id)
    if (job.asker.nation !== nation)
      return {
        refused: `${id} was asked for by ${job.asker.nation}; that nation stops it`,
        status: 403,
      }
    const cancelled = this.#board.cancel(id) ?? noJob(id)
    return isRefused(cancelled) ? { ...cancelled, status: 409 } : cancelled
  }

  /** Puts the plan of a job on record as the one that a person adopted. */
  async adopt(
    value: unknown,
    actor: Actor,
  ): Promise<{ readonly entries: readonly Adopted[] } | Refusal> {
    const refused = guarantorsOnly(actor.office)
    if (refused !== null) return refused
    const asked = readAskedAdoption(value)
    if (isRefused(asked)) return { ...asked, status: 422 }
    const planned = this.#planOf(asked.job)
    if (isRefused(planned)) return planned
    const { digest, reason } = asked
    const { model, modelDigest, plan, faults } = planned
    const decided = await this.#holdfast.command(
      {
        step: 'move',
        type: 'adoptPlan',
        digest,
        reason,
        model,
        modelDigest,
        plan,
        faults,
        chance: this.#chanceOf(planned.planDigest),
      },
      actor,
    )
    if (isRefused(decided)) return { ...decided, status: 409 }
    return { entries: decided.entries.map(({ index, kind, atMs }) => ({ index, kind, atMs })) }
  }

  /** Ends every job and its threads. */
  async close(): Promise<void> {
    await this.#board.close()
  }

  #model(): MovementModel | Refused {
    return this.#holdfast.mission.move.model?.model ?? shippedMovementModel()
  }

  #digestOf(model: MovementModel): string {
    const known = this.#digests.get(model) ?? documentDigest(model)
    this.#digests.set(model, known)
    return known
  }

  #modelTold(model: MovementModel): AdoptedModelTold {
    const { model: adopted } = this.#holdfast.mission.move
    const { id, title, notice, horizonHours, stepHours, ask, nodes, legs, assumptions } = model
    return {
      origin: adopted === null ? 'shipped' : 'adopted',
      id,
      title,
      notice: notice ?? '',
      horizonHours,
      stepHours,
      ask,
      assumptions,
      digest: this.#digestOf(model),
      nodes: nodes.length,
      legs: legs.length,
      adopted:
        adopted === null
          ? null
          : { index: adopted.index, atMs: adopted.atMs, by: adopted.by, nation: adopted.nation },
      gates: gatesTold(model),
    }
  }

  #planTold(): AdoptedPlanTold | null {
    const { plan: adopted, model } = this.#holdfast.mission.move
    if (adopted === null) return null
    const told = this.#told.get(adopted.plan) ?? tellMovement(adopted.model, adopted.plan)
    this.#told.set(adopted.plan, told)
    const { index, atMs, by, nation, reason, digest, modelDigest, faults, chance } = adopted
    return {
      index,
      atMs,
      by,
      nation,
      reason,
      digest,
      modelDigest,
      faults,
      chance,
      told,
      assumptions: adopted.assumptions,
      isOfModelInForce: model?.digest === modelDigest,
    }
  }

  #planOf(of: string): Planned | Refusal {
    if (of !== 'adopted') {
      const found = this.#plans.get(of)
      if (found !== undefined) return found
      const job = this.#board.job(of)
      if (job === null) return noJob(of)
      return {
        refused: `${of} has no plan (${job.kind}, ${job.status}); name a job that made one`,
        status: 409,
      }
    }
    const adopted = this.#holdfast.mission.move.plan
    if (adopted === null)
      return { refused: 'no plan is adopted; solve the model and name the job', status: 409 }
    const { model, modelDigest, plan, digest, faults } = adopted
    return { model, modelDigest, plan, planDigest: digest, faults }
  }

  #keep(id: string, planned: Planned): void {
    this.#plans.set(id, planned)
    const [oldest] = this.#plans.keys()
    if (this.#plans.size > PLANS_KEPT_MAX && oldest !== undefined) this.#plans.delete(oldest)
  }

  #chanceOf(planDigest: string): AdoptedPlanTold['chance'] {
    for (const { answer } of this.#board.jobs()) {
      if (answer?.kind !== 'simulate' || answer.planDigest !== planDigest) continue
      const { chance, faults, replications, seed } = answer.simulation
      const { value, low, high } = chance
      return { faults: faults.title, replications, seed, value, low, high }
    }
    return null
  }

  async #work(given: Given, watch: Watch): Promise<NonNullable<MoveJob['answer']> | Refused> {
    const { asked, of } = given
    if (asked.kind === 'solve') {
      const { price } = asked
      const made = await planInThread({ model: given.model, from: null, price }, watch)
      if (isRefused(made)) return made
      this.#keepMade(given, { model: given.model, faults: [] }, made)
      return { kind: 'solve', told: made.told }
    }
    if (of === null) return { refused: 'there is no plan to go on from' }
    return asked.kind === 'replan'
      ? await this.#replan(given, asked, { of, watch })
      : await simulated(asked, of, watch)
  }

  async #replan(
    given: Given,
    { of: name, faults, price }: Extract<AskedJob, { readonly kind: 'replan' }>,
    { of, watch }: { readonly of: Planned; readonly watch: Watch },
  ): Promise<NonNullable<MoveJob['answer']> | Refused> {
    const faulted: Faulted | Refused = faultedModel(of.model, of.plan, faults)
    if (isRefused(faulted)) return faulted
    const { model, plan, atHour, lost } = faulted
    const made = await planInThread({ model, from: { plan, atHour }, price }, watch)
    if (isRefused(made)) return made
    this.#keepMade(given, { model, faults }, made)
    const better = this.#betterOf(name, of, made.plan)
    return { kind: 'replan', told: made.told, of: name, atHour, faults, lost, better }
  }

  /** Where the plan under faults is the better one without them, too, it takes the place of the one that it came from. */
  #betterOf(name: string, of: Planned, under: MovePlan): MovementTold | null {
    const plan = name === 'adopted' ? null : betterWithout(of, under)
    if (plan === null) return null
    const told = tellMovement(of.model, plan)
    this.#keep(name, { ...of, plan, planDigest: told.planDigest })
    const job = this.#board.job(name)
    if (job !== null) this.#shelve(job, this.#asked.get(name))
    return told
  }

  #keepMade(
    { id, model: base }: Given,
    { model, faults }: Pick<Planned, 'model' | 'faults'>,
    { plan, told }: { readonly plan: MovePlan; readonly told: MovementTold },
  ): void {
    const modelDigest = this.#digestOf(base)
    this.#keep(id(), { model, modelDigest, plan, planDigest: told.planDigest, faults })
  }
}

interface Given {
  readonly asked: AskedJob
  /** The model in force. */
  readonly model: MovementModel
  readonly of: Planned | null
  readonly id: () => string
}
