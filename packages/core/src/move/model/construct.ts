/**
 * Makes a plan of whole vehicles and whole units that can be carried out, by going through time once. The optimum of the
 * program says how much should have gone by each step; whoever is behind goes, as far as goods, vehicles, slots and room
 * are there. So whatever the program says, right or wrong, what comes out is feasible: the program only makes it good.
 *
 * Whole vehicles do not follow fractions by themselves: how full a vehicle must be before it goes is a matter of taste, so
 * a few tastes are tried and the best plan is kept.
 */
import type { Compiled } from './compile.ts'
import { handleAll, signAll } from './construct-handling.ts'
import { sendEmpty, sendLoaded } from './construct-sending.ts'
import { beginMaking } from './making.ts'
import type { Making, Pace, Taste } from './making.ts'
import type { MovementColumns } from './program.ts'
import { reachOf } from './reach.ts'
import type { MovePlan, Situation } from './types.ts'

/** What a construction made. */
export interface Constructed extends Pick<
  MovePlan,
  'empties' | 'handlings' | 'signings' | 'stocks'
> {
  /** Weighted kits. */
  readonly objective: number
  readonly serials: Making['serials']
}

const TASTES: readonly Taste[] = [0.05, 0.5, 1].flatMap((fill) =>
  [0, 1, 3].map((ahead) => ({ fill, ahead, isExact: false })),
)
/** Tastes of advice that is of whole vehicles already. */
const EXACT_TASTES: readonly Taste[] = [
  { fill: 0, ahead: 0, isExact: true },
  { fill: 0, ahead: 0, isExact: false },
  { fill: 0, ahead: 1, isExact: false },
]

/** Cumulative sums of the values at the columns. */
function cumulative(columns: Int32Array, values: Float64Array): Float64Array {
  const sums = new Float64Array(columns.length)
  let sum = 0
  for (const [step, column] of columns.entries()) {
    if (column >= 0) sum += Math.max(0, values[column] ?? 0)
    sums[step] = sum
  }
  return sums
}

/** What the solver's values say should have happened by each step. */
export function paceOf(columns: MovementColumns, values: Float64Array): Pace {
  const sums = (of: Int32Array): Float64Array => cumulative(of, values)
  return {
    goods: columns.goods.map((lane) => lane.map(sums)),
    forward: columns.forward.map(sums),
    back: columns.back.map(sums),
    handled: columns.handled.map((stages) => stages.map((stage) => stage.map(sums))),
  }
}

/** Notes what is on the ground at the end of a step, where it changed. */
function noteStocks(making: Making, step: number, curves: Map<number, [number, number][]>): void {
  const { compiled, ground } = making
  const { model, places } = compiled
  for (const place of places.keys())
    for (const commodity of model.commodities.keys()) {
      const total = ground.total(place, commodity)
      const key = place * model.commodities.length + commodity
      const curve = curves.get(key)
      if (curve === undefined) {
        // After what was carried out before, nothing there is news too.
        if (total > 0 || making.firstStep > 0)
          curves.set(key, [[(step + 1) * model.stepHours, total]])
      } else if (curve.at(-1)?.[1] !== total) curve.push([(step + 1) * model.stepHours, total])
    }
}

function runOnce(making: Making): Constructed {
  const { compiled, firstStep, forwardUsed, backUsed } = making
  const { steps, lanes, model } = compiled
  const curves = new Map<number, [number, number][]>()
  let objective = 0
  for (let step = firstStep; step < steps; step += 1) {
    making.ground.arrive(step)
    forwardUsed.fill(0)
    backUsed.fill(0)
    handleAll(making, step)
    objective += signAll(making, step)
    for (const index of lanes.keys()) sendLoaded(making, index, step)
    for (const index of lanes.keys()) {
      sendEmpty(making, index, { step, isBack: false })
      sendEmpty(making, index, { step, isBack: true })
    }
    noteStocks(making, step, curves)
  }
  const { serials, empties, handlings, signings } = making
  const stocks = [...curves.entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([key, points]) => ({
      node: model.nodes[Math.floor(key / model.commodities.length)]?.id ?? '',
      commodity: model.commodities[key % model.commodities.length]?.id ?? '',
      points,
    }))
  return { objective, serials, empties, handlings, signings, stocks }
}

/** The best of a few constructions that follow the pace; `isWhole` where the pace is of whole vehicles. */
export function construct(
  compiled: Compiled,
  situation: Situation,
  { pace, isWhole = false }: { readonly pace: Pace; readonly isWhole?: boolean },
): Constructed {
  let best: Constructed | null = null
  const reach = reachOf(compiled, situation)
  for (const taste of isWhole ? EXACT_TASTES : TASTES) {
    const made = runOnce(beginMaking(compiled, { situation, pace, taste, reach }))
    if (best === null || made.objective > best.objective) best = made
  }
  return best ?? { objective: 0, serials: [], empties: [], handlings: [], signings: [], stocks: [] }
}
