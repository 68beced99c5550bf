/**
 * Valid records made by chance from the tables themselves: for property tests of every edition, for the bench, and for
 * exercises that need traffic without a scenario.
 */
import { bitWriter, powerOfTwo } from './bits.ts'
import { ICAO_CHARACTERS, spareName, type Content, type Items } from './content.ts'
import type { Layout } from './layout.ts'
import type { Element, Member, Rule, Variation } from './table.ts'

/** A whole number from 0 up to, not including, `below` (at most 2^24); seeded by the caller. */
export type Chance = (below: number) => number

const MAX_REPETITIONS = 4
const MAX_HEX_OCTETS = 12

function rawOf(element: Element, rule: Rule, chance: Chance): number | string {
  const out = bitWriter()
  if (rule.kind === 'string') {
    const step = rule.as === 'ascii' ? 8 : rule.as === 'icao' ? 6 : 3
    for (let at = 0; at < element.bits; at += step) {
      if (rule.as === 'ascii') out.put(0x20 + chance(0x5f), 8)
      else if (rule.as === 'octal') out.put(chance(8), 3)
      else
        out.put(
          ICAO_CHARACTERS.indexOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789'.charAt(chance(37))),
          6,
        )
    }
  } else {
    for (let left = element.bits; left > 0; left -= 24) {
      const bits = Math.min(left, 24)
      out.put(chance(powerOfTwo(bits)), bits)
    }
  }
  let value = 0n
  for (const octet of out.bytes()) value = (value << 8n) | BigInt(octet)
  value >>= BigInt(out.bytes().length * 8 - element.bits)
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? value.toString() : Number(value)
}
/** Members with every element present; now and then a spare that is not zero, where `spares` says so. */
function members(
  of: readonly Member[],
  chance: Chance,
  from: number,
): { readonly made: Record<string, Content>; readonly spares: number } {
  const made: Record<string, Content> = {}
  let spares = from
  for (const member of of) {
    if ('spare' in member) {
      spares += 1
      if (chance(8) === 0)
        made[spareName(spares)] = { raw: 1 + chance(powerOfTwo(Math.min(member.spare, 20)) - 1) }
    } else made[member.name] = contentFor(member.is, chance)
  }
  return { made, spares }
}
function extended(parts: readonly (readonly Member[])[], chance: Chance): Content {
  const all: Record<string, Content> = {}
  let spares = 0
  const last = chance(parts.length)
  for (const [index, part] of parts.slice(0, last + 1).entries()) {
    const one = members(part, chance, spares)
    // A part of nothing but spare bits is there only if one of them is set.
    if (index === last && Object.keys(one.made).length === 0 && index > 0)
      one.made[spareName(spares + 1)] = { raw: 1 }
    ;({ spares } = one)
    Object.assign(all, one.made)
  }
  return all
}
function hex(chance: Chance): string {
  let text = ''
  for (let left = chance(MAX_HEX_OCTETS + 1); left > 0; left -= 1)
    text += chance(256).toString(16).padStart(2, '0')
  return text
}
function contentFor(is: Variation, chance: Chance): Content {
  switch (is.kind) {
    case 'element':
      return { raw: rawOf(is, is.rule, chance) }
    case 'group':
      return members(is.of, chance, 0).made
    case 'extended':
      return extended(is.parts, chance)
    case 'repetitive': {
      const length = is.by === 'fx' ? 1 + chance(MAX_REPETITIONS) : chance(MAX_REPETITIONS + 1)
      return Array.from({ length }, () => contentFor(is.of, chance))
    }
    case 'compound': {
      const made: Record<string, Content> = {}
      for (const sub of is.of)
        if (sub !== null && chance(2) === 0) made[sub.name] = contentFor(sub.is, chance)
      return made
    }
    case 'explicit':
      return { hex: hex(chance) }
    case 'sequenced':
      return []
  }
}
/** One record's items: each item of one profile is there or not, `density` of 16 times. Only `raw` is given. */
export function sampleItems(layout: Layout, chance: Chance, density = 8): Items {
  const profile = layout.profiles[chance(layout.profiles.length)]
  const items: Record<string, Content> = {}
  for (const node of profile?.frns ?? []) {
    if (node === null || chance(16) >= density) continue
    items[node.name] = contentFor(node.is, chance)
    if (node.kind === 'ordered') items[node.name] = sequence(layout, profile?.name, chance)
  }
  if (Object.keys(items).length === 0)
    items['010'] = contentFor(layout.nodes.get('010')?.is ?? { kind: 'explicit' }, chance)
  if (profile?.when !== undefined) choose(items, layout, profile.when, chance)
  return items
}
function sequence(layout: Layout, name: string | undefined, chance: Chance): Content {
  const nodes = (layout.profiles.find((one) => one.name === name)?.frns ?? []).filter(
    (node) => node !== null && node.kind !== 'ordered',
  )
  return Array.from({ length: chance(3) }, () => {
    const node = nodes[chance(nodes.length)]
    return node === null || node === undefined ? {} : { [node.name]: contentFor(node.is, chance) }
  })
}
function choose(
  items: Record<string, Content>,
  layout: Layout,
  when: { readonly item: string; readonly element: string; readonly raw: number },
  chance: Chance,
): void {
  const node = layout.nodes.get(when.item)
  const content = items[when.item] ?? (node === undefined ? {} : contentFor(node.is, chance))
  items[when.item] = Object.assign({}, content, { [when.element]: { raw: when.raw } })
}
