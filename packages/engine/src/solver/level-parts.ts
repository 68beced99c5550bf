/**
 * A level of the objective by the model's parts. Each is first solved as if it were alone: the sum of what each lacks at
 * least is a bound of the level, exact where the answers fit together. Where they do not, a part is solved beside the
 * others as they stand, then some of them together; the whole program, which comes last, has the bounds of its parts as
 * cuts.
 */
import { forceProgram, startOf } from '@holdfast/core/generate/model'
import type { ForceAssignment, ForceIndex, ForceProgram } from '@holdfast/core/generate/model'
import { seededRandom } from '@holdfast/core/units'
import { NODES_TOGETHER, SLACK } from './model-parts.ts'
import type { ModelParts, Part, PartLevel } from './model-parts.ts'

/** Parts that are solved together, and how often that is tried on a level. */
const TOGETHER = 4
const TOGETHER_TRIES = 12
const ROUNDS = 2
/** One solve of a part by itself: share of the level's time, and nodes where no time limits it. */
const ALONE = { share: 0.2, nodes: 2000 }
/** Some parts beside the others. */
const BESIDE = { share: 0.1, nodes: NODES_TOGETHER }
/** The same as the first for a look at a level that no time is left for: little more than HiGHS's root. */
const GLANCE = { share: 0.1, nodes: 1 }
const SEED = 20_260_302

/** What lines of the level lack even with everybody on them who may serve there. */
const bottomOf = (index: ForceIndex, { slots }: ForceProgram, level: number): number =>
  slots.reduce((total, { line, least }) => {
    const need = index.lines[line]
    return need?.priority === level ? total + least / need.quantity : total
  }, 0)

/** See the head of the file. */
export class LevelParts {
  readonly #parts: ModelParts
  readonly #enabling: ReadonlySet<string>

  constructor(parts: ModelParts) {
    this.#parts = parts
    const { index } = parts
    const enabling = new Set(index.enablers.map(({ capability }) => capability))
    this.#enabling = new Set(
      index.lines.flatMap(({ id, capability }) => (enabling.has(capability) ? [id] : [])),
    )
  }

  /** Works on a level with the sums before it held; returns what is proven of it. Better answers are offered on the way. */
  async solve(level: number): Promise<number> {
    const parts = this.#parts
    const { run } = parts
    const mine = parts.having(level)
    for (const part of mine) part.least.set(level, 0)
    for (const part of mine) {
      if (run.isOver(1)) return parts.bound(level)
      await this.#alone(part, level)
    }
    for (let round = 0; round < ROUNDS; round += 1)
      for (const part of mine)
        if (parts.isShort(part, level) && !run.isOver(0.9)) await this.#beside([part], level)
    await this.#together(mine, level)
    return parts.bound(level)
  }

  /** What is proven of a level at a glance, under any condition on those before it; the answer is left as it is. */
  async glance(at: PartLevel): Promise<number> {
    const { index, run } = this.#parts
    const unmet = this.#parts.unmet(at.level)
    let total = 0
    for (const part of this.#parts.having(at.level)) {
      const program = this.#program([part], at, null)
      const bottom = bottomOf(index, program, at.level)
      const isShort = (unmet.get(part) ?? 0) > bottom + SLACK
      if (!isShort || run.isOver(1)) {
        total += bottom
        continue
      }
      const solution = await run.solve(program, {
        ...GLANCE,
        start: startOf(index, program, run.best()),
      })
      total += 'reason' in solution ? bottom : Math.max(bottom, solution.bound)
    }
    return total
  }

  #program(
    parts: readonly Part[],
    at: PartLevel,
    beside: readonly ForceAssignment[] | null,
  ): ForceProgram {
    const { index } = this.#parts
    return forceProgram(index, {
      priorityMax: at.level,
      goal: { kind: 'priority', priority: at.level },
      held: this.#parts.held(parts, at),
      heldLines: at.heldLines ?? [],
      waived: index.waived,
      part: { lines: new Set(parts.flatMap(({ lines }) => [...lines])), beside },
    })
  }

  /** Who serves elsewhere on lines that count for the level: those after it give way. */
  #others(parts: readonly Part[], level: number): readonly ForceAssignment[] {
    return this.#parts.run
      .best()
      .filter(
        ({ line }) =>
          !parts.some(({ names }) => names.has(line)) &&
          (this.#parts.priorityOf(line) <= level || this.#enabling.has(line)),
      )
  }

  /** Offers what some parts were found to do, with the others; what serves later lines stays as far as it fits. */
  #offer(parts: readonly Part[], level: number, found: readonly ForceAssignment[]): void {
    const { run } = this.#parts
    const later = run.best().filter(({ line }) => this.#parts.priorityOf(line) > level)
    run.offer([...this.#others(parts, level), ...found, ...later])
  }

  /** What a part lacks at least, whatever the others do. */
  async #alone(part: Part, level: number): Promise<void> {
    const { index, run } = this.#parts
    const program = this.#program([part], { level, heldLines: null }, null)
    const bottom = bottomOf(index, program, level)
    part.least.set(level, bottom)
    if (!this.#parts.isShort(part, level)) return
    const start = startOf(index, program, run.best())
    const solution = await run.solve(program, { ...ALONE, start })
    if ('reason' in solution) return
    part.least.set(level, Math.max(bottom, solution.bound))
    if (solution.objective < (this.#parts.unmet(level).get(part) ?? 0) - SLACK)
      this.#offer([part], level, run.read(program, solution.values))
  }

  /** Some parts anew, the others as they stand. */
  async #beside(parts: readonly Part[], level: number): Promise<void> {
    const { index, run } = this.#parts
    const at = { level, heldLines: null }
    const program = this.#program(parts, at, this.#others(parts, level))
    const start = startOf(index, program, run.best())
    const solution = await run.solve(program, { ...BESIDE, start })
    if ('reason' in solution) return
    const unmet = this.#parts.unmet(level)
    const now = parts.reduce((total, part) => total + (unmet.get(part) ?? 0), 0)
    if (solution.objective < now - SLACK)
      this.#offer(parts, level, run.read(program, solution.values))
  }

  /** A part that lacks more than alone with some others that may hold what it needs. */
  async #together(mine: readonly Part[], level: number): Promise<void> {
    const { run } = this.#parts
    const random = seededRandom(SEED + level)
    for (let tries = 0; tries < TOGETHER_TRIES && !run.isOver(0.6); tries += 1) {
      const found = [...this.#parts.unmet(level).values()].reduce((a, b) => a + b, 0)
      if (found - this.#parts.bound(level) <= run.gap * found + SLACK) return
      const short = mine.filter((part) => this.#parts.isShort(part, level))
      const one = short[Math.floor(random() * short.length)]
      if (one === undefined) return
      const others = this.#parts.all
        .filter((part) => part !== one)
        .map((part) => ({ part, key: random() * (short.includes(part) ? 1 : 0.6) }))
        .toSorted((a, b) => b.key - a.key)
        .slice(0, TOGETHER - 1)
      await this.#beside([one, ...others.map(({ part }) => part)], level)
    }
  }
}
