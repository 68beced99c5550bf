/** A point on WGS 84, degrees; longitude in [-180, 180], latitude in [-90, 90]. */
export interface Position {
  readonly lonDeg: number
  readonly latDeg: number
}
/** An open chain of at least two vertices. */
export interface Polyline {
  readonly vertices: readonly Position[]
}
/** One outer ring, closed: its first vertex is repeated as its last; at least four vertices. */
export interface Polygon {
  readonly ring: readonly Position[]
}
/** A displacement in a local east-north frame, metres. */
export interface Offset {
  readonly eastM: number
  readonly northM: number
}
/** The ellipse that holds 95 % of the probability; `azimuthDeg` of the major axis from true north in [0, 180). */
export interface Ellipse95 {
  readonly semiMajorM: number
  readonly semiMinorM: number
  readonly azimuthDeg: number
}
/**
 * Where something was, with its uncertainty. Offsets and covariance live in the local east-north frame whose
 * origin is `position` (the mean).
 */
export interface Estimate {
  readonly position: Position
  readonly covarianceM2: { readonly ee: number; readonly en: number; readonly nn: number }
  readonly ellipse95: Ellipse95
  /** Equally weighted points of the distribution (whole metres): what a zone's probability is counted on. 1 to 256 of them. */
  readonly support: readonly Offset[]
  /** The least box that holds the support; absent in records older than it. Who reads it from a stranger works it out anew. */
  readonly extent?: Extent
}
/** A box in a local east-north frame, metres. */
export interface Extent {
  readonly westM: number
  readonly southM: number
  readonly eastM: number
  readonly northM: number
}
