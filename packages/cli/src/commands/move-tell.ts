/** A movement plan in words: the chain on one clock, the curve, who has what by when, what holds it up, what moves. */
import { PLAN_LABEL, chainClock, movementBars, unitArrivals } from '@holdfast/core/move/model'
import type { MovementModel, MovePlan } from '@holdfast/core/move/model'
import { printTable } from '../output/index.ts'

/** Most rows of a table; the whole is in the file. */
const ROWS_MAX = 40

const hourOf = (hour: number | null): string =>
  hour === null ? 'not within the horizon' : `${hour}`
const percent = (share: number): string => `${(share * 100).toFixed(2)} %`
const loadOf = (load: Readonly<Record<string, number>>): string =>
  Object.entries(load)
    .map(([commodity, units]) => `${units} ${commodity}`)
    .join(', ')

/** One line on how good the plan is. */
export function headOf(plan: MovePlan): string {
  const armed = plan.armedByHour.at(-1)?.[1] ?? 0
  return `${plan.model}: ${plan.status}, ${armed} armed of ${plan.ask.kits} asked by hour ${plan.ask.byHour}; gap to the proven bound ${percent(plan.gap)}`
}

/** Prints a plan. */
export function tellPlan(model: MovementModel, plan: MovePlan): void {
  const { classification, offices } = PLAN_LABEL
  process.stdout.write(`${classification}, ${offices.join(', ')} only\n${headOf(plan)}\n`)
  if (model.notice !== '') process.stdout.write(`  ${model.notice}\n`)
  printTable(
    'One clock: hours from the release order',
    ['hour', 'since the event', 'what'],
    chainClock(model, plan).map(({ hour, sinceEventHours, words }) => [
      hourOf(hour),
      sinceEventHours === null ? '' : `${sinceEventHours}`,
      words,
    ]),
  )
  const stride = Math.max(1, Math.ceil(plan.armedByHour.length / 17))
  printTable(
    'Armed (signed for) by hour',
    ['hour', 'armed', 'of the ask'],
    plan.armedByHour
      .filter((_, i) => i % stride === 0 || i === plan.armedByHour.length - 1)
      .map(([hour, kits]) => [hour, kits, percent(plan.ask.kits === 0 ? 1 : kits / plan.ask.kits)]),
  )
  const arrivals = unitArrivals(model, plan)
  printTable(
    `Units: ${arrivals.length}`,
    ['unit', 'at', 'asked', 'signed for', 'in time', 'first', 'complete'],
    arrivals
      .slice(0, ROWS_MAX)
      .map((one) => [
        one.title,
        one.issuePoint,
        one.quantity,
        one.signedFor,
        one.inTime,
        one.firstHour ?? '',
        one.completeHour ?? '',
      ]),
    arrivals.length > ROWS_MAX ? `the first ${ROWS_MAX}` : undefined,
  )
  printTable(
    'What holds it up',
    ['', 'worth by the dual price', 'for one more'],
    plan.bottlenecks.slice(0, 10).map((one) => [one.words, one.worthPerUnit, one.unit]),
  )
  printTable(
    'Assumptions that bind',
    ['assumption', 'what', 'worth'],
    plan.bindingAssumptions.slice(0, 10).map(({ id, told, worth }) => [id, told, worth]),
  )
  tellBars(model, plan)
}

function tellBars(model: MovementModel, plan: MovePlan): void {
  const bars = movementBars(model, plan)
  printTable(
    `Movement serials: ${plan.serials.length}, in ${bars.length} bars`,
    ['from', 'to', 'leg', 'fleet', 'vehicles', 'load'],
    bars
      .slice(0, ROWS_MAX)
      .map((bar) => [
        bar.fromHour,
        bar.untilHour,
        bar.name,
        bar.fleet,
        bar.vehicles,
        loadOf(bar.load),
      ]),
    bars.length > ROWS_MAX ? `the first ${ROWS_MAX}; --json has all` : undefined,
  )
}
