/** Reads the commodities, fleets, demands, gates and assumptions of a movement model. */
import { pathOf } from '../../units/index.ts'
import type { DocumentReader, Fields } from '../../units/index.ts'
import {
  FigureReader,
  HORIZON_HOURS_MAX,
  QUANTITY_MAX,
  isAbsent,
  readReference,
  refuseUnknown,
} from './figures.ts'
import type { Known } from './figures.ts'
import { readMode } from './parse-places.ts'
import type { Commodity, Demand, FigureAssumption, Fleet, MoveGate } from './types.ts'

/** Most places at which the vehicles of a fleet may stand at hour 0. */
export const FLEET_PLACES_MAX = 1_000
const GATE_KINDS: readonly MoveGate['kind'][] = ['ownership', 'consent', 'release', 'outload']

/** Reads one assumption. */
export function readAssumption(reader: DocumentReader, fields: Fields): FigureAssumption {
  refuseUnknown(reader, fields, ['id', 'title', 'value', 'unit', 'owner', 'date', 'source'])
  return {
    id: reader.text(fields, 'id'),
    title: reader.text(fields, 'title'),
    value: reader.number(fields, 'value', { min: 0, max: QUANTITY_MAX }),
    unit: reader.text(fields, 'unit'),
    owner: reader.text(fields, 'owner'),
    date: reader.text(fields, 'date'),
    source: isAbsent(fields, 'source') ? null : reader.text(fields, 'source'),
  }
}

/** Reads one commodity. */
export function readCommodity({ reader }: Known, fields: Fields): Commodity {
  refuseUnknown(reader, fields, ['id', 'title', 'unit', 'perKit', 'kitShare'])
  return {
    id: reader.text(fields, 'id'),
    title: reader.text(fields, 'title'),
    unit: reader.text(fields, 'unit'),
    perKit: reader.whole(fields, 'perKit', 1_000_000),
    kitShare: reader.positive(fields, 'kitShare', 1_000),
  }
}

/** Reads one gate; `opensAtHour: null` never opens. */
export function readGate(known: Known, fields: Fields): MoveGate {
  const { reader } = known
  refuseUnknown(reader, fields, ['id', 'title', 'kind', 'nation', 'opensAtHour', 'basis'])
  const figures = new FigureReader(known, fields)
  const gate = {
    id: reader.text(fields, 'id'),
    title: reader.text(fields, 'title'),
    kind: reader.oneOf(fields, 'kind', GATE_KINDS),
    nation: reader.text(fields, 'nation'),
    opensAtHour:
      fields.value['opensAtHour'] === null
        ? null
        : figures.figure('opensAtHour', { min: 0, max: HORIZON_HOURS_MAX, unit: 'h' }),
  }
  return { ...gate, basis: figures.basis() }
}

/** Ids that fleets and demands refer to. */
export interface LiftKnown extends Known {
  readonly nodes: ReadonlySet<string>
  readonly issuePoints: ReadonlySet<string>
  readonly commodities: ReadonlySet<string>
}

function readLoads(
  { reader, commodities }: LiftKnown,
  fleet: Fields,
): Readonly<Record<string, number>> {
  const loads = reader.map(fleet, 'loads')
  const read: Record<string, number> = {}
  for (const id of Object.keys(loads.value)) {
    if (!commodities.has(id))
      reader.refuse(pathOf(loads, id), 'is not in commodities; add it there or correct the id')
    const load = reader.whole(loads, id, QUANTITY_MAX)
    if (load > 0) read[id] = load
  }
  return read
}

/** Reads one fleet. */
export function readFleet(known: LiftKnown, fields: Fields): Fleet {
  const { reader, nodes } = known
  refuseUnknown(reader, fields, [
    'id',
    'title',
    'mode',
    'gaugeMm',
    'speedKmh',
    'loads',
    'vehicles',
    'basis',
  ])
  const figures = new FigureReader(known, fields)
  const fleet = {
    id: reader.text(fields, 'id'),
    title: reader.text(fields, 'title'),
    ...readMode(known, fields),
    speedKmh: figures.figure('speedKmh', { min: 1, max: 1_200, unit: 'km/h' }),
    loads: readLoads(known, fields),
    vehicles: reader.maps(fields, 'vehicles', FLEET_PLACES_MAX).map((place) => {
      refuseUnknown(reader, place, ['node', 'count', 'fromHour'])
      return {
        node: readReference(reader, place, { key: 'node', ids: nodes, list: 'nodes' }),
        count: reader.whole(place, 'count', 100_000),
        fromHour: isAbsent(place, 'fromHour')
          ? 0
          : reader.number(place, 'fromHour', { min: 0, max: HORIZON_HOURS_MAX }),
      }
    }),
  }
  return { ...fleet, basis: figures.basis() }
}

/** Reads one demand; without a commodity it is for complete kits. */
export function readDemand(known: LiftKnown, fields: Fields): Demand {
  const { reader, commodities, nodes, issuePoints, horizonHours } = known
  refuseUnknown(reader, fields, [
    'id',
    'title',
    'issuePoint',
    'commodity',
    'quantity',
    'priority',
    'dueHour',
  ])
  const issuePoint = readReference(reader, fields, { key: 'issuePoint', ids: nodes, list: 'nodes' })
  if (nodes.has(issuePoint) && !issuePoints.has(issuePoint))
    reader.refuse(
      pathOf(fields, 'issuePoint'),
      `names ${issuePoint}, which is no issuePoint; name one`,
    )
  const priority = isAbsent(fields, 'priority') ? 1 : reader.whole(fields, 'priority', 9)
  if (priority === 0)
    reader.refuse(pathOf(fields, 'priority'), 'is 0; write a whole number from 1 to 9')
  return {
    id: reader.text(fields, 'id'),
    title: reader.text(fields, 'title'),
    issuePoint,
    commodity: isAbsent(fields, 'commodity')
      ? null
      : readReference(reader, fields, { key: 'commodity', ids: commodities, list: 'commodities' }),
    quantity: reader.whole(fields, 'quantity', QUANTITY_MAX),
    priority: Math.max(1, priority),
    dueHour: isAbsent(fields, 'dueHour')
      ? horizonHours
      : reader.number(fields, 'dueHour', { min: 0, max: HORIZON_HOURS_MAX }),
  }
}
