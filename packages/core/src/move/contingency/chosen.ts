/**
 * Faults as a planner chooses them: what happens, where, from which hour to which. Kinds and what they befall are those of
 * the simulation; here nothing is a chance.
 */
import { DocumentReader, pathOf } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'
import type { MovementModel } from '../model/index.ts'
import { befallsLeg, befallsNode, FAULT_KINDS } from '../simulate/index.ts'
import type { FaultKind } from '../simulate/index.ts'

/** Most faults chosen at once. */
export const CHOSEN_FAULTS_MAX = 20
/** Greatest slowdown of a crossing without its systems. */
const SLOWDOWN_MAX = 100

/** A fault that is taken as certain. Hours are plan hours, `[fromHour, untilHour)`. */
export interface ChosenFault {
  readonly kind: FaultKind
  /** Id of the node or leg that it befalls. */
  readonly on: string
  readonly fromHour: number
  readonly untilHour: number
  /** Share of the depot's own stock that is lost, [0, 1]; null for every kind but `depotStruck`. */
  readonly stockLost: number | null
  /** How many times slower the crossing works, 1 or more; null for every kind but `cyberOutage`. */
  readonly slowdown: number | null
}
/** What one kind of fault can befall in a model. */
export interface FaultChoice {
  readonly kind: FaultKind
  /** Ids and titles in the model's order; empty where the model has nothing that it could befall. */
  readonly on: readonly {
    readonly id: string
    readonly title: string
    /** The country that a node lies in (alpha-3); null for a leg. */
    readonly country: string | null
  }[]
}

/** Whether a fault of the kind can befall the node or leg of that id. A struck depot must hold stock of its own. */
function befalls(kind: FaultKind, id: string, model: MovementModel): boolean {
  const node = model.nodes.find((one) => one.id === id)
  if (node !== undefined)
    return befallsNode(kind, node) && (kind !== 'depotStruck' || node.stock.length > 0)
  const leg = model.legs.find((one) => one.id === id)
  return leg !== undefined && befallsLeg(kind, leg)
}

/** What each kind can befall, every kind once. */
export function faultChoices(model: MovementModel): readonly FaultChoice[] {
  const titles = new Map(model.nodes.map(({ id, title }) => [id, title]))
  const places = [
    ...model.nodes.map(({ id, title, country }) => ({ id, title, country })),
    ...model.legs.map(({ id, from, to }) => ({
      id,
      title: `${titles.get(from) ?? from} to ${titles.get(to) ?? to}`,
      country: null,
    })),
  ]
  return FAULT_KINDS.map((kind) => ({
    kind,
    on: places.filter(({ id }) => befalls(kind, id, model)),
  }))
}

function readFault(reader: DocumentReader, fields: Fields, model: MovementModel): ChosenFault {
  const known = ['kind', 'on', 'fromHour', 'untilHour', 'stockLost', 'slowdown']
  for (const key of Object.keys(fields.value))
    if (!known.includes(key))
      reader.refuse(pathOf(fields, key), `is not read here; write one of ${known.join(', ')}`)
  const kind = reader.oneOf(fields, 'kind', FAULT_KINDS)
  const on = reader.text(fields, 'on')
  const hours = { min: 0, max: model.horizonHours }
  const fromHour = reader.number(fields, 'fromHour', hours)
  const untilHour = reader.number(fields, 'untilHour', hours)
  if (on !== '' && !befalls(kind, on, model))
    reader.refuse(
      pathOf(fields, 'on'),
      `is "${on}", which ${kind} cannot befall in ${model.id}; name one of ${namesOf(kind, model)}`,
    )
  if (untilHour <= fromHour)
    reader.refuse(
      pathOf(fields, 'untilHour'),
      `is ${untilHour}, not after ${fromHour}; write the later hour`,
    )
  const isStrike = kind === 'depotStruck'
  const isOutage = kind === 'cyberOutage'
  return {
    kind,
    on,
    fromHour,
    untilHour,
    stockLost: isStrike ? reader.number(fields, 'stockLost', { min: 0, max: 1 }) : null,
    slowdown: isOutage ? reader.number(fields, 'slowdown', { min: 1, max: SLOWDOWN_MAX }) : null,
  }
}

function namesOf(kind: FaultKind, model: MovementModel): string {
  const ids = faultChoices(model).find((choice) => choice.kind === kind)?.on ?? []
  if (ids.length === 0) return 'another kind: the model has nothing of it'
  const told = ids.slice(0, 6).map(({ id }) => id)
  return `${told.join(', ')}${ids.length > told.length ? ' …' : ''}`
}

/** Reads a list of chosen faults, 1 to `CHOSEN_FAULTS_MAX`. The refusal holds one line for each error. */
export function readChosenFaults(
  value: unknown,
  model: MovementModel,
  at: At,
): readonly ChosenFault[] | Refused {
  const reader = new DocumentReader(at)
  const root = reader.root({ faults: value })
  const faults = reader
    .maps(root, 'faults', CHOSEN_FAULTS_MAX)
    .map((fields) => readFault(reader, fields, model))
  if (reader.errors.length === 0 && faults.length === 0)
    reader.refuse('faults', 'are none; choose at least one')
  return reader.errors.length > 0 ? { refused: reader.errors.join('\n') } : faults
}
