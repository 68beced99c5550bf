import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { destination, distanceM } from '../../geo/index.ts'
import type { Observation, Source } from '../../observe/index.ts'
import { seededRandom } from '../../units/index.ts'
import type { MovingPicture, Track } from './index.ts'
import {
  MIDDLE,
  REGISTRY,
  SCENE_MS,
  movers,
  msOf,
  observationOf,
  picture,
  placeOf,
  run,
  sourceOf,
  told,
} from '../../../../../tests/support/moving-scenes.ts'
import type { Mover, Said } from '../../../../../tests/support/moving-scenes.ts'

// Goal: what goes wrong in the field does not make a false picture, and is said: names that jump, names that two bear,
// data that come late, radars that look away. Method: each fault planted in
// made traffic, beside the same traffic without it.

const named = (tracks: readonly Track[], value: string): readonly Track[] =>
  tracks.filter(({ identity }) => Object.values(identity).includes(value))
const confirmed = (made: MovingPicture): readonly Track[] =>
  made.tracks.filter(({ status }) => status === 'confirmed' || status === 'coasting')
const nobody = (): undefined => undefined

const settle = (made: MovingPicture): readonly Track[] => {
  // Past everything that waits; all coast, so all are told for the last look.
  for (let s = 41; s <= 75; s += 1) made.advance(SCENE_MS + 1_000 * s)
  return made.tracks.toSorted((a, b) =>
    (a.identity.icao24 ?? '') < (b.identity.icao24 ?? '') ? -1 : 1,
  )
}
const nameless = (tracks: readonly Track[]): unknown =>
  tracks.map((track) => ({ ...track, id: '' }))
const stood = (made: MovingPicture, state: 'up' | 'obscured', fromS: number): void => {
  const rest = { source: 'radar-1', toMs: null, basis: 'report' as const, reason: 'made' }
  made.setCoverage(
    new Map([
      [
        'radar-1',
        [
          { ...rest, state: 'up' as const, fromMs: 0, toMs: SCENE_MS + 1_000 * fromS },
          { ...rest, state, fromMs: SCENE_MS + 1_000 * fromS },
        ],
      ],
    ]),
  )
}

describe('a name that jumps', () => {
  const ship: Mover = { from: MIDDLE, courseDeg: 200, speedMps: 7 }
  const far = destination(MIDDLE, { azimuthDeg: 80, distanceM: 60_000 })
  const said = { source: 'ais-1', category: 'I.SEA' as const, identity: { mmsi: '272456780' } }
  const random = seededRandom(1)
  const before = told(ship, { from: 0, to: 300, everyS: 10, random }, said)
  const jumped = told({ ...ship, from: far }, { from: 300, to: 400, everyS: 10, random }, said)

  test('is two tracks, never one in between, and both are said to share the name', () => {
    const made = picture()
    const seen: number[] = []
    const ordered = [
      ...before,
      ...jumped,
      ...told(ship, { from: 305, to: 400, everyS: 10, random }, said),
    ]
    for (const one of ordered.toSorted((a, b) => msOf(a) - msOf(b))) {
      made.take([one])
      for (const { estimate } of made.advance(msOf(one) + 300).tracks)
        seen.push(Math.min(distanceM(estimate.position, MIDDLE), distanceM(estimate.position, far)))
    }
    expect(Math.max(...seen)).toBeLessThan(10_000)
    const both = named(made.tracks, '272456780')
    expect(both).toHaveLength(2)
    for (const { contradictions } of both)
      expect(contradictions).toMatchObject([{ kind: 'mmsi', values: ['272456780'] }])
  })
  test('without the jump there is one track and nothing to say', () => {
    const made = run(picture(), told(ship, { from: 0, to: 400, everyS: 10, random }, said))
    expect(made.tracks).toHaveLength(1)
    expect(made.tracks[0]?.contradictions).toEqual([])
  })
})

test('a name that two aircraft bear from the start is two tracks, and both say so', () => {
  const random = seededRandom(2)
  const [a, b] = movers(random, 2, { halfM: 20_000, speedMps: 200 })
  if (a === undefined || b === undefined) throw new Error('no movers')
  const identity = { icao24: '4b1805' }
  const far = { ...b, from: destination(a.from, { azimuthDeg: 10, distanceM: 300_000 }) }
  const made = run(picture(), [
    ...told(a, { from: 0, to: 60, everyS: 1, random }, { identity }),
    ...told(far, { from: 0.4, to: 60, everyS: 1, random }, { identity }),
  ])
  expect(made.tracks).toHaveLength(2)
  for (const { contradictions, reports } of made.tracks) {
    expect(contradictions).toMatchObject([{ kind: 'icao24', values: ['4b1805'] }])
    expect(reports).toBe(60)
  }
})

describe('data that come late', () => {
  const random = seededRandom(3)
  const things = movers(random, 6, { halfM: 30_000, speedMps: 150 })
  const observations = things.flatMap((mover, n) => [
    ...told(
      mover,
      { from: n / 10, to: 40, everyS: 1, random },
      { identity: { icao24: `abcd0${n}` } },
    ),
    ...told(
      mover,
      { from: n / 9, to: 40, everyS: 5, random },
      { source: 'patrol-1', means: ['saw'], errorM: 200 },
    ),
  ])
  const inOrder = settle(run(picture(), observations))

  /** The same observations, each delayed by up to `delayMs`, asked every half second. */
  function delayed(seed: number, delayMs: number): MovingPicture {
    const late = seededRandom(seed)
    const arrivals = observations
      .map((one) => ({ one, atMs: msOf(one) + delayMs * late() }))
      .toSorted((a, b) => a.atMs - b.atMs)
    const made = picture()
    let from = 0
    for (let nowMs = SCENE_MS; nowMs < SCENE_MS + 40_000 + delayMs; nowMs += 500) {
      let to = from
      while (to < arrivals.length && (arrivals[to]?.atMs ?? 0) <= nowMs) to += 1
      made.take(arrivals.slice(from, to).map(({ one }) => one))
      made.advance(nowMs)
      from = to
    }
    made.take(arrivals.slice(from).map(({ one }) => one))
    return made
  }

  test('make no difference within the window, whatever order they come in: to the bit, names apart', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 300, max: 9_000 }),
        (seed, delayMs) => {
          const made = delayed(seed, delayMs)
          const tracks = settle(made)
          expect(made.counts).toMatchObject({ late: 0, used: observations.length })
          expect(nameless(tracks)).toEqual(nameless(inOrder))
        },
      ),
      { numRuns: 12 },
    )
  })
  test('went back for them', () => {
    expect(delayed(4, 6_000).counts.rollbacks).toBeGreaterThan(3)
  })
  test('keep the names that tracks were told by', () => {
    const made = delayed(5, 100)
    const names = new Map(made.tracks.map(({ id, identity }) => [identity.icao24, id]))
    const [mover] = things
    if (mover === undefined) throw new Error('no mover')
    made.take(
      told(
        mover,
        { from: 36.25, to: 37, everyS: 1, random },
        { source: 'patrol-1', means: ['saw'], errorM: 200 },
      ),
    )
    made.advance(SCENE_MS + 45_000)
    expect(made.counts.rollbacks).toBeGreaterThan(0)
    expect(new Map(made.tracks.map(({ id, identity }) => [identity.icao24, id]))).toEqual(names)
  })
  test('tell anew only what they changed', () => {
    const made = delayed(6, 100)
    made.advance(SCENE_MS + 40_900)
    const [mover] = things
    if (mover === undefined) throw new Error('no mover')
    const late = told(
      mover,
      { from: 37.25, to: 38, everyS: 1, random },
      { identity: { icao24: 'abcd00' } },
    )
    made.take(late)
    const { tracks } = made.advance(SCENE_MS + 47_000)
    expect(made.counts.rollbacks).toBeGreaterThan(0)
    expect(tracks.map(({ identity }) => identity.icao24)).toEqual(['abcd00'])
  })
  test('later than the window are counted and change nothing', () => {
    const made = run(picture(), observations)
    const before = made.tracks
    made.take([
      observationOf({
        source: 'adsb-1',
        atMs: SCENE_MS + 20_000,
        position: MIDDLE,
        identity: { icao24: 'ffff01' },
      }),
    ])
    expect(made.counts.late).toBe(1)
    expect(made.advance(SCENE_MS + 41_000 + 350)).toEqual({ tracks: [], lost: [], innovations: [] })
    expect(made.tracks).toEqual(before)
  })
  test('come once, however often they are sent', () => {
    const made = run(picture(), observations)
    made.take(observations.toSorted((a, b) => msOf(a) - msOf(b)).slice(-5))
    expect(made.counts.repeated).toBe(5)
  })
})

describe('a radar', () => {
  const scanS = 4
  const random = seededRandom(6)
  const things = movers(random, 8, { halfM: 40_000, speedMps: 120 })
  /** Plots of whoever is in [fromS, toS), as the antenna passes them. */
  const plots = (
    fromS: number,
    toS: number,
    identity: (n: number) => Said['identity'],
  ): Observation[] =>
    things.flatMap((mover, n) => {
      const out: Observation[] = []
      for (let s = fromS + (n / things.length) * scanS; s < toS; s += scanS)
        if (random() < 0.9)
          out.push(
            ...told(
              mover,
              { from: s, to: s + 0.1, everyS: 1, random },
              {
                source: 'radar-1',
                means: ['sensed'],
                errorM: 200,
                speedMps: null,
                courseDeg: null,
                ...(identity(n) === undefined ? {} : { identity: identity(n) ?? {} }),
              },
            ),
          )
      return out
    })

  test('makes a track of each thing from its plots alone', () => {
    const made = run(picture(), plots(0, 120, nobody))
    expect(confirmed(made)).toHaveLength(things.length)
    for (const track of confirmed(made)) {
      const s = (track.atMs - SCENE_MS) / 1_000
      expect(
        Math.min(...things.map((mover) => distanceM(placeOf(mover, s), track.estimate.position))),
      ).toBeLessThan(300)
    }
  })
  test('that looks and sees nothing more loses them; one that is obscured does not (a blind time)', () => {
    const seen = plots(0, 80, nobody)
    const looking = picture()
    stood(looking, 'up', 80)
    run(looking, seen, { untilMs: 48_000 })
    const blind = picture()
    stood(blind, 'obscured', 80)
    run(blind, seen, { untilMs: 48_000 })
    expect(blind.tracks).toHaveLength(things.length)
    expect(confirmed(blind).length).toBeGreaterThan(things.length - 2)
    expect(confirmed(looking)).toEqual([])
  })
  test('misses nothing beyond its reach (a blind area)', () => {
    const near: Source = { ...sourceOf('radar-1', 'radar'), reachM: { air: 1_000 } }
    const made = picture()
    made.setSources(new Map([...REGISTRY, ['radar-1', near]]))
    stood(made, 'up', 80)
    run(made, plots(0, 80, nobody), { untilMs: 48_000 })
    expect(made.tracks).toHaveLength(things.length)
  })
  test('and a transponder heard are one track by the address', () => {
    const told2 = things.flatMap((mover, n) =>
      told(
        mover,
        { from: n / 20, to: 60, everyS: 1, random },
        { identity: { icao24: `abcd0${n}` } },
      ),
    )
    const made = run(picture(), [...told2, ...plots(5, 60, (n) => ({ icao24: `abcd0${n}` }))])
    expect(made.tracks).toHaveLength(things.length)
    for (const { sources } of made.tracks) expect(sources).toEqual(['adsb-1', 'radar-1'])
  })
})
