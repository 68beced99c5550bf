/**
 * A network from a GeoJSON feature collection (RFC 7946): points are nodes, lines are legs. A leg names its ends, or its
 * line ends within `snapM` of a node; its length is what it says, or that of its line. What is neither point nor line is
 * left out and counted; a feature that lacks something is a reject.
 */
import { distanceM } from '@holdfast/core/geo'
import type { Refused } from '@holdfast/core/units'
import { countryOf, IMPORT_ROWS_MAX, tally } from '../network-parts/index.ts'
import type {
  ImportedLeg,
  ImportedNode,
  ImportReject,
  NetworkParts,
} from '../network-parts/index.ts'

/** How a network is read. */
export interface GeoJsonNetworkWanted {
  /** How far a line may end from its node, metres. */
  readonly snapM: number
  /** Vehicles an hour of a leg that does not say; null: such a leg is a reject. */
  readonly vehiclesPerHour: number | null
}

const KINDS: readonly ImportedNode['kind'][] = [
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
const MODES: readonly ImportedLeg['mode'][] = ['road', 'rail', 'air', 'sea']
const VERTICES_MAX = 100_000

type Values = Readonly<Record<string, unknown>>
type Place = ImportedNode['position']
const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim().slice(0, 200) : ''

/** A position of RFC 7946, 3.1.1; null where it is none. */
function placeOf(value: unknown): Place | null {
  if (!Array.isArray(value)) return null
  const [lonDeg, latDeg]: readonly unknown[] = value
  const isGood =
    typeof lonDeg === 'number' &&
    typeof latDeg === 'number' &&
    Math.abs(lonDeg) <= 180 &&
    Math.abs(latDeg) <= 90
  return isGood ? { lonDeg, latDeg } : null
}

interface Fault {
  readonly reason: string
  readonly detail: string
}

function readNode(properties: Values, coordinates: unknown): ImportedNode | Fault {
  const position = placeOf(coordinates)
  if (position === null)
    return { reason: 'bad-position', detail: 'coordinates are no [longitude, latitude] in degrees' }
  const kind = KINDS.find((one) => one === properties['kind'])
  if (kind === undefined)
    return {
      reason: 'bad-kind',
      detail: `kind is missing or unknown; write one of ${KINDS.join(', ')}`,
    }
  const id = textOf(properties['id'])
  if (id === '') return { reason: 'no-id', detail: 'id is missing; write a text' }
  const country = textOf(properties['country'])
  if (country === '')
    return { reason: 'no-country', detail: 'country is missing; write its alpha-3 code' }
  const title = textOf(properties['title']) || textOf(properties['name']) || id
  return { id, title, kind, position, country: countryOf(country), fictional: false }
}

/** The node that a leg's end names, or the nearest one that its line ends at. */
function endOf(
  named: unknown,
  at: Place | undefined,
  given: { readonly nodes: readonly ImportedNode[]; readonly snapM: number },
): string | null {
  const id = textOf(named)
  if (id !== '') return given.nodes.some((node) => node.id === id) ? id : null
  if (at === undefined) return null
  let best: { id: string; away: number } | null = null
  for (const node of given.nodes) {
    const away = distanceM(node.position, at)
    if (away <= given.snapM && (best === null || away < best.away)) best = { id: node.id, away }
  }
  return best?.id ?? null
}

function lengthOf(line: readonly Place[]): number {
  let sum = 0
  for (const [i, at] of line.entries()) {
    const before = line[i - 1]
    if (before !== undefined) sum += distanceM(before, at)
  }
  return sum
}

function readLeg(
  properties: Values,
  coordinates: unknown,
  {
    nodes,
    wanted,
  }: { readonly nodes: readonly ImportedNode[]; readonly wanted: GeoJsonNetworkWanted },
): ImportedLeg | Fault {
  if (!Array.isArray(coordinates) || coordinates.length > VERTICES_MAX)
    return {
      reason: 'bad-line',
      detail: `coordinates are no list of at most ${VERTICES_MAX} positions`,
    }
  const line = coordinates.map((one) => placeOf(one)).filter((place) => place !== null)
  if (line.length !== coordinates.length || line.length < 2)
    return {
      reason: 'bad-line',
      detail: 'a line needs two positions [longitude, latitude] in degrees',
    }
  const mode = MODES.find((one) => one === properties['mode'])
  if (mode === undefined)
    return {
      reason: 'bad-mode',
      detail: `mode is missing or unknown; write one of ${MODES.join(', ')}`,
    }
  const gauge = properties['gaugeMm'] ?? null
  const gaugeMm = gauge === 1435 || gauge === 1520 ? gauge : null
  if ((mode === 'rail') !== (gaugeMm !== null))
    return {
      reason: 'bad-gauge',
      detail: 'write gaugeMm 1435 or 1520 for rail, and leave it out for every other mode',
    }
  const snap = { nodes, snapM: wanted.snapM }
  const [from, to] = [
    endOf(properties['from'], line[0], snap),
    endOf(properties['to'], line.at(-1), snap),
  ]
  if (from === null || to === null || from === to)
    return {
      reason: 'no-end',
      detail: `its ends are no two nodes of the file; name from and to, or end within ${wanted.snapM} m of them`,
    }
  const rate = properties['vehiclesPerHour'] ?? wanted.vehiclesPerHour
  if (typeof rate !== 'number' || !(rate >= 0.001 && rate <= 500))
    return {
      reason: 'no-capacity',
      detail: 'vehiclesPerHour is missing; write a number from 0.001 to 500',
    }
  const said = properties['distanceM']
  const metres =
    typeof said === 'number' && said > 0 && said <= 20_000_000 ? said : Math.round(lengthOf(line))
  return {
    id: textOf(properties['id']) || `${from}--${to}-${mode}`,
    from,
    to,
    mode,
    gaugeMm,
    distanceM: metres,
    vehiclesPerHour: rate,
  }
}

interface Feature {
  readonly at: number
  readonly type: unknown
  readonly coordinates: unknown
  readonly properties: Values
}

function featureOf(value: unknown, at: number): Feature | null {
  if (!isValues(value) || value['type'] !== 'Feature' || !isValues(value['geometry'])) return null
  const { type, coordinates } = value['geometry']
  return {
    at,
    type,
    coordinates,
    properties: isValues(value['properties']) ? value['properties'] : {},
  }
}

/** Reads a feature collection; refused where the value is none. */
export function readGeoJsonNetwork(
  value: unknown,
  wanted: GeoJsonNetworkWanted,
): NetworkParts | Refused {
  if (
    !isValues(value) ||
    value['type'] !== 'FeatureCollection' ||
    !Array.isArray(value['features'])
  )
    return {
      refused:
        'is no GeoJSON feature collection; write type FeatureCollection with a list of features',
    }
  const all: readonly unknown[] = value['features']
  if (all.length > IMPORT_ROWS_MAX)
    return { refused: `has ${all.length} features, more than ${IMPORT_ROWS_MAX}; split it` }
  const [rejects, left]: [ImportReject[], string[]] = [[], []]
  const features: Feature[] = []
  for (const [at, one] of all.entries()) {
    const feature = featureOf(one, at)
    if (feature === null)
      rejects.push({ at, reason: 'no-feature', detail: 'is no feature with a geometry' })
    else if (feature.type === 'Point' || feature.type === 'LineString') features.push(feature)
    else left.push('other-geometry')
  }
  const nodes = new Map<string, ImportedNode>()
  const legs = new Map<string, ImportedLeg>()
  const keep = <T extends { readonly id: string }>(
    kept: Map<string, T>,
    read: T | Fault,
    at: number,
  ): void => {
    if ('reason' in read) rejects.push({ at, ...read })
    else if (kept.has(read.id))
      rejects.push({ at, reason: 'repeated', detail: `${read.id} is there twice; keep one` })
    else kept.set(read.id, read)
  }
  for (const { at, type, coordinates, properties } of features)
    if (type === 'Point') keep(nodes, readNode(properties, coordinates), at)
  const known = [...nodes.values()]
  for (const { at, type, coordinates, properties } of features)
    if (type === 'LineString')
      keep(legs, readLeg(properties, coordinates, { nodes: known, wanted }), at)
  return {
    nodes: known,
    legs: [...legs.values()],
    rejects: rejects.toSorted((a, b) => a.at - b.at),
    left: tally(left),
  }
}
