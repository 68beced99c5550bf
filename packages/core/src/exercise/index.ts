export { evolve, initial } from './clock.ts'
export type { ClockSet, ExerciseState } from './clock.ts'
export { ACTS_MAX, OFFICERS_MAX, parseScenario } from './scenario.ts'
export type { Act, Officer, Scenario, ScriptedCoverage } from './scenario.ts'
