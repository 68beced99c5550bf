import type { Position } from '../geo/index.ts'
import type { Basis } from '../agreement/index.ts'

/** A place of the movement network. */
export interface Node {
  readonly id: string
  readonly title: string
  readonly kind: 'depot' | 'railhead' | 'crossing' | 'hub' | 'issuePoint'
  readonly position: Position
  readonly country: string
  /** True for depots that do not exist: those that ship are fictional. */
  readonly fictional: boolean
  /** Kits held at hour 0. */
  readonly stockKits: number
  /** Kits handled in an hour; null where nothing limits. */
  readonly handlingKitsPerHour: number | null
  /** Ids of the assumptions that the figures are worked out from; null where the figure is none. */
  readonly from: { readonly stock: string | null; readonly handling: string | null }
  readonly basis: Basis
}
/** A leg between two nodes, in one direction. */
export interface Leg {
  readonly id: string
  /** Id of the node that it leaves. */
  readonly from: string
  /** Id of the node that it reaches. */
  readonly to: string
  readonly mode: 'road' | 'rail'
  readonly gaugeMm: 1435 | 1520 | null
  readonly distanceM: number
  /** Time on the way and the dwell that goes before it, hours. */
  readonly durationHours: number
  readonly capacityKitsPerHour: number
  /** Ids of the assumptions that the figures are worked out from. */
  readonly figures: {
    readonly speed: string
    readonly dwell: string | null
    readonly capacity: string
  }
  readonly basis: Basis
}
/** A number of the network that somebody assumed: owned, dated, shown where it binds. */
export interface MoveAssumption {
  readonly id: string
  readonly title: string
  readonly value: number
  /** `h`: less is better; `kits`, `kits/h` and `km/h`: more is better. */
  readonly unit: 'h' | 'kits' | 'kits/h' | 'km/h'
  readonly owner: string
  readonly date: string
}
/** How many troops, by when; one kit arms one of them. The step divides the horizon. */
export interface Ask {
  readonly troops: number
  readonly horizonHours: number
  readonly stepHours: number
}
/** The movement network. */
export interface Network {
  readonly id: string
  readonly title: string
  readonly notice: string
  /** The reference ask. */
  readonly ask: Ask
  /** Hours from the release order (hour 0) until depots begin to load: release by the nations, then making ready. */
  readonly releaseHours: number
  readonly outloadHours: number
  /** Ids of the assumptions behind the two. */
  readonly delays: { readonly release: string; readonly outload: string }
  readonly nodes: readonly Node[]
  readonly legs: readonly Leg[]
  readonly assumptions: readonly MoveAssumption[]
}
/** How many of how many can be armed, by when; `armed` means signed for. */
export interface MovementPlan {
  readonly troopsAsked: number
  readonly horizonHours: number
  readonly stepHours: number
  /** Cumulative troops armed at hours 0, 2 … horizon. */
  readonly armedByHour: readonly (readonly [hour: number, troops: number])[]
  /** Movement serials: kits on a leg, loaded during the step that begins at `departHour`, all there at `arriveHour`. */
  readonly serials: readonly {
    readonly leg: string
    readonly departHour: number
    readonly arriveHour: number
    readonly kits: number
  }[]
  /** What one more unit would be worth (dual price), the greatest worth first. */
  readonly bottlenecks: readonly {
    readonly id: string
    readonly kind: 'leg' | 'node' | 'stock'
    readonly worthPerUnit: number
    readonly unit: string
  }[]
  /** Which assumption binds the result, as `id: title (value unit)`; null where relaxing any one of them gains nothing. */
  readonly bindingAssumption: string | null
  /** What relaxing one assumption by a tenth (hours: by a step at least) gains, the greatest first. */
  readonly sensitivity: readonly {
    readonly assumption: string
    /** More troops armed at the horizon. */
    readonly troops: number
    /** Troop-hours earlier, summed over the horizon. */
    readonly troopHours: number
  }[]
  /** Why there is no plan, where the solver failed. */
  readonly reason?: string
  readonly status: 'optimal' | 'infeasible' | 'failed'
}
