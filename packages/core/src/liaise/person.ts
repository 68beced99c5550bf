import { isFictional } from '../nations/index.ts'
import type { Actor } from '../nations/index.ts'
import { DAY_MS, refuseWords } from '../units/index.ts'
import type { DurationMs, InstantMs, Refused } from '../units/index.ts'
import type { Person } from './types.ts'

/** Longest text that a person types, characters. */
export const TEXT_MAX = 4_000
/** Something is put on record within this time after it was so: a log that is filled in later is no log. */
export const LOGGED_WITHIN_MS = 86_400_000

/** A session or a plan lies within this time of the clock, both ways: whatever is further off is a slip of the hand. */
export const AROUND_MS: DurationMs = 366 * DAY_MS

/** Who an actor is, for the record. */
export const personOf = ({ nation, name, keyId }: Actor): Person => ({
  nation,
  officer: name,
  keyId,
})

/**
 * Whether two signatures are one person's: the same key, or the same name of the same nation. `dev` is the key of every
 * development login and tells nobody from another.
 */
export const isSamePerson = (a: Person, b: Person): boolean =>
  (a.keyId === b.keyId && a.keyId !== 'dev') || (a.nation === b.nation && nameOf(a) === nameOf(b))

// Signs that are not seen, wide letters and capitals make no other person (Unicode, NFKC; upper and lower folds sharp s).
const nameOf = ({ officer }: Person): string =>
  officer
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toUpperCase()
    .toLowerCase()

/** Refuses a text that is empty or too long, or holds signs that are obeyed and not shown; names the field. */
export function refuseText(field: string, text: string): Refused | null {
  return refuseWords(field, text, { max: TEXT_MAX })
}

/** Refuses an instant that lies ahead of the clock, or so long before it that nobody logs it any more. */
export function refusePast(field: string, atMs: InstantMs, nowMs: InstantMs): Refused | null {
  if (!Number.isSafeInteger(atMs))
    return { refused: `${field} is no instant: give whole milliseconds since 1970, UTC` }
  if (atMs > nowMs) return { refused: `${field} lies in the future: log it once it was so` }
  return nowMs - atMs > LOGGED_WITHIN_MS
    ? { refused: `${field} lies more than 24 h back: say it in a note, the log is for the day` }
    : null
}

/** Refuses what is no instant, or lies further than a year from the clock; names the field. */
export function refuseFar(field: string, atMs: InstantMs, nowMs: InstantMs): Refused | null {
  if (!Number.isSafeInteger(atMs))
    return { refused: `${field} is no instant: give whole milliseconds since 1970, UTC` }
  return Math.abs(atMs - nowMs) > AROUND_MS
    ? { refused: `${field} lies more than a year from now: give the instant that is meant, UTC` }
    : null
}

/** One more than the greatest number that was given; 1 for the first. */
export function nextNumber(numbered: Iterable<{ readonly number: number }>): number {
  let greatest = 0
  for (const { number } of numbered) greatest = Math.max(greatest, number)
  return greatest + 1
}

/** Refuses a script that plays a real nation, and whoever mixes what is scripted with what is real. */
export function refuseMixture(actor: Actor, scripted: boolean | null): Refused | null {
  const isScript = actor.role === 'scripted'
  if (isScript && !isFictional(actor.nation))
    return {
      refused: `a scripted officer belongs to a fictional nation, and ${actor.nation} is none: use a code from XAA to XAZ`,
    }
  if (scripted === null || scripted === isScript) return null
  return {
    refused: scripted
      ? 'this belongs to a script: only scripted officers work on it'
      : 'this is real: a scripted officer may not work on it',
  }
}
