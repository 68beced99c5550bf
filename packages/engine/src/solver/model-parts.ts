/**
 * The parts of a model in a run: which lines they have, what is proven that they lack, and what they lack in the best
 * answer. Parts share no package, only their nations' persons and what enables.
 */
import { partsOf, shortfallsOf } from '@holdfast/core/generate/model'
import type {
  ForceAssignment,
  ForceIndex,
  ForceProgram,
  HeldLevel,
  Shortfall,
} from '@holdfast/core/generate/model'
import type { Solution } from '@holdfast/core/generate'

/** Shares of line-rotations below this are no difference. */
export const SLACK = 1e-6
/** Nodes of a solve of a part beside the others, or of several together, where no time limits it. */
export const NODES_TOGETHER = 200

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
  /** Whether time limits it: else nodes and tries do. */
  readonly isTimed: boolean
  /** The gap that is asked of a level. */
  readonly gap: number
}
/** Some of the lines, by number and by id. */
export interface Part {
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
export class ModelParts {
  readonly index: ForceIndex
  readonly run: PartsRun
  readonly all: readonly Part[]
  readonly #partOf: ReadonlyMap<string, Part>
  readonly #priorityOf: ReadonlyMap<string, number>

  constructor(index: ForceIndex, run: PartsRun) {
    this.index = index
    this.run = run
    this.all = partsOf(index).map((lines) => ({
      lines: new Set(lines),
      names: new Set(lines.flatMap((line) => index.lines[line]?.id ?? [])),
      least: new Map(),
      most: new Map(),
    }))
    this.#partOf = new Map(this.all.flatMap((part) => [...part.names].map((id) => [id, part])))
    this.#priorityOf = new Map(index.lines.map(({ id, priority }) => [id, priority]))
  }

  /** A model of one part gains nothing by this. */
  get isUseful(): boolean {
    return this.all.length > 1
  }

  /** The priority of a line, by its id; 0 where there is none. */
  priorityOf(line: string): number {
    return this.#priorityOf.get(line) ?? 0
  }

  /** The parts that have lines of a level. */
  having(level: number): readonly Part[] {
    return this.all.filter(({ lines }) =>
      [...lines].some((line) => this.index.lines[line]?.priority === level),
    )
  }

  /** What is proven of a level: the sum over its parts. */
  bound(level: number): number {
    return this.all.reduce((total, { least }) => total + (least.get(level) ?? 0), 0)
  }

  /** Line-rotations unmet in the best answer by part, each line counted as often as its priority weighs. */
  weighed(weigh: (priority: number) => number): ReadonlyMap<Part, number> {
    const unmet = new Map<Part, number>()
    for (const { line, shortfall, required } of shortfallsOf(this.index, this.run.best())) {
      const part = this.#partOf.get(line)
      const weight = weigh(this.priorityOf(line))
      if (part === undefined || weight === 0) continue
      unmet.set(part, (unmet.get(part) ?? 0) + (weight * shortfall) / required)
    }
    return unmet
  }

  /** Line-rotations unmet of the level in the best answer, by part. */
  unmet(level: number): ReadonlyMap<Part, number> {
    return this.weighed((priority) => (priority === level ? 1 : 0))
  }

  isShort(part: Part, level: number): boolean {
    return (this.unmet(level).get(part) ?? 0) > (part.least.get(level) ?? 0) + SLACK
  }

  /** What a program of these parts holds of the levels before, and the cuts of this one. */
  held(parts: readonly Part[], { level, heldLines }: PartLevel): readonly HeldLevel[] {
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

  /** Says what the level came to in the answer: no part lacks more than what the others' least leaves. */
  settle(level: number): void {
    const unmet = this.unmet(level)
    const found = [...unmet.values()].reduce((a, b) => a + b, 0)
    const spare = Math.max(0, found - this.bound(level))
    for (const part of this.all) {
      const least = part.least.get(level)
      const now = unmet.get(part) ?? 0
      if (least === undefined) continue
      part.least.set(level, Math.min(least, now))
      part.most.set(level, Math.max(now, Math.min(least, now) + spare))
    }
  }
}
