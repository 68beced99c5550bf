import { DISTANCE_M_MAX } from '@holdfast/core/observe'
import type { Motion } from '@holdfast/core/observe'
import { METRES_PER_NM } from './observation.ts'
import { numberAt, type Draft } from './items.ts'
import type { Fix } from './observation.ts'

/**
 * What an aircraft says of its own position, as radii in metres. Which code means what hangs on the MOPS version:
 * version 0 has NUCp, later ones NIC (integrity) and NACp (accuracy). Where the version is not said, the worse of both
 * readings holds. A containment radius holds far more than 95 %, so taking it for one claims too little, not too much.
 */

const nm = (...miles: readonly number[]): readonly number[] =>
  miles.map((one) => one * METRES_PER_NM)

/** 95 % horizontal containment by NUCp 1 to 9 (DO-260 table 2-11, RTCA 2000; ICAO Doc 9871 table A-2-5). */
const NUCP_M = [...nm(10, 5, 1, 0.5, 0.25, 0.1, 0.05), 10, 3]
/** Containment radius (HPL) by NUCp 1 to 9, of the same table. */
const HPL_M = [...nm(20, 10, 2, 1, 0.5, 0.2, 0.1), 25, 7.5]
/** Estimated position uncertainty, 95 %, by NACp 1 to 11 (DO-260B 2.2.3.2.7.2.7). */
const NACP_M = [...nm(10, 4, 2, 1, 0.5, 0.3, 0.1, 0.05), 30, 10, 3]
/** Containment radius by NIC 1 to 11 (DO-260B table 2-14); NIC 6 covers 0.6 NM in its widest reading. */
const NIC_M = [...nm(20, 8, 4, 2, 1, 0.6, 0.2, 0.1), 75, 25, 7.5]
/** Containment radius by PIC 1 to 14 (EUROCONTROL-SPEC-0149-12, I021/090). */
const PIC_M = [...nm(20, 10, 8, 4, 2, 1, 0.6, 0.5, 0.3, 0.2, 0.1), 75, 25, 7.5]

/** What a position in 1/2^23 of a half-turn may be off, metres: half a step north and half a step east. */
const COARSE_M = 1.7

/** The radius of a code, or undefined where it is 0 (unknown) or one that the tables do not know. */
const radius = (table: readonly number[], code: number | undefined): number | undefined =>
  code === undefined ? undefined : table[code - 1]

interface Basis {
  readonly errorM: number
  readonly basis: string
}

/** The radius that a report's quality indicators stand for, and which of them. */
export function qualityOf({ items }: Draft, assumedErrorM: number): Basis {
  const accuracy = numberAt(items, '090', 'PA')
  const category = accuracy ?? numberAt(items, '090', 'NUCPNIC')
  const version = accuracy === undefined ? numberAt(items, '210', 'VN') : 0
  const nacp = version === 0 ? undefined : numberAt(items, '090', 'NACP')
  const byNacp = radius(NACP_M, nacp)
  if (byNacp !== undefined) return { errorM: byNacp, basis: `NACp ${nacp}` }
  const nucp = radius(NUCP_M, category)
  if (version === 0)
    return nucp === undefined
      ? { errorM: assumedErrorM, basis: 'assumed: NUCp 0 or absent' }
      : { errorM: nucp, basis: `NUCp ${category}` }
  const pic = numberAt(items, '090', 'PIC')
  const byPic = radius(PIC_M, pic)
  if (byPic !== undefined) return { errorM: byPic, basis: `PIC ${pic}` }
  const nic = radius(NIC_M, category)
  if (nic === undefined) return { errorM: assumedErrorM, basis: 'assumed: no quality indicator' }
  if (version !== undefined) return { errorM: nic, basis: `NIC ${category}` }
  return { errorM: Math.max(nic, nucp ?? 0), basis: `NUCp or NIC ${category}, version unknown` }
}

/** The radius of a code; the whole Earth for 0, which says that no bound is known; null where nothing is said. */
function said(table: readonly number[], code: number | undefined): number | null {
  return code === 0 ? DISTANCE_M_MAX : (radius(table, code) ?? null)
}

/** What the aircraft says of the quality of its position (I021/090, by the MOPS version of I021/210). */
export function qualitySaid({ items }: Draft): Pick<Motion, 'quality'> {
  const old = numberAt(items, '090', 'PA')
  const category = old ?? numberAt(items, '090', 'NUCPNIC')
  const version = old === undefined ? numberAt(items, '210', 'VN') : 0
  const byNucp = said(HPL_M, category)
  if (version === 0) {
    const accuracyM = said(NUCP_M, category)
    if (accuracyM === null) return {}
    return { quality: { accuracyM, containmentM: byNucp, isMonitored: null, positioning: null } }
  }
  const accuracyM = said(NACP_M, numberAt(items, '090', 'NACP'))
  const sil = numberAt(items, '090', 'SIL')
  const byNic = said(NIC_M, category)
  // Where the version is not said, the worse of both readings; PIC is the station's, from NIC and its supplements.
  const byCategory = version === undefined && byNic !== null ? Math.max(byNic, byNucp ?? 0) : byNic
  const containmentM = said(PIC_M, numberAt(items, '090', 'PIC')) ?? byCategory
  if (accuracyM === null && containmentM === null && sil === undefined) return {}
  const isMonitored = sil === undefined ? null : sil > 0
  return { quality: { accuracyM, containmentM, isMonitored, positioning: null } }
}

/** The position of a report, the finer one where it has both; or why there is none. */
export function adsbFix({ edition, items, held }: Draft, errorM: number): Fix | string {
  const fineLat = numberAt(items, '131', 'LAT')
  const item = fineLat === undefined ? '130' : '131'
  const latDeg = fineLat ?? numberAt(items, '130', 'LAT')
  const lonDeg = numberAt(items, item, 'LON')
  if (latDeg === undefined || lonDeg === undefined)
    return 'no position: the record has neither I130 nor I131'
  held.add(item)
  const isFine = item === '131' || edition.startsWith('0.')
  return { position: { lonDeg, latDeg }, errorM: isFine ? errorM : Math.hypot(errorM, COARSE_M) }
}
