/**
 * Readers of single elements, made once and used on many records: `readerOf(layout, '040/RHO')` finds the slot, the
 * bit and the scale now, so that reading is a shift and a multiplication.
 */
import { bitsAt, numberAt, signedOf } from './bits.ts'
import { ruleOf, scaled } from './content.ts'
import { bitsOf, NO_SLOT, widthOf, type Layout, type Node, type Profile } from './layout.ts'
import type { AsterixRecord } from './record.ts'
import type { Element, Member, Rule } from './table.ts'

/** An element's value in the unit of its table, its number where it has no scale; undefined where it is absent. */
export type Reader = (record: AsterixRecord) => number | undefined
/** Where an element lies in its slot; for the readers of this folder. */
export interface Place {
  readonly path: string
  readonly slot: number
  readonly bit: number
  readonly bits: number
  /** Octets that the slot must have for the element to be there (an extended item may end before it). */
  readonly octets: number
  readonly rule: Rule
  /** The place of the sibling that a `case` rule hangs on. */
  readonly on: { readonly bit: number; readonly bits: number } | undefined
}

function placesIn(
  path: string,
  slot: number,
  members: readonly Member[],
  from: number,
  octets: number,
): readonly Place[] {
  const places: Place[] = []
  const elements = new Map<string, { readonly bit: number; readonly bits: number }>()
  let bit = from
  for (const member of members) {
    if ('spare' in member) bit += member.spare
    else {
      const { is } = member
      const inner = `${path}/${member.name}`
      if (is.kind === 'element') {
        places.push(placeOf(inner, slot, is, bit, octets, elements))
        elements.set(member.name, { bit, bits: is.bits })
      } else if (is.kind === 'group') places.push(...placesIn(inner, slot, is.of, bit, octets))
      bit += bitsOf(is)
    }
  }
  return places
}
function placeOf(
  path: string,
  slot: number,
  is: Element,
  bit: number,
  octets: number,
  siblings: ReadonlyMap<string, { readonly bit: number; readonly bits: number }>,
): Place {
  const on = is.rule.kind === 'case' ? siblings.get(is.rule.on) : undefined
  return { path, slot, bit, bits: is.bits, octets, rule: is.rule, on }
}
function placesOf(node: Node, path: string): readonly Place[] {
  const { is, slot } = node
  if (slot === NO_SLOT) return []
  if (is.kind === 'element') return [placeOf(path, slot, is, 0, is.bits / 8, new Map())]
  if (is.kind === 'group') return placesIn(path, slot, is.of, 0, bitsOf(is) / 8)
  if (is.kind === 'extended') {
    let bit = 0
    return is.parts.flatMap((part) => {
      const from = bit
      bit += (widthOf(part) + 7) & ~7
      return placesIn(path, slot, part, from, bit / 8)
    })
  }
  if (node.kind !== 'chosen') return []
  return node.of.flatMap((sub) => (sub === null ? [] : placesOf(sub, `${path}/${sub.name}`)))
}

/** Of every element outside repetitions, by path: '010/SAC', '140', '130/SRL', '020/ADSB/EP'. */
export function pathsOf(layout: Layout): readonly string[] {
  return allPlaces(layout).map((place) => place.path)
}
/** Every element's place, those of one slot side by side. */
export const allPlaces = (layout: Layout): readonly Place[] =>
  [...layout.nodes.values()].flatMap((node) => placesOf(node, node.name))

/**
 * The reader of the element at `path`, or undefined where the edition has no such element, or has it in a repetition
 * (see itemOf). A string reads as the number that its bits are; an element of more than
 * 53 bits as the nearest double.
 */
export function readerOf(layout: Layout, path: string): Reader | undefined {
  const place = allPlaces(layout).find((one) => one.path === path)
  return place === undefined ? undefined : readerAt(place)
}
function readerAt(place: Place): Reader {
  const { slot, bit, octets, rule } = place
  const bits = place.bits
  const value = valueBy(rule, bits)
  const rawAt = (record: AsterixRecord): number | undefined => {
    const span = record.spans[record.base + slot] ?? 0
    if (span === 0 || (span & 0xffff) < octets) return undefined
    return numberAt(record.data, (record.start + (span >>> 16)) * 8 + bit, bits)
  }
  const { on } = place
  if (rule.kind === 'case' && on !== undefined) {
    return (record) => {
      const raw = rawAt(record)
      if (raw === undefined) return undefined
      const span = record.spans[record.base + slot] ?? 0
      const chosen = bitsAt(record.data, (record.start + (span >>> 16)) * 8 + on.bit, on.bits)
      return valueBy(
        ruleOf(rule, () => chosen),
        bits,
      )(raw)
    }
  }
  return (record) => {
    const raw = rawAt(record)
    return raw === undefined ? undefined : value(raw)
  }
}
function valueBy(rule: Rule, bits: number): (raw: number) => number {
  if (rule.kind === 'quantity') return (raw) => scaled(rule, raw, bits)
  return rule.kind === 'integer' && rule.signed ? (raw) => signedOf(raw, bits) : (raw) => raw
}

/** How a category with several profiles chooses among them. */
export interface Selector {
  readonly item: string
  readonly bit: number
  readonly bits: number
  /** By the raw value of the choosing element. */
  readonly profiles: readonly (Profile | undefined)[]
  /** How many first FRNs all profiles have in common: these may be read before the choice. */
  readonly shared: number
}
/** Chooses the profile of a record where a category has several. */
export function selectorOf(layout: Layout): Selector | undefined {
  const [first, ...others] = layout.profiles
  const when = first?.when
  if (first === undefined || when === undefined) return undefined
  const place = allPlaces(layout).find((one) => one.path === `${when.item}/${when.element}`)
  if (place === undefined)
    throw new Error(`ASTERIX ${layout.cat}: ${when.item}/${when.element} chooses nothing`)
  const profiles: (Profile | undefined)[] = []
  for (const profile of layout.profiles)
    if (profile.when !== undefined) profiles[profile.when.raw] = profile
  let shared = 0
  while (
    shared < first.frns.length &&
    others.every((other) => other.frns[shared] === first.frns[shared])
  )
    shared += 1
  return { item: when.item, bit: place.bit, bits: place.bits, profiles, shared }
}
