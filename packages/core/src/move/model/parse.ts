/**
 * The movement model as a document. Every figure may be written as a number or as the id of an assumption; what is left
 * out is no limit, no dwell, round the clock. A key that nothing reads is refused.
 */
import { DocumentReader } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'
import { HORIZON_HOURS_MAX, QUANTITY_MAX, isAbsent, mapsOf, refuseUnknown } from './figures.ts'
import type { Known } from './figures.ts'
import { readAssumption, readCommodity, readDemand, readFleet, readGate } from './parse-lift.ts'
import { readLeg, readNode } from './parse-places.ts'
import type { MovementModel } from './types.ts'

/** Most of each list of a model. */
export const MODEL_LIMITS = {
  assumptions: 5_000,
  commodities: 20,
  gates: 1_000,
  nodes: 1_000,
  legs: 5_000,
  fleets: 50,
  demands: 2_000,
} as const
/** Most steps of a horizon. */
export const MODEL_STEPS_MAX = 400

const FORMAT = 'holdfast.movement-model'
const ROOT_KEYS = [
  'format',
  'version',
  'id',
  'title',
  'notice',
  'horizonHours',
  'stepHours',
  'clockAtHour0',
  'chain',
  'ask',
  ...Object.keys(MODEL_LIMITS),
]

function readHead(reader: DocumentReader, root: Fields) {
  if (root.value['format'] !== FORMAT)
    reader.refuse('format', `is ${JSON.stringify(root.value['format'])}; write "${FORMAT}"`)
  if (root.value['version'] !== 1)
    reader.refuse('version', `is ${JSON.stringify(root.value['version'])}; write 1`)
  const horizonHours = reader.positive(root, 'horizonHours', HORIZON_HOURS_MAX)
  const stepHours = reader.positive(root, 'stepHours', 24)
  const steps = horizonHours / stepHours
  const isRead = !reader.wasRefused('horizonHours') && !reader.wasRefused('stepHours')
  if (isRead && Math.abs(steps - Math.round(steps)) > 1e-9)
    reader.refuse(
      'stepHours',
      `${stepHours} does not divide ${horizonHours}; write a divisor of the horizon`,
    )
  if (isRead && steps > MODEL_STEPS_MAX)
    reader.refuse('stepHours', `makes more than ${MODEL_STEPS_MAX} steps; write a longer step`)
  return {
    id: reader.text(root, 'id'),
    title: reader.text(root, 'title'),
    notice: isAbsent(root, 'notice') ? null : reader.text(root, 'notice'),
    horizonHours,
    stepHours,
    clockAtHour0: isAbsent(root, 'clockAtHour0')
      ? 0
      : reader.number(root, 'clockAtHour0', { min: 0, max: 23.999 }),
  }
}

function readChain(reader: DocumentReader, root: Fields): MovementModel['chain'] {
  if (isAbsent(root, 'chain')) return { eventHour: 0, verifiedHour: 0 }
  const chain = reader.map(root, 'chain')
  refuseUnknown(reader, chain, ['eventHour', 'verifiedHour'])
  const hours = { min: -10_000, max: 0 }
  const eventHour = reader.number(chain, 'eventHour', hours)
  const verifiedHour = reader.number(chain, 'verifiedHour', hours)
  if (eventHour > verifiedHour)
    reader.refuse(
      'chain.eventHour',
      `${eventHour} is after verifiedHour ${verifiedHour}; an event comes first`,
    )
  return { eventHour, verifiedHour }
}

function readAsk(reader: DocumentReader, root: Fields, horizonHours: number): MovementModel['ask'] {
  const ask = reader.map(root, 'ask')
  refuseUnknown(reader, ask, ['kits', 'byHour'])
  const byHour = reader.positive(ask, 'byHour', HORIZON_HOURS_MAX)
  if (byHour > horizonHours && !reader.wasRefused('horizonHours'))
    reader.refuse(
      'ask.byHour',
      `${byHour} is after the horizon ${horizonHours}; lengthen the horizon`,
    )
  return { kits: reader.whole(ask, 'kits', QUANTITY_MAX), byHour }
}

const idsOf = (items: readonly { readonly id: string }[]): ReadonlySet<string> =>
  new Set(items.map(({ id }) => id).filter((id) => id !== ''))

/** What no list can tell by itself. */
function refuseTogether(reader: DocumentReader, model: MovementModel): void {
  for (const key of Object.keys(MODEL_LIMITS) as (keyof typeof MODEL_LIMITS)[])
    reader.refuseRepeats(
      model[key].map(({ id }) => id),
      (i) => `${key}.${i}.id`,
    )
  if (model.commodities.length === 0)
    reader.refuse('commodities', 'is empty; add what is to be moved')
  const shareOf = new Map(model.commodities.map(({ id, kitShare }) => [id, kitShare]))
  for (const [i, { stock, storageMax }] of model.nodes.entries()) {
    const stored = stock.reduce(
      (sum, { commodity, quantity }) => sum + quantity * (shareOf.get(commodity) ?? 0),
      0,
    )
    if (storageMax !== null && stored > storageMax)
      reader.refuse(
        `nodes.${i}.storageMax`,
        `is ${storageMax}, but ${stored} kits lie there at hour 0; write at least that`,
      )
  }
  const hasKit = model.commodities.some(({ perKit }) => perKit > 0)
  for (const [i, { commodity }] of model.demands.entries())
    if (commodity === null && !hasKit)
      reader.refuse(
        `demands.${i}`,
        'is for complete kits, but no commodity has a perKit above 0; write perKit, or name a commodity',
      )
}

/** Reads a movement model. The refusal holds one line for each error: its place, what is wrong, how to mend it. */
export function parseMovementModel(value: unknown, at: At): MovementModel | Refused {
  const reader = new DocumentReader(at)
  const root = reader.root(value)
  refuseUnknown(reader, root, ROOT_KEYS)
  const head = readHead(reader, root)
  const list = (key: keyof typeof MODEL_LIMITS): readonly Fields[] => {
    const max = MODEL_LIMITS[key]
    const isOptional = key === 'gates' || key === 'assumptions'
    return isOptional ? mapsOf(reader, root, { key, max }) : reader.maps(root, key, max)
  }
  const assumptions = list('assumptions').map((fields) => readAssumption(reader, fields))
  const known: Known = {
    reader,
    assumptions: new Map(assumptions.map((assumption) => [assumption.id, assumption])),
    horizonHours: head.horizonHours,
  }
  const commodities = list('commodities').map((fields) => readCommodity(known, fields))
  const gates = list('gates').map((fields) => readGate(known, fields))
  const ofStock = { ...known, commodities: idsOf(commodities), gates: idsOf(gates) }
  const nodes = list('nodes').map((fields) => readNode(ofStock, fields))
  const ofLift = {
    ...known,
    nodes: idsOf(nodes),
    issuePoints: idsOf(nodes.filter(({ kind }) => kind === 'issuePoint')),
    commodities: ofStock.commodities,
  }
  const model: MovementModel = {
    format: FORMAT,
    version: 1,
    ...head,
    chain: readChain(reader, root),
    ask: readAsk(reader, root, head.horizonHours),
    commodities,
    nodes,
    legs: list('legs').map((fields) => readLeg(ofLift, fields)),
    fleets: list('fleets').map((fields) => readFleet(ofLift, fields)),
    demands: list('demands').map((fields) => readDemand(ofLift, fields)),
    gates,
    assumptions,
  }
  refuseTogether(reader, model)
  return reader.errors.length > 0 ? { refused: reader.errors.join('\n') } : model
}
