// Goal: numbers on the screen keep their precision and never claim certainty. Method: examples at the edges.
import type { Answer } from '@holdfast/core/verify'
import { expect, it } from 'vitest'
import {
  chanceByClause,
  formatAnswer,
  formatChance,
  formatCount,
  formatLikely,
  formatPosition,
  formatProbability,
  formatSilence,
  formatWhere,
  formatWorth,
  likelyMeans,
} from './index.ts'

it('shows a count with its precision', () => {
  expect(formatCount({ n: 370, precision: 'atLeast' })).toBe('at least 370')
  expect(formatCount({ n: 40, precision: 'about' })).toBe('about 40')
  expect(formatCount({ n: 0, precision: 'unknown' })).toBe('number unknown')
})
it('never rounds a doubt away', () => {
  expect([0, 0.001, 0.62, 0.998, 1, null].map(formatProbability)).toEqual([
    '0 %',
    '< 1 %',
    '62 %',
    '> 99 %',
    '100 %',
    'no probability',
  ])
})
it('shows how far a probability may be off, and who was silent, where that is known', () => {
  expect(formatLikely({ probability: 0.86, interval: { low: 0.41, high: 0.972 } })).toBe(
    '86 % (41 %–97 %)',
  )
  expect(formatLikely({ probability: 0.86 })).toBe('86 %')
  expect(formatLikely({ probability: 0.86, interval: { low: 0.4, high: 0.999 } })).toBe(
    '86 % (40 % to > 99 %)',
  )
  const silence = { reported: 3, silent: 2 }
  expect(formatSilence({ silence })).toBe('3 of 5 that could have noticed reported')
  expect(formatSilence({})).toBe('')
})
it('says what is unknown and what is withheld', () => {
  const nothing = { sectors: [], ring: null, fix: null }
  expect(formatWhere({ where: nothing, withheld: ['where.sectors', 'where.ring'] })).toBe(
    'direction and range withheld',
  )
  expect(formatWhere({ where: nothing, withheld: [] })).toBe('direction and range unknown')
  expect(
    formatWhere({
      where: {
        sectors: [{ fromDeg: 112.5, toDeg: 157.5 }],
        ring: { minM: 2000, maxM: 4000 },
        fix: null,
      },
      withheld: [],
    }),
  ).toBe('113–158°, 2–4 km')
})
it('reads answers and positions aloud', () => {
  const answer: Answer = {
    question: 'attribution',
    status: 'open',
    value: null,
    standard: null,
    proposedBy: null,
    proposedIn: null,
    machineProbability: null,
    votes: [],
    signedAtMs: null,
    signedIn: null,
    capitalsDueAtMs: null,
    recallMoved: [],
    scripted: false,
  }
  expect(formatAnswer({ ...answer, value: 'thirdParty' })).toBe('third party')
  expect(formatAnswer({ ...answer, value: { clause: '1', agreementVersion: 'minsk-2' } })).toBe(
    'clause 1 of minsk-2',
  )
  expect(formatPosition({ lonDeg: 37.7425, latDeg: 48.1399 })).toBe('48.1399° N 37.7425° E')
})
it('gives a probability as an upper bound while something is undecided', () => {
  const chances = [0, 0.001, 0.344, 0.998, 1].map((probability) =>
    formatChance({ probability, undecided: ['weapon: the calibre is unknown'] }),
  )
  expect(chances).toEqual(['≤ 0 %', '< 1 %', '≤ 34 %', 'not known', 'not known'])
  expect(formatChance({ probability: 0.344, undecided: [] })).toBe('34 %')
})
it('says what a figure is worth before it, and the raw one beside it', () => {
  const recalibrated = { probability: 0.71, low: 0.6, high: 0.8, entry: 12 }
  expect(formatLikely({ probability: 0.86, recalibrated })).toBe('71 % (60 %–80 %), raw 86 %')
  expect(formatWorth(0.86, recalibrated)).toBe('71 %, raw 86 %')
  expect(formatWorth(0.86, undefined)).toBe('86 %')
  expect(formatWorth(null, recalibrated)).toBe('no probability')
  expect(formatChance({ probability: 0.344, undecided: [], recalibrated })).toBe('71 %, raw 34 %')
  expect(formatChance({ probability: 0.344, undecided: ['x'], recalibrated })).toBe(
    '≤ 71 %, raw ≤ 34 %',
  )
  expect(likelyMeans({ recalibrated })).toContain('adopted in entry 12')
  expect(likelyMeans({ interval: { low: 0, high: 1 } })).toContain('one report in five')
  expect(likelyMeans({})).toBeUndefined()
})
const candidate = (clause: string, probability: number, undecided: readonly string[]) => ({
  id: `${clause}${probability}`,
  clause,
  agreementVersion: 'minsk-2',
  event: null,
  probability,
  conditions: [],
  undecided,
  atMs: 0,
})
it('gives each clause its own likeliest candidate', () => {
  const open = candidate('1', 0.6, ['act: open'])
  const decided = candidate('1', 0.6, [])
  const clauses = ['1', '2', '3'].map((clause) => ({ clause, agreementVersion: 'minsk-2' }))
  const others = [candidate('2', 0.2, []), candidate('2', 0.3, ['act: open'])]
  expect(chanceByClause(clauses, [open, decided, ...others])).toEqual([
    { clause: '1', likeliest: decided, count: 2 },
    { clause: '2', likeliest: others[1], count: 2 },
    { clause: '3', likeliest: null, count: 0 },
  ])
})
