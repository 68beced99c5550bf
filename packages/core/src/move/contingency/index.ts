/** Faults that people choose, and the plan made anew under them. */
export { CHOSEN_FAULTS_MAX, faultChoices, readChosenFaults } from './chosen.ts'
export type { ChosenFault, FaultChoice } from './chosen.ts'
export { betterWithout, faultedModel, replanUnder } from './faulted.ts'
export type { Faulted } from './faulted.ts'
