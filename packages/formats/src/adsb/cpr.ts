import { wrapLonDeg } from '@holdfast/core/geo'
import type { Position } from '@holdfast/core/geo'

/**
 * Compact position reporting (RTCA DO-260B, appendix A.1.7; ICAO Doc 9871, C.2.6): 17 bits a coordinate say where in a
 * zone the aircraft is, and an even and an odd message together, or a position nearby, say in which zone.
 */

/** One half of a position. */
export interface CprFrame {
  readonly odd: boolean
  /** 17 bits each. */
  readonly lat: number
  readonly lon: number
}
const SPAN = 131_072
const ZONES = 15
const RAD_PER_DEG = Math.PI / 180

// Latitudes, from the equator to the pole, at which a zone of longitude is lost: NL is 59 below the first (A.1.7.2 d).
const TRANSITIONS: readonly number[] = Array.from({ length: 58 }, (_, i) => {
  const nl = 59 - i
  const ratio = (1 - Math.cos(Math.PI / (2 * ZONES))) / (1 - Math.cos((2 * Math.PI) / nl))
  // At two zones the formula is arccos of a root that rounding may carry past its place; the standard says 87 degrees.
  return nl === 2 ? 87 : Math.acos(Math.sqrt(ratio)) / RAD_PER_DEG
})

/** How many zones of longitude there are at a latitude, 1 to 59. */
export function zonesAt(latDeg: number): number {
  const lat = Math.abs(latDeg)
  if (lat === 87) return 2
  let low = 0
  let high = TRANSITIONS.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (lat < (TRANSITIONS[middle] ?? 90)) high = middle
    else low = middle + 1
  }
  return 59 - low
}

const modulo = (value: number, by: number): number => value - by * Math.floor(value / by)

/** The same place a quarter circle on, as near to the reference as can be: surface zones repeat every 90 degrees. */
function nearest(deg: number, referenceDeg: number, periodDeg: number): number {
  return deg + periodDeg * Math.round((referenceDeg - deg) / periodDeg)
}

/** What two halves say together. */
export interface Pair {
  readonly even: CprFrame
  readonly odd: CprFrame
  readonly newer: 'even' | 'odd'
}

/**
 * The position of the newer half of a pair, or null where the halves lie in different zones of longitude or no latitude
 * comes out. A surface pair leaves four longitudes and two latitudes, of which `near` chooses: without it, null.
 */
export function positionOfPair(
  pair: Pair,
  surface: boolean,
  near: Position | null,
): Position | null {
  if (surface && near === null) return null
  const circle = surface ? 90 : 360
  const { even, odd } = pair
  const j = Math.floor((59 * even.lat - 60 * odd.lat) / SPAN + 0.5)
  let evenLat = (circle / 60) * (modulo(j, 60) + even.lat / SPAN)
  let oddLat = (circle / 59) * (modulo(j, 59) + odd.lat / SPAN)
  if (surface && near !== null) {
    // The southern solution lies 90 degrees below the northern one; the nearer is meant.
    if (Math.abs(evenLat - 90 - near.latDeg) < Math.abs(evenLat - near.latDeg)) {
      evenLat -= 90
      oddLat -= 90
    }
  } else {
    if (evenLat >= 270) evenLat -= 360
    if (oddLat >= 270) oddLat -= 360
  }
  if (!(Math.abs(evenLat) <= 90 && Math.abs(oddLat) <= 90)) return null
  const nl = zonesAt(evenLat)
  if (nl !== zonesAt(oddLat)) return null
  const isOdd = pair.newer === 'odd'
  const ni = Math.max(nl - (isOdd ? 1 : 0), 1)
  const m = Math.floor((even.lon * (nl - 1) - odd.lon * nl) / SPAN + 0.5)
  const lon = (circle / ni) * (modulo(m, ni) + (isOdd ? odd.lon : even.lon) / SPAN)
  return {
    latDeg: isOdd ? oddLat : evenLat,
    lonDeg: wrapLonDeg(surface && near !== null ? nearest(lon, near.lonDeg, 90) : lon),
  }
}

/**
 * The position of one half that is nearest to `near`: right where the aircraft is within half a zone of it, that is
 * 180 NM in the air and 45 NM on the surface. Null where no latitude comes out.
 */
export function positionNear(frame: CprFrame, surface: boolean, near: Position): Position | null {
  const circle = surface ? 90 : 360
  const latZone = circle / (frame.odd ? 59 : 60)
  const latDeg = nearest((latZone * frame.lat) / SPAN, near.latDeg, latZone)
  if (!(Math.abs(latDeg) <= 90)) return null
  const lonZone = circle / Math.max(zonesAt(latDeg) - (frame.odd ? 1 : 0), 1)
  return { latDeg, lonDeg: wrapLonDeg(nearest((lonZone * frame.lon) / SPAN, near.lonDeg, lonZone)) }
}

/** The half of a position; surface halves are four times as fine. */
export function cprOf(
  { latDeg, lonDeg }: Position,
  half: { readonly odd: boolean; readonly surface: boolean },
): CprFrame {
  const circle = half.surface ? 90 : 360
  const odd = half.odd ? 1 : 0
  const latZone = circle / (60 - odd)
  const lat = Math.floor((SPAN * modulo(latDeg, latZone)) / latZone + 0.5)
  // The number of zones belongs to the latitude that the receiver will work out, not to the true one (A.1.7.3 c).
  const heardLat = latZone * (lat / SPAN + Math.floor(latDeg / latZone))
  const lonZone = circle / Math.max(zonesAt(heardLat) - odd, 1)
  const lon = Math.floor((SPAN * modulo(lonDeg, lonZone)) / lonZone + 0.5)
  return { odd: half.odd, lat: lat & (SPAN - 1), lon: lon & (SPAN - 1) }
}
