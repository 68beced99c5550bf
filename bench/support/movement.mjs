/**
 * A seeded movement model of the asked size: 60 nodes, 150 legs, three fleets (trucks, trains of 1435 and of 1520 mm),
 * 50,000 kits asked within 96 h in steps of 2 h. Depots in the west, railheads and crossings at a border, hubs behind it,
 * issue points behind those; every figure varies by the seed. With six commodities a kit weighs 120 kg in six parts.
 */
import { seededRandom } from '../../packages/core/dist/units/index.js'

const KIT = [{ id: 'kit', title: 'Complete kits', unit: 'kit', perKit: 1, kitShare: 1 }]
const PARTS = [
  { id: 'weapons', perKit: 12 },
  { id: 'ammunition', perKit: 60 },
  { id: 'protection', perKit: 16 },
  { id: 'radios', perKit: 4 },
  { id: 'medical', perKit: 6 },
  { id: 'crew-weapons', perKit: 22 },
].map(({ id, perKit }) => ({ id, title: id, unit: 'kg', perKit, kitShare: 1 / 120 }))
const COUNTS = { depot: 8, railhead: 5, crossing: 7, hub: 10, storage: 4, issuePoint: 26 }
const LEGS = 150

/**
 * @param {number} seed
 * @param {{ form?: 'kit' | 'detailed', kits?: number }} [options]
 */
export function movementModel(seed, { form = 'kit', kits = 50_000 } = {}) {
  const random = seededRandom(seed)
  const whole = (/** @type {number} */ low, /** @type {number} */ high) =>
    low + Math.floor(random() * (high - low + 1))
  const commodities = form === 'kit' ? KIT : PARTS
  const perVehicle = (/** @type {number} */ kitsEach) =>
    Object.fromEntries(
      commodities.map(({ id }) => [id, form === 'kit' ? kitsEach : kitsEach * 120]),
    )
  const nodes = nodesOf({ whole, commodities })
  const ids = (/** @type {string} */ kind) =>
    nodes.filter((node) => node.kind === kind).map(({ id }) => id)
  const legs = legsOf({ whole, nodes, ids })
  const fleet = (
    /** @type {string} */ id,
    /** @type {string} */ mode,
    /** @type {number | null} */ gaugeMm,
    /** @type {{ load: number, speedKmh: number, at: string[], count: number }} */ lift,
  ) => ({
    id,
    title: id,
    mode,
    gaugeMm,
    speedKmh: lift.speedKmh,
    loads: perVehicle(lift.load),
    vehicles: lift.at.map((node) => ({
      node,
      count: Math.ceil(lift.count / lift.at.length),
      fromHour: 0,
    })),
    basis: [],
  })
  const points = ids('issuePoint')
  return {
    format: 'holdfast.movement-model',
    version: 1,
    id: `bench-${form}-${seed}`,
    title: `Bench ${seed}`,
    notice: 'Seeded; nothing in it exists.',
    horizonHours: 96,
    stepHours: 2,
    clockAtHour0: 6,
    chain: { eventHour: -60, verifiedHour: -12 },
    ask: { kits, byHour: 96 },
    commodities,
    gates: [
      {
        id: 'release',
        title: 'Release',
        kind: 'release',
        nation: 'XAA',
        opensAtHour: 6,
        basis: [],
      },
      {
        id: 'outload',
        title: 'Making ready',
        kind: 'outload',
        nation: 'XAA',
        opensAtHour: 10,
        basis: [],
      },
    ],
    nodes,
    legs,
    fleets: [
      fleet('trucks', 'road', null, {
        load: 40,
        speedKmh: 40,
        at: [...ids('depot'), ...ids('hub')],
        count: 900,
      }),
      fleet('trains-1435', 'rail', 1435, { load: 600, speedKmh: 40, at: ids('depot'), count: 24 }),
      fleet('trains-1520', 'rail', 1520, {
        load: 600,
        speedKmh: 35,
        at: ids('railhead'),
        count: 20,
      }),
    ],
    demands: points.map((issuePoint, i) => ({
      id: `d-${i + 1}`,
      title: `Battalions at ${issuePoint}`,
      issuePoint,
      commodity: null,
      quantity: Math.ceil(kits / points.length),
      priority: 1 + (i % 3),
      dueHour: 96,
    })),
    assumptions: [],
  }
}

/** @param {{ whole: (low: number, high: number) => number, commodities: { id: string, perKit: number }[] }} given */
function nodesOf({ whole, commodities }) {
  const lon = {
    depot: 21,
    railhead: 23.5,
    crossing: 23.5,
    hub: 25.5,
    storage: 26.5,
    issuePoint: 28.5,
  }
  /** @type {ReturnType<typeof nodeOf>[]} */
  const nodes = []
  /** @param {string} kind @param {number} i */
  const nodeOf = (kind, i) => ({
    id: `${kind}-${i + 1}`,
    title: `${kind} ${i + 1}`,
    kind,
    position: {
      lonDeg: lon[/** @type {keyof typeof lon} */ (kind)] + whole(-10, 10) / 10,
      latDeg: 47 + whole(0, 40) / 10,
    },
    country: kind === 'depot' ? 'XAA' : 'XBB',
    fictional: true,
    stock:
      kind === 'depot'
        ? commodities.map(({ id, perKit }) => ({
            commodity: id,
            quantity: whole(6_000, 9_000) * perKit,
            owner: 'XAA',
            gates: ['release', 'outload'],
          }))
        : [],
    inPerHour: kind === 'crossing' ? whole(200, 280) : kind === 'hub' ? whole(350, 500) : null,
    outPerHour: kind === 'depot' ? whole(150, 220) : kind === 'issuePoint' ? whole(40, 70) : null,
    transshipmentPerHour: kind === 'railhead' ? whole(120, 200) : null,
    storageMax: kind === 'storage' ? whole(2_000, 4_000) : null,
    lanes: kind === 'crossing' ? 6 : null,
    opening: {
      daily: kind === 'crossing' && i % 3 === 0 ? [{ from: 6, until: 22 }] : [],
      closures: [],
    },
    basis: [],
  })
  for (const [kind, count] of Object.entries(COUNTS))
    for (let i = 0; i < count; i += 1) nodes.push(nodeOf(kind, i))
  return nodes
}

/** @param {{ whole: (low: number, high: number) => number, nodes: { id: string, position: { lonDeg: number, latDeg: number } }[], ids: (kind: string) => string[] }} given */
function legsOf({ whole, nodes, ids }) {
  /** @type {Map<string, object>} */
  const legs = new Map()
  /** @param {string} from @param {string} to @param {'road' | 'rail'} mode @param {1435 | 1520 | null} [gaugeMm] */
  const add = (from, to, mode, gaugeMm = null) => {
    const [a, b] = [from, to].map((id) => nodes.find((node) => node.id === id)?.position)
    const id = `${from}--${to}-${mode}`
    if (from === to || legs.has(id) || legs.size >= LEGS || a === undefined || b === undefined)
      return
    const [dx, dy] = [(a.lonDeg - b.lonDeg) * 73, (a.latDeg - b.latDeg) * 111]
    legs.set(id, {
      id,
      from,
      to,
      mode,
      gaugeMm,
      distanceM: Math.max(20_000, Math.round(1300 * Math.sqrt(dx * dx + dy * dy))),
      speedKmhMax: null,
      durationHours: null,
      dwellHours: mode === 'rail' ? 4 : 0.5,
      vehiclesPerHour: mode === 'rail' ? 0.25 : whole(6, 10),
      emptyReturn: true,
      permissionLeadHours: from.startsWith('depot') ? whole(0, 6) : 0,
      opening: { daily: [], closures: [] },
      basis: [],
    })
  }
  const near = (
    /** @type {string} */ id,
    /** @type {string} */ kind,
    /** @type {number} */ count,
  ) => {
    const at = nodes.find((node) => node.id === id)?.position ?? { lonDeg: 0, latDeg: 0 }
    const away = (/** @type {string} */ other) => {
      const there = nodes.find((node) => node.id === other)?.position ?? at
      return Math.abs(there.latDeg - at.latDeg) * 111 + Math.abs(there.lonDeg - at.lonDeg) * 73
    }
    return ids(kind)
      .toSorted((a, b) => away(a) - away(b))
      .slice(0, count)
  }
  for (const depot of ids('depot')) {
    for (const to of near(depot, 'crossing', 3)) add(depot, to, 'road')
    for (const to of near(depot, 'railhead', 2)) add(depot, to, 'rail', 1435)
  }
  for (const railhead of ids('railhead'))
    for (const to of near(railhead, 'hub', 2)) add(railhead, to, 'rail', 1520)
  for (const crossing of ids('crossing'))
    for (const to of near(crossing, 'hub', 3)) add(crossing, to, 'road')
  for (const storage of ids('storage')) {
    for (const from of near(storage, 'hub', 2)) add(from, storage, 'road')
    for (const to of near(storage, 'issuePoint', 2)) add(storage, to, 'road')
  }
  for (const point of ids('issuePoint'))
    for (const from of near(point, 'hub', 2)) add(from, point, 'road')
  for (const hub of ids('hub')) for (const to of near(hub, 'hub', 2)) add(hub, to, 'road')
  for (let count = 3; legs.size < LEGS && count <= 26; count += 1)
    for (const hub of ids('hub'))
      for (const to of near(hub, 'issuePoint', count)) add(hub, to, 'road')
  return [...legs.values()]
}
