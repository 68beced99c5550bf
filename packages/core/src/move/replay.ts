/**
 * Carries a plan out step by step and looks whether it can be: a plan is believed when something that knows nothing of
 * its model has replayed it. Shares no code with the time expansion.
 */
import type { Leg, MovementPlan, Network, Node } from './types.ts'

type Serial = MovementPlan['serials'][number]
/** What a replay found: empty `faults` mean that the plan can be carried out as written. */
export interface Replay {
  readonly faults: readonly string[]
  /** The most that the serials allow to be signed for, cumulative. */
  readonly armedByHour: MovementPlan['armedByHour']
}

const kitsOf = (serials: readonly Serial[]): number =>
  serials.reduce((sum, { kits }) => sum + kits, 0)

function checkSerial(network: Network, plan: MovementPlan, serial: Serial, leg: Leg): string[] {
  const name = `serial on ${leg.id} at hour ${serial.departHour}`
  const faults: string[] = []
  const fromDepot = network.nodes.some(({ id, kind }) => id === leg.from && kind === 'depot')
  const openHour = fromDepot ? network.releaseHours + network.outloadHours : 0
  if (serial.departHour < openHour) faults.push(`${name} leaves before hour ${openHour}`)
  if (!Number.isInteger(serial.kits) || serial.kits <= 0)
    faults.push(`${name} has ${serial.kits} kits, not a whole number of them`)
  // The last kit leaves at the end of the loading step.
  const earliestHour = serial.departHour + plan.stepHours + leg.durationHours
  if (serial.arriveHour < earliestHour)
    faults.push(`${name} arrives at hour ${serial.arriveHour}, before ${earliestHour}`)
  return faults
}

function checkLimits(
  network: Network,
  plan: MovementPlan,
  hour: number,
  now: readonly Serial[],
): string[] {
  const faults: string[] = []
  for (const { id, capacityKitsPerHour } of network.legs) {
    const kits = kitsOf(now.filter(({ leg }) => leg === id))
    if (kits > capacityKitsPerHour * plan.stepHours)
      faults.push(`leg ${id} carries ${kits} kits from hour ${hour}, more than its capacity`)
  }
  const legsFrom = new Map(network.nodes.map((node) => [node.id, new Set<string>()]))
  for (const { id, from } of network.legs) legsFrom.get(from)?.add(id)
  for (const { id, handlingKitsPerHour } of network.nodes) {
    const kits = kitsOf(now.filter(({ leg }) => legsFrom.get(id)?.has(leg)))
    if (handlingKitsPerHour !== null && kits > handlingKitsPerHour * plan.stepHours)
      faults.push(`node ${id} handles ${kits} kits from hour ${hour}, more than it can`)
  }
  return faults
}

/** Signs at one issue point as early as its arrivals and its handling allow; kits in hand before and signed for, by node. */
function signAt(node: Node, waiting: number, stepHours: number): number {
  if (node.handlingKitsPerHour === null) return waiting
  return Math.min(waiting, Math.floor(node.handlingKitsPerHour * stepHours))
}

/** Replays the plan on the network: capacity, handling, stock, time on the way and the curve itself. */
export function replay(network: Network, plan: MovementPlan): Replay {
  const faults: string[] = []
  const legs = new Map(network.legs.map((leg) => [leg.id, leg]))
  for (const serial of plan.serials) {
    const leg = legs.get(serial.leg)
    if (leg === undefined) faults.push(`serial on ${serial.leg}, which is no leg`)
    else faults.push(...checkSerial(network, plan, serial, leg))
  }
  const held = new Map(network.nodes.map(({ id, stockKits }) => [id, stockKits]))
  const give = (id: string, kits: number): number => {
    const left = (held.get(id) ?? 0) + kits
    held.set(id, left)
    return left
  }
  let armed = 0
  const curve: (readonly [number, number])[] = [[0, 0]]
  for (let hour = 0; hour < plan.horizonHours; hour += plan.stepHours) {
    for (const { leg, arriveHour, kits } of plan.serials)
      if (arriveHour === hour) give(legs.get(leg)?.to ?? '', kits)
    const now = plan.serials.filter(({ departHour }) => departHour === hour)
    for (const { leg, kits } of now)
      if (give(legs.get(leg)?.from ?? '', -kits) < 0)
        faults.push(`serial on ${leg} at hour ${hour} takes kits that are not there`)
    faults.push(...checkLimits(network, plan, hour, now))
    for (const node of network.nodes) {
      if (node.kind !== 'issuePoint') continue
      const signed = signAt(node, held.get(node.id) ?? 0, plan.stepHours)
      give(node.id, -signed)
      armed += signed
    }
    curve.push([hour + plan.stepHours, Math.min(armed, plan.troopsAsked)])
  }
  faults.push(...checkCurve(plan, curve))
  return { faults, armedByHour: curve }
}

function checkCurve(plan: MovementPlan, possible: MovementPlan['armedByHour']): string[] {
  const faults: string[] = []
  if (plan.armedByHour.length !== possible.length) faults.push('the curve has not one point a step')
  let before = 0
  for (const [i, [hour, troops]] of plan.armedByHour.entries()) {
    const most = possible[i]?.[1] ?? 0
    if (troops > most) faults.push(`${troops} armed at hour ${hour}, but only ${most} can be`)
    if (troops < before) faults.push(`fewer armed at hour ${hour} than before`)
    before = troops
  }
  return faults
}
