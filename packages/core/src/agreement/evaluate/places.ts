/**
 * Where an event lies, counted on the equally weighted points of its estimate: a zone's probability is the share of the
 * points that it holds. An event that no source gave a place is counted in the same way on points all over the conflict
 * region (`region.ts`). Zones are measured from the line of contact in force when the event happened; where that changed
 * while it happened, both lines count and the share lies between the two.
 */
import type { Event } from '../../fuse/index.ts'
import type { Position } from '../../geo/index.ts'
import type { InstantMs, Interval } from '../../units/index.ts'
import type { Agreement, Line, PartyId } from '../document/types.ts'
import { OUTSIDE } from './border.ts'
import type { Status } from './border.ts'
import { drawnOf, lineOf, positionsOf } from './borders.ts'
import type { Drawn } from './borders.ts'
import { Box } from './box.ts'
import type { Sides } from './box.ts'
import { Cells } from './cells.ts'
import type { Span } from './cloud.ts'
import { LAT_DEG_MAX } from './scale.ts'
import { regionOf } from './region.ts'
import { Scene } from './scene.ts'
import { heldStatus, zoneStatus } from './zone-test.ts'
import type { ZoneTest } from './zone-test.ts'

/** The place in `linesOfContact` of the line in force at an instant; the first counts before its own instant, too. */
function contactAt({ linesOfContact }: Agreement, ms: InstantMs): number {
  return Math.max(
    0,
    linesOfContact.findLastIndex(({ fromMs }) => fromMs <= ms),
  )
}

/** The line of contact in force at an instant. A line is in force from its instant on; the first one before it, too. */
export function lineOfContactAt(agreement: Agreement, ms: InstantMs): Line {
  return lineOf(agreement, agreement.linesOfContact[contactAt(agreement, ms)]?.line ?? '(none)')
}

/** A share of an event's points, between the least and the most by which line of contact is taken; both in [0, 1]. */
export interface Share {
  readonly least: number
  readonly most: number
}

const NONE = new Uint8Array(0)
/** How much of the plane around what is drawn has cells, degrees. */
const MARGIN_DEG = 1.5

const boundsOf = (positions: readonly Position[]): Sides => {
  const bounds = { west: 180, south: 90, east: -180, north: -90 }
  for (const { lonDeg, latDeg } of positions) {
    bounds.west = Math.min(bounds.west, lonDeg)
    bounds.east = Math.max(bounds.east, lonDeg)
    bounds.south = Math.min(bounds.south, latDeg)
    bounds.north = Math.max(bounds.north, latDeg)
  }
  return bounds
}

/**
 * Longitudes that differ from everything drawn by less than 180°, so that none of them wraps; empty where what is drawn
 * spans half the Earth or crosses the meridian of 180°: then every point is asked exactly.
 */
function spanOf({ west, east }: { readonly west: number; readonly east: number }): Span {
  return { west: Math.max(-179.9, east - 179.9), east: Math.min(179.9, west + 179.9) }
}

/** Looks events up in an agreement's zones, one after the other. */
export class Places {
  readonly #agreement: Agreement
  readonly #drawn: Drawn
  readonly #span: Span
  readonly #cells: Cells | null
  readonly #scene: Scene
  #anywhere: { readonly scene: Scene; readonly title: string } | null | undefined
  #seen: { readonly scene: Scene; readonly region: string | null } | null = null
  #fromContact = 0
  #toContact = 0

  constructor(agreement: Agreement) {
    this.#agreement = agreement
    this.#drawn = drawnOf(agreement)
    const bounds = boundsOf(positionsOf(agreement))
    this.#span = spanOf(bounds)
    const { west, south, east, north } = bounds
    const extent = new Box({
      west: west - MARGIN_DEG,
      south: Math.max(1 - LAT_DEG_MAX, south - MARGIN_DEG),
      east: east + MARGIN_DEG,
      north: Math.min(LAT_DEG_MAX - 1, north + MARGIN_DEG),
    })
    const hasCells = extent.west < extent.east && extent.south < extent.north
    this.#cells = hasCells ? new Cells(this.#drawn.borders, extent) : null
    this.#scene = new Scene(this.#drawn.borders, { span: this.#span, cells: this.#cells })
  }

  /** Takes the next event; what is asked from now on is asked of it. */
  look({ estimate, observed }: { estimate: Event['estimate']; observed: Interval }): void {
    if (this.#agreement.linesOfContact.length > 1) {
      this.#fromContact = contactAt(this.#agreement, observed.fromMs)
      this.#toContact = contactAt(this.#agreement, observed.toMs)
    }
    if (estimate === null) {
      if (this.#anywhere === undefined) this.#anywhere = this.#regionScene()
      const { scene, title } = this.#anywhere ?? { scene: null, title: null }
      this.#seen = scene === null ? null : { scene, region: title }
      return
    }
    this.#scene.take(estimate)
    this.#seen = { scene: this.#scene, region: null }
  }

  #regionScene(): { readonly scene: Scene; readonly title: string } | null {
    const region = regionOf(this.#agreement)
    if (region === null) return null
    const scene = new Scene(this.#drawn.borders, { span: this.#span, cells: null })
    scene.takePositions(region.points)
    return { scene, title: region.title }
  }

  /** The title of the region that the event's place is taken from, where no source gave one; null: one did, or there is none. */
  get region(): string | null {
    return this.#seen?.region ?? null
  }

  /** When the line of contact changed while the event happened; null where it did not. */
  get changedAtMs(): InstantMs | null {
    if (this.#fromContact === this.#toContact) return null
    return this.#agreement.linesOfContact[this.#toContact]?.fromMs ?? null
  }

  /** What the event's cells say, by its numbers (at most four, `cellCount` of them); none where it has no cell. */
  get cells(): Int32Array {
    return this.#scene.found
  }

  get cellCount(): number {
    return this.#seen?.scene === this.#scene ? this.#scene.foundCount : 0
  }

  /**
   * A test of whether any point of the cells of a number may lie in a zone, on a party's ground where one is named, by any
   * line of contact.
   */
  reachOf(number: number): (zone: number, party: PartyId | null) => boolean {
    const statuses = this.#cells?.statuses(number)
    if (statuses === undefined) return () => true
    const ask = { statusOf: (border: number) => statuses[border] as Status, valuesOf: () => NONE }
    return (zone, party) =>
      this.#drawn.zones.some(
        (zones, contact) =>
          zoneStatus(zones[zone] as ZoneTest, ask) !== OUTSIDE &&
          (party === null ||
            heldStatus(this.#drawn.contacts[contact] as number, party, ask) !== OUTSIDE),
      )
  }

  /** The greatest share that a zone may hold, by its place in `zones`; null where nothing can be said of the event's place. */
  most(zone: number, party: PartyId | null): number | null {
    const seen = this.#seen
    if (seen === null) return null
    const one = this.#share(seen.scene, this.#fromContact, zone, party)
    if (this.#fromContact === this.#toContact) return one
    let most = one
    for (let at = this.#fromContact + 1; at <= this.#toContact; at += 1)
      most = Math.max(most, this.#share(seen.scene, at, zone, party))
    return most
  }

  /** The same with the least. */
  share(zone: number, party: PartyId | null): Share | null {
    const seen = this.#seen
    if (seen === null) return null
    let [least, most] = [1, 0]
    for (let at = this.#fromContact; at <= this.#toContact; at += 1) {
      const share = this.#share(seen.scene, at, zone, party)
      least = Math.min(least, share)
      most = Math.max(most, share)
    }
    return { least, most }
  }

  /** The share of the points on ground that A holds; null where no source gave a place. */
  ground(): Share | null {
    const seen = this.#seen
    if (seen === null || seen.region !== null) return null
    let [least, most] = [1, 0]
    for (let at = this.#fromContact; at <= this.#toContact; at += 1) {
      const contact = this.#drawn.contacts[at]
      if (contact === undefined) return null
      const share = seen.scene.share({ kind: 'one', border: contact }, contact, null)
      least = Math.min(least, share)
      most = Math.max(most, share)
    }
    return { least, most }
  }

  #share(scene: Scene, contact: number, zone: number, party: PartyId | null): number {
    return scene.share(
      this.#drawn.zones[contact]?.[zone] as ZoneTest,
      this.#drawn.contacts[contact] as number,
      party,
    )
  }
}
