/** A movement plan in words: the chain on one clock, the curve, who has what by when, what holds it up, what moves. */
import type { MovementTold, MovePlan } from '@holdfast/core/move/model'
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
  const why = plan.reason === null ? '' : `; ${plan.reason}`
  return `${plan.model}: ${plan.status}, ${armed} armed of ${plan.ask.kits} asked by hour ${plan.ask.byHour}; gap to the proven bound ${percent(plan.gap)}${why}`
}

const GATES = 'Gates: whose stock may not be touched before'
const open = (hour: number | null): string => (hour === null ? 'never' : `${hour}`)

/** Prints a plan: the results first, then the assumptions that they hang on. */
export function tellPlan(told: MovementTold): void {
  const { classification, offices } = told.label
  const { ask, armedAtAsk, metAtHour: met } = told
  process.stdout.write(`${classification}, ${offices.join(', ')} only\n`)
  process.stdout.write(
    `${told.model}: ${armedAtAsk} armed of ${ask.kits} asked by hour ${ask.byHour}, the ask is met at hour: ${hourOf(met)}; ${told.status}, gap to the proven bound ${percent(told.gap)}\n`,
  )
  if (told.reason !== null) process.stdout.write(`  ${told.reason}\n`)
  if (told.notice !== '') process.stdout.write(`  ${told.notice}\n`)
  printTable(
    'One clock: hours from the release order',
    ['hour', 'since the event', 'what'],
    told.chain.map(({ hour, sinceEventHours, words }) => [
      hourOf(hour),
      sinceEventHours === null ? '' : `${sinceEventHours}`,
      words,
    ]),
  )
  tellCurve(told)
  const { arrivals } = told
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
    told.bottlenecks.slice(0, 10).map((one) => [one.words, one.worthPerUnit, one.unit]),
  )
  printTable(
    GATES,
    ['gate', 'who decides', 'open from', 'holds'],
    told.gates.map(({ title, kind, nation, opensAtHour, holds }) => [
      `${title} (${kind})`,
      nation,
      open(opensAtHour),
      loadOf(holds),
    ]),
  )
  tellBars(told)
  printTable(
    'Assumptions that bind',
    ['assumption', 'what', 'owner, date', 'worth'],
    told.assumptions
      .filter(({ worth }) => worth !== null)
      .slice(0, 10)
      .map(({ id, title, value, unit, owner, date, worth }) => [
        id,
        `${title} (${value} ${unit})`,
        `${owner}, ${date}`,
        worth ?? '',
      ]),
  )
}

function tellCurve({ armedByHour, ask }: MovementTold): void {
  const stride = Math.max(1, Math.ceil(armedByHour.length / 17))
  printTable(
    'Armed (signed for) by hour',
    ['hour', 'armed', 'of the ask'],
    armedByHour
      .filter((_, i) => i % stride === 0 || i === armedByHour.length - 1)
      .map(([hour, kits]) => [hour, kits, percent(ask.kits === 0 ? 1 : kits / ask.kits)]),
  )
}

function tellBars({ bars, serials }: MovementTold): void {
  printTable(
    `Movement serials: ${serials}, in ${bars.length} bars`,
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
