/**
 * Goal: the page says what a gate waits for, when a phase ends, and where an announced activity stands. Method: small rows
 * as the server gives them, at instants beside each border.
 */
import { expect, test } from 'vitest'
import type { GateRow, NotificationRow } from '../api/index.ts'
import { deadlineWords, endOf, gateWords, turnOf } from './standing.ts'

const gate: GateRow = { gate: 'g', title: 'G', isOpen: false, missing: [], barredBy: [] }
const fact = (title: string) => ({ fact: title, title })

test('a gate says what is missing and what bars it, and nothing once it is open', () => {
  expect(gateWords({ ...gate, isOpen: true })).toBeNull()
  expect(gateWords({ ...gate, missing: [fact('a'), fact('b')] })).toBe('needs: a; b')
  expect(gateWords({ ...gate, missing: [fact('a')], barredBy: [fact('fighting')] })).toBe(
    'needs: a · barred by: fighting',
  )
})

test('a phase ends when the span that holds now ends', () => {
  const spans = [
    { phase: 'freeze', fromMs: 0, toMs: 10 },
    { phase: 'freeze', fromMs: 20, toMs: 30 },
    { phase: 'peace', fromMs: 30, toMs: null },
  ]
  expect([0, 9, 10, 20, 30].map((nowMs) => endOf(spans, 'freeze', nowMs))).toEqual([
    10,
    10,
    null,
    30,
    null,
  ])
  expect(endOf(spans, 'peace', 40)).toBeNull()
})

test('an announced activity is ahead, under way, over or withdrawn', () => {
  const one = { fromMs: 10, toMs: 20, withdrawn: false } as NotificationRow
  expect([9, 10, 19, 20].map((nowMs) => turnOf(one, nowMs))).toEqual([
    'announced',
    'under way',
    'under way',
    'over',
  ])
  expect(turnOf({ ...one, withdrawn: true }, 15)).toBe('withdrawn')
  const withheld = { ...one, fromMs: null, toMs: null, withdrawn: null }
  expect(turnOf(withheld, 15)).toBe('withheld')
})

test('deadlines older than the record are told as many, and when', () => {
  const row = { clause: 'D', title: 'd', party: 'both', sinceMs: 9, firstMs: 0 } as const
  expect(deadlineWords({ ...row, deadlines: 1, lastMs: 0 })).toMatch(
    /^both parties: one deadline, .*00:00/,
  )
  expect(deadlineWords({ ...row, party: 'A', deadlines: 3, lastMs: 7_200_000 })).toMatch(
    /^party A: 3 deadlines, .*00:00.* to .*02:00/,
  )
})
