import { describe, expect, test } from 'vitest'
import { destination, distanceM, ellipseHolds, frameAt } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import type { Category, Observation, Phase, Source } from '../../observe/index.ts'
import { seededRandom } from '../../units/index.ts'
import type { Random } from '../../units/index.ts'
import { fuse, partitions } from '../index.ts'
import { normal, reportOf, sourceOf } from './scene-generator.ts'

// Goal: bangs that sensors only time become one event, at the place and instant of the bang and not of its hearing;
// neighbouring bangs are kept apart; light gives a distance; and what is only claimed moves nothing. Method: seeded
// scenes with known truth, sound travelling at the speed of the day.

const HOME: Position = { lonDeg: 37.8, latDeg: 48.1 }
const START = Date.UTC(2026, 0, 1)
const SPEED_MPS = 333

const NETWORK = Array.from({ length: 8 }, (_, n) => ({
  id: `mast-${n}`,
  position: destination(HOME, { azimuthDeg: 45 * n, distanceM: 2_500 + 350 * n }),
}))
const SOURCES: ReadonlyMap<string, Source> = new Map([
  ...NETWORK.map(({ id }) => [id, { ...sourceOf(id), kind: 'acoustic' as const }] as const),
  ['camera', { ...sourceOf('camera'), kind: 'camera' as const }],
  ['patrol', sourceOf('patrol')],
  ['gazette', { ...sourceOf('gazette'), kind: 'media' as const }],
])

interface Bang {
  readonly truth: Position
  readonly atMs: number
  readonly category?: Category
  readonly phase?: Phase
}

/** What the masts report of a bang. */
function arrivals(random: Random, bang: Bang, masts = NETWORK): readonly Observation[] {
  const { truth, atMs, category = 'K.EXPL.UNDET', phase = 'undetermined' } = bang
  return masts.map(({ id, position }) => {
    const lateMs = (1_000 * distanceM(position, truth)) / SPEED_MPS + 15 * normal(random)
    const middleMs = Math.round(atMs + lateMs)
    const report = reportOf({
      id: `${id} ${atMs} ${phase}`,
      source: id,
      category,
      phase,
      observer: position,
      errorM: 3,
      fromMs: middleMs - 2,
      toMs: middleMs + 2,
    })
    return {
      ...report,
      means: ['sensed'],
      observed: { ...report.observed, clock: 'gnss' },
    } as const
  })
}

const near = (random: Random, atMs: number): Bang => ({
  truth: destination(HOME, { azimuthDeg: 360 * random(), distanceM: 4_000 * random() }),
  atMs,
})

describe('arrivals', () => {
  test('of one bang are one event where and when it was, whatever the order', () => {
    const random = seededRandom(1)
    let held = 0
    const count = 100
    for (let n = 0; n < count; n += 1) {
      const bang = near(random, START + n * 1e6)
      const reports = arrivals(random, bang)
      const { events } = fuse(reports, SOURCES)
      expect(events).toHaveLength(1)
      expect(fuse(reports.toReversed(), SOURCES).events).toEqual(events)
      const [event] = events
      expect(event?.observations).toHaveLength(8)
      if (event?.estimate === undefined || event.estimate === null) throw new Error('no place')
      const { observed, estimate } = event
      expect(observed.fromMs - 500).toBeLessThan(bang.atMs)
      expect(observed.toMs + 500).toBeGreaterThan(bang.atMs)
      expect(observed.toMs - observed.fromMs).toBeLessThan(1_000)
      held += Number(
        ellipseHolds(estimate.ellipse95, frameAt(estimate.position).toOffset(bang.truth)),
      )
    }
    expect(held / count).toBeGreaterThan(0.88)
  })

  test('of bangs seconds apart are told apart by travel time', () => {
    const random = seededRandom(2)
    let right = 0
    const rounds = 40
    for (let n = 0; n < rounds; n += 1) {
      const atMs = START + n * 1e7
      const bangs = [near(random, atMs), near(random, atMs + 4_000), near(random, atMs + 9_000)]
      const { events } = fuse(
        bangs.flatMap((bang) => arrivals(random, bang)),
        SOURCES,
      )
      const whole = events.filter(({ observations }) => observations.length === 8)
      right += whole.filter(
        ({ observations }) => new Set(observations.map((id) => id.split(' ')[1])).size === 1,
      ).length
    }
    expect(right / (3 * rounds)).toBeGreaterThan(0.9)
  })

  test('that cannot be of one sound stay apart and have no place', () => {
    const random = seededRandom(3)
    const reports = arrivals(random, near(random, START)).slice(0, 4)
    const shifted = reports.map((report, n) => ({
      ...report,
      observed: {
        ...report.observed,
        fromMs: report.observed.fromMs + 60_000 * n,
        toMs: report.observed.toMs + 60_000 * n,
      },
    }))
    const { events } = fuse(shifted, SOURCES)
    expect(events).toHaveLength(4)
    expect(events.every(({ estimate }) => estimate === null)).toBe(true)
  })

  test('and a bearing by someone else are one event', () => {
    const random = seededRandom(4)
    const bang = { truth: destination(HOME, { azimuthDeg: 20, distanceM: 1_500 }), atMs: START }
    const stood = destination(bang.truth, { azimuthDeg: 180, distanceM: 3_000 })
    const patrol = reportOf({
      id: 'patrol',
      source: 'patrol',
      observer: stood,
      errorM: 100,
      sectors: [{ fromDeg: 350, toDeg: 10 }],
      ring: { minM: 2_000, maxM: 4_000 },
      fromMs: START,
      toMs: START + 60_000,
    })
    const { events } = fuse([...arrivals(random, bang), patrol], SOURCES)
    expect(events).toHaveLength(1)
    expect(events[0]?.observations).toHaveLength(9)
  })

  test('fusing the partitions apart and fusing all give the same', () => {
    const random = seededRandom(5)
    const reports = Array.from({ length: 12 }, (_, n) =>
      arrivals(random, near(random, START + n * 2 * 3_600_000)),
    ).flat()
    const apart = partitions(reports).map((part) => fuse(part, SOURCES).events)
    expect(new Set(apart.flat())).toEqual(new Set(fuse(reports, SOURCES).events))
    expect(partitions(reports).length).toBeGreaterThan(0)
  })
})

test('one arrival and the light of the same event make a place of the two', () => {
  const random = seededRandom(6)
  const bang = { truth: destination(HOME, { azimuthDeg: 70, distanceM: 1_000 }), atMs: START }
  const camera = destination(bang.truth, { azimuthDeg: 270, distanceM: 4_000 })
  const made = reportOf({
    id: 'light',
    source: 'camera',
    observer: camera,
    errorM: 3,
    sectors: [{ fromDeg: 85, toDeg: 95 }],
    fromMs: START - 20,
    toMs: START + 20,
  })
  const light = {
    ...made,
    means: ['saw'],
    observed: { ...made.observed, clock: 'gnss' },
  } as const
  const alone = fuse([light], SOURCES).events[0]?.estimate
  const { events } = fuse([light, ...arrivals(random, bang, NETWORK.slice(0, 1))], SOURCES)
  expect(events).toHaveLength(1)
  const estimate = events[0]?.estimate
  if (!alone || !estimate) throw new Error('no place')
  expect(estimate.ellipse95.semiMajorM).toBeLessThan(0.5 * alone.ellipse95.semiMajorM)
  expect(ellipseHolds(estimate.ellipse95, frameAt(estimate.position).toOffset(bang.truth))).toBe(
    true,
  )
})

describe('fire pairs by exact times', () => {
  const shot = { truth: HOME, atMs: START, category: 'K.EXPL.OUTGOING', phase: 'outgoing' } as const
  const impactAt = (flewMs: number): Bang => ({
    truth: destination(HOME, { azimuthDeg: 90, distanceM: 3_500 }),
    atMs: START + flewMs,
    category: 'K.EXPL.IMPACT',
    phase: 'impact',
  })
  const pairedAt = (flewMs: number): boolean => {
    const random = seededRandom(7)
    const reports = [...arrivals(random, shot), ...arrivals(random, impactAt(flewMs))]
    return fuse(reports, SOURCES).events.some(({ pairedWith }) => pairedWith !== undefined)
  }
  test('a flight of twenty seconds is paired', () => {
    expect(pairedAt(20_000)).toBe(true)
  })
  test.each([-20_000, 100_000])('an impact %d ms after the shot is not', (flewMs) => {
    expect(pairedAt(flewMs)).toBe(false)
  })
})

describe('claims', () => {
  const fix = { position: HOME, errorM: 100 }
  const report = (source: string, means: Observation['means'] = ['saw']): Observation => ({
    ...reportOf({
      id: source,
      source,
      observer: HOME,
      errorM: 0,
      fix: source === 'patrol' ? fix : { position: HOME, errorM: 10 },
      count: { n: source === 'patrol' ? 3 : 5, precision: 'exact' },
      fromMs: START,
      toMs: START + 60_000,
    }),
    means,
  })

  test.each([
    ['by its means', report('camera', ['claimed'])],
    ['by who says it', report('gazette')],
  ])('%s: it goes with the event and moves nothing', (_, claim) => {
    const [alone] = fuse([report('patrol')], SOURCES).events
    const { events } = fuse([report('patrol'), claim], SOURCES)
    expect(events).toHaveLength(1)
    expect(events[0]?.claims).toEqual([claim.id])
    expect(events[0]?.observations).toHaveLength(2)
    expect({ ...events[0], id: '', observations: [], claims: [] }).toEqual({
      ...alone,
      id: '',
      observations: [],
      claims: [],
    })
  })

  test('alone it is at even odds, and an end of no fire pair and no engagement', () => {
    const { events, engagements } = fuse([report('gazette')], SOURCES)
    expect(events[0]).toMatchObject({ probability: 0.5, claims: ['gazette'] })
    expect(engagements).toEqual([])
  })

  test('the planted fault: the same words from an observer do raise it', () => {
    const [event] = fuse([report('patrol'), report('camera')], SOURCES).events
    expect(event?.probability).toBeGreaterThan(0.99)
    expect(event?.claims).toBeUndefined()
  })
})
