/** A solver for tests that tries everything: the best answer of a tiny model, by its rules alone. */
import {
  answerOf,
  checkAssignments,
  indexForces,
  isBetter,
  levelsOf,
} from '@holdfast/core/generate/model'
import type { ForceAssignment, ForceModel, ForceSolution } from '@holdfast/core/generate/model'
import type { ModelOptions } from '../../packages/core/src/generate/register/to-model.ts'
import type { GenerateState } from '../../packages/core/src/generate/generate-state.ts'
import type { ForceSolver } from '../../packages/core/src/generate/questions/port.ts'
import type { Asked } from '../../packages/core/src/generate/questions/what-if.ts'

/** Most packages times rotations that are tried. */
const PLACES_MAX = 8

/** Tries every assignment; counts its solves and keeps the incumbents that it was given. */
export class ExhaustiveSolver implements ForceSolver {
  solves = 0
  readonly incumbents: (readonly ForceAssignment[] | undefined)[] = []

  async solve(model: ForceModel, incumbent?: readonly ForceAssignment[]): Promise<ForceSolution> {
    this.solves += 1
    this.incumbents.push(incumbent)
    return best(model)
  }
}

function best(model: ForceModel): ForceSolution {
  const index = indexForces(model)
  const places = model.packages.flatMap(({ id }) =>
    Array.from({ length: model.rotations.count }, (_, i) => ({ package: id, rotation: i + 1 })),
  )
  if (places.length > PLACES_MAX) throw new Error(`${places.length} places are too many to try`)
  let found: readonly ForceAssignment[] = []
  const extend = (at: number, chosen: readonly ForceAssignment[]): void => {
    const place = places[at]
    if (place === undefined) {
      if (checkAssignments(model, chosen).length > 0) return
      if (isBetter(levelsOf(index, chosen), levelsOf(index, found))) found = chosen
      return
    }
    extend(at + 1, chosen)
    for (const { id } of model.lines) extend(at + 1, [...chosen, { ...place, line: id }])
  }
  extend(0, [])
  const bounds = new Map(
    levelsOf(index, found).map(({ level, objective }) => [
      level,
      { bound: objective, given: 'priorities' } as const,
    ]),
  )
  return answerOf(index, {
    assignments: found,
    bounds,
    weighedFrom: null,
    wholeBound: 0,
    gapAsked: 0,
    reason: null,
    engine: 'heuristic',
    seconds: { first: 0, total: 0, cpu: 0 },
  })
}

/** A solver that answers nothing. */
export const failing: ForceSolver = {
  solve: async (model) => ({
    ...best({ ...model, packages: [] }),
    status: 'failed',
    reason: 'it broke off',
  }),
}

/** One rotation of six months from 1970 on, without a taxonomy. */
export const options: ModelOptions = {
  taxonomy: null,
  posture: null,
  startMs: 0,
  rotations: { count: 1, monthsEach: 6 },
}
/** The register asked of an exhaustive solver. */
export const asked = (
  state: GenerateState,
  solver: ForceSolver = new ExhaustiveSolver(),
): Asked => ({ state, options, solver })
