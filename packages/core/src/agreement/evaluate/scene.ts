/**
 * One event's points against every border, each asked once: first the event's cell, then the box of its points, and only
 * where these leave it open point by point.
 */
import type { Estimate, Position } from '../../geo/index.ts'
import type { PartyId } from '../document/types.ts'
import { INSIDE, MIXED, markExactly } from './border.ts'
import type { Border, Status } from './border.ts'
import { FOUND_MAX } from './cells.ts'
import type { Cells } from './cells.ts'
import { Cloud } from './cloud.ts'
import type { Span } from './cloud.ts'
import { heldStatus, heldTest, zoneStatus, zoneTest } from './zone-test.ts'
import type { Asked, ZoneTest } from './zone-test.ts'

const UNASKED = 3

/** The points of one event; used again for the next one. */
export class Scene implements Asked {
  readonly #borders: readonly Border[]
  readonly #span: Span
  readonly #cells: Cells | null
  readonly #cloud = new Cloud()
  readonly #status: Uint8Array
  readonly #isFilled: Uint8Array
  readonly #values: (Uint8Array | undefined)[] = []
  /** What the event's cells say, by its numbers. */
  readonly found = new Int32Array(FOUND_MAX)
  foundCount = 0

  /** Without cells each border is asked for the box at once. */
  constructor(borders: readonly Border[], { span, cells }: { span: Span; cells: Cells | null }) {
    this.#borders = borders
    this.#span = span
    this.#cells = cells
    this.#status = new Uint8Array(borders.length)
    this.#isFilled = new Uint8Array(borders.length)
  }

  /** Takes an event's estimate. */
  take(estimate: Estimate): void {
    this.#cloud.take(estimate, this.#span)
    this.#begin()
  }

  /** Takes points that stand for a region. */
  takePositions(positions: readonly Position[]): void {
    this.#cloud.takePositions(positions, this.#span)
    this.#begin()
  }

  #begin(): void {
    const { box } = this.#cloud
    this.foundCount = box === null || this.#cells === null ? 0 : this.#cells.find(box, this.found)
    this.#status.fill(UNASKED)
    this.#isFilled.fill(0)
  }

  statusOf(border: number): Status {
    const asked = this.#status[border] as Status | typeof UNASKED
    if (asked !== UNASKED) return asked
    const { box } = this.#cloud
    let status = this.#cellStatus(border)
    if (status === MIXED && box !== null) status = (this.#borders[border] as Border).statusOf(box)
    this.#status[border] = status
    return status
  }

  #cellStatus(border: number): Status {
    if (this.#cells === null || this.foundCount === 0) return MIXED
    const status = this.#cells.statuses(this.found[0] as number)[border] as Status
    for (let n = 1; n < this.foundCount; n += 1)
      if (this.#cells.statuses(this.found[n] as number)[border] !== status) return MIXED
    return status
  }

  valuesOf(border: number): Uint8Array {
    const { count, box } = this.#cloud
    let values = this.#values[border]
    if (values === undefined || values.length < count) {
      values = new Uint8Array(Math.max(256, count))
      this.#values[border] = values
      this.#isFilled[border] = 0
    }
    if (this.#isFilled[border] === 1) return values
    this.#isFilled[border] = 1
    const status = this.statusOf(border)
    if (status !== MIXED) values.fill(status === INSIDE ? 1 : 0, 0, count)
    else if (box === null) markExactly(this.#borders[border] as Border, this.#cloud, values)
    else {
      this.#cloud.place()
      ;(this.#borders[border] as Border).mark(this.#cloud, values)
    }
    return values
  }

  /**
   * The share of the points in a zone, in [0, 1]; of those on a party's ground where one is named. `contact` is the side of
   * the line of contact, by its border's number.
   */
  share(zone: ZoneTest, contact: number, party: PartyId | null): number {
    const status = zoneStatus(zone, this)
    if (status !== MIXED) {
      if (status !== INSIDE) return 0
      if (party === null) return 1
      const held = heldStatus(contact, party, this)
      if (held !== MIXED) return held === INSIDE ? 1 : 0
    }
    return this.#counted(zone, contact, party)
  }

  #counted(zone: ZoneTest, contact: number, party: PartyId | null): number {
    const isInside = zoneTest(zone, this)
    const isHeld = party === null ? null : heldTest(contact, party, this)
    const { count } = this.#cloud
    let inside = 0
    for (let i = 0; i < count; i += 1)
      if (isInside(i) && (isHeld === null || isHeld(i))) inside += 1
    return inside / count
  }
}
