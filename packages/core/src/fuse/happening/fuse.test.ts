import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { destination } from '../../geo/index.ts'
import type { Category, Observation, Phase } from '../../observe/index.ts'
import { HOUR_MS, MINUTE_MS, seededRandom } from '../../units/index.ts'
import { bestAssignment, pairProbabilities } from './assignment.ts'
import { visitNear } from './neighbours.ts'
import { fuseTogether } from './fuse.ts'
import { eventId, fuse, partitions } from '../index.ts'
import { localiserFor } from './localise.ts'
import { reportOf, sourceOf } from './scene-generator.ts'

// Goal: the same observations give the same events, in whatever order and however they are split; what the types
// promise holds for any input. Method: properties over seeded scenes; the assignment against every assignment tried.

const START = Date.UTC(2026, 0, 1)
const SOURCES = new Map(['a', 'b', 'c'].map((id) => [id, sourceOf(id)]))
const PHASE: readonly (readonly [Phase, Category])[] = [
  ['outgoing', 'K.EXPL.OUTGOING'],
  ['impact', 'K.EXPL.IMPACT'],
  ['undetermined', 'K.EXPL.UNDET'],
  ['undetermined', 'K.BURST'],
]

/** Reports over a stretch of country and time wide enough to fall into several partitions. */
function mixed(seed: number, count: number, spanHours: number): readonly Observation[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, n) => {
    const [phase, category] = PHASE[Math.trunc(random() * PHASE.length)] ?? [
      'undetermined',
      'K.EXPL.UNDET',
    ]
    const fromMs = START + Math.trunc(random() * spanHours * 60) * MINUTE_MS
    const km = Math.trunc(8 * random())
    const azimuth = Math.trunc(16 * random()) * 22.5
    const say = random()
    return reportOf({
      id: `${seed}-${n}`,
      source: ['a', 'b', 'c'][n % 3] ?? 'a',
      category,
      phase,
      count: { n: 1 + Math.trunc(20 * random()), precision: 'exact' },
      observer: destination(
        { lonDeg: 37 + 4 * Math.trunc(3 * random()), latDeg: 48 },
        { azimuthDeg: 360 * random(), distanceM: 8_000 * random() },
      ),
      errorM: 1_000,
      sectors: say < 0.1 ? [] : [{ fromDeg: azimuth, toDeg: (azimuth + 22.5) % 360 }],
      ring: say < 0.2 ? null : { minM: km * 1_000, maxM: (km + 2) * 1_000 },
      fromMs,
      toMs: fromMs + Math.trunc(random() * 3) * HOUR_MS,
    })
  })
}

const seeds = fc.integer({ min: 1, max: 1e6 })

describe('whatever the input', () => {
  test('order and repetition change nothing', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const reports = mixed(seed, 24, 24)
        const shuffled = [...reports.toReversed(), ...reports.slice(0, 5)]
        expect(fuse(shuffled, SOURCES)).toEqual(fuse(reports, SOURCES))
      }),
      { numRuns: 20 },
    )
  })

  test('fusing the partitions apart and fusing all give the same', () => {
    let several = 0
    fc.assert(
      fc.property(seeds, (seed) => {
        const reports = mixed(seed, 30, 72)
        const parts = partitions(reports)
        several += Number(parts.length > 1)
        expect(
          parts
            .flat()
            .map(({ id }) => id)
            .toSorted(),
        ).toEqual(reports.map(({ id }) => id).toSorted())
        const apart = parts.map((part) => fuse(part, SOURCES))
        const whole = fuse(reports, SOURCES)
        expect(new Set(apart.flatMap(({ events }) => events))).toEqual(new Set(whole.events))
        expect(new Set(apart.flatMap(({ engagements }) => engagements))).toEqual(
          new Set(whole.engagements),
        )
      }),
      { numRuns: 20 },
    )
    expect(several).toBeGreaterThan(10)
  })

  test('the partitions cut nothing: fusing all as one group gives the same', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const reports = mixed(seed, 40, 48).toSorted(
          (a, b) => a.observed.fromMs - b.observed.fromMs || (a.id < b.id ? -1 : 1),
        )
        const together = fuseTogether(reports, SOURCES, { localiser: localiserFor(SOURCES) })
        const whole = fuse(reports, SOURCES)
        expect(new Set(together.events)).toEqual(new Set(whole.events))
        expect(new Set(together.engagements)).toEqual(new Set(whole.engagements))
      }),
      { numRuns: 15 },
    )
  })
})

describe('what the types promise', () => {
  test('each observation is in one event of its kind and phase, pairs are mutual, probabilities are probabilities', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const reports = mixed(seed, 40, 12)
        const { events, engagements } = fuse(reports, SOURCES)
        const byId = new Map(events.map((event) => [event.id, event]))
        expect(events.flatMap(({ observations }) => observations).toSorted()).toEqual(
          reports.map(({ id }) => id).toSorted(),
        )
        for (const event of events) {
          expect(event.id).toBe(eventId(event.kind, event.phase, event.observations))
          const members = reports.filter(({ id }) => event.observations.includes(id))
          expect(members.every(({ phase }) => phase === event.phase)).toBe(true)
          expect(new Set(members.map(({ source }) => source)).size).toBe(members.length)
          expect(event.estimate === null).toBe(
            members.every(({ where }) => where.sectors.length === 0 && where.ring === null),
          )
          for (const { eastM, northM } of event.estimate?.support ?? []) {
            expect(Number.isInteger(eastM) && Number.isInteger(northM)).toBe(true)
          }
          if (event.pairedWith === undefined) continue
          expect(byId.get(event.pairedWith.event)?.pairedWith?.event).toBe(event.id)
          expect(event.pairedWith.probability).toBeGreaterThan(0.5)
          expect(event.pairedWith.probability).toBeLessThanOrEqual(1)
        }
        for (const { events: members, probability } of engagements) {
          expect(members.length).toBeGreaterThan(1)
          expect(probability).toBeGreaterThanOrEqual(0.5)
          expect(members.every((id) => byId.get(id)?.estimate !== null)).toBe(true)
        }
      }),
      { numRuns: 15 },
    )
  })
})

test('sources that share their means corroborate once; an unregistered source says nothing', () => {
  const fix = { position: { lonDeg: 38, latDeg: 48 }, errorM: 50 }
  const report = (source: string): Observation =>
    reportOf({
      id: source,
      source,
      observer: fix.position,
      errorM: 0,
      fix,
      fromMs: START,
      toMs: START,
    })
  const reports = ['a', 'b'].map(report)
  const probability = (groups: readonly string[]): number =>
    fuse(
      reports,
      new Map(['a', 'b'].map((id, n) => [id, { ...sourceOf(id), group: groups[n] ?? id }])),
    ).events[0]?.probability ?? 0
  expect(probability(['mast', 'mast'])).toBeCloseTo(18 / 19, 6)
  expect(probability(['a', 'b'])).toBeCloseTo(324 / 325, 6)
  expect(fuse(reports, new Map()).events[0]?.probability).toBe(0.5)
})

test('the assignment is the best one and its probabilities are exact, against every assignment tried', () => {
  const every = (
    ratios: readonly (readonly number[])[],
    row = 0,
    taken: readonly number[] = [],
  ): { weight: number; columns: number[] }[] => {
    const own = ratios[row]
    if (own === undefined) return [{ weight: 1, columns: [] }]
    return [-1, ...own.keys()]
      .filter((column) => column < 0 || !taken.includes(column))
      .flatMap((column) =>
        every(ratios, row + 1, [...taken, column]).map(({ weight, columns }) => ({
          weight: weight * (column < 0 ? 1 : (own[column] ?? 0)),
          columns: [column, ...columns],
        })),
      )
  }
  const ratio = fc.oneof(fc.constant(0), fc.double({ min: 0.05, max: 50, noNaN: true }))
  const matrix = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(ratio, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    )
  fc.assert(
    fc.property(matrix, (ratios) => {
      const all = every(ratios)
      const total = all.reduce((sum, { weight }) => sum + weight, 0)
      const best = Math.max(...all.map(({ weight }) => weight))
      const chosen = bestAssignment(ratios).map((column, row) =>
        column < 0 ? 1 : (ratios[row]?.[column] ?? 0),
      )
      expect(chosen.reduce((product, value) => product * value, 1)).toBeCloseTo(best, 6)
      for (const [row, line] of pairProbabilities(ratios).entries()) {
        for (const [column, probability] of line.entries()) {
          const paired = all
            .filter(({ columns }) => columns[row] === column)
            .reduce((sum, { weight }) => sum + weight, 0)
          expect(probability).toBeCloseTo(paired / total, 9)
        }
      }
    }),
    { numRuns: 200 },
  )
})

/** How many pairs a sweep looks at among so many reports, spread over as many hours as there are reports. */
function visits(count: number): number {
  const placed = mixed(9, count, count)
    .map(({ observer, observed }) => ({ position: observer.position, observed }))
    .toSorted((a, b) => a.observed.fromMs - b.observed.fromMs)
  let seen = 0
  visitNear(placed, { cellM: 25_000, gapMs: 4 * HOUR_MS }, () => {
    seen += 1
  })
  return seen
}

test('the pairs that are looked at grow in proportion to the observations, not with their square', () => {
  const small = visits(2_000)
  const large = visits(20_000)
  expect(small).toBeGreaterThan(1_000)
  expect(large / small).toBeLessThan(12)
})
