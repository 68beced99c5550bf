import { pathOf } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'
import type { Position } from '../../geo/index.ts'
import { FigureReader } from '../figures/index.ts'
import type { Changes } from '../figures/index.ts'
import type { Post, Road, RoadNode, RosterRules, Site, SitesPlan } from './types.ts'

/** Most sites of a plan, and most candidates for a hub. */
export const SITES_MAX = 200
/** Most nodes of the road network. */
export const ROAD_NODES_MAX = 1_000
/** Most roads of the network. */
export const ROADS_MAX = 5_000
/** Most posts of a site. */
export const POSTS_MAX = 100

const POSITION_KEYS = ['lonDeg', 'latDeg']

function readPosition(reader: FigureReader, fields: Fields): Position {
  return {
    lonDeg: reader.number(fields, 'lonDeg', { min: -180, max: 180 }),
    latDeg: reader.number(fields, 'latDeg', { min: -90, max: 90 }),
  }
}

function readRules(reader: FigureReader, root: Fields): RosterRules {
  const fields = reader.map(root, 'rules')
  reader.only(fields, ['shift', 'weeklyHours', 'rest', 'handOver', 'leave', 'sick', 'training'])
  const share = { unit: 'share', min: 0, max: 0.9 }
  return {
    shiftHours: reader.figure(fields, 'shift', { unit: 'h', min: 1, max: 24 }),
    weeklyHours: reader.figure(fields, 'weeklyHours', { unit: 'h/week', min: 8, max: 100 }),
    restHours: reader.figure(fields, 'rest', { unit: 'h', min: 0, max: 96 }),
    handOverHours: reader.figure(fields, 'handOver', { unit: 'h', min: 0, max: 4 }),
    leaveShare: reader.figure(fields, 'leave', share),
    sickShare: reader.figure(fields, 'sick', share),
    trainingShare: reader.figure(fields, 'training', share),
  }
}

function readPost(reader: FigureReader, fields: Fields): Post {
  reader.only(fields, ['id', 'title', 'guards', 'hours'])
  return {
    id: reader.id(fields, 'id'),
    title: reader.text(fields, 'title'),
    guards: reader.wholeFigure(fields, 'guards', { unit: 'guards', min: 1, max: 1_000 }),
    hoursPerDay: reader.figure(fields, 'hours', { unit: 'h/day', min: 1, max: 24 }),
  }
}

function readSite(reader: FigureReader, fields: Fields, nodes: readonly string[]): Site {
  reader.only(fields, ['id', 'title', 'kind', ...POSITION_KEYS, 'node', 'weight', 'posts'])
  const posts = reader.maps(fields, 'posts', POSTS_MAX).map((one) => readPost(reader, one))
  reader.refuseRepeats(
    posts.map(({ id }) => id),
    (i) => `${pathOf(fields, 'posts')}.${i}.id`,
  )
  return {
    id: reader.id(fields, 'id'),
    title: reader.text(fields, 'title'),
    kind: reader.text(fields, 'kind'),
    position: readPosition(reader, fields),
    node: reader.known(fields, 'node', { ids: nodes, noun: 'node' }),
    weight: reader.figure(fields, 'weight', { unit: 'weight', min: 0.001, max: 1_000 }),
    posts,
  }
}

function readNodes(reader: FigureReader, root: Fields): readonly RoadNode[] {
  const nodes = reader.maps(root, 'nodes', ROAD_NODES_MAX).map((one): RoadNode => {
    reader.only(one, ['id', 'title', ...POSITION_KEYS])
    return {
      id: reader.id(one, 'id'),
      title: reader.text(one, 'title'),
      position: readPosition(reader, one),
    }
  })
  reader.refuseRepeats(
    nodes.map(({ id }) => id),
    (i) => `nodes.${i}.id`,
  )
  return nodes
}

function readRoad(reader: FigureReader, fields: Fields, nodes: readonly string[]): Road {
  reader.only(fields, ['a', 'b', 'km', 'speed'])
  const end = (key: string): string => reader.known(fields, key, { ids: nodes, noun: 'node' })
  const road = {
    a: end('a'),
    b: end('b'),
    km: reader.number(fields, 'km', { min: 0.1, max: 5_000 }),
    speedKmh: reader.figure(fields, 'speed', { unit: 'km/h', min: 1, max: 200 }),
  }
  if (road.a !== '' && road.a === road.b)
    reader.refuse(pathOf(fields, 'b'), `is ${road.b}, where the road begins; name its other end`)
  return road
}

/** Nodes of a list, each once. */
function readNodeList(
  reader: FigureReader,
  fields: Fields,
  key: string,
  nodes: readonly string[],
): readonly string[] {
  const list = reader.texts(fields, key, SITES_MAX)
  for (const [i, id] of list.entries())
    if (id !== '' && !nodes.includes(id))
      reader.refuse(
        `${pathOf(fields, key)}.${i}`,
        `names "${id}", which is no node here; add it or correct the id`,
      )
  reader.refuseRepeats(list, (i) => `${pathOf(fields, key)}.${i}`)
  if (list.length === 0) reader.refuse(pathOf(fields, key), 'is empty; name at least one node')
  return list
}

function readSiting(
  reader: FigureReader,
  root: Fields,
  nodes: readonly string[],
): SitesPlan['siting'] {
  if (!reader.has(root, 'siting')) return null
  const fields = reader.map(root, 'siting')
  reader.only(fields, ['candidates', 'hubs'])
  const candidates = readNodeList(reader, fields, 'candidates', nodes)
  const hubs = reader.wholeFigure(fields, 'hubs', { unit: 'hubs', min: 1, max: SITES_MAX })
  if (candidates.length > 0 && hubs > candidates.length)
    reader.refuse(
      pathOf(fields, 'hubs'),
      `asks for ${hubs} hubs of ${candidates.length} candidates; ask for fewer, or name more`,
    )
  return { candidates, hubs }
}

/** Reads the sites part of a plan (`kind: sites`); `changes` put other values in the place of assumptions. */
export function parseSitesPlan(value: unknown, at: At, changes?: Changes): SitesPlan | Refused {
  const reader = new FigureReader(at, changes)
  const root = reader.open(value, 'sites', [
    'rules',
    'nodes',
    'roads',
    'sites',
    'response',
    'siting',
  ])
  const nodes = readNodes(reader, root)
  const ids = nodes.map(({ id }) => id)
  const roads = reader.maps(root, 'roads', ROADS_MAX).map((one) => readRoad(reader, one, ids))
  const sites = reader.maps(root, 'sites', SITES_MAX).map((one) => readSite(reader, one, ids))
  if (sites.length === 0) reader.refuse('sites', 'is empty; write at least one site')
  reader.refuseRepeats(
    sites.map(({ id }) => id),
    (i) => `sites.${i}.id`,
  )
  const fields = reader.map(root, 'response')
  reader.only(fields, ['hubs', 'ready', 'limit'])
  const response = {
    hubs: readNodeList(reader, fields, 'hubs', ids),
    readyMinutes: reader.figure(fields, 'ready', { unit: 'min', min: 0, max: 1_440 }),
    limitMinutes: reader.figure(fields, 'limit', { unit: 'min', min: 1, max: 10_080 }),
  }
  const siting = readSiting(reader, root, ids)
  const rules = readRules(reader, root)
  return reader.finish((head) => ({ ...head, rules, sites, nodes, roads, response, siting }))
}
