/**
 * A linear program made whole by a dive: solved to a vertex, then group after group of columns is fixed at the nearest
 * whole values and the rest solved again from the basis that is there, which takes few steps of the dual simplex. Where a
 * group's roundings do not go together, it is halved; a single column that cannot be rounded one way is rounded the other.
 * Branching would prove more and takes minutes. No clock: limits are in iterations and in solves.
 */
import type { LinearProgram, LinearSolution } from '@holdfast/core/move/model'
import type { Highs, Model } from 'highs'
import { answerOf, programData } from './linear-program.ts'

/** Most solves of one dive; what is left then stays in fractions. */
const DIVE_SOLVES_MAX = 2_000
/** Most simplex iterations of one solve. */
const SIMPLEX_ITERATIONS_MAX = 200_000
/** Values nearer to a whole number are whole. */
const WHOLE_EPSILON = 1e-6

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < WHOLE_EPSILON

class Dive {
  readonly #highs: Highs
  readonly #model: Model
  readonly #program: LinearProgram
  values: Float64Array
  #solves = 0

  constructor(
    highs: Highs,
    model: Model,
    { program, values }: { readonly program: LinearProgram; readonly values: Float64Array },
  ) {
    this.#highs = highs
    this.#model = model
    this.#program = program
    this.values = values
  }

  #bound(columns: Int32Array, lower: Float64Array, upper = lower): void {
    if (columns.length > 0)
      this.#model.changeColsBounds({ kind: 'set', indices: columns }, lower, upper)
  }

  /** Lets the columns go free again. */
  #free(columns: Int32Array): void {
    const { lower, upper } = this.#program
    const of = (values: Float64Array): Float64Array =>
      Float64Array.from(columns, (column) => values[column] ?? 0)
    this.#bound(columns, of(lower), of(upper))
  }

  /** Solves again; keeps the values where there is an optimum. */
  #solve(): boolean {
    if (this.#solves >= DIVE_SOLVES_MAX) return false
    this.#solves += 1
    this.#model.run()
    if (this.#model.getModelStatus() !== this.#highs.constants.modelStatus.optimal) return false
    this.values = Float64Array.from(this.#model.getSolution().colValue)
    return true
  }

  #value(column: number): number {
    return this.values[column] ?? 0
  }

  /** Makes the columns whole. Those that are whole stay as they are, which costs no solve. */
  fix(columns: Int32Array): void {
    const whole = columns.filter((column) => isWhole(this.#value(column)))
    this.#bound(
      whole,
      Float64Array.from(whole, (column) => Math.round(this.#value(column))),
    )
    const parts = columns.filter((column) => !isWhole(this.#value(column)))
    if (parts.length === 0 || this.#solves >= DIVE_SOLVES_MAX) return
    const before = Float64Array.from(parts, (column) => this.#value(column))
    const nearest = before.map((value) => Math.floor(value + 0.5))
    this.#bound(parts, nearest)
    if (this.#solve()) return
    if (parts.length === 1) {
      this.#otherWay(parts, before, nearest)
      return
    }
    this.#free(parts)
    const half = parts.length >> 1
    this.fix(parts.slice(0, half))
    this.fix(parts.slice(half))
  }

  #otherWay(column: Int32Array, before: Float64Array, tried: Float64Array): void {
    const floor = Math.floor(before[0] ?? 0)
    this.#bound(
      column,
      tried.map((value) => (value === floor ? floor + 1 : floor)),
    )
    if (!this.#solve()) this.#free(column)
  }
}

/** Dives; the answer's duals are empty. `onGroup` hears how many groups are done. */
export function solveWholeVehicles(
  highs: Highs,
  { program, groups }: { readonly program: LinearProgram; readonly groups: readonly Int32Array[] },
  onGroup: (done: number) => void = () => {},
): LinearSolution {
  return highs.withModel(programData(highs, program), (model): LinearSolution => {
    model.options.set({
      output_flag: false,
      random_seed: 0,
      solver: 'ipm',
      run_crossover: 'on',
      simplex_iteration_limit: SIMPLEX_ITERATIONS_MAX,
    })
    model.run()
    const first = answerOf(highs, model)
    if (first.status !== 'solved') return first
    // Presolve would throw the basis away.
    model.options.set({ solver: 'simplex', presolve: 'off' })
    const dive = new Dive(highs, model, { program, values: first.values })
    for (const [done, group] of groups.entries()) {
      dive.fix(group)
      onGroup(done + 1)
    }
    return { status: 'solved', values: dive.values, duals: new Float64Array(0) }
  })
}
