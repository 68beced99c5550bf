export type { Node, Leg, Network, MovementPlan, MoveAssumption, Ask } from './types.ts'
export { LEGS_MAX, NODES_MAX, STEPS_MAX, parseNetwork, resolveNetwork } from './network.ts'
export { timeExpand } from './time-expansion.ts'
export type { MovementProgram, Objective } from './time-expansion.ts'
export { plan, readPlan } from './plan.ts'
export { replay } from './replay.ts'
export type { Replay } from './replay.ts'
export { decide, evolve, initial, REFERENCE_ASK } from './state.ts'
export type {
  AdoptedDocument,
  AdoptedModel,
  AdoptedPlan,
  MoveCommand,
  MoveState,
  PlanChance,
} from './state.ts'
export type * from './model/index.ts'
