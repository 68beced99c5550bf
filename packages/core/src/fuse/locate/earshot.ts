import type { Covariance } from '../../geo/index.ts'
import { RADIUS_95 } from '../../geo/index.ts'
import { NEAR_95_M } from './assumptions.ts'
import type { Arrivals } from './types.ts'

/** Deviation of a place of which not even the sensors' are known, metres: anywhere on Earth. */
const ANYWHERE_M = 10_000_000

/**
 * What is known of a sound's place before any time of arrival is used: the middle of the sensors and earshot around it. For
 * a row that has to have a place though none could be worked out. Sensors whose place is no number are passed over; with
 * none left it is the origin, and anywhere.
 */
export function earshotOf({ count, eastM, northM }: Pick<Arrivals, 'count' | 'eastM' | 'northM'>): {
  readonly eastM: number
  readonly northM: number
  readonly covarianceM2: Covariance
} {
  let known = 0
  let east = 0
  let north = 0
  let squares = 0
  for (let i = 0; i < count; i += 1) {
    const e = eastM[i] as number
    const n = northM[i] as number
    if (!(Math.abs(e) < ANYWHERE_M && Math.abs(n) < ANYWHERE_M)) continue
    known += 1
    const offE = e - east
    const offN = n - north
    // Welford's update: exact far from the origin too.
    east += offE / known
    north += offN / known
    squares += offE * (e - east) + offN * (n - north)
  }
  const near = NEAR_95_M / RADIUS_95
  const variance = known === 0 ? ANYWHERE_M * ANYWHERE_M : near * near + squares / known
  return { eastM: east, northM: north, covarianceM2: { ee: variance, en: 0, nn: variance } }
}
