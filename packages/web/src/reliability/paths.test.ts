/**
 * Goal: the drawing shows the numbers and nothing else. Method: the diagram of known cases, read back from its paths;
 * empty lists draw nothing.
 */
import { reliabilityOf } from '@holdfast/core/fuse/confidence'
import { expect, test } from 'vitest'
import { bandPath, curvePath, type Plot } from './paths.ts'

const plot: Plot = (said, held) => [100 * said, 100 * held]
const places = (path: string): readonly (readonly number[])[] =>
  path
    .replace('Z', '')
    .split(/[ML]/u)
    .filter((text) => text !== '')
    .map((text) => text.split(',').map(Number))

const found = reliabilityOf(
  [0.2, 0.4, 0.6, 0.8].map((probability, i) => ({ probability, outcome: i % 2 === 1 })),
)

test('the curve is level in a block and straight between blocks', () => {
  expect(places(curvePath(found.curve, plot))).toEqual([
    [20, 0],
    [20, 0],
    [40, 50],
    [60, 50],
    [80, 100],
    [80, 100],
  ])
})
test('the band goes out along its upper ends and back along its lower ones', () => {
  const drawn = places(bandPath(found.band, plot))
  expect(drawn.map(([said]) => said)).toEqual([20, 40, 60, 80, 80, 60, 40, 20])
  const [there, back] = [drawn.slice(0, 4), drawn.slice(4).toReversed()]
  for (const [i, place] of there.entries())
    expect(place[1]).toBeGreaterThanOrEqual(back[i]?.[1] ?? Infinity)
  expect(bandPath(found.band, plot).endsWith('Z')).toBe(true)
})
test('without cases nothing is drawn', () => {
  const nothing = reliabilityOf([])
  expect(curvePath(nothing.curve, plot)).toBe('')
  expect(bandPath(nothing.band, plot)).toBe('')
})
