// Goal: what was not taken up is listed newest first and by engagement. Method: a handful of candidates in a wrong order.
import type { Candidate } from '@holdfast/core/agreement'
import { expect, it } from 'vitest'
import type { Picture } from '../api/index.ts'
import { looseOf } from './loose.ts'

const candidate = (id: string, atMs: number, undecided: readonly string[] = []): Candidate => ({
  id,
  clause: '1',
  agreementVersion: 'minsk-2',
  event: `event-of-${id}`,
  probability: 0.5,
  conditions: [],
  undecided,
  atMs,
})
const groupsOf = (
  candidates: readonly Candidate[],
  engaged: readonly string[],
  taken: readonly string[] = [],
): readonly (readonly string[])[] => {
  const events = engaged.map((id) => `event-of-${id}`)
  const observed = { fromMs: 0, toMs: 1 }
  return looseOf({
    candidates: candidates.map((one) => ({ ...one, withheld: [] })),
    incidents: [{ candidates: taken }] as unknown as Picture['incidents'],
    engagements: [{ id: 'exchange', events, probability: 0.7, observed }],
  }).map(({ engagement, candidates: own }) => [engagement?.id ?? '-', ...own.map(({ id }) => id)])
}

it('lists the newest first, and of one instant those with nothing undecided', () => {
  const some = [candidate('a', 1), candidate('b', 3, ['act: open']), candidate('c', 3)]
  expect(groupsOf(some, [])).toEqual([['-', 'c', 'b', 'a']])
})
it('keeps an engagement together where its newest candidate stands', () => {
  const some = [1, 2, 3, 4].map((atMs) => candidate(`c${atMs}`, atMs))
  expect(groupsOf(some, ['c1', 'c3'])).toEqual([
    ['-', 'c4'],
    ['exchange', 'c3', 'c1'],
    ['-', 'c2'],
  ])
})
it('leaves out what an incident has taken up', () => {
  expect(groupsOf([candidate('a', 1), candidate('b', 2)], [], ['b'])).toEqual([['-', 'a']])
})
