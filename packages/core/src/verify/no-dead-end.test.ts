// Goal: from wherever commands lead, commands that are permitted lead to an end, though no other nation ever votes again (V29).
// Method: random walks, cut at some length; then one nation alone works on every incident, a day a round. Planted: a clock
// of the votes that never runs out, and a deadline for the parties that never passes, both of which must be found.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stuckIn } from '../../../../tests/support/verify-closer.ts'
import { AGREEMENT, officer, walk } from '../../../../tests/support/verify-walk.ts'
import type { Decide } from '../../../../tests/support/verify-walk.ts'
import { HOUR_MS, isRefused } from '../units/index.ts'
import { ANSWER_TABLE, INCIDENT_TABLE, QUESTIONS, TASK_TABLE, decide } from './index.ts'
import type { Incident } from './index.ts'

const NIGHTLY = process.env['HOLDFAST_NIGHTLY'] === '1'
const draw = fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999), fc.nat(999), fc.nat(999))
const walks = fc.array(draw, { minLength: 1, maxLength: 300, size: 'max' })
const runs = { seed: 20_261_122, numRuns: NIGHTLY ? 2_000 : 60 }
const lying =
  (change: (incident: Incident) => Incident): Decide =>
  (state, command, context) =>
    decide(
      {
        ...state,
        incidents: new Map([...state.incidents].map(([id, one]) => [id, change(one)])),
      },
      command,
      context,
    )

test('every incident that a walk leaves open can be brought to an end', () => {
  let open = 0
  fc.assert(
    fc.property(walks, (draws) => {
      const { state } = walk(draws, decide)
      open += state.incidents.size
      expect(stuckIn(state, decide, draws.length * 6 * HOUR_MS)).toEqual([])
    }),
    runs,
  )
  expect(open).toBeGreaterThan(runs.numRuns)
})

test('a deadlock that is published can be opened again', () => {
  const judge = officer('FIN', 'panel')
  let found = 0
  fc.assert(
    fc.property(walks, (draws) => {
      const { state } = walk(draws, decide)
      for (const { id, status, scripted, answers } of state.incidents.values()) {
        const locked = QUESTIONS.find((one) => answers[one].status === 'deadlocked')
        if (scripted || locked === undefined || status === 'published') continue
        found += 1
        const incidents = new Map(state.incidents)
        const out = { status: 'published', outcome: 'deadlocked' } as const
        for (const one of state.incidents.values())
          if (one.id === id) incidents.set(id, { ...one, ...out })
        const context = { actor: judge, nowMs: draws.length * 6 * HOUR_MS, agreement: AGREEMENT }
        const anew = { type: 'reopen', incident: id, reason: 'To answer it.' } as const
        expect(isRefused(decide({ ...state, incidents }, anew, context))).toBe(false)
      }
    }),
    runs,
  )
  expect(found).toBeGreaterThan(0)
})

const PLANTED: readonly (readonly [string, Decide])[] = [
  [
    'votes are waited for without end',
    lying((one) => ({
      ...one,
      answers: Object.fromEntries(
        QUESTIONS.map((q) => [q, { ...one.answers[q], votesDueAtMs: Infinity }]),
      ) as unknown as Incident['answers'],
    })),
  ],
  [
    'capitals are waited for without end',
    lying((one) => ({
      ...one,
      answers: Object.fromEntries(
        QUESTIONS.map((q) => [q, { ...one.answers[q], capitalsDueAtMs: Infinity }]),
      ) as unknown as Incident['answers'],
    })),
  ],
]
test.each(PLANTED)('found out: %s', (_what, planted) => {
  const caught = fc.check(
    fc.property(walks, (draws) => {
      const { state } = walk(draws, decide)
      return stuckIn(state, planted, draws.length * 6 * HOUR_MS).length === 0
    }),
    { ...runs, numRuns: 400, endOnFailure: true },
  )
  expect(caught.failed).toBe(true)
})

describe('a cell that refuses says what to do next', () => {
  test.each([
    ['incident', INCIDENT_TABLE],
    ['answer', ANSWER_TABLE],
    ['task', TASK_TABLE],
  ])('%s', (_what, table) => {
    const dumb = Object.values(
      table as Record<string, Record<string, { kind: string; reason?: string }>>,
    )
      .flatMap((row) => Object.values(row))
      .flatMap((cell) => (cell.kind === 'refused' ? (cell.reason ?? '') : []))
      .filter((reason) => !/: \w+/.test(reason))
    expect([...new Set(dumb)]).toEqual([])
  })
})
