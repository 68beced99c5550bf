/**
 * A table made ready for reading: what each item is long by, and where its elements lie.
 *
 * Every item and every subitem of a compound item gets a slot. Reading a record fills the slots with spans (where it
 * starts, how long it is) and nothing else; any element is then read from its slot at a fixed bit, without parsing
 * again. Repetitions have no slots of their own: their item's span holds them all.
 */
import type { Edition, Member, Named, Uap, Variation } from './table.ts'

/** What a reader of octets does at one item or subitem. */
export type Node = Fixed | Chained | Counted | Marked | Chosen | Lengthed | Ordered
interface Base {
  readonly name: string
  readonly slot: number
  readonly is: Variation
}
interface Fixed extends Base {
  readonly kind: 'fixed'
  readonly octets: number
}
/** Extended: the octets of each part. */
interface Chained extends Base {
  readonly kind: 'chained'
  readonly parts: readonly number[]
  readonly lastWithoutFx: boolean
}
interface Counted extends Base {
  readonly kind: 'counted'
  /** Octets of the count. */
  readonly by: number
  readonly of: Node
}
/** Repetitive, chained by FX. */
interface Marked extends Base {
  readonly kind: 'marked'
  readonly octets: number
}
interface Chosen extends Base {
  readonly kind: 'chosen'
  readonly of: readonly (Node | null)[]
}
interface Lengthed extends Base {
  readonly kind: 'lengthed'
}
interface Ordered extends Base {
  readonly kind: 'ordered'
}

/** An edition, ready to read with. */
export interface Layout {
  readonly cat: number
  readonly edition: string
  readonly table: Edition
  readonly slots: number
  readonly nodes: ReadonlyMap<string, Node>
  readonly profiles: readonly Profile[]
}
/** A user application profile: its nodes by FRN - 1. */
export interface Profile {
  readonly name: string
  readonly frns: readonly (Node | null)[]
  readonly when: Uap['when']
}
/** The slot of what has none of its own. */
export const NO_SLOT = -1

/** The bits of members side by side, or undefined where one of them has no fixed length. */
export function widthOf(members: readonly Member[]): number {
  let bits = 0
  for (const member of members) bits += 'spare' in member ? member.spare : bitsOf(member.is)
  return bits
}
/** The bits of an element or a group; a table that puts anything else inside a group is a mistake of ours. */
export function bitsOf(is: Variation): number {
  if (is.kind === 'element') return is.bits
  if (is.kind === 'group') return widthOf(is.of)
  throw new Error(`an ASTERIX table puts what is ${is.kind} where a fixed length must be`)
}
const octetsOf = (bits: number, where: string): number => {
  if (bits % 8 !== 0) throw new Error(`an ASTERIX table ends ${where} inside an octet`)
  return bits / 8
}

function nodeOf(named: Named, take: () => number): Node {
  const { name, is } = named
  const slot = take()
  switch (is.kind) {
    case 'element':
    case 'group':
      return { kind: 'fixed', name, slot, is, octets: octetsOf(bitsOf(is), name) }
    case 'extended': {
      const last = is.parts.length - 1
      const parts = is.parts.map((part, index) => {
        const closed = is.lastWithoutFx && index === last
        return octetsOf(widthOf(part) + (closed ? 0 : 1), `${name} part ${index + 1}`)
      })
      return { kind: 'chained', name, slot, is, parts, lastWithoutFx: is.lastWithoutFx }
    }
    case 'repetitive':
      return is.by === 'fx'
        ? { kind: 'marked', name, slot, is, octets: octetsOf(bitsOf(is.of) + 1, name) }
        : {
            kind: 'counted',
            name,
            slot,
            is,
            by: is.by,
            of: nodeOf({ name, is: is.of }, () => NO_SLOT),
          }
    case 'compound': {
      const of = is.of.map((sub) => (sub === null ? null : nodeOf(sub, take)))
      return { kind: 'chosen', name, slot, is, of }
    }
    case 'explicit':
      return { kind: 'lengthed', name, slot, is }
    case 'sequenced':
      return { kind: 'ordered', name, slot, is }
  }
}

/** Makes an edition ready; throws where its table contradicts itself, which a test of all tables would show. */
export function layoutOf(table: Edition): Layout {
  let slots = 0
  const take = (): number => {
    slots += 1
    return slots - 1
  }
  const nodes = new Map<string, Node>()
  for (const item of table.items.values()) nodes.set(item.name, nodeOf(item, take))
  const profiles = table.uaps.map((uap) => ({
    name: uap.name,
    frns: uap.frns.map((name) => (name === null ? null : (nodes.get(name) ?? null))),
    when: uap.when,
  }))
  return { cat: table.cat, edition: table.edition, table, slots, nodes, profiles }
}
