/**
 * Goal: what is known beside the reports moves an event as the specification says, and nothing where nothing is known.
 * Method: one bang, one report, and one thing more at a time; the group-by-group result is compared with all at once.
 */
import { expect, test } from 'vitest'
import { destination } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import type { CoveragePeriod, Observation, Source } from '../../observe/index.ts'
import { HOUR_MS, MINUTE_MS, seededRandom } from '../../units/index.ts'
import type { Explanation } from '../confidence/index.ts'
import { fuse } from './fuse.ts'
import { heard, sourceOf } from './scene-generator.ts'

const HOME: Position = { lonDeg: 37.8, latDeg: 48.1 }
const START_MS = Date.UTC(2026, 0, 1)
const report = (source: string, fromMs = START_MS): Observation =>
  heard(seededRandom(1), HOME, {
    id: `${source}-${fromMs}`,
    source,
    fromMs,
    toMs: fromMs + MINUTE_MS,
    errorM: 50,
    exact: false,
    distanceM: 3_000,
    azimuthDeg: 40,
  })
const ear = (id: string): Source => ({
  ...sourceOf(id),
  kind: 'acoustic',
  reachM: { explosion: 20_000, burst: 20_000, shot: 20_000 },
  site: {
    position: destination(HOME, { azimuthDeg: 200, distanceM: 2_000 }),
    heightM: 0,
    errorM: 5,
  },
})
const SOURCES = new Map([
  ['a', sourceOf('a')],
  ['b', sourceOf('b')],
  ['ear', ear('ear')],
])
const UP: CoveragePeriod = {
  source: 'ear',
  state: 'up',
  fromMs: START_MS - HOUR_MS,
  toMs: null,
  basis: 'heartbeat',
  reason: 'test',
}
const coverage = new Map([['ear', [UP]]])
const kindOfReport = fuse([report('a')], SOURCES).events[0]?.kind ?? ''
const sources = new Map(SOURCES).set('ear', { ...ear('ear'), reachM: { [kindOfReport]: 20_000 } })

test('nothing known beside the reports: an interval, and nothing else is said', () => {
  for (const beside of [{}, { coverage: new Map() }, { coverage, nowMs: START_MS }]) {
    const { events } = fuse([report('a')], sources, beside)
    expect(events).toEqual(fuse([report('a')], sources).events)
    expect(events[0]).not.toHaveProperty('silence')
    expect(events[0]).not.toHaveProperty('benign')
    expect(events[0]).not.toHaveProperty('classes')
  }
})
test('who is silent lowers it and is named; asked too early it says when to ask again', () => {
  const bare = fuse([report('a')], sources)
  const early = fuse([report('a')], sources, { coverage, nowMs: START_MS })
  expect(bare.weighAgainMs).toBeUndefined()
  expect(early.weighAgainMs).toBe((bare.events[0]?.observed.toMs ?? 0) + MINUTE_MS)
  const [event] = fuse([report('a')], sources, { coverage, nowMs: early.weighAgainMs ?? 0 }).events
  expect(event?.silence).toEqual({ reported: 1, silent: 1, sources: ['ear'] })
  expect(event?.probability).toBeLessThan((bare.events[0]?.probability ?? 0) - 0.05)
  expect(event?.id).toBe(bare.events[0]?.id)
})
test('who reported the like at that time is not silent, though it is held to be of another event', () => {
  const other = { ...report('ear'), phase: 'outgoing' as const, id: 'ear-other' }
  const { events } = fuse([report('a'), other], sources, { coverage })
  expect(events.some(({ silence }) => silence !== undefined)).toBe(false)
  const later = fuse([report('a'), report('ear', START_MS + 30 * MINUTE_MS)], sources, { coverage })
  expect(later.events.some(({ silence }) => silence?.silent === 1)).toBe(true)
})
test('a benign activity that fits is weighed and told', () => {
  const explanation: Explanation = {
    id: 'range-4',
    kind: 'training',
    where: { kind: 'circle', centre: HOME, radiusM: 30_000 },
    fromMs: START_MS - HOUR_MS,
    toMs: START_MS + HOUR_MS,
    prior: 0.6,
    explains: { [kindOfReport]: 0.9 },
  }
  const [event] = fuse([report('a')], sources, { explanations: [explanation] }).events
  expect(event?.benign?.[0]).toMatchObject({ explanation: 'range-4', kind: 'training' })
  const [bare] = fuse([report('a')], sources).events
  expect(event?.probability).toBeLessThan(bare?.probability ?? 0)
  // What it would be without is kept to the bit: offices that may not know of the activity are told that.
  expect(event?.unexplained).toEqual({ probability: bare?.probability, interval: bare?.interval })
  expect(bare).not.toHaveProperty('unexplained')
})
test('what a model says of a report is told as classes, and a model that nobody measured says little', () => {
  const assessment = { model: 'm', version: '1', scores: { mortar: 0.99, tank: 0.01 } }
  const [event] = fuse([{ ...report('a'), assessment }], sources).events
  const chances = new Map(event?.classes?.map((one) => [one.class, one.probability]))
  expect([...chances.values()].reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12)
  expect(chances.get('mortar')).toBeGreaterThan(chances.get('tank') ?? 1)
  expect(chances.get('mortar')).toBeLessThanOrEqual(2 * (chances.get('unknown') ?? 0))
})
