// Goal: what two sources told of one thing is proposed as one, whatever the order it comes in, at the load of a busy
// mission; nothing is merged by it, and what a person held apart is not proposed. Method: cases by hand; the stream against
// every pair; a day of a thousand with known duplicates.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Panel, testimony, SOURCE } from '../../../../../tests/support/verify-panel.ts'
import { EVENT } from '../../../../../tests/support/verify-release.ts'
import { destination } from '../../geo/index.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, seededRandom } from '../../units/index.ts'
import {
  DUPLICATE_FROM,
  DuplicateFinder,
  LIKE_WITHIN_M,
  LIKE_WITHIN_MS,
  REMEMBERED_MAX,
  duplicates,
  likableEvent,
  likableIncident,
  mergeProposals,
} from '../index.ts'
import type { Likable, Likeness } from '../index.ts'

const PLACE = { lonDeg: 37.8, latDeg: 48.1 }
const away = (distanceM: number) => destination(PLACE, { azimuthDeg: 0, distanceM })
const item = (id: string, change: Partial<Likable> = {}): Likable => ({
  id,
  kind: 'explosion',
  fromMs: 0,
  toMs: 0,
  position: PLACE,
  errorM: 0,
  text: 'Three explosions north of the village',
  ...change,
})
const like = (change: Partial<Likable>): Likeness | undefined =>
  duplicates([item('a'), item('b', change)])[0]

const keys = (found: readonly Likeness[]): string[] =>
  found.map(({ pair, score }) => `${JSON.stringify(pair)} ${score}`).toSorted()
const isTrue = ({ pair: [a, b] }: Likeness): boolean => a.split('-')[0] === b.split('-')[0]
const likeness = (a: string, b: string): Likeness => ({
  pair: [a, b],
  score: 0.9,
  time: 1,
  place: 0.8,
  kind: 1,
  text: 0.5,
})
const two = (): Panel => new Panel().open(testimony(1)).open(testimony(2))

describe('two', () => {
  test('alike in everything score 1', () => {
    expect(like({})).toEqual({ pair: ['a', 'b'], score: 1, time: 1, place: 1, kind: 1, text: 1 })
  })
  test.each<readonly [string, Partial<Likable>]>([
    ['of two kinds', { kind: 'shot' }],
    ['too far apart', { position: away(LIKE_WITHIN_M + 1) }],
    ['too long apart', { fromMs: LIKE_WITHIN_MS, toMs: LIKE_WITHIN_MS }],
  ])('%s are none', (_what, change) => {
    expect(like(change)).toBeUndefined()
  })
  test('whose ellipses or times meet are as alike as if they were at one place or time', () => {
    expect(like({ position: away(3_000), errorM: 3_001 })).toMatchObject({ place: 1 })
    expect(like({ fromMs: -DAY_MS, toMs: DAY_MS })).toMatchObject({ time: 1 })
  })
  test('of which little is known are half alike in that', () => {
    expect(like({ position: null, kind: null, text: '' })).toMatchObject({
      place: 0.5,
      kind: 0.5,
      text: 0.5,
    })
  })
  test('are told by the words that they share, in any script', () => {
    expect(like({ text: 'Explosions NORTH of the village' })?.text).toBeCloseTo(5 / 6, 9)
    const [one] = duplicates([
      item('a', { text: 'Три вибухи' }),
      item('b', { text: 'три постріли' }),
    ])
    expect(one?.text).toBeCloseTo(1 / 3, 9)
  })
})

describe('a stream', () => {
  const items = fc.uniqueArray(
    fc.record({
      id: fc.string({ minLength: 1, maxLength: 3 }),
      atMs: fc.integer({ min: 0, max: 12 * HOUR_MS }),
      lasts: fc.constantFrom(0, HOUR_MS, DAY_MS),
      metres: fc.integer({ min: 0, max: 9_000 }),
      kind: fc.constantFrom('explosion', 'shot', null),
    }),
    { selector: ({ id }) => id, maxLength: 12 },
  )
  test('finds what comparing all pairs finds, in whatever order they come', () => {
    fc.assert(
      fc.property(items, (drawn) => {
        const made = drawn.map(({ id, atMs, lasts, metres, kind }) =>
          item(id, { fromMs: atMs, toMs: atMs + lasts, position: away(metres), kind }),
        )
        const pairs = made.flatMap((a, i) => made.slice(i + 1).flatMap((b) => duplicates([a, b])))
        expect(keys(duplicates(made))).toEqual(keys(pairs))
        expect(keys(duplicates(made.toReversed()))).toEqual(keys(pairs))
      }),
    )
  })

  test('takes an item anew, forgets one that is no more, and remembers so many', () => {
    const finder = new DuplicateFinder()
    expect(finder.offer(item('a'))).toEqual([])
    expect(finder.offer(item('a'))).toEqual([])
    expect(finder.offer(item('b'))).toHaveLength(1)
    finder.forget('a')
    expect(finder.offer(item('b'))).toEqual([])
    for (let i = 0; i < REMEMBERED_MAX + 5; i++)
      finder.offer(item(`n${i}`, { fromMs: (i + 9) * DAY_MS, toMs: (i + 9) * DAY_MS }))
    expect(finder.size).toBe(REMEMBERED_MAX)
    expect(finder.offer(item('c'))).toEqual([])
  })

  test('finds every duplicate of a day of a thousand, and few besides', () => {
    const random = seededRandom(7)
    const day = Array.from({ length: 500 }, (_, i) => {
      const atMs = Math.floor(random() * DAY_MS)
      const place = {
        lonDeg: 37 + random() * 2,
        latDeg: 47.5 + random(),
      }
      const at = (changeMs: number) => ({ fromMs: atMs + changeMs, toMs: atMs + changeMs })
      const text = `Explosion ${i} near the ${i} kilometre stone`
      return [
        item(`${i}-one`, { ...at(0), position: place, errorM: 300, text }),
        item(`${i}-two`, { ...at(5 * MINUTE_MS), position: place, errorM: 800, text }),
      ]
    }).flat()
    const found = duplicates(day)
    expect(found.filter(isTrue)).toHaveLength(500)
    // Two that happen near one another are proposed too, below the true ones: a person looks.
    expect(found.slice(0, 500).every(isTrue)).toBe(true)
    expect(found.every(({ score }) => score >= DUPLICATE_FROM)).toBe(true)
  })
})

describe('an incident', () => {
  const later = { ...EVENT, observed: { fromMs: 0, toMs: 9 }, estimate: null, kind: 'shot' }
  test('is as likable as the events that it rests on', () => {
    const { incident } = new Panel().open()
    expect(likableIncident(incident, [later, EVENT])).toEqual({
      ...likableEvent('I-0', EVENT, 'A case'),
      kind: 'shot',
      fromMs: 0,
    })
    expect(likableEvent('c', later, '')).toMatchObject({ position: null, errorM: 0 })
  })

  test('on a claim alone is placed by the claim, and not at all where nobody said when', () => {
    const panel = new Panel()
    panel.ask('FRA', { type: 'openIncident', title: 'A claim', from: 'claim', candidates: [] })
    expect(likableIncident(panel.incident, [])).toBeNull()
    panel.nowMs = 10
    const alleges = { kind: 'explosion', fromMs: 1, toMs: 2, position: PLACE, radiusM: 300 }
    panel.claim(
      { party: 'A', stance: 'accuses', text: 'Hit.', alleges },
      { ...SOURCE, receivedAtMs: 5 },
    )
    expect(likableIncident(panel.incident, [])).toEqual({
      id: 'I-0',
      kind: 'explosion',
      fromMs: 1,
      toMs: 2,
      position: PLACE,
      errorM: 300,
      text: 'A claim Hit.',
    })
  })
})

describe('proposals', () => {
  test('are commands that are let through: the younger into the older', () => {
    const panel = two()
    const [command, ...more] = mergeProposals(panel.state, [
      likeness('I-0', 'I-1'),
      likeness('I-1', 'I-0'),
    ])
    expect(more).toEqual([])
    expect(command).toEqual({
      type: 'proposeMerge',
      incident: 'I-1',
      into: 'I-0',
      score: 0.9,
      reason: 'Alike in time 100 %, place 80 %, kind 100 %, words 50 %.',
    })
    expect(panel.ask('FRA', command ?? {})).toBe('recorded')
    expect(mergeProposals(panel.state, [likeness('I-0', 'I-1')])).toEqual([])
  })
  test('turn round where the younger one is answered already', () => {
    const panel = two()
    panel.ask('FRA', {
      incident: 'I-1',
      type: 'proposeAnswer',
      question: 'occurred',
      value: 'yes',
      standard: 'grounds',
      machineProbability: null,
    })
    expect(mergeProposals(panel.state, [likeness('I-0', 'I-1')])).toMatchObject([
      { incident: 'I-0', into: 'I-1' },
    ])
  })
  test('leave out what a person held apart, what is one, and what is not there', () => {
    const panel = two()
    panel.ask('FRA', { type: 'decorrelate', other: 'I-1', reason: 'Two.' })
    expect(mergeProposals(panel.state, [likeness('I-0', 'I-1'), likeness('I-0', 'I-9')])).toEqual(
      [],
    )
    const merged = two()
    merged.ask('FRA', { type: 'merge', into: 'I-1', reason: 'One.' })
    expect(mergeProposals(merged.state, [likeness('I-0', 'I-1')])).toEqual([])
  })
})
