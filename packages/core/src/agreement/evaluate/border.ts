/**
 * What divides places into those inside and those outside: a distance from a line, a side of a line, a polygon's ring, a
 * disc. Zones are put together from these. Each answers in three ways: exactly for one place, as `geo` does over the whole
 * shape; for a box, where one answer holds for all of its points (or none does); and for the points of a cloud, each as if
 * asked exactly, but looking at few legs, and asking `geo` itself within a millimetre or so of the border.
 */
import type { Position } from '../../geo/index.ts'
import type { Box } from './box.ts'
import type { Cloud } from './cloud.ts'

/** All points are outside, all are inside, or they may differ. */
export type Status = 0 | 1 | 2
/** All points are outside. */
export const OUTSIDE = 0
/** All are inside. */
export const INSIDE = 1
/** They may differ: each is to be asked. */
export const MIXED = 2

/** A border; see above. */
export interface Border {
  readonly isInside: (position: Position) => boolean
  readonly statusOf: (box: Box) => Status
  /** Writes 1 for each point inside and 0 for each outside; the cloud has a box and was placed. */
  readonly mark: (cloud: Cloud, into: Uint8Array) => void
}

/** Every point by the exact question. */
export function markExactly(border: Border, cloud: Cloud, into: Uint8Array): void {
  for (let i = 0; i < cloud.count; i += 1) into[i] = border.isInside(cloud.position(i)) ? 1 : 0
}
