// Goal: an answer is held to the figures of its own kind of breach, and to the strictest where an incident may break
// several clauses; without a kind the general quorum and "more likely than not" hold. Method: a table by hand, and a
// property: naming one more clause never makes an answer easier.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AGREEMENT } from '../../../../../tests/support/verify-walk.ts'
import { HOUR_MS } from '../../units/index.ts'
import { blankAnswer } from '../fresh.ts'
import { breachKindOf, occurredDueMs, thresholdFor } from '../index.ts'
import type { Incident, Proposal } from '../index.ts'

const answers: Incident['answers'] = {
  occurred: blankAnswer('occurred', false),
  breach: blankAnswer('breach', false),
  attribution: blankAnswer('attribution', false),
  intent: blankAnswer('intent', false),
  severity: blankAnswer('severity', false),
}
const clause = (id: string) => ({ clause: id, agreementVersion: 'v1' })
const signed = (id: string): Incident['answers'] => ({
  ...answers,
  breach: { ...answers.breach, status: 'signed', value: clause(id) },
})
const about = (...clauses: string[]) => ({ clauses: clauses.map(clause), answers })
const yes: Proposal = { question: 'occurred', value: 'yes' }
const by: Proposal = { question: 'attribution', value: 'A' }

describe('what applies', () => {
  test.each<readonly [string, Pick<Incident, 'clauses' | 'answers'>, Proposal, readonly unknown[]]>(
    [
      ['no clause: the general figures', about(), yes, [[], 3, null]],
      ['a clause without a kind', about('X-1'), yes, [[], 3, null]],
      ['a light kind lowers the quorum', about('X-2'), yes, [['light'], 2, null]],
      ['never next to a clause without a kind', about('X-1', 'X-2'), yes, [['light'], 3, null]],
      ['the gravest counts', about('X-2', 'X-3'), yes, [['light', 'mass'], 4, null]],
      [
        'a breach: its own clause',
        about('X-3'),
        { question: 'breach', value: clause('X-1') },
        [[], 3, 0.5],
      ],
      [
        'a breach of a light kind: never below more likely than not',
        about(),
        { question: 'breach', value: clause('X-2') },
        [['light'], 2, 0.5],
      ],
      [
        'a breach of a grave kind',
        about(),
        { question: 'breach', value: clause('X-3') },
        [['mass'], 4, 0.75],
      ],
      [
        'no breach: the clauses of the incident',
        about('X-3'),
        { question: 'breach', value: 'none' },
        [['mass'], 4, null],
      ],
      ['an attribution before the breach', about('X-2', 'X-3'), by, [['light', 'mass'], 4, 0.75]],
      [
        'an attribution after it: the signed clause',
        { clauses: [clause('X-3')], answers: signed('X-2') },
        by,
        [['light'], 2, 0.5],
      ],
      [
        'nobody accused: no standard',
        { clauses: [clause('X-3')], answers: signed('X-3') },
        { question: 'attribution', value: 'undetermined' },
        [['mass'], 4, null],
      ],
    ],
  )('%s', (_what, incident, proposal, expected) => {
    const { kinds, quorum, standardFrom } = thresholdFor(AGREEMENT, incident, proposal)
    expect([kinds, quorum, standardFrom]).toEqual(expected)
  })

  test('one more clause never makes an answer easier', () => {
    const some = fc.array(fc.constantFrom('X-1', 'X-2', 'X-3'), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(some, fc.constantFrom('X-1', 'X-2', 'X-3'), (clauses, more) => {
        for (const proposal of [yes, by]) {
          const was = thresholdFor(AGREEMENT, about(...clauses), proposal)
          const now = thresholdFor(AGREEMENT, about(...clauses, more), proposal)
          expect(now.quorum).toBeGreaterThanOrEqual(was.quorum)
          expect(now.standardFrom ?? 0).toBeGreaterThanOrEqual(was.standardFrom ?? 0)
        }
      }),
    )
  })

  test('the kind is the one that the clause named under that version', () => {
    const [first] = AGREEMENT.provisions
    if (first === undefined) throw new Error('no provision')
    const amended = {
      ...AGREEMENT,
      versions: [...AGREEMENT.versions, { id: 'v2', title: 'Two', fromMs: 1, source: 'test' }],
      provisions: [
        { ...first, untilVersion: 'v2' },
        { ...first, sinceVersion: 'v2', breach: 'mass' },
      ],
    }
    expect(breachKindOf(amended, { clause: 'X-1', agreementVersion: 'v1' })).toBeNull()
    expect(breachKindOf(amended, { clause: 'X-1', agreementVersion: 'v2' })?.id).toBe('mass')
    expect(breachKindOf(amended, { clause: 'X-9', agreementVersion: 'v2' })).toBeNull()
  })
})

test('occurred is due by the shortest time that a clause asks for', () => {
  expect(occurredDueMs(AGREEMENT, 1_000, [])).toBe(1_000 + 12 * HOUR_MS)
  expect(occurredDueMs(AGREEMENT, 0, [clause('X-1'), clause('X-2')])).toBe(12 * HOUR_MS)
  expect(occurredDueMs(AGREEMENT, 0, [clause('X-1'), clause('X-3')])).toBe(2 * HOUR_MS)
})
