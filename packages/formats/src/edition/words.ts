import type { Language } from '@holdfast/core/report'
import type { Words } from './vocabulary.ts'
import { EN } from './words-en.ts'
import { FR } from './words-fr.ts'
import { UK } from './words-uk.ts'

/** The one table of words: a language or a word that is missing does not compile. */
export const WORDS: Readonly<Record<Language, Words>> = { en: EN, uk: UK, fr: FR }
