/**
 * Goal: a truce of 30 hours begins and ends by its instants, and each party is held to what it announced. Method: one event
 * that raises each clause and one beside it that does not; the same event a millisecond about both ends.
 */
import { readFileSync } from 'node:fs'
import { EMPTY_STANDING, dueObligations, evaluateEvent } from '@holdfast/core/agreement'
import type { Agreement } from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import { destination, frameAt, sideOf } from '@holdfast/core/geo'
import type { Position } from '@holdfast/core/geo'
import { HOUR_MS, isRefused, parseInstant } from '@holdfast/core/units'
import { describe, expect, test } from 'vitest'
import { readAgreement } from './index.ts'

const path = new URL('../../../../data/agreements/truce-30h.yaml', import.meta.url)
const read = readAgreement(readFileSync(path, 'utf8'), 'truce-30h.yaml')
if (isRefused(read)) throw new Error(read.refused)
const truce: Agreement = read.agreement
const ms = (text: string): number => parseInstant(text) ?? Number.NaN

const BEGIN = ms('2025-04-19T15:00:00Z')
const END = ms('2025-04-20T21:00:00Z')
const sloviansk: Position = { lonDeg: 37.6167, latDeg: 48.8667 }
const bakhmut: Position = { lonDeg: 37.9998, latDeg: 48.5944 }

/** Points within 300 m of a position. */
function around(position: Position): NonNullable<Event['estimate']> {
  const { toOffset } = frameAt(position)
  return {
    position,
    covarianceM2: { ee: 1, en: 0, nn: 1 },
    ellipse95: { semiMajorM: 1, semiMinorM: 1, azimuthDeg: 0 },
    support: Array.from({ length: 16 }, (_, i) =>
      toOffset(destination(position, { azimuthDeg: i * 22.5, distanceM: 300 })),
    ),
  }
}
const event = (more: Partial<Event>, atMs: number = BEGIN + HOUR_MS): Event => ({
  id: 'e',
  revision: 1,
  kind: 'explosion',
  phase: 'outgoing',
  observed: { fromMs: atMs, toMs: atMs },
  estimate: around(sloviansk),
  probability: 0.9,
  count: { n: 1, precision: 'exact' },
  weapon: null,
  observations: ['o'],
  ...more,
})
const clauses = (one: Event): string[] => evaluateEvent(truce, one).map(({ clause }) => clause)

test('it lasts 30 hours', () => {
  expect(truce.versions.map(({ fromMs }) => fromMs)).toEqual([BEGIN, END])
  expect(END - BEGIN).toBe(30 * HOUR_MS)
})

test('the line has towns of both on their side', () => {
  const line = truce.lines[0]?.line ?? { vertices: [] }
  expect(sideOf(line, sloviansk)).toBe('left')
  expect(sideOf(line, bakhmut)).toBe('right')
})

type Row = readonly [clause: string, raises: Event, beside: Event]
const rows: readonly Row[] = [
  ['T-B', event({ estimate: around(bakhmut) }), event({})],
  ['T-A', event({}), event({ estimate: around(bakhmut) })],
  ['T-both', event({ phase: 'impact' }), event({ kind: 'shot', phase: 'impact' })],
]

describe('clauses × events', () => {
  test('no clause is left out', () => {
    expect(rows.map(([clause]) => clause)).toEqual(truce.provisions.map(({ clause }) => clause))
  })

  test.each(rows)('%s', (clause, raises, beside) => {
    expect(clauses(raises)).toContain(clause)
    expect(clauses(beside)).not.toContain(clause)
  })

  test('an outgoing round is held against who held the ground, and nobody else', () => {
    expect(clauses(event({ estimate: around(bakhmut) }))).toEqual(['T-B'])
    expect(clauses(event({}))).toEqual(['T-A'])
  })

  test('that the other party attacked first is for people to decide', () => {
    for (const estimate of [around(sloviansk), around(bakhmut)]) {
      const [found] = evaluateEvent(truce, event({ estimate }))
      const open = found?.conditions.filter(({ condition }) => condition === 'exception') ?? []
      // That the other attacked first, and what was done then: both are needed, and neither excuses alone.
      expect(
        open.map(({ held, parts, within }) => [held, parts !== undefined, within !== undefined]),
      ).toEqual([
        ['undecided', true, false],
        ['undecided', false, true],
        ['undecided', false, true],
        ['undecided', false, false],
      ])
    }
  })
})

test.each([
  ['a millisecond before it begins', BEGIN - 1, []],
  ['as it begins', BEGIN, ['T-A']],
  ['a millisecond before it ends', END - 1, ['T-A']],
  ['as it ends', END, []],
  ['a day later', END + 24 * HOUR_MS, []],
] as const)('%s', (_, atMs, expected) => {
  expect(clauses(event({}, atMs))).toEqual(expected)
})

test('nobody owes a report', () => {
  expect(dueObligations(truce, EMPTY_STANDING, END + 1000 * HOUR_MS)).toEqual([])
})
