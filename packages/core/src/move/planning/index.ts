/** Planning documents worked out and told: air, sea, sites and hubs, stocks, training, readiness. */
export { airKind } from './air.ts'
export { seaKind } from './sea.ts'
export { sitesKind } from './sites.ts'
export { stocksKind } from './stocks.ts'
export { trainingKind } from './training.ts'
export { readyKind } from './ready.ts'
export type { PlanKind, PlanTable, PrintTable, Weighed } from './plan-kind.ts'
export {
  answerOf,
  hangsOnTable,
  PLAN_NAMES,
  PLANNING_LABEL,
  planNameOf,
  weighedFigure,
  workOut,
  workOutNamed,
} from './planning.ts'
export type { HangsOnTold, PlanName, PlanningAnswer, PlanningTold } from './planning.ts'
