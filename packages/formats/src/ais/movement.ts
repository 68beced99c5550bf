import type { Bits } from './bits.ts'
import {
  coarseLatOf,
  coarseLonOf,
  courseOf,
  dimensionsAt,
  headingOf,
  latOf,
  lonOf,
  secondOf,
  speedOf,
  turnOf,
} from './place.ts'
import type { ClassA, ClassB, ClassBExtended, LongRange, SarAircraft } from './types.ts'

/** Messages that say where something moves (M.1371-5, annex 8, 3.1, 3.7, 3.16, 3.17, 3.25). */

/** Messages 1, 2, 3. */
export function classA(bits: Bits, type: 1 | 2 | 3, repeat: number, mmsi: number): ClassA {
  const turnRaw = bits.int(42, 8)
  const speed = bits.uint(50, 10)
  const lon = bits.int(61, 28)
  const lat = bits.int(89, 27)
  const course = bits.uint(116, 12)
  const heading = bits.uint(128, 9)
  const second = bits.uint(137, 6)
  return {
    type,
    repeat,
    mmsi,
    status: bits.uint(38, 4),
    turnDegPerMin: turnOf(turnRaw),
    turnRaw,
    speedKn: speedOf(speed),
    isAccurate: bits.flag(60),
    lonDeg: lonOf(lon),
    latDeg: latOf(lat),
    courseDeg: courseOf(course),
    headingDeg: headingOf(heading),
    second: secondOf(second),
    manoeuvre: bits.uint(143, 2),
    raim: bits.flag(148),
    radio: bits.uint(149, 19),
    raw: { lon, lat, speed, course, heading, second },
  }
}

/** Message 9. */
export function sarAircraft(bits: Bits, repeat: number, mmsi: number): SarAircraft {
  const altitudeRaw = bits.uint(38, 12)
  const speed = bits.uint(50, 10)
  const lon = bits.int(61, 28)
  const lat = bits.int(89, 27)
  const course = bits.uint(116, 12)
  const second = bits.uint(128, 6)
  return {
    type: 9,
    repeat,
    mmsi,
    altitudeM: altitudeRaw === 4095 ? null : altitudeRaw,
    altitudeRaw,
    speedKn: speed === 1023 ? null : speed,
    isAccurate: bits.flag(60),
    lonDeg: lonOf(lon),
    latDeg: latOf(lat),
    courseDeg: courseOf(course),
    headingDeg: null,
    second: secondOf(second),
    altitudeSensor: bits.flag(134) ? 'barometric' : 'gnss',
    dteReady: !bits.flag(142),
    assigned: bits.flag(146),
    raim: bits.flag(147),
    radioItdma: bits.flag(148),
    radio: bits.uint(149, 19),
    raw: { lon, lat, speed, course, heading: 511, second },
  }
}

/** What messages 18 and 19 have in common, from bit 38 to 138. */
function classBMovement(bits: Bits) {
  const speed = bits.uint(46, 10)
  const lon = bits.int(57, 28)
  const lat = bits.int(85, 27)
  const course = bits.uint(112, 12)
  const heading = bits.uint(124, 9)
  const second = bits.uint(133, 6)
  return {
    speedKn: speedOf(speed),
    isAccurate: bits.flag(56),
    lonDeg: lonOf(lon),
    latDeg: latOf(lat),
    courseDeg: courseOf(course),
    headingDeg: headingOf(heading),
    second: secondOf(second),
    raw: { lon, lat, speed, course, heading, second },
  }
}

/** Message 18. */
export function classB(bits: Bits, repeat: number, mmsi: number): ClassB {
  const moved = classBMovement(bits)
  return {
    type: 18,
    repeat,
    mmsi,
    regional: bits.uint(38, 8),
    speedKn: moved.speedKn,
    isAccurate: moved.isAccurate,
    lonDeg: moved.lonDeg,
    latDeg: moved.latDeg,
    courseDeg: moved.courseDeg,
    headingDeg: moved.headingDeg,
    second: moved.second,
    carrierSense: bits.flag(141),
    display: bits.flag(142),
    dsc: bits.flag(143),
    wholeBand: bits.flag(144),
    message22: bits.flag(145),
    assigned: bits.flag(146),
    raim: bits.flag(147),
    radioItdma: bits.flag(148),
    radio: bits.uint(149, 19),
    raw: moved.raw,
  }
}

/** Message 19. */
export function classBExtended(bits: Bits, repeat: number, mmsi: number): ClassBExtended {
  return {
    type: 19,
    repeat,
    mmsi,
    regional: bits.uint(38, 8),
    ...classBMovement(bits),
    name: bits.text(143, 120),
    shipType: bits.uint(263, 8),
    ...dimensionsAt(bits, 271),
    epfd: bits.uint(301, 4),
    raim: bits.flag(305),
    dteReady: !bits.flag(306),
    assigned: bits.flag(307),
  }
}

/** Message 27: no second, no heading, whole knots (63 not available), whole degrees (from 360 on not available). */
export function longRange(bits: Bits, repeat: number, mmsi: number): LongRange {
  const lon = bits.int(44, 18)
  const lat = bits.int(62, 17)
  const speed = bits.uint(79, 6)
  const course = bits.uint(85, 9)
  return {
    type: 27,
    repeat,
    mmsi,
    isAccurate: bits.flag(38),
    raim: bits.flag(39),
    status: bits.uint(40, 4),
    lonDeg: coarseLonOf(lon),
    latDeg: coarseLatOf(lat),
    speedKn: speed === 63 ? null : speed,
    courseDeg: headingOf(course),
    headingDeg: null,
    second: null,
    late: bits.flag(94),
    raw: { lon, lat, speed, course, heading: 511, second: 60 },
  }
}
