/**
 * A level of the objective by the model's parts. Parts share no package, only their nations' persons and what enables, so
 * that each is first solved as if it were alone: the sum of what each lacks at least is a bound of the level, exact where
 * the answers fit together. Where they do not, a part is solved beside the others as they stand, then some of them
 * together; the whole program, which comes last, has the bounds of its parts as cuts.
 */
import { forceProgram, partsOf, shortfallsOf, startOf } from '@holdfast/core/generate/model'
import type {
  ForceAssignment,
  ForceIndex,
  ForceProgram,
  ForceScope,
  HeldLevel,
  Shortfall,
} from '@holdfast/core/generate/model'
import type { Solution } from '@holdfast/core/generate'
import { seededRandom } from '@holdfast/core/units'

/** Shares of line-rotations below this are no difference. */
const SLACK = 1e-6
/** Parts that are solved together, and how often that is tried on a level. */
const TOGETHER = 4
const TOGETHER_TRIES = 12
const ROUNDS = 2
/** Nodes of one solve of a part, where no time limits it. */
const NODES_PART = 2000
const NODES_TOGETHER = 200
/** How near to its best a part is brought when all levels are swept, and how much of the time it may take. */
const SWEEP_GAP = 2e-5
const SWEEP_SHARE = 0.15
const SEED = 20_260_302

/** What the parts need of the run that they are solved in. */
export interface PartsRun {
  /** The best answer so far. */
  readonly best: () => readonly ForceAssignment[]
  /** Keeps an answer where it is better than the best, after it was made to fit. */
  readonly offer: (assignments: readonly ForceAssignment[]) => void
  /** One solve, for at most this share of the level's time, and at most so many nodes where no time limits it. */
  readonly solve: (
    program: ForceProgram,
    limits: {
      readonly share: number
      readonly nodes: number
      readonly start: readonly number[]
      /** 0 where it is left out. */
      readonly gap?: number
    },
  ) => Promise<Solution>
  readonly read: (program: ForceProgram, values: readonly number[]) => readonly ForceAssignment[]
  /** Whether the run was ended, or this share of the level's time is over. */
  readonly isOver: (share: number) => boolean
  /** The gap that is asked of a level. */
  readonly gap: number
}
/** Some of the lines, by number and by id. */
interface Part {
  readonly lines: ReadonlySet<number>
  readonly names: ReadonlySet<string>
  /** What its lines of a priority lack together at least, as proven; and at most, where all its lines before are held in sum. */
  readonly least: Map<number, number>
  readonly most: Map<number, number>
}
/** A level, and what is held of those before: their sums, or each of their lines. */
export interface PartLevel {
  readonly level: number
  /** Null: sums are held. */
  readonly heldLines: readonly Shortfall[] | null
}

/** See the head of the file. What was proven on one level is held on those after it. */
export class LevelParts {
  readonly #index: ForceIndex
  readonly #run: PartsRun
  readonly #parts: readonly Part[]
  readonly #enabling: ReadonlySet<string>

  constructor(index: ForceIndex, run: PartsRun) {
    this.#index = index
    this.#run = run
    this.#parts = partsOf(index).map((lines) => ({
      lines: new Set(lines),
      names: new Set(lines.flatMap((line) => index.lines[line]?.id ?? [])),
      least: new Map(),
      most: new Map(),
    }))
    const enabling = new Set(index.enablers.map(({ capability }) => capability))
    this.#enabling = new Set(
      index.lines.flatMap(({ id, capability }) => (enabling.has(capability) ? [id] : [])),
    )
  }

  /** A model of one part gains nothing by this. */
  get isUseful(): boolean {
    return this.#parts.length > 1
  }

  /** Works on a level; returns what is proven of it. Better answers are offered on the way. */
  async solve(at: PartLevel): Promise<number> {
    const mine = this.#parts.filter(({ lines }) => this.#has(lines, at.level))
    for (const part of mine) part.least.set(at.level, 0)
    for (const part of mine) {
      if (this.#run.isOver(1)) return this.#bound(at.level)
      await this.#alone(part, at)
    }
    for (let round = 0; round < ROUNDS; round += 1)
      for (const part of mine)
        if (this.#isShort(part, at.level) && !this.#run.isOver(0.9)) await this.#beside([part], at)
    await this.#together(mine, at)
    return this.#bound(at.level)
  }

  /**
   * Each part anew beside the others as they stand, for this level and all after it at once: levels that are not proven
   * are nearer to their best so than one after the other.
   */
  async sweep({ level, heldLines }: PartLevel): Promise<void> {
    for (const part of this.#parts) {
      if (this.#run.isOver(1)) return
      const beside = this.#run.best().filter(({ line }) => !part.names.has(line))
      const program = forceProgram(this.#index, {
        priorityMax: 9,
        goal: { kind: 'onward', priority: level },
        held: this.#held([part], { level, heldLines }),
        heldLines: heldLines ?? [],
        waived: this.#index.waived,
        part: { lines: part.lines, beside },
      })
      const start = startOf(this.#index, program, this.#run.best())
      const limits = { share: SWEEP_SHARE, nodes: NODES_TOGETHER, gap: SWEEP_GAP, start }
      const solution = await this.#run.solve(program, limits)
      if (!('reason' in solution))
        this.#run.offer([...beside, ...this.#run.read(program, solution.values)])
    }
  }

  /** What a program of the whole model holds of the levels before, and the cuts of this one. */
  held({ level, heldLines }: PartLevel): readonly HeldLevel[] {
    return this.#held(this.#parts, { level, heldLines })
  }

  /** Says what the level came to in the answer: no part lacks more than what the others' least leaves. */
  settle(level: number): void {
    const unmet = this.#unmet(level)
    const found = [...unmet.values()].reduce((a, b) => a + b, 0)
    const spare = Math.max(0, found - this.#bound(level))
    for (const part of this.#parts) {
      const least = part.least.get(level)
      const now = unmet.get(part) ?? 0
      if (least === undefined) continue
      part.least.set(level, Math.min(least, now))
      part.most.set(level, Math.max(now, Math.min(least, now) + spare))
    }
  }

  #has(lines: ReadonlySet<number>, level: number): boolean {
    return [...lines].some((line) => this.#index.lines[line]?.priority === level)
  }

  #bound(level: number): number {
    return this.#parts.reduce((total, { least }) => total + (least.get(level) ?? 0), 0)
  }

  /** Line-rotations unmet of the level in the best answer, by part. */
  #unmet(level: number): ReadonlyMap<Part, number> {
    const of = new Map(this.#parts.flatMap((part) => [...part.names].map((id) => [id, part])))
    const priority = new Map(this.#index.lines.map((line) => [line.id, line.priority]))
    const unmet = new Map<Part, number>()
    for (const { line, shortfall, required } of shortfallsOf(this.#index, this.#run.best())) {
      const part = of.get(line)
      if (part === undefined || priority.get(line) !== level) continue
      unmet.set(part, (unmet.get(part) ?? 0) + shortfall / required)
    }
    return unmet
  }

  #isShort(part: Part, level: number): boolean {
    return (this.#unmet(level).get(part) ?? 0) > (part.least.get(level) ?? 0) + SLACK
  }

  #held(parts: readonly Part[], { level, heldLines }: PartLevel): readonly HeldLevel[] {
    return parts.flatMap(({ lines, least, most }) => {
      const before = [...most].filter(([priority]) => heldLines === null && priority < level)
      const cut = least.get(level) ?? 0
      return [
        ...before.map(([priority, bound]) => ({
          priority,
          without: null,
          lines,
          least: least.get(priority) ?? 0,
          most: bound,
        })),
        ...(cut > 0 ? [{ priority: level, without: null, lines, least: cut, most: Infinity }] : []),
      ]
    })
  }

  #program(parts: readonly Part[], at: PartLevel, besides: boolean): ForceProgram {
    const scope: ForceScope = {
      priorityMax: at.level,
      goal: { kind: 'priority', priority: at.level },
      held: this.#held(parts, at),
      heldLines: at.heldLines ?? [],
      waived: this.#index.waived,
      part: {
        lines: new Set(parts.flatMap(({ lines }) => [...lines])),
        beside: besides ? this.#others(parts, at.level) : null,
      },
    }
    return forceProgram(this.#index, scope)
  }

  /** Who serves elsewhere on lines that count for the level: those after it give way. */
  #others(parts: readonly Part[], level: number): readonly ForceAssignment[] {
    const priority = new Map(this.#index.lines.map((line) => [line.id, line.priority]))
    return this.#run
      .best()
      .filter(
        ({ line }) =>
          !parts.some(({ names }) => names.has(line)) &&
          ((priority.get(line) ?? 0) <= level || this.#enabling.has(line)),
      )
  }

  /** Offers what some parts were found to do, with the others; what serves later lines stays as far as it fits. */
  #offer(parts: readonly Part[], level: number, found: readonly ForceAssignment[]): void {
    const priority = new Map(this.#index.lines.map((line) => [line.id, line.priority]))
    const later = this.#run.best().filter(({ line }) => (priority.get(line) ?? 0) > level)
    this.#run.offer([...this.#others(parts, level), ...found, ...later])
  }

  /** What a part lacks at least, whatever the others do. */
  async #alone(part: Part, at: PartLevel): Promise<void> {
    const { level } = at
    const program = this.#program([part], at, false)
    const bottom = program.slots.reduce((total, { line, least }) => {
      const need = this.#index.lines[line]
      return need?.priority === level ? total + least / need.quantity : total
    }, 0)
    part.least.set(level, bottom)
    if (!this.#isShort(part, level)) return
    const start = startOf(this.#index, program, this.#run.best())
    const solution = await this.#run.solve(program, { share: 0.2, nodes: NODES_PART, start })
    if ('reason' in solution) return
    part.least.set(level, Math.max(bottom, solution.bound))
    if (solution.objective < (this.#unmet(level).get(part) ?? 0) - SLACK)
      this.#offer([part], level, this.#run.read(program, solution.values))
  }

  /** Some parts anew, the others as they stand. */
  async #beside(parts: readonly Part[], at: PartLevel): Promise<void> {
    const program = this.#program(parts, at, true)
    const start = startOf(this.#index, program, this.#run.best())
    const limits = { share: 0.1, nodes: NODES_TOGETHER, start }
    const solution = await this.#run.solve(program, limits)
    if ('reason' in solution) return
    const unmet = this.#unmet(at.level)
    const now = parts.reduce((total, part) => total + (unmet.get(part) ?? 0), 0)
    if (solution.objective < now - SLACK)
      this.#offer(parts, at.level, this.#run.read(program, solution.values))
  }

  /** A part that lacks more than alone with some others that may hold what it needs. */
  async #together(mine: readonly Part[], at: PartLevel): Promise<void> {
    const { level } = at
    const random = seededRandom(SEED + level)
    for (let tries = 0; tries < TOGETHER_TRIES && !this.#run.isOver(0.6); tries += 1) {
      const unmet = this.#unmet(level)
      const found = [...unmet.values()].reduce((a, b) => a + b, 0)
      if (found - this.#bound(level) <= this.#run.gap * found + SLACK) return
      const short = mine.filter((part) => this.#isShort(part, level))
      const one = short[Math.floor(random() * short.length)]
      if (one === undefined) return
      const others = this.#parts
        .filter((part) => part !== one)
        .map((part) => ({ part, key: random() * (short.includes(part) ? 1 : 0.6) }))
        .toSorted((a, b) => b.key - a.key)
        .slice(0, TOGETHER - 1)
      await this.#beside([one, ...others.map(({ part }) => part)], at)
    }
  }
}
