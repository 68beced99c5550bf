/**
 * The movement plan: the earliest curve, what each bottleneck is worth, and which assumption binds. A dual price tells
 * the worth of a capacity but not of a delay or a speed; so each assumption is also relaxed once, and the curve worked
 * out again.
 */
import type { Solution, Solver } from '../generate/index.ts'
import { resolveNetwork } from './network.ts'
import { timeExpand } from './time-expansion.ts'
import type { MovementProgram } from './time-expansion.ts'
import type { Ask, MoveAssumption, MovementPlan, Network } from './types.ts'

type Curve = MovementPlan['armedByHour']

/** Duals below it are the solver's rounding, not a worth. */
const WORTH_MIN = 1e-6

function curveOf(program: MovementProgram, values: readonly number[], ask: Ask): Curve {
  const steps = Math.floor(ask.horizonHours / ask.stepHours)
  const signed = Array.from({ length: steps }, () => 0)
  for (const { variable, step } of program.signings)
    signed[step] = (signed[step] ?? 0) + Math.round(values[variable] ?? 0)
  let sum = 0
  const curve: (readonly [number, number])[] = [[0, 0]]
  for (const [step, kits] of signed.entries()) {
    sum += kits
    curve.push([(step + 1) * ask.stepHours, sum])
  }
  return curve
}

/** The plan without worths, from a solution; status `failed` where there is none. */
export function readPlan(program: MovementProgram, solution: Solution, ask: Ask): MovementPlan {
  const solved = solution.status === 'optimal'
  const values = solved ? solution.values : []
  const serials = program.departures.flatMap(({ variable, leg, step, arriveStep }) => {
    const kits = Math.round(values[variable] ?? 0)
    const [departHour, arriveHour] = [step * ask.stepHours, arriveStep * ask.stepHours]
    return kits === 0 ? [] : [{ leg: leg.id, departHour, arriveHour, kits }]
  })
  const byTime = serials.toSorted((a, b) => a.departHour - b.departHour || (a.leg < b.leg ? -1 : 1))
  return {
    troopsAsked: ask.troops,
    horizonHours: ask.horizonHours,
    stepHours: ask.stepHours,
    armedByHour: curveOf(program, values, ask),
    serials: byTime,
    bottlenecks: [],
    bindingAssumption: null,
    sensitivity: [],
    status: solved ? 'optimal' : solution.status === 'infeasible' ? 'infeasible' : 'failed',
    ...(solved
      ? {}
      : { reason: 'reason' in solution ? solution.reason : 'not solved to the optimum' }),
  }
}

/** The worth of one more unit of each limit, summed over its steps: kits for each kit an hour, or for each kit of stock. */
function bottlenecksOf(
  program: MovementProgram,
  duals: readonly number[],
  { ask, isShort }: { readonly ask: Ask; readonly isShort: boolean },
): MovementPlan['bottlenecks'] {
  // The earliest curve is worth steps; told in hours.
  const gain = isShort ? `kits by hour ${ask.horizonHours}` : 'kit-hours earlier'
  const hours = isShort ? 1 : ask.stepHours
  const worths = new Map<string, { id: string; kind: 'leg' | 'node' | 'stock'; worth: number }>()
  for (const { row, kind, id } of program.limits) {
    const perStep = kind === 'stock' ? 1 : ask.stepHours
    const worth = -(duals[row] ?? 0) * perStep * hours
    const key = `${kind} ${id}`
    worths.set(key, { id, kind, worth: (worths.get(key)?.worth ?? 0) + worth })
  }
  return [...worths.values()]
    .filter(({ worth }) => worth > WORTH_MIN)
    .toSorted((a, b) => b.worth - a.worth || (a.id < b.id ? -1 : 1))
    .map(({ id, kind, worth }) => ({
      id,
      kind,
      worthPerUnit: Math.round(worth * 1000) / 1000,
      unit: `${gain} for each ${kind === 'stock' ? 'kit' : 'kit/h'}`,
    }))
}

const armedAtEnd = (curve: Curve): number => curve.at(-1)?.[1] ?? 0
const troopHours = (curve: Curve, stepHours: number): number =>
  curve.reduce((sum, [, troops]) => sum + troops, 0) * stepHours

/** A tenth better; hours by a whole step at least, because less is lost in the rounding to steps. */
function relax({ unit, value }: MoveAssumption, stepHours: number): number {
  if (unit === 'h') return Math.max(0, value - Math.max(value / 10, stepHours))
  return value + value / 10
}

async function sensitivityOf(
  network: Network,
  ask: Ask,
  { solver, curve }: { readonly solver: Solver; readonly curve: Curve },
): Promise<MovementPlan['sensitivity']> {
  const found: { assumption: string; troops: number; troopHours: number }[] = []
  for (const assumption of network.assumptions) {
    const changes = new Map([[assumption.id, relax(assumption, ask.stepHours)]])
    const program = timeExpand(resolveNetwork(network, changes), ask)
    // One model after another: the solver is one thread, and a replay must repeat.
    const solution = await solver.solve(program)
    if (solution.status !== 'optimal') continue
    const relaxed = curveOf(program, solution.values, ask)
    found.push({
      assumption: assumption.id,
      troops: armedAtEnd(relaxed) - armedAtEnd(curve),
      troopHours: troopHours(relaxed, ask.stepHours) - troopHours(curve, ask.stepHours),
    })
  }
  return found.toSorted(
    (a, b) =>
      b.troops - a.troops || b.troopHours - a.troopHours || (a.assumption < b.assumption ? -1 : 1),
  )
}

/**
 * Plans the movement for the ask. Where the ask is missed, worth is counted in kits armed by the horizon; where it is
 * met, in kit-hours earlier.
 */
export async function plan(network: Network, ask: Ask, solver: Solver): Promise<MovementPlan> {
  const program = timeExpand(network, ask)
  const solution = await solver.solve(program)
  const bare = readPlan(program, solution, ask)
  if (bare.status !== 'optimal' || solution.status !== 'optimal') return bare
  const isShort = armedAtEnd(bare.armedByHour) < ask.troops
  const most = isShort ? await solver.solve(timeExpand(network, ask, 'most')) : null
  const priced = most?.status === 'optimal' ? most.duals : solution.duals
  const sensitivity = await sensitivityOf(network, ask, { solver, curve: bare.armedByHour })
  const binding = sensitivity.find((item) => item.troops > 0 || item.troopHours > 0)
  const assumption = network.assumptions.find(({ id }) => id === binding?.assumption)
  const told =
    assumption && `${assumption.id}: ${assumption.title} (${assumption.value} ${assumption.unit})`
  return {
    ...bare,
    bottlenecks: bottlenecksOf(program, priced, { ask, isShort }),
    bindingAssumption: told ?? null,
    sensitivity,
  }
}
