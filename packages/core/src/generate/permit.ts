import type { Actor } from '../nations/index.ts'
import type { Refused } from '../units/index.ts'

/** Roles that plan for the guarantors; `system` loads what ships. */
const PLANS: ReadonlySet<Actor['role']> = new Set([
  'planner',
  'minister',
  'head-of-mission',
  'system',
])

/** Why this actor may not do what only the guarantors' planners do, or null. `deed` completes "may not ...". */
export function refusePlanning(actor: Actor, deed: string): Refused | null {
  if (!PLANS.has(actor.role))
    return {
      refused: `role ${actor.role} may not ${deed}; log in as planner, minister or head of mission`,
    }
  if (actor.role !== 'system' && actor.office !== 'guarantors')
    return { refused: `office ${actor.office} may not ${deed}; log in at the guarantors' office` }
  return null
}
