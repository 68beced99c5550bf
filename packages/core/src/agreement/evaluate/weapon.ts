/**
 * Whether a weapon is one that a rule means, in three values. What was not assessed is undecided: "mortar" without a
 * calibre may be of 82 mm or of 240 mm, and a text that stops at 120 mm must not be answered by a guess.
 */
import type { Weapon } from '../../observe/index.ts'
import type { Condition, WeaponRule } from '../document/types.ts'

type Held = Condition['held']

/** The words of a text, in lower case. */
export const words = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

/** Whether `term` stands in `text` as whole words in a row, whatever the case: "tornado-s" in "9A54 Tornado-S MLRS". */
function mentions(text: string, term: string): boolean {
  const padded = ` ${words(text).join(' ')} `
  return words(term).length > 0 && padded.includes(` ${words(term).join(' ')} `)
}

const all = (held: readonly Held[]): Held => {
  if (held.includes('no')) return 'no'
  return held.includes('undecided') ? 'undecided' : 'yes'
}

const holdsClass = ({ classes }: WeaponRule, weapon: Weapon): Held => {
  if (classes === undefined || classes.includes(weapon.class)) return 'yes'
  return weapon.class === 'unknown' ? 'undecided' : 'no'
}

const holdsCalibre = ({ calibreFromMm, calibreBelowMm }: WeaponRule, weapon: Weapon): Held => {
  if (calibreFromMm === undefined && calibreBelowMm === undefined) return 'yes'
  if (weapon.calibreMm === null) return 'undecided'
  const from = calibreFromMm ?? 0
  const below = calibreBelowMm ?? Number.POSITIVE_INFINITY
  return weapon.calibreMm >= from && weapon.calibreMm < below ? 'yes' : 'no'
}

// A term that does not match refutes only a weapon that is otherwise known: "MLRS" alone may be any of them.
const holdsTerm = ({ terms }: WeaponRule, weapon: Weapon): Held => {
  if (terms === undefined || terms.some((term) => mentions(weapon.term, term))) return 'yes'
  return weapon.calibreMm === null ? 'undecided' : 'no'
}

const tell = (weapon: Weapon): string => {
  const calibre = weapon.calibreMm === null ? 'calibre not assessed' : `${weapon.calibreMm} mm`
  return `"${weapon.term}" (${weapon.class}, ${calibre})`
}

/** Said where nothing is known of the weapon: the same event then stands against clauses that exclude each other. */
const BOUND =
  'the figure is an upper bound, and clauses for other weapons, open in the same way, may exclude this one'

/** The weapon condition: rules are alternatives, the fields of one rule must all hold. Null: no weapon was named. */
export function weaponCondition(
  rules: readonly WeaponRule[] | undefined,
  weapon: Weapon | null,
): Condition {
  const condition = 'weapon'
  if (rules === undefined)
    return { condition, held: 'yes', probability: 1, because: 'the clause means every weapon' }
  if (weapon === null)
    return {
      condition,
      held: 'undecided',
      probability: null,
      because: `no source named the weapon, so it may or may not be one that the clause means; ${BOUND}`,
    }
  const held = new Set(
    rules.map((rule) =>
      all([holdsClass(rule, weapon), holdsCalibre(rule, weapon), holdsTerm(rule, weapon)]),
    ),
  )
  if (held.has('yes'))
    return { condition, held: 'yes', probability: 1, because: `the clause means ${tell(weapon)}` }
  if (held.has('undecided'))
    return {
      condition,
      held: 'undecided',
      probability: null,
      because:
        `the sources said ${tell(weapon)}, ` +
        'which is too little to say whether the clause means it' +
        (weapon.class === 'unknown' ? `; ${BOUND}` : ''),
    }
  return {
    condition,
    held: 'no',
    probability: 0,
    because: `the clause does not mean ${tell(weapon)}`,
  }
}
