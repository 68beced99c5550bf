export { toGeoJson } from './write.ts'
export type { Feature, FeatureCollection, Geometry, GeoJsonInput } from './write.ts'
