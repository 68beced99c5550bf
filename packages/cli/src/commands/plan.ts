import type { Command } from 'commander'
import {
  airKind,
  readyKind,
  seaKind,
  sitesKind,
  stocksKind,
  trainingKind,
} from '@holdfast/core/move/planning'
import { addPlanAdopt } from './move-adopt.ts'
import { addPlanAcceptance } from './plan-acceptance.ts'
import { addPlanCommand } from './plan-document.ts'

/** `holdfast plan`: the planner's calculators, each on one document. */
export function addPlan(program: Command): void {
  const plan = program
    .command('plan')
    .description(
      "the planner's calculators: each works one document out, and says what it hangs on",
    )
  addPlanCommand(plan, airKind)
  addPlanCommand(plan, seaKind)
  addPlanCommand(plan, sitesKind)
  addPlanCommand(plan, stocksKind)
  addPlanCommand(plan, readyKind)
  addPlanCommand(plan, trainingKind)
  addPlanAcceptance(plan)
  addPlanAdopt(plan)
}
