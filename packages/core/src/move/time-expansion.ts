/**
 * The network unrolled over time (Ford and Fulkerson 1958): one copy of each node and leg for each step, so that a flow
 * over time becomes a plain flow. Kits are loaded during a step and are there only when the last of them is, rounded up
 * to a step: the plan errs late. Every row is a network row with whole limits, so a vertex has whole kits.
 *
 * What is maximised: kits signed for, each worth the steps left when it is. A flow into one sink with constant limits
 * has an earliest-arrival flow (Gale 1959; several sources: Baumann and Skutella 2009), one that is greatest at every
 * hour at once; any strictly falling worth finds it.
 */
import type { Constraint, Program, Variable } from '../generate/index.ts'
import type { Ask, Leg, Network, Node } from './types.ts'

/** A movement program: what its variables and rows stand for is kept beside them. Steps count from 0 at hour 0. */
export interface MovementProgram extends Program {
  readonly departures: readonly {
    readonly variable: number
    readonly leg: Leg
    readonly step: number
    readonly arriveStep: number
  }[]
  readonly signings: readonly {
    readonly variable: number
    readonly node: string
    readonly step: number
  }[]
  /** Rows whose dual price is the worth of a capacity: of legs, of handling at nodes, of stock at depots. */
  readonly limits: readonly {
    readonly row: number
    readonly kind: 'leg' | 'node' | 'stock'
    readonly id: string
  }[]
}
/** `earliest` makes the whole curve greatest; `most` only its last point, for what a capacity is worth by then. */
export type Objective = 'earliest' | 'most'

type Terms = (readonly [number, number])[]

class Expansion {
  readonly variables: Variable[] = []
  readonly constraints: Constraint[] = []
  readonly departures: { variable: number; leg: Leg; step: number; arriveStep: number }[] = []
  readonly signings: { variable: number; node: string; step: number }[] = []
  readonly limits: { row: number; kind: 'leg' | 'node' | 'stock'; id: string }[] = []
  /** Terms of the balance row of each node and step: what leaves or stays counts 1, what comes −1. */
  readonly #balance = new Map<string, Terms[]>()
  readonly #handled = new Map<string, Terms[]>()
  readonly #ask: Ask
  readonly #steps: number

  constructor(network: Network, ask: Ask) {
    this.#ask = ask
    this.#steps = Math.floor(ask.horizonHours / ask.stepHours)
    for (const { id } of network.nodes) {
      this.#balance.set(
        id,
        Array.from({ length: this.#steps }, (): Terms => []),
      )
      this.#handled.set(
        id,
        Array.from({ length: this.#steps }, (): Terms => []),
      )
    }
  }

  #variable(name: string, cost: number): number {
    return this.variables.push({ name, lower: 0, upper: Infinity, cost, integer: false }) - 1
  }

  #row(name: string, lower: number, upper: number, terms: Terms): number {
    return this.constraints.push({ name, lower, upper, terms }) - 1
  }

  addLeg(leg: Leg, firstStep: number): void {
    const { stepHours } = this.#ask
    const takes = 1 + Math.ceil(leg.durationHours / stepHours)
    const limit = Math.floor(leg.capacityKitsPerHour * stepHours)
    for (let step = firstStep; step + takes < this.#steps; step += 1) {
      const variable = this.#variable(`kits ${leg.id} ${step}`, 0)
      const arriveStep = step + takes
      this.departures.push({ variable, leg, step, arriveStep })
      this.#balance.get(leg.from)?.[step]?.push([variable, 1])
      this.#handled.get(leg.from)?.[step]?.push([variable, 1])
      this.#balance.get(leg.to)?.[arriveStep]?.push([variable, -1])
      const row = this.#row(`leg ${leg.id} ${step}`, 0, limit, [[variable, 1]])
      this.limits.push({ row, kind: 'leg', id: leg.id })
    }
  }

  addSignings({ id }: Node, objective: Objective): void {
    for (let step = 0; step < this.#steps; step += 1) {
      const worth = objective === 'most' ? 1 : this.#steps - step
      const variable = this.#variable(`signed ${id} ${step}`, -worth)
      this.signings.push({ variable, node: id, step })
      this.#balance.get(id)?.[step]?.push([variable, 1])
      this.#handled.get(id)?.[step]?.push([variable, 1])
    }
  }

  /** What is there at a step leaves or stays; handling limits what leaves or is signed for. */
  addNode({ id, stockKits, handlingKitsPerHour }: Node): void {
    const balance = this.#balance.get(id) ?? []
    for (let step = 0; step + 1 < this.#steps; step += 1) {
      const stays = this.#variable(`held ${id} ${step}`, 0)
      balance[step]?.push([stays, 1])
      balance[step + 1]?.push([stays, -1])
    }
    for (const [step, terms] of balance.entries()) {
      const stock = step === 0 ? stockKits : 0
      // Kits that nobody moves stay behind: the balance is met from below.
      const row = this.#row(`balance ${id} ${step}`, -Infinity, stock, terms)
      if (step === 0 && stockKits > 0) this.limits.push({ row, kind: 'stock', id })
    }
    if (handlingKitsPerHour === null) return
    const limit = Math.floor(handlingKitsPerHour * this.#ask.stepHours)
    for (const [step, terms] of (this.#handled.get(id) ?? []).entries()) {
      if (terms.length === 0) continue
      const row = this.#row(`handling ${id} ${step}`, 0, limit, terms)
      this.limits.push({ row, kind: 'node', id })
    }
  }

  addAsk(): void {
    const all = this.signings.map(({ variable }) => [variable, 1] as const)
    this.#row('ask', 0, this.#ask.troops, all)
  }
}

/** The time-expanded program of the ask; `MovementPlan` is read from its solution. */
export function timeExpand(
  network: Network,
  ask: Ask,
  objective: Objective = 'earliest',
): MovementProgram {
  const expansion = new Expansion(network, ask)
  const depots = new Set(network.nodes.filter(({ kind }) => kind === 'depot').map(({ id }) => id))
  const firstStep = Math.ceil((network.releaseHours + network.outloadHours) / ask.stepHours)
  for (const leg of network.legs) expansion.addLeg(leg, depots.has(leg.from) ? firstStep : 0)
  for (const node of network.nodes) {
    if (node.kind === 'issuePoint') expansion.addSignings(node, objective)
    expansion.addNode(node)
  }
  expansion.addAsk()
  const { variables, constraints, departures, signings, limits } = expansion
  return { variables, constraints, departures, signings, limits }
}
