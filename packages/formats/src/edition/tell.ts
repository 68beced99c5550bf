// Numbers, dates and plurals as each language writes them. Intl does it, from the time zone and CLDR data of the runtime:
// nothing of it is in the table of words.
import type { AnswerRow, Basis, Language, Report, Withheld } from '@holdfast/core/report'
import type { InstantMs } from '@holdfast/core/units'
import { WORDS } from './words.ts'
import type { Sentence, Words } from './vocabulary.ts'

/** The blank before the high marks of French: narrow, and a line never breaks at it. */
const NARROW = '\u202f'
const LOCALE: Readonly<Record<Language, string>> = { en: 'en-GB', uk: 'uk-UA', fr: 'fr-FR' }

/** How one language tells a report. Local times are those of `zone`, an IANA name; UTC stands beside them. */
export class Teller {
  readonly words: Words
  readonly language: Language
  readonly zone: string
  readonly #number: Intl.NumberFormat
  readonly #percent: Intl.NumberFormat
  readonly #plural: Intl.PluralRules
  readonly #local: Intl.DateTimeFormat
  readonly #list: Intl.ListFormat
  readonly #blank: string

  constructor(language: Language, zone: string) {
    const locale = LOCALE[language]
    this.language = language
    this.zone = zone
    this.words = WORDS[language]
    this.#number = new Intl.NumberFormat(locale)
    this.#percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 })
    this.#plural = new Intl.PluralRules(locale)
    this.#local = new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      dateStyle: 'long',
      timeStyle: 'short',
    })
    this.#blank = language === 'fr' ? NARROW : ''
    this.#list = new Intl.ListFormat(locale, { type: 'conjunction' })
  }

  /** A sentence with its members filled in. */
  say(sentence: Sentence, members: Readonly<Record<string, string>> = {}): string {
    return filled(this.words.say[sentence], members)
  }

  /** `3 observations`, in the form that the language's plural rule asks for. */
  counted(what: keyof Words['counted'], n: number): string {
    const rule = this.#plural.select(n)
    const forms = this.words.counted[what]
    const form = rule === 'zero' || rule === 'two' ? forms.other : forms[rule]
    return filled(form, { n: this.number(n) })
  }

  /** A whole number. */
  number(n: number): string {
    return this.#number.format(n)
  }

  /** A share in [0, 1], per cent, two decimals at most. */
  percent(share: number): string {
    return this.#percent.format(share)
  }

  /** An instant in local time, with UTC beside it. */
  instant(ms: InstantMs): string {
    const local = this.#local.format(ms)
    // French counts the first day of a month as an ordinal; CLDR does not.
    const told = this.language === 'fr' ? local.replace(/^1(?=\s)/, '1er') : local
    return `${told} (${utc(ms)})`
  }

  /** Words as a sentence begins. */
  sentence(words: string): string {
    return words.charAt(0).toLocaleUpperCase(LOCALE[this.language]) + words.slice(1)
  }

  /** Several things in one breath. */
  list(items: readonly string[]): string {
    return this.#list.format(items)
  }

  /** A label with its text. French sets a blank that never breaks before a colon. */
  labelled(label: string, told: string): string {
    return `${label}${this.#blank}: ${told}`
  }

  /** Clauses of one line apart. */
  apart(clauses: readonly string[]): string {
    return clauses.join(`${this.#blank}; `)
  }

  /** An answer in words: a clause with its version, or the word of the answer. */
  answer(value: NonNullable<AnswerRow['value']>): string {
    return typeof value === 'object'
      ? `${value.clause} (${value.agreementVersion})`
      : this.words.answer[value]
  }

  /** What a withheld field holds, in words. One that has none would be an error of the program: it is named as it is. */
  field(field: string): string {
    const known = Object.entries(this.words.field).find(([name]) => name === field)
    return known?.[1] ?? field
  }

  /** Log indexes: a few one by one, of many the first and the last. */
  entries(entries: readonly number[], isSpan = false): string {
    const list = isSpan ? entries.join('…') : entries.join(', ')
    return this.say(entries.length === 1 ? 'oneEntry' : 'entries', { list })
  }

  /** Where a figure comes from. */
  basis({ n, of, entries, isSpan, root }: Basis): string {
    const counted = this.counted(of === 'observations' ? 'observation' : 'entry', n)
    if (n === 0) return counted
    const merkle = this.say('root', { root: root.slice(0, 16) })
    return this.apart([counted, this.entries(entries, isSpan), merkle])
  }

  /** Why a field of a row is withheld; null where it is not. */
  why(withheld: readonly Withheld[], ...fields: readonly string[]): string | null {
    const found = withheld.find(({ field }) => fields.includes(field))
    return found === undefined ? null : this.words.ruleInBrief[found.rule]
  }

  /** `Daily report No. 60/2026`. */
  title({ head }: Report): string {
    const { kind, number, year } = head
    return `${this.words.kind[kind]} ${this.say('number', { number: String(number), year: String(year) })}`
  }
}

/** UTC, ISO 8601, minutes. */
export const utc = (ms: InstantMs): string => `${new Date(ms).toISOString().slice(0, 16)}Z`

const filled = (text: string, members: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const member = members[name]
    if (member === undefined) throw new Error(`nothing to fill ${name} with in: ${text}`)
    return member
  })
