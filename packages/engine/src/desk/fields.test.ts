// Goal: no instant goes on record that no date can hold. Method: both bounds of a date, one beyond each, and what is no
// whole number, each against what a date makes of it.
import { expect, test } from 'vitest'
import { instant } from './fields.ts'

test.each([8.64e15, -8.64e15, 0])('a date holds %d', (ms) => {
  expect(instant(ms)).toBeNull()
  expect(() => new Date(ms).toISOString()).not.toThrow()
})
test.each([8.64e15 + 1, -9e15, 0.5, Number.NaN, '0', null])('%s is no instant', (ms) => {
  expect(instant(ms)).toContain('is no instant')
})
