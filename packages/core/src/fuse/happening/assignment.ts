// Which outgoing belongs to which impact: the assignment with the greatest product of likelihood ratios, where leaving
// an end alone has ratio 1; and, for each of its pairs, the probability over all assignments.

/** Most columns of the smaller side for which every assignment is weighed; 2^12 states a row. */
export const EXACT_MAX = 12
/** Most rows and columns of one cluster; larger clusters must be cut by their weakest ratios first. */
export const CLUSTER_MAX = 64

/** Likelihood ratios, `ratios[row][column]`; 0 where a pair is ruled out. */
export type Ratios = readonly (readonly number[])[]

const at = (ratios: Ratios, row: number, column: number): number => ratios[row]?.[column] ?? 0

/**
 * The assignment of greatest total log ratio, each row to a column or to none (-1). Hungarian method with potentials
 * (Kuhn 1955, Munkres 1957), in O(rows² · columns); every row has a column of its own that means none.
 */
export function bestAssignment(ratios: Ratios): readonly number[] {
  const rows = ratios.length
  const real = ratios[0]?.length ?? 0
  const columns = real + rows
  const cost = (row: number, column: number): number => {
    if (column >= real) return column - real === row ? 0 : 1e9
    const ratio = at(ratios, row, column)
    return ratio > 0 ? -Math.log(ratio) : 1e9
  }
  const rowPotential = new Float64Array(rows + 1)
  const columnPotential = new Float64Array(columns + 1)
  const rowOf = new Int32Array(columns + 1)
  const cameFrom = new Int32Array(columns + 1)
  for (let row = 1; row <= rows; row += 1) {
    rowOf[0] = row
    let column = 0
    const least = new Float64Array(columns + 1).fill(Infinity)
    const used = new Uint8Array(columns + 1)
    do {
      used[column] = 1
      const current = rowOf[column] ?? 0
      let delta = Infinity
      let next = 0
      for (let j = 1; j <= columns; j += 1) {
        if (used[j] === 1) continue
        const reduced =
          cost(current - 1, j - 1) - (rowPotential[current] ?? 0) - (columnPotential[j] ?? 0)
        if (reduced < (least[j] ?? Infinity)) {
          least[j] = reduced
          cameFrom[j] = column
        }
        if ((least[j] ?? Infinity) < delta) {
          delta = least[j] ?? Infinity
          next = j
        }
      }
      for (let j = 0; j <= columns; j += 1) {
        if (used[j] === 1) {
          const owner = rowOf[j] ?? 0
          rowPotential[owner] = (rowPotential[owner] ?? 0) + delta
          columnPotential[j] = (columnPotential[j] ?? 0) - delta
        } else least[j] = (least[j] ?? Infinity) - delta
      }
      column = next
    } while (rowOf[column] !== 0)
    while (column !== 0) {
      const previous = cameFrom[column] ?? 0
      rowOf[column] = rowOf[previous] ?? 0
      column = previous
    }
  }
  const assigned = Array.from({ length: rows }, () => -1)
  for (let j = 1; j <= real; j += 1) {
    const row = rowOf[j] ?? 0
    if (row > 0 && at(ratios, row - 1, j - 1) > 0) assigned[row - 1] = j - 1
  }
  return assigned
}

/** Weights of all ways to assign the rows from `row` on, by the set of columns already taken. */
function onward(ratios: Ratios, columns: number): readonly Float64Array[] {
  const states = 1 << columns
  const weights: Float64Array[] = []
  let after = new Float64Array(states).fill(1)
  weights.push(after)
  for (let row = ratios.length - 1; row >= 0; row -= 1) {
    const here = new Float64Array(states)
    for (let taken = 0; taken < states; taken += 1) {
      let sum = after[taken] ?? 0
      for (let column = 0; column < columns; column += 1) {
        const bit = 1 << column
        if ((taken & bit) === 0) sum += at(ratios, row, column) * (after[taken | bit] ?? 0)
      }
      here[taken] = sum
    }
    weights.push(here)
    after = here
  }
  return weights.toReversed()
}

/** Exact probability of each pair over all assignments, by a forward and a backward pass over sets of taken columns. */
function exactMarginals(ratios: Ratios, columns: number): number[][] {
  const backward = onward(ratios, columns)
  const total = backward[0]?.[0] ?? 1
  const states = 1 << columns
  let forward = new Float64Array(states)
  forward[0] = 1
  return ratios.map((_, row) => {
    const next = Float64Array.from(forward)
    const after = backward[row + 1]
    const marginals = Array.from({ length: columns }, () => 0)
    for (let taken = 0; taken < states; taken += 1) {
      const weight = forward[taken] ?? 0
      if (weight === 0) continue
      for (let column = 0; column < columns; column += 1) {
        const bit = 1 << column
        if ((taken & bit) !== 0) continue
        const step = weight * at(ratios, row, column)
        next[taken | bit] = (next[taken | bit] ?? 0) + step
        marginals[column] = (marginals[column] ?? 0) + (step * (after?.[taken | bit] ?? 0)) / total
      }
    }
    forward = next
    return marginals
  })
}

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0)

const transposed = (ratios: Ratios): number[][] =>
  Array.from({ length: ratios[0]?.length ?? 0 }, (_, column) =>
    ratios.map((_row, row) => at(ratios, row, column)),
  )

/**
 * Probability of each pair: exact where the smaller side has at most `EXACT_MAX` members; above, against the pair's
 * own rivals only (its row and its column), as if each of these were free, which understates it.
 */
export function pairProbabilities(ratios: Ratios): readonly (readonly number[])[] {
  const columns = ratios[0]?.length ?? 0
  if (columns <= EXACT_MAX) return exactMarginals(ratios, columns)
  if (ratios.length <= EXACT_MAX)
    return transposed(exactMarginals(transposed(ratios), ratios.length))
  const columnSums = transposed(ratios).map(sum)
  return ratios.map((row) => {
    const rowSum = sum(row)
    return row.map(
      (ratio, column) =>
        ratio / ((1 + rowSum - ratio) * (1 + (columnSums[column] ?? 0) - ratio) + ratio),
    )
  })
}
