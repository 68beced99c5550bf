/**
 * Airframes for an orbit. One flight is the way there, the time on station and the way back; then the airframe is turned
 * round and maintained for so many hours of each hour flown. An orbit that is manned day and night is a relief every
 * `onStationHours`, and Little's law counts those that are busy. One that is manned for part of the day is counted flight
 * by flight: its airframes may sleep between two days.
 */
import { distanceM } from '../../geo/index.ts'
import { pieces } from '../figures/index.ts'
import { radarHorizonKm } from './horizon.ts'
import type { DutyHours, Orbit } from './types.ts'

/** Days of a month here: a round number, the same for every month. */
const MONTH_DAYS = 30
const DAY_HOURS = 24

/** What one orbit takes. */
export interface OrbitAssessment {
  readonly id: string
  readonly title: string
  /** One way, kilometres and hours. */
  readonly transitKm: number
  readonly transitHours: number
  /** Out, on station and back. */
  readonly flightHours: number
  /** From a departure to the next possible one. */
  readonly cycleHours: number
  readonly dutyHoursPerDay: number
  /** Relief flights a day, a mean where they do not repeat daily. */
  readonly sortiesPerDay: number
  readonly flyingHoursPerMonth: number
  readonly airframes: number
  readonly crews: number
  readonly sensorRangeKm: number | null
  readonly horizonKm: number | null
  /** The lesser of the two; null without a sensor. */
  readonly seesKm: number | null
  /** Why it cannot be flown so, and what would mend it; null where it can. */
  readonly notFlyable: string | null
}

/** Hours of duty a day, 1 to 24. */
export function dutyHoursOf({ fromHour, toHour }: DutyHours): number {
  const hours = (toHour - fromHour + DAY_HOURS) % DAY_HOURS
  return hours === 0 ? DAY_HOURS : hours
}

/** Whether the orbit is manned in the hour that begins at `hour`, 0 to 23. */
export const isOnDuty = (duty: DutyHours, hour: number): boolean =>
  (hour - duty.fromHour + DAY_HOURS) % DAY_HOURS < dutyHoursOf(duty)

interface Times {
  readonly transitHours: number
  readonly onStationHours: number
  readonly turnaroundHours: number
  readonly maintenancePerFlyingHour: number
}

/** From departure to ready again, for a flight that stays on station for some hours. */
const busyHours = (times: Times, onStationHours: number): number => {
  const flightHours = onStationHours + 2 * times.transitHours
  return flightHours + times.turnaroundHours + times.maintenancePerFlyingHour * flightHours
}

/**
 * Airframes that are busy at once at the most, where the same flights leave every day. A flight that keeps its airframe
 * busy for longer than a day overlaps with its own of the day after.
 */
export function busyAtMost(
  flights: readonly { readonly departHour: number; readonly busyHours: number }[],
): number {
  let most = 0
  // Only at a departure does the number rise.
  for (const { departHour: at } of flights) {
    let busy = 0
    for (const flight of flights) {
      const sinceHours = (((at - flight.departHour) % DAY_HOURS) + DAY_HOURS) % DAY_HOURS
      // Busy over [0, busyHours) after each departure: those of today and of the days before.
      if (sinceHours < flight.busyHours)
        busy += Math.floor((flight.busyHours - sinceHours - 1e-9) / DAY_HOURS) + 1
    }
    most = Math.max(most, busy)
  }
  return most
}

/** The flights of a duty that is not round the clock: one relieves the other, the last stays as long as is left. */
function flightsOf(duty: DutyHours, times: Times): { departHour: number; busyHours: number }[] {
  const dutyHours = dutyHoursOf(duty)
  return Array.from({ length: pieces(dutyHours / times.onStationHours) }, (_, i) => {
    const startHour = i * times.onStationHours
    const onStationHours = Math.min(times.onStationHours, dutyHours - startHour)
    return {
      departHour: duty.fromHour + startHour - times.transitHours,
      busyHours: busyHours(times, onStationHours),
    }
  })
}

function notFlyable(orbit: Orbit, flightHours: number): string | null {
  const overHours = flightHours - orbit.enduranceHours
  if (overHours <= 1e-9) return null
  const leftHours = orbit.onStationHours - overHours
  const shorter = leftHours > 0 ? `stay ${leftHours.toFixed(1)} h on station` : 'fly from nearer'
  return (
    `a flight takes ${flightHours.toFixed(1)} h, the airframe flies ${orbit.enduranceHours.toFixed(1)} h; ` +
    `${shorter}, base it ${((overHours / 2) * orbit.speedKmh).toFixed(0)} km nearer, or plan ${overHours.toFixed(1)} h more by refuelling`
  )
}

/** What an orbit takes, worked out as said at the head of the file. */
export function assessOrbit(orbit: Orbit): OrbitAssessment {
  const middle = {
    lonDeg: (orbit.track[0].lonDeg + orbit.track[1].lonDeg) / 2,
    latDeg: (orbit.track[0].latDeg + orbit.track[1].latDeg) / 2,
  }
  const transitKm = (orbit.detour * distanceM(orbit.base.position, middle)) / 1000
  const times = { ...orbit, transitHours: transitKm / orbit.speedKmh }
  const flightHours = orbit.onStationHours + 2 * times.transitHours
  const cycleHours = busyHours(times, orbit.onStationHours)
  const dutyHoursPerDay = dutyHoursOf(orbit.duty)
  const isRoundTheClock = dutyHoursPerDay === DAY_HOURS
  const flights = flightsOf(orbit.duty, times)
  // Those that suffice day and night suffice for part of the day, whatever the rounding.
  const around = pieces(cycleHours / orbit.onStationHours / orbit.availability)
  const inPart = pieces(busyAtMost(flights) / orbit.availability)
  const sortiesPerDay = isRoundTheClock ? DAY_HOURS / orbit.onStationHours : flights.length
  const flyingHoursPerMonth =
    MONTH_DAYS * (dutyHoursPerDay + sortiesPerDay * 2 * times.transitHours)
  const { sensor } = orbit
  const horizonKm = sensor && radarHorizonKm(sensor.heightM, sensor.seenHeightM)
  return {
    id: orbit.id,
    title: orbit.title,
    transitKm,
    transitHours: times.transitHours,
    flightHours,
    cycleHours,
    dutyHoursPerDay,
    sortiesPerDay,
    flyingHoursPerMonth,
    airframes: isRoundTheClock ? around : Math.min(around, inPart),
    crews: pieces(flyingHoursPerMonth / orbit.crewHoursPerMonth),
    sensorRangeKm: sensor?.rangeKm ?? null,
    horizonKm,
    seesKm: sensor === null || horizonKm === null ? null : Math.min(sensor.rangeKm, horizonKm),
    notFlyable: notFlyable(orbit, flightHours),
  }
}
