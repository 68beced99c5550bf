/**
 * Writes records: the inverse of reading, from the same tables. Exercises send what it makes, and the tests hold the
 * decoder to it. Numbers come as `raw`, or as a `value` that is rounded to the nearest step.
 */
import { bitWriter, type BitWriter, powerOfTwo } from './bits.ts'
import {
  characterBits,
  ICAO_CHARACTERS,
  ruleOf,
  spareName,
  type Content,
  type Items,
} from './content.ts'
import type { Layout, Node, Profile } from './layout.ts'
import { HEADER_OCTETS } from './parse.ts'
import { selectorOf } from './reader.ts'
import type { Element, Member, Variation } from './table.ts'

/** Octets, or why these items cannot be sent. */
export type Encoded = { readonly bytes: Uint8Array } | { readonly refused: string }

const MAX_OCTETS = 65_535
/** Says where and why; caught where a record is encoded, and never leaves this file. */
class Unsendable extends Error {}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function stringBits(
  text: string,
  element: Element,
  as: 'ascii' | 'icao' | 'octal',
  where: string,
): bigint {
  const step = characterBits(as)
  const length = Math.floor(element.bits / step)
  const filled = as === 'octal' ? text.padStart(length, '0') : text.padEnd(length, ' ')
  if (filled.length > length)
    throw new Unsendable(`${where}: '${text}' is longer than ${length} characters`)
  let bits = 0n
  for (const character of filled) {
    const code = codeOf(character, as)
    if (code < 0) throw new Unsendable(`${where}: '${character}' cannot be sent as ${as}`)
    bits = (bits << BigInt(step)) | BigInt(code)
  }
  return bits
}
function codeOf(character: string, as: 'ascii' | 'icao' | 'octal'): number {
  if (as === 'octal') return '01234567'.indexOf(character)
  if (as === 'icao') return character === '?' ? -1 : ICAO_CHARACTERS.indexOf(character)
  const code = character.codePointAt(0) ?? 0
  return code >= 0x20 && code < 0x7f ? code : -1
}
function elementBits(
  element: Element,
  given: unknown,
  siblings: (name: string) => number | undefined,
  where: string,
): bigint {
  if (given === undefined) return 0n
  if (!isRecord(given)) throw new Unsendable(`${where}: give {"raw": …} or {"value": …}`)
  const { raw, value } = given
  const top = 1n << BigInt(element.bits)
  if (raw !== undefined) {
    const bits = wholeOf(raw)
    if (bits === undefined || bits < 0n || bits >= top) {
      throw new Unsendable(`${where}: raw must be a whole number of ${element.bits} bits`)
    }
    return bits
  }
  const rule = ruleOf(element.rule, siblings)
  if (rule.kind === 'string' && typeof value === 'string')
    return stringBits(value, element, rule.as, where)
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new Unsendable(`${where}: has neither raw nor value`)
  const signed = (rule.kind === 'quantity' || rule.kind === 'integer') && rule.signed
  const steps = BigInt(Math.round(rule.kind === 'quantity' ? value / rule.lsb : value))
  const half = top >> 1n
  if (signed ? steps < -half || steps >= half : steps < 0n || steps >= top) {
    throw new Unsendable(`${where}: ${value} does not fit ${element.bits} bits`)
  }
  return steps < 0n ? steps + top : steps
}
function wholeOf(raw: unknown): bigint | undefined {
  if (typeof raw === 'number') return Number.isSafeInteger(raw) ? BigInt(raw) : undefined
  return typeof raw === 'string' && /^\d{1,24}$/u.test(raw) ? BigInt(raw) : undefined
}
const membersOf = (given: unknown, where: string): Readonly<Record<string, unknown>> => {
  if (!isRecord(given)) throw new Unsendable(`${where}: give its members by name`)
  return given
}

/** Writes members; the return is how many spares have been met, as their names count on through an extended item. */
function putMembers(
  out: BitWriter,
  members: readonly Member[],
  given: unknown,
  where: string,
  spares: number,
): number {
  const named = membersOf(given, where)
  const sent = new Map<string, bigint>()
  const siblings = (name: string): number | undefined => {
    const bits = sent.get(name)
    return bits === undefined ? undefined : Number(bits)
  }
  let ordinal = spares
  for (const member of members) {
    if ('spare' in member) {
      ordinal += 1
      const bits = elementBits(
        { kind: 'element', bits: member.spare, rule: { kind: 'raw' } },
        named[spareName(ordinal)],
        () => undefined,
        where,
      )
      out.put(bits, member.spare)
    } else if (member.is.kind === 'element') {
      const bits = elementBits(member.is, named[member.name], siblings, `${where}/${member.name}`)
      sent.set(member.name, bits)
      out.put(bits, member.is.bits)
    } else putFixed(out, member.is, named[member.name] ?? {}, `${where}/${member.name}`)
  }
  return ordinal
}
function putFixed(out: BitWriter, is: Variation, given: unknown, where: string): void {
  if (is.kind === 'element')
    out.put(
      elementBits(is, given, () => undefined, where),
      is.bits,
    )
  else if (is.kind === 'group') putMembers(out, is.of, given, where, 0)
}
function putExtended(
  out: BitWriter,
  is: Extract<Variation, { kind: 'extended' }>,
  given: unknown,
  where: string,
): void {
  const named = membersOf(given, where)
  let ordinal = 0
  // The last part that says anything; what comes before it is sent as zeros where it was not given.
  let last = 0
  for (const [index, part] of is.parts.entries()) {
    for (const member of part) {
      if ('spare' in member) ordinal += 1
      if (named['spare' in member ? spareName(ordinal) : member.name] !== undefined) last = index
    }
  }
  let spares = 0
  for (const [index, part] of is.parts.slice(0, last + 1).entries()) {
    spares = putMembers(out, part, named, where, spares)
    if (!(is.lastWithoutFx && index === is.parts.length - 1)) out.put(index < last ? 1 : 0, 1)
  }
}
function putRepetitive(out: BitWriter, node: Node, given: unknown, where: string): void {
  if (!Array.isArray(given)) throw new Unsendable(`${where}: give an array`)
  const list: readonly unknown[] = given
  if (node.kind === 'counted') {
    if (list.length >= powerOfTwo(node.by * 8))
      throw new Unsendable(`${where}: ${list.length} repetitions are too many`)
    out.put(list.length, node.by * 8)
    for (const [index, one] of list.entries()) putNode(out, node.of, one, `${where}[${index}]`)
    return
  }
  if (node.is.kind !== 'repetitive') return
  if (list.length === 0) throw new Unsendable(`${where}: at least one repetition must be sent`)
  for (const [index, one] of list.entries()) {
    putFixed(out, node.is.of, one, `${where}[${index}]`)
    out.put(index < list.length - 1 ? 1 : 0, 1)
  }
}
/** A field specification: the FX bit is set while more octets follow. */
function putPresence(out: BitWriter, present: readonly boolean[]): void {
  const octets = Math.max(Math.ceil((present.lastIndexOf(true) + 1) / 7), 1)
  for (let octet = 0; octet < octets; octet += 1) {
    for (let place = 0; place < 7; place += 1)
      out.put(present[octet * 7 + place] === true ? 1 : 0, 1)
    out.put(octet < octets - 1 ? 1 : 0, 1)
  }
}
function putChosen(
  out: BitWriter,
  of: readonly (Node | null)[],
  given: unknown,
  where: string,
): void {
  const named = membersOf(given, where)
  const known = new Set(of.map((sub) => sub?.name))
  const stray = Object.keys(named).find((name) => !known.has(name))
  if (stray !== undefined) throw new Unsendable(`${where}: has no ${stray.slice(0, 40)}`)
  putPresence(
    out,
    of.map((sub) => sub !== null && named[sub.name] !== undefined),
  )
  for (const sub of of) {
    if (sub !== null && named[sub.name] !== undefined)
      putNode(out, sub, named[sub.name], `${where}/${sub.name}`)
  }
}
function putExplicit(out: BitWriter, given: unknown, where: string): void {
  const hex = isRecord(given) ? given['hex'] : undefined
  if (typeof hex !== 'string' || !/^(?:[\da-f]{2}){0,254}$/iu.test(hex)) {
    throw new Unsendable(`${where}: give {"hex": …} of at most 254 octets`)
  }
  out.put(hex.length / 2 + 1, 8)
  for (let at = 0; at < hex.length; at += 2) out.put(Number.parseInt(hex.slice(at, at + 2), 16), 8)
}
function putNode(out: BitWriter, node: Node, given: unknown, where: string): void {
  const { is } = node
  if (node.kind === 'chosen') putChosen(out, node.of, given, where)
  else if (is.kind === 'extended') putExtended(out, is, given, where)
  else if (is.kind === 'repetitive') putRepetitive(out, node, given, where)
  else if (is.kind === 'explicit') putExplicit(out, given, where)
  else putFixed(out, is, given, where)
}
function putSequence(out: BitWriter, profile: Profile, given: unknown, where: string): void {
  if (!Array.isArray(given) || given.length > 255)
    throw new Unsendable(`${where}: give an array of at most 255 items`)
  const list: readonly unknown[] = given
  out.put(list.length, 8)
  for (const one of list) {
    const [entry] = Object.entries(membersOf(one, where))
    const frn = profile.frns.findIndex((node) => node !== null && node.name === entry?.[0])
    const node = profile.frns[frn]
    if (entry === undefined || node === null || node === undefined || node.kind === 'ordered') {
      throw new Unsendable(`${where}: each entry is one item of the profile by name`)
    }
    out.put(frn + 1, 8)
    putNode(out, node, entry[1], `${where}/${node.name}`)
  }
}

function profileFor(layout: Layout, items: Items): Profile {
  const fits = layout.profiles.find((profile) => {
    if (profile.when === undefined) return true
    const item = items[profile.when.item]
    const element: unknown = isRecord(item) ? item[profile.when.element] : undefined
    return isRecord(element) && element['raw'] === profile.when.raw
  })
  if (fits !== undefined) return fits
  // A record without the choosing item may hold what all profiles have in common.
  const [first] = layout.profiles
  const shared = new Set(
    first?.frns.slice(0, selectorOf(layout)?.shared ?? 0).map((node) => node?.name),
  )
  const chooses = first?.when === undefined || items[first.when.item] !== undefined
  if (first === undefined || chooses || !Object.keys(items).every((name) => shared.has(name)))
    throw new Unsendable(`category ${layout.cat}: the items choose no profile`)
  return first
}
/** One record: its field specification and its items. */
export function encodeRecord(layout: Layout, items: Items): Encoded {
  try {
    const profile = profileFor(layout, items)
    const names = new Set(profile.frns.map((node) => node?.name))
    const stray = Object.keys(items).find((name) => !names.has(name))
    if (stray !== undefined)
      throw new Unsendable(
        `category ${layout.cat} edition ${layout.edition} has no item ${stray.slice(0, 40)}`,
      )
    const out = bitWriter()
    const present = profile.frns.map((node) => node !== null && items[node.name] !== undefined)
    if (!present.includes(true)) throw new Unsendable('a record without items cannot be sent')
    putPresence(out, present)
    for (const node of profile.frns) {
      const content: Content | undefined = node === null ? undefined : items[node.name]
      if (node === null || content === undefined) continue
      if (node.kind === 'ordered') putSequence(out, profile, content, node.name)
      else putNode(out, node, content, node.name)
    }
    return { bytes: out.bytes() }
  } catch (error) {
    if (error instanceof Unsendable) return { refused: error.message }
    throw error
  }
}
/** One data block of records of one category. */
export function encodeBlock(layout: Layout, records: readonly Items[]): Encoded {
  const parts: Uint8Array[] = []
  let length = HEADER_OCTETS
  for (const [index, items] of records.entries()) {
    const encoded = encodeRecord(layout, items)
    if ('refused' in encoded) return { refused: `record ${index + 1}: ${encoded.refused}` }
    length += encoded.bytes.length
    if (length > MAX_OCTETS)
      return { refused: `record ${index + 1} makes the block longer than ${MAX_OCTETS} octets` }
    parts.push(encoded.bytes)
  }
  const bytes = new Uint8Array(length)
  bytes.set([layout.cat, length >>> 8, length & 0xff])
  let at = HEADER_OCTETS
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return { bytes }
}
