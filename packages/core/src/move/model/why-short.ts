/**
 * Why a plan that arms somebody arms fewer than the ask: what the form of the planning costs, whole vehicles against fractions
 * and whole steps against hours. What the network costs is told by the bottlenecks.
 */
import { durationHoursOf, stepsOnLeg } from './hours.ts'
import { figure } from './prices.ts'
import { armedAt } from './curve.ts'
import type { MovePlan, MovementModel } from './types.ts'

/** Steps are named where a serial stands for so much more than the hours that it needs. */
const STEP_COST_TOLD = 1.25
/** Parts of a kit below it are the solver's rounding. */
const KIT_EPSILON = 0.5

/**
 * In a sentence; null where the ask is met, and where neither rounding nor steps explain it. `inFractions`: kits armed by the
 * hour of the ask in the optimum with fractions of vehicles.
 */
export function whyShort(
  model: MovementModel,
  plan: MovePlan,
  { inFractions, isLong }: { readonly inFractions: number; readonly isLong: boolean },
): string | null {
  const { kits, byHour } = plan.ask
  const lack = kits - armedAt(plan.armedByHour, byHour)
  if (lack <= 0) return null
  if (inFractions > kits - KIT_EPSILON)
    return (
      `${figure(lack)} short by hour ${byHour}, and with fractions of vehicles none would be: the shortfall is of rounding to whole vehicles` +
      (isLong ? '' : ', and --effort long looks for a better rounding')
    )
  return stepCostWords(model, plan)
}

/** Hours that a serial stands for beside those that it needs, of all that drive, by vehicles. */
function stepCostWords(model: MovementModel, plan: MovePlan): string | null {
  const legs = new Map(model.legs.map((leg) => [leg.id, leg]))
  const fleets = new Map(model.fleets.map((fleet) => [fleet.id, fleet]))
  let [vehicles, stood, needed] = [0, 0, 0]
  for (const serial of plan.serials) {
    const [leg, fleet] = [legs.get(serial.leg), fleets.get(serial.fleet)]
    if (leg === undefined || fleet === undefined) continue
    vehicles += serial.vehicles
    stood += serial.vehicles * stepsOnLeg(leg, fleet, model.stepHours) * model.stepHours
    needed += serial.vehicles * durationHoursOf(leg, fleet)
  }
  if (vehicles === 0 || stood < needed * STEP_COST_TOLD) return null
  return (
    `steps are of ${model.stepHours} h: a way of ${figure(needed / vehicles)} h on average counts as ${figure(stood / vehicles)} h, ` +
    `loading included, and the bound is one of such plans; a smaller stepHours may arm more`
  )
}
