import type { Motion } from '@holdfast/core/observe'
import type { FeedContext, Observed } from '../codec/index.ts'
import { ERROR_UNBOUNDED_M, containmentM, qualityOf, uncertaintyM } from './accuracy.ts'
import { FeedTime } from './feed-time.ts'
import type { FeedInstant, StampClock } from './feed-time.ts'
import { Recent } from './lru.ts'
import type { ExtendedSquitter, Message } from './message.ts'
import { STAMP_MLAT, STAMP_UAT, addressHex, hex } from './record.ts'
import type { ReceiverRecord } from './record.ts'
import { M_PER_FT, MPS_PER_FPM, MPS_PER_KT, azimuth, observationOf } from './report.ts'
import type { AirbornePosition, SurfacePosition, Velocity } from './squitter.ts'
import { newPast, suspicions } from './suspicion.ts'
import type { Past } from './suspicion.ts'
import { newTrajectory, placeHalf } from './trajectory.ts'
import type { Placed, Trajectory } from './trajectory.ts'

/**
 * From messages to observations. One message holds a piece: half a position, a velocity, a name. Only a position makes an
 * observation; the pieces are kept for each address until it comes. A surveillance reply has no place, and an
 * observation of a flying thing without one would say only that a receiver heard something.
 */

/** Addresses remembered at one time; the least recently heard is forgotten first. */
export const AIRCRAFT_MAX = 20_000
/** How long a piece may wait for a position, ms. */
const VELOCITY_MS_MAX = 10_000
const STATUS_MS_MAX = 60_000
const NAME_MS_MAX = 300_000

interface Kept<T> {
  readonly value: T
  readonly tMs: number
}
interface Aircraft {
  trajectory: Trajectory
  past: Past
  velocity: Kept<Velocity> | null
  callsign: Kept<{ readonly text: string; readonly set: number; readonly category: number }> | null
  squawk: Kept<string> | null
  emergency: Kept<number> | null
  version: Kept<{
    readonly version: number
    readonly nicA: number
    readonly nicC: number | null
    readonly magnetic: boolean
    readonly heading: boolean
  }> | null
  nacP: Kept<number> | null
  sil: Kept<number> | null
}
const newAircraft = (): Aircraft => ({
  trajectory: newTrajectory(),
  past: newPast(),
  velocity: null,
  callsign: null,
  squawk: null,
  emergency: null,
  version: null,
  nacP: null,
  sil: null,
})

function fresh<T>(kept: Kept<T> | null, tMs: number, msMax: number): T | null {
  return kept !== null && tMs - kept.tMs <= msMax ? kept.value : null
}

/** How the observer is set. */
export interface ObserverSettings {
  readonly clock: StampClock
  /** Whether half a position may be completed by the receiver's site alone. */
  readonly alone: boolean
}
interface Heard {
  readonly record: ReceiverRecord
  readonly message: ExtendedSquitter
  readonly at: FeedInstant
  readonly isIcao: boolean
  readonly name: string
}

/** Whether the address is one of ICAO's: not in anonymous or TIS-B messages that say otherwise (DO-260B 2.2.3.2.1.4, IMF). */
function isIcao({ df, format, content }: ExtendedSquitter): boolean {
  if (df !== 18 || format === 0) return true
  if (format === 1 || format === 3 || format === 5) return false
  if (content.kind === 'airborne') return content.bit8 === 0
  if (content.kind === 'surface') return !content.timeSync
  if (content.kind === 'velocity') return !content.intentChange
  return true
}

function keep(aircraft: Aircraft, { content }: ExtendedSquitter, tMs: number): string | null {
  switch (content.kind) {
    case 'identification':
      aircraft.callsign = {
        value: { text: content.callsign, set: content.typeCode, category: content.category },
        tMs,
      }
      return 'an identification'
    case 'velocity':
      aircraft.velocity = { value: content, tMs }
      return 'a velocity'
    case 'emergency':
      aircraft.emergency = { value: content.state, tMs }
      aircraft.squawk = { value: content.squawk, tMs }
      return 'a status'
    case 'target':
    case 'targetOne':
      aircraft.nacP = { value: content.nacP, tMs }
      aircraft.sil = { value: content.sil, tMs }
      return 'a target state'
    case 'operational':
      aircraft.version = {
        value: {
          version: content.version,
          nicA: content.nicA,
          nicC: content.nicC,
          magnetic: content.magneticNorth,
          heading: content.angleIsHeading === true,
        },
        tMs,
      }
      // Version 0 has neither; its bits are spare.
      if (content.version >= 1) {
        aircraft.nacP = { value: content.nacP, tMs }
        aircraft.sil = { value: content.sil, tMs }
      }
      return 'an operational status'
    case 'advisory':
    case 'unread':
      return 'a message'
    case 'airborne':
    case 'surface':
      return null
  }
}

interface Accuracy extends Pick<Motion, 'quality'> {
  readonly errorM: number
  readonly containmentM: number | null
  readonly basis: string
}
function accuracyOf(
  aircraft: Aircraft,
  content: AirbornePosition | SurfacePosition,
  tMs: number,
): Accuracy {
  const status = fresh(aircraft.version, tMs, NAME_MS_MAX)
  const bound = containmentM(content.typeCode, {
    version: status?.version ?? null,
    nicA: status?.nicA ?? null,
    nicB: content.kind === 'airborne' ? content.bit8 : null,
    nicC: status?.nicC ?? null,
  })
  const nacP = fresh(aircraft.nacP, tMs, STATUS_MS_MAX)
  const uncertainty = nacP === null ? null : uncertaintyM(nacP)
  const version = status === null ? 'version not heard' : `version ${status.version}`
  const code = `type code ${content.typeCode} (${version})`
  const radiusM = bound === null || bound === Infinity ? null : bound
  const shown =
    radiusM === null
      ? `${code}: ${bound === null ? 'containment not told' : 'no containment'}`
      : `${code}: containment ${radiusM} m`
  const sil = fresh(aircraft.sil, tMs, STATUS_MS_MAX)
  const quality = qualityOf({ nacP, containmentM: bound, sil })
  if (uncertainty !== null)
    return {
      ...quality,
      errorM: uncertainty,
      containmentM: bound,
      basis: `NACp ${nacP}: 95 % within ${uncertainty} m; ${shown}`,
    }
  return {
    ...quality,
    errorM: radiusM ?? ERROR_UNBOUNDED_M,
    containmentM: bound,
    basis: radiusM === null ? `${shown}; ${ERROR_UNBOUNDED_M} m is assumed` : shown,
  }
}

function motionOf(aircraft: Aircraft, { message, at, isIcao: icao, name }: Heard): Motion {
  const { content } = message
  const velocity = fresh(aircraft.velocity, at.tMs, VELOCITY_MS_MAX)
  const callsign = fresh(aircraft.callsign, at.tMs, NAME_MS_MAX)?.text ?? ''
  const mode3a = fresh(aircraft.squawk, at.tMs, NAME_MS_MAX)
  const identity = {
    ...(icao ? { icao24: name } : { uid: name }),
    ...(callsign === '' || callsign.includes('#') ? {} : { callsign }),
    ...(mode3a === null ? {} : { mode3a }),
  }
  if (content.kind === 'surface') {
    const heading = fresh(aircraft.version, at.tMs, NAME_MS_MAX)
    const isTrack = heading?.heading !== true && heading?.magnetic !== true
    return {
      heightM: null,
      heightDatum: null,
      speedMps: content.speedKt === null ? null : content.speedKt * MPS_PER_KT,
      courseDeg: isTrack && content.trackDeg !== null ? content.trackDeg : null,
      climbMps: null,
      identity,
    }
  }
  const position = content.kind === 'airborne' ? content : null
  const feet = position?.altitudeFt ?? null
  const east = velocity?.eastKt ?? null
  const north = velocity?.northKt ?? null
  const speedKt = east === null || north === null ? null : Math.hypot(east, north)
  return {
    heightM: feet === null ? null : feet * M_PER_FT,
    heightDatum: feet === null ? null : position?.geometric === true ? 'ellipsoid' : 'pressure',
    speedMps: speedKt === null ? null : speedKt * MPS_PER_KT,
    courseDeg:
      east === null || north === null || speedKt === 0
        ? null
        : azimuth((Math.atan2(east, north) * 180) / Math.PI),
    climbMps:
      velocity === null || velocity.climbFpm === null ? null : velocity.climbFpm * MPS_PER_FPM,
    identity,
  }
}

/** What no member holds: the parts as sent, and how the position came about. */
function residualOf(
  aircraft: Aircraft,
  heard: Heard,
  told: { placed: Placed; basis: string },
): Record<string, string> {
  const { message, record, at } = heard
  const velocity = fresh(aircraft.velocity, at.tMs, VELOCITY_MS_MAX)
  const named = fresh(aircraft.callsign, at.tMs, NAME_MS_MAX)
  const emergency = fresh(aircraft.emergency, at.tMs, STATUS_MS_MAX)
  const format = message.df === 18 ? 'CF' : message.df === 19 ? 'AF' : 'CA'
  const residual: Record<string, string> = {
    message: JSON.stringify(message.content),
    downlinkFormat: `${message.df} ${format} ${message.format}`,
    positionFrom: told.placed.how,
    errorBasis: told.basis,
  }
  if (velocity !== null) residual['velocity'] = JSON.stringify(velocity)
  if (named !== null) residual['emitterCategory'] = `${'?DCBA'.charAt(named.set)}${named.category}`
  if (named?.text.includes('#') === true) residual['callsignAsSent'] = named.text
  if (emergency !== null && emergency !== 0) residual['emergency'] = String(emergency)
  if (record.stamp !== null) residual['stamp'] = record.stamp.toString(16).padStart(12, '0')
  if (record.stamp === STAMP_MLAT)
    residual['computedBy'] = 'multilateration, by the receiver network'
  if (record.stamp === STAMP_UAT) residual['computedBy'] = 'UAT, translated'
  if (record.signal !== null) residual['signal'] = String(record.signal)
  if (message.correctedBit !== null) residual['correctedBit'] = String(message.correctedBit)
  if (message.df === 18 && message.format >= 2)
    residual['rebroadcast'] = `by a ground station, CF ${message.format}`
  return residual
}

/** The reader of one receiver's records. */
export class ReceiverObserver {
  readonly #aircraft = new Recent<Aircraft>(AIRCRAFT_MAX, newAircraft)
  readonly #time: FeedTime
  readonly #alone: boolean

  constructor(settings: ObserverSettings) {
    this.#time = new FeedTime(settings.clock)
    this.#alone = settings.alone
  }

  /** Addresses remembered now, at most `AIRCRAFT_MAX`. */
  get remembered(): number {
    return this.#aircraft.size
  }

  observe(record: ReceiverRecord, context: FeedContext): Observed {
    const at = this.#time.at(record.stamp, context.receivedMs)
    if (record.kind === 'modeAc')
      return { nothing: 'a Mode A or C reply has no address and no position' }
    if (record.kind === 'status') return { nothing: "the receiver's own status" }
    return record.message.kind === 'squitter'
      ? this.#squitter(
          { record, message: record.message, at, isIcao: isIcao(record.message), name: '' },
          context,
        )
      : this.#reply(record.message, at)
  }

  /** An identity reply joins an aircraft that is known: its overlaid address is then no chance. */
  #reply(message: Exclude<Message, ExtendedSquitter>, { tMs }: FeedInstant): Observed {
    if (message.kind === 'surveillance' && message.squawk !== null) {
      const aircraft = this.#aircraft.peek(addressHex(message.address))
      if (aircraft !== undefined) aircraft.squawk = { value: message.squawk, tMs }
    }
    return { nothing: 'a reply without a position: I.AIR needs a place' }
  }

  #squitter(unnamed: Heard, context: FeedContext): Observed {
    const { message, at } = unnamed
    // A coarse TIS-B message (CF 3), a management message (4) and the reserved (7) have other layouts.
    if (message.df === 18 && [3, 4, 7].includes(message.format))
      return { nothing: `DF 18 CF ${message.format} is not laid out as ADS-B` }
    const name = `${unnamed.isIcao ? '' : '~'}${addressHex(message.address)}`
    const heard = { ...unnamed, name }
    const aircraft = this.#aircraft.use(name)
    const kept = keep(aircraft, message, at.tMs)
    if (kept !== null) return { nothing: `${kept} of ${name}: it is told with its next position` }
    return this.#position(aircraft, heard, context)
  }

  #position(aircraft: Aircraft, heard: Heard, context: FeedContext): Observed {
    const { message, at, record, name } = heard
    const { content } = message
    if (content.kind !== 'airborne' && content.kind !== 'surface') return { nothing: 'no position' }
    if (content.cpr === null) return { nothing: `no position: ${name} sends none (type code 0)` }
    const placed = placeHalf(aircraft.trajectory, content.cpr, {
      tMs: at.tMs,
      surface: content.kind === 'surface',
      site: context.source.site?.position ?? null,
      alone: this.#alone,
    })
    if (placed === null)
      return { nothing: `no position: half of one of ${name}; the other half is awaited` }
    const accuracy = accuracyOf(aircraft, content, at.tMs)
    const motion = motionOf(aircraft, heard)
    const odd = suspicions(aircraft.past, {
      placed,
      tMs: at.tMs,
      speedMps: motion.speedMps,
      containmentM: accuracy.containmentM,
      address: heard.isIcao ? message.address : null,
    })
    const when = record.stamp === null ? `r${at.observedMs}` : record.stamp.toString(16)
    const set = fresh(aircraft.callsign, at.tMs, NAME_MS_MAX)
    return observationOf(
      {
        recordId: `${name}-${when}-${hex(record.raw)}`.slice(0, 256),
        raw: record.raw,
        position: placed.position,
        errorM: accuracy.errorM,
        observedMs: at.observedMs,
        clock: at.clock,
        motion: accuracy.quality === undefined ? motion : { ...motion, quality: accuracy.quality },
        // Emitter category set C: vehicles and obstacles on the ground.
        onLand: set !== null && set.set === 2 && set.category !== 0,
        residual: { ...residualOf(aircraft, heard, { placed, basis: accuracy.basis }), ...odd },
      },
      context,
    )
  }
}
