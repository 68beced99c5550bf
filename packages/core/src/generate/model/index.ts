/**
 * Force generation as an optimisation model that stands alone: read, searched, written as programs for a solver, checked,
 * explained. docs/specs/force-generation.md, "The force model".
 */
export type {
  Acceptance,
  Enabler,
  Forbids,
  ForceAssignment,
  ForceCaveat,
  ForceCaveatCategory,
  ForceLine,
  ForceModel,
  ForceNation,
  ForcePackage,
  ForceSolution,
  ForceStatus,
  Harmony,
  Headcount,
  ObjectiveLevel,
  Rotations,
  Shortfall,
} from './types.ts'
export {
  LINES_MAX,
  NATIONS_MAX,
  PACKAGES_MAX,
  QUANTITY_MAX,
  ROTATIONS_MAX,
  RULES_MAX,
} from './types.ts'
export { parseForceModel } from './parse.ts'
export { parseForceSolution } from './parse-solution.ts'
export { parseForceStart } from './parse-start.ts'
export { indexForces } from './force-index.ts'
export type { EnablerIndex, ForceIndex, Pair } from './force-index.ts'
export { forceProgram } from './force-program.ts'
export type {
  ForceGoal,
  ForcePart,
  ForceProgram,
  ForceScope,
  HeldLevel,
  Slot,
} from './force-scope.ts'
export { partsOf } from './force-parts.ts'
export { readServes, startOf } from './force-start.ts'
export {
  answerOf,
  isBetter,
  levelsOf,
  shortfallsOf,
  SHARE_SLACK,
  weightOf,
  wholeOf,
} from './force-answer.ts'
export type { Found, LevelBounds } from './force-answer.ts'
export { searchForces } from './force-search.ts'
export type { SearchLimits } from './force-search.ts'
export type { Improvement, LimitedSolver, SolveLimits } from './limited-solver.ts'
export { checkAssignments, checkForces } from './check.ts'
export type { ForceFault } from './check.ts'
export { explainForces } from './why.ts'
export type { LineWhy, WhyLimits } from './why.ts'
export type { BindingKind } from './why-limits.ts'
