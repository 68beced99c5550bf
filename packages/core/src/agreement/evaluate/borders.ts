/** The borders that an agreement's zones are put together from, each once, and the zones in these terms. */
import type { Polyline, Position } from '../../geo/index.ts'
import { PARTIES } from '../document/types.ts'
import type { Agreement, Line, PartyId, Zone } from '../document/types.ts'
import type { Border } from './border.ts'
import { DiscBorder } from './disc-border.ts'
import { Legs } from './legs.ts'
import { NearBorder } from './near-border.ts'
import { RingBorder } from './ring-border.ts'
import { SideBorder } from './side-border.ts'
import type { Strip, ZoneTest } from './zone-test.ts'

// The same line is drawn in every text that amends another: its tree is made once.
const known = new WeakMap<readonly Position[], Legs>()

function legsOf(chain: readonly Position[]): Legs {
  const before = known.get(chain)
  if (before !== undefined) return before
  const legs = new Legs(chain)
  known.set(chain, legs)
  return legs
}

/** The line of an id; that it exists was checked when the text was read. */
export function lineOf(agreement: Agreement, id: string): Line {
  const line = agreement.lines.find((one) => one.id === id)
  if (line === undefined) throw new Error(`the agreement has no line ${id}: it was never checked`)
  return line
}

/** Every zone under every line of contact, and the borders that they ask for. */
export interface Drawn {
  readonly borders: readonly Border[]
  /** By the place of the line in `linesOfContact`, then by the place of the zone in `zones`. */
  readonly zones: readonly (readonly ZoneTest[])[]
  /** The side of each line of contact, by its place in `linesOfContact`. */
  readonly contacts: readonly number[]
}

class Drawing {
  readonly borders: Border[] = []
  readonly #numbers = new Map<string, number>()
  readonly #agreement: Agreement

  constructor(agreement: Agreement) {
    this.#agreement = agreement
  }

  #number(key: string, make: () => Border): number {
    const before = this.#numbers.get(key)
    if (before !== undefined) return before
    const number = this.borders.push(make()) - 1
    this.#numbers.set(key, number)
    return number
  }

  side(id: string): number {
    const { line } = lineOf(this.#agreement, id)
    return this.#number(`side ${id}`, () => new SideBorder(line, legsOf(line.vertices)))
  }

  #near(id: string, depthM: number): number {
    return this.#nearLine(`line ${id}`, lineOf(this.#agreement, id).line, depthM)
  }

  #nearLine(key: string, line: Polyline, depthM: number): number {
    return this.#number(
      `near ${depthM} ${key}`,
      () => new NearBorder(line, legsOf(line.vertices), depthM),
    )
  }

  zone(zone: Zone, contact: string): ZoneTest {
    if (zone.kind === 'polygon') {
      const { polygon, id } = zone
      const make = (): Border => new RingBorder(polygon, legsOf(polygon.ring))
      return { kind: 'one', border: this.#number(`zone ${id}`, make) }
    }
    if (zone.kind === 'site')
      return { kind: 'one', border: this.#number(`zone ${zone.id}`, () => new DiscBorder(zone)) }
    if (zone.kind === 'corridor')
      return {
        kind: 'one',
        border: this.#nearLine(`zone ${zone.id}`, zone.course, zone.widthM / 2),
      }
    if (zone.kind === 'band')
      return {
        kind: 'band',
        contact: this.side(contact),
        before: zone.fromM > 0 ? this.#near(contact, zone.fromM) : null,
        within: zone.toM === null ? null : this.#near(contact, zone.toM),
        side: zone.side,
      }
    const strip = (party: PartyId): Strip => {
      const id = zone.lineOf[party]
      return { near: this.#near(id, zone.widthM / 2), own: id === contact ? null : this.side(id) }
    }
    return { kind: 'strips', contact: this.side(contact), strips: { A: strip('A'), B: strip('B') } }
  }
}

/** Takes an agreement's zones apart. */
export function drawnOf(agreement: Agreement): Drawn {
  const drawing = new Drawing(agreement)
  const contacts = agreement.linesOfContact.map(({ line }) => line)
  return {
    zones: contacts.map((contact) => agreement.zones.map((zone) => drawing.zone(zone, contact))),
    contacts: contacts.map((contact) => drawing.side(contact)),
    borders: drawing.borders,
  }
}

/** All positions that an agreement's zones and lines of contact are drawn through. */
export function positionsOf(agreement: Agreement): readonly Position[] {
  const lines = new Set(agreement.linesOfContact.map(({ line }) => line))
  for (const zone of agreement.zones)
    if (zone.kind === 'withdrawal') for (const party of PARTIES) lines.add(zone.lineOf[party])
  return [
    ...[...lines].flatMap((id) => lineOf(agreement, id).line.vertices),
    ...agreement.zones.flatMap((zone) => {
      if (zone.kind === 'polygon') return zone.polygon.ring
      if (zone.kind === 'corridor') return zone.course.vertices
      return zone.kind === 'site' ? [zone.position] : []
    }),
  ]
}
