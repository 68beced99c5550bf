// What people type is read by others: on a terminal, on a page, in a printed finding. A control character moves a cursor there,
// and a bidirectional one shows words in another order than they were signed in. So no step records either.
import type { Refused } from './refused.ts'

/** What a text may be. */
export interface WordsLimits {
  /** Most characters (UTF-16 code units). */
  readonly max: number
  /** Of a title or a name: one line. Otherwise lines may be broken by a line feed. */
  readonly isOneLine?: boolean
}

/** Control characters, C0 and C1 with DEL (Unicode category Cc), but for the line feed. */
const CONTROL = /[^\P{Cc}\n]/u
/** Embeddings, overrides and isolates of the bidirectional algorithm (Unicode UAX 9, section 2): U+202A-202E, U+2066-2069. */
const BIDI = /[\u202A-\u202E\u2066-\u2069]/u
/** Signs that show nothing: format characters, separators, and letters that are blank by design. */
const UNSEEN = /[\p{Cf}\p{Z}\s\u115F\u1160\u2800\u3164\uFFA0]/gu
/** Everything that a terminal or a page would obey instead of showing it. */
const OBEYED = /[\u202A-\u202E\u2066-\u2069]|[^\P{Cc}\n\t\r]|\r(?!\n)/gu

const codeOf = (sign: string): string =>
  `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** Why this may not be recorded as somebody's words, or null: empty, too long, or with signs that are obeyed and not seen. */
export function refuseWords(field: string, text: unknown, limits: WordsLimits): Refused | null {
  if (typeof text !== 'string' || text.replace(UNSEEN, '') === '')
    return { refused: `${field} is empty: say it in a sentence` }
  if (text.length > limits.max)
    return { refused: `${field} has ${text.length} characters: the most is ${limits.max}` }
  const odd = CONTROL.exec(text) ?? BIDI.exec(text)
  if (odd !== null)
    return {
      refused: `${field} holds ${codeOf(odd[0])} at character ${odd.index + 1}, which is obeyed and not shown: leave it out`,
    }
  const broken = limits.isOneLine === true ? text.indexOf('\n') : -1
  return broken < 0
    ? null
    : { refused: `${field} breaks the line at character ${broken + 1}: say it in one line` }
}

/** The text with every sign that would be obeyed written out (`\u001b`); line feeds, tabs and CRLF stay. For what is printed. */
export const visible = (text: string): string =>
  text.replace(OBEYED, (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
