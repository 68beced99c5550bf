import type { Feature, FeatureCollection, Geometry } from 'geojson'
import type { LonLat } from '../geometry/index.ts'

/** One feature with what its layer draws it by. */
export const feature = (
  geometry: Geometry,
  properties: Record<string, string | number | boolean | null>,
): Feature => ({
  type: 'Feature',
  geometry,
  properties,
})
/** Features as one source of the map. */
export const collect = (features: Feature[]): FeatureCollection => ({
  type: 'FeatureCollection',
  features,
})
/** The area in a ring. */
export const polygon = (ring: LonLat[]): Geometry => ({ type: 'Polygon', coordinates: [ring] })
/** A point. */
export const point = (at: { readonly lonDeg: number; readonly latDeg: number }): Geometry => ({
  type: 'Point',
  coordinates: [at.lonDeg, at.latDeg],
})
