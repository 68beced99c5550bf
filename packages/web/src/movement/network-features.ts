// The network of a plan as features of the map: what each leg carries, what binds, what a chosen fault befalls.
import type { Feature, FeatureCollection } from 'geojson'
import type { ChosenFault } from '@holdfast/core/move/contingency'
import type { MovementModel, MovementTold } from '@holdfast/core/move/model'
import { FAULT_WORDS, figure, plural } from './words.ts'

/** How many bottlenecks the map marks: the ones of greatest worth. */
export const BOUND_SHOWN_MAX = 8

/** Words for the kinds of places. */
const KIND_WORDS: Readonly<Record<string, string>> = {
  depot: 'depot',
  railhead: 'railhead',
  crossing: 'border crossing',
  port: 'port',
  airfield: 'airfield',
  hub: 'hub',
  storage: 'protected storage',
  site: 'site',
  issuePoint: 'issue point',
}
/** The features of the map. */
export interface NetworkFeatures {
  readonly legs: FeatureCollection
  readonly nodes: FeatureCollection
  /** West, south, east, north of what the plan uses, degrees; of every node where it uses none. */
  readonly bounds: readonly [number, number, number, number]
}

/** Kits that each leg carries in the plan: units by what share of a kit's room each takes. */
export function loadsOf(model: MovementModel, { bars }: MovementTold): ReadonlyMap<string, number> {
  const share = new Map(model.commodities.map(({ id, kitShare }) => [id, kitShare]))
  const loads = new Map<string, number>()
  for (const { leg, load } of bars) {
    const kits = Object.entries(load).reduce(
      (sum, [commodity, units]) => sum + units * (share.get(commodity) ?? 1),
      0,
    )
    loads.set(leg, (loads.get(leg) ?? 0) + kits)
  }
  return loads
}

/** What marks a leg or node: its bottleneck's words, its faults' words. */
function marksOf(told: MovementTold, faults: readonly ChosenFault[]) {
  const bound = new Map<string, string>()
  for (const { kind, id, words } of told.bottlenecks.slice(0, BOUND_SHOWN_MAX))
    if (kind !== 'fleet' && !bound.has(id)) bound.set(id, words)
  const struck = new Map<string, string>()
  for (const { kind, on, fromHour, untilHour } of faults) {
    const words = `${FAULT_WORDS[kind]}, hour ${fromHour} to ${untilHour}`
    struck.set(on, struck.has(on) ? `${struck.get(on) ?? ''}; ${words}` : words)
  }
  return (id: string) => ({ bound: bound.get(id) ?? '', struck: struck.get(id) ?? '' })
}

/** Lines that are said of a thing under the pointer; empty ones left out. */
const linesOf = (...lines: readonly string[]): string =>
  JSON.stringify(lines.filter((line) => line !== ''))

/** What stands beside a sign on the map: the sign tells what kind it is, and the notice what is fictional. */
const shortTitle = (title: string): string =>
  title.replace(/ \(fictional.*\)$/, '').replace(/^(Issue point|Hub), /, '')

/** The features of a plan on its network; `faults` are those that it was made under. */
export function networkFeatures(
  model: MovementModel,
  told: MovementTold,
  faults: readonly ChosenFault[],
): NetworkFeatures {
  const loads = loadsOf(model, told)
  const most = Math.max(1, ...loads.values())
  const marks = marksOf(told, faults)
  const nodes = new Map(model.nodes.map((node) => [node.id, node]))
  const legs = model.legs.flatMap((leg): Feature[] => {
    const [from, to] = [nodes.get(leg.from), nodes.get(leg.to)]
    if (from === undefined || to === undefined) return []
    const kits = loads.get(leg.id) ?? 0
    const { bound, struck } = marks(leg.id)
    const carries =
      kits === 0 ? 'carries nothing in this plan' : `carries ${figure(kits)} kits in this plan`
    return [
      {
        type: 'Feature',
        geometry: {
          type: 'LineString',
          coordinates: [from, to].map(({ position }) => [position.lonDeg, position.latDeg]),
        },
        properties: {
          id: leg.id,
          mode: leg.mode,
          share: kits / most,
          isBound: bound !== '',
          isStruck: struck !== '',
          lines: linesOf(`${from.title} → ${to.title}`, `${leg.mode}: ${carries}`, bound, struck),
        },
      },
    ]
  })
  const places = model.nodes.map((node): Feature => {
    const { bound, struck } = marks(node.id)
    const stock = node.stock.reduce((sum, { quantity }) => sum + quantity, 0)
    return {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [node.position.lonDeg, node.position.latDeg] },
      properties: {
        id: node.id,
        kind: node.kind,
        title: shortTitle(node.title),
        isBound: bound !== '',
        isStruck: struck !== '',
        lines: linesOf(
          node.title,
          `${KIND_WORDS[node.kind] ?? node.kind}, ${node.country}${node.fictional ? '; it does not exist' : ''}`,
          stock === 0 ? '' : `stock of ${plural(stock, 'unit')}`,
          bound,
          struck,
        ),
      },
    }
  })
  const used = new Set(
    model.legs.filter(({ id }) => loads.has(id)).flatMap(({ from, to }) => [from, to]),
  )
  const seen = model.nodes.filter(({ id }) => used.size === 0 || used.has(id))
  const lons = seen.map(({ position }) => position.lonDeg)
  const lats = seen.map(({ position }) => position.latDeg)
  return {
    legs: { type: 'FeatureCollection', features: legs },
    nodes: { type: 'FeatureCollection', features: places },
    bounds: [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)],
  }
}
