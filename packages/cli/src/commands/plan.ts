import type { Command } from 'commander'
import { addPlanAcceptance } from './plan-acceptance.ts'
import { addPlanAir } from './plan-air.ts'
import { addPlanReady } from './plan-ready.ts'
import { addPlanSea } from './plan-sea.ts'
import { addPlanSites } from './plan-sites.ts'
import { addPlanStocks } from './plan-stocks.ts'
import { addPlanTraining } from './plan-training.ts'

/** `holdfast plan`: the planner's calculators, each on one document. */
export function addPlan(program: Command): void {
  const plan = program
    .command('plan')
    .description(
      "the planner's calculators: each works one document out, and says what it hangs on",
    )
  addPlanAir(plan)
  addPlanSea(plan)
  addPlanSites(plan)
  addPlanStocks(plan)
  addPlanReady(plan)
  addPlanTraining(plan)
  addPlanAcceptance(plan)
}
