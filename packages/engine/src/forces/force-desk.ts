/**
 * Answers questions about the register for one office and one nation. What the nation may not see is taken out before
 * anything is computed, so that no figure tells of it. Each answer carries its label: caveats, linchpins and criticality
 * bear the highest (do no harm, rule 4) and are the guarantors' alone.
 *
 * At a conference the same question comes again after each offer: the assignments of the last answer to the same posture
 * for the same nation are kept and the next solve starts from them.
 */
import type { GenerateState } from '@holdfast/core/generate'
import type {
  ForceAssignment,
  ForceModel,
  ForceSolution,
  LineWhy,
} from '@holdfast/core/generate/model'
import { explainForces } from '@holdfast/core/generate/model'
import {
  askAsks,
  askCredibility,
  askGaps,
  askLinchpins,
  askPostures,
  askWhatIf,
  recordedPostures,
  suppose,
  type Asked,
  type ForceSolver,
  type GapsAnswer,
} from '@holdfast/core/generate/questions'
import { labelFor, releaseRegister, toModel } from '@holdfast/core/generate/register'
import type { ModelOptions } from '@holdfast/core/generate/register'
import { acceptanceByPlace } from '@holdfast/core/generate/acceptance'
import type { Office } from '@holdfast/core/nations'
import { isRefused, seededRandom, type InstantMs, type Refused } from '@holdfast/core/units'
import { readQuestion, type ForceQuestion } from '../desk/index.ts'
import { shippedTaxonomy } from '../shipped/index.ts'
import { HighsSolver, solveForces } from '../solver/index.ts'
import { acceptanceUsed, acceptanceView } from './acceptance-view.ts'
import { BudgetedSolver } from './budgeted-solver.ts'
import { registerView } from './register-view.ts'

/** Most answers kept to start the next ones from. */
export const INCUMBENTS_MAX = 64
/** Questions that may be under way at once; each may take minutes. */
export const QUESTIONS_MAX = 4
const ROTATIONS = 4
const MONTHS = 6
const GAP = 0.01
/** Wall time of one solve, s, and of all solves of one question together. */
const SOLVE_SECONDS = 20
const QUESTION_SECONDS = 240
const REPLICATIONS = 10_000
const SEED = 1
const ASKS = 5
/** A model of no more pairs of package and line is solved without a long search before. */
const SMALL_PAIRS = 1_000
/** Most lines of which the reason is proven. */
const WHY_LINES_MAX = 20

/** What the desk reads of a running deployment. */
export interface ForceDeskNeeds {
  readonly mission: { readonly generate: GenerateState }
  readonly nowMs: InstantMs
}
/** Who asks. */
export interface Asker {
  readonly office: Office
  /** The nation that asks; the mission's own code sees what is released to it or to all. */
  readonly nation: string
}
type Refusal = Refused & { readonly status?: 403 | 422 | 503 }

const WITHDRAWN = {
  refused: 'the question was withdrawn before it was answered; ask it again',
  status: 503,
} as const

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** Answers questions; `close` ends its solver's thread. */
export class ForceDesk {
  readonly #holdfast: ForceDeskNeeds
  readonly #notice: () => string | null
  readonly #incumbents = new Map<string, readonly ForceAssignment[]>()
  #highs: HighsSolver | null = null
  #underWay = 0

  constructor(holdfast: ForceDeskNeeds, notice: () => string | null) {
    this.#holdfast = holdfast
    this.#notice = notice
  }

  /** The register as the nation may see it. */
  register({ office, nation }: Asker): object | Refusal {
    const refused = guarantorsOnly(office)
    if (refused !== null) return refused
    const { mission, nowMs } = this.#holdfast
    const taxonomy = shippedTaxonomy()
    if (isRefused(taxonomy)) return taxonomy
    const accepted = acceptanceUsed(mission.generate)
    if (isRefused(accepted)) return accepted
    const notice = this.#notice()
    const { version: acceptance } = accepted
    return registerView(mission.generate, { viewer: nation, notice, nowMs, taxonomy, acceptance })
  }

  /** The acceptance table in force, with its versions. */
  acceptance({ office, nation }: Asker): object | Refusal {
    const refused = guarantorsOnly(office)
    if (refused !== null) return refused
    return acceptanceView(this.#holdfast.mission.generate, {
      viewer: nation,
      notice: this.#notice(),
    })
  }

  /** Answers a question as it came from outside. Once `withdrawn` is aborted nothing more is solved for it. */
  async ask(
    value: unknown,
    { office, nation }: Asker,
    withdrawn: AbortSignal | null = null,
  ): Promise<object | Refusal> {
    const refused = guarantorsOnly(office)
    if (refused !== null) return refused
    const question = readQuestion(value)
    if (isRefused(question)) return { ...question, status: 422 }
    if (this.#underWay >= QUESTIONS_MAX)
      return {
        refused: `${QUESTIONS_MAX} questions are being answered; ask again in a moment`,
        status: 503,
      }
    const budget = { each: question.seconds ?? SOLVE_SECONDS, whole: QUESTION_SECONDS }
    const limited = new BudgetedSolver(this.#solver().lane(), budget, () => performance.now())
    const end = (): void => limited.end()
    if (withdrawn?.aborted === true) end()
    withdrawn?.addEventListener('abort', end, { once: true })
    this.#underWay += 1
    try {
      const answer = await this.#answer(question, nation, limited)
      return limited.isEnded ? WITHDRAWN : answer
    } finally {
      this.#underWay -= 1
      withdrawn?.removeEventListener('abort', end)
    }
  }

  /** Ends the solver's thread. */
  async close(): Promise<void> {
    await this.#highs?.close()
    this.#highs = null
  }

  async #answer(
    question: ForceQuestion,
    nation: string,
    limited: BudgetedSolver,
  ): Promise<object | Refusal> {
    const { mission, nowMs } = this.#holdfast
    const whole = mission.generate
    const taxonomy = shippedTaxonomy()
    if (isRefused(taxonomy)) return taxonomy
    const accepted = acceptanceUsed(whole)
    if (isRefused(accepted)) return accepted
    const { table, version } = accepted
    const state = releaseRegister(whole, nation)
    const postures = [...new Set(recordedPostures(state).flatMap((one) => one.posture ?? []))]
    const posture = question.posture === undefined ? (postures[0] ?? null) : question.posture
    if (posture !== null && !postures.includes(posture))
      return {
        refused: `there is no posture ${JSON.stringify(posture)}; the register has ${postures.join(', ') || 'none: ask without one'}`,
        status: 422,
      }
    const { rotations = ROTATIONS, months = MONTHS } = question
    const options: ModelOptions = {
      taxonomy,
      posture,
      startMs: nowMs,
      rotations: { count: rotations, monthsEach: months },
      acceptance: acceptanceByPlace(
        table,
        [...new Set([...state.pledges.values()].map((pledge) => pledge.nation))].toSorted(),
        [...new Set([...state.requirements.values()].map(({ place }) => place))].toSorted(),
      ),
    }
    const key = `${nation} ${posture ?? ''} ${rotations} ${months}`
    const solver = this.#solverFor(limited, question.gap ?? GAP, key)
    const answer = await this.#asked(question, { state, options, solver, limited })
    if (isRefused(answer)) return { ...answer, status: 422 }
    return {
      notice: this.#notice(),
      label: labelFor(whole, nation),
      viewer: nation,
      kind: question.kind,
      posture,
      rotations: options.rotations,
      asOfMs: nowMs,
      acceptance: version,
      ...answer,
    }
  }

  async #asked(question: ForceQuestion, asked: Asking): Promise<object | Refused> {
    const { state, options, solver } = asked
    switch (question.kind) {
      case 'gaps': {
        const gaps = await askGaps(toModel(state, options), solver)
        if (isRefused(gaps)) return gaps
        return question.why === true ? { ...gaps, whys: await whysOf(asked, gaps) } : gaps
      }
      case 'whatIf':
        return await askWhatIf(asked, question.suppositions)
      case 'linchpins':
        return await askLinchpins(asked, question.by ?? 'pledge')
      case 'asks':
        return await askAsks(asked, { asksMax: question.most ?? ASKS })
      case 'postures': {
        const postures = await askPostures(asked, recordedPostures(state))
        return isRefused(postures) ? postures : { postures }
      }
      case 'credibility':
        return await credibility(question, asked)
    }
  }

  #solver(): HighsSolver {
    this.#highs ??= new HighsSolver()
    return this.#highs
  }

  /** Solves from the incumbent that the question brings, or else from the last answer under the key. */
  #solverFor(solver: BudgetedSolver, gap: number, key: string): ForceSolver {
    return {
      solve: async (model, incumbent) => {
        if (solver.isEnded) return unsolved(model, WITHDRAWN.refused)
        const kept = incumbent ?? this.#incumbents.get(key)
        // The long first search is for models that HiGHS alone would answer late.
        const isSmall = model.packages.length * model.lines.length <= SMALL_PAIRS
        const start = kept ?? (isSmall ? [] : null)
        const solution = await solveForces(model, {
          solver,
          clock: { nowMs: () => performance.now(), cpuSeconds },
          gap,
          secondsMax: solver.seconds,
          start,
          isCancelled: () => solver.isEnded,
        })
        if (incumbent === undefined) this.#keep(key, solution)
        return solution
      },
    }
  }

  #keep(key: string, { assignments }: ForceSolution): void {
    this.#incumbents.delete(key)
    this.#incumbents.set(key, assignments)
    const [oldest] = this.#incumbents.keys()
    if (this.#incumbents.size > INCUMBENTS_MAX && oldest !== undefined)
      this.#incumbents.delete(oldest)
  }
}

interface Asking extends Asked {
  readonly limited: BudgetedSolver
}

/** No answer, for the reason told. */
const unsolved = ({ id }: ForceModel, reason: string): ForceSolution => ({
  model: id,
  status: 'failed',
  reason,
  weighedFrom: null,
  levels: [],
  objective: 0,
  bound: 0,
  gap: 0,
  gapAsked: GAP,
  assignments: [],
  shortfalls: [],
  headcounts: [],
  engine: 'heuristic',
  seconds: { first: 0, total: 0, cpu: 0 },
})

const whysOf = async (
  { state, options, limited }: Asking,
  { solution }: GapsAnswer,
): Promise<readonly LineWhy[]> =>
  await explainForces(toModel(state, options).model, solution.assignments, limited, {
    secondsMax: null,
    linesMax: WHY_LINES_MAX,
  })

const guarantorsOnly = (office: Office): Refusal | null =>
  office === 'guarantors'
    ? null
    : {
        refused:
          "pledges, gaps, caveats and linchpins are the guarantors' view only; log in to that office",
        status: 403,
      }

async function credibility(
  {
    replications = REPLICATIONS,
    seed = SEED,
  }: { readonly replications?: number; readonly seed?: number },
  { state, options, solver }: Asked,
): Promise<object | Refused> {
  // The plan is made as if every condition were met; who then fails is drawn.
  const met = [...state.conditions.keys()].map(
    (condition) => ({ kind: 'condition', condition, state: 'met' }) as const,
  )
  const hoped = suppose(state, met)
  if (isRefused(hoped)) return hoped
  const mapped = toModel(hoped, options)
  const gaps = await askGaps(mapped, solver)
  if (isRefused(gaps)) return gaps
  const { solution } = gaps
  const random = seededRandom(seed)
  const answer = askCredibility({ state, mapped, solution }, { replications, seed, random })
  return isRefused(answer) ? answer : { ...answer, plan: gaps }
}
