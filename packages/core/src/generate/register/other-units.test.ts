/** Goal: an offer in another unit than its line is told, never silent (R24). Method: one line, one offer, both ways. */
import { expect, test } from 'vitest'
import { lineOf, pledgeOf, registerOf } from '../../../../../tests/support/force-register.ts'
import { toModel } from './to-model.ts'

test.each([
  ['bananas', [{ id: 'XAA-1', what: 'offer', why: 'counted in bananas, the line in troops' }]],
  ['troops', []],
])('an offer in %s, for a line in troops', (unit, told) => {
  const pledge = pledgeOf({ quantity: { kind: 'range', min: 500, max: 500, unit } })
  const { leftOut } = toModel(registerOf({ lines: [lineOf()], pledges: [pledge] }), {
    taxonomy: null,
    posture: null,
    startMs: 0,
    rotations: { count: 1, monthsEach: 6 },
  })
  expect(leftOut).toEqual(told)
})
