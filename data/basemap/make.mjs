// Makes countries.geojson and borders.geojson from a Natural Earth extract, and places.geojson from a GeoNames table:
//   node data/basemap/make.mjs COUNTRIES_10M.geojson COUNTRIES_50M.geojson PLACES.csv data/basemap/names.json
// Borders that two countries share are simplified once, so that no gap opens between them. Two polygons of one country that
// lie side by side are joined: this is what removes the line between Crimea and the mainland.
import { readFileSync, writeFileSync } from 'node:fs'

const [tenMetre, fiftyMetre, placesFile, namesFile] = process.argv.slice(2)
const read = (file) => JSON.parse(readFileSync(file, 'utf8'))
const WINDOW = { west: 7, south: 36, east: 58, north: 62 }
/** Fine where the mission works, coarse elsewhere; degrees. */
const tolerance = ([lon, lat]) => (lon > 21 && lon < 41 && lat > 43.5 && lat < 53 ? 0.006 : 0.03)
const round = ([lon, lat]) => [Math.round(lon * 1000) / 1000, Math.round(lat * 1000) / 1000]
const key = (point) => point.join(',')

const polygonsOf = (geometry) =>
  geometry.type === 'MultiPolygon' ? geometry.coordinates : [geometry.coordinates]
const inWindow = (ring) =>
  ring.some(
    ([lon, lat]) =>
      lon > WINDOW.west && lon < WINDOW.east && lat > WINDOW.south && lat < WINDOW.north,
  )

/** Clips a closed ring to the window (Sutherland–Hodgman). */
function clip(ring) {
  const sides = [
    [
      (p) => p[0] >= WINDOW.west,
      (a, b) => [WINDOW.west, a[1] + ((b[1] - a[1]) * (WINDOW.west - a[0])) / (b[0] - a[0])],
    ],
    [
      (p) => p[0] <= WINDOW.east,
      (a, b) => [WINDOW.east, a[1] + ((b[1] - a[1]) * (WINDOW.east - a[0])) / (b[0] - a[0])],
    ],
    [
      (p) => p[1] >= WINDOW.south,
      (a, b) => [a[0] + ((b[0] - a[0]) * (WINDOW.south - a[1])) / (b[1] - a[1]), WINDOW.south],
    ],
    [
      (p) => p[1] <= WINDOW.north,
      (a, b) => [a[0] + ((b[0] - a[0]) * (WINDOW.north - a[1])) / (b[1] - a[1]), WINDOW.north],
    ],
  ]
  let points = ring.slice(0, -1)
  for (const [keeps, cross] of sides) {
    const kept = []
    points.forEach((point, i) => {
      const before = points[(i + points.length - 1) % points.length]
      if (keeps(point) !== keeps(before)) kept.push(cross(before, point))
      if (keeps(point)) kept.push(point)
    })
    points = kept
  }
  return points.length < 3 ? null : [...points, points[0]]
}

const edgesOf = (ring) =>
  ring.slice(1).flatMap((to, i) => (key(ring[i]) === key(to) ? [] : [[ring[i], to]]))

/** Joins polygons of one country along the edges that they share, and links what is left into rings. */
function dissolve(rings) {
  const edges = new Map()
  for (const [from, to] of rings.flatMap(edgesOf)) {
    const reverse = `${key(to)}>${key(from)}`
    if (edges.has(reverse)) edges.delete(reverse)
    else edges.set(`${key(from)}>${key(to)}`, [from, to])
  }
  const onward = new Map()
  for (const edge of edges.values())
    onward.set(key(edge[0]), [...(onward.get(key(edge[0])) ?? []), edge])
  const out = []
  for (const edge of edges.values()) {
    if (edge.used) continue
    const ring = [edge[0]]
    for (
      let at = edge;
      at !== undefined && !at.used;
      at = onward.get(key(at[1]))?.find((next) => !next.used)
    ) {
      at.used = true
      ring.push(at[1])
    }
    if (key(ring[0]) !== key(ring.at(-1)))
      throw new Error(`ring of ${ring.length} vertices does not close at ${ring[0]}`)
    out.push(ring)
  }
  return out
}

function simplify(points) {
  if (points.length < 3) return points
  const [first, last] = [points[0], points.at(-1)]
  const [dx, dy] = [last[0] - first[0], (last[1] - first[1]) * 1.5]
  const length = Math.hypot(dx, dy)
  let [worst, worstAt] = [0, 0]
  points.forEach(([x, y], i) => {
    const [px, py] = [x - first[0], (y - first[1]) * 1.5]
    const distance = length === 0 ? Math.hypot(px, py) : Math.abs(px * dy - py * dx) / length
    if (distance > worst) [worst, worstAt] = [distance, i]
  })
  if (worst <= tolerance(points[worstAt])) return [first, last]
  return [
    ...simplify(points.slice(0, worstAt + 1)).slice(0, -1),
    ...simplify(points.slice(worstAt)),
  ]
}

/** Cuts a ring at the vertices where its neighbour changes, and at one vertex at least. */
function arcsOf(ring, ownersOf) {
  const edges = edgesOf(ring)
  const starts = edges
    .map((_, i) => i)
    .filter((i) => ownersOf(edges[i]) !== ownersOf(edges[(i + edges.length - 1) % edges.length]))
  if (starts.length === 0) {
    // A ring without neighbours starts at its least vertex, so that its twin, if it is a hole, starts there too.
    const least = edges.reduce(
      (best, edge, i) => (key(edge[0]) < key(edges[best][0]) ? i : best),
      0,
    )
    starts.push(least, (least + Math.floor(edges.length / 2)) % edges.length)
    starts.sort((a, b) => a - b)
  }
  return starts.map((start, n) => {
    const end = starts[(n + 1) % starts.length]
    const count = (end - start + edges.length) % edges.length || edges.length
    const arc = Array.from({ length: count }, (_, i) => edges[(start + i) % edges.length])
    return { owners: ownersOf(arc[0]), points: [arc[0][0], ...arc.map((edge) => edge[1])] }
  })
}
const canonical = (points) => (key(points[0]) < key(points.at(-1)) ? points : points.toReversed())

const fine = read(tenMetre).features
const coarse = read(fiftyMetre).features.filter(
  (f) => !fine.some((g) => g.properties.name === f.properties.name),
)
const countries = [...fine, ...coarse]
  .map((feature) => ({
    name: feature.properties.name,
    rings: dissolve(
      polygonsOf(feature.geometry)
        .flatMap(([outer]) => (inWindow(outer) ? [clip(outer)] : []))
        .filter((ring) => ring !== null),
    ),
  }))
  .filter(({ rings }) => rings.length > 0)

const owners = new Map()
for (const { name, rings } of countries)
  for (const [from, to] of rings.flatMap(edgesOf)) {
    const edge = [key(from), key(to)].toSorted((a, b) => (a < b ? -1 : 1)).join('|')
    owners.set(
      edge,
      [...(owners.get(edge) ?? []), name].toSorted((a, b) => (a < b ? -1 : 1)),
    )
  }
const ownersOf = ([from, to]) =>
  (owners.get([key(from), key(to)].toSorted((a, b) => (a < b ? -1 : 1)).join('|')) ?? []).join('+')

const onWindow = ([lon, lat]) =>
  lon <= WINDOW.west || lon >= WINDOW.east || lat <= WINDOW.south || lat >= WINDOW.north
const borders = new Map()
const area = (ring) =>
  Math.abs(edgesOf(ring).reduce((sum, [a, b]) => sum + a[0] * b[1] - b[0] * a[1], 0) / 2)
const features = countries.map(({ name, rings }) => {
  const polygons = rings.flatMap((ring) => {
    const simple = arcsOf(ring, ownersOf).flatMap(({ owners: pair, points }) => {
      const canon = simplify(canonical(points)).map(round)
      if (pair.includes('+') && !points.every(onWindow))
        borders.set(`${key(canon[0])}>${key(canon.at(-1))}>${canon.length}`, { pair, line: canon })
      const forward = key(canonical(points)[0]) === key(points[0]) ? canon : canon.toReversed()
      return forward.slice(0, -1)
    })
    const closed = [...simple, simple[0]].filter(
      (point, i, all) => i === 0 || key(point) !== key(all[i - 1]),
    )
    return closed.length >= 4 && area(closed) > 0.002 ? [[closed]] : []
  })
  return {
    type: 'Feature',
    properties: { name },
    geometry: { type: 'MultiPolygon', coordinates: polygons },
  }
})
const write = (name, list) =>
  writeFileSync(
    new URL(name, import.meta.url),
    `{"type":"FeatureCollection","features":[\n${list.map((f) => JSON.stringify(f)).join(',\n')}\n]}\n`,
  )
write('countries.geojson', features)
write('borders.geojson', [
  {
    type: 'Feature',
    properties: {},
    geometry: {
      type: 'MultiLineString',
      coordinates: [...borders.values()].map(({ line }) => line),
    },
  },
])

// GeoNames spells some places in Russian, or by names since changed: names.json gives the official romanisation and the Ukrainian name.
const names = read(namesFile)
const CITY_DISTRICTS = /^(Sector \d|Mokotów|Praga Południe)$/
const inUkraine = new Map()
const places = readFileSync(placesFile, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
  .map(([, name, country, , code, population, lat, lon]) => ({
    name: name.replaceAll('’', ''),
    country,
    capital: code === 'PPLC',
    population: Number(population),
    lon: Number(lon),
    lat: Number(lat),
  }))
  .toSorted((a, b) => b.population - a.population)
  .filter(({ name, country, population }) => {
    if (CITY_DISTRICTS.test(name)) return false
    if (country !== 'UA') return population >= 120_000
    // The largest of those that share a name is the one meant.
    if (names[name] === undefined || inUkraine.has(name)) return false
    return inUkraine.set(name, true)
  })
write(
  'places.geojson',
  places.map(({ name, country, capital, population, lon, lat }) => ({
    type: 'Feature',
    properties: {
      name: country === 'UA' ? names[name][0] : name,
      uk: country === 'UA' ? names[name][1] : null,
      country,
      rank: capital
        ? 0
        : population > 400_000
          ? 1
          : population > 90_000
            ? 2
            : population > 30_000
              ? 3
              : 4,
    },
    geometry: { type: 'Point', coordinates: round([lon, lat]) },
  })),
)
