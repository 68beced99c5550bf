/** What would be missing if something were otherwise, beside what is missing now. */
import type { Refused } from '../../units/index.ts'
import { isRefused } from '../../units/index.ts'
import { toModel } from '../register/to-model.ts'
import type { ModelOptions } from '../register/to-model.ts'
import type { GenerateState } from '../generate-state.ts'
import { askGaps } from './gaps.ts'
import type { GapsAnswer } from './gaps.ts'
import type { ForceSolver } from './port.ts'
import { suppose } from './suppose.ts'
import type { Supposition } from './suppose.ts'

/** The register, how it is put as a model, and who solves it: what every question is asked of. */
export interface Asked {
  /** As the viewer sees it. */
  readonly state: GenerateState
  readonly options: ModelOptions
  readonly solver: ForceSolver
}
/** A line that would lack more or less. */
export interface LineChange {
  readonly line: string
  readonly title: string
  readonly priority: number
  /** The most that it lacks in any rotation, now and then; null: the line is not there. */
  readonly shortfall: number | null
  readonly shortfallThen: number | null
}
/** The answer to a what-if. */
export interface WhatIfAnswer {
  readonly weightedGap: number
  readonly weightedGapThen: number
  readonly changes: readonly LineChange[]
  /** Whether both answers were proven the best; else figures may differ by what the solver left open. */
  readonly proven: boolean
  readonly before: GapsAnswer
  readonly after: GapsAnswer
}

/** The lines whose shortfall differs between two answers, in the order of the first. */
export function changesBetween(before: GapsAnswer, after: GapsAnswer): readonly LineChange[] {
  const then = new Map(after.lines.map((line) => [line.line, line]))
  const now = new Set(before.lines.map(({ line }) => line))
  const kept = before.lines.map(({ line, title, priority, shortfall }): LineChange => ({
    line,
    title,
    priority,
    shortfall,
    shortfallThen: then.get(line)?.shortfall ?? null,
  }))
  const fresh = after.lines
    .filter(({ line }) => !now.has(line))
    .map(({ line, title, priority, shortfall }): LineChange => ({
      line,
      title,
      priority,
      shortfall: null,
      shortfallThen: shortfall,
    }))
  return [...kept, ...fresh].filter(({ shortfall, shortfallThen }) => shortfall !== shortfallThen)
}

/** The gaps as they would be. */
export async function askSupposed(
  { state, options, solver }: Asked,
  suppositions: readonly Supposition[],
  incumbent?: GapsAnswer,
): Promise<GapsAnswer | Refused> {
  const supposed = suppose(state, suppositions)
  if (isRefused(supposed)) return supposed
  return await askGaps(toModel(supposed, options), solver, incumbent?.solution)
}

/** Whether it only takes away what could serve: then no answer after it can be better than one before. */
const takesAway = (supposition: Supposition): boolean =>
  supposition.kind === 'withdraws' ||
  supposition.kind === 'loses' ||
  ((supposition.kind === 'condition' || supposition.kind === 'conditions') &&
    supposition.state !== 'met')

/** What would be missing; nothing is recorded. `known` is the answer of now where the caller has it. */
export async function askWhatIf(
  asked: Asked,
  suppositions: readonly Supposition[],
  known?: GapsAnswer,
): Promise<WhatIfAnswer | Refused> {
  const mapped = toModel(asked.state, asked.options)
  const first = known ?? (await askGaps(mapped, asked.solver))
  if (isRefused(first)) return first
  const after = await askSupposed(asked, suppositions, first)
  if (isRefused(after)) return after
  // Who does with less could do as well with more: where no proof was had, the answer then is one for now, too.
  const isBetterThen = after.weightedGap < first.weightedGap && suppositions.every(takesAway)
  const before = isBetterThen ? await askGaps(mapped, asked.solver, after.solution) : first
  if (isRefused(before)) return before
  return {
    weightedGap: before.weightedGap,
    weightedGapThen: after.weightedGap,
    changes: changesBetween(before, after),
    proven: before.solution.status === 'optimal' && after.solution.status === 'optimal',
    before,
    after,
  }
}
