/**
 * The levels of the objective one after the other, each from the best answer so far with those before it held at what was
 * found: first its parts, then the program of all of them. From the first level on that is not proven, those of a model with
 * several parts are weighed against each other. What is left of the time goes into the bound of the weighted whole.
 */
import type { Solution } from '@holdfast/core/generate'
import {
  forceProgram,
  levelsOf,
  readServes,
  SHARE_SLACK,
  startOf,
} from '@holdfast/core/generate/model'
import type {
  ForceAssignment,
  ForceIndex,
  ForceSolution,
  HeldLevel,
  ObjectiveLevel,
} from '@holdfast/core/generate/model'
import type { BestAnswer } from './best-answer.ts'
import type { ForceRun } from './force-run.ts'
import { leastByLevel } from './level-least.ts'
import { LevelParts } from './level-parts.ts'
import { ModelParts } from './model-parts.ts'
import { PartsAnew } from './parts-anew.ts'
import { wholeBound } from './whole-bound.ts'
import type { WholeRun } from './whole-bound.ts'
import type { PartLevel } from './model-parts.ts'

/** Work of the search before each level. */
const WORK_LEVEL = 6_000_000
/** The latter where parts go on with what it leaves. */
const WORK_PARTS = 2_000_000
/** Share of the time of a run that is kept for what is proven of the weighted whole. */
const WHOLE_SHARE = 0.25
/** Share of the time left to the levels for bringing all that are not proven forward at once. */
const SWEEP_SHARE = 0.4
/** Share of the time left that the first level may take, and a later one with the levels before held in all. */
const FIRST_SHARE = 0.5
const STRICT_SHARE = 0.2
const LINES_SHARE = 0.5
/** Under this a program of all parts tells nothing that they did not: wall time, s. */
const WHOLE_LEAST_S = 3
/** And where parts leave more than this of a level open, it is not closed by more of them at once. The first level is worth the attempt. */
const HOPELESS_GAP = 0.1
/** Sums of fractions below this are no difference: what programs of parts are held to. */
const PART_SLACK = 1e-4
/** Of a model with several parts: the first levels end early, so that one may take this many times its equal share of the time left. */
const PROOF_SHARE = 2
/** Share of the time left that levels are weighed in; the rest is for a look at what is proven of each, and for acceptance. */
const WEIGH_SHARE = 0.7
/** The same in nodes, where no time limits it. */
const NODES_STRICT = 2000
const NODES_BY_LINE = 5000
/** The bound of the whole hardly rises after the root. */
const NODES_WHOLE = 1
/** After every priority. */
const BY_LINE_ALL = 10
const UNPROVEN = { bound: 0, given: 'priorities' } as const

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

/** See the head of the file. */
export class ForceLevels {
  /** What is proven of each level. */
  readonly bounds = new Map<Level, Pick<ObjectiveLevel, 'bound' | 'given'>>()
  readonly #parts: ModelParts
  readonly #levels: LevelParts
  readonly #anew: PartsAnew
  /** Lines of levels before are held one by one: no proof is to be had with their sums. */
  #isByLine = false
  /** What levels came to after the last sweep that brought them forward. */
  readonly #swept = new Map<number, number>()
  /** Of the level that is worked on: since when, and until when. */
  #since = 0
  #until: number | null = null
  /** Why it ended before its end; null: it did not. */
  reason: string | null = null
  engine: ForceSolution['engine'] = 'heuristic'
  readonly #index: ForceIndex
  readonly #best: BestAnswer
  readonly #run: ForceRun
  readonly #seconds: () => number
  #isFailed = false
  /** The answer that the level under way began with. */
  #before: readonly ForceAssignment[] = []

  /** `seconds` is wall time since the run began. */
  constructor(best: BestAnswer, run: ForceRun, seconds: () => number) {
    this.#index = best.index
    this.#best = best
    this.#run = run
    this.#seconds = seconds
    // A bound of levels that no solve comes to.
    for (const [level, bound] of leastByLevel(this.#index))
      this.bounds.set(level, { bound, given: 'priorities' })
    // An earlier answer was brought forward before; a what-if has no time for it twice.
    if (run.start !== null) this.#noteSwept(1)
    this.#parts = new ModelParts(this.#index, {
      best: () => this.#best.assignments,
      offer: (assignments) => {
        this.engine = 'both'
        this.#best.offer(assignments)
      },
      solve: (program, { share, nodes, start, gap = 0 }) =>
        run.solver.solveWithin(program, {
          gap,
          secondsMax: this.#until === null ? null : this.#shareOf(share),
          nodesMax: run.secondsMax === null ? nodes : null,
          start,
        }),
      read: (program, values) => readServes(this.#index, program, values),
      isOver: (share) =>
        run.isCancelled?.() === true ||
        (this.#until !== null &&
          this.#seconds() > this.#since + share * (this.#until - this.#since)),
      isTimed: run.secondsMax !== null,
      gap: run.gap,
    })
    this.#levels = new LevelParts(this.#parts)
    this.#anew = new PartsAnew(this.#parts)
  }

  /** Solves the levels in their order, until a limit or a failure ends it. */
  async solve(): Promise<void> {
    const levels = levelsOf(this.#index, this.#best.assignments).map(({ level }) => level)
    for (const [i, level] of levels.entries()) {
      if (this.#run.isCancelled?.() === true) this.reason = 'it was cancelled'
      const left = this.#left()
      if (left !== null && left <= 0) this.reason ??= 'the time limit was met'
      if (this.reason !== null) return
      const { weighedFrom } = this.#best
      if (level !== 'acceptance' && weighedFrom !== null && level >= weighedFrom) continue
      await this.#level(level, { isFirst: i === 0, left: levels.length - 1 - i })
      const isOpen = level !== 'acceptance' && this.#parts.isUseful && !this.#isExact(level)
      if (isOpen && this.reason === null) await this.#weigh(level)
    }
  }

  /** What is proven of the weighted whole; after the levels, so that it is asked of the answer that is told. */
  async whole(): Promise<number> {
    const { solver, secondsMax, gap } = this.#run
    const left = secondsMax === null ? null : secondsMax - this.#seconds()
    const levels = levelsOf(this.#index, this.#best.assignments).map((level) => ({
      ...level,
      ...(this.bounds.get(level.level) ?? UNPROVEN),
    }))
    const run: WholeRun = {
      best: () => this.#best.assignments,
      whole: () => this.#best.whole(),
      held: (level) => [...this.#best.held(level), ...this.#held({ level, heldLines: null })],
      solve: (program, limits) =>
        solver.solveWithin(program, {
          ...limits,
          secondsMax: left,
          nodesMax: secondsMax === null ? NODES_WHOLE : null,
        }),
      offer: (program, values) => this.#best.offer(readServes(this.#index, program, values)),
      isOver: () =>
        this.#isFailed || this.#run.isCancelled?.() === true || (left !== null && left <= 0),
      gap,
    }
    return await wholeBound(this.#index, run, levels)
  }

  /** Seconds that a solve may take: a share of the level's, not more than are left of them. */
  #shareOf(share: number): number {
    const until = this.#until ?? 0
    return Math.max(0.1, Math.min(until - this.#seconds(), share * (until - this.#since)))
  }

  /** What a program of the whole model holds of what parts have proven. */
  #held(at: PartLevel): readonly HeldLevel[] {
    return this.#parts.held(this.#parts.all, at)
  }

  #left(): number | null {
    const { secondsMax } = this.#run
    return secondsMax === null ? null : (1 - WHOLE_SHARE) * secondsMax - this.#seconds()
  }

  /**
   * First with the levels before held in all: that is the lexicographic optimum. Where the proof takes too long, this level
   * and those after it are solved with each line before held: a smaller program, whose bound says less.
   */
  async #level(level: Level, { isFirst, left }: Place): Promise<void> {
    const objective = this.#best.objective(level)
    // Nothing is below 0: what is there is proven already.
    if (objective <= SHARE_SLACK) {
      this.bounds.set(level, { bound: 0, given: 'priorities' })
      return
    }
    this.#tell(level, objective, null)
    // Levels before are proven or held: the search goes on with this one.
    const heldMax = this.#isByLine && level !== 'acceptance' ? level - 1 : 0
    if (level !== 'acceptance' && !isFirst) this.#search(level, heldMax)
    if (level !== 'acceptance') await this.#sweep(level, isFirst)
    this.#before = this.#best.assignments
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
    if (!this.#parts.isUseful) return ofOne
    return Math.min(1, PROOF_SHARE / (left + 1))
  }

  /**
   * Brings this level and all after it forward at once: at the start, and again where a level before was made better at the
   * cost of this one.
   */
  async #sweep(level: number, isFirst: boolean): Promise<void> {
    const before = this.#swept.get(level) ?? 0
    const isWorse = this.#best.objective(level) > before * (1 + this.#run.gap) + SHARE_SLACK
    if (!isWorse || !this.#parts.isUseful) return
    const left = this.#left()
    this.#since = this.#seconds()
    this.#until = left === null ? null : this.#seconds() + SWEEP_SHARE * left
    await this.#anew.sweep(level, isFirst)
    this.#noteSwept(level)
  }

  /**
   * Weighs a level that is not proven to the last digit and all after it against each other, from the better of the answers
   * before and after it was tried; then says what is proven of each with the lines before it held. The first level gives
   * way to none.
   */
  async #weigh(open: number): Promise<void> {
    const [first, ...later] = this.#index.priorities
    const levels = later.filter((level) => level >= open)
    const [from] = levels
    if (from === undefined) return
    const left = this.#left()
    this.#since = this.#seconds()
    this.#until = left === null ? null : this.#since + WEIGH_SHARE * left
    this.#best.weighedFrom = from
    if (open !== first) this.#best.offer(this.#before)
    await this.#anew.weigh(from)
    // From here on no line gives anything up, so that what is proven by lines stays true.
    this.#isByLine = true
    this.#best.heldBefore = BY_LINE_ALL
    for (const [i, level] of levels.entries()) {
      const rest = this.#left()
      this.#since = this.#seconds()
      this.#until = rest === null ? null : this.#since + rest / (levels.length - i)
      const bound = await this.#levels.glance({ level, heldLines: this.#best.heldLines(level) })
      this.#note(level, { bound, given: 'lines' })
      this.#tell(level, this.#best.objective(level), this.bounds.get(level)?.bound ?? 0)
    }
  }

  #noteSwept(level: number): void {
    for (const other of this.#index.priorities)
      if (other >= level) this.#swept.set(other, this.#best.objective(other))
  }

  #search(priority: number, heldMax: number): void {
    const workMax = this.#parts.isUseful ? WORK_PARTS : WORK_LEVEL
    this.#best.search({ workMax, from: this.#best.assignments, priority, heldMax })
  }

  /** A level under one condition: its parts, then the whole of it; both within the time. */
  async #try(level: Level, given: Given, seconds: number | null): Promise<void> {
    const until = seconds === null ? null : this.#seconds() + seconds
    this.#since = this.#seconds()
    this.#until = until
    const at = level === 'acceptance' ? BY_LINE_ALL : level
    this.#best.heldBefore = this.#isByLine ? at : 0
    let least = 0
    if (level !== 'acceptance' && this.#parts.isUseful) {
      least = await this.#levels.solve(level)
      this.#note(level, { bound: least, given })
      this.#tell(level, this.#best.objective(level), least)
    }
    const isOver = this.reason !== null || this.#run.isCancelled?.() === true
    const isSpared =
      level !== 'acceptance' && this.#parts.isUseful && this.#isHopeless(level, until)
    if (!isOver && !isSpared && !this.#isProven(level)) {
      const nodes = given === 'lines' ? NODES_BY_LINE : NODES_STRICT
      const share = until === null ? null : Math.max(0.1, until - this.#seconds())
      await this.#solve(level, { given, share, nodes, least })
    }
    if (level === 'acceptance' || given === 'lines') return
    this.#parts.settle(level)
  }

  /** Whether the whole program would hardly prove more of a level than its parts did. */
  #isHopeless(level: number, until: number | null): boolean {
    const isLate = until !== null && until - this.#seconds() < WHOLE_LEAST_S
    const objective = this.#best.objective(level)
    const bound = this.bounds.get(level)?.bound ?? 0
    const isFirst = level === this.#index.priorities[0]
    return isLate || (!isFirst && objective - bound > HOPELESS_GAP * objective)
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
    const heldLines = isByLine ? this.#best.heldLines(level) : []
    const cuts = isLast ? [] : this.#held({ level, heldLines: isByLine ? heldLines : null })
    const program = forceProgram(this.#index, {
      priorityMax: isLast ? 9 : level,
      goal: isLast ? { kind: 'acceptance' } : { kind: 'priority', priority: level },
      held: [...(isByLine ? [] : this.#best.held(level)), ...cuts],
      heldLines,
      waived: this.#index.waived,
      part: null,
    })
    const limits = {
      gap,
      secondsMax: share,
      nodesMax: secondsMax === null ? nodes : null,
      start: startOf(this.#index, program, this.#best.assignments),
    }
    const solution = await solver.solveWithin(program, limits, (found) => {
      this.#tell(level, found.objective, found.bound)
    })
    this.#take({ level, given, least, solution }, (values) =>
      readServes(this.#index, program, values),
    )
  }

  #isProven(level: Level): boolean {
    const objective = this.#best.objective(level)
    const bound = this.bounds.get(level)?.bound ?? 0
    return objective - bound <= this.#run.gap * objective + SHARE_SLACK
  }

  /** What a level has to spare the parts would share in those after it, and next to nothing would be proven of them. */
  #isExact(level: number): boolean {
    return this.#best.objective(level) - (this.bounds.get(level)?.bound ?? 0) <= PART_SLACK
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
      this.#isFailed = true
      this.reason = `the solver failed on level ${level} (${why}); the last answer is kept`
      return
    }
    this.engine = 'both'
    this.#note(level, { bound: Math.max(least, solution.bound), given })
    this.#best.offer(read(solution.values))
    this.#tell(level, this.#best.objective(level), solution.bound)
  }

  #tell(level: Level | null, objective: number | null, bound: number | null): void {
    this.#run.onProgress?.({ level, objective, bound, seconds: this.#seconds() })
  }
}
