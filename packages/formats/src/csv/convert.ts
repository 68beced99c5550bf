import type { Rule } from './mapping.ts'
import { parseNumber, parseZoned } from '../open-feed/index.ts'

/** A value, or what is wrong with the text that it was to come from. */
export type Converted = { readonly value: unknown } | { readonly wrong: string }

const TOKENS = /YYYY|MM|DD|HH|mm|ss|SSS/g
const WIDTH: Readonly<Record<string, string>> = { YYYY: '(\\d{4})', SSS: '(\\d{3})' }

/** A text in a pattern of `YYYY MM DD HH mm ss SSS`, as ISO 8601 without a zone; null where it does not fit. */
function byPattern(text: string, pattern: string): string | null {
  const tokens = pattern.match(TOKENS) ?? []
  // Everything between the tokens stands for itself; the schema allows no character with a meaning but the dot.
  const source = pattern
    .replaceAll('.', '\\.')
    .replaceAll(TOKENS, (token) => WIDTH[token] ?? '(\\d{2})')
  const match = new RegExp(`^${source}$`).exec(text)
  if (match === null) return null
  const part = (token: string, otherwise: string): string => {
    const index = tokens.findIndex((one) => one === token)
    return index < 0 ? otherwise : (match[index + 1] ?? otherwise)
  }
  const date = `${part('YYYY', '')}-${part('MM', '')}-${part('DD', '')}`
  return `${date}T${part('HH', '00')}:${part('mm', '00')}:${part('ss', '00')}.${part('SSS', '000')}`
}

function numberOf(text: string, { decimal, factor, add }: Rule): number | null {
  const value = parseNumber(decimal === ',' ? text.replace(',', '.') : text)
  return value === null || (decimal === ',' && text.includes('.')) ? null : value * factor + add
}

function timeOf(text: string, { format, offsetMin, add }: Rule): number | null {
  if (format === 'unix-s' || format === 'unix-ms') {
    const value = parseNumber(text)
    return value === null ? null : Math.floor(value * (format === 'unix-s' ? 1_000 : 1)) + add
  }
  const local = format === 'iso' ? text : byPattern(text, format)
  const ms = local === null ? null : parseZoned(local, offsetMin)
  return ms === null ? null : ms + add
}

/** The value that a rule makes of its columns' text. */
export function convert(rule: Rule, given: string): Converted {
  const text = given.trim()
  if (text === '')
    return rule.whenEmpty ?? { wrong: 'is empty; fill it, or give the rule a whenEmpty' }
  if (rule.as === 'text') return { value: text }
  if (rule.as === 'word') {
    if (rule.words.has(text)) return { value: rule.words.get(text) }
    return rule.otherwise ?? { wrong: 'is no word of the dictionary; add it, or an otherwise' }
  }
  if (rule.as === 'time') {
    const ms = timeOf(text, rule)
    if (ms !== null && Number.isSafeInteger(ms)) return { value: ms }
    const zone = rule.offsetMin === null ? ', with its zone' : ''
    return { wrong: `is no time; write it as ${rule.format}${zone}` }
  }
  const value = numberOf(text, rule)
  if (value === null || !Number.isFinite(value)) return { wrong: 'is no number; write digits' }
  if (rule.as === 'whole' && !Number.isInteger(value)) return { wrong: 'is no whole number' }
  return { value: value + 0 }
}

/** Whether the text stands in the member as it was written, so that the residual need not repeat it. */
export const isVerbatim = (rule: Rule, given: string, value: unknown): boolean =>
  given === String(value) && rule.as !== 'word'
