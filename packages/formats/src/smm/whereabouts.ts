import type { Refused } from '@holdfast/core/units'
import type { RangeRing, Sector, Whereabouts } from '@holdfast/core/observe'

/** Where it was, seen from the observer: points of the compass and kilometres, as patrols write them. */

const POINTS = [
  'N',
  'NNE',
  'NE',
  'ENE',
  'E',
  'ESE',
  'SE',
  'SSE',
  'S',
  'SSW',
  'SW',
  'WSW',
  'W',
  'WNW',
  'NW',
  'NNW',
] as const
const POINT_DEG = 22.5
/** Nobody hears or sees a shell from farther away; kilometres. */
export const RANGE_KM_MAX = 50

/** Azimuth of a point of the compass, degrees from true north in [0, 360); null for another word. */
export function azimuthOf(point: string): number | null {
  const index = (POINTS as readonly string[]).indexOf(point)
  return index < 0 ? null : index * POINT_DEG
}

/**
 * The arc that a reported point stands for. Whoever writes "WNW" tells 16 points apart, and means 11.25° to either
 * side; whoever writes "W" or "NW" may have told only eight apart, and means up to 22.5°.
 */
export function sectorOf(point: string): Sector | null {
  const azimuth = azimuthOf(point)
  if (azimuth === null) return null
  const half = point.length === 3 ? POINT_DEG / 2 : POINT_DEG
  return { fromDeg: (azimuth - half + 360) % 360, toDeg: (azimuth + half) % 360 }
}

/** The columns that say where. */
export interface WhereColumns {
  readonly dirs: string
  readonly dmin: string
  readonly dmax: string
  readonly azimuths_deg: string
}

function sectorsOf({ dirs, azimuths_deg }: WhereColumns): readonly Sector[] | Refused {
  if (dirs === '' && azimuths_deg === '') return []
  const points = dirs.split(';')
  const sectors: Sector[] = []
  for (const point of points) {
    const sector = sectorOf(point)
    if (sector === null)
      return {
        refused: `dirs ${JSON.stringify(dirs)}: ${JSON.stringify(point)} is no point of the compass; give ${POINTS.join(', ')}`,
      }
    sectors.push(sector)
  }
  if (new Set(points).size !== points.length) return { refused: `dirs ${dirs} repeats a point` }
  // The same directions twice in the row: one of them was damaged where they differ.
  const azimuths = points.map((point) => (azimuthOf(point) ?? 0).toFixed(1)).join(';')
  if (azimuths !== azimuths_deg)
    return {
      refused: `azimuths_deg ${JSON.stringify(azimuths_deg)} contradicts dirs ${dirs}, which are ${azimuths}`,
    }
  return sectors
}

/** Whole metres of kilometres as written, and half a unit of the last digit that was written; null where it is none. */
function kilometres(text: string): { readonly metres: number; readonly halfUnitM: number } | null {
  const match = /^\d{1,3}(?:\.(\d{1,3}))?$/.exec(text)
  if (match === null) return null
  const decimals = match[1]?.length ?? 0
  const unitM = [1_000, 100, 10, 1][decimals] ?? 1
  return { metres: Math.round(Number(text) * 1_000), halfUnitM: unitM / 2 }
}

/**
 * The ring of a row. Two equal distances are one reading, known as well as it was written: "5" is 4.5 to 5.5 km and
 * "0.7" 650 to 750 m. A far end alone reaches from the observer.
 */
function ringOf({ dmin, dmax }: WhereColumns): RangeRing | null | Refused {
  if (dmin === '' && dmax === '') return null
  if (dmax === '') return { refused: `dmin ${dmin} has no dmax; give the far end too` }
  const far = kilometres(dmax)
  const near = dmin === '' ? { metres: 0, halfUnitM: 0 } : kilometres(dmin)
  if (far === null)
    return { refused: `dmax ${JSON.stringify(dmax)} is no distance; give kilometres` }
  if (near === null)
    return { refused: `dmin ${JSON.stringify(dmin)} is no distance; give kilometres` }
  if (near.metres > far.metres) return { refused: `dmin ${dmin} is beyond dmax ${dmax}` }
  if (far.metres > RANGE_KM_MAX * 1_000 || far.metres === 0)
    return { refused: `dmax ${dmax} is outside what can be noticed, above 0 to ${RANGE_KM_MAX} km` }
  if (near.metres < far.metres) return { minM: near.metres, maxM: far.metres }
  const halfM = Math.max(near.halfUnitM, far.halfUnitM)
  return { minM: Math.max(0, far.metres - halfM), maxM: far.metres + halfM }
}

/** Sectors and ring of a row, or why it has none. */
export function whereaboutsOf(columns: WhereColumns): Whereabouts | Refused {
  const sectors = sectorsOf(columns)
  if ('refused' in sectors) return sectors
  const ring = ringOf(columns)
  if (ring !== null && 'refused' in ring) return ring
  return { sectors, ring, fix: null }
}
