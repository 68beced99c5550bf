import { describe, expect, test } from 'vitest'
import { destination } from '../../geo/index.ts'
import type { Observation } from '../../observe/index.ts'
import { seededRandom } from '../../units/index.ts'
import type { Track } from './index.ts'
import { MIDDLE, SCENE_MS, picture, run, told } from '../../../../../tests/support/moving-scenes.ts'
import type { Mover, Said } from '../../../../../tests/support/moving-scenes.ts'

// Goal: tracks of other systems add what they know and no more, however often and by whichever way they are told; and are
// told as theirs. Method: one aircraft that we see badly and another system sees well, beside the same without it; the
// planted fault takes its reports for measurements.

/** The root of the determinant of a place's covariance, m²; not a number where there is no track. */
function variance(track: Track | undefined): number {
  if (track === undefined) return Number.NaN
  const { ee, en, nn } = track.estimate.covarianceM2
  return Math.sqrt(ee * nn - en * en)
}

describe('a track of another system', () => {
  const random = seededRandom(8)
  const mover: Mover = { from: MIDDLE, courseDeg: 70, speedMps: 180 }
  const foreign = (
    source: string,
    said: Partial<Said> & { errorM: number },
    when = { from: 10, to: 60 },
  ): Observation[] =>
    told(
      mover,
      { ...when, everyS: 1, random: () => 0.5 },
      { source, means: ['sensed'], identity: { trackNumber: '7001' }, ...said },
    )
  const own = told(
    mover,
    { from: 0, to: 60, everyS: 1, random },
    { errorM: 400, source: 'patrol-1', means: ['saw'] },
  )
  const [alone] = run(picture(), own).tracks

  test('is folded into ours, by name of its source, and the two are one track', () => {
    const { tracks } = run(picture(), [...own, ...foreign('gateway-1', { errorM: 100 })])
    expect(tracks).toHaveLength(1)
    expect(tracks[0]).toMatchObject({ sources: ['patrol-1'], foreign: ['gateway-1'] })
    expect(variance(tracks[0])).toBeLessThan(variance(alone))
  })
  test('told fifty times, and by two gateways, is not surer than it says itself (counted twice it would be)', () => {
    const sigma = 100 / Math.sqrt(-2 * Math.log(0.05))
    const { tracks } = run(picture(), [
      ...own,
      ...foreign('gateway-1', { errorM: 100 }),
      ...foreign('gateway-2', { errorM: 100 }),
    ])
    expect(tracks[0]?.foreign).toEqual(['gateway-1', 'gateway-2'])
    expect(variance(tracks[0])).toBeGreaterThan(0.75 * sigma * sigma)
    // The same reports as though they were measurements of a sensor of ours.
    const wrong = run(picture(), [
      ...own,
      ...foreign('gateway-1', { errorM: 100, source: 'patrol-1', means: ['saw'], identity: {} }),
    ]).tracks
    expect(Math.min(...wrong.map(variance))).toBeLessThan(0.5 * sigma * sigma)
  })
  test('that is ours, come back, is not used', () => {
    const made = run(picture(), [
      ...own,
      ...foreign('gateway-1', { errorM: 100, identity: { trackNumber: 'HOLDFAST/T1' } }),
    ])
    expect(made.counts.echoes).toBe(50)
    expect(made.tracks).toHaveLength(1)
    expect(made.tracks[0]?.foreign).toEqual([])
    expect(made.tracks[0]?.estimate).toEqual(alone?.estimate)
  })
  test('that is nowhere near ours is told as its own, until it is silent', () => {
    const far = { ...mover, from: destination(MIDDLE, { azimuthDeg: 0, distanceM: 80_000 }) }
    const others = told(
      far,
      { from: 0, to: 60, everyS: 1, random },
      { source: 'gateway-1', means: ['sensed'], identity: { trackNumber: '7002' }, errorM: 300 },
    )
    const made = run(picture(), [...own, ...others])
    const other = made.tracks.find((track) => track.foreign.length > 0)
    expect(other).toMatchObject({
      sources: [],
      foreign: ['gateway-1'],
      status: 'confirmed',
      reports: 60,
    })
    const { lost } = made.advance(SCENE_MS + 200_000)
    expect(lost).toContain(other?.id)
  })
})
