import type { Position } from '@holdfast/core/geo'
import { DISTANCE_M_MAX } from '@holdfast/core/observe'
import type { Motion, Observation, PositionQuality, Unidentified } from '@holdfast/core/observe'
import type { FeedContext, Observed } from '../codec/index.ts'
import { DEFAULTS, LIMITS } from '../observation/index.ts'
import { latin1 } from './bits.ts'
import { messageJson } from './json.ts'
import { mmsiFlag, mmsiKind, mmsiText } from './mmsi.ts'
import { messageName } from './names.ts'
import { AIRCRAFT_MPS_MAX, SHIP_MPS_MAX, Ships, learn, learnDevice, move } from './ships.ts'
import type { Ship, Statics } from './ships.ts'
import { timeOf } from './time.ts'
import type {
  AidToNavigation,
  AisRecord,
  ClassA,
  ClassB,
  ClassBExtended,
  LongRange,
  Message,
  SarAircraft,
  UtcReport,
} from './types.ts'

/**
 * From messages to observations. AIS is told by the ship itself, not measured by us: the means is `told`, and what
 * makes a report odd (flags) is kept in the residual and decides nothing.
 */

/** Radius of error, metres, of a position sent as accurate (M.1371-5: 10 m or better). */
const ACCURATE_M = 10
/** Of one sent as "worse than 10 m": no bound is sent, this is an assumption for receivers without corrections. */
const INACCURATE_M = 100
/** Half the diagonal of message 27's cell of 0.1 minute, metres, added to the error. */
const COARSE_CELL_M = 131
/** Of positions entered by hand or reckoned (second 61, 62), and of a device out of order (63): assumptions. */
const RECKONED_M = 1_000
const INOPERATIVE_M = 10_000
const MPS_PER_KNOT = 1852 / 3600
/** Closer to 0° N 0° E than this, degrees, no position is meant. */
const NOWHERE_DEG = 0.0001

type Placed =
  | ClassA
  | UtcReport
  | SarAircraft
  | ClassB
  | ClassBExtended
  | AidToNavigation
  | LongRange

const MOVING_TYPES: ReadonlySet<number> = new Set([1, 2, 3, 9, 11, 18, 19, 27])

/** Whether the message tells where something is that can move. */
function isMobile(message: Message): message is Placed {
  if (MOVING_TYPES.has(message.type)) return true
  const kind = mmsiKind(message.mmsi)
  // A base station's report under a ship's number is a ship's, whatever its set was configured as.
  if (message.type === 4) return kind === 'ship' || kind === 'craft' || kind === 'sarAircraft'
  // 99MID8xxx are aids that move (M.585-9, annex 1, section 4).
  return message.type === 21 && kind === 'aid' && Math.floor(message.mmsi / 1_000) % 10 === 8
}

function positionOf({ lonDeg, latDeg }: Placed): Position | string {
  if (lonDeg === null || latDeg === null) return 'no position: the sender says that it has none'
  if (Math.abs(lonDeg) <= NOWHERE_DEG && Math.abs(latDeg) <= NOWHERE_DEG)
    return 'no position: 0° N 0° E stands for a missing one'
  return { lonDeg, latDeg }
}

function errorOf(message: Placed): number {
  const second = message.raw.second
  if (second === 63) return INOPERATIVE_M
  if (second === 61 || second === 62) return RECKONED_M
  const errorM = message.isAccurate ? ACCURATE_M : INACCURATE_M
  return message.type === 27 ? errorM + COARSE_CELL_M : errorM
}

/** Type of electronic position fixing device (M.1371-5, annex 8, message 5); 0 is undefined, 9 to 14 are not used. */
const POSITIONING: Readonly<Record<number, PositionQuality['positioning']>> = {
  1: 'gnss',
  2: 'gnss',
  3: 'gnss',
  4: 'terrestrial',
  5: 'terrestrial',
  6: 'combined',
  7: 'surveyed',
  8: 'gnss',
  15: 'gnss',
}
/**
 * Seconds that say that the device was not used for this position, or does not work (M.1371-5, annex 8, message 1): its
 * accuracy and its RAIM then are not those of the position.
 */
const WITHOUT_DEVICE: Readonly<Record<number, PositionQuality>> = {
  61: { accuracyM: null, containmentM: null, isMonitored: false, positioning: 'manual' },
  62: { accuracyM: null, containmentM: null, isMonitored: false, positioning: 'inertial' },
  63: { accuracyM: DISTANCE_M_MAX, containmentM: null, isMonitored: false, positioning: null },
}

/** What the ship says of its position. The flag is 0 by default as well as beyond 10 m: 0 says nothing in metres. */
function qualityOf(message: Placed, epfd: number | null): PositionQuality {
  const isClock = message.type === 4 || message.type === 11
  const without = isClock ? undefined : WITHOUT_DEVICE[message.raw.second]
  return (
    without ?? {
      accuracyM: message.isAccurate ? ACCURATE_M : null,
      containmentM: null,
      isMonitored: message.raim,
      positioning: epfd === null ? null : (POSITIONING[epfd] ?? null),
    }
  )
}

function identityOf(mmsi: number, { callsign, imo }: Statics): Motion['identity'] {
  return {
    mmsi: mmsiText(mmsi),
    ...(callsign === undefined ? {} : { callsign }),
    ...(imo === undefined ? {} : { imo: String(imo) }),
  }
}

function motionOf(message: Placed, { statics, epfd }: Ship): Motion {
  const heightM = message.type === 9 ? message.altitudeM : null
  const isBarometric = message.type === 9 && message.altitudeSensor === 'barometric'
  const speedKn = 'speedKn' in message ? message.speedKn : null
  return {
    heightM,
    // M.1371-5 does not name the datum of a GNSS height; receivers give it above mean sea level (IEC 61162-1, GGA).
    heightDatum: heightM === null ? null : isBarometric ? 'pressure' : 'msl',
    speedMps: speedKn === null ? null : speedKn * MPS_PER_KNOT,
    courseDeg: 'courseDeg' in message ? message.courseDeg : null,
    climbMps: null,
    identity: identityOf(message.mmsi, statics),
    quality: qualityOf(message, epfd),
  }
}

/** Whether the last digit of an IMO number is the check digit of the others (IMO resolution A.1117(30)). */
function isImo(imo: number): boolean {
  if (imo < 1_000_000 || imo > 9_999_999) return false
  let sum = 0
  for (let weight = 7, power = 1_000_000; weight >= 2; weight -= 1, power /= 10)
    sum += (Math.floor(imo / power) % 10) * weight
  return sum % 10 === imo % 10
}

function flagsOf({ message, lengthNote }: AisRecord, statics: Statics): string[] {
  const flags: string[] = []
  const odd = mmsiFlag(message.mmsi)
  if (odd !== null) flags.push(odd)
  const kind = mmsiKind(message.mmsi)
  if (kind === 'sart' || kind === 'mob' || kind === 'epirb') flags.push(`distress-${kind}`)
  if ('speedKn' in message) {
    const most = message.type === 27 ? 62 : 1022
    if (message.raw.speed === most) flags.push('speed-at-limit')
  }
  if (statics.imo !== undefined && !isImo(statics.imo)) flags.push('imo-implausible')
  if (lengthNote !== null) flags.push(`length-${lengthNote}`)
  if (message.repeat > 0) flags.push('repeated')
  return flags
}

/** The lines word for word, in as many members as the limit on one asks for. */
function sentenceMembers(bytes: Uint8Array): Record<string, string> {
  const text = latin1(bytes)
  const members: Record<string, string> = {}
  for (let at = 0, n = 1; at < text.length; at += LIMITS.residualValue, n += 1)
    members[n === 1 ? 'sentence' : `sentence.${n}`] = text.slice(at, at + LIMITS.residualValue)
  return members
}

function residualOf(
  record: AisRecord,
  statics: Statics,
  flags: readonly string[],
): Observation['residual'] {
  const { message, tagBlock } = record
  const residual: Record<string, string> = {
    ...sentenceMembers(record.bytes),
    message: JSON.stringify(messageJson(message)),
  }
  if (statics.name !== undefined) residual['name'] = statics.name
  if (Object.keys(statics).length > 0) residual['static'] = JSON.stringify(statics)
  if ('raim' in message) residual['raim'] = message.raim ? 'in use' : 'not in use'
  if (tagBlock?.source) residual['station'] = tagBlock.source
  if (flags.length > 0) residual['flags'] = flags.join(' ')
  return residual
}

/** What all observations of a record have in common. */
function headOf(record: AisRecord, { source, sha256 }: FeedContext, fromMs: number) {
  const rawSha256 = sha256(record.bytes)
  const { mmsi, type } = record.message
  return {
    source: source.id,
    recordId: `${mmsiText(mmsi)}-${type}-${fromMs}-${rawSha256.slice(0, 16)}`,
    means: ['told'] as const,
    phase: 'undetermined' as const,
    count: { n: 1, precision: 'exact' as const },
    weapon: DEFAULTS.weapon,
    grade: DEFAULTS.grade,
    label: source.label ?? DEFAULTS.label,
    rawSha256,
  }
}

function observerOf(
  { source }: FeedContext,
  position: Position,
  errorM: number,
): Observation['observer'] {
  const title = source.title === '' ? source.id : source.title
  const place =
    title.length <= LIMITS.place ? title : Array.from(title).slice(0, LIMITS.place).join('')
  const { site } = source
  return site === undefined
    ? { place, position, errorM, control: 'unknown' }
    : { place, position: site.position, errorM: site.errorM, control: 'unknown' }
}

function sighting(record: AisRecord, message: Placed, ship: Ship, context: FeedContext): Observed {
  const position = positionOf(message)
  if (typeof position === 'string') return { nothing: position }
  const { observed, isTagTimeOdd } = timeOf(message, record.tagBlock, context.receivedMs)
  const isAircraft = message.type === 9
  const flags = [
    ...flagsOf(record, ship.statics),
    ...move(
      ship,
      { position, atMs: observed.fromMs },
      isAircraft ? AIRCRAFT_MPS_MAX : SHIP_MPS_MAX,
    ),
    ...(isTagTimeOdd ? ['tag-time-implausible'] : []),
  ]
  const errorM = errorOf(message)
  const observation: Unidentified = {
    ...headOf(record, context, observed.fromMs),
    category: isAircraft ? 'I.AIR' : 'I.SEA',
    observed,
    observer: observerOf(context, position, errorM),
    where: { sectors: [], ring: null, fix: { position, errorM } },
    residual: residualOf(record, ship.statics, flags),
    motion: motionOf(message, ship),
  }
  return { observations: [observation] }
}

/** A safety text of a distress beacon. The message has no place; the beacon's last one is told beside it. */
function warning(record: AisRecord, text: string, ship: Ship, context: FeedContext): Observed {
  const last = ship.last?.position ?? null
  const at = context.source.site?.position ?? last
  if (at === null)
    return {
      nothing: `distress text of ${mmsiText(record.message.mmsi)}, whose place is not known yet: ${text}`,
    }
  const { observed, isTagTimeOdd } = timeOf(record.message, record.tagBlock, context.receivedMs)
  const flags = flagsOf(record, ship.statics)
  if (isTagTimeOdd) flags.push('tag-time-implausible')
  const observation: Unidentified = {
    ...headOf(record, context, observed.fromMs),
    category: 'I.WARNING',
    observed,
    observer: observerOf(context, at, INACCURATE_M),
    where: { sectors: [], ring: null, fix: null },
    residual: {
      ...residualOf(record, ship.statics, flags),
      ...(last === null ? {} : { lastPosition: JSON.stringify(last) }),
    },
  }
  return { observations: [observation] }
}

/** The reader of one feed: it remembers ships (`SHIPS_MAX`) and nothing else. */
export class AisObserver {
  readonly #ships = new Ships()

  /** How many ships are remembered. */
  get held(): number {
    return this.#ships.size
  }

  /** What a record comes to. */
  observe(record: AisRecord, context: FeedContext): Observed {
    const { message } = record
    if (isMobile(message)) {
      const ship = this.#ships.of(message.mmsi)
      learn(ship.statics, message)
      learnDevice(ship, message)
      return sighting(record, message, ship, context)
    }
    if (message.type === 5 || message.type === 24) {
      const ship = this.#ships.of(message.mmsi)
      learn(ship.statics, message)
      learnDevice(ship, message)
      return { nothing: `static data of ${mmsiText(message.mmsi)}, kept for its positions` }
    }
    if (message.type !== 14) return { nothing: messageName(message.type) }
    const kind = mmsiKind(message.mmsi)
    if (kind === 'sart' || kind === 'mob' || kind === 'epirb')
      return warning(record, message.text, this.#ships.of(message.mmsi), context)
    return { nothing: `safety text of ${mmsiText(message.mmsi)}: ${message.text}` }
  }
}
