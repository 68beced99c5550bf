/**
 * What is proven of the weighted whole. Priorities come first, so that answers are compared among those that do as well on
 * the first levels that are proven to the last digit; of those none has a whole below the bound. The levels' own bounds do
 * not add up to it, for each takes something else as given. One program of all lines is solved, for its bound.
 */
import { forceProgram, startOf, weightOf } from '@holdfast/core/generate/model'
import type {
  ForceAssignment,
  ForceIndex,
  ForceProgram,
  HeldLevel,
  ObjectiveLevel,
} from '@holdfast/core/generate/model'
import type { Solution } from '@holdfast/core/generate'
import { leastByLevel } from './level-least.ts'

/** A level is proven to the last digit where what it may be better by is less: line-rotations. */
const EXACT = 1e-5
/** The solver's gap is of its own best, which may be better than the answer: it goes on this much further. */
const GAP_SHARE = 0.8

/** What it needs of the run that it is part of. */
export interface WholeRun {
  readonly best: () => readonly ForceAssignment[]
  /** What the best answer comes to. */
  readonly whole: () => number
  /** What is held of the levels before this one, and what is proven of it by parts. */
  readonly held: (level: number) => readonly HeldLevel[]
  readonly solve: (
    program: ForceProgram,
    limits: { readonly gap: number; readonly start: readonly number[] },
  ) => Promise<Solution>
  readonly offer: (program: ForceProgram, values: readonly number[]) => void
  readonly isOver: () => boolean
  /** The gap that is asked of the whole. */
  readonly gap: number
}
/** A level with what is proven of it. */
type ProvenLevel = Pick<ObjectiveLevel, 'level' | 'objective' | 'bound' | 'given'>

/** The first level that is not proven to the last digit as the lexicographic optimum; null where all priorities are. */
function firstOpen(levels: readonly ProvenLevel[]): number | null {
  const open = levels.find(
    ({ level, objective, bound, given }) =>
      level !== 'acceptance' && (given !== 'priorities' || objective - bound > EXACT),
  )
  return open === undefined || open.level === 'acceptance' ? null : open.level
}

/** What the levels themselves say: those before the first open one, its own bound, and of later ones what needs no solve. */
function knownOf(index: ForceIndex, levels: readonly ProvenLevel[], open: number): number {
  return levels.reduce(
    (total, { level, bound, given }) => {
      if (level === 'acceptance' || level > open) return total
      // A bound of lines held says nothing where they are not.
      const isGood = level < open || given === 'priorities'
      return total + (isGood ? weightOf(level) * bound : 0)
    },
    [...leastByLevel(index)]
      .filter(([level]) => level > open)
      .reduce((total, [level, least]) => total + weightOf(level) * least, 0),
  )
}

/** The bound. Where every priority is proven it is what they come to; a solver that fails leaves what the levels say. */
export async function wholeBound(
  index: ForceIndex,
  run: WholeRun,
  levels: readonly ProvenLevel[],
): Promise<number> {
  const open = firstOpen(levels)
  if (open === null) return run.whole()
  const known = knownOf(index, levels, open)
  if (run.isOver() || run.whole() - known <= run.gap * run.whole()) return known
  const program = forceProgram(index, {
    priorityMax: 9,
    goal: { kind: 'weighted' },
    held: run.held(open),
    heldLines: [],
    waived: index.waived,
    part: null,
  })
  const start = startOf(index, program, run.best())
  const solution = await run.solve(program, { gap: GAP_SHARE * run.gap, start })
  if ('reason' in solution) return known
  run.offer(program, solution.values)
  return Math.max(known, solution.bound)
}
