import type { Language } from '@holdfast/core/report'
import type { Words } from './vocabulary.ts'
import { EN } from './words-en.ts'
import { FR } from './words-fr.ts'
import { UK } from './words-uk.ts'

/** French sets a narrow blank that never breaks before its high marks and within its quotation marks. */
export const frenchBlanks = (text: string): string =>
  text.replaceAll(/ (?=[;:!?»])/g, '\u202f').replaceAll('« ', '«\u202f')

/** Every text of a table of words, however deep, written by a rule. */
const written = <T>(words: T, rule: (text: string) => string): T =>
  (typeof words === 'string'
    ? rule(words)
    : Object.fromEntries(
        Object.entries(words as object).map(([name, one]) => [name, written(one, rule)]),
      )) as T

/** The one table of words: a language or a word that is missing does not compile. */
export const WORDS: Readonly<Record<Language, Words>> = {
  en: EN,
  uk: UK,
  fr: written(FR, frenchBlanks),
}
