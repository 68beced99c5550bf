/**
 * The movement network as a document. Its figures are not written at nodes and legs but worked out from named
 * assumptions, so that the question "which assumption binds?" can be answered by changing one number in one place.
 */
import { DocumentReader, pathOf } from '../units/index.ts'
import type { At, Fields, Refused } from '../units/index.ts'
import type { Ask, Leg, MoveAssumption, Network, Node } from './types.ts'

/** Most nodes and legs of a network. */
export const NODES_MAX = 1_000
/** Most legs of a network. */
export const LEGS_MAX = 5_000
/** Most steps of a horizon: the model grows with it. */
export const STEPS_MAX = 400

const NODE_KINDS: readonly Node['kind'][] = ['depot', 'railhead', 'crossing', 'hub', 'issuePoint']
const UNITS: readonly MoveAssumption['unit'][] = ['h', 'kits', 'kits/h', 'km/h']
const UNRESOLVED = { kind: 'assumption', source: '' } as const

/**
 * Works every figure out from the assumptions again, with `changes` in place of the values recorded. An assumption that
 * is not there counts as 0.
 */
export function resolveNetwork(
  network: Network,
  changes: ReadonlyMap<string, number> = new Map(),
): Network {
  const byId = new Map(network.assumptions.map((assumption) => [assumption.id, assumption]))
  const value = (id: string | null): number =>
    id === null ? 0 : (changes.get(id) ?? byId.get(id)?.value ?? 0)
  const basis = (ids: readonly (string | null)[]): Node['basis'] => {
    const named = ids.flatMap((id) => (id === null ? [] : (byId.get(id) ?? [])))
    const source = named.map(({ id, title }) => `${id}: ${title}`).join('; ')
    return { kind: 'assumption', source: source === '' ? 'approximate place' : source }
  }
  return {
    ...network,
    releaseHours: value(network.delays.release),
    outloadHours: value(network.delays.outload),
    nodes: network.nodes.map((node) => ({
      ...node,
      stockKits: Math.floor(value(node.from.stock)),
      handlingKitsPerHour: node.from.handling === null ? null : value(node.from.handling),
      basis: basis([node.from.stock, node.from.handling]),
    })),
    legs: network.legs.map((leg) => ({
      ...leg,
      durationHours: value(leg.figures.dwell) + leg.distanceM / 1000 / value(leg.figures.speed),
      capacityKitsPerHour: value(leg.figures.capacity),
      basis: basis([leg.figures.speed, leg.figures.dwell, leg.figures.capacity]),
    })),
  }
}

interface Reading {
  readonly reader: DocumentReader
  readonly assumptions: ReadonlyMap<string, MoveAssumption>
}

/** The id of an assumption with the unit that is needed here. */
function readFigure(
  { reader, assumptions }: Reading,
  fields: Fields,
  key: string,
  unit: MoveAssumption['unit'],
): string {
  const id = reader.text(fields, key)
  const found = assumptions.get(id)
  if (id !== '' && found === undefined)
    reader.refuse(
      pathOf(fields, key),
      `names "${id}", which is no assumption here; add it to assumptions`,
    )
  else if (found !== undefined && found.unit !== unit)
    reader.refuse(
      pathOf(fields, key),
      `names ${id}, which is in ${found.unit}; name one in ${unit}`,
    )
  return id
}

const isAbsent = (fields: Fields, key: string): boolean =>
  fields.value[key] === undefined || fields.value[key] === null

function readNode(reading: Reading, fields: Fields): Node {
  const { reader } = reading
  const kind = reader.oneOf(fields, 'kind', NODE_KINDS)
  if (kind !== 'depot' && !isAbsent(fields, 'stock'))
    reader.refuse(
      pathOf(fields, 'stock'),
      `stands at a ${kind}; only a depot holds stock at hour 0`,
    )
  return {
    id: reader.text(fields, 'id'),
    title: reader.text(fields, 'title'),
    kind,
    position: {
      lonDeg: reader.number(fields, 'lonDeg', { min: -180, max: 180 }),
      latDeg: reader.number(fields, 'latDeg', { min: -90, max: 90 }),
    },
    country: reader.text(fields, 'country'),
    fictional: !isAbsent(fields, 'fictional') && reader.boolean(fields, 'fictional'),
    stockKits: 0,
    handlingKitsPerHour: null,
    from: {
      stock: kind === 'depot' ? readFigure(reading, fields, 'stock', 'kits') : null,
      handling: isAbsent(fields, 'handling')
        ? null
        : readFigure(reading, fields, 'handling', 'kits/h'),
    },
    basis: UNRESOLVED,
  }
}

function readLeg(reading: Reading, fields: Fields, nodes: ReadonlyMap<string, Node>): Leg {
  const { reader } = reading
  const end = (key: 'from' | 'to', never: Node['kind']): string => {
    const id = reader.text(fields, key)
    const node = nodes.get(id)
    if (id !== '' && node === undefined)
      reader.refuse(
        pathOf(fields, key),
        `names "${id}", which is no node here; add it or correct the id`,
      )
    else if (node?.kind === never)
      reader.refuse(
        pathOf(fields, key),
        `a leg may not run ${key} the ${never} ${id}; turn it round`,
      )
    return id
  }
  const mode = reader.oneOf(fields, 'mode', ['road', 'rail'])
  const gauge = fields.value['gaugeMm']
  const gaugeMm = gauge === 1435 || gauge === 1520 ? gauge : null
  if ((mode === 'rail') !== (gaugeMm !== null))
    reader.refuse(
      pathOf(fields, 'gaugeMm'),
      'write 1435 or 1520 for rail, and leave it out for road',
    )
  return {
    id: reader.text(fields, 'id'),
    from: end('from', 'issuePoint'),
    to: end('to', 'depot'),
    mode,
    gaugeMm,
    distanceM: 1000 * reader.number(fields, 'distanceKm', { min: 1, max: 5_000 }),
    durationHours: 0,
    capacityKitsPerHour: 0,
    figures: {
      speed: readFigure(reading, fields, 'speed', 'km/h'),
      dwell: isAbsent(fields, 'dwell') ? null : readFigure(reading, fields, 'dwell', 'h'),
      capacity: readFigure(reading, fields, 'capacity', 'kits/h'),
    },
    basis: UNRESOLVED,
  }
}

function readAssumption(reader: DocumentReader, fields: Fields): MoveAssumption {
  const unit = reader.oneOf(fields, 'unit', UNITS)
  return {
    id: reader.text(fields, 'id'),
    title: reader.text(fields, 'title'),
    value: reader.number(fields, 'value', { min: unit === 'km/h' ? 1 : 0, max: 1_000_000 }),
    unit,
    owner: reader.text(fields, 'owner'),
    date: reader.text(fields, 'date'),
  }
}

/** Wagons do not change gauge by themselves: where rail meets rail of the other gauge there must be a railhead. */
function refuseGaugeBreaks(
  reader: DocumentReader,
  nodes: readonly Node[],
  legs: readonly Leg[],
): void {
  for (const [i, { id, kind }] of nodes.entries()) {
    if (kind === 'railhead') continue
    const here = legs.filter((leg) => leg.mode === 'rail' && (leg.from === id || leg.to === id))
    if (new Set(here.map(({ gaugeMm }) => gaugeMm)).size > 1)
      reader.refuse(`nodes.${i}.kind`, `two gauges meet at ${id}, a ${kind}; make it a railhead`)
  }
}

function readAsk(reader: DocumentReader, root: Fields): Ask {
  const fields = reader.map(root, 'ask')
  const troops = reader.number(fields, 'troops', { min: 1, max: 1_000_000 })
  const horizonHours = reader.number(fields, 'horizonHours', { min: 1, max: 2_000 })
  const stepHours = reader.number(fields, 'stepHours', { min: 1, max: 24 })
  if (horizonHours % stepHours !== 0)
    reader.refuse(
      'ask.stepHours',
      `${stepHours} does not divide ${horizonHours}; write a divisor of the horizon`,
    )
  if (horizonHours / stepHours > STEPS_MAX)
    reader.refuse('ask.stepHours', `makes more than ${STEPS_MAX} steps; write a longer step`)
  return { troops, horizonHours, stepHours }
}

/** Reads a network. The refusal holds one line for each error: its place, what is wrong, how to mend it. */
export function parseNetwork(value: unknown, at: At): Network | Refused {
  const reader = new DocumentReader(at)
  const root = reader.root(value)
  const assumptions = reader
    .maps(root, 'assumptions', LEGS_MAX)
    .map((item) => readAssumption(reader, item))
  const reading = { reader, assumptions: new Map(assumptions.map((item) => [item.id, item])) }
  const nodes = reader.maps(root, 'nodes', NODES_MAX).map((item) => readNode(reading, item))
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const legs = reader.maps(root, 'legs', LEGS_MAX).map((item) => readLeg(reading, item, byId))
  for (const [key, items] of Object.entries({ assumptions, nodes, legs }))
    reader.refuseRepeats(
      items.map(({ id }) => id),
      (i) => `${key}.${i}.id`,
    )
  refuseGaugeBreaks(reader, nodes, legs)
  const network: Network = {
    id: reader.text(root, 'id'),
    title: reader.text(root, 'title'),
    notice: reader.text(root, 'notice'),
    ask: readAsk(reader, root),
    releaseHours: 0,
    outloadHours: 0,
    delays: {
      release: readFigure(reading, root, 'release', 'h'),
      outload: readFigure(reading, root, 'outload', 'h'),
    },
    nodes,
    legs,
    assumptions,
  }
  return reader.errors.length > 0 ? { refused: reader.errors.join('\n') } : resolveNetwork(network)
}
