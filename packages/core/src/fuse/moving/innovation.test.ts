import { describe, expect, test } from 'vitest'
import { destination, distanceM, frameAt } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import type { Observation, Source } from '../../observe/index.ts'
import { seededRandom } from '../../units/index.ts'
import { HealthMonitor } from '../health/index.ts'
import type { Innovation, Proposal } from '../health/index.ts'
import { MovingPicture } from './index.ts'
import {
  MIDDLE,
  SCENE_MS,
  blurred,
  movers,
  msOf,
  observationOf,
  placeOf,
  sourceOf,
} from '../../../../../tests/support/moving-scenes.ts'

// Goal: what the picture tells of innovations is fit for the health of sensors: the radar that errs is proposed and no other,
// each report is compared once however often the picture goes back for late ones, and nobody who does not ask is told.
// Method: three radars over made traffic. Planted: one turned by a tenth of a degree and more; and none, where nobody is blamed.

const RADARS = ['radar-a', 'radar-b', 'radar-c']
const SITES = new Map(
  RADARS.map((id, n) => [id, destination(MIDDLE, { azimuthDeg: 120 * n, distanceM: 25_000 })]),
)
const siteOf = (id: string): Position => SITES.get(id) ?? MIDDLE
const registry: ReadonlyMap<string, Source> = new Map(
  RADARS.map((id) => [
    id,
    { ...sourceOf(id, 'radar'), site: { position: siteOf(id), heightM: 100, errorM: 10 } },
  ]),
)
const ERROR_M = 150
const TURN_MS = 4_000

/** A position turned about a site, clockwise. */
function turned(site: Position, position: Position, byDeg: number): Position {
  const { toOffset, toPosition } = frameAt(site)
  const { eastM, northM } = toOffset(position)
  const cos = Math.cos((byDeg * Math.PI) / 180)
  const sin = Math.sin((byDeg * Math.PI) / 180)
  return toPosition({ eastM: cos * eastM + sin * northM, northM: cos * northM - sin * eastM })
}

/** Plots of eight minutes; one radar's azimuths are off by so many degrees. */
function plots(offDeg: number): readonly Observation[] {
  const random = seededRandom(11)
  const traffic = movers(random, 14, { halfM: 35_000, speedMps: 120 })
  const all: Observation[] = []
  for (const [n, source] of RADARS.entries())
    for (let atMs = 700 * n; atMs < 480_000; atMs += TURN_MS)
      for (const one of traffic) {
        const seen = blurred(random, placeOf(one, atMs / 1_000), ERROR_M)
        const position = source === 'radar-b' ? turned(siteOf(source), seen, offDeg) : seen
        const said = { source, atMs: SCENE_MS + atMs, position, errorM: ERROR_M }
        all.push(observationOf({ ...said, means: ['imaged'] }))
      }
  return all
}

interface Outcome {
  readonly innovations: readonly Innovation[]
  readonly proposals: readonly Proposal[]
  readonly rollbacks: number
}

/** Drives a picture and a monitor beside it; some of the reports come late by so much. */
function watched(observations: readonly Observation[], lateMs: number): Outcome {
  const picture = new MovingPicture({ tellsInnovations: true })
  picture.setSources(registry)
  const monitor = new HealthMonitor(SCENE_MS)
  const due = observations
    .map((one, n) => ({ one, atMs: msOf(one) + (n % 50 === 0 ? lateMs : 50) }))
    .toSorted((a, b) => a.atMs - b.atMs)
  const innovations: Innovation[] = []
  let proposals: readonly Proposal[] = []
  let from = 0
  for (let nowMs = SCENE_MS; nowMs < SCENE_MS + 520_000; nowMs += 500) {
    const took: Observation[] = []
    for (; from < due.length && (due[from]?.atMs ?? 0) <= nowMs; from += 1)
      if (due[from] !== undefined) took.push((due[from] as { one: Observation }).one)
    picture.take(took)
    for (const one of picture.advance(nowMs).innovations) {
      innovations.push(one)
      monitor.pushInnovation(one)
    }
    const now = monitor.proposals(nowMs)
    if (now.length > 0) proposals = now
  }
  return { innovations, proposals, rollbacks: picture.counts.rollbacks }
}

describe('innovations of a picture', () => {
  test('a radar that is turned is proposed, and no other', () => {
    const { proposals } = watched(plots(0.17), 50)
    expect(proposals.map(({ source }) => source)).toEqual(['radar-b'])
    expect(proposals[0]?.evidence.map(({ kind }) => kind)).toContain('bias')
    expect(proposals[0]?.reason).toMatch(/rad of azimuth/)
  })
  test('of good radars none is, whether or not reports come late; each report is compared once', () => {
    const observations = plots(0)
    const inOrder = watched(observations, 50)
    const early = observations.filter((one) => msOf(one) < SCENE_MS + 200_000)
    const late = watched(early, 3_000)
    expect(inOrder.rollbacks).toBe(0)
    expect(late.rollbacks).toBeGreaterThan(10)
    for (const [{ innovations, proposals }, of] of [
      [inOrder, observations],
      [late, early],
    ] as const) {
      expect(proposals).toEqual([])
      expect(innovations.length).toBeGreaterThan(0.9 * of.length)
      expect(new Set(innovations.map(({ observation }) => observation)).size).toBe(
        innovations.length,
      )
      const mean = innovations.reduce((sum, { nis }) => sum + nis, 0) / innovations.length
      expect(mean).toBeGreaterThan(1)
      expect(mean).toBeLessThan(2.6)
    }
  })
  test('unasked nothing is told', () => {
    const picture = new MovingPicture()
    picture.setSources(registry)
    picture.take(plots(0).slice(0, 2_000))
    expect(picture.advance(SCENE_MS + 300_000).innovations).toEqual([])
  })
  test('what it is off by lies from the site to the thing', () => {
    const all = plots(0)
    const [one] = watched(all, 50).innovations
    const seen = all.find(({ id }) => id === one?.observation)?.where.fix?.position ?? MIDDLE
    const { fromSite } = one?.place ?? {}
    const rangeM = Math.hypot(fromSite?.eastM ?? 0, fromSite?.northM ?? 0)
    expect(Math.abs(rangeM - distanceM(siteOf(one?.source ?? ''), seen))).toBeLessThan(50)
  })
})
