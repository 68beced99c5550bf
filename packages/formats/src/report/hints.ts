/** What an unknown member is told: where it looks like something that is never taken, why; else what was likely meant. */

/** Names of members that stand for something that a form never takes, and why. */
export interface Hint {
  readonly pattern: RegExp
  readonly why: string
}

/** No form has a member for who a person is: a report that leaks must not tell whom to punish for it. */
export const PERSON: Hint = {
  pattern:
    /(?:^|[a-z_-])(?:Name|Surname)s?$|^(?:(?:first|last|given|family|full|middle)?_?names?|surnames?|patronymic|rank|phone|mobile|telephone|e[-_]?mail|mail|passport|address|birth.*|dateOfBirth|dob|victims?|persons?|people|witness(?:es)?|informants?|identity|identities|idNumber|nationalId|personalId|taxId|licencePlate|signature|signedBy|author|reporter|contact|social|telegram)$/iu,
  why: 'looks like a person; names and identities of people are never taken, because a report that leaks must not tell whom to punish: give a pseudonym with a digit, such as P-17, where the form asks for one, and leave the rest out',
}

const EDITS_MAX = 2
const KEY_CHARS_MAX = 40

/** Edit distance (Levenshtein) of two short words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** The known member that an unknown one was likely meant to be, or null. */
export function nearest(key: string, known: readonly string[]): string | null {
  if (key.length > KEY_CHARS_MAX) return null
  const lower = key.toLowerCase()
  let best: string | null = null
  let least = EDITS_MAX + 1
  for (const name of known) {
    if (Math.abs(name.length - key.length) >= least) continue
    const edits = distance(lower, name.toLowerCase())
    // A word of two letters is two edits from every other.
    if (edits < least && edits * 2 < key.length) [best, least] = [name, edits]
  }
  return best
}
