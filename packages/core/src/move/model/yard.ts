/** What is where while a plan is carried out: pools of goods and free vehicles by name. Used by the replay and by re-planning. */
import type { MovementModel, Pool } from './types.ts'

const SEPARATOR = '\n'

/** Counts by name; see the head of the file. */
export class Yard {
  readonly #goods = new Map<string, number>()
  readonly #vehicles = new Map<string, number>()

  /** Units in a pool. */
  goods(node: string, pool: Pool, commodity: string): number {
    return this.#goods.get([node, pool, commodity].join(SEPARATOR)) ?? 0
  }

  /** Adds units (negative: takes them) and tells what is there then. */
  addGoods(node: string, pool: Pool, commodity: string, quantity: number): number {
    const key = [node, pool, commodity].join(SEPARATOR)
    const left = (this.#goods.get(key) ?? 0) + quantity
    this.#goods.set(key, left)
    return left
  }

  /** Adds free vehicles (negative: takes them) and tells how many are there then. */
  addVehicles(fleet: string, node: string, count: number): number {
    const key = [fleet, node].join(SEPARATOR)
    const left = (this.#vehicles.get(key) ?? 0) + count
    this.#vehicles.set(key, left)
    return left
  }

  /** Every pool that holds something. */
  pools(): { node: string; pool: Pool; commodity: string; quantity: number }[] {
    return [...this.#goods.entries()]
      .filter(([, quantity]) => quantity !== 0)
      .map(([key, quantity]) => {
        const [node = '', pool = 'held', commodity = ''] = key.split(SEPARATOR)
        return { node, pool: pool as Pool, commodity, quantity }
      })
  }

  /** Every place with free vehicles. */
  vehicles(): { fleet: string; node: string; count: number }[] {
    return [...this.#vehicles.entries()]
      .filter(([, count]) => count !== 0)
      .map(([key, count]) => {
        const [fleet = '', node = ''] = key.split(SEPARATOR)
        return { fleet, node, count }
      })
  }
}

/** The pool that goods come to at a node, by the mode that they come by. */
export function poolOfArrival(model: MovementModel, node: string, isByRail: boolean): Pool {
  const found = model.nodes.find(({ id }) => id === node)
  if (isByRail && found !== undefined && found.transshipmentPerHour !== null) return 'rail'
  return found !== undefined && found.inPerHour !== null ? 'arrived' : 'held'
}

/** The pool that goods leave a node from, and are signed for in. */
export const poolOfDeparture = (model: MovementModel, node: string): Pool =>
  (model.nodes.find(({ id }) => id === node)?.outPerHour ?? null) === null ? 'held' : 'ready'
