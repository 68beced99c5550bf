/**
 * Goal: only deployable people sustain anything; contradicting figures stay side by side (R8). Method: one nation with
 * figures of each basis, commitments and assumptions, worked by hand.
 */
import { expect, test } from 'vitest'
import type { Quantity } from '../types.ts'
import { assume, registerOf } from '../../../../../tests/support/force-register.ts'
import { figuresOf, isConflict, sustainable } from './numbers.ts'
import type { Commitment, Figure } from './types.ts'

const range = (min: number, max = min): Quantity => ({ kind: 'range', min, max, unit: 'persons' })
const figure = (id: string, change: Partial<Figure>): [string, Figure] => [
  id,
  {
    id,
    nation: 'XAA',
    basis: 'army',
    quantity: range(70_000),
    definition: 'full-time army personnel',
    asOf: '2026',
    sources: [],
    ...change,
  },
]
const commitment = (id: string, change: Partial<Commitment> = {}): [string, Commitment] => [
  id,
  { id, nation: 'XAA', title: 'elsewhere', persons: range(1_000, 1_700), sources: [], ...change },
]
const empty = registerOf({})

test("an army's size, or that of all armed forces, sustains nobody", () => {
  const figures = new Map([
    figure('F-1', {}),
    figure('F-2', { basis: 'armedForces', quantity: range(260_000) }),
  ])
  expect(sustainable({ ...empty, figures }, 'XAA', { atMs: 0 })).toMatchObject({
    deployable: null,
    persons: null,
    groups: [{ basis: 'armedForces' }, { basis: 'army' }],
  })
})

test('deployable ÷ ratio − the most committed elsewhere at that time, not below nothing', () => {
  const figures = new Map([figure('F-1', { basis: 'deployable', quantity: range(12_000) })])
  const commitments = new Map([
    commitment('C-1'),
    commitment('C-2', { untilMs: 5 }),
    commitment('C-3', { nation: 'XAB' }),
    commitment('C-4', { persons: { kind: 'unknown' } }),
  ])
  const state = { ...empty, figures, commitments }
  expect(sustainable(state, 'XAA', { atMs: 5 })).toMatchObject({
    committed: 1_700,
    commitmentsUnknown: 1,
    persons: 2_300,
  })
  expect(sustainable(state, 'XAA', { atMs: 4 })).toMatchObject({ committed: 3_400, persons: 600 })
  expect(sustainable(state, 'XAA', { atMs: 4, ratio: 4 })).toMatchObject({ persons: 0 })
})

test('contradicting figures are shown together, and the least is planned with', () => {
  const figures = new Map([
    figure('F-1', { basis: 'deployable', quantity: range(9_000) }),
    figure('F-2', { basis: 'deployable', quantity: range(12_000, 15_000) }),
    figure('F-3', { basis: 'army', quantity: range(70_000, 80_000) }),
    figure('F-4', { basis: 'army', quantity: range(75_000) }),
  ])
  expect(
    figuresOf(figures.values(), 'XAA').map(({ basis, conflict }) => [basis, conflict]),
  ).toEqual([
    ['army', false],
    ['deployable', true],
  ])
  expect(sustainable({ ...empty, figures }, 'XAA', { atMs: 0 }).deployable).toBe(9_000)
  expect(isConflict([range(1), { kind: 'unknown' }])).toBe(false)
  expect(isConflict([range(1, 2), range(3)])).toBe(true)
})

test('where nobody states it a planner may assume it, and the assumption is named', () => {
  const state = registerOf({
    assumptions: [
      assume('deployable:XAA', 8_000, 'persons'),
      assume('rotationRatio:XAA', 4, 'persons'),
    ],
  })
  expect(sustainable(state, 'XAA', { atMs: 0 })).toMatchObject({
    deployable: 8_000,
    ratio: 4,
    persons: 2_000,
    assumptions: ['A-deployable-XAA', 'A-rotationRatio-XAA'],
  })
})
