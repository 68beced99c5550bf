/**
 * The program with whole vehicles: a column more for each lane and step counts the vehicles that go forward, loaded or
 * empty, and these and the returns are to be whole. Solved to the end that is a search without end; fixed step after step
 * in the order of time, with the optimum worked out anew after each step, it loses next to nothing: what a step could not
 * take, the later ones take.
 */
import type { Compiled } from './compile.ts'
import type { LinearProgram } from './linear.ts'
import { AMOUNT_EPSILON } from './making.ts'
import type { MovementColumns, MovementLinear } from './program.ts'

/** The program with whole vehicles. */
export interface WholeVehicles {
  readonly program: LinearProgram
  /** Columns that must be whole, by step of departure, in the order of time; ascending in each. */
  readonly groups: readonly Int32Array[]
  /** Values of the columns of the program without whole vehicles: as answered, with what goes empty forward in whole vehicles. */
  readonly plain: (values: Float64Array) => Float64Array
}

/** Goods columns of a lane in a step, with the vehicles that one unit fills. */
function loadsAt(
  { columns, lane, step }: { columns: MovementColumns; lane: number; step: number },
  loads: readonly number[],
): { readonly column: number; readonly perUnit: number }[] {
  return loads.flatMap((load, commodity) => {
    const column = columns.goods[lane]?.[commodity]?.[step] ?? -1
    return column < 0 ? [] : [{ column, perUnit: 1 / load }]
  })
}

interface Counted {
  readonly vehicles: number
  readonly empty: number
  readonly loads: readonly { readonly column: number; readonly perUnit: number }[]
}

/** Adds the columns and rows of whole vehicles to a movement program. */
export function wholeVehicles(
  compiled: Compiled,
  { program, columns }: MovementLinear,
): WholeVehicles {
  const { lanes, steps, forwardSlots } = compiled
  const groups: number[][] = Array.from({ length: steps }, () => [])
  const counted: Counted[] = []
  const slots: number[] = []
  const plainColumns = program.cost.length
  for (const [index, lane] of lanes.entries())
    for (let step = 0; step < steps; step += 1) {
      const back = columns.back[index]?.[step] ?? -1
      const empty = columns.forward[index]?.[step] ?? -1
      const loads = loadsAt({ columns, lane: index, step }, lane.loads)
      if (back >= 0) groups[step]?.push(back)
      if (loads.length > 0) {
        const vehicles = plainColumns + counted.length
        counted.push({ vehicles, empty, loads })
        slots.push(forwardSlots[lane.legIndex]?.[step] ?? 0)
        groups[step]?.push(vehicles)
      } else if (empty >= 0) groups[step]?.push(empty)
    }
  return {
    program: withCounts(program, counted, slots),
    groups: groups
      .filter((group) => group.length > 0)
      .map((group) => Int32Array.from(group).toSorted()),
    plain: (values) => plainValues(values.slice(0, plainColumns), values, counted),
  }
}

function withCounts(
  program: LinearProgram,
  counted: readonly Counted[],
  slots: readonly number[],
): LinearProgram {
  const rows = counted.map(({ vehicles, empty, loads }) => [
    ...loads.map(({ column, perUnit }) => [column, perUnit] as const),
    ...(empty < 0 ? [] : [[empty, 1] as const]),
    [vehicles, -1] as const,
  ])
  const entries = rows.flat()
  const starts = new Int32Array(program.starts.length + rows.length)
  starts.set(program.starts)
  for (const [i, row] of rows.entries()) {
    const at = program.starts.length + i
    starts[at] = (starts[at - 1] ?? 0) + row.length
  }
  const zeros = counted.map(() => 0)
  return {
    cost: Float64Array.from([...program.cost, ...zeros]),
    lower: Float64Array.from([...program.lower, ...zeros]),
    upper: Float64Array.from([...program.upper, ...slots]),
    rowLower: Float64Array.from([...program.rowLower, ...zeros]),
    rowUpper: Float64Array.from([...program.rowUpper, ...zeros]),
    starts,
    columns: Int32Array.from([...program.columns, ...entries.map(([column]) => column)]),
    values: Float64Array.from([...program.values, ...entries.map(([, value]) => value)]),
  }
}

function plainValues(
  plain: Float64Array,
  values: Float64Array,
  counted: readonly Counted[],
): Float64Array {
  for (const { vehicles, empty, loads } of counted) {
    if (empty < 0) continue
    const filled = loads.reduce(
      (sum, { column, perUnit }) => sum + (values[column] ?? 0) * perUnit,
      0,
    )
    const left = Math.round(values[vehicles] ?? 0) - Math.ceil(filled - AMOUNT_EPSILON)
    plain[empty] = Math.max(0, left)
  }
  return plain
}
