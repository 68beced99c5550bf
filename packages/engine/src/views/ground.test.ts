/**
 * Goal: what a map draws, and measures bands from, is the line of contact of its day. Method: the shipped text with two lines
 * of contact before and after the second comes into force, a text without a line of contact, and no text.
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { adoptedAt, initial, type AgreementState } from '@holdfast/core/agreement'
import { isRefused } from '@holdfast/core/units'
import { readAgreement } from '../documents/index.ts'
import { groundOf } from './ground.ts'

const file = new URL('../../../../data/agreements/paris-2026.yaml', import.meta.url)
const read = readAgreement(readFileSync(file, 'utf8'), 'paris-2026.yaml')
if (isRefused(read)) throw new Error(read.refused)
const text = read.agreement
const holding = (agreement: typeof text): AgreementState =>
  ({ ...initial, adopted: [{ agreement, fromMs: 0 }] }) as unknown as AgreementState

test('puts the line of contact in force first, and keeps every line once', () => {
  const state = holding(text)
  expect(adoptedAt(state, 0)?.agreement).toBe(text)
  const [first, second] = text.linesOfContact
  if (first === undefined || second === undefined) throw new Error('the text has two lines')
  const ids = (nowMs: number) => groundOf(state, nowMs).line.map(({ id }) => id)
  expect(ids(second.fromMs - 1)[0]).toBe(first.line)
  expect(ids(second.fromMs)[0]).toBe(second.line)
  expect(ids(second.fromMs).toSorted()).toEqual(text.lines.map(({ id }) => id).toSorted())
  expect(groundOf(state, second.fromMs).zones).toBe(text.zones)
})

test('draws the lines as they stand where none is of contact, and nothing without a text', () => {
  const state = holding({ ...text, linesOfContact: [] })
  expect(groundOf(state, 0).line).toEqual(text.lines)
  expect(groundOf(initial, 0)).toEqual({ line: [], zones: [] })
})
