/**
 * Goal: what is held of a weapon for all provisions at once is what the condition of each provision says. Method: every class,
 * calibre and term of a small table against every rule, before and after more weapons were judged than are kept.
 */
import { describe, expect, test } from 'vitest'
import { WEAPONS_KEPT_MAX, WeaponTests } from './weapon-test.ts'
import { weaponCondition } from './weapon.ts'

const bit = (bits: Int32Array, i: number): boolean => (((bits[0] ?? 0) >> i) & 1) === 1

describe('weapons judged for all provisions at once', () => {
  const classes = ['mortar', 'mlrs', 'unknown'] as const
  const rules = [
    [{ classes: ['mortar'] as const }],
    [{ calibreFromMm: 100, calibreBelowMm: 200 }],
    [{ classes: ['mlrs'] as const, terms: ['Tornado-S'] }, { terms: ['  '] }],
  ]
  const tests = new WeaponTests([...rules.map((weapons) => ({ weapons })), {}])

  test('say what the condition of each says, and of no weapon, more kinds than are kept too', () => {
    const weapons = classes.flatMap((one) =>
      [null, 82, 122].flatMap((calibreMm) =>
        ['9A54 TORNADO-S', 'Tornado-Six'].map((term) => ({ term, class: one, calibreMm })),
      ),
    )
    const many = Array.from({ length: WEAPONS_KEPT_MAX + 2 }, (_, i) => ({
      term: `t${i}`,
      class: 'mortar' as const,
      calibreMm: 82,
    }))
    for (const one of many) tests.meantBy(one)
    for (const weapon of [null, ...weapons, ...weapons])
      for (const [i, one] of [...rules, undefined].entries()) {
        const { no, undecided } = tests.meantBy(weapon)
        const held = bit(no, i) ? 'no' : bit(undecided, i) ? 'undecided' : 'yes'
        expect(held).toBe(weaponCondition(one, weapon).held)
      }
  })
})
