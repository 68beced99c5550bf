/**
 * The network of flows as a movement model: its legs carry trucks and trains of a stated load, of which there are as many
 * as anyone could use, so that only what the network limits limits the plan. The ask is shared evenly by the issue points.
 */
import type { Network } from '../types.ts'
import { plainOpening } from './hours.ts'
import type { Fleet, MoveLeg, MoveNode, MovementModel } from './types.ts'

/** Kits in one vehicle of each kind. */
export interface NetworkLift {
  readonly kitsPerTruck: number
  readonly kitsPerTrain: number
}
/** What the assumptions of the network that ships speak of: trucks of 40 kits, trains of 1,200. */
export const NETWORK_LIFT: NetworkLift = { kitsPerTruck: 40, kitsPerTrain: 1_200 }
/** Enough at every place. */
const VEHICLES_EACH = 1_000
const GAUGES = [1435, 1520] as const

function nodeOf(network: Network, node: Network['nodes'][number]): MoveNode {
  const { id, title, kind, position, country, fictional, stockKits, handlingKitsPerHour } = node
  return {
    id,
    title,
    kind,
    position,
    country,
    fictional,
    stock:
      stockKits === 0
        ? []
        : [{ commodity: 'kit', quantity: stockKits, owner: country, gates: ['ready'] }],
    inPerHour: null,
    outPerHour: handlingKitsPerHour,
    transshipmentPerHour: null,
    storageMax: null,
    lanes: null,
    opening: plainOpening,
    basis: basisOf(network, [node.from.stock, node.from.handling]),
  }
}

const basisOf = (network: Network, ids: readonly (string | null)[]): readonly string[] =>
  network.assumptions.map(({ id }) => id).filter((id) => ids.includes(id))

function legOf(network: Network, leg: Network['legs'][number], lift: NetworkLift): MoveLeg {
  const { id, from, to, mode, gaugeMm, distanceM, durationHours, capacityKitsPerHour } = leg
  const load = mode === 'rail' ? lift.kitsPerTrain : lift.kitsPerTruck
  return {
    id,
    from,
    to,
    mode,
    gaugeMm,
    distanceM,
    speedKmhMax: null,
    durationHours,
    dwellHours: 0,
    vehiclesPerHour: Math.max(0.001, capacityKitsPerHour / load),
    emptyReturn: true,
    permissionLeadHours: 0,
    opening: plainOpening,
    basis: basisOf(network, [leg.figures.speed, leg.figures.dwell, leg.figures.capacity]),
  }
}

/** Vehicles in plenty wherever a leg for them begins. */
function fleetOf(legs: readonly MoveLeg[], gaugeMm: Fleet['gaugeMm'], load: number): Fleet {
  const mode = gaugeMm === null ? 'road' : 'rail'
  const id = gaugeMm === null ? 'trucks' : `trains-${gaugeMm}`
  const begins = legs.filter((leg) => leg.mode === mode && leg.gaugeMm === gaugeMm)
  return {
    id,
    title: id,
    mode,
    gaugeMm,
    speedKmh: 1,
    loads: { kit: load },
    vehicles: [...new Set(begins.map(({ from }) => from))].map((node) => ({
      node,
      count: VEHICLES_EACH,
      fromHour: 0,
    })),
    basis: [],
  }
}

/** Maps a network; every capacity stays what it was, a duration becomes the leg's own. */
export function modelFromNetwork(
  network: Network,
  lift: NetworkLift = NETWORK_LIFT,
): MovementModel {
  const legs = network.legs.map((leg) => legOf(network, leg, lift))
  const points = network.nodes.filter(({ kind }) => kind === 'issuePoint')
  const { troops, horizonHours, stepHours } = network.ask
  return {
    format: 'holdfast.movement-model',
    version: 1,
    id: network.id,
    title: network.title,
    notice: network.notice,
    horizonHours,
    stepHours,
    clockAtHour0: 0,
    chain: { eventHour: 0, verifiedHour: 0 },
    ask: { kits: troops, byHour: horizonHours },
    commodities: [{ id: 'kit', title: 'Kits', unit: 'kit', perKit: 1, kitShare: 1 }],
    nodes: network.nodes.map((node) => nodeOf(network, node)),
    legs,
    fleets: [
      fleetOf(legs, null, lift.kitsPerTruck),
      ...GAUGES.map((gaugeMm) => fleetOf(legs, gaugeMm, lift.kitsPerTrain)),
    ],
    demands: points.map(({ id, title }) => ({
      id: `demand-${id}`,
      title,
      issuePoint: id,
      commodity: null,
      quantity: Math.ceil(troops / points.length),
      priority: 1,
      dueHour: horizonHours,
    })),
    gates: [
      {
        id: 'ready',
        title: 'Released and ready',
        kind: 'release',
        nation: network.nodes.find(({ kind }) => kind === 'depot')?.country ?? '',
        opensAtHour: network.releaseHours + network.outloadHours,
        basis: basisOf(network, [network.delays.release, network.delays.outload]),
      },
    ],
    assumptions: network.assumptions.map((one) => ({ ...one, source: null })),
  }
}
