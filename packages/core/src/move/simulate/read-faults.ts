/** The fault model as a document: every field is checked, against the model that it is about. */
import { DocumentReader, pathOf } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'
import type { MovementModel } from '../model/index.ts'
import { readDistribution } from './distribution.ts'
import { befallsLeg, befallsNode, FAULT_KINDS } from './faults.ts'
import type {
  BorderLanes,
  CombinedFault,
  Fault,
  FaultBasis,
  FaultKind,
  FaultModel,
  FaultPolicy,
  Variation,
} from './faults.ts'

/** Most faults, and most combined ones, of a fault model. */
export const FAULTS_MAX = 5_000
/** Longest duration or latest start of a fault, and longest service or delay, hours. */
export const FAULT_HOURS_MAX = 10_000
/** Most lanes of a crossing. */
export const LANES_MAX = 10_000

const HOURS = { min: 0, max: FAULT_HOURS_MAX }
const KEYS = ['format', 'version', 'id', 'title', 'faults', 'combined', 'variation', 'policy']

const isAbsent = (fields: Fields, key: string): boolean =>
  fields.value[key] === undefined || fields.value[key] === null

function refuseUnknown(reader: DocumentReader, fields: Fields, known: readonly string[]): void {
  for (const key of Object.keys(fields.value))
    if (!known.includes(key))
      reader.refuse(
        pathOf(fields, key),
        `is not known here; write one of ${known.join(', ')}, or leave it out`,
      )
}

function readBasis(reader: DocumentReader, parent: Fields): FaultBasis {
  const fields = reader.map(parent, 'basis')
  refuseUnknown(reader, fields, ['kind', 'owner', 'date', 'source'])
  const date = reader.text(fields, 'date')
  if (date !== '' && !/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(date))
    reader.refuse(pathOf(fields, 'date'), `is "${date}"; write a date such as 2026-03-01`)
  return {
    kind: reader.oneOf(fields, 'kind', ['assumption']),
    owner: reader.text(fields, 'owner'),
    date,
    source: reader.text(fields, 'source'),
  }
}

/** A number that only one kind of fault has: asked for there, refused elsewhere. */
function readOwn(
  reader: DocumentReader,
  fields: Fields,
  key: string,
  { isOwn, of, min, max }: { isOwn: boolean; of: FaultKind; min: number; max: number },
): number | null {
  if (isOwn) return reader.number(fields, key, { min, max })
  if (!isAbsent(fields, key))
    reader.refuse(pathOf(fields, key), `belongs to ${of} only; leave it out or write null`)
  return null
}

/** The node or leg that a fault befalls; the one that it does not is null. */
function readPlace(
  reader: DocumentReader,
  fields: Fields,
  kind: FaultKind,
  model: MovementModel,
): Pick<Fault, 'node' | 'leg'> {
  const isOfLeg = kind === 'railCut' || kind === 'roadCut'
  const [key, other] = isOfLeg ? (['leg', 'node'] as const) : (['node', 'leg'] as const)
  if (!isAbsent(fields, other))
    reader.refuse(
      pathOf(fields, other),
      `stands at a ${kind}, which befalls a ${key}; leave it out or write null`,
    )
  const id = reader.text(fields, key)
  const leg = isOfLeg ? model.legs.find((one) => one.id === id) : undefined
  const node = isOfLeg ? undefined : model.nodes.find((one) => one.id === id)
  const path = pathOf(fields, key)
  if (id !== '' && leg === undefined && node === undefined)
    reader.refuse(path, `names "${id}", which is no ${key} of model ${model.id}; correct the id`)
  else if ((leg && !befallsLeg(kind, leg)) || (node && !befallsNode(kind, node)))
    reader.refuse(
      path,
      `names ${id}, ${leg ? `a leg of ${leg.mode}` : `a ${node?.kind ?? 'node'}`}, which ${kind} cannot befall; name another`,
    )
  return isOfLeg ? { node: null, leg: id } : { node: id, leg: null }
}

const FAULT_KEYS = [
  'id',
  'title',
  'kind',
  'node',
  'leg',
  'chance',
  'startHour',
  'durationHours',
  'stockLost',
  'slowdown',
  'basis',
]

function readFault(reader: DocumentReader, fields: Fields, model: MovementModel): Fault {
  refuseUnknown(reader, fields, FAULT_KEYS)
  const kind = reader.oneOf(fields, 'kind', FAULT_KINDS)
  return {
    id: reader.text(fields, 'id'),
    title: reader.text(fields, 'title'),
    kind,
    ...readPlace(reader, fields, kind, model),
    chance: reader.number(fields, 'chance', { min: 0, max: 1 }),
    startHour: readDistribution(reader, fields, 'startHour', HOURS),
    durationHours: readDistribution(reader, fields, 'durationHours', HOURS),
    stockLost: readOwn(reader, fields, 'stockLost', {
      isOwn: kind === 'depotStruck',
      of: 'depotStruck',
      min: 0,
      max: 1,
    }),
    slowdown: readOwn(reader, fields, 'slowdown', {
      isOwn: kind === 'cyberOutage',
      of: 'cyberOutage',
      min: 1,
      max: 1_000,
    }),
    basis: readBasis(reader, fields),
  }
}

function readCombined(
  reader: DocumentReader,
  fields: Fields,
  known: ReadonlySet<string>,
): CombinedFault {
  refuseUnknown(reader, fields, ['id', 'title', 'chance', 'faults', 'startHour', 'basis'])
  const faults = reader.texts(fields, 'faults', FAULTS_MAX)
  const path = pathOf(fields, 'faults')
  for (const [i, id] of faults.entries())
    if (id !== '' && !known.has(id))
      reader.refuse(`${path}.${i}`, `names "${id}", which is none of the faults; add it to faults`)
  reader.refuseRepeats(faults, (i) => `${path}.${i}`)
  if (faults.length < 2) reader.refuse(path, 'has fewer than two faults; name those that it brings')
  return {
    id: reader.text(fields, 'id'),
    title: reader.text(fields, 'title'),
    chance: reader.number(fields, 'chance', { min: 0, max: 1 }),
    faults,
    startHour: readDistribution(reader, fields, 'startHour', HOURS),
    basis: readBasis(reader, fields),
  }
}

function readLanes(reader: DocumentReader, fields: Fields, model: MovementModel): BorderLanes {
  refuseUnknown(reader, fields, ['node', 'lanes', 'serviceHours', 'basis'])
  const id = reader.text(fields, 'node')
  const node = model.nodes.find((one) => one.id === id)
  if (id !== '' && node?.kind !== 'crossing')
    reader.refuse(
      pathOf(fields, 'node'),
      `names "${id}", which is no crossing of model ${model.id}; name one`,
    )
  const lanes = reader.whole(fields, 'lanes', LANES_MAX)
  if (lanes === 0) reader.refuse(pathOf(fields, 'lanes'), 'is 0; write 1 or more')
  return {
    node: id,
    lanes,
    serviceHours: readDistribution(reader, fields, 'serviceHours', HOURS),
    basis: readBasis(reader, fields),
  }
}

function readVariation(
  reader: DocumentReader,
  root: Fields,
  model: MovementModel,
): Variation | null {
  if (isAbsent(root, 'variation')) return null
  const fields = reader.map(root, 'variation')
  refuseUnknown(reader, fields, ['travel', 'loadingHours', 'border', 'basis'])
  const border = reader
    .maps(fields, 'border', model.nodes.length)
    .map((item) => readLanes(reader, item, model))
  reader.refuseRepeats(
    border.map(({ node }) => node),
    (i) => `${pathOf(fields, 'border')}.${i}.node`,
  )
  return {
    travel: readDistribution(reader, fields, 'travel', { min: 0, max: 1_000 }),
    loadingHours: readDistribution(reader, fields, 'loadingHours', HOURS),
    border,
    basis: readBasis(reader, fields),
  }
}

function readPolicy(reader: DocumentReader, root: Fields): FaultPolicy {
  const fields = reader.map(root, 'policy')
  refuseUnknown(reader, fields, ['cutLeg', 'afterHours', 'order'])
  return {
    cutLeg: reader.oneOf(fields, 'cutLeg', ['wait', 'around']),
    afterHours: reader.number(fields, 'afterHours', HOURS),
    order: reader.oneOf(fields, 'order', ['firstCome', 'loadedFirst']),
  }
}

/** Reads the fault model of `model`. The refusal holds one line for each error: its place, what is wrong, how to mend it. */
export function readFaultModel(value: unknown, model: MovementModel, at: At): FaultModel | Refused {
  const reader = new DocumentReader(at)
  const root = reader.root(value)
  refuseUnknown(reader, root, KEYS)
  if (root.value['version'] !== 1) reader.refuse('version', 'is not 1; write 1')
  const faults = reader.maps(root, 'faults', FAULTS_MAX).map((one) => readFault(reader, one, model))
  const known = new Set(faults.map(({ id }) => id))
  const combined = isAbsent(root, 'combined')
    ? []
    : reader.maps(root, 'combined', FAULTS_MAX).map((one) => readCombined(reader, one, known))
  for (const [key, items] of Object.entries({ faults, combined }))
    reader.refuseRepeats(
      items.map(({ id }) => id),
      (i) => `${key}.${i}.id`,
    )
  const read: FaultModel = {
    format: reader.oneOf(root, 'format', ['holdfast.movement-faults']),
    version: 1,
    id: reader.text(root, 'id'),
    title: reader.text(root, 'title'),
    faults,
    combined,
    variation: readVariation(reader, root, model),
    policy: readPolicy(reader, root),
  }
  return reader.errors.length > 0 ? { refused: reader.errors.join('\n') } : read
}
