/**
 * One large linear program through HiGHS: interior point without crossover. Simplex does not end in time on a fleet's
 * program, and crossover would turn the answer into a vertex that nobody needs. One thread, a limit in iterations, the
 * same input the same answer.
 */
import type { LinearProgram, LinearSolution } from '@holdfast/core/move/model'
import type { Highs, HighsCallbackMap, Model, ModelData } from 'highs'

/** Most iterations of the interior point; a program that needs more is numerically hopeless. */
export const IPM_ITERATIONS_MAX = 400

/** HiGHS takes an infinity of its own. */
const bounds = (highs: Highs, values: Float64Array): Float64Array =>
  values.map((value) =>
    value === Infinity ? highs.infinity : value === -Infinity ? -highs.infinity : value,
  )

function callbacksOf(highs: Highs, onProgress: (iterations: number) => void): HighsCallbackMap {
  return {
    [highs.constants.callbackType.ipmInterrupt]: ({
      data,
    }: {
      readonly data: { readonly ipm_iteration_count?: number }
    }): undefined => {
      // HiGHS says −1 before its first iteration.
      const done = data.ipm_iteration_count ?? 0
      if (done >= 0) onProgress(done)
    },
  }
}

/** What HiGHS found, as the port tells it. */
export function answerOf(highs: Highs, model: Model): LinearSolution {
  const { modelStatus } = highs.constants
  const status = model.getModelStatus()
  const name =
    Object.entries(modelStatus).find(([, code]) => code === status)?.[0] ?? String(status)
  if (status === modelStatus.infeasible)
    return { status: 'infeasible', reason: 'no values meet every row' }
  if (status === modelStatus.unbounded || status === modelStatus.unboundedOrInfeasible)
    return { status: 'unbounded', reason: `HiGHS ended with ${name}` }
  const { colValue, rowDual } = model.getSolution()
  const isThere = colValue.length > 0 && colValue.every((value) => Number.isFinite(value))
  // Without crossover HiGHS says "unknown" of an answer that is a little imprecise: it is advice, and judged as such.
  if (!isThere || (status !== modelStatus.optimal && status !== modelStatus.unknown))
    return { status: 'failed', reason: `HiGHS ended with ${name}` }
  return {
    status: 'solved',
    values: Float64Array.from(colValue),
    duals: Float64Array.from(rowDual),
  }
}

/** A program as HiGHS takes it. */
export function programData(
  highs: Highs,
  { cost, lower, upper, rowLower, rowUpper, starts, columns, values }: LinearProgram,
): ModelData {
  return {
    numCols: cost.length,
    numRows: rowLower.length,
    colCost: cost,
    colLower: bounds(highs, lower),
    colUpper: bounds(highs, upper),
    rowLower: bounds(highs, rowLower),
    rowUpper: bounds(highs, rowUpper),
    matrix: {
      format: 'csr' as const,
      numRows: rowLower.length,
      numCols: cost.length,
      starts,
      indices: columns,
      values,
    },
  }
}

/** Solves one program; its native memory is freed before the return. Throws only where HiGHS itself breaks. */
export function solveLinearProgram(
  highs: Highs,
  program: LinearProgram,
  onProgress: (iterations: number) => void = () => {},
): LinearSolution {
  return highs.withModel(programData(highs, program), (model): LinearSolution => {
    model.options.set({
      output_flag: false,
      random_seed: 0,
      solver: 'ipm',
      run_crossover: 'off',
      ipm_iteration_limit: IPM_ITERATIONS_MAX,
    })
    model.run(callbacksOf(highs, onProgress))
    return answerOf(highs, model)
  })
}
