/** One variable of a mixed-integer program. */
export interface Variable {
  readonly name: string
  readonly lower: number
  readonly upper: number
  readonly cost: number
  readonly integer: boolean
}
/** One linear constraint `lower <= sum(coefficient * variable) <= upper`; infinities allowed. */
export interface Constraint {
  readonly name: string
  readonly lower: number
  readonly upper: number
  /** Pairs of variable index and coefficient. */
  readonly terms: readonly (readonly [variable: number, coefficient: number])[]
}
/** A model to be minimised. */
export interface Program {
  readonly variables: readonly Variable[]
  readonly constraints: readonly Constraint[]
}
/** What a solver answers. `values` follow the order of the variables; `duals` that of the constraints, empty for integer programs. */
export type Solution =
  | {
      readonly status: 'optimal' | 'feasible'
      readonly objective: number
      readonly bound: number
      readonly values: readonly number[]
      readonly duals: readonly number[]
    }
  | { readonly status: 'infeasible' | 'unbounded' | 'failed'; readonly reason: string }
/** The port that generate and move need: bounded by iterations, never by seconds, so that a replay repeats. */
export interface Solver {
  solve(program: Program): Promise<Solution>
}
