/**
 * Goal: whatever a centre, a gateway or a proxy says, a batch is given up only when the centre settled that very batch, and
 * batches that went together are settled only as far as each was. Method: a total table of answers.
 */
import { expect, test } from 'vitest'
import { judgeAnswers } from './judge-answer.ts'
import type { Heard } from './link.ts'

const [A, B, C] = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)]
const ROOTS = [A, B, C]
const good = (batch: string) => ({ status: 201, batch, accepted: 2, rejected: [] })
const bad = (status: number) => ({ status, detail: `why ${status}` })
const heard = (value: unknown, status = 200, retryAfterMs: number | null = null): Heard => ({
  status,
  text: typeof value === 'string' ? value : JSON.stringify(value),
  retryAfterMs,
})
const answers = (...all: readonly unknown[]): Heard => heard({ answers: all })
const kindsOf = (one: Heard): readonly string[] => judgeAnswers(one, ROOTS).map(({ kind }) => kind)

test.each<[string, Heard, readonly string[]]>([
  ['all are settled', answers(good(A), good(B), good(C)), ['settled', 'settled', 'settled']],
  [
    'more answers than batches',
    answers(good(A), good(B), good(C), good(A)),
    ['settled', 'settled', 'settled'],
  ],
  ['none of it was accepted', answers({ ...good(A), status: 422, accepted: 0 }), ['settled']],
  ['the second is refused', answers(good(A), bad(409)), ['settled']],
  ['the second has no room', answers(good(A), bad(503)), ['settled']],
  ['an answer to another batch', answers(good(A), good(C)), ['settled']],
  ['the first is refused', answers(bad(401), good(B)), ['stuck']],
  ['the first has no room', answers(bad(503)), ['again']],
  ['the first is another batch', answers(good(B), good(A)), ['again']],
  ['no status', answers({ batch: A, accepted: 1, rejected: [] }), ['again']],
  ['no answer is an object', answers(null, 7), ['again']],
  ['rejected is no list', answers({ ...good(A), rejected: 0 }), ['again']],
  ['no answers', answers(), ['again']],
  ['answers that are no list', heard({ answers: 'yes' }), ['again']],
  ['a page of a gateway', heard('<html>log in to the hotel</html>'), ['again']],
  ['another success', heard({ answers: [good(A)] }, 202), ['again']],
  ['too much at once', heard(bad(413), 413), ['stuck']],
  ['an old centre', heard(bad(404), 404), ['stuck']],
  ['a busy centre', heard(bad(503), 503, 2_000), ['again']],
  ['nothing heard', { failed: 'connect ECONNREFUSED' }, ['again']],
])('%s', (_, one, kinds) => {
  expect(kindsOf(one)).toEqual(kinds)
})

test('it passes on what the centre said', () => {
  const rejected = [{ index: 1, reason: 'duplicate' }]
  expect(judgeAnswers(answers({ ...good(A), accepted: 1, rejected }), ROOTS)).toEqual([
    { kind: 'settled', status: 201, accepted: 1, rejected },
  ])
  expect(judgeAnswers(answers(bad(409)), ROOTS)).toEqual([
    { kind: 'stuck', status: 409, why: 'why 409' },
  ])
  expect(judgeAnswers(heard(bad(503), 503, 2_000), ROOTS)).toEqual([
    { kind: 'again', why: '503: why 503', afterMs: 2_000 },
  ])
})
