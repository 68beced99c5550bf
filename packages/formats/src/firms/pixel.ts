import { numberIn } from './columns.ts'

/**
 * How far from a pixel's centre the fire may be. FIRMS gives the centre of the pixel; anything warm within it counts.
 */

/** Kilometres that a side of a pixel may have; MODIS' are 4.8 km along scan at the edge of the swath. */
const SIDE_KM = { min: 0.01, max: 10 } as const
/**
 * Half of the diagonal of the largest pixel, metres, where a row gives no size: MODIS 4.8 km by 2.0 km at the edge of
 * the swath (MODIS Collection 6 Active Fire Product User's Guide, L. Giglio et al.), VIIRS 0.8 km by 0.8 km (VIIRS
 * 375 m Active Fire Product User's Guide).
 */
const LARGEST_M = { modis: 2_600, viirs: 570 } as const

/** Radius, metres, that holds the pixel: half of its diagonal. A row of an unknown instrument may be of the coarser. */
export function radiusM(fields: ReadonlyMap<string, string>): number {
  const scanKm = numberIn(fields, 'scan', SIDE_KM)
  const trackKm = numberIn(fields, 'track', SIDE_KM)
  if (scanKm !== null && trackKm !== null)
    return Math.ceil(Math.sqrt(scanKm * scanKm + trackKm * trackKm) * 500)
  return instrumentOf(fields) === 'viirs' ? LARGEST_M.viirs : LARGEST_M.modis
}

/** Which instrument saw it: by its name, else by the columns that only one of them has; null where neither says. */
export function instrumentOf(fields: ReadonlyMap<string, string>): 'modis' | 'viirs' | null {
  const name = (fields.get('instrument') ?? '').trim().toLowerCase()
  if (name === 'modis' || name === 'viirs') return name
  if (name !== '') return null
  if (fields.has('bright_ti4')) return 'viirs'
  return fields.has('brightness') ? 'modis' : null
}
