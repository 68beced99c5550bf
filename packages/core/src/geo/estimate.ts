import { frameAt } from './frame.ts'
import type { Ellipse95, Estimate, Extent, Offset, Polygon, Position } from './types.ts'

/** A symmetric 2 × 2 covariance in an east-north frame, square metres. */
export type Covariance = Estimate['covarianceM2']

/** The radius of a circular normal distribution that holds 95 %, in standard deviations: sqrt(-2 ln 0.05). */
export const RADIUS_95 = Math.sqrt(-2 * Math.log(0.05))

/**
 * The ellipse of a covariance, its semi-axes `scale` standard deviations long; with the default scale it holds 95 %
 * of a normal distribution. A circle has azimuth 0.
 */
export function ellipseOf(covariance: Covariance, scale: number = RADIUS_95): Ellipse95 {
  const { ee, en, nn } = covariance
  const mean = (ee + nn) / 2
  const spread = Math.hypot((ee - nn) / 2, en)
  const azimuth = spread === 0 ? 0 : ((Math.atan2(2 * en, nn - ee) / 2) * 180) / Math.PI
  return {
    semiMajorM: scale * Math.sqrt(Math.max(0, mean + spread)),
    semiMinorM: scale * Math.sqrt(Math.max(0, mean - spread)),
    azimuthDeg: azimuth < 0 ? azimuth + 180 : azimuth,
  }
}

/** Whether an ellipse around the origin of a frame holds an offset, its edge included. */
export function ellipseHolds(ellipse: Ellipse95, offset: Offset): boolean {
  const azimuth = (ellipse.azimuthDeg * Math.PI) / 180
  const along = offset.eastM * Math.sin(azimuth) + offset.northM * Math.cos(azimuth)
  const across = offset.eastM * Math.cos(azimuth) - offset.northM * Math.sin(azimuth)
  const major = along / Math.max(ellipse.semiMajorM, 1e-9)
  const minor = across / Math.max(ellipse.semiMinorM, 1e-9)
  return major * major + minor * minor <= 1
}

/** The outline of an estimate's ellipse as a closed ring of `corners` + 1 vertices (at least 4), for drawing. */
export function ellipsePolygon(
  estimate: { readonly position: Position; readonly ellipse95: Ellipse95 },
  corners = 64,
): Polygon {
  const { toPosition } = frameAt(estimate.position)
  const { semiMajorM, semiMinorM, azimuthDeg } = estimate.ellipse95
  const sin = Math.sin((azimuthDeg * Math.PI) / 180)
  const cos = Math.cos((azimuthDeg * Math.PI) / 180)
  const ring: Position[] = []
  const count = Math.max(4, Math.trunc(corners))
  for (let corner = 0; corner < count; corner += 1) {
    const along = semiMajorM * Math.cos((2 * Math.PI * corner) / count)
    const across = semiMinorM * Math.sin((2 * Math.PI * corner) / count)
    ring.push(toPosition({ eastM: along * sin + across * cos, northM: along * cos - across * sin }))
  }
  return { ring: [...ring, ...ring.slice(0, 1)] }
}

/** The least box that holds the points, of which there is one at least. */
export function extentOf(support: readonly Offset[]): Extent {
  let [westM, southM] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  let [eastM, northM] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const point of support) {
    if (point.eastM < westM) westM = point.eastM
    if (point.eastM > eastM) eastM = point.eastM
    if (point.northM < southM) southM = point.northM
    if (point.northM > northM) northM = point.northM
  }
  return { westM, southM, eastM, northM }
}

/** The equally weighted points of an estimate, in degrees: a zone's probability is the share of them that it holds. */
export function supportPositions(estimate: Estimate): readonly Position[] {
  const { toPosition } = frameAt(estimate.position)
  return estimate.support.map(toPosition)
}
