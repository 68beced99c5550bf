/** Reads the nodes and legs of a movement model. */
import { pathOf } from '../../units/index.ts'
import type { Fields } from '../../units/index.ts'
import {
  FigureReader,
  HORIZON_HOURS_MAX,
  QUANTITY_MAX,
  isAbsent,
  mapsOf,
  readOpening,
  readReference,
  refuseUnknown,
} from './figures.ts'
import type { FigureWanted, Known } from './figures.ts'
import type { MoveLeg, MoveMode, MoveNode, MoveNodeKind, StockLot } from './types.ts'

/** Every kind of node. */
export const NODE_KINDS: readonly MoveNodeKind[] = [
  'depot',
  'railhead',
  'crossing',
  'port',
  'airfield',
  'hub',
  'storage',
  'site',
  'issuePoint',
]
/** Every mode. */
export const MODES: readonly MoveMode[] = ['road', 'rail', 'air', 'sea']
/** Most lots of stock at one node. */
export const LOTS_MAX = 200
/** Most vehicles that may leave along a leg in an hour. */
export const VEHICLES_PER_HOUR_MAX = 500

const RATE: FigureWanted = { min: 0, max: 1_000_000, unit: 'kits/h' }
const NODE_KEYS = [
  'id',
  'title',
  'kind',
  'position',
  'country',
  'fictional',
  'stock',
  'inPerHour',
  'outPerHour',
  'transshipmentPerHour',
  'storageMax',
  'lanes',
  'opening',
  'basis',
]
const LEG_KEYS = [
  'id',
  'from',
  'to',
  'mode',
  'gaugeMm',
  'distanceM',
  'speedKmhMax',
  'durationHours',
  'dwellHours',
  'vehiclesPerHour',
  'emptyReturn',
  'permissionLeadHours',
  'opening',
  'basis',
]

/** Ids that stock refers to. */
export interface StockKnown extends Known {
  readonly commodities: ReadonlySet<string>
  readonly gates: ReadonlySet<string>
}

function readLot(known: StockKnown, fields: Fields, figures: Set<string>): StockLot {
  const { reader, commodities, gates } = known
  refuseUnknown(reader, fields, ['commodity', 'quantity', 'owner', 'gates'])
  const figure = new FigureReader(known, fields)
  const lot = {
    commodity: readReference(reader, fields, {
      key: 'commodity',
      ids: commodities,
      list: 'commodities',
    }),
    quantity: figure.figure('quantity', { min: 0, max: QUANTITY_MAX, unit: null, isWhole: true }),
    owner: reader.text(fields, 'owner'),
    gates: isAbsent(fields, 'gates') ? [] : reader.texts(fields, 'gates', LOTS_MAX),
  }
  for (const [i, id] of lot.gates.entries())
    if (id !== '' && !gates.has(id))
      reader.refuse(
        `${pathOf(fields, 'gates')}.${i}`,
        `names "${id}", which is not in gates; add it there or correct the id`,
      )
  for (const id of figure.basis()) figures.add(id)
  return lot
}

/** Reads one node. */
export function readNode(known: StockKnown, fields: Fields): MoveNode {
  const { reader } = known
  refuseUnknown(reader, fields, NODE_KEYS)
  const figures = new FigureReader(known, fields)
  const position = reader.map(fields, 'position')
  refuseUnknown(reader, position, ['lonDeg', 'latDeg'])
  const ofStock = new Set<string>()
  const node = {
    id: reader.text(fields, 'id'),
    title: reader.text(fields, 'title'),
    kind: reader.oneOf(fields, 'kind', NODE_KINDS),
    position: {
      lonDeg: reader.number(position, 'lonDeg', { min: -180, max: 180 }),
      latDeg: reader.number(position, 'latDeg', { min: -90, max: 90 }),
    },
    country: reader.text(fields, 'country'),
    fictional: !isAbsent(fields, 'fictional') && reader.boolean(fields, 'fictional'),
    stock: mapsOf(reader, fields, { key: 'stock', max: LOTS_MAX }).map((lot) =>
      readLot(known, lot, ofStock),
    ),
    inPerHour: figures.figureOrNull('inPerHour', RATE),
    outPerHour: figures.figureOrNull('outPerHour', RATE),
    transshipmentPerHour: figures.figureOrNull('transshipmentPerHour', RATE),
    storageMax: figures.figureOrNull('storageMax', { min: 0, max: QUANTITY_MAX, unit: 'kits' }),
    lanes: figures.figureOrNull('lanes', { min: 1, max: 1_000, unit: 'lanes', isWhole: true }),
    opening: readOpening(known, fields),
  }
  return { ...node, basis: [...new Set([...figures.basis(), ...ofStock])] }
}

function readGauge({ reader }: Known, fields: Fields, mode: MoveMode): 1435 | 1520 | null {
  const gauge = fields.value['gaugeMm'] ?? null
  const gaugeMm = gauge === 1435 || gauge === 1520 ? gauge : null
  if ((mode === 'rail') !== (gaugeMm !== null) || (gaugeMm === null && gauge !== null))
    reader.refuse(
      pathOf(fields, 'gaugeMm'),
      `is ${JSON.stringify(gauge)}; write 1435 or 1520 for rail, and leave it out for every other mode`,
    )
  return gaugeMm
}

/** Mode and gauge of a leg or a fleet. */
export function readMode(known: Known, fields: Fields): Pick<MoveLeg, 'mode' | 'gaugeMm'> {
  const mode = known.reader.oneOf(fields, 'mode', MODES)
  return { mode, gaugeMm: readGauge(known, fields, mode) }
}

/** Reads one leg. */
export function readLeg(
  known: Known & { readonly nodes: ReadonlySet<string> },
  fields: Fields,
): MoveLeg {
  const { reader, nodes } = known
  refuseUnknown(reader, fields, LEG_KEYS)
  const figures = new FigureReader(known, fields)
  const hours = { min: 0, max: HORIZON_HOURS_MAX, unit: 'h' }
  const leg = {
    id: reader.text(fields, 'id'),
    from: readReference(reader, fields, { key: 'from', ids: nodes, list: 'nodes' }),
    to: readReference(reader, fields, { key: 'to', ids: nodes, list: 'nodes' }),
    ...readMode(known, fields),
    distanceM: figures.figure('distanceM', { min: 0, max: 20_000_000, unit: 'm' }),
    speedKmhMax: figures.figureOrNull('speedKmhMax', { min: 1, max: 1_200, unit: 'km/h' }),
    durationHours: figures.figureOrNull('durationHours', hours),
    dwellHours: figures.figureOrNull('dwellHours', hours) ?? 0,
    vehiclesPerHour: figures.figure('vehiclesPerHour', {
      min: 0.001,
      max: VEHICLES_PER_HOUR_MAX,
      unit: 'vehicles/h',
    }),
    emptyReturn: isAbsent(fields, 'emptyReturn') || reader.boolean(fields, 'emptyReturn'),
    permissionLeadHours: figures.figureOrNull('permissionLeadHours', hours) ?? 0,
    opening: readOpening(known, fields),
  }
  if (leg.from !== '' && leg.from === leg.to)
    reader.refuse(pathOf(fields, 'to'), `is ${leg.to}, where the leg begins; name another node`)
  return { ...leg, basis: figures.basis() }
}
