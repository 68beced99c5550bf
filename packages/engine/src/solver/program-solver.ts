/**
 * One program through HiGHS. Everything that could make two runs differ is fixed: one thread, one simplex strategy, the
 * random seed, and limits in iterations and nodes. Seconds limit a solve only where its caller asks for it.
 */
import type { Program, Solution } from '@holdfast/core/generate'
import type { Improvement, SolveLimits } from '@holdfast/core/generate/model'
import highsLoader from 'highs'
import type { Highs, HighsCallbackMap, Model, ModelData } from 'highs'

/** Most simplex or interior-point iterations of one linear program. */
const ITERATIONS_MAX = 1_000_000
/** Most nodes of one branch-and-bound search. */
const NODES_MAX = 100_000

// Under nodenext the default import's type is not callable, though the value is.
const load = highsLoader as unknown as () => Promise<Highs>

/** Loads the WASM runtime; its memory goes with the last reference to it. */
export const loadHighs = (): Promise<Highs> => load()

/** The first thing that makes the program no program; null where it is one. */
function faultOf({ variables, constraints }: Program): string | null {
  for (const { name, lower, upper, cost } of variables)
    if (Number.isNaN(lower) || Number.isNaN(upper) || lower > upper || !Number.isFinite(cost))
      return `variable ${name} has bounds ${lower} to ${upper} and cost ${cost}`
  for (const { name, lower, upper, terms } of constraints) {
    if (Number.isNaN(lower) || Number.isNaN(upper) || lower > upper)
      return `constraint ${name} has bounds ${lower} to ${upper}`
    const seen = new Set<number>()
    for (const [variable, coefficient] of terms) {
      if (variables[variable] === undefined || !Number.isFinite(coefficient))
        return `constraint ${name} has the term ${coefficient} × variable ${variable}`
      if (seen.has(variable)) return `constraint ${name} names variable ${variable} twice`
      seen.add(variable)
    }
  }
  return null
}

function modelOf(highs: Highs, { variables, constraints }: Program): ModelData {
  const bound = (value: number): number =>
    value === Infinity ? highs.infinity : value === -Infinity ? -highs.infinity : value
  const starts = new Int32Array(constraints.length + 1)
  const indices: number[] = []
  const values: number[] = []
  for (const [row, { terms }] of constraints.entries()) {
    for (const [variable, coefficient] of terms) {
      indices.push(variable)
      values.push(coefficient)
    }
    starts[row + 1] = indices.length
  }
  const { continuous, integer } = highs.constants.variableType
  const kinds = variables.map((variable) => (variable.integer ? integer : continuous))
  return {
    numCols: variables.length,
    numRows: constraints.length,
    colCost: Float64Array.from(variables, ({ cost }) => cost),
    colLower: Float64Array.from(variables, ({ lower }) => bound(lower)),
    colUpper: Float64Array.from(variables, ({ upper }) => bound(upper)),
    rowLower: Float64Array.from(constraints, ({ lower }) => bound(lower)),
    rowUpper: Float64Array.from(constraints, ({ upper }) => bound(upper)),
    matrix: {
      format: 'csr',
      numRows: constraints.length,
      numCols: variables.length,
      starts,
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
    },
    ...(variables.some(({ integer: whole }) => whole)
      ? { integrality: Int32Array.from(kinds) }
      : {}),
  }
}

/**
 * What is proven of an integer program. A search that ends without a node, because nothing can be better than its start by
 * more than the gap, tells no bound: then it is the gap.
 */
function boundOf(model: Model, isOptimal: boolean, gap: number): number {
  const told = Number(model.info.get('mip_dual_bound'))
  if (!isOptimal || Number.isFinite(told)) return told
  const objective = model.getObjectiveValue()
  return objective - gap * Math.abs(objective)
}

function answerOf(
  highs: Highs,
  model: Model,
  { isInteger, gap }: { readonly isInteger: boolean; readonly gap: number },
): Solution {
  const { modelStatus } = highs.constants
  const status = model.getModelStatus()
  const name =
    Object.entries(modelStatus).find(([, code]) => code === status)?.[0] ?? String(status)
  if (status === modelStatus.infeasible)
    return { status: 'infeasible', reason: 'no values meet every constraint' }
  if (status === modelStatus.unbounded || status === modelStatus.unboundedOrInfeasible)
    return { status: 'unbounded', reason: `HiGHS ended with ${name}` }
  const primal = Number(model.info.get('primal_solution_status'))
  if (status !== modelStatus.optimal && primal !== 2)
    return { status: 'failed', reason: `HiGHS ended with ${name} and no feasible values` }
  const { colValue, rowDual } = model.getSolution()
  const objective = model.getObjectiveValue()
  const isOptimal = status === modelStatus.optimal
  const bound = isInteger ? boundOf(model, isOptimal, gap) : objective
  return {
    status: isOptimal ? 'optimal' : 'feasible',
    objective,
    bound: isOptimal || isInteger ? bound : -Infinity,
    values: [...colValue],
    duals: isInteger ? [] : [...rowDual],
  }
}

/** What a solve that is watched tells and asks on its way. Both are called from within the solve. */
export interface Watch {
  readonly isCancelled: () => boolean
  readonly onImproved: (found: Improvement) => void
}

/** Without limits a solve goes on to the proof, or to its iterations and nodes. */
const UNLIMITED: SolveLimits = { gap: 0, secondsMax: null, nodesMax: null, start: null }

function callbacksOf(highs: Highs, watch: Watch | null): HighsCallbackMap {
  if (watch === null) return {}
  const { mipImprovingSolution, mipInterrupt } = highs.constants.callbackType
  return {
    [mipImprovingSolution]: ({ data }: { readonly data: Improved }): undefined => {
      const { mip_solution: values, mip_dual_bound: bound, objective_function_value: found } = data
      if (values === undefined || found === undefined) return
      watch.onImproved({ objective: found, bound: bound ?? -Infinity, values: [...values] })
    },
    [mipInterrupt]: (event: { readonly interrupt: () => void }): undefined => {
      if (watch.isCancelled()) event.interrupt()
    },
  }
}
interface Improved {
  readonly mip_solution?: Float64Array
  readonly mip_dual_bound?: number
  readonly objective_function_value?: number
}

/**
 * Solves one program; its native memory is freed before the return. Throws only where HiGHS itself breaks. `watch` hears
 * of better answers of an integer program, and can end it.
 */
export function solveProgram(
  highs: Highs,
  program: Program,
  { gap, secondsMax, nodesMax, start }: SolveLimits = UNLIMITED,
  watch: Watch | null = null,
): Solution {
  const fault = faultOf(program)
  if (fault !== null) return { status: 'failed', reason: `${fault}; correct the model` }
  if (program.variables.length === 0)
    return {
      status: 'optimal',
      objective: 0,
      bound: 0,
      values: [],
      duals: program.constraints.map(() => 0),
    }
  const isInteger = program.variables.some(({ integer }) => integer)
  return highs.withModel(modelOf(highs, program), (model): Solution => {
    model.options.set({
      output_flag: false,
      random_seed: 0,
      simplex_iteration_limit: ITERATIONS_MAX,
      ipm_iteration_limit: ITERATIONS_MAX,
      mip_max_nodes: nodesMax ?? NODES_MAX,
      mip_rel_gap: gap,
      ...(secondsMax === null ? {} : { time_limit: secondsMax }),
      ...(isInteger ? {} : { solver: 'simplex', simplex_strategy: 1 }),
    })
    if (start !== null && isInteger) model.setSolution({ colValue: Float64Array.from(start) })
    model.run(callbacksOf(highs, isInteger ? watch : null))
    return answerOf(highs, model, { isInteger, gap })
  })
}
