/** Whether a weapon is one that a rule means, without sentences: what `weaponCondition` holds, for all provisions at once. */
import type { Weapon } from '../../observe/index.ts'
import type { WeaponRule } from '../document/types.ts'
import { bitsOf } from './bits.ts'
import { words } from './weapon.ts'

/** Most weapons, as sources said them, that are kept judged. */
export const WEAPONS_KEPT_MAX = 10_000

const NO = 0
const YES = 1
const UNDECIDED = 2

const padded = (text: string): string => ` ${words(text).join(' ')} `

interface Rule {
  readonly classes: readonly string[] | null
  readonly hasCalibre: boolean
  readonly fromMm: number
  readonly belowMm: number
  /** Each term's words between single blanks; null: any term. */
  readonly terms: readonly string[] | null
}

const ruleOf = ({ classes, calibreFromMm, calibreBelowMm, terms }: WeaponRule): Rule => ({
  classes: classes ?? null,
  hasCalibre: calibreFromMm !== undefined || calibreBelowMm !== undefined,
  fromMm: calibreFromMm ?? 0,
  belowMm: calibreBelowMm ?? Number.POSITIVE_INFINITY,
  terms: terms?.map(padded).filter((term) => term.trim() !== '') ?? null,
})

function meantByRule(rule: Rule, { class: weaponClass, calibreMm }: Weapon, said: string): number {
  let isOpen = false
  if (rule.classes?.includes(weaponClass) === false) {
    if (weaponClass !== 'unknown') return NO
    isOpen = true
  }
  if (rule.hasCalibre) {
    if (calibreMm === null) isOpen = true
    else if (calibreMm < rule.fromMm || calibreMm >= rule.belowMm) return NO
  }
  if (rule.terms?.some((term) => said.includes(term)) === false) {
    if (calibreMm !== null) return NO
    isOpen = true
  }
  return isOpen ? UNDECIDED : YES
}

/** What the provisions hold of a weapon: those that do not mean it, and those that may or may not, by their numbers. */
export interface Meant {
  readonly no: Int32Array
  readonly undecided: Int32Array
}

/** A weapon as a source said it, with what the provisions hold of it. */
interface Judged {
  readonly weapon: Weapon
  readonly meant: Meant
}

/** The weapons of an agreement's provisions. Sources say the same few words again and again: each is judged once. */
export class WeaponTests {
  /** By provision; null: it means every weapon. */
  readonly #provisions: readonly (readonly Rule[] | null)[]
  readonly #known = new Map<string, Judged[]>()
  readonly #unnamed: Meant
  #kept = 0

  constructor(provisions: readonly { readonly weapons?: readonly WeaponRule[] }[]) {
    this.#provisions = provisions.map(({ weapons }) => weapons?.map(ruleOf) ?? null)
    this.#unnamed = this.#judge(() => UNDECIDED)
  }

  #judge(meantBy: (rules: readonly Rule[]) => number): Meant {
    const meant = this.#provisions.map((rules) => (rules === null ? YES : meantBy(rules)))
    return {
      no: bitsOf(meant.map((one) => one === NO)),
      undecided: bitsOf(meant.map((one) => one === UNDECIDED)),
    }
  }

  /** What the provisions hold of a weapon; of none that was named, null. */
  meantBy(weapon: Weapon | null): Meant {
    if (weapon === null) return this.#unnamed
    const alike = this.#known.get(weapon.term)
    if (alike !== undefined)
      for (const one of alike)
        if (one.weapon.class === weapon.class && one.weapon.calibreMm === weapon.calibreMm)
          return one.meant
    const said = padded(weapon.term)
    const meant = this.#judge((rules) => {
      const each = new Set(rules.map((rule) => meantByRule(rule, weapon, said)))
      if (each.has(YES)) return YES
      return each.has(UNDECIDED) ? UNDECIDED : NO
    })
    this.#keep(weapon, meant)
    return meant
  }

  #keep(weapon: Weapon, meant: Meant): void {
    if (this.#kept >= WEAPONS_KEPT_MAX) {
      this.#known.clear()
      this.#kept = 0
    }
    this.#kept += 1
    const alike = this.#known.get(weapon.term)
    if (alike === undefined) this.#known.set(weapon.term, [{ weapon, meant }])
    else alike.push({ weapon, meant })
  }
}
