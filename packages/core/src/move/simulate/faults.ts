/**
 * What may go wrong with a movement: faults with the chance that each has in the horizon, causes that bring several at once,
 * and the variation of what goes right. None of it was observed: every figure is an assumption with an owner and a date.
 */
import type { MoveLeg, MovementModel, MoveNode } from '../model/index.ts'
import { meanOf } from './distribution.ts'
import type { Distribution } from './distribution.ts'

/**
 * What a fault does while it lasts:
 * - `crossingClosed` (a crossing): no vehicle leaves it or sets out for it; who is on the way waits there.
 * - `railCut` (a leg of rail), `roadCut` (of road): none leaves along it either way, and who is on it stands still.
 * - `depotStruck` (a node that holds stock): a share of what is there is lost at once; nothing is handled and none leaves.
 * - `airfieldWeather` (an airfield), `portMined` (a port): none leaves for or from it by air or by sea, who is on the way waits.
 * - `cyberOutage` (a crossing): it works by hand, `slowdown` times slower.
 */
export type FaultKind =
  | 'crossingClosed'
  | 'railCut'
  | 'roadCut'
  | 'depotStruck'
  | 'airfieldWeather'
  | 'portMined'
  | 'cyberOutage'

/** Every kind of fault, in the order in which people are shown them. */
export const FAULT_KINDS: readonly FaultKind[] = [
  'crossingClosed',
  'railCut',
  'roadCut',
  'depotStruck',
  'airfieldWeather',
  'portMined',
  'cyberOutage',
]

/** Who assumed a figure, and when. */
export interface FaultBasis {
  readonly kind: 'assumption'
  readonly owner: string
  /** A calendar date, YYYY-MM-DD. */
  readonly date: string
  /** What the owner went by, in words. */
  readonly source: string
}

/** One thing that may go wrong. */
export interface Fault {
  readonly id: string
  readonly title: string
  readonly kind: FaultKind
  /** Id of the node that it befalls; null for a fault of a leg. */
  readonly node: string | null
  /** Id of the leg; null for a fault of a node. */
  readonly leg: string | null
  /** Chance that it happens in the horizon by itself, [0, 1]; it happens once at most. */
  readonly chance: number
  /** Plan hour of its begin. */
  readonly startHour: Distribution
  readonly durationHours: Distribution
  /** Share of the stock that `depotStruck` destroys, [0, 1]; null for every other kind. */
  readonly stockLost: number | null
  /** How many times slower `cyberOutage` makes the crossing, 1 or more; null for every other kind. */
  readonly slowdown: number | null
  readonly basis: FaultBasis
}

/** A cause that brings several faults at once: one start for all of them, each with its own duration. */
export interface CombinedFault {
  readonly id: string
  readonly title: string
  /** Chance that the cause acts in the horizon, [0, 1], beside the chances of its members by themselves. */
  readonly chance: number
  /** Ids of the faults that it brings, two or more. */
  readonly faults: readonly string[]
  readonly startHour: Distribution
  readonly basis: FaultBasis
}

/** The lanes at a crossing: a vehicle that arrives there is served by one of them before it counts as arrived. */
export interface BorderLanes {
  readonly node: string
  readonly lanes: number
  /** Hours of one vehicle in its lane. */
  readonly serviceHours: Distribution
  readonly basis: FaultBasis
}

/** How what goes right varies. */
export interface Variation {
  /** Time on the way, as a multiple of the plan's; one draw for each vehicle and trip. */
  readonly travel: Distribution
  /** Hours of delay at loading, beyond what the plan allows; one draw for each vehicle and trip. */
  readonly loadingHours: Distribution
  readonly border: readonly BorderLanes[]
  readonly basis: FaultBasis
}

/** What people on the spot do without being told. */
export interface FaultPolicy {
  /**
   * A vehicle whose leg is shut by a fault `wait`s until it is open, or goes `around`: once the leg has been shut for
   * `afterHours` it takes the shortest way over other legs that is not shut, where there is one.
   */
  readonly cutLeg: 'wait' | 'around'
  readonly afterHours: number
  /** Order at a leg and at a crossing: as they come, or those with a load before the empty. */
  readonly order: 'firstCome' | 'loadedFirst'
}

/** The fault model; `faultModel` of docs/reference/movement-simulation.schema.json. */
export interface FaultModel {
  readonly format: 'holdfast.movement-faults'
  readonly version: 1
  readonly id: string
  readonly title: string
  readonly faults: readonly Fault[]
  readonly combined: readonly CombinedFault[]
  /** Null where nothing varies. */
  readonly variation: Variation | null
  readonly policy: FaultPolicy
}

/** Nothing goes wrong and nothing varies: the plan as written. */
export const NO_FAULTS: FaultModel = {
  format: 'holdfast.movement-faults',
  version: 1,
  id: 'none',
  title: 'No faults, no variation',
  faults: [],
  combined: [],
  variation: null,
  policy: { cutLeg: 'wait', afterHours: 0, order: 'firstCome' },
}

/** Whether a fault of the kind can befall the node; those of legs befall none. */
export function befallsNode(kind: FaultKind, node: MoveNode): boolean {
  switch (kind) {
    case 'crossingClosed':
    case 'cyberOutage':
      return node.kind === 'crossing'
    case 'depotStruck':
      return node.kind !== 'crossing'
    case 'airfieldWeather':
      return node.kind === 'airfield'
    case 'portMined':
      return node.kind === 'port'
    case 'railCut':
    case 'roadCut':
      return false
  }
}

/** Whether a fault of the kind can befall the leg. */
export const befallsLeg = (kind: FaultKind, leg: MoveLeg): boolean =>
  (kind === 'railCut' && leg.mode === 'rail') || (kind === 'roadCut' && leg.mode === 'road')

const ASSUMED: FaultBasis = {
  kind: 'assumption',
  owner: 'holdfast',
  date: '2026-11-22',
  source: 'a round figure for an exercise; replace it by the planners’ own',
}

interface Kind {
  readonly chance: number
  readonly durationHours: Distribution
  readonly words: string
}

const triangular = (min: number, mode: number, max: number): Distribution => ({
  kind: 'triangular',
  min,
  mode,
  max,
})

/** The reference assumptions, one row a kind. */
const REFERENCE: Readonly<Record<FaultKind, Kind>> = {
  crossingClosed: { chance: 0.05, durationHours: triangular(2, 6, 24), words: 'closed' },
  railCut: { chance: 0.05, durationHours: triangular(4, 12, 36), words: 'cut' },
  roadCut: { chance: 0.02, durationHours: triangular(1, 4, 12), words: 'cut' },
  depotStruck: { chance: 0.03, durationHours: triangular(6, 12, 48), words: 'struck' },
  airfieldWeather: { chance: 0.2, durationHours: triangular(2, 6, 18), words: 'shut by weather' },
  portMined: { chance: 0.05, durationHours: triangular(24, 48, 96), words: 'mined' },
  cyberOutage: { chance: 0.05, durationHours: triangular(1, 4, 12), words: 'without its systems' },
}
const STOCK_LOST = 0.3
const SLOWDOWN = 3
/** Hours in a lane, and how much more than the plan's traffic the lanes can serve. */
const SERVICE_HOURS = triangular(0.05, 0.1, 0.3)
const LANES_SPARE = 1.5

/**
 * The faults that the kinds of nodes and legs suggest, with round figures: for where nobody has stated any. A crossing may
 * close or lose its systems, a leg of rail be cut, a depot be struck, and so on; one common cause closes every crossing
 * out of the same country.
 */
export function referenceFaults(model: MovementModel): FaultModel {
  const horizon: Distribution = { kind: 'uniform', min: 0, max: model.horizonHours }
  const fault = (
    kind: FaultKind,
    on: { readonly node?: MoveNode; readonly leg?: MoveLeg },
  ): Fault => {
    const id = on.node?.id ?? on.leg?.id ?? ''
    const { chance, durationHours, words } = REFERENCE[kind]
    return {
      id: `${kind}-${id}`,
      title: `${on.node?.title ?? `${on.leg?.from ?? ''}–${on.leg?.to ?? ''}`} ${words}`,
      kind,
      node: on.node?.id ?? null,
      leg: on.leg?.id ?? null,
      chance,
      startHour: horizon,
      durationHours,
      stockLost: kind === 'depotStruck' ? STOCK_LOST : null,
      slowdown: kind === 'cyberOutage' ? SLOWDOWN : null,
      basis: ASSUMED,
    }
  }
  const ofNodes = (kind: FaultKind, of: MoveNode['kind']): Fault[] =>
    model.nodes.filter((node) => node.kind === of).map((node) => fault(kind, { node }))
  const faults = [
    ...ofNodes('crossingClosed', 'crossing'),
    ...model.legs.filter(({ mode }) => mode === 'rail').map((leg) => fault('railCut', { leg })),
    ...ofNodes('depotStruck', 'depot'),
    ...ofNodes('airfieldWeather', 'airfield'),
    ...ofNodes('portMined', 'port'),
    ...ofNodes('cyberOutage', 'crossing'),
  ]
  return {
    ...NO_FAULTS,
    id: 'reference',
    title: 'Reference faults: round figures for an exercise',
    faults,
    combined: combinedOf(model, horizon),
    variation: {
      travel: triangular(0.95, 1, 1.3),
      loadingHours: { kind: 'exponential', mean: 0.05 },
      border: bordersOf(model),
      basis: ASSUMED,
    },
    policy: { cutLeg: 'around', afterHours: 2, order: 'firstCome' },
  }
}

/** One cause for each country with two crossings or more: all of them close. */
function combinedOf(model: MovementModel, startHour: Distribution): CombinedFault[] {
  const crossings = new Map<string, MoveNode[]>()
  for (const node of model.nodes)
    if (node.kind === 'crossing')
      crossings.set(node.country, [...(crossings.get(node.country) ?? []), node])
  return [...crossings]
    .filter(([, nodes]) => nodes.length > 1)
    .map(([country, nodes]) => ({
      id: `border-closed-${country}`,
      title: `Every crossing of ${country} closed at once`,
      chance: 0.02,
      faults: nodes.map(({ id }) => `crossingClosed-${id}`),
      startHour,
      basis: ASSUMED,
    }))
}

/** Lanes enough for every vehicle that the legs to the crossing pass in an hour, both ways, and a half more. */
function bordersOf(model: MovementModel): BorderLanes[] {
  const meanHours = meanOf(SERVICE_HOURS)
  return model.nodes
    .filter(({ kind }) => kind === 'crossing')
    .map(({ id }) => {
      const perHour = model.legs
        .filter(({ from, to, emptyReturn }) => to === id || (from === id && emptyReturn))
        .reduce((sum, { vehiclesPerHour }) => sum + vehiclesPerHour, 0)
      return {
        node: id,
        lanes: Math.max(1, Math.ceil(perHour * meanHours * LANES_SPARE)),
        serviceHours: SERVICE_HOURS,
        basis: ASSUMED,
      }
    })
}
