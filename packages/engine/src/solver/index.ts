export { HighsSolver, VARIABLES_MAX, WAITING_MAX } from './highs-solver.ts'
export { solveForces } from './solve-forces.ts'
export type { ForceClock, ForceProgress, ForceRun } from './force-run.ts'
export { HighsLinearSolver, LINEAR_COLUMNS_MAX, LINEAR_WAITING_MAX } from './linear.ts'
