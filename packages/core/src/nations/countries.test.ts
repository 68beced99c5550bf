// Goal: what only looks like a nation's code is none. Method: a table of codes of each kind.
import { expect, test } from 'vitest'
import { isFictional, isNation } from './index.ts'

test.each(['SWE', 'GBR', 'UKR', 'TUR', 'ABW', 'ZWE', 'XKX', 'XAA', 'XAZ', 'ZZZ'])(
  '%s is one',
  (code) => {
    expect(isNation(code)).toBe(true)
  },
)

test.each(['ALL', 'GRB', 'EUR', 'XXX', 'XA', 'XAAA', 'swe', 'SE', '', 'SWE '])(
  '%j is none',
  (code) => {
    expect(isNation(code)).toBe(false)
  },
)

test('only fictional nations are fictional', () => {
  expect(['XAA', 'XKX', 'ZZZ', 'SWE', 'xaa'].map(isFictional)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ])
})
