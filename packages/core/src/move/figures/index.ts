/** What the planner's calculators share: figures as named assumptions, what a result hangs on, rotation, whole pieces. */
export { ASSUMPTIONS_MAX, FigureReader } from './figures.ts'
export type { Changes, PlanAssumption, PlanHead, Wanted } from './figures.ts'
export { hangsOn } from './hangs-on.ts'
export type { HangsOn } from './hangs-on.ts'
export { pieces } from './pieces.ts'
export { cycleHours, neededFor } from './rotation.ts'
export type { Cycle } from './rotation.ts'
