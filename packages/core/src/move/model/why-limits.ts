/** The kinds of limit that can keep everybody from being armed: what has one, the model without it, and how it is told. */
import { nameOf } from './prices.ts'
import type { Fleet, MoveLeg, MoveNode, MovementModel, Opening } from './types.ts'

/** A kind of limit. `items` name what has it; `lifted` is the model in which these items have it no more. */
export interface Limit {
  readonly items: (model: MovementModel) => readonly string[]
  readonly lifted: (model: MovementModel, items: ReadonlySet<string>) => MovementModel
  /** What is wrong with an item and how to mend it. */
  readonly words: (model: MovementModel, item: string) => string
}

const NAMES_MAX = 3
const OPEN: Opening = { daily: [], closures: [] }
/** A vehicle of a fleet that is not there carries so many units. */
const LOAD = 1_000_000

/** The first few, and how many more. */
export function few(names: readonly string[], joint = ' and '): string {
  if (names.length <= NAMES_MAX) return names.join(joint)
  return `${names.slice(0, NAMES_MAX).join(', ')} and ${names.length - NAMES_MAX} more`
}

/** A title, with the id where that is another word. */
export function named(model: MovementModel, id: string): string {
  const name = nameOf(model, id)
  return name === id ? id : `${name} (${id})`
}

const count = ({ vehicles }: Fleet): number => vehicles.reduce((sum, one) => sum + one.count, 0)
const track = ({ mode, gaugeMm }: Pick<MoveLeg, 'mode' | 'gaugeMm'>): string =>
  gaugeMm === null ? mode : `${mode} of ${gaugeMm} mm`
const everywhere = ({ nodes }: MovementModel): Fleet['vehicles'] =>
  nodes.map(({ id }) => ({ node: id, count: 1, fromHour: 0 }))

/** Fleets that can carry nothing over some kind of leg: none of its mode and gauge, without vehicles, or of other loads. */
const fits: Limit = {
  items: ({ legs }) => [...new Set(legs.map(track))],
  lifted: (model, items) => ({
    ...model,
    fleets: [
      ...model.fleets,
      ...[...items].map((item): Fleet => {
        const { mode = 'road', gaugeMm = null } =
          model.legs.find((leg) => track(leg) === item) ?? {}
        return {
          id: `any ${item}`,
          title: item,
          mode,
          gaugeMm,
          speedKmh: 1_000,
          loads: Object.fromEntries(model.commodities.map(({ id }) => [id, LOAD])),
          vehicles: everywhere(model),
          basis: [],
        }
      }),
    ],
  }),
  words: (model, item) => {
    const legs = model.legs.filter((leg) => track(leg) === item).map(({ id }) => named(model, id))
    const fleets = model.fleets.filter((fleet) => track(fleet) === item)
    const idle = fleets.filter((fleet) => count(fleet) === 0).map(({ id }) => id)
    const why =
      fleets.length === 0
        ? `there is no fleet for ${item}; add one`
        : idle.length === fleets.length
          ? `${few(idle)} has no vehicles; give it some`
          : `none of ${few(fleets.map(({ id }) => id))} has vehicles and loads all that a kit takes; write their loads`
    return `no fleet can use ${few(legs)}: ${why}`
  },
}

/** Vehicles that are where nothing is to be loaded, or come too late. */
const vehicles: Limit = {
  items: ({ fleets }) => fleets.filter((fleet) => count(fleet) > 0).map(({ id }) => id),
  lifted: (model, items) => ({
    ...model,
    fleets: model.fleets.map((fleet) =>
      items.has(fleet.id) ? { ...fleet, vehicles: everywhere(model) } : fleet,
    ),
  }),
  words: (model, item) => {
    const places = (model.fleets.find(({ id }) => id === item)?.vehicles ?? [])
      .filter((one) => one.count > 0)
      .map(({ node, fromHour }) => `at ${named(model, node)} from hour ${fromHour}`)
    return `no vehicle of ${named(model, item)} comes to where it is to load within ${model.horizonHours} h (they are ${few(places)}); put some where the stock is, earlier`
  },
}

const gates: Limit = {
  items: (model) => model.gates.map(({ id }) => id),
  lifted: (model, items) => ({
    ...model,
    gates: model.gates.map((gate) => (items.has(gate.id) ? { ...gate, opensAtHour: 0 } : gate)),
  }),
  words: (model, item) => {
    const gate = model.gates.find(({ id }) => id === item)
    const opens = gate?.opensAtHour ?? null
    const when =
      opens === null
        ? 'never opens'
        : `opens at hour ${opens}, when no step is left before the horizon of ${model.horizonHours} h`
    return `the gate ${gate?.title ?? item} (${item}: ${gate?.kind ?? ''}, ${gate?.nation ?? ''}) ${when}; have it open earlier`
  },
}

const ofLegs = (
  model: MovementModel,
  items: ReadonlySet<string>,
  lift: (leg: MoveLeg) => MoveLeg,
): MovementModel => ({
  ...model,
  legs: model.legs.map((leg) => (items.has(leg.id) ? lift(leg) : leg)),
})
const ofNodes = (
  model: MovementModel,
  items: ReadonlySet<string>,
  lift: (node: MoveNode) => MoveNode,
): MovementModel => ({
  ...model,
  nodes: model.nodes.map((node) => (items.has(node.id) ? lift(node) : node)),
})

const permissions: Limit = {
  items: ({ legs }) => legs.filter((leg) => leg.permissionLeadHours > 0).map(({ id }) => id),
  lifted: (model, items) => ofLegs(model, items, (leg) => ({ ...leg, permissionLeadHours: 0 })),
  words: (model, item) => {
    const hours = model.legs.find(({ id }) => id === item)?.permissionLeadHours ?? 0
    return `the permission for ${named(model, item)} comes at hour ${hours}, too late for the horizon of ${model.horizonHours} h; obtain it earlier`
  },
}

/** Nodes and legs may have one id: they are told apart by a letter. */
const openings: Limit = {
  items: (model) => [
    ...model.nodes.filter(({ opening }) => isRestricted(opening)).map(({ id }) => `n ${id}`),
    ...model.legs.filter(({ opening }) => isRestricted(opening)).map(({ id }) => `l ${id}`),
  ],
  lifted: (model, items) => {
    const of = (letter: string): ReadonlySet<string> =>
      new Set([...items].filter((item) => item.startsWith(letter)).map((item) => item.slice(2)))
    const open = ofNodes(model, of('n'), (node) => ({ ...node, opening: OPEN }))
    return ofLegs(open, of('l'), (leg) => ({ ...leg, opening: OPEN }))
  },
  words: (model, item) =>
    `${named(model, item.slice(2))} is shut at every hour at which it is needed within ${model.horizonHours} h; open it`,
}
const isRestricted = ({ daily, closures }: Opening): boolean =>
  daily.length > 0 || closures.length > 0

/** Legs that pass a vehicle so seldom that no slot is left. */
const pace: Limit = {
  items: ({ legs }) => legs.filter((leg) => leg.vehiclesPerHour < 1).map(({ id }) => id),
  lifted: (model, items) => ofLegs(model, items, (leg) => ({ ...leg, vehiclesPerHour: 60 })),
  words: (model, item) => {
    const rate = model.legs.find(({ id }) => id === item)?.vehiclesPerHour ?? 0
    return `${named(model, item)} passes ${rate} vehicles an hour, and none when it is needed; raise it`
  },
}

const handling: Limit = {
  items: ({ nodes }) =>
    nodes
      .filter(({ inPerHour, outPerHour, transshipmentPerHour }) =>
        [inPerHour, outPerHour, transshipmentPerHour].some((rate) => rate !== null),
      )
      .map(({ id }) => id),
  lifted: (model, items) =>
    ofNodes(model, items, (node) => ({
      ...node,
      inPerHour: null,
      outPerHour: null,
      transshipmentPerHour: null,
    })),
  words: (model, item) => {
    const node = model.nodes.find(({ id }) => id === item)
    const rates = [
      ['in', node?.inPerHour],
      ['over from rail', node?.transshipmentPerHour],
      ['out', node?.outPerHour],
    ].flatMap(([stage, rate]) =>
      typeof rate === 'number' ? [`${rate} kits an hour ${String(stage)}`] : [],
    )
    return `${named(model, item)} handles ${rates.join(', ')}: no whole unit in a step of ${model.stepHours} h in which it is needed; raise it`
  },
}

const storage: Limit = {
  items: ({ nodes }) => nodes.filter((node) => node.storageMax !== null).map(({ id }) => id),
  lifted: (model, items) => ofNodes(model, items, (node) => ({ ...node, storageMax: null })),
  words: (model, item) =>
    `${named(model, item)} stores ${model.nodes.find(({ id }) => id === item)?.storageMax ?? 0} kits, but what comes there has to wait; give it storage`,
}

/** Limits of a way on which nothing takes time, in the order in which they are told. */
export const INSTANT_LIMITS: readonly Limit[] = [fits, vehicles, gates, permissions, openings, pace]
/** Limits that are told where the way is short enough. */
export const TIMED_LIMITS: readonly Limit[] = [handling, storage]
