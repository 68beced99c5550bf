export type { Position, Polygon, Polyline, Offset, Ellipse95, Estimate, Extent } from './types.ts'
export { frameAt, distanceM, azimuthDeg, destination, snapToGrid, wrapLonDeg } from './frame.ts'
export type { Frame } from './frame.ts'
export { contains, distanceToLineM, sideOf, intersection, isClosed } from './shape.ts'
export {
  ellipseOf,
  ellipseHolds,
  ellipsePolygon,
  extentOf,
  supportPositions,
  RADIUS_95,
} from './estimate.ts'
export type { Covariance } from './estimate.ts'
export { ecefOf, placeOf, skyAt } from './ecef.ts'
export type { Ecef, Enu, Place, Sky } from './ecef.ts'
export {
  HEIGHT_M_HIGH,
  HEIGHT_M_LOW,
  RADAR_RANGE_M_MAX,
  heightStdM,
  radarFix,
  radarPlotOf,
} from './radar.ts'
export type { HeightDatum, RadarDeviations, RadarFix, RadarPlot, PlotHeight } from './radar.ts'
