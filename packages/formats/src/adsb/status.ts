import { squawkOf } from './altitude.ts'

/** Type codes 28, 29 and 31 of an extended squitter (RTCA DO-260B, 2.2.3.2.7; DO-260A for version 1). */

export type Status = Emergency | Advisory | TargetState | TargetStateOne | OperationalStatus
/** Type code 28, subtype 1. */
export interface Emergency {
  readonly kind: 'emergency'
  /** 0 none, 1 general, 2 medical, 3 minimum fuel, 4 no communications, 5 unlawful interference, 6 downed, 7 reserved. */
  readonly state: number
  readonly squawk: string
}
/** Type code 28, subtype 2: an ACAS resolution advisory, as coded in BDS 3,0. */
export interface Advisory {
  readonly kind: 'advisory'
  readonly active: number
  readonly complement: number
  readonly terminated: boolean
  readonly multipleThreats: boolean
  readonly threatType: number
  /** 26 bits. */
  readonly threatIdentity: number
}
/** Type code 29, subtype 1 (version 2). */
export interface TargetState {
  readonly kind: 'target'
  readonly silPerSample: boolean
  readonly altitudeFrom: 'MCP' | 'FMS'
  readonly selectedAltitudeFt: number | null
  readonly pressureHpa: number | null
  readonly selectedHeadingDeg: number | null
  readonly nacP: number
  readonly nicBaro: number
  readonly sil: number
  /** Null where the mode bits are not kept up to date. */
  readonly autopilot: boolean | null
  readonly vnav: boolean | null
  readonly altitudeHold: boolean | null
  readonly approach: boolean | null
  readonly lnav: boolean | null
  readonly tcasOperational: boolean
}
/** Type code 29, subtype 0 (version 1). */
export interface TargetStateOne {
  readonly kind: 'targetOne'
  readonly verticalSource: number
  readonly altitudeIsMsl: boolean
  readonly altitudeCapability: number
  readonly verticalMode: number
  readonly targetAltitudeFt: number | null
  readonly horizontalSource: number
  readonly targetAngleDeg: number | null
  readonly angleIsTrack: boolean
  readonly horizontalMode: number
  readonly nacP: number
  readonly nicBaro: number
  readonly sil: number
  readonly capability: number
  readonly emergency: number
}
/** Type code 31. Class and mode codes are the bits as sent: what each means depends on the version. */
export interface OperationalStatus {
  readonly kind: 'operational'
  readonly surface: boolean
  /** 0 DO-260, 1 DO-260A, 2 DO-260B, 3 and above later editions. */
  readonly version: number
  /** 16 bits in the air, 12 on the surface. */
  readonly capabilityClass: number
  readonly operationalMode: number
  readonly lengthWidth: number | null
  readonly nicA: number
  /** On the surface, version 2. */
  readonly nicC: number | null
  readonly nacP: number
  readonly nacV: number | null
  /** GVA in version 2, BAQ in 1; null on the surface. */
  readonly gva: number | null
  readonly sil: number
  readonly silPerSample: boolean | null
  /** In the air. */
  readonly nicBaro: number | null
  /** On the surface: the angle sent is a heading and no track. */
  readonly angleIsHeading: boolean | null
  readonly magneticNorth: boolean
  readonly tcasOperational: boolean | null
  readonly tcasAdvisory: boolean | null
  readonly ident: boolean | null
  readonly singleAntenna: boolean | null
  readonly sda: number | null
}

const advisoryOf = (high: number, low: number): Advisory => ({
  kind: 'advisory',
  active: (high >>> 10) & 0x3fff,
  complement: (high >>> 6) & 0xf,
  terminated: (high & 0x20) !== 0,
  multipleThreats: (high & 0x10) !== 0,
  threatType: (high >>> 2) & 3,
  threatIdentity: (high & 3) * 0x1000000 + low,
})

function targetOf(high: number, low: number): TargetState {
  const altitude = (high >>> 12) & 0x7ff
  const pressure = (high >>> 3) & 0x1ff
  const heading = ((high & 3) << 7) | (low >>> 17)
  const modes = (low & 0x200) !== 0
  const mode = (mask: number): boolean | null => (modes ? (low & mask) !== 0 : null)
  return {
    kind: 'target',
    silPerSample: (high & 0x1000000) !== 0,
    altitudeFrom: (high & 0x800000) === 0 ? 'MCP' : 'FMS',
    selectedAltitudeFt: altitude === 0 ? null : (altitude - 1) * 32,
    pressureHpa: pressure === 0 ? null : 800 + (pressure - 1) * 0.8,
    selectedHeadingDeg: (high & 4) === 0 ? null : (heading * 180) / 256,
    nacP: (low >>> 13) & 0xf,
    nicBaro: (low >>> 12) & 1,
    sil: (low >>> 10) & 3,
    autopilot: mode(0x100),
    vnav: mode(0x80),
    altitudeHold: mode(0x40),
    approach: mode(0x10),
    lnav: mode(4),
    tcasOperational: (low & 8) !== 0,
  }
}

function targetOneOf(high: number, low: number): TargetStateOne {
  const verticalSource = (high >>> 23) & 3
  const horizontalSource = (high >>> 5) & 3
  const altitude = (high >>> 7) & 0x3ff
  const angle = ((high & 0x1f) << 4) | (low >>> 20)
  return {
    kind: 'targetOne',
    verticalSource,
    altitudeIsMsl: (high & 0x400000) !== 0,
    altitudeCapability: (high >>> 19) & 3,
    verticalMode: (high >>> 17) & 3,
    targetAltitudeFt: verticalSource === 0 || altitude > 1010 ? null : altitude * 100 - 1000,
    horizontalSource,
    targetAngleDeg: horizontalSource === 0 || angle > 359 ? null : angle,
    angleIsTrack: (low & 0x80000) !== 0,
    horizontalMode: (low >>> 17) & 3,
    nacP: (low >>> 13) & 0xf,
    nicBaro: (low >>> 12) & 1,
    sil: (low >>> 10) & 3,
    capability: (low >>> 3) & 3,
    emergency: low & 7,
  }
}

function operationalOf(surface: boolean, high: number, low: number): OperationalStatus {
  const version = (low >>> 13) & 7
  const one = version >= 1
  const two = version >= 2
  const classBits = surface ? (high >>> 12) & 0xfff : (high >>> 8) & 0xffff
  const modeBits = ((high & 0xff) << 8) | (low >>> 16)
  // A version or mode format that is not defined keeps its bits, and nothing is read into them.
  const modes = one && modeBits >>> 14 === 0
  const tcasBit = ((classBits >>> 13) & 1) === 1
  return {
    kind: 'operational',
    surface,
    version,
    capabilityClass: classBits,
    operationalMode: modeBits,
    lengthWidth: surface ? (high >>> 8) & 0xf : null,
    nicA: (low >>> 12) & 1,
    nicC: surface && two ? (high >>> 12) & 1 : null,
    nacP: (low >>> 8) & 0xf,
    nacV: surface && two ? (high >>> 13) & 7 : null,
    gva: surface ? null : (low >>> 6) & 3,
    sil: (low >>> 4) & 3,
    silPerSample: two ? (low & 2) !== 0 : null,
    nicBaro: surface ? null : (low >>> 3) & 1,
    angleIsHeading: surface ? (low & 8) !== 0 : null,
    magneticNorth: (low & 4) !== 0,
    // Version 1 says "not TCAS", version 2 "TCAS operational" with the same bit.
    tcasOperational: surface || !one || classBits >>> 14 !== 0 ? null : two ? tcasBit : !tcasBit,
    tcasAdvisory: modes ? (modeBits & 0x2000) !== 0 : null,
    ident: modes ? (modeBits & 0x1000) !== 0 : null,
    singleAntenna: modes && two ? (modeBits & 0x400) !== 0 : null,
    sda: modes && two ? (modeBits >>> 8) & 3 : null,
  }
}

/** What a status message says, or null where its subtype is not defined. */
export function statusOf(typeCode: number, high: number, low: number): Status | null {
  const subtype = (high >>> 24) & 7
  if (typeCode === 28 && subtype === 1)
    return { kind: 'emergency', state: (high >>> 21) & 7, squawk: squawkOf((high >>> 8) & 0x1fff) }
  if (typeCode === 28 && subtype === 2) return advisoryOf(high, low)
  // Type code 29 has a subtype of two bits.
  if (typeCode === 29 && subtype >>> 1 === 1) return targetOf(high, low)
  if (typeCode === 29 && subtype >>> 1 === 0) return targetOneOf(high, low)
  if (typeCode === 31 && subtype <= 1) return operationalOf(subtype === 1, high, low)
  return null
}
