/**
 * Goal: the model that the measurement draws is one that the parser takes, at every size. Method: sizes and seeds drawn, from
 * a single line on, where not every place has one.
 */
import fc from 'fast-check'
import { parseForceModel } from '@holdfast/core/generate/model'
import { expect, test } from 'vitest'
import { forceModel } from '../../bench/support/forces.mjs'

const upTo = (max: number) => fc.integer({ min: 1, max })

test('a drawn model of any size is taken', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.record({ nations: upTo(8), packages: upTo(30), lines: upTo(12), rotations: upTo(4) }),
      (seed, size) => {
        const model = parseForceModel(forceModel(seed, size), (path) => path)
        expect(model).not.toHaveProperty('refused')
      },
    ),
    { numRuns: 150 },
  )
})
