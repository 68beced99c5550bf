/**
 * What binds, and what one more would be worth. The duals of an interior point lie inside the optimal face: each is one of
 * several right answers, and close to none that is wrong. They rank the limits; whoever wants a figure to quote has the
 * program solved again with one more lane, train path or vehicle, and takes the difference.
 */
import { compileModel } from './compile.ts'
import type { LinearProgram } from './linear.ts'
import { reducedCosts } from './linear.ts'
import type { MovementLinear } from './program.ts'
import { WORTH_AT_HORIZON } from './compile.ts'
import type { MoveBottleneck, MoveLeg, MoveNode, MovePlan, MovementModel } from './types.ts'

/** Worths below it are the solver's rounding. */
const WORTH_MIN = 0.01
/** Most bottlenecks of a plan. */
export const BOTTLENECKS_MAX = 50

const UNITS: Readonly<Record<MoveBottleneck['kind'], string>> = {
  leg: 'vehicle/h',
  return: 'vehicle/h going back',
  in: 'kit/h',
  out: 'kit/h',
  rail: 'kit/h',
  storage: 'kit of storage',
  fleet: 'vehicle',
  stock: 'unit of stock',
}
/** A figure as people read it. */
export const figure = (value: number): string =>
  (Math.abs(value) >= 10 ? Math.round(value) : Math.round(value * 10) / 10)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')

/** What people call an element of the model. */
export function nameOf(model: MovementModel, id: string): string {
  const leg = model.legs.find((one) => one.id === id)
  const title = (of: string): string => model.nodes.find((one) => one.id === of)?.title ?? of
  if (leg !== undefined) return `${leg.mode} ${title(leg.from)} to ${title(leg.to)}`
  return model.fleets.find((one) => one.id === id)?.title ?? title(id)
}

const DOES: Readonly<Record<MoveBottleneck['kind'], string>> = {
  leg: 'vehicles that pass',
  return: 'empty vehicles that come back',
  in: 'what is handled in',
  out: 'what is handled out',
  rail: 'transshipment',
  storage: 'storage',
  fleet: 'vehicles of the fleet',
  stock: 'stock',
}

/** Limits that bind, by what one more unit is worth, the greatest first. */
export function bottlenecksOf(
  model: MovementModel,
  { program, limits }: MovementLinear,
  duals: Float64Array,
): MoveBottleneck[] {
  const reduced = reducedCosts(program, duals)
  const worths = new Map<string, { kind: MoveBottleneck['kind']; id: string; worth: number }>()
  for (const { kind, id, at, index, perUnit } of limits) {
    const marginal = (at === 'row' ? duals[index] : Math.min(0, reduced[index] ?? 0)) ?? 0
    const worth = Math.max(0, (-marginal * perUnit) / WORTH_AT_HORIZON)
    const key = `${kind}\n${id}`
    worths.set(key, { kind, id, worth: (worths.get(key)?.worth ?? 0) + worth })
  }
  // Of vehicles that stand ready at several places, and of lots, the sum over places is no one's: told as the mean.
  const lots = new Map<string, number>()
  for (const { kind, id } of limits)
    if (kind === 'fleet' || kind === 'stock')
      lots.set(`${kind}\n${id}`, (lots.get(`${kind}\n${id}`) ?? 0) + 1)
  return [...worths.entries()]
    .map(([key, { kind, id, worth }]) => ({ kind, id, worth: worth / (lots.get(key) ?? 1) }))
    .filter(({ worth }) => worth > WORTH_MIN)
    .toSorted((a, b) => b.worth - a.worth || (a.id < b.id ? -1 : 1))
    .slice(0, BOTTLENECKS_MAX)
    .map(({ kind, id, worth }) => {
      const worthPerUnit = Math.round(worth * 1000) / 1000
      return {
        id,
        kind,
        worthPerUnit,
        unit: UNITS[kind],
        priced: null,
        words: `${nameOf(model, id)}: ${DOES[kind]}; one more ${UNITS[kind]} is worth ${figure(worthPerUnit)} ${figure(worthPerUnit) === '1' ? 'kit' : 'kits'} by the dual price`,
      }
    })
}

/** More handling: one more of the lanes alike, or a tenth. */
function moreOf(node: MoveNode, rate: number): number {
  return rate + (node.lanes === null ? rate / 10 : rate / node.lanes)
}

function relaxedNode(node: MoveNode, kind: MoveBottleneck['kind']): MoveNode {
  const grown = (rate: number | null): number | null => (rate === null ? null : moreOf(node, rate))
  if (kind === 'in') return { ...node, inPerHour: grown(node.inPerHour) }
  if (kind === 'out') return { ...node, outPerHour: grown(node.outPerHour) }
  if (kind === 'rail') return { ...node, transshipmentPerHour: grown(node.transshipmentPerHour) }
  if (kind === 'storage') return { ...node, storageMax: grown(node.storageMax) }
  const [first, ...rest] = node.stock
  return first === undefined
    ? node
    : {
        ...node,
        stock: [{ ...first, quantity: first.quantity + Math.ceil(first.quantity / 10) }, ...rest],
      }
}

/** One more vehicle an hour on the road, a quarter more train, flight or ship. */
const relaxedLeg = (leg: MoveLeg): MoveLeg => ({
  ...leg,
  vehiclesPerHour: leg.mode === 'road' ? leg.vehiclesPerHour + 1 : leg.vehiclesPerHour * 1.25,
})

/** What `relaxModel` adds, in words. */
export function addedWords(
  model: MovementModel,
  { kind, id }: Pick<MoveBottleneck, 'kind' | 'id'>,
): string {
  const name = nameOf(model, id)
  const node = model.nodes.find((one) => one.id === id)
  const leg = model.legs.find((one) => one.id === id)
  if (leg !== undefined)
    return leg.mode === 'road'
      ? `one more vehicle an hour on ${name}`
      : `a quarter more traffic on ${name}`
  if (kind === 'fleet') return `one more vehicle in ten of ${name}`
  const what = {
    in: 'handling in',
    out: 'handling out',
    rail: 'transshipment',
    storage: 'storage',
    stock: 'stock',
  }
  const which = what[kind as keyof typeof what]
  if (node !== undefined && node.lanes !== null && kind !== 'storage' && kind !== 'stock')
    return `one more lane at ${name} (${which}, 1 more of ${node.lanes})`
  return `a tenth more ${which} at ${name}`
}

/** The model with one more of a limit. */
export function relaxModel(
  model: MovementModel,
  { kind, id }: Pick<MoveBottleneck, 'kind' | 'id'>,
): MovementModel {
  if (kind === 'leg' || kind === 'return')
    return { ...model, legs: model.legs.map((leg) => (leg.id === id ? relaxedLeg(leg) : leg)) }
  if (kind === 'fleet')
    return {
      ...model,
      fleets: model.fleets.map((fleet) =>
        fleet.id === id
          ? {
              ...fleet,
              vehicles: fleet.vehicles.map((place) => ({
                ...place,
                count: place.count + Math.ceil(place.count / 10),
              })),
            }
          : fleet,
      ),
    }
  return {
    ...model,
    nodes: model.nodes.map((node) => (node.id === id ? relaxedNode(node, kind) : node)),
  }
}

/** Assumptions behind what binds, with the sum of the worth of their limits, the greatest first. */
export function bindingAssumptionsOf(
  model: MovementModel,
  bottlenecks: readonly MoveBottleneck[],
): MovePlan['bindingAssumptions'] {
  const elements = new Map(
    [...model.nodes, ...model.legs, ...model.fleets].map(({ id, basis }) => [id, basis] as const),
  )
  const worths = new Map<string, number>()
  for (const { id, worthPerUnit } of bottlenecks)
    for (const assumption of elements.get(id) ?? [])
      worths.set(assumption, (worths.get(assumption) ?? 0) + worthPerUnit)
  return model.assumptions
    .flatMap(({ id, title, value, unit }) => {
      const worth = worths.get(id)
      return worth === undefined
        ? []
        : [{ id, told: `${title} (${value} ${unit})`, worth: Math.round(worth * 1000) / 1000 }]
    })
    .toSorted((a, b) => b.worth - a.worth || (a.id < b.id ? -1 : 1))
}

/** Complete kits signed for in the optimum of a program, before a step; by the horizon without it. */
export function armedIn(
  { columns }: Pick<MovementLinear, 'columns'>,
  values: Float64Array,
  demands: ReturnType<typeof compileModel>['demands'],
  untilStep = Infinity,
): number {
  let armed = 0
  for (const [index, { demand }] of demands.entries()) {
    if (demand.commodity !== null) continue
    for (const [step, column] of (columns.signed[index] ?? new Int32Array(0)).entries())
      if (column >= 0 && step < untilStep) armed += values[column] ?? 0
  }
  return armed
}

/** Whether duals are there at all: a solver may have none. */
export const hasDuals = (program: LinearProgram, duals: Float64Array): boolean =>
  duals.length === program.rowLower.length && duals.some((dual) => dual !== 0)
