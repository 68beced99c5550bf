/**
 * A force model solved level by level: first the construction and local search, which is there in seconds; then HiGHS for
 * each level of the objective in turn, from the best answer so far, with the levels before held at what was found. An
 * answer that was there is never lost: where the solver fails, is ended or runs out of time, the best so far is told, with
 * its gap and the reason.
 */
import type { Solution } from '@holdfast/core/generate'
import {
  answerOf,
  forceProgram,
  indexForces,
  isBetter,
  levelsOf,
  readServes,
  searchForces,
  SHARE_SLACK,
  shortfallsOf,
  startOf,
} from '@holdfast/core/generate/model'
import type {
  ForceAssignment,
  ForceIndex,
  ForceModel,
  ForceSolution,
  HeldLevel,
  LimitedSolver,
  ObjectiveLevel,
  Shortfall,
} from '@holdfast/core/generate/model'
import { seededRandom } from '@holdfast/core/units'

/** Work of the first search: within 5 s on the asked case. */
const WORK_FIRST = 6_000_000
/** Work of a search that starts from an earlier answer, and of the one before each level. */
const WORK_AGAIN = 2_000_000
const WORK_LEVEL = 6_000_000
const SEED = 20_260_301
/** Share of the time left that the first level may take, and a later one with the levels before held in all. */
const FIRST_SHARE = 0.5
const STRICT_SHARE = 0.2
/** The same in nodes, where no time limits it. */
const NODES_STRICT = 2000
const NODES_BY_LINE = 5000

/** What a run needs from outside: it has no clock of its own. */
export interface ForceClock {
  /** Wall time in ms since any instant. */
  readonly nowMs: () => number
  /** Processor time in seconds since any instant, all threads. */
  readonly cpuSeconds: () => number
}
/** Where a run stands. */
export interface ForceProgress {
  /** The level that is solved; null: the first answer is there. */
  readonly level: ObjectiveLevel['level'] | null
  /** Of the level: what is found and what is proven; null before its solve told anything. */
  readonly objective: number | null
  readonly bound: number | null
  readonly seconds: number
}
/** How far to go. */
export interface ForceRun {
  readonly solver: LimitedSolver
  readonly clock: ForceClock
  /** Relative gap of each level at which it may stop, 0 to 1. */
  readonly gap: number
  /** Wall time of the whole run, s; null: iterations and nodes only, and the answer repeats. */
  readonly secondsMax: number | null
  /** Assignments of an earlier answer; null: none. */
  readonly start: readonly ForceAssignment[] | null
  readonly onProgress?: (progress: ForceProgress) => void
  /** Asked between levels: whether to end with what there is. */
  readonly isCancelled?: () => boolean
}

type Level = ObjectiveLevel['level']
type Given = ObjectiveLevel['given']
/** One solve of a level. */
interface Try {
  readonly given: Given
  /** Wall time, s; null: nodes only. */
  readonly share: number | null
  readonly nodes: number
}

class Run {
  readonly index: ForceIndex
  readonly #run: ForceRun
  readonly #sinceMs: number
  readonly #sinceCpu: number
  best: readonly ForceAssignment[] = []
  readonly bounds = new Map<Level, Pick<ObjectiveLevel, 'bound' | 'given'>>()
  #isByLine = false
  reason: string | null = null
  engine: ForceSolution['engine'] = 'heuristic'
  first = 0

  constructor(model: ForceModel, run: ForceRun) {
    this.index = indexForces(model)
    this.#run = run
    this.#sinceMs = run.clock.nowMs()
    this.#sinceCpu = run.clock.cpuSeconds()
  }

  get seconds(): number {
    return (this.#run.clock.nowMs() - this.#sinceMs) / 1000
  }

  start(): void {
    const { start } = this.#run
    const workMax = start === null ? WORK_FIRST : WORK_AGAIN
    const limits = { workMax, from: start ?? [], priority: null, heldMax: 0 }
    this.best = searchForces(this.index, limits, seededRandom(SEED))
    this.first = this.seconds
    this.#tell(null, null, null)
  }

  /** Solves the levels in their order, until a limit or a failure ends it. */
  async levels(): Promise<void> {
    const levels = levelsOf(this.index, this.best).map(({ level }) => level)
    for (const [i, level] of levels.entries()) {
      if (this.#run.isCancelled?.() === true) this.reason = 'it was cancelled'
      const left = this.#left()
      if (left !== null && left <= 0) this.reason ??= 'the time limit was met'
      if (this.reason !== null) return
      await this.#level(level, { isFirst: i === 0, isLast: i === levels.length - 1 })
    }
  }

  answer(): ForceSolution {
    const { clock, gap } = this.#run
    return answerOf(this.index, {
      assignments: this.best,
      bounds: this.bounds,
      gapAsked: gap,
      reason: this.reason,
      engine: this.engine,
      seconds: {
        first: this.first,
        total: this.seconds,
        cpu: clock.cpuSeconds() - this.#sinceCpu,
      },
    })
  }

  #left(): number | null {
    const { secondsMax } = this.#run
    return secondsMax === null ? null : secondsMax - this.seconds
  }

  #objective(level: Level): number {
    return levelsOf(this.index, this.best).find((one) => one.level === level)?.objective ?? 0
  }

  /**
   * First with the levels before held in all: that is the lexicographic optimum. Where the proof takes too long, this level
   * and those after it are solved with each line before held: a smaller program, whose bound says less.
   */
  async #level(
    level: Level,
    { isFirst, isLast }: { readonly isFirst: boolean; readonly isLast: boolean },
  ): Promise<void> {
    const objective = this.#objective(level)
    // Nothing is below 0: what is there is proven already.
    if (objective <= SHARE_SLACK) {
      this.bounds.set(level, { bound: 0, given: 'priorities' })
      return
    }
    this.#tell(level, objective, null)
    // Levels before are proven or held: the search goes on with this one.
    const heldMax = this.#isByLine && level !== 'acceptance' ? level - 1 : 0
    if (level !== 'acceptance' && !isFirst) this.#search(this.best, level, heldMax)
    const left = this.#left()
    if (!this.#isByLine) {
      const strict = isFirst ? (isLast ? 1 : FIRST_SHARE) : STRICT_SHARE
      const share = left === null ? null : left * strict
      await this.#solve(level, { given: 'priorities', share, nodes: NODES_STRICT })
      const isOver = this.reason !== null || this.#run.isCancelled?.() === true
      if (isFirst || isOver || this.#isProven(level)) return
      this.#isByLine = true
    }
    const rest = this.#left()
    const share = rest === null ? null : Math.max(0.1, isLast ? rest : rest / 2)
    await this.#solve(level, { given: 'lines', share, nodes: NODES_BY_LINE })
  }

  #search(from: readonly ForceAssignment[], level: number, heldMax: number): void {
    const workMax = level === 0 ? 0 : WORK_LEVEL
    const limits = { workMax, from, priority: level === 0 ? null : level, heldMax }
    const found = searchForces(this.index, limits, seededRandom(SEED))
    if (isBetter(levelsOf(this.index, found), levelsOf(this.index, this.best))) this.best = found
  }

  async #solve(level: Level, { given, share, nodes }: Try): Promise<void> {
    const { solver, gap, secondsMax } = this.#run
    const isByLine = given === 'lines'
    const isLast = level === 'acceptance'
    const program = forceProgram(this.index, {
      priorityMax: isLast ? 9 : level,
      goal: isLast ? { kind: 'acceptance' } : { kind: 'priority', priority: level },
      held: isByLine ? [] : this.#held(level),
      heldLines: isByLine ? this.#heldLines(level) : [],
      waived: this.index.waived,
    })
    const limits = {
      gap,
      secondsMax: share,
      nodesMax: secondsMax === null ? nodes : null,
      start: startOf(this.index, program, this.best),
    }
    const solution = await solver.solveWithin(program, limits, (found) => {
      this.#tell(level, found.objective, found.bound)
    })
    this.#take({ level, given, solution }, (values) => readServes(this.index, program, values))
  }

  #isProven(level: Level): boolean {
    const objective = this.#objective(level)
    const bound = this.bounds.get(level)?.bound ?? 0
    return objective - bound <= this.#run.gap * objective + SHARE_SLACK
  }

  #heldLines(level: Level): readonly Shortfall[] {
    const before = new Set(
      this.index.lines.flatMap(({ id, priority }) =>
        level === 'acceptance' || priority < level ? [id] : [],
      ),
    )
    return shortfallsOf(this.index, this.best).filter(({ line }) => before.has(line))
  }

  #held(level: Level): readonly HeldLevel[] {
    return levelsOf(this.index, this.best).flatMap(({ level: other, objective }) =>
      other === 'acceptance' || (level !== 'acceptance' && other >= level)
        ? []
        : [{ priority: other, without: null, most: objective }],
    )
  }

  #take(
    { level, given, solution }: { level: Level; given: Given; solution: Solution },
    read: (values: readonly number[]) => readonly ForceAssignment[],
  ): void {
    if ('reason' in solution) {
      const why =
        solution.status === 'failed'
          ? solution.reason
          : `${solution.status}: ${solution.reason}, though the answer kept is one; report this with the model`
      this.reason = `the solver failed on level ${level} (${why}); the last answer is kept`
      return
    }
    this.engine = 'both'
    this.bounds.set(level, { bound: solution.bound, given })
    this.#search(read(solution.values), 0, 0)
    this.#tell(level, this.#objective(level), solution.bound)
  }

  #tell(level: Level | null, objective: number | null, bound: number | null): void {
    this.#run.onProgress?.({ level, objective, bound, seconds: this.seconds })
  }
}

/** Solves a force model; see the head of the file. Always an answer: at worst nobody serves, with the reason. */
export async function solveForces(model: ForceModel, run: ForceRun): Promise<ForceSolution> {
  const running = new Run(model, run)
  running.start()
  await running.levels()
  return running.answer()
}
