import { callsignOf } from './squitter.ts'
import type { Field } from './message.ts'

/**
 * Which register a Comm-B reply may hold (ICAO Doc 9871, appendix A). The reply does not say: only BDS 1,0, 2,0 and 3,0
 * name themselves in their first byte, and chance may do so too. What is told here are candidates, whose reserved
 * bits are clear, whose values are within the limits of flight and whose absent values are zero; several may hold.
 */
export interface Candidate {
  readonly bds: string
  readonly values: Readonly<Record<string, number | string | boolean | null>>
}

/** `count` bits, at most 24, from bit `from`, counted from 1 as the standard does. */
function bits({ high, low }: Field, from: number, count: number): number {
  const end = from + count - 1
  const mask = (1 << count) - 1
  if (end <= 32) return (high >>> (32 - end)) & mask
  if (from > 32) return (low >>> (56 - end)) & mask
  return (((high & ((1 << (33 - from)) - 1)) << (end - 32)) | (low >>> (56 - end))) & mask
}

interface Layout {
  readonly status: number
  readonly count: number
  /** Whether the first bit after the status is a sign (two's complement). */
  readonly signed: boolean
  readonly unit: number
  readonly min: number
  readonly max: number
}
/** A value; null where it is absent, undefined where it contradicts its status bit or the limits. */
function valueOf(field: Field, layout: Layout): number | null | undefined {
  const raw = bits(field, layout.status + 1, layout.count)
  if (bits(field, layout.status, 1) === 0) return raw === 0 ? null : undefined
  const negative = layout.signed && raw >= 1 << (layout.count - 1)
  const value = (negative ? raw - (1 << layout.count) : raw) * layout.unit
  return value < layout.min || value > layout.max ? undefined : value
}

const value = (
  status: number,
  count: number,
  unit: number,
  [min, max]: readonly [number, number],
): Layout => ({
  status,
  count,
  signed: min < 0,
  unit,
  min,
  max,
})
const INTENTION: Readonly<Record<string, Layout>> = {
  selectedAltitudeMcpFt: value(1, 12, 16, [0, 60_000]),
  selectedAltitudeFmsFt: value(14, 12, 16, [0, 60_000]),
  pressureAbove800Hpa: value(27, 12, 0.1, [0, 410]),
}
const TRACK_AND_TURN: Readonly<Record<string, Layout>> = {
  rollDeg: value(1, 10, 45 / 256, [-50, 50]),
  trackDeg: value(12, 11, 90 / 512, [-180, 180]),
  groundSpeedKt: value(24, 10, 2, [0, 800]),
  trackRateDegPerS: value(35, 10, 8 / 256, [-16, 16]),
  trueAirspeedKt: value(46, 10, 2, [0, 800]),
}
const HEADING_AND_SPEED: Readonly<Record<string, Layout>> = {
  magneticHeadingDeg: value(1, 11, 90 / 512, [-180, 180]),
  indicatedAirspeedKt: value(13, 10, 1, [0, 500]),
  mach: value(24, 10, 2.048 / 512, [0, 1]),
  pressureRateFpm: value(35, 10, 32, [-6_000, 6_000]),
  inertialRateFpm: value(46, 10, 32, [-6_000, 6_000]),
}

function register(
  bds: string,
  field: Field,
  of: Readonly<Record<string, Layout>>,
): Candidate | null {
  const values: Record<string, number | null> = {}
  let present = 0
  for (const [name, layout] of Object.entries(of)) {
    const found = valueOf(field, layout)
    if (found === undefined) return null
    // Angles are sent as -180 to 180 and told as azimuths.
    values[name] =
      found !== null && found < 0 && /^(track|magneticHeading)Deg$/.test(name) ? found + 360 : found
    if (found !== null) present += 1
  }
  return present === 0 ? null : { bds, values }
}

const REGISTERS_OF_1_7 =
  '0,5 0,6 0,7 0,8 0,9 0,A 2,0 2,1 4,0 4,1 4,2 4,3 4,4 4,5 4,8 5,0 5,1 5,2 5,3 5,4 5,5 5,6 5,F 6,0'.split(
    ' ',
  )

function selfNamed(field: Field): Candidate | null {
  const first = bits(field, 1, 8)
  if (first === 0x10 && bits(field, 10, 5) === 0)
    return {
      bds: '1,0',
      values: {
        subnetworkVersion: bits(field, 17, 7),
        identificationCapability: bits(field, 33, 1) === 1,
        acasOperational: bits(field, 16, 1) === 1,
      },
    }
  if (first === 0x20) {
    const callsign = callsignOf(field.high & 0xffffff, field.low)
    return callsign.includes('#') ? null : { bds: '2,0', values: { callsign } }
  }
  if (first === 0x30 && bits(field, 29, 2) !== 3)
    return { bds: '3,0', values: { active: bits(field, 9, 14), complement: bits(field, 23, 4) } }
  return null
}

/** The candidates, in the order of their numbers; an empty list where the field is empty or none fits. */
export function candidateRegisters(field: Field): readonly Candidate[] {
  if (field.high === 0 && field.low === 0) return []
  const named = selfNamed(field)
  const found: (Candidate | null)[] = [named]
  // 1,7 lists what the aircraft can send: 2,0 is mandatory (bit 7), and the last four bytes are reserved.
  if ((field.high & 0xff) === 0 && field.low === 0 && bits(field, 7, 1) === 1) {
    const listed = REGISTERS_OF_1_7.filter((_, i) => bits(field, i + 1, 1) === 1).join(' ')
    found.push({ bds: '1,7', values: { registers: listed } })
  }
  if (bits(field, 40, 8) === 0 && bits(field, 52, 2) === 0)
    found.push(register('4,0', field, INTENTION))
  found.push(register('5,0', field, TRACK_AND_TURN), register('6,0', field, HEADING_AND_SPEED))
  return found.filter((candidate) => candidate !== null)
}
