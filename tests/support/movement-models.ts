/** Random small movement models, of every kind of limit: for tests of the plan and its replay. */
import type { Fleet, MoveLeg, MoveNode, MovementModel, Opening } from '@holdfast/core/move/model'
import fc from 'fast-check'
import { fleetOf, legOf, modelOf, nodeOf } from './movement-parts.ts'

const OPEN: Opening = { daily: [], closures: [] }
const IDS = ['d0', 'd1', 'c0', 'h0', 'h1', 'p0', 'p1'] as const
const KINDS = ['depot', 'depot', 'crossing', 'hub', 'storage', 'issuePoint', 'issuePoint'] as const
const WAYS = [
  'd0 c0',
  'd1 c0',
  'd0 h0',
  'd1 h1',
  'c0 h0',
  'c0 h1',
  'h0 h1',
  'h1 h0',
  'h0 p0',
  'h0 p1',
  'h1 p1',
  'd0 p0',
  'c0 p1',
] as const

/** A node with nothing special about it. */
export const plainNode = (
  id: string,
  kind: MoveNode['kind'],
  more: Partial<MoveNode> = {},
): MoveNode => nodeOf(id, kind, { position: { lonDeg: 0, latDeg: 0 }, ...more })
/** A road that takes `durationHours` and passes `vehiclesPerHour`. */
export const plainLeg = (from: string, to: string, more: Partial<MoveLeg> = {}): MoveLeg =>
  legOf(from, to, { distanceM: 1, durationHours: 1, vehiclesPerHour: 4, ...more })
/** Trucks of four kits. */
export const plainFleet = (vehicles: Fleet['vehicles'], more: Partial<Fleet> = {}): Fleet => ({
  ...fleetOf('', 0),
  id: 'trucks',
  title: 'Trucks',
  speedKmh: 40,
  loads: { kit: 4 },
  vehicles,
  ...more,
})
/** So many kits asked for at an issue point by hour 12. */
export const plainDemand = (issuePoint: string, quantity: number) => ({
  id: `q-${issuePoint}`,
  title: issuePoint,
  issuePoint,
  commodity: null,
  quantity,
  priority: 1,
  dueHour: 12,
})
/** So many kits, of one owner and behind no gate. */
export const plainStock = (quantity: number) => [
  { commodity: 'kit', quantity, owner: 'XAA', gates: [] },
]
/** A model around its parts: 12 h in steps of 2 h, one commodity. */
export const plainModel = (more: Partial<MovementModel>): MovementModel =>
  modelOf({
    id: 'm',
    title: 'm',
    notice: null,
    horizonHours: 12,
    ask: { kits: 10, byHour: 12 },
    commodities: [{ id: 'kit', title: 'Kits', unit: 'kit', perKit: 1, kitShare: 1 }],
    ...more,
  })

const opening: fc.Arbitrary<Opening> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(OPEN) },
  fc.record({
    daily: fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 22 }), fc.integer({ min: 1, max: 12 }))
        .map(([from, hours]) => ({
          from,
          until: Math.min(24, from + hours),
        })),
      { maxLength: 2 },
    ),
    closures: fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 6 }))
        .map(([fromHour, hours]) => ({
          fromHour: fromHour / 2,
          untilHour: fromHour / 2 + hours,
        })),
      { maxLength: 1 },
    ),
  }),
)
const rate = fc.option(fc.integer({ min: 2, max: 14 }), { nil: null, freq: 1 })

const anyNodes = (commodities: readonly string[]): fc.Arbitrary<readonly MoveNode[]> =>
  fc
    .array(
      fc.record({
        inPerHour: rate,
        outPerHour: rate,
        transshipmentPerHour: fc.option(fc.integer({ min: 1, max: 8 }), { nil: null, freq: 1 }),
        storageMax: fc.option(fc.integer({ min: 8, max: 60 }), { nil: null, freq: 1 }),
        opening,
        quantities: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 3, maxLength: 3 }),
        gated: fc.boolean(),
      }),
      { minLength: IDS.length, maxLength: IDS.length },
    )
    .map((made) =>
      IDS.map((id, i) => {
        const kind = KINDS[i] ?? 'hub'
        const given = made[i]
        if (given === undefined) return plainNode(id, kind)
        const { quantities, gated, storageMax, ...limits } = given
        const stock =
          kind === 'depot'
            ? commodities.map((commodity, c) => ({
                commodity,
                quantity: quantities[c] ?? 0,
                owner: 'XAA',
                gates: gated ? ['g'] : [],
              }))
            : []
        return plainNode(id, kind, {
          ...limits,
          stock,
          storageMax: kind === 'depot' ? null : storageMax,
        })
      }),
    )

const anyLegs: fc.Arbitrary<readonly MoveLeg[]> = fc.uniqueArray(
  fc
    .record({
      way: fc.constantFrom(...WAYS),
      isRail: fc.constantFrom(false, false, true),
      durationHours: fc.integer({ min: 0, max: 5 }).map((halves) => halves / 2),
      vehiclesPerHour: fc.constantFrom(0.3, 0.5, 1, 1.2, 2, 3),
      emptyReturn: fc.boolean(),
      permissionLeadHours: fc.constantFrom(0, 0, 0, 1, 3),
      opening,
    })
    .map(({ way, isRail, ...more }) => {
      const [from = '', to = ''] = way.split(' ')
      const id = `${from}-${to}${isRail ? '-rail' : ''}`
      return plainLeg(from, to, {
        ...more,
        id,
        ...(isRail ? { mode: 'rail' as const, gaugeMm: 1520 as const } : {}),
      })
    }),
  { minLength: 7, maxLength: 16, selector: ({ id }) => id },
)

const anyFleets = (commodities: readonly string[]): fc.Arbitrary<readonly Fleet[]> => {
  const places = fc.array(
    fc.record({
      node: fc.constantFrom(...IDS),
      count: fc.integer({ min: 0, max: 5 }),
      fromHour: fc.constantFrom(0, 0, 1, 4),
    }),
    { minLength: 3, maxLength: 7 },
  )
  const loads = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 3 })
    .map((each) =>
      Object.fromEntries(
        commodities.map((id, c) => [id, (each[c] ?? 0) + (c < 2 ? 1 : 0)] as const),
      ),
    )
  const kept = loads.map((each) =>
    Object.fromEntries(Object.entries(each).filter(([, load]) => load > 0)),
  )
  return fc
    .tuple(places, kept, places, kept)
    .map(([trucks, truckLoads, trains, trainLoads]) => [
      plainFleet(trucks, { loads: truckLoads }),
      plainFleet(trains, { id: 'trains', mode: 'rail', gaugeMm: 1520, loads: trainLoads }),
    ])
}

/** Seven nodes of every kind of limit, some legs of two modes, two fleets, one or three commodities, demands of both kinds. */
export const anyMovementModel: fc.Arbitrary<MovementModel> = fc
  .record({
    detailed: fc.boolean(),
    stepHours: fc.constantFrom(1, 2, 3),
    steps: fc.integer({ min: 5, max: 12 }),
  })
  .chain(({ detailed, stepHours, steps }) => {
    const commodities = detailed ? ['a', 'b', 'c'] : ['kit']
    const horizonHours = steps * stepHours
    return fc
      .record({
        nodes: anyNodes(commodities),
        legs: anyLegs,
        fleets: anyFleets(commodities),
        gate: fc.option(fc.integer({ min: 0, max: 6 }), { nil: null, freq: 6 }),
        perKit: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 }),
        clockAtHour0: fc.integer({ min: 0, max: 23 }),
        demands: fc.array(
          fc.record({
            issuePoint: fc.constantFrom('p0', 'p1'),
            isKit: fc.boolean(),
            quantity: fc.integer({ min: 0, max: 50 }),
            priority: fc.integer({ min: 1, max: 3 }),
            dueHour: fc.integer({ min: 1, max: horizonHours }),
          }),
          { minLength: 1, maxLength: 4 },
        ),
      })
      .map(({ nodes, legs, fleets, gate, perKit, clockAtHour0, demands }) =>
        plainModel({
          horizonHours,
          stepHours,
          clockAtHour0,
          ask: { kits: 50, byHour: horizonHours },
          commodities: commodities.map((id, c) => ({
            id,
            title: id,
            unit: 'unit',
            perKit: detailed ? (perKit[c] ?? 1) : 1,
            kitShare: detailed ? 0.5 : 1,
          })),
          gates: [
            { id: 'g', title: 'g', kind: 'release', nation: 'XAA', opensAtHour: gate, basis: [] },
          ],
          nodes,
          legs,
          fleets,
          demands: demands.map(({ isKit, ...demand }, i) => ({
            ...demand,
            id: `q${i}`,
            title: `q${i}`,
            commodity: isKit ? null : (commodities[0] ?? null),
          })),
        }),
      )
  })

/** Sixty kits at the issue point `p` by the end of the day. */
export const firstBattalion: MovementModel['demands'][number] = {
  id: 'q',
  title: 'First battalion',
  issuePoint: 'p',
  commodity: null,
  quantity: 60,
  priority: 1,
  dueHour: 24,
}

/** Depot, crossing and issue point in a row: what the desks of planning are tried on. */
export const deskModel: MovementModel = plainModel({
  horizonHours: 24,
  ask: { kits: 60, byHour: 24 },
  nodes: [
    plainNode('d', 'depot', {
      stock: [{ commodity: 'kit', quantity: 90, owner: 'XAA', gates: [] }],
    }),
    plainNode('c', 'crossing', { inPerHour: 6, lanes: 3 }),
    plainNode('p', 'issuePoint'),
  ],
  legs: [plainLeg('d', 'c'), plainLeg('c', 'p')],
  fleets: [plainFleet([{ node: 'd', count: 12, fromHour: 0 }])],
  demands: [
    {
      id: 'q',
      title: 'q',
      issuePoint: 'p',
      commodity: null,
      quantity: 60,
      priority: 1,
      dueHour: 24,
    },
  ],
})
