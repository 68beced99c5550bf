/**
 * Zones as statements about borders. A withdrawal zone is two strips: which one a point can be in is decided by who holds
 * the ground there (the side of the line of contact), how deep it is by that party's own line. A point that its holder has
 * beyond its own line (ground held past the line that it is measured from) is inside whatever the distance. A band lies
 * between two distances from the line of contact.
 */
import type { PartyId } from '../document/types.ts'
import { INSIDE, MIXED, OUTSIDE } from './border.ts'
import type { Status } from './border.ts'

/** One party's strip: nearer than `near`; or beyond the party's own line, which is not asked where it is the line of contact. */
export interface Strip {
  readonly near: number
  readonly own: number | null
}
/** A zone under one line of contact; borders by their numbers. Left of a line is the ground of A. */
export type ZoneTest =
  | { readonly kind: 'one'; readonly border: number }
  | {
      readonly kind: 'strips'
      readonly contact: number
      readonly strips: Readonly<Record<PartyId, Strip>>
    }
  | {
      readonly kind: 'band'
      readonly contact: number
      /** Nearer than its beginning; null where it begins at the line. */
      readonly before: number | null
      /** Nearer than its end; null where it has none. */
      readonly within: number | null
      readonly side: PartyId | 'both'
    }

/** What asks for borders: their statuses for all points, and, where mixed, their values by point. */
export interface Asked {
  readonly statusOf: (border: number) => Status
  readonly valuesOf: (border: number) => Uint8Array
}

const not = (status: Status): Status =>
  status === MIXED ? MIXED : status === INSIDE ? OUTSIDE : INSIDE
const and = (a: Status, b: Status): Status => {
  if (a === OUTSIDE || b === OUTSIDE) return OUTSIDE
  return a === INSIDE && b === INSIDE ? INSIDE : MIXED
}

function stripStatus({ near, own }: Strip, party: PartyId, ask: Asked): Status {
  const status = ask.statusOf(near)
  if (status === INSIDE || own === null) return status
  const isLeft = ask.statusOf(own)
  const isBeyond = party === 'A' ? not(isLeft) : isLeft
  return isBeyond === INSIDE ? INSIDE : and(not(status), not(isBeyond)) === INSIDE ? OUTSIDE : MIXED
}

/** Whether all points are on a party's side of the line of contact. */
export function heldStatus(contact: number, party: PartyId, ask: Asked): Status {
  const isLeft = ask.statusOf(contact)
  return party === 'A' ? isLeft : not(isLeft)
}

/** Whether all points lie in a zone, none does, or they may differ. */
export function zoneStatus(zone: ZoneTest, ask: Asked): Status {
  if (zone.kind === 'one') return ask.statusOf(zone.border)
  if (zone.kind === 'strips') {
    const a = stripStatus(zone.strips.A, 'A', ask)
    const b = stripStatus(zone.strips.B, 'B', ask)
    if (a === b) return a
    const held = ask.statusOf(zone.contact)
    return held === MIXED ? MIXED : held === INSIDE ? a : b
  }
  const isPast = zone.before === null ? INSIDE : not(ask.statusOf(zone.before))
  if (isPast === OUTSIDE) return OUTSIDE
  const status = and(isPast, zone.within === null ? INSIDE : ask.statusOf(zone.within))
  if (status === OUTSIDE || zone.side === 'both') return status
  return and(status, heldStatus(zone.contact, zone.side, ask))
}

/** Whether a point is in a zone: asked point by point where the points differ. */
export type PointTest = (i: number) => boolean

function stripTest({ near, own }: Strip, party: PartyId, ask: Asked): PointTest {
  const isNear = ask.valuesOf(near)
  if (own === null) return (i) => isNear[i] === 1
  const isLeft = ask.valuesOf(own)
  const beyond = party === 'A' ? 0 : 1
  return (i) => isNear[i] === 1 || isLeft[i] === beyond
}

/** A test of single points on a party's side of the line of contact. */
export function heldTest(contact: number, party: PartyId, ask: Asked): PointTest {
  const isLeft = ask.valuesOf(contact)
  const side = party === 'A' ? 1 : 0
  return (i) => isLeft[i] === side
}

/** A test of single points. */
export function zoneTest(zone: ZoneTest, ask: Asked): PointTest {
  if (zone.kind === 'one') {
    const isInside = ask.valuesOf(zone.border)
    return (i) => isInside[i] === 1
  }
  if (zone.kind === 'strips') {
    const isHeldByA = ask.valuesOf(zone.contact)
    const a = stripTest(zone.strips.A, 'A', ask)
    const b = stripTest(zone.strips.B, 'B', ask)
    return (i) => (isHeldByA[i] === 1 ? a(i) : b(i))
  }
  const before = zone.before === null ? null : ask.valuesOf(zone.before)
  const within = zone.within === null ? null : ask.valuesOf(zone.within)
  const isHeld = zone.side === 'both' ? null : heldTest(zone.contact, zone.side, ask)
  return (i) =>
    (before === null || before[i] === 0) &&
    (within === null || within[i] === 1) &&
    (isHeld === null || isHeld(i))
}
