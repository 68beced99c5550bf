// Goal: an instant is printed whatever it is. Method: one with and one without milliseconds, and those that no date holds.
import { expect, test } from 'vitest'
import { iso } from './output.ts'

test('an instant is printed, and one that no date holds says so', () => {
  expect(iso(0)).toBe('1970-01-01T00:00:00Z')
  expect(iso(1)).toBe('1970-01-01T00:00:00.001Z')
  for (const ms of [-9e15, 9e15, Number.NaN]) expect(iso(ms)).toContain('no date')
})
