/** Movement models from parts, each with nothing special about it but what a test says; and random ones of every rule. */
import type {
  Commodity,
  Fleet,
  MoveLeg,
  MoveNode,
  MovementModel,
  Opening,
} from '../../packages/core/src/move/model/index.ts'
import { seededRandom } from '../../packages/core/src/units/index.ts'

const OPEN: Opening = { daily: [], closures: [] }
const place = { position: { lonDeg: 22, latDeg: 50 }, country: 'XAA', fictional: true, basis: [] }

/** A node without limits, of the kind. */
export const nodeOf = (
  id: string,
  kind: MoveNode['kind'],
  change: Partial<MoveNode> = {},
): MoveNode => ({
  id,
  title: id,
  kind,
  stock: [],
  inPerHour: null,
  outPerHour: null,
  transshipmentPerHour: null,
  storageMax: null,
  lanes: null,
  opening: OPEN,
  ...place,
  ...change,
})
/** A leg of road of two hours that passes ten vehicles an hour. */
export const legOf = (from: string, to: string, change: Partial<MoveLeg> = {}): MoveLeg => ({
  id: `${from}-${to}`,
  from,
  to,
  mode: 'road',
  gaugeMm: null,
  distanceM: 100_000,
  speedKmhMax: null,
  durationHours: null,
  dwellHours: 0,
  vehiclesPerHour: 10,
  emptyReturn: true,
  permissionLeadHours: 0,
  opening: OPEN,
  basis: [],
  ...change,
})
/** Lorries of 50 km/h with 40 kits each. */
export const fleetOf = (node: string, count: number, change: Partial<Fleet> = {}): Fleet => ({
  id: 'lorries',
  title: 'lorries',
  mode: 'road',
  gaugeMm: null,
  speedKmh: 50,
  loads: { kit: 40 },
  vehicles: [{ node, count, fromHour: 0 }],
  basis: [],
  ...change,
})
const KIT: Commodity = { id: 'kit', title: 'kit', unit: 'kit', perKit: 1, kitShare: 1 }

/** A model of the parts, of 48 h in steps of 2 h, that asks for all kits of its demands. */
export function modelOf(parts: Partial<MovementModel>): MovementModel {
  const kits = (parts.demands ?? []).reduce((sum, { quantity }) => sum + quantity, 0)
  return {
    format: 'holdfast.movement-model',
    version: 1,
    id: 'made-up',
    title: 'made up',
    notice: 'fictional',
    horizonHours: 48,
    stepHours: 2,
    clockAtHour0: 0,
    chain: { eventHour: 0, verifiedHour: 0 },
    ask: { kits, byHour: 48 },
    commodities: [KIT],
    nodes: [],
    legs: [],
    fleets: [],
    demands: [],
    gates: [],
    assumptions: [],
    ...parts,
  }
}

/** A random model: two depots, a way by road and one by rail over crossings, a hub, two issue points. */
export function randomModel(seed: number): MovementModel {
  const random = seededRandom(seed)
  const upTo = (max: number): number => Math.floor(random() * max)
  const among = <T>(items: readonly [T, ...T[]]): T => items[upTo(items.length)] ?? items[0]
  const limit = (): number | null => among([null, 20 + upTo(80), 7.5 + upTo(200)])
  const opening = (): Opening => ({
    daily: among([
      [],
      [],
      [{ from: 6, until: 18 }],
      [
        { from: 0, until: 5.5 },
        { from: 9, until: 24 },
      ],
    ]),
    closures: among([[], [], [{ fromHour: 7, untilHour: 11 }]]),
  })
  const commodities: Commodity[] = among([
    [KIT],
    [KIT, { id: 'round', title: 'round', unit: 'round', perKit: 30, kitShare: 0.01 }],
  ])
  const stock = (): MoveNode['stock'] =>
    commodities.map(({ id, perKit }) => ({
      commodity: id,
      quantity: (200 + upTo(800)) * perKit,
      owner: 'XAA',
      gates: among([[], ['release']]),
    }))
  const leg = (from: string, to: string, change: Partial<MoveLeg> = {}): MoveLeg =>
    legOf(from, to, {
      distanceM: 20_000 + upTo(300_000),
      vehiclesPerHour: among([0.5, 1, 3, 7, 12.5]),
      dwellHours: among([0, 0.5, 2]),
      durationHours: among([null, null, 3]),
      permissionLeadHours: among([0, 0, 5]),
      opening: opening(),
      ...change,
    })
  const demand = (id: string, issuePoint: string, commodity: string | null) => ({
    id,
    title: id,
    issuePoint,
    commodity,
    quantity: 100 + upTo(900),
    priority: 1 + upTo(3),
    dueHour: 24,
  })
  const rail = { mode: 'rail', gaugeMm: 1435 } as const
  const loads = Object.fromEntries(commodities.map(({ id, perKit }) => [id, 40 * perKit]))
  return modelOf({
    clockAtHour0: among([0, 5.5, 22]),
    commodities,
    gates: [
      {
        id: 'release',
        title: 'release',
        kind: 'release',
        nation: 'XAA',
        opensAtHour: upTo(9),
        basis: [],
      },
    ],
    nodes: [
      nodeOf('d1', 'depot', { stock: stock(), outPerHour: limit() }),
      nodeOf('d2', 'depot', { stock: stock(), outPerHour: limit(), opening: opening() }),
      nodeOf('x1', 'crossing'),
      nodeOf('x2', 'crossing', { opening: opening() }),
      nodeOf('h', 'railhead', {
        inPerHour: limit(),
        outPerHour: limit(),
        transshipmentPerHour: limit(),
      }),
      nodeOf('p1', 'issuePoint', { inPerHour: limit(), outPerHour: limit(), opening: opening() }),
      nodeOf('p2', 'issuePoint', { outPerHour: limit() }),
    ],
    legs: [
      leg('d1', 'x1'),
      leg('d2', 'x2'),
      leg('x1', 'h'),
      leg('x2', 'h'),
      leg('d2', 'h', { ...rail, id: 'rail', vehiclesPerHour: among([0.25, 0.5]) }),
      leg('h', 'p1'),
      leg('h', 'p2'),
      leg('x2', 'p2', { emptyReturn: random() < 0.5 }),
    ],
    fleets: [
      fleetOf('d1', 8 + upTo(12), {
        loads,
        vehicles: [
          { node: 'd1', count: 8 + upTo(12), fromHour: 0 },
          { node: 'd2', count: 5, fromHour: upTo(7) },
          { node: 'h', count: 6, fromHour: 0 },
        ],
      }),
      {
        ...fleetOf('d2', 2),
        ...rail,
        id: 'trains',
        speedKmh: 40,
        loads: Object.fromEntries(Object.entries(loads).map(([id, each]) => [id, 10 * each])),
      },
    ],
    demands: [
      demand('u1', 'p1', null),
      demand('u2', 'p2', null),
      ...(commodities.length > 1 ? [demand('u3', 'p2', 'round')] : []),
    ],
  })
}
