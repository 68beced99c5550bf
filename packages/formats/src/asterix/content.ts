/** A record's items as nested data, as `holdfast decode asterix` prints them: every element, by its public name. */
import { bitsAt, EXACT_BITS, signedOf, wideBitsAt } from './bits.ts'
import { bitsOf, widthOf, type Profile } from './layout.ts'
import { spanOf, type AsterixRecord } from './record.ts'
import type { Element, Member, Rule, Variation } from './table.ts'

/** An element: the unsigned number as sent (a decimal string above 2^53), and what it stands for. */
export interface Scalar {
  readonly raw: number | string
  /** Of a quantity in `unit`; of a signed whole number; of a string with the spaces that fill it. */
  readonly value?: number | string
  readonly unit?: string
}
/** What an explicit item carries after its length octet. */
export interface Opaque {
  readonly hex: string
}
/** Elements and subitems by name. */
export interface Nested {
  readonly [name: string]: Content
}
/** What an item holds: a scalar, raw bytes, elements by name, or repetitions. */
export type Content = Scalar | Opaque | Nested | readonly Content[]
/** A record's items by name; compound and group items nested, repetitions as arrays. */
export type Items = Readonly<Record<string, Content>>

/** Characters of Annex 10 volume IV 3.1.2.9.1.2; a code without a character is shown as '?'. */
export const ICAO_CHARACTERS = '?ABCDEFGHIJKLMNOPQRSTUVWXYZ????? ???????????????0123456789??????'
const CHARACTER_BITS = { ascii: 8, icao: 6, octal: 3 } as const
/** Bits of one character of a string. */
export const characterBits = (as: 'ascii' | 'icao' | 'octal'): number => CHARACTER_BITS[as]

const hexOf = (octets: Uint8Array): string => {
  let text = ''
  for (const octet of octets) text += octet.toString(16).padStart(2, '0')
  return text
}
/** The text of a string element; ASCII outside printing characters is shown as '?'. */
function textAt(
  data: Uint8Array,
  bit: number,
  bits: number,
  as: 'ascii' | 'icao' | 'octal',
): string {
  const step = characterBits(as)
  let text = ''
  for (let at = bit; at + step <= bit + bits; at += step) {
    const code = bitsAt(data, at, step)
    if (as === 'octal') text += String(code)
    else if (as === 'icao') text += ICAO_CHARACTERS.charAt(code)
    else text += code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '?'
  }
  return text
}
/** `raw` times the quantity's least significant bit; divided where its inverse is whole, so that 1/1000 is exact. */
export function scaled(
  rule: Extract<Rule, { kind: 'quantity' }>,
  raw: number,
  bits: number,
): number {
  const number = rule.signed ? signedOf(raw, bits) : raw
  const inverse = 1 / rule.lsb
  return Number.isInteger(inverse) ? number / inverse : number * rule.lsb
}
function scalarAt(element: Element, data: Uint8Array, bit: number, siblings: Siblings): Scalar {
  const { bits } = element
  const exact = bits <= EXACT_BITS ? bitsAt(data, bit, bits) : undefined
  const raw = exact ?? rawOf(wideBitsAt(data, bit, bits))
  const rule = ruleOf(element.rule, siblings)
  if (rule.kind === 'string') return { raw, value: textAt(data, bit, bits, rule.as) }
  if (exact === undefined) return { raw }
  if (rule.kind === 'quantity') {
    const value = scaled(rule, exact, bits)
    return rule.unit === '' ? { raw, value } : { raw, value, unit: rule.unit }
  }
  return rule.kind === 'integer' && rule.signed ? { raw, value: signedOf(exact, bits) } : { raw }
}
const rawOf = (wide: bigint): number | string =>
  wide > BigInt(Number.MAX_SAFE_INTEGER) ? wide.toString() : Number(wide)

/** The raw value of an element's sibling, by name. */
type Siblings = (name: string) => number | undefined
const RAW: Rule = { kind: 'raw' }
/** The rule in force: that of a `case` hangs on a sibling; where that has no case, the bits have no meaning. */
export function ruleOf(rule: Rule, siblings: Siblings): Rule {
  if (rule.kind !== 'case') return rule
  const on = siblings(rule.on)
  const chosen = on === undefined ? undefined : rule.of[on]
  return chosen === undefined || chosen.kind === 'case' ? RAW : chosen
}
/** The name that a spare which is not zero is reported under: the group's first 'spare', then 'spare2'. */
export const spareName = (ordinal: number): string => (ordinal === 1 ? 'spare' : `spare${ordinal}`)

function putMembers(
  into: Record<string, Content>,
  members: readonly Member[],
  data: Uint8Array,
  bit: number,
  spares: number,
): number {
  const siblings: Siblings = (name) => {
    const raw = into[name]
    return raw !== undefined && 'raw' in raw && typeof raw.raw === 'number' ? raw.raw : undefined
  }
  let at = bit
  let ordinal = spares
  for (const member of members) {
    if ('spare' in member) {
      ordinal += 1
      const raw = wideBitsAt(data, at, member.spare)
      if (raw !== 0n) into[spareName(ordinal)] = { raw: rawOf(raw) }
      at += member.spare
      continue
    }
    const { is } = member
    into[member.name] =
      is.kind === 'element' ? scalarAt(is, data, at, siblings) : fixedAt(is, data, at)
    at += bitsOf(is)
  }
  return ordinal
}
function fixedAt(is: Variation, data: Uint8Array, bit: number): Content {
  if (is.kind === 'element') return scalarAt(is, data, bit, () => undefined)
  const into: Record<string, Content> = {}
  if (is.kind === 'group') putMembers(into, is.of, data, bit, 0)
  return into
}

/** Reads on from octet `at`; the octets were found to hold the whole thing before. */
interface Cursor {
  readonly data: Uint8Array
  at: number
}
function extendedAt(is: Extract<Variation, { kind: 'extended' }>, cursor: Cursor): Content {
  const into: Record<string, Content> = {}
  let spares = 0
  for (const [index, part] of is.parts.entries()) {
    spares = putMembers(into, part, cursor.data, cursor.at * 8, spares)
    cursor.at += (widthOf(part) + 7) >>> 3
    const closed = is.lastWithoutFx && index === is.parts.length - 1
    if (closed || ((cursor.data[cursor.at - 1] ?? 0) & 1) === 0) break
  }
  return into
}
function repetitiveAt(is: Extract<Variation, { kind: 'repetitive' }>, cursor: Cursor): Content {
  const list: Content[] = []
  if (is.by === 'fx') {
    const octets = (bitsOf(is.of) + 1) / 8
    let more = true
    while (more) {
      list.push(fixedAt(is.of, cursor.data, cursor.at * 8))
      cursor.at += octets
      more = ((cursor.data[cursor.at - 1] ?? 0) & 1) === 1
    }
    return list
  }
  const count = bitsAt(cursor.data, cursor.at * 8, is.by * 8)
  cursor.at += is.by
  for (let index = 0; index < count; index += 1) list.push(contentAt(is.of, cursor))
  return list
}
function compoundAt(is: Extract<Variation, { kind: 'compound' }>, cursor: Cursor): Content {
  const into: Record<string, Content> = {}
  const from = cursor.at
  while (((cursor.data[cursor.at] ?? 0) & 1) === 1) cursor.at += 1
  cursor.at += 1
  const places = (cursor.at - from) * 7
  for (const [index, sub] of is.of.entries()) {
    if (index >= places) break
    const octet = cursor.data[from + Math.floor(index / 7)] ?? 0
    if (sub !== null && (octet & (0x80 >>> (index % 7))) !== 0)
      into[sub.name] = contentAt(sub.is, cursor)
  }
  return into
}
function contentAt(is: Variation, cursor: Cursor): Content {
  switch (is.kind) {
    case 'element':
    case 'group': {
      const content = fixedAt(is, cursor.data, cursor.at * 8)
      cursor.at += bitsOf(is) / 8
      return content
    }
    case 'extended':
      return extendedAt(is, cursor)
    case 'repetitive':
      return repetitiveAt(is, cursor)
    case 'compound':
      return compoundAt(is, cursor)
    case 'explicit': {
      const octets = cursor.data[cursor.at] ?? 1
      const hex = hexOf(cursor.data.subarray(cursor.at + 1, cursor.at + octets))
      cursor.at += octets
      return { hex }
    }
    case 'sequenced':
      return {}
  }
}
/** Random field sequencing: one object of one item after another, in the order that was sent. */
function sequencedAt(cursor: Cursor, profile: Profile): Content {
  const list: Content[] = []
  const count = cursor.data[cursor.at] ?? 0
  cursor.at += 1
  for (let index = 0; index < count; index += 1) {
    const node = profile.frns[(cursor.data[cursor.at] ?? 0) - 1]
    cursor.at += 1
    if (node === null || node === undefined) break
    list.push({ [node.name]: contentAt(node.is, cursor) })
  }
  return list
}

/** One item's content, or undefined where the record has no such item. */
function itemOf(record: AsterixRecord, name: string): Content | undefined {
  const node = record.layout.nodes.get(name)
  const span = node === undefined ? undefined : spanOf(record, node.slot)
  if (node === undefined || span === undefined) return undefined
  const cursor = { data: record.data, at: span.at }
  return node.is.kind === 'sequenced'
    ? sequencedAt(cursor, record.profile)
    : contentAt(node.is, cursor)
}
/** All of a record's items, in the order of its user application profile. */
export function itemsOf(record: AsterixRecord): Items {
  const items: Record<string, Content> = {}
  for (const node of record.profile.frns) {
    const content = node === null ? undefined : itemOf(record, node.name)
    if (node !== null && content !== undefined) items[node.name] = content
  }
  return items
}
