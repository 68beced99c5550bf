/** The nearest named place: whoever calls a commander says a name first, and coordinates after it. */
import { azimuthDeg, distanceM } from '@holdfast/core/geo'
import type { Position } from '@holdfast/core/geo'
import { dataText } from '../shipped/index.ts'

interface Named {
  readonly name: string
  readonly position: Position
}

/** Closer than this one is at the place, metres. */
const AT_M = 2_000
/** Farther away than this the name says nothing. */
const FAR_M = 100_000
const POINTS = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const

let places: readonly Named[] | null = null

/** The populated places of the base map, read once. */
function named(): readonly Named[] {
  if (places !== null) return places
  const { features } = JSON.parse(dataText('basemap/places.geojson')) as {
    readonly features: readonly {
      readonly properties: { readonly name: string }
      readonly geometry: { readonly coordinates: readonly [number, number] }
    }[]
  }
  places = features.map(({ properties: { name }, geometry: { coordinates } }) => ({
    name,
    position: { lonDeg: coordinates[0], latDeg: coordinates[1] },
  }))
  return places
}

/** `6 km NE of Horlivka`, to the kilometre and the eighth of the compass; null where no named place is within 100 km. */
export function nearestPlace(position: Position): string | null {
  let best: { readonly place: Named; readonly m: number } | null = null
  for (const place of named()) {
    const m = distanceM(place.position, position)
    if (m <= FAR_M && (best === null || m < best.m)) best = { place, m }
  }
  if (best === null) return null
  const { place, m } = best
  if (m < AT_M) return `at ${place.name}`
  const point = POINTS[Math.round(azimuthDeg(place.position, position) / 45) % POINTS.length]
  return `${Math.round(m / 1_000)} km ${point} of ${place.name}`
}
