export { HighsSolver, VARIABLES_MAX, WAITING_MAX } from './highs-solver.ts'
