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
import { LevelParts } from './level-parts.ts'

/** Work of the first search: within 5 s on the asked case. */
const WORK_FIRST = 6_000_000
/** Work of a search that starts from an earlier answer, and of the one before each level. */
const WORK_AGAIN = 2_000_000
const WORK_LEVEL = 6_000_000
/** The latter where parts go on with what it leaves. */
const WORK_PARTS = 2_000_000
const SEED = 20_260_301
/** Share of the time left that the first level may take, and a later one with the levels before held in all. */
const FIRST_SHARE = 0.5
const STRICT_SHARE = 0.2
const LINES_SHARE = 0.5
/** Under this a program of all parts tells nothing that they did not: wall time, s. */
const WHOLE_LEAST_S = 3
/** Sums of fractions below this are no difference: what programs of parts are held to. */
const PART_SLACK = 1e-4
/** Of a model with several parts: the first levels end early, so that one may take this many times its equal share of the time left. */
const LEVEL_SHARE = 1.1
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
  /** What is proven of it already. */
  readonly least: number
}
/** What a solve of a level answered. */
interface Taken extends Pick<Try, 'given' | 'least'> {
  readonly level: Level
  readonly solution: Solution
}
/** Where a level stands among the levels. */
interface Place {
  readonly isFirst: boolean
  /** How many come after it. */
  readonly left: number
}

class Run {
  readonly index: ForceIndex
  readonly #run: ForceRun
  readonly #sinceMs: number
  readonly #sinceCpu: number
  best: readonly ForceAssignment[] = []
  readonly bounds = new Map<Level, Pick<ObjectiveLevel, 'bound' | 'given'>>()
  readonly #parts: LevelParts
  #isByLine = false
  /** The level that is worked on; since when, and until when. */
  #at = 0
  #since = 0
  #until: number | null = null
  reason: string | null = null
  engine: ForceSolution['engine'] = 'heuristic'
  first = 0

  constructor(model: ForceModel, run: ForceRun) {
    this.index = indexForces(model)
    this.#run = run
    this.#sinceMs = run.clock.nowMs()
    this.#sinceCpu = run.clock.cpuSeconds()
    this.#parts = new LevelParts(this.index, {
      best: () => this.best,
      offer: (assignments) => {
        this.engine = 'both'
        this.#search(assignments, 0, 0)
      },
      solve: (program, { share, nodes, start }) =>
        run.solver.solveWithin(program, {
          gap: 0,
          secondsMax: this.#until === null ? null : this.#shareOf(share),
          nodesMax: run.secondsMax === null ? nodes : null,
          start,
        }),
      read: (program, values) => readServes(this.index, program, values),
      isOver: (share) =>
        run.isCancelled?.() === true ||
        (this.#until !== null && this.seconds > this.#since + share * (this.#until - this.#since)),
      gap: run.gap,
    })
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
    this.#noteLeast()
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
      await this.#level(level, { isFirst: i === 0, left: levels.length - 1 - i })
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

  /** Seconds that a solve may take: a share of the level's, not more than are left of them. */
  #shareOf(share: number): number {
    const until = this.#until ?? 0
    return Math.max(0.1, Math.min(until - this.seconds, share * (until - this.#since)))
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
  async #level(level: Level, { isFirst, left }: Place): Promise<void> {
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
    const rest = this.#left()
    if (!this.#isByLine) {
      const share = this.#shareFor(left, isFirst ? FIRST_SHARE : STRICT_SHARE)
      await this.#try(level, 'priorities', rest === null ? null : rest * share)
      const isOver = this.reason !== null || this.#run.isCancelled?.() === true
      // What parts leave open is between them: holding lines would say less and prove no more.
      if (isOver || this.#isProven(level) || isFirst || this.#parts.isUseful) return
      this.#isByLine = true
    }
    const still = this.#left()
    const share = this.#shareFor(left, LINES_SHARE)
    await this.#try(level, 'lines', still === null ? null : Math.max(0.1, still * share))
  }

  /** The share of the time left that a level may take: its own where the model is one part, about an equal one elsewhere. */
  #shareFor(left: number, ofOne: number): number {
    if (left === 0) return 1
    return this.#parts.isUseful ? LEVEL_SHARE / (left + 1) : ofOne
  }

  #search(from: readonly ForceAssignment[], level: number, heldMax: number): void {
    const workMax = level === 0 ? 0 : this.#parts.isUseful ? WORK_PARTS : WORK_LEVEL
    const limits = { workMax, from, priority: level === 0 ? null : level, heldMax }
    const found = searchForces(this.index, limits, seededRandom(SEED))
    if (!isBetter(levelsOf(this.index, found), levelsOf(this.index, this.best))) return
    if (this.#isByLine && this.#givesUp(found)) return
    this.best = found
  }

  /** Whether a line of the levels that are held line by line would lack more than it does. */
  #givesUp(found: readonly ForceAssignment[]): boolean {
    const now = shortfallsOf(this.index, this.best)
    const before = new Set(
      this.index.lines.flatMap(({ id, priority }) => (priority < this.#at ? [id] : [])),
    )
    return shortfallsOf(this.index, found).some(
      ({ line, shortfall }, i) => before.has(line) && shortfall > (now[i]?.shortfall ?? 0),
    )
  }

  /** A level under one condition: its parts, then the whole of it; both within the time. */
  async #try(level: Level, given: Given, seconds: number | null): Promise<void> {
    const until = seconds === null ? null : this.seconds + seconds
    this.#since = this.seconds
    this.#until = until
    this.#at = level === 'acceptance' ? 10 : level
    const heldLines = given === 'lines' ? this.#heldLines(level) : null
    let least = 0
    if (level !== 'acceptance' && this.#parts.isUseful) {
      least = await this.#parts.solve({ level, heldLines })
      this.#note(level, { bound: least, given })
      this.#tell(level, this.#objective(level), least)
    }
    const isOver = this.reason !== null || this.#run.isCancelled?.() === true
    const isLate = until !== null && level !== 'acceptance' && until - this.seconds < WHOLE_LEAST_S
    const isSpared = this.#parts.isUseful && isLate
    if (!isOver && !isSpared && !this.#isProven(level)) {
      const nodes = given === 'lines' ? NODES_BY_LINE : NODES_STRICT
      const share = until === null ? null : Math.max(0.1, until - this.seconds)
      await this.#solve(level, { given, share, nodes, least })
    }
    if (level === 'acceptance' || given === 'lines') return
    this.#parts.settle(level)
    // What a level has to spare the parts would share in those after it, and next to nothing is proven of them.
    const spare = this.#objective(level) - (this.bounds.get(level)?.bound ?? 0)
    if (this.#parts.isUseful && spare > PART_SLACK) this.#isByLine = true
  }

  /** What lines lack even with everybody on them who may serve there: a bound of levels that no solve comes to. */
  #noteLeast(): void {
    const { slots } = forceProgram(this.index, {
      priorityMax: 9,
      goal: { kind: 'acceptance' },
      held: [],
      heldLines: [],
      waived: this.index.waived,
      part: null,
    })
    const least = new Map<Level, number>()
    for (const { line, least: lacks } of slots) {
      const need = this.index.lines[line]
      if (need === undefined) continue
      least.set(need.priority, (least.get(need.priority) ?? 0) + lacks / need.quantity)
    }
    for (const [level, bound] of least) this.bounds.set(level, { bound, given: 'priorities' })
  }

  /** Keeps the bound that says more. */
  #note(level: Level, proven: Pick<ObjectiveLevel, 'bound' | 'given'>): void {
    const known = this.bounds.get(level)
    if (known === undefined || proven.bound > known.bound) this.bounds.set(level, proven)
  }

  async #solve(level: Level, { given, share, nodes, least }: Try): Promise<void> {
    const { solver, gap, secondsMax } = this.#run
    const isByLine = given === 'lines'
    const isLast = level === 'acceptance'
    const heldLines = isByLine ? this.#heldLines(level) : []
    const cuts = isLast ? [] : this.#parts.held({ level, heldLines: isByLine ? heldLines : null })
    const program = forceProgram(this.index, {
      priorityMax: isLast ? 9 : level,
      goal: isLast ? { kind: 'acceptance' } : { kind: 'priority', priority: level },
      held: [...(isByLine ? [] : this.#held(level)), ...cuts],
      heldLines,
      waived: this.index.waived,
      part: null,
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
    this.#take({ level, given, least, solution }, (values) =>
      readServes(this.index, program, values),
    )
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
        : [{ priority: other, without: null, most: objective, lines: null, least: 0 }],
    )
  }

  #take(
    { level, given, least, solution }: Taken,
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
    this.#note(level, { bound: Math.max(least, solution.bound), given })
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
