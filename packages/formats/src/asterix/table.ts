/**
 * How an edition of an ASTERIX category is written down, tersely, as data.
 *
 * The nesting and the names follow the public machine-readable specifications (asterix-specs): an item is an element
 * of so many bits, a group, an extended item (parts that end in an FX bit), a repetitive one (counted, or chained by
 * FX), a compound one (its own field specification) or an explicit one (its length first; RE and SP). One table makes
 * the decoder, the encoder and the generator of valid records, so these three cannot disagree about the layout.
 *
 * Members are written as strings where they have no scale: `'SAC 8, SIC 8, - 2'` is two raw elements of eight bits and
 * two spare bits. Tables of meanings are left out: the record gives the number that was sent.
 */

/** What the bits of an element mean. */
export type Rule =
  /** A number that a table of the specification explains, an address, or bits without a scale. */
  | { readonly kind: 'raw' }
  /** A whole number; only a signed one needs a value beside its bits. */
  | { readonly kind: 'integer'; readonly signed: boolean }
  /** Times `lsb` in `unit`; two's complement where signed. */
  | {
      readonly kind: 'quantity'
      readonly signed: boolean
      readonly lsb: number
      readonly unit: string
    }
  /** 8-bit ASCII, 6-bit ICAO characters (Annex 10 volume IV 3.1.2.9.1.2), or 3-bit octal digits. */
  | { readonly kind: 'string'; readonly as: 'ascii' | 'icao' | 'octal' }
  /** A Comm B register; kept as bits. */
  | { readonly kind: 'bds' }
  /** By the raw value of a sibling element in the same group: 062/380/IAS is Mach or NM/s by IM. */
  | { readonly kind: 'case'; readonly on: string; readonly of: Readonly<Record<number, Rule>> }

/** So many bits, 1 to 64 (strings: any multiple of their character). */
export interface Element {
  readonly kind: 'element'
  readonly bits: number
  readonly rule: Rule
}
/** Members side by side. */
interface Group {
  readonly kind: 'group'
  readonly of: readonly Member[]
}
/** Parts of 8n-1 bits, each followed by an FX bit that says whether another part follows. */
export interface Extended {
  readonly kind: 'extended'
  readonly parts: readonly (readonly Member[])[]
  /** The last part is 8n bits and has no FX bit (asterix-specs "no-trailing-fx"). */
  readonly lastWithoutFx: boolean
}
/** `by` octets of count first, or 'fx': each repetition of 8n-1 bits ends in an FX bit. */
export interface Repetitive {
  readonly kind: 'repetitive'
  readonly by: number | 'fx'
  readonly of: Variation
}
/** Its own field specification chooses among these; null is a place that no subitem has. */
interface Compound {
  readonly kind: 'compound'
  readonly of: readonly (Named | null)[]
}
/** One octet of length, which counts itself, and contents that this table does not explain. */
interface Explicit {
  readonly kind: 'explicit'
}
/** Random field sequencing (Part 1): a count, then items in any order, each after its FRN. */
interface Sequenced {
  readonly kind: 'sequenced'
}
/** How the bits of an item are laid out. */
export type Variation = Element | Group | Extended | Repetitive | Compound | Explicit | Sequenced

/** A part of an item with the name of the specification. */
export interface Named {
  readonly name: string
  readonly is: Variation
}
interface Spare {
  readonly spare: number
}
/** A part of an item, named or spare. */
export type Member = Named | Spare

/** One edition of one category. */
export interface Edition {
  readonly cat: number
  /** As EUROCONTROL numbers it: '1.31'. */
  readonly edition: string
  readonly items: ReadonlyMap<string, Named>
  /** The user application profiles: one, or several that an element chooses among; null is an unused FRN. */
  readonly uaps: readonly Uap[]
}
/** A user application profile: which item each bit of the FSPEC stands for. */
export interface Uap {
  /** Empty where there is only one. */
  readonly name: string
  readonly frns: readonly (string | null)[]
  /** The value of the choosing element (category 001: I001/020 TYP) that chooses this profile. */
  readonly when?: { readonly item: string; readonly element: string; readonly raw: number }
}

/** What a constructor takes for its members: named things, or `'NAME bits, - bits'`. */
type Written = string | Member
const RAW: Rule = { kind: 'raw' }

/** Expands what is written into members; `-` is spare. */
export function members(...written: readonly Written[]): readonly Member[] {
  return written.flatMap((one) => (typeof one === 'string' ? one.split(',').map(memberOf) : [one]))
}
function memberOf(text: string): Member {
  const [name = '', bits = ''] = text.trim().split(' ')
  if (!/^[1-9]\d*$/u.test(bits))
    throw new Error(`an ASTERIX table says '${text}', which gives no bits`)
  return name === '-'
    ? { spare: Number(bits) }
    : { name, is: { kind: 'element', bits: Number(bits), rule: RAW } }
}
const element = (name: string, bits: number, rule: Rule): Named => ({
  name,
  is: { kind: 'element', bits, rule },
})

/** One bit each: `flags('QA4 QA2 QA1')`. */
export const flags = (names: string): string =>
  names
    .split(' ')
    .map((name) => `${name} 1`)
    .join(', ')
/** Bits without a scale, where the string form does not fit (a repeated element has no name). */
export const raw = (name: string, bits: number): Named => element(name, bits, RAW)
/** An unsigned quantity. */
export const u = (name: string, bits: number, lsb: number, unit = ''): Named =>
  element(name, bits, { kind: 'quantity', signed: false, lsb, unit })
/** A signed quantity in two's complement. */
export const s = (name: string, bits: number, lsb: number, unit = ''): Named =>
  element(name, bits, { kind: 'quantity', signed: true, lsb, unit })
/** Characters of eight bits. */
export const ascii = (name: string, bits: number): Named =>
  element(name, bits, { kind: 'string', as: 'ascii' })
/** Characters of six bits (ICAO Annex 10 volume IV, 3.1.2.9.1.2). */
export const icao = (name: string, bits: number): Named =>
  element(name, bits, { kind: 'string', as: 'icao' })
/** Digits of three bits. */
export const octal = (name: string, bits: number): Named =>
  element(name, bits, { kind: 'string', as: 'octal' })
/** A Comm-B register, kept raw. */
export const bds = (name: string, bits: number): Named => element(name, bits, { kind: 'bds' })
/** An element whose rule hangs on its sibling `on`: `by('IAS', 15, 'IM', { 0: rule(u('', 15, …)), 1: … })`. */
export const by = (
  name: string,
  bits: number,
  on: string,
  of: Readonly<Record<number, Rule>>,
): Named => element(name, bits, { kind: 'case', on, of })
/** The rule of an element that was written with the constructors above. */
export const rule = (of: Named): Rule => (of.is.kind === 'element' ? of.is.rule : RAW)

/** Parts that follow each other. */
export const group = (name: string, ...of: readonly Written[]): Named => ({
  name,
  is: { kind: 'group', of: members(...of) },
})
/** A part is what one constructor takes as members: a string, or a list. */
type WrittenPart = string | readonly Written[]
const partOf = (part: WrittenPart): readonly Member[] =>
  typeof part === 'string' ? members(part) : members(...part)
/** Extended: the FX bits are understood, not written. */
export const ext = (name: string, ...parts: readonly WrittenPart[]): Named => ({
  name,
  is: { kind: 'extended', parts: parts.map(partOf), lastWithoutFx: false },
})
/** Extended, whose last part has no FX bit. */
export const extClosed = (name: string, ...parts: readonly WrittenPart[]): Named => ({
  name,
  is: { kind: 'extended', parts: parts.map(partOf), lastWithoutFx: true },
})
/** Repetitive; the repeated thing's own name is not used: `rep('250', 1, group('', 'MBDATA 56, BDS1 4'))`. */
export const rep = (name: string, count: number | 'fx', of: Named): Named => ({
  name,
  is: { kind: 'repetitive', by: count, of: of.is },
})
/** Compound; a string is one raw element or '-' for a place without a subitem. */
export const comp = (name: string, ...of: readonly (string | Named)[]): Named => ({
  name,
  is: { kind: 'compound', of: of.map(placeOf) },
})
function placeOf(written: string | Named): Named | null {
  if (typeof written !== 'string') return written
  if (written === '-') return null
  const member = memberOf(written)
  return 'name' in member ? member : null
}
/** An item that states its own length, kept raw. */
export const explicit = (name: string): Named => ({ name, is: { kind: 'explicit' } })
/** Random field sequencing. */
export const rfs = (name: string): Named => ({ name, is: { kind: 'sequenced' } })

/** What an edition is written with. */
export interface WrittenEdition {
  readonly cat: number
  readonly edition: string
  readonly items: readonly Written[]
  /** FRN after FRN, separated by white space; '-' is an unused one. */
  readonly uap?: string
  readonly uaps?: readonly {
    readonly name: string
    readonly frns: string
    readonly when: NonNullable<Uap['when']>
  }[]
}
/** Puts an edition together; a profile that names an item which is not there is a mistake of ours, and throws. */
export function edition(written: WrittenEdition): Edition {
  const items = new Map<string, Named>()
  for (const member of members(...written.items))
    if ('name' in member) items.set(member.name, member)
  const frnsOf = (text: string): readonly (string | null)[] =>
    text
      .trim()
      .split(/\s+/u)
      .map((name) => {
        if (name === '-') return null
        if (!items.has(name))
          throw new Error(`ASTERIX ${written.cat} ${written.edition} has no item ${name}`)
        return name
      })
  const single: readonly Uap[] =
    written.uap === undefined ? [] : [{ name: '', frns: frnsOf(written.uap) }]
  const several = (written.uaps ?? []).map((uap) => ({
    name: uap.name,
    frns: frnsOf(uap.frns),
    when: uap.when,
  }))
  return { cat: written.cat, edition: written.edition, items, uaps: [...single, ...several] }
}
/** The same edition with other items in place of (or beside) its own, as editions differ in a few items. */
export function amended(
  base: WrittenEdition,
  number: string,
  items: readonly Named[],
  uap?: string,
): WrittenEdition {
  const changed = new Set(items.map((item) => item.name))
  const kept = members(...base.items).filter(
    (member) => !('name' in member && changed.has(member.name)),
  )
  return {
    ...base,
    edition: number,
    items: [...kept, ...items],
    ...(uap === undefined ? {} : { uap }),
  }
}
