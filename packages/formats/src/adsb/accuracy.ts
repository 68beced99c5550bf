import { DISTANCE_M_MAX } from '@holdfast/core/observe'
import type { Motion } from '@holdfast/core/observe'

/**
 * How far a position may be off. The type code of a position bounds it (containment radius; RTCA DO-260B table 2-70 for
 * version 2, DO-260A for 1, and DO-260 for 0, whose categories are wider); NACp, sent beside it, says 95 % (2.2.3.2.7.1.3.8).
 */

/** Radius, metres, taken where the sender bounds nothing: the next step beyond the widest category (20 NM). */
export const ERROR_UNBOUNDED_M = 37_040

/** What was last heard of the sender's version and NIC supplements; null is "not heard". */
export interface Supplements {
  readonly version: number | null
  readonly nicA: number | null
  readonly nicB: number | null
  readonly nicC: number | null
}

const PLAIN: Readonly<Record<number, number>> = {
  5: 7.5,
  6: 25,
  9: 7.5,
  10: 25,
  12: 370.4,
  14: 1852,
  15: 3704,
  17: 37_040,
  20: 7.5,
  21: 25,
}

/**
 * Radius, metres, that contains the position; Infinity where the sender promises none, null where what was heard does not
 * say. Unheard supplements choose the wider radius.
 */
export function containmentM(typeCode: number, supplements: Supplements): number | null {
  const plain = PLAIN[typeCode]
  if (plain !== undefined) return plain
  const { version, nicA, nicB, nicC } = supplements
  const two = version !== null && version >= 2
  const one = version === 1
  const both = (two && nicA === 1 && nicB === 1) || (one && nicA === 1)
  switch (typeCode) {
    case 7:
      return (two && nicA === 1 && nicC === 0) || (one && nicA === 1) ? 75 : 185.2
    case 8:
      if (!two || nicA === null || nicC === null) return null
      if (nicA === 1) return nicC === 1 ? 370.4 : 555.6
      return nicC === 1 ? 1111.2 : Infinity
    case 11:
      return both ? 75 : 185.2
    case 13:
      if (version === 0 || (one && nicA === 0)) return 926
      return two && nicA === 0 ? (nicB === 1 ? 555.6 : 926) : 1111.2
    case 16:
      if (both) return 7408
      return two || one ? 14_816 : 18_520
    default:
      return Infinity
  }
}

const EPU_M: readonly (number | null)[] = [
  null,
  18_520,
  7408,
  3704,
  1852,
  926,
  555.6,
  185.2,
  92.6,
  30,
  10,
  3,
]
/** Radius, metres, that holds 95 % by NACp, or null where it is unknown or reserved. */
export const uncertaintyM = (nacP: number): number | null => EPU_M[nacP] ?? null

/** What a sender has said of its position; null is "not heard", of NACp and SIL as well as of the containment. */
interface Said {
  readonly nacP: number | null
  /** Infinity where it promises none. */
  readonly containmentM: number | null
  readonly sil: number | null
}
/**
 * What the sender says of the quality of its position, as `Motion` holds it. NACp 0 and NIC 0 say that no bound is known:
 * the whole Earth is then the radius, so that it differs from what was not said. By what the position is fixed is not sent.
 */
export function qualityOf({ nacP, containmentM: radiusM, sil }: Said): Pick<Motion, 'quality'> {
  const accuracyM = nacP === null ? null : nacP === 0 ? DISTANCE_M_MAX : uncertaintyM(nacP)
  if (accuracyM === null && radiusM === null && sil === null) return {}
  const bounded = radiusM === Infinity ? DISTANCE_M_MAX : radiusM
  const isMonitored = sil === null ? null : sil > 0
  return { quality: { accuracyM, containmentM: bounded, isMonitored, positioning: null } }
}
