/**
 * The port to a solver of linear programs that are too large for a list of objects: typed arrays, rows by their entries.
 * A movement program has tens of thousands of columns; simplex does not end in time, so an adapter uses an interior point
 * without crossover, and what it answers is neither whole nor exact. Nothing here trusts it: `provenBound` works out by
 * itself what the duals prove, and a plan is constructed, not rounded.
 */

/** `minimise cost · x` with `rowLower ≤ A x ≤ rowUpper` and `lower ≤ x ≤ upper`; the rows of A in compressed form. */
export interface LinearProgram {
  readonly cost: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
  readonly rowLower: Float64Array
  readonly rowUpper: Float64Array
  /** Row r has the entries `starts[r]` to `starts[r + 1]`, exclusive. */
  readonly starts: Int32Array
  readonly columns: Int32Array
  readonly values: Float64Array
}
/** What a solver answers. Duals are of the rows: reduced costs are `cost − Aᵀ duals`. */
export type LinearSolution =
  | { readonly status: 'solved'; readonly values: Float64Array; readonly duals: Float64Array }
  | { readonly status: 'infeasible' | 'unbounded' | 'failed'; readonly reason: string }
/** The port. `onProgress` hears the iterations done; bounded by iterations, so that a replay repeats. */
export interface LinearSolver {
  solveLinear(
    program: LinearProgram,
    onProgress?: (iterations: number) => void,
  ): Promise<LinearSolution>
  /**
   * The program with the columns of the groups made whole, one group after another, each at the optimum of what is left:
   * no best one, a good one. A solver need not have it. `onProgress` hears the groups done. The duals are empty.
   */
  solveWhole?(
    program: LinearProgram,
    groups: readonly Int32Array[],
    onProgress?: (groups: number) => void,
  ): Promise<LinearSolution>
}

/** Collects columns and rows; entries of a row may come in any order, each column at most once. */
export class LinearBuilder {
  readonly #cost: number[] = []
  readonly #lower: number[] = []
  readonly #upper: number[] = []
  readonly #rowLower: number[] = []
  readonly #rowUpper: number[] = []
  readonly #entries: { readonly columns: number[]; readonly values: number[] }[] = []

  /** Columns so far. */
  get columns(): number {
    return this.#cost.length
  }

  /** A column from 0 to `upper`, by its index. */
  column(upper: number, cost = 0): number {
    this.#cost.push(cost)
    this.#lower.push(0)
    return this.#upper.push(upper) - 1
  }

  /** A row within its bounds, by its index. */
  row(lower: number, upper: number): number {
    this.#rowLower.push(lower)
    this.#rowUpper.push(upper)
    return this.#entries.push({ columns: [], values: [] }) - 1
  }

  /** Adds a term to a row. */
  term(row: number, column: number, value: number): void {
    const entries = this.#entries[row]
    if (entries === undefined) return
    entries.columns.push(column)
    entries.values.push(value)
  }

  build(): LinearProgram {
    const starts = new Int32Array(this.#entries.length + 1)
    for (const [row, { columns }] of this.#entries.entries())
      starts[row + 1] = (starts[row] ?? 0) + columns.length
    const total = starts.at(-1) ?? 0
    const [columns, values] = [new Int32Array(total), new Float64Array(total)]
    for (const [row, entries] of this.#entries.entries()) {
      columns.set(entries.columns, starts[row])
      values.set(entries.values, starts[row])
    }
    return {
      cost: Float64Array.from(this.#cost),
      lower: Float64Array.from(this.#lower),
      upper: Float64Array.from(this.#upper),
      rowLower: Float64Array.from(this.#rowLower),
      rowUpper: Float64Array.from(this.#rowUpper),
      starts,
      columns,
      values,
    }
  }
}

/** `cost − Aᵀ duals`, column by column. */
export function reducedCosts(program: LinearProgram, duals: Float64Array): Float64Array {
  const reduced = Float64Array.from(program.cost)
  for (let row = 0; row < program.rowLower.length; row += 1) {
    const dual = duals[row] ?? 0
    if (dual === 0) continue
    const end = program.starts[row + 1] ?? 0
    for (let at = program.starts[row] ?? 0; at < end; at += 1) {
      const column = program.columns[at] ?? 0
      reduced[column] = (reduced[column] ?? 0) - dual * (program.values[at] ?? 0)
    }
  }
  return reduced
}

/**
 * A value that no feasible x goes below, by weak duality from any duals, good or bad: every column is bounded, so bad duals
 * make it weak and never wrong. A dual whose bound is infinite counts as 0.
 */
export function provenBound(program: LinearProgram, duals: Float64Array): number {
  const usable = Float64Array.from(duals, (dual, row) => {
    const side = dual > 0 ? program.rowLower[row] : program.rowUpper[row]
    return side === undefined || !Number.isFinite(side) || !Number.isFinite(dual) ? 0 : dual
  })
  let bound = 0
  for (const [row, dual] of usable.entries())
    if (dual !== 0)
      bound += dual * ((dual > 0 ? program.rowLower[row] : program.rowUpper[row]) ?? 0)
  for (const [column, reduced] of reducedCosts(program, usable).entries())
    bound += reduced * ((reduced > 0 ? program.lower[column] : program.upper[column]) ?? 0)
  return bound
}
