/**
 * Parts of a model anew, beside the others as they stand: large neighbourhoods of the best answer, each a program that HiGHS
 * solves in about a second (Shaw 1998). All levels from one on are weighed at once, for levels that are not proven are
 * nearer to their best so than one after the other.
 */
import { forceProgram, startOf, weightOf } from '@holdfast/core/generate/model'
import type { ForceGoal } from '@holdfast/core/generate/model'
import { seededRandom } from '@holdfast/core/units'
import { NODES_TOGETHER } from './model-parts.ts'
import type { ModelParts, Part } from './model-parts.ts'

/** What one program of a sweep or of weighing is solved for. */
interface Anew {
  readonly goal: ForceGoal
  readonly share: number
  readonly gap: number
}

/** Before the first level: steep weights, and so near to the best that what is proven of the first levels needs little more. */
const FIRST_SWEEP = { share: 0.15, gap: 2e-4 }
/** After a level that cost those after it something: by their weights, as far as that is quick. */
const AGAIN: Anew = { goal: { kind: 'weighted' }, share: 0.15, gap: 1e-3 }
const WEIGH: Anew = { goal: { kind: 'weighted' }, share: 0.06, gap: 2e-3 }
/** Parts that are weighed together at most, how often where no time limits it, and how often each in vain before it ends. */
const TOGETHER = 3
const TRIES = 12
const IDLE_A_PART = 3
const SEED = 20_260_304
/** A part that lacks nothing is hardly ever drawn. */
const SLIGHT = 1e-9

/** See the head of the file. */
export class PartsAnew {
  readonly #parts: ModelParts

  constructor(parts: ModelParts) {
    this.#parts = parts
  }

  /** Each part once, for this level and all after it. */
  async sweep(level: number, isFirst: boolean): Promise<void> {
    const how: Anew = isFirst
      ? { goal: { kind: 'onward', priority: level }, ...FIRST_SWEEP }
      : AGAIN
    for (const part of this.#parts.all) {
      if (this.#parts.run.isOver(1)) return
      await this.#solve([part], level, how)
    }
  }

  /** Some parts at a time until the time is over or nothing comes of it: those more often that lack more, and less often that were tried more. */
  async weigh(from: number): Promise<void> {
    const { all, run } = this.#parts
    const random = seededRandom(SEED)
    const tried = new Map<Part, number>()
    // No end is known where no time limits it: then the tries are counted.
    const triesMax = run.isTimed ? Infinity : TRIES
    const idleMax = IDLE_A_PART * all.length
    let idle = 0
    for (let tries = 0; tries < triesMax && idle < idleMax && !run.isOver(1); tries += 1) {
      const unmet = this.#parts.weighed((priority) => (priority < from ? 0 : weightOf(priority)))
      const size = 1 + Math.floor(random() * TOGETHER)
      // Drawn without replacement by weight: Efraimidis and Spirakis, Inf. Process. Lett. 97 (2006).
      const drawn = all
        .map((part) => ({
          part,
          key: random() ** ((1 + (tried.get(part) ?? 0)) / Math.max(SLIGHT, unmet.get(part) ?? 0)),
        }))
        .toSorted((a, b) => b.key - a.key)
        .slice(0, size)
        .map(({ part }) => part)
      for (const part of drawn) tried.set(part, (tried.get(part) ?? 0) + 1)
      const before = run.best()
      if (!(await this.#solve(drawn, from, WEIGH))) return
      idle = run.best() === before ? idle + 1 : 0
    }
  }

  /** Some parts beside the others, with what is held of the levels before; false where the solver failed. */
  async #solve(
    parts: readonly Part[],
    level: number,
    { goal, share, gap }: Anew,
  ): Promise<boolean> {
    const { index, run } = this.#parts
    const beside = run.best().filter(({ line }) => !parts.some(({ names }) => names.has(line)))
    const program = forceProgram(index, {
      priorityMax: 9,
      goal,
      held: this.#parts.held(parts, { level, heldLines: null }),
      heldLines: [],
      waived: index.waived,
      part: { lines: new Set(parts.flatMap(({ lines }) => [...lines])), beside },
    })
    const start = startOf(index, program, run.best())
    const solution = await run.solve(program, { share, nodes: NODES_TOGETHER, gap, start })
    if ('reason' in solution) return solution.status !== 'failed'
    run.offer([...beside, ...run.read(program, solution.values)])
    return true
  }
}
