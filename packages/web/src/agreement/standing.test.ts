/**
 * Goal: the page says what a gate waits for, when a phase ends, and where an announced activity stands. Method: small rows
 * as the server gives them, at instants beside each border.
 */
import { expect, test } from 'vitest'
import type { GateRow, NotificationRow } from '../api/index.ts'
import { endOf, gateWords, turnOf } from './standing.ts'

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
