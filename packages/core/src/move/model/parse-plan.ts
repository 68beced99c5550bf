/**
 * Reads a movement plan back. What it names and whether it can be carried out is for the replay; here it is only made sure
 * that the replay, the simulation and re-planning have something to look at.
 */
import { DocumentReader } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'
import { HORIZON_HOURS_MAX, QUANTITY_MAX } from './figures.ts'
import type { MoveBottleneck, MovePlan } from './types.ts'

/** Most items of one list of a plan. */
export const PLAN_ITEMS_MAX = 1_000_000
const WORTH_MAX = 1e12
const KINDS: readonly MoveBottleneck['kind'][] = [
  'leg',
  'return',
  'in',
  'out',
  'rail',
  'storage',
  'fleet',
  'stock',
]

const isPair = (pair: unknown): pair is readonly [number, number] =>
  Array.isArray(pair) &&
  pair.length === 2 &&
  pair.every((part) => typeof part === 'number' && part >= 0 && part <= WORTH_MAX)

class PlanReader {
  readonly reader: DocumentReader

  constructor(at: At) {
    this.reader = new DocumentReader(at)
  }

  list(fields: Fields, key: string): readonly Fields[] {
    return this.reader.maps(fields, key, PLAN_ITEMS_MAX)
  }

  hour(fields: Fields, key: string): number {
    return this.reader.number(fields, key, { min: 0, max: HORIZON_HOURS_MAX })
  }

  worth(fields: Fields, key: string): number {
    return this.reader.number(fields, key, { min: 0, max: WORTH_MAX })
  }

  textOrNull(fields: Fields, key: string): string | null {
    return fields.value[key] === null ? null : this.reader.text(fields, key)
  }

  /** A list of pairs of an hour and an amount. */
  pairs(fields: Fields, key: string): readonly (readonly [number, number])[] {
    const { reader } = this
    const value = fields.value[key]
    if (Array.isArray(value) && value.length <= PLAN_ITEMS_MAX && value.every(isPair)) return value
    reader.refuse(
      fields.path === '' ? key : `${fields.path}.${key}`,
      'is no list of pairs [hour, amount]; write them',
    )
    return []
  }

  load(fields: Fields): Readonly<Record<string, number>> {
    const load = this.reader.map(fields, 'load')
    return Object.fromEntries(
      Object.keys(load.value).map((commodity) => [
        commodity,
        this.reader.whole(load, commodity, QUANTITY_MAX),
      ]),
    )
  }

  move(fields: Fields) {
    const { reader } = this
    return {
      leg: reader.text(fields, 'leg'),
      fleet: reader.text(fields, 'fleet'),
      vehicles: reader.whole(fields, 'vehicles', QUANTITY_MAX),
      departHour: this.hour(fields, 'departHour'),
      arriveHour: this.hour(fields, 'arriveHour'),
    }
  }

  bottleneck(fields: Fields): MoveBottleneck {
    const { reader } = this
    const priced = fields.value['priced'] === null ? null : reader.map(fields, 'priced')
    return {
      id: reader.text(fields, 'id'),
      kind: reader.oneOf(fields, 'kind', KINDS),
      worthPerUnit: this.worth(fields, 'worthPerUnit'),
      unit: reader.text(fields, 'unit'),
      priced:
        priced === null
          ? null
          : {
              added: reader.text(priced, 'added'),
              moreArmed: reader.whole(priced, 'moreArmed', QUANTITY_MAX),
              byHour: this.hour(priced, 'byHour'),
            },
      words: reader.text(fields, 'words'),
    }
  }
}

/** The lists of moves of a plan. */
function readMoves(plan: PlanReader, root: Fields) {
  const { reader } = plan
  return {
    serials: plan.list(root, 'serials').map((fields) => ({
      id: reader.text(fields, 'id'),
      ...plan.move(fields),
      load: plan.load(fields),
    })),
    empties: plan.list(root, 'empties').map((fields) => ({
      ...plan.move(fields),
      direction: reader.oneOf(fields, 'direction', ['forward', 'back']),
    })),
    handlings: plan.list(root, 'handlings').map((fields) => ({
      node: reader.text(fields, 'node'),
      stage: reader.oneOf(fields, 'stage', ['in', 'rail', 'out']),
      commodity: reader.text(fields, 'commodity'),
      hour: plan.hour(fields, 'hour'),
      quantity: reader.whole(fields, 'quantity', QUANTITY_MAX),
    })),
    signings: plan.list(root, 'signings').map((fields) => ({
      demand: reader.text(fields, 'demand'),
      hour: plan.hour(fields, 'hour'),
      quantity: reader.whole(fields, 'quantity', QUANTITY_MAX),
    })),
  }
}

/** Reads a movement plan; the refusal holds one line for each error. */
export function parseMovePlan(value: unknown, at: At): MovePlan | Refused {
  const plan = new PlanReader(at)
  const { reader } = plan
  const root = reader.root(value)
  if (root.value['format'] !== 'holdfast.movement-plan' || root.value['version'] !== 1)
    return {
      refused: `${at('format')}: is no movement plan of version 1; give a plan of \`move solve\``,
    }
  const ask = reader.map(root, 'ask')
  const read: MovePlan = {
    format: 'holdfast.movement-plan',
    version: 1,
    model: reader.text(root, 'model'),
    status: reader.oneOf(root, 'status', ['optimal', 'feasible', 'failed']),
    reason: plan.textOrNull(root, 'reason'),
    objective: plan.worth(root, 'objective'),
    bound: plan.worth(root, 'bound'),
    gap: reader.number(root, 'gap', { min: 0, max: 1 }),
    horizonHours: reader.positive(root, 'horizonHours', HORIZON_HOURS_MAX),
    stepHours: reader.positive(root, 'stepHours', 24),
    ask: { kits: reader.whole(ask, 'kits', QUANTITY_MAX), byHour: plan.hour(ask, 'byHour') },
    armedByHour: plan.pairs(root, 'armedByHour'),
    ...readMoves(plan, root),
    stocks: plan.list(root, 'stocks').map((fields) => ({
      node: reader.text(fields, 'node'),
      commodity: reader.text(fields, 'commodity'),
      points: plan.pairs(fields, 'points'),
    })),
    bottlenecks: plan.list(root, 'bottlenecks').map((fields) => plan.bottleneck(fields)),
    bindingAssumptions: plan.list(root, 'bindingAssumptions').map((fields) => ({
      id: reader.text(fields, 'id'),
      told: reader.text(fields, 'told'),
      worth: plan.worth(fields, 'worth'),
    })),
    executedUntilHour: plan.hour(root, 'executedUntilHour'),
  }
  return reader.errors.length > 0 ? { refused: reader.errors.join('\n') } : read
}
