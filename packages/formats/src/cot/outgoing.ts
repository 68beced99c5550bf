import type { Polygon, Position } from '@holdfast/core/geo'
import type { InstantMs, Refused } from '@holdfast/core/units'
import { isXmlText } from '../xml/index.ts'

/**
 * All that ever leaves as Cursor on Target, on a map that armed people read. It is a closed list on purpose: no
 * observation, event, track or position of a party has a form here, a circle to take cover in says nothing of where
 * the round came from, and the types that can come out are the three of `TYPES`, of which only the mission's own units
 * bear an affiliation. What has members beyond these is refused, so that a wider record cannot be passed by a cast.
 */

/** A circle on WGS 84, radius in metres in [1, 100 000]. */
export interface Circle {
  readonly centre: Position
  readonly radiusM: number
}
/**
 * A unit of the mission itself, never of a party. `position` and `atMs` must be what the delay of the mission's own
 * patrols gave (where it was then, not where it is): the writer has no clock and cannot delay by itself.
 */
export interface OwnUnit {
  readonly kind: 'ownUnit'
  readonly id: string
  readonly callsign: string
  readonly position: Position
  readonly atMs: InstantMs
  readonly staleMs: InstantMs
}
/** Every hazard that may be told. */
export const HAZARDS = {
  mine: 'Mines',
  unexplodedOrdnance: 'Unexploded ordnance',
  fire: 'Fire',
  blockedRoad: 'Road blocked',
  damagedBridge: 'Bridge damaged',
  flood: 'Flood',
  hazardousMaterial: 'Hazardous material',
  downedPowerLine: 'Power line down',
} as const
/** A kind of hazard. */
export type HazardKind = keyof typeof HAZARDS
/** A hazard to whoever comes there, whoever made it. */
export interface Hazard {
  readonly kind: 'hazard'
  readonly id: string
  readonly hazard: HazardKind
  readonly circle: Circle
  readonly atMs: InstantMs
  readonly staleMs: InstantMs
}
/** A zone of the agreement: its outline and its title in the text. */
export interface AgreedZone {
  readonly kind: 'zone'
  readonly id: string
  readonly title: string
  readonly polygon: Polygon
  readonly atMs: InstantMs
  readonly staleMs: InstantMs
}
/** Where to take cover, and until when. It has no id of another record, no origin and no direction. */
export interface TakeCover {
  readonly kind: 'takeCover'
  readonly centre: Position
  readonly radiusM: number
  readonly fromMs: InstantMs
  readonly untilMs: InstantMs
}
/** What may be written as Cursor on Target. */
export type CotItem = OwnUnit | Hazard | AgreedZone | TakeCover

/** The event types that can come out: the mission's own ground unit, a drawn circle, a drawn polygon. */
export const TYPES = { ownUnit: 'a-f-G', circle: 'u-d-c-c', polygon: 'u-d-f' } as const

/** An event as both encodings write it. `inner` stands between the tags of `detail`, before `contact`. */
export interface Outgoing {
  readonly uid: string
  readonly type: (typeof TYPES)[keyof typeof TYPES]
  readonly how: 'm-g' | 'h-g-i-g-o'
  readonly atMs: InstantMs
  readonly staleMs: InstantMs
  readonly position: Position
  readonly radiusM: number | null
  readonly ring: readonly Position[]
  readonly callsign: string
}

const RADIUS_M_MAX = 100_000
const RING_MAX = 1_000
const TEXT_MAX = 100
const INSTANT_MS_MIN = 946_684_800_000
const INSTANT_MS_MAX = 4_102_444_800_000

const MEMBERS: Readonly<Record<CotItem['kind'], readonly string[]>> = {
  ownUnit: ['kind', 'id', 'callsign', 'position', 'atMs', 'staleMs'],
  hazard: ['kind', 'id', 'hazard', 'circle', 'atMs', 'staleMs'],
  zone: ['kind', 'id', 'title', 'polygon', 'atMs', 'staleMs'],
  takeCover: ['kind', 'centre', 'radiusM', 'fromMs', 'untilMs'],
}

/** Why an item has a member that it must not have; types alone do not stop a cast. */
export function strayMember(item: object, members: readonly string[]): string | null {
  const stray = Object.keys(item).find((name) => !members.includes(name))
  return stray === undefined ? null : `member ${JSON.stringify(stray.slice(0, 40))} is not written`
}

/** Why a position cannot be written, or null. */
export function positionFault({ lonDeg, latDeg }: Position): string | null {
  const isPlace = latDeg >= -90 && latDeg <= 90 && lonDeg >= -180 && lonDeg <= 180
  if (!isPlace) return 'a position is none; give degrees'
  return Math.abs(latDeg) <= 0.0001 && Math.abs(lonDeg) <= 0.0001
    ? 'the position 0, 0 stands for a missing one'
    : null
}

/** Why a circle cannot be written, or null. */
export const circleFault = ({ centre, radiusM }: Circle): string | null =>
  radiusM >= 1 && radiusM <= RADIUS_M_MAX
    ? positionFault(centre)
    : `radiusM is no radius; give metres from 1 to ${RADIUS_M_MAX}`

/** Why a period cannot be written, or null. */
export function periodFault(fromMs: InstantMs, toMs: InstantMs): string | null {
  for (const ms of [fromMs, toMs])
    if (!Number.isSafeInteger(ms) || ms < INSTANT_MS_MIN || ms > INSTANT_MS_MAX)
      return 'a time is none; give whole milliseconds since 1970, UTC'
  return fromMs < toMs ? null : 'the period ends before it begins'
}

/** Why a text cannot be written on one line, or null. */
export function lineFault(name: string, text: string): string | null {
  const isLine = typeof text === 'string' && isXmlText(text) && !/[\t\n\r\u007f-\u009f]/.test(text)
  return isLine && text !== '' && text.length <= TEXT_MAX
    ? null
    : `${name} is no line of 1 to ${TEXT_MAX} characters`
}

/** Why a ring cannot be written, or null. */
function ringFault(ring: readonly Position[]): string | null {
  const [first] = ring
  const last = ring.at(-1)
  if (first === undefined || last === undefined || ring.length < 4 || ring.length > RING_MAX)
    return `the polygon has ${ring.length} vertices; give 4 to ${RING_MAX}`
  if (first.lonDeg !== last.lonDeg || first.latDeg !== last.latDeg)
    return 'the polygon is not closed; repeat its first vertex as its last'
  for (const vertex of ring) {
    const fault = positionFault(vertex)
    if (fault !== null) return fault
  }
  return null
}

const idFault = (id: string): string | null =>
  typeof id === 'string' && /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/.test(id)
    ? null
    : 'id is no name; give letters, digits and . _ : -'

const middle = (values: readonly number[]): number =>
  (Math.min(...values) + Math.max(...values)) / 2

function zoneOf(item: AgreedZone): Outgoing | Refused {
  const { ring } = item.polygon
  const fault = ringFault(ring) ?? lineFault('title', item.title)
  if (fault !== null) return { refused: fault }
  // A drawing's own point is only where its label stands.
  const position = {
    lonDeg: middle(ring.map(({ lonDeg }) => lonDeg)),
    latDeg: middle(ring.map(({ latDeg }) => latDeg)),
  }
  return {
    uid: `holdfast.zone.${item.id}`,
    type: TYPES.polygon,
    how: 'h-g-i-g-o',
    atMs: item.atMs,
    staleMs: item.staleMs,
    position,
    radiusM: null,
    ring,
    callsign: item.title,
  }
}

const circleOf = (
  { centre, radiusM }: Circle,
  rest: Pick<Outgoing, 'uid' | 'atMs' | 'staleMs' | 'callsign'>,
): Outgoing => ({
  ...rest,
  type: TYPES.circle,
  how: 'h-g-i-g-o',
  position: centre,
  radiusM,
  ring: [],
})

function contentOf(item: CotItem): Outgoing | Refused {
  switch (item.kind) {
    case 'ownUnit': {
      const fault = positionFault(item.position) ?? lineFault('callsign', item.callsign)
      if (fault !== null) return { refused: fault }
      return {
        uid: `holdfast.unit.${item.id}`,
        type: TYPES.ownUnit,
        how: 'm-g',
        atMs: item.atMs,
        staleMs: item.staleMs,
        position: item.position,
        radiusM: null,
        ring: [],
        callsign: item.callsign,
      }
    }
    case 'hazard': {
      const fault = circleFault(item.circle) ?? strayMember(item.circle, ['centre', 'radiusM'])
      if (fault !== null) return { refused: fault }
      if (!Object.hasOwn(HAZARDS, item.hazard)) return { refused: 'hazard is not of the list' }
      const { id, atMs, staleMs } = item
      const callsign = HAZARDS[item.hazard]
      return circleOf(item.circle, { uid: `holdfast.hazard.${id}`, atMs, staleMs, callsign })
    }
    case 'zone':
      return zoneOf(item)
    case 'takeCover': {
      const fault = circleFault(item)
      if (fault !== null) return { refused: fault }
      const { fromMs, untilMs, centre } = item
      const uid = `holdfast.cover.${fromMs}.${centre.latDeg.toFixed(6)}.${centre.lonDeg.toFixed(6)}`
      return circleOf(item, { uid, atMs: fromMs, staleMs: untilMs, callsign: 'Take cover' })
    }
  }
}

/** The event of an item, or why it is not written. */
export function outgoingOf(item: CotItem): Outgoing | Refused {
  const kind: unknown = item.kind
  if (typeof kind !== 'string' || !Object.hasOwn(MEMBERS, kind))
    return { refused: 'this kind is never written as Cursor on Target' }
  const fault =
    strayMember(item, MEMBERS[item.kind]) ??
    (item.kind === 'takeCover'
      ? periodFault(item.fromMs, item.untilMs)
      : (periodFault(item.atMs, item.staleMs) ?? idFault(item.id)))
  return fault === null ? contentOf(item) : { refused: fault }
}
