/**
 * Goal: airframes, sight and reopening are what their formulas say, and each property fails where a formula is bent.
 * Method: closed forms (Little's law against a fleet flown hour by hour; the horizon against the sphere; the share of a
 * straight line against a chord), random plans, and planted faults in the record of a reopening.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_MS } from '../../units/index.ts'
import { destination, distanceM } from '../../geo/index.ts'
import { cycleHours, neededFor, pieces } from '../figures/index.ts'
import {
  assessOrbit,
  assessReopening,
  busyAtMost,
  dutyHoursOf,
  isOnDuty,
  lineCoverage,
  radarHorizonKm,
} from './index.ts'
import type { Orbit, ReopeningCondition, ReopeningRecord } from './index.ts'

const at = (lonDeg: number, latDeg: number) => ({ lonDeg, latDeg })
const base: Orbit = {
  id: 'o-1',
  title: 'Orbit',
  base: { title: 'Base', position: at(25, 48) },
  track: [at(30, 48), at(30, 48)],
  duty: { fromHour: 0, toHour: 24 },
  detour: 1,
  speedKmh: 700,
  onStationHours: 6,
  turnaroundHours: 3,
  maintenancePerFlyingHour: 1,
  availability: 1,
  enduranceHours: 20,
  crewHoursPerMonth: 80,
  sensor: { rangeKm: 300, heightM: 9_000, seenHeightM: 100 },
}

/**
 * Flies a fleet in quarter hours: at each relief the airframe that is ready is sent, and one that is not ready is a gap.
 * Shares nothing with the formula.
 */
function gapsOf(fleet: number, onTask: number, cycle: number): number {
  const readyAt = Array.from({ length: fleet }, () => 0)
  let gaps = 0
  for (let now = 0; now < 40 * cycle; now += onTask) {
    const ready = readyAt.findIndex((time) => time <= now)
    if (ready < 0) gaps += 1
    else readyAt[ready] = now + cycle
  }
  return gaps
}

describe('airframes of an orbit', () => {
  test('round the clock: as many as a fleet flown relief by relief needs, and never one less', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 60 }),
        (onTaskHours, transitHours, restHours) => {
          const cycle = { onTaskHours, transitHours, restHours, availability: 1 }
          const needed = neededFor(cycle)
          expect(gapsOf(needed, onTaskHours, cycleHours(cycle))).toBe(0)
          if (needed > 1)
            expect(gapsOf(needed - 1, onTaskHours, cycleHours(cycle))).toBeGreaterThan(0)
        },
      ),
    )
  })

  test('assessOrbit says the same as the formula, to the letter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 0, max: 5 }),
        fc.constantFrom(1, 0.8, 0.75, 0.5),
        (onStationHours, turnaroundHours, maintenancePerFlyingHour, availability) => {
          const orbit = {
            ...base,
            onStationHours,
            turnaroundHours,
            maintenancePerFlyingHour,
            availability,
          }
          const transitHours = distanceM(orbit.base.position, at(30, 48)) / 1000 / 700
          const flight = onStationHours + 2 * transitHours
          const cycle = flight + turnaroundHours + maintenancePerFlyingHour * flight
          const told = assessOrbit(orbit)
          expect(told.cycleHours).toBeCloseTo(cycle, 9)
          expect(told.airframes).toBe(pieces(cycle / onStationHours / availability))
          expect(told.flyingHoursPerMonth).toBeCloseTo((720 / onStationHours) * flight, 6)
          expect(told.crews).toBe(Math.ceil(told.flyingHoursPerMonth / 80))
        },
      ),
    )
  })

  test('part of a day: busy at most is what a count minute by minute over days finds', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            departHour: fc.integer({ min: -12, max: 30 }),
            busyHours: fc.integer({ min: 1, max: 60 }),
          }),
          { minLength: 1, maxLength: 6 },
        ),
        (flights) => {
          let most = 0
          for (let hour = 240; hour < 264; hour += 1) {
            let busy = 0
            for (const { departHour, busyHours } of flights)
              for (let day = 0; day < 12; day += 1) {
                const leftHour = departHour + 24 * day
                if (leftHour <= hour && hour < leftHour + busyHours) busy += 1
              }
            most = Math.max(most, busy)
          }
          expect(busyAtMost(flights)).toBe(most)
        },
      ),
    )
  })

  test('a short duty never takes more airframes than one round the clock, or than it has flights', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom(1, 0.8, 0.65, 0.3),
        fc.constantFrom(0, 1, 2, 4),
        (fromHour, toHour, availability, maintenancePerFlyingHour) => {
          const duty = { fromHour, toHour }
          const orbit = { ...base, availability, maintenancePerFlyingHour }
          const told = assessOrbit({ ...orbit, duty })
          expect(told.dutyHoursPerDay).toBe(dutyHoursOf(duty))
          expect(told.airframes).toBeLessThanOrEqual(assessOrbit(orbit).airframes)
          // Where each is ready again within a day, none flies more than once.
          if (told.cycleHours <= 24)
            expect(told.airframes).toBeLessThanOrEqual(Math.ceil(told.sortiesPerDay / availability))
          const onDuty = Array.from({ length: 24 }, (_, hour) => isOnDuty(duty, hour))
          expect(onDuty.filter(Boolean)).toHaveLength(dutyHoursOf(duty))
          expect(onDuty[fromHour]).toBe(true)
        },
      ),
    )
  })

  test('a flight longer than the endurance is told with what would mend it, and the mend mends it', () => {
    const orbit = { ...base, enduranceHours: 6.5 }
    const told = assessOrbit(orbit)
    expect(told.notFlyable).toMatch(/^a flight takes \d+\.\d h, the airframe flies 6\.5 h; stay/)
    const staysHours = Number(/stay (\d+\.\d)/.exec(told.notFlyable ?? '')?.[1])
    expect(assessOrbit({ ...orbit, onStationHours: staysHours - 0.06 }).notFlyable).toBeNull()
    expect(assessOrbit(base).notFlyable).toBeNull()
    expect(assessOrbit({ ...base, enduranceHours: 0.6 }).notFlyable).toContain('fly from nearer')
  })
})

describe('sight', () => {
  test('the horizon is that of a sphere of 4/3 of the radius, to a part in a thousand', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 0, max: 20_000 }),
        (h, seen) => {
          const radius = (4 / 3) * 6_371_009
          const exact = (height: number): number =>
            Math.sqrt((radius + height) ** 2 - radius ** 2) / 1000
          const told = radarHorizonKm(h, seen)
          expect(Math.abs(told / (exact(h) + exact(seen)) - 1)).toBeLessThan(0.001)
        },
      ),
    )
    // The rule of thumb 4.12 (sqrt h1 + sqrt h2), heights in metres.
    expect(radarHorizonKm(100, 0)).toBeCloseTo(41.2, 1)
  })

  test('of a straight line the share seen is the chord within reach', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 250 }),
        fc.integer({ min: 0, max: 60 }),
        (reachKm, offKm) => {
          const line = [
            destination(at(33, 48), { azimuthDeg: 270, distanceM: 150_000 }),
            destination(at(33, 48), { azimuthDeg: 90, distanceM: 150_000 }),
          ]
          const centre = destination(at(33, 48), { azimuthDeg: 0, distanceM: 1000 * offKm })
          const orbit: Orbit = {
            ...base,
            track: [centre, centre],
            sensor: { rangeKm: reachKm, heightM: 20_000, seenHeightM: 100 },
          }
          const half = reachKm > offKm ? Math.sqrt(reachKm * reachKm - offKm * offKm) : 0
          const told = lineCoverage(line, [orbit])
          expect(told.lineKm).toBeCloseTo(300, 0)
          // Pieces of a kilometre, and a parallel that is no straight line: four kilometres of 300.
          expect(Math.abs(told.meanSeen - Math.min(1, half / 150))).toBeLessThan(0.015)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('an end out of reach, an orbit off duty and one that cannot be flown see nothing', () => {
    const line = [at(31, 48), at(33, 48)]
    const seen = (change: Partial<Orbit>) => lineCoverage(line, [{ ...base, ...change }])
    expect(seen({}).meanSeen).toBeCloseTo(1, 9)
    expect(seen({ track: [at(30, 48), at(20, 48)] }).meanSeen).toBe(0)
    expect(seen({ enduranceHours: 1 }).meanSeen).toBe(0)
    expect(seen({ sensor: null }).meanSeen).toBe(0)
    const half = seen({ duty: { fromHour: 18, toHour: 6 } })
    expect(half.meanSeen).toBeCloseTo(0.5, 9)
    expect(half.worstHour).toBe(6)
    expect(half.neverSeen).toEqual([])
    expect(seen({ sensor: null }).neverSeen).toHaveLength(1)
  })

  test('what one orbit loses is the difference to a plan without it, and seen twice never exceeds seen', () => {
    const orbitOf = fc.record({
      lon: fc.integer({ min: 28, max: 38 }),
      reach: fc.integer({ min: 30, max: 300 }),
      fromHour: fc.integer({ min: 0, max: 23 }),
      toHour: fc.integer({ min: 0, max: 23 }),
    })
    fc.assert(
      fc.property(fc.array(orbitOf, { minLength: 1, maxLength: 4 }), (drawn) => {
        const orbits = drawn.map(({ lon, reach, fromHour, toHour }, i): Orbit => ({
          ...base,
          id: `o-${i}`,
          track: [at(lon, 48.5), at(lon, 48)],
          duty: { fromHour, toHour },
          sensor: { rangeKm: reach, heightM: 12_000, seenHeightM: 100 },
        }))
        const line = [at(30, 46), at(33, 48), at(37, 48)]
        const told = lineCoverage(line, orbits)
        for (const { hour, seen, seenTwice } of told.hours) {
          expect(seenTwice).toBeLessThanOrEqual(seen + 1e-12)
          expect(seen).toBeGreaterThanOrEqual((told.hours[told.worstHour]?.seen ?? 1) - 1e-12)
          expect(hour).toBeLessThan(24)
        }
        for (const { orbit, lost } of told.without) {
          const left = lineCoverage(
            line,
            orbits.filter(({ id }) => id !== orbit),
          )
          expect(lost).toBeCloseTo(told.meanSeen - left.meanSeen, 9)
        }
        const blindKm = told.neverSeen.reduce((sum, { fromKm, toKm }) => sum + toKm - fromKm, 0)
        expect(blindKm / told.lineKm).toBeLessThanOrEqual(
          1 - Math.max(...told.hours.map(({ seen }) => seen)) + 1e-9,
        )
      }),
      { numRuns: 30 },
    )
  })
})

describe('reopening airspace', () => {
  const asOfMs = 100 * DAY_MS
  const days = (n: number): number => asOfMs - n * DAY_MS
  const quiet: ReopeningCondition = {
    id: 'C-1',
    title: 'Quiet',
    source: 'assumed',
    test: { kind: 'noFindings', findingKinds: ['air'], days: 30, coverageMin: 0.8 },
  }
  const word: ReopeningCondition = {
    id: 'C-2',
    title: 'Said',
    source: 'assumed',
    test: { kind: 'statement', by: 'State' },
  }
  const record: ReopeningRecord = {
    asOfMs,
    findings: [
      { entry: 'e-old', kind: 'air', atMs: days(31) },
      { entry: 'e-other', kind: 'sea', atMs: days(2) },
    ],
    coverage: [
      { entry: 'e-a', fromMs: days(40), toMs: days(10), share: 0.9 },
      { entry: 'e-b', fromMs: days(10), toMs: days(0), share: 0.8 },
    ],
    statements: [{ entry: 'e-s', condition: 'C-2', by: 'State', atMs: days(1), holds: true }],
  }
  const answer = (change: Partial<ReopeningRecord>, condition = quiet) =>
    assessReopening([condition], { ...record, ...change }).answers[0]

  test('quiet under eyes is met, and names the entries of the eyes', () => {
    expect(assessReopening([quiet, word], record)).toMatchObject({ allMet: true })
    expect(answer({})).toMatchObject({ met: true, entries: ['e-a', 'e-b'], missing: null })
  })

  test('no findings without eyes is not met', () => {
    expect(answer({ coverage: [] })?.missing).toContain('from day 0.0')
    expect(
      answer({ coverage: [{ entry: 'e-a', fromMs: days(40), toMs: days(10), share: 0.9 }] })
        ?.missing,
    ).toContain('from day 20.0')
    const thin = record.coverage.map((one) => ({ ...one, share: 0.79 }))
    expect(answer({ coverage: thin })).toMatchObject({ met: false, entries: [] })
    const gap = [
      { entry: 'e-a', fromMs: days(40), toMs: days(11), share: 1 },
      { entry: 'e-b', fromMs: days(10), toMs: days(0), share: 1 },
    ]
    expect(answer({ coverage: gap })).toMatchObject({ met: false, entries: ['e-a'] })
  })

  test('a finding stands against it, by its entry, and says from when it would be met', () => {
    const found = answer({ findings: [{ entry: 'e-f', kind: 'air', atMs: days(10) }] })
    expect(found).toMatchObject({ met: false, entries: ['e-f'] })
    expect(found?.missing).toContain('in 20.0 days')
    expect(answer({ findings: [{ entry: 'e-later', kind: 'air', atMs: asOfMs + 1 }] })?.met).toBe(
      true,
    )
  })

  test('a word counts from who was asked for it, until it is taken back', () => {
    expect(answer({ statements: [] }, word)?.missing).toBe('State has not said so; ask it')
    const other = [{ entry: 'e', condition: 'C-2', by: 'Other', atMs: days(1), holds: true }]
    expect(answer({ statements: other }, word)?.met).toBe(false)
    const back = [
      ...record.statements,
      { entry: 'e-back', condition: 'C-2', by: 'State', atMs: days(0.5), holds: false },
    ]
    expect(answer({ statements: back }, word)).toMatchObject({ met: false, entries: ['e-back'] })
    const later = [
      ...record.statements,
      { entry: 'e-back', condition: 'C-2', by: 'State', atMs: asOfMs + 1, holds: false },
    ]
    expect(answer({ statements: later }, word)?.met).toBe(true)
  })
})
