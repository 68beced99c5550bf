/**
 * Goal: a rule about zones that contradict each other keeps silent where they do not. Method: a corridor drawn through a
 * holding area, and each reason why nothing is forbidden there.
 */
import { describe, expect, test } from 'vitest'
import { lintAgreement } from '../index.ts'
import {
  at,
  clean,
  corridor,
  planted,
  provision,
} from '../../../../../tests/support/planted-agreement.ts'
import type { Change } from '../../../../../tests/support/planted-agreement.ts'

const silent = (...changes: readonly Change[]): void => {
  expect(
    lintAgreement(planted(...changes)).filter(({ rule }) => rule === 'zones-conflict'),
  ).toEqual([])
}

describe('what is no conflict', () => {
  const through: Change = ['zones.3.course.vertices', [at(36.4, 48.55), at(36.7, 48.55)]]

  test('an exception, another party, another weapon, a clause that never binds', () => {
    silent(through, ['provisions.3.unless', [{ id: 'x', title: 'x' }]])
    silent(through, ['provisions.3.binds', { party: 'B', why: 'w' }])
    silent(through, ['provisions.3.weapons', [{ classes: ['tank'] }]])
    silent(through, ['provisions.3.weapons', [{ classes: ['artillery'], calibreBelowMm: 122 }]])
    silent(through, ['provisions.3.weapons', [{ terms: ['Tochka'] }]])
    silent(through, ['provisions.3.untilVersion', 'v1'])
    silent(through, ['provisions.3.act.kinds', ['explosion']])
  })

  test('an unknown calibre may be the one that is meant', () => {
    const unknown = clean.baseline?.weapons.map((weapon) => ({ ...weapon, calibreMm: null }))
    const rule = [{ classes: ['artillery'], calibreBelowMm: 122 }]
    expect(
      lintAgreement(
        planted(through, ['provisions.3.weapons', rule], ['baseline.weapons', unknown]),
      ),
    ).toHaveLength(1)
  })

  test('a corridor that its own provision closes', () => {
    const closed = provision('C4', { zone: 'road', act: { kinds: ['A.AIRCRAFT'], phases: [] } })
    const rear = provision('C5', { zone: 'rear', act: { kinds: ['A.AIRCRAFT'], phases: [] } })
    const air: Change = ['zones.3', { ...corridor('air', 47), id: 'road' }]
    silent(air, ['provisions.3', closed], ['provisions.4', rear])
    expect(lintAgreement(planted(air, ['provisions.4', rear]))).toHaveLength(1)
  })
})
