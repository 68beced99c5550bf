/** Readiness: what a unit needs before it is ready, as lines with a giver, a lead time and an order. */
export { GATES_MAX, UNITS_MAX, parseReadinessPlan } from './parse.ts'
export { MEDICAL_LIMITS, assessReadiness, inOrder, medicalFault } from './assess.ts'
export type { CostState, GateState, ReadinessAssessment, UnitState } from './assess.ts'
export { GATE_KINDS } from './types.ts'
export type { GateKind, GateLine, MedicalTimes, Money, ReadinessPlan, ReadyUnit } from './types.ts'
