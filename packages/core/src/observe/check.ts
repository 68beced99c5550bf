import { MINUTE_MS } from '../units/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { Position } from '../geo/index.ts'
import { CATEGORY, PHASE_OF_EXPLOSION } from './category.ts'
import type { Observation } from './types.ts'

/**
 * What a schema cannot hold: one field against another, and all of it against the clock in force. The ranges are
 * checked here again although the readers check them, because importers and exercises make observations without
 * passing through a reader, and nothing impossible may reach fusion.
 *
 * A reason says where (a JSON pointer), what is wrong, and how to mend it.
 */

/** An observation as it arrives: its id is worked out here, and must match where the sender gave one. */
export type Unidentified = Omit<Observation, 'id'> & { readonly id?: string }

/** How far the observed time may lie ahead of our clock before it counts as the future: clocks in the field drift. */
export const CLOCK_AHEAD_MS_MAX = 5 * MINUTE_MS
/** 2000-01-01T00:00:00Z. Anything earlier was given in seconds, or left at zero. */
export const OBSERVED_MS_MIN: InstantMs = 946_684_800_000
/** A position closer to 0° N 0° E than this, on both axes, degrees, is a missing position and not a place. */
export const NULL_ISLAND_DEG = 0.0001
/** Radius of error, or reach of a ring, metres: half of the Earth's circumference. */
export const DISTANCE_M_MAX = 20_037_508

const within = (value: number, low: number, high: number): boolean => value >= low && value <= high

/** Two digits that a reader can act on; instants far outside the calendar are shown as they came. */
const shown = (ms: InstantMs): string => `${ms} ms`

function positionFault(at: string, { lonDeg, latDeg }: Position): string | null {
  if (!within(latDeg, -90, 90))
    return `${at}/latDeg: ${latDeg} is beyond 90; give degrees in [-90, 90]`
  if (!within(lonDeg, -180, 180))
    return `${at}/lonDeg: ${lonDeg} is beyond 180; give degrees in [-180, 180]`
  if (within(latDeg, -NULL_ISLAND_DEG, NULL_ISLAND_DEG))
    if (within(lonDeg, -NULL_ISLAND_DEG, NULL_ISLAND_DEG))
      return `${at}: 0° N 0° E stands for a missing position; give the true one, or null where it is unknown`
  return null
}

function errorFault(at: string, errorM: number): string | null {
  return within(errorM, 0, DISTANCE_M_MAX)
    ? null
    : `${at}/errorM: ${errorM} is no radius; give metres in [0, ${DISTANCE_M_MAX}]`
}

function timeFault({ observed }: Unidentified, nowMs: InstantMs): string | null {
  const { fromMs, toMs } = observed
  if (!Number.isSafeInteger(fromMs) || !Number.isSafeInteger(toMs))
    return '/observed: fromMs and toMs are whole milliseconds since 1970-01-01T00:00:00Z'
  if (fromMs > toMs)
    return `/observed: fromMs ${shown(fromMs)} is later than toMs ${shown(toMs)}; exchange them`
  if (fromMs < OBSERVED_MS_MIN)
    return `/observed/fromMs: ${shown(fromMs)} is before the year 2000; give milliseconds since 1970, not seconds`
  if (toMs > nowMs + CLOCK_AHEAD_MS_MAX)
    return (
      `/observed/toMs: ${shown(toMs)} is in the future, ${toMs - nowMs} ms ahead of the clock in force; ` +
      `correct the sender's clock, or end the period at the time of the report`
    )
  return null
}

function kindFault({ category, phase, count, means }: Unidentified): string | null {
  if (!Object.hasOwn(CATEGORY, category))
    return `/category: ${JSON.stringify(category)} is not a known category; see the list in the observation schema`
  if (category.startsWith('O.'))
    return `/category: ${category} is raised by a missed deadline; nobody observes it`
  const phaseMust = PHASE_OF_EXPLOSION[category]
  if (phaseMust !== undefined && phaseMust !== phase)
    return `/phase: ${phase} contradicts ${category}, whose phase is ${phaseMust}`
  if (!Number.isSafeInteger(count.n) || count.n < 0)
    return `/count/n: ${count.n} is no count; give a whole number from 0`
  if (means.length === 0) return '/means: empty; name at least one'
  return null
}

function whereFault({ observer, where }: Unidentified): string | null {
  const { ring, fix, sectors } = where
  const fault =
    positionFault('/observer/position', observer.position) ??
    errorFault('/observer', observer.errorM) ??
    (fix === null
      ? null
      : (positionFault('/where/fix/position', fix.position) ??
        errorFault('/where/fix', fix.errorM)))
  if (fault !== null) return fault
  for (const [i, { fromDeg, toDeg }] of sectors.entries())
    if (!(fromDeg >= 0 && fromDeg < 360 && toDeg >= 0 && toDeg < 360))
      return `/where/sectors/${i}: ${fromDeg} to ${toDeg} is no arc; give azimuths in [0, 360), clockwise`
  if (ring === null) return null
  if (!within(ring.minM, 0, DISTANCE_M_MAX) || !within(ring.maxM, 0, DISTANCE_M_MAX))
    return `/where/ring: ${ring.minM} to ${ring.maxM} m is no distance; give metres in [0, ${DISTANCE_M_MAX}]`
  if (ring.minM > ring.maxM)
    return `/where/ring: minM ${ring.minM} is beyond maxM ${ring.maxM}; exchange them`
  return null
}

/** Height, metres, of anything that is observed: from below the Dead Sea to low orbits. */
export const HEIGHT_M_MIN = -1_000
/** The highest height, metres. */
export const HEIGHT_M_MAX = 2_000_000
/** Speed, metres a second, beyond that of anything in those orbits. */
export const SPEED_MPS_MAX = 12_000

function motionFault({ motion }: Unidentified): string | null {
  if (motion === undefined) return null
  const { heightM, heightDatum, speedMps, courseDeg, climbMps } = motion
  if (heightM !== null && !within(heightM, HEIGHT_M_MIN, HEIGHT_M_MAX))
    return `/motion/heightM: ${heightM} is no height; give metres in [${HEIGHT_M_MIN}, ${HEIGHT_M_MAX}]`
  if ((heightM === null) !== (heightDatum === null))
    return '/motion/heightDatum: a height needs its datum, and a datum its height; give both or null for both'
  if (speedMps !== null && !within(speedMps, 0, SPEED_MPS_MAX))
    return `/motion/speedMps: ${speedMps} is no speed; give metres a second in [0, ${SPEED_MPS_MAX}]`
  if (courseDeg !== null && !(courseDeg >= 0 && courseDeg < 360))
    return `/motion/courseDeg: ${courseDeg} is no azimuth; give degrees in [0, 360)`
  if (climbMps !== null && !within(climbMps, -SPEED_MPS_MAX, SPEED_MPS_MAX))
    return `/motion/climbMps: ${climbMps} is no speed; give metres a second in [-${SPEED_MPS_MAX}, ${SPEED_MPS_MAX}]`
  return null
}

function assessmentFault({ assessment }: Unidentified): string | null {
  for (const [name, score] of Object.entries(assessment?.scores ?? {}))
    if (!within(score, 0, 1))
      return `/assessment/scores/${name}: ${score} is no score; give a number in [0, 1]`
  return null
}

/** The first reason why an observation cannot be taken as it stands, or null where there is none. */
export function faultOf(observation: Unidentified, nowMs: InstantMs): string | null {
  return (
    timeFault(observation, nowMs) ??
    kindFault(observation) ??
    whereFault(observation) ??
    motionFault(observation) ??
    assessmentFault(observation)
  )
}
