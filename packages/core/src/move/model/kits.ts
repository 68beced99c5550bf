/**
 * What a kit is made of, and the two forms of a model. In the interactive form the kit itself is the one commodity; in the
 * detailed form its parts are, in kilograms, each stored, loaded and missed by itself. A model in kits and a kit list make
 * the detailed form; a detailed model makes its own interactive form.
 */
import { DocumentReader, pathOf } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'
import { isAbsent, refuseUnknown } from './figures.ts'
import type { Commodity, Fleet, MovementModel, StockLot } from './types.ts'

/** Most commodities and items of a kit list. */
export const KIT_ITEMS_MAX = 500
const COMMODITIES_MAX = 20

/** What one soldier signs for, and a battalion. */
export interface KitList {
  readonly id: string
  readonly title: string
  readonly notice: string
  readonly battalionTroops: number
  readonly owner: string
  readonly date: string
  readonly commodities: readonly { readonly id: string; readonly title: string }[]
  readonly items: readonly {
    readonly id: string
    readonly title: string
    readonly commodity: string
    /** Pieces of each soldier, or of the battalion as a whole; the other is 0. */
    readonly perSoldier: number
    readonly perBattalion: number
    /** Of one piece, as packed. */
    readonly massKg: number
  }[]
}

function readItem(
  reader: DocumentReader,
  fields: Fields,
  commodities: ReadonlySet<string>,
): KitList['items'][number] {
  refuseUnknown(reader, fields, [
    'id',
    'title',
    'commodity',
    'perSoldier',
    'perBattalion',
    'massKg',
  ])
  const commodity = reader.text(fields, 'commodity')
  if (commodity !== '' && !commodities.has(commodity))
    reader.refuse(
      pathOf(fields, 'commodity'),
      `names "${commodity}", which is not in commodities; add it there`,
    )
  if (isAbsent(fields, 'perSoldier') === isAbsent(fields, 'perBattalion'))
    reader.refuse(fields.path, 'has not exactly one of perSoldier and perBattalion; write one')
  const count = (key: string): number =>
    isAbsent(fields, key) ? 0 : reader.positive(fields, key, 100_000)
  return {
    id: reader.text(fields, 'id'),
    title: reader.text(fields, 'title'),
    commodity,
    perSoldier: count('perSoldier'),
    perBattalion: count('perBattalion'),
    massKg: reader.positive(fields, 'massKg', 100_000),
  }
}

/** Reads a kit list; the refusal holds one line for each error. */
export function parseKitList(value: unknown, at: At): KitList | Refused {
  const reader = new DocumentReader(at)
  const root = reader.root(value)
  refuseUnknown(reader, root, [
    'id',
    'title',
    'notice',
    'battalionTroops',
    'owner',
    'date',
    'commodities',
    'items',
  ])
  const commodities = reader.maps(root, 'commodities', COMMODITIES_MAX).map((fields) => {
    refuseUnknown(reader, fields, ['id', 'title'])
    return { id: reader.text(fields, 'id'), title: reader.text(fields, 'title') }
  })
  const ids = new Set(commodities.map(({ id }) => id))
  const list: KitList = {
    id: reader.text(root, 'id'),
    title: reader.text(root, 'title'),
    notice: reader.text(root, 'notice'),
    battalionTroops: Math.max(1, reader.whole(root, 'battalionTroops', 100_000)),
    owner: reader.text(root, 'owner'),
    date: reader.text(root, 'date'),
    commodities,
    items: reader.maps(root, 'items', KIT_ITEMS_MAX).map((fields) => readItem(reader, fields, ids)),
  }
  for (const key of ['commodities', 'items'] as const)
    reader.refuseRepeats(
      list[key].map(({ id }) => id),
      (i) => `${key}.${i}.id`,
    )
  for (const [i, { id }] of commodities.entries())
    if (id !== '' && !list.items.some(({ commodity }) => commodity === id))
      reader.refuse(`commodities.${i}.id`, `${id} has no item; add one, or leave the commodity out`)
  return reader.errors.length > 0 ? { refused: reader.errors.join('\n') } : list
}

/** Kilograms of each commodity in one kit, rounded up to whole ones, as commodities of a model. */
export function kitCommodities({
  commodities,
  items,
  battalionTroops,
}: KitList): readonly Commodity[] {
  const perKit = commodities.map(({ id }) =>
    Math.ceil(
      items
        .filter(({ commodity }) => commodity === id)
        .reduce(
          (sum, item) =>
            sum + (item.perSoldier + item.perBattalion / battalionTroops) * item.massKg,
          0,
        ) - 1e-9,
    ),
  )
  const total = perKit.reduce((sum, mass) => sum + mass, 0)
  return commodities.map(({ id, title }, i) => ({
    id,
    title,
    unit: 'kg',
    perKit: perKit[i] ?? 0,
    kitShare: 1 / Math.max(1, total),
  }))
}

/** The detailed form of a model whose one commodity is the kit: stock, loads and complete kits in the kit list's parts. */
export function detailModel(model: MovementModel, list: KitList): MovementModel | Refused {
  const [kit, ...others] = model.commodities
  if (kit === undefined || others.length > 0 || kit.perKit !== 1)
    return {
      refused: `${model.id} has ${model.commodities.length} commodities; the detailed form is made of a model with one, of which a kit is 1`,
    }
  if (model.demands.some(({ commodity }) => commodity !== null))
    return {
      refused: `${model.id} has demands for ${kit.id} by name; leave the commodity out: complete kits`,
    }
  const commodities = kitCommodities(list)
  const total = commodities.reduce((sum, { perKit }) => sum + perKit, 0)
  const lots = (lot: StockLot): StockLot[] =>
    commodities.map(({ id, perKit }) => ({
      ...lot,
      commodity: id,
      quantity: lot.quantity * perKit,
    }))
  const loads = (fleet: Fleet): Fleet => {
    const massKg = (fleet.loads[kit.id] ?? 0) * total
    return {
      ...fleet,
      loads: massKg === 0 ? {} : Object.fromEntries(commodities.map(({ id }) => [id, massKg])),
    }
  }
  return {
    ...model,
    commodities,
    nodes: model.nodes.map((node) => ({ ...node, stock: node.stock.flatMap(lots) })),
    fleets: model.fleets.map(loads),
  }
}

/** Kits that a vehicle carries when each of its kits is complete. */
function kitsOf(fleet: Fleet, commodities: readonly Commodity[]): number {
  let share = 0
  for (const { id, perKit } of commodities) {
    if (perKit === 0) continue
    const load = fleet.loads[id] ?? 0
    if (load === 0) return 0
    share += perKit / load
  }
  return share === 0 ? 0 : Math.floor(1 / share + 1e-9)
}

/**
 * The interactive form: complete kits as the one commodity. A node has as many kits as its scarcest part allows, lot by lot
 * of the same owner and gates; what is left over, and demands for parts, are left out.
 */
export function aggregateModel(model: MovementModel): MovementModel {
  const parts = model.commodities.filter(({ perKit }) => perKit > 0)
  if (model.commodities.length === 1 && parts[0]?.perKit === 1) return model
  const kits = (stock: readonly StockLot[]): StockLot[] => {
    const groups = new Map<string, StockLot[]>()
    for (const lot of stock) {
      const key = JSON.stringify([lot.owner, lot.gates])
      groups.set(key, [...(groups.get(key) ?? []), lot])
    }
    return [...groups.values()].flatMap((lots) => {
      const [first] = lots
      if (first === undefined) return []
      const complete = parts.map(({ id, perKit }) =>
        Math.floor(
          lots
            .filter(({ commodity }) => commodity === id)
            .reduce((sum, { quantity }) => sum + quantity, 0) / perKit,
        ),
      )
      const quantity = Math.min(...complete)
      return quantity > 0 && Number.isFinite(quantity)
        ? [{ ...first, commodity: 'kit', quantity }]
        : []
    })
  }
  return {
    ...model,
    commodities: [
      {
        id: 'kit',
        title: 'Complete kits',
        unit: 'kit',
        perKit: 1,
        kitShare: parts.reduce((sum, { perKit, kitShare }) => sum + perKit * kitShare, 0) || 1,
      },
    ],
    nodes: model.nodes.map((node) => ({ ...node, stock: kits(node.stock) })),
    fleets: model.fleets.map((fleet) => {
      const load = kitsOf(fleet, parts)
      return { ...fleet, loads: load === 0 ? {} : { kit: load } }
    }),
    demands: model.demands.filter(({ commodity }) => commodity === null),
  }
}
