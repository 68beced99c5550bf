/**
 * Goal: the sentence of each reason says what was proven and no more; none claims that no caveat stands in the way where
 * nobody proved it. Method: a line with each reason.
 */
import { expect, test } from 'vitest'
import type { LineWhy } from '@holdfast/core/generate/model'
import { gapOf, whyOf } from '../../../../tests/support/force-words.ts'
import { whyRows } from './why-words.ts'

const caveat = {
  nation: 'XAA',
  caveat: 'c',
  title: 'Not in the east',
  waivableBy: 'its parliament',
}
function told(kind: LineWhy['why'], more: Partial<LineWhy> = {}): string {
  const [row] = whyRows({ lines: [gapOf('a')], whys: [whyOf('a', kind, more)] })
  return [row?.sentence ?? '', ...(row?.more ?? [])].join(' ')
}

test('caveats and rules that hold a line back only together are both told', () => {
  expect(
    told('together', { caveats: [caveat], binding: ['people', 'rest'], shortfallThen: 0 }),
  ).toBe(
    'Held back only together: 1 caveat of XAA, and limits of people and rests between rotations. None of them can be spared; without them it would lack 0 instead of 8,000, summed over rotations. XAA: “Not in the east”. Waivable by: its parliament.',
  )
  expect(
    told('together', { caveats: [caveat], binding: ['competition'], shortfallThen: 0 }),
  ).toMatch(/XAA, and lines of its priority or before\./)
})

test('several rules are named', () => {
  expect(told('rules', { binding: ['people', 'framework'], shortfallThen: 0 })).toBe(
    'No single rule holds it back, but several together: limits of people and no framework nation.',
  )
})

test('too little says what was tried, and nothing of caveats that stand', () => {
  const words = told('tooLittle')
  expect(words).toMatch(/^Too little is pledged: not even alone, with every caveat lifted/)
  expect(words).not.toMatch(/no caveat stands/)
})
