export type {
  Source,
  Quantity,
  Dependency,
  OtherFigure,
  RotationLimit,
  Requirement,
  Caveat,
  Pledge,
  Exclusion,
  Assessment,
  Assumption,
  Gap,
} from './types.ts'
export type { Variable, Constraint, Program, Solution, Solver } from './solver.ts'
export { parseCoalition } from './coalition.ts'
export type { Coalition, CoalitionDocuments, OtherRequirement } from './coalition.ts'
export type { Reading, Statement } from './statement.ts'
export { assign, readAssignment } from './assignment.ts'
export type { Assignment, AssignmentProgram, AssignOptions, ReadAssignment } from './assignment.ts'
export { gaps } from './gap.ts'
export type { GapInput } from './gap.ts'
export { assess } from './assess.ts'
export { refusePlanning } from './permit.ts'
export { decide, evolve, initial } from './state.ts'
export type { GenerateState, KeptMinute } from './generate-state.ts'
export type { GenerateCommand } from './state.ts'
