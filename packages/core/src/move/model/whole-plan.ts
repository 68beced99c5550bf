/** What is left of a plan made with whole vehicles in the program itself: see wholes.ts. */
import { assemble } from './assemble.ts'
import { compileModel } from './compile.ts'
import { construct, paceOf } from './construct.ts'
import type { ExecutedPart } from './executed.ts'
import type { LinearSolver } from './linear.ts'
import { expandModel } from './program.ts'
import type { MovePlan, MovementModel } from './types.ts'
import { wholeVehicles } from './wholes.ts'

/**
 * The plan from where it stands on; null where the solver makes nothing whole, or fails at it, or the program has more
 * columns than `columnsMax`. It is constructed as every plan is, and so can be carried out whatever was answered. Its bound
 * is none: the caller knows it.
 */
export async function planWhole(
  model: MovementModel,
  solver: LinearSolver,
  {
    executed,
    columnsMax,
    onProgress,
  }: {
    readonly executed: ExecutedPart
    readonly columnsMax: number
    readonly onProgress: (told: string) => void
  },
): Promise<MovePlan | null> {
  if (solver.solveWhole === undefined) return null
  const compiled = compileModel(model)
  const linear = expandModel(compiled, executed.situation)
  const columns = linear.program.cost.length
  if (columns === 0 || columns > columnsMax) return null
  const { program, groups, plain } = wholeVehicles(compiled, linear)
  onProgress(`whole vehicles: program of ${program.cost.length} columns`)
  const solution = await solver.solveWhole(program, groups, (done) =>
    onProgress(`whole vehicles, ${done} of ${groups.length} steps`),
  )
  if (solution.status !== 'solved') return null
  const pace = paceOf(linear.columns, plain(solution.values))
  const made = construct(compiled, executed.situation, { pace, isWhole: true })
  return assemble(model, made, { executed, proven: 0 })
}
