import { describe, expect, test } from 'vitest'
import { distanceM, frameAt, ellipseHolds } from '../../geo/index.ts'
import type { Observation } from '../../observe/index.ts'
import { seededRandom } from '../../units/index.ts'
import { MovingPicture } from './index.ts'
import type { Track } from './index.ts'
import {
  MIDDLE,
  REGISTRY,
  SCENE_MS,
  movers,
  observationOf,
  picture,
  placeOf,
  run,
  told,
} from '../../../../../tests/support/moving-scenes.ts'
import type { Mover, Said } from '../../../../../tests/support/moving-scenes.ts'

// Goal: what moves is one track each, where it is, called what it is called, for as long as it is there. Method: made
// traffic with a known truth through the whole picture, with the real tracker.

/** What a mover tells of itself from its own moment in the first period on. */
function tells(
  mover: Mover,
  said: Partial<Said>,
  when: { readonly seed: number; readonly seconds: number; readonly everyMs: number },
): Observation[] {
  const random = seededRandom(when.seed)
  const everyS = when.everyMs / 1_000
  return told(mover, { from: everyS * random(), to: when.seconds, everyS, random }, said)
}

const address = (n: number): string => (0x4b1800 + n).toString(16)
const errorM = (track: Track, mover: Mover): number =>
  distanceM(track.estimate.position, placeOf(mover, (track.atMs - SCENE_MS) / 1_000))

describe('aircraft that tell where they are', () => {
  const things = movers(seededRandom(11), 40, { halfM: 120_000, speedMps: 200 })
  const observations = things.flatMap((mover, n) =>
    tells(
      mover,
      { identity: { icao24: address(n), callsign: `AAA${n}` }, heightM: 9_000 },
      { seed: n, seconds: 90, everyMs: 1_000 },
    ),
  )
  const { tracks, counts } = run(picture(), observations)
  test('are one confirmed track each, by name', () => {
    expect(counts.used).toBe(observations.length)
    expect(tracks).toHaveLength(things.length)
    expect(new Set(tracks.map(({ identity }) => identity.icao24)).size).toBe(things.length)
    expect(tracks.every(({ status }) => status === 'confirmed')).toBe(true)
    expect(tracks.every(({ reports }) => reports === 90)).toBe(true)
    expect(tracks.every(({ contradictions }) => contradictions.length === 0)).toBe(true)
  })
  test('are where they are, with ellipses that hold them, height, speed and course', () => {
    let held = 0
    for (const track of tracks) {
      const mover = things[Number.parseInt(track.identity.icao24 ?? '0', 16) - 0x4b1800]
      if (mover === undefined) throw new Error('unknown track')
      expect(errorM(track, mover)).toBeLessThan(40)
      const truth = frameAt(track.estimate.position).toOffset(
        placeOf(mover, (track.atMs - SCENE_MS) / 1_000),
      )
      if (ellipseHolds(track.estimate.ellipse95, truth)) held += 1
      expect(Math.abs(track.speedMps - mover.speedMps)).toBeLessThan(8)
      expect(Math.abs(((track.courseDeg - mover.courseDeg + 540) % 360) - 180)).toBeLessThan(4)
      expect(track.heightM).toBeCloseTo(9_000, 0)
    }
    expect(held / tracks.length).toBeGreaterThan(0.85)
  })
  test('keep the last sixteen observations and a trajectory from where they began', () => {
    const made = run(picture(), observations)
    for (const track of made.tracks) {
      expect(track.observations).toHaveLength(16)
      const trajectory = made.trajectory(track.id)
      const mover = things[Number.parseInt(track.identity.icao24 ?? '0', 16) - 0x4b1800]
      const [first] = trajectory?.points ?? []
      if (mover === undefined || first === undefined) throw new Error('no trajectory')
      expect(
        distanceM(first.position, placeOf(mover, (first.atMs - SCENE_MS) / 1_000)),
      ).toBeLessThan(100)
      expect(trajectory?.points.length).toBeGreaterThan(1)
      expect(trajectory?.observations[1]).toBe(track.observations.at(-1))
    }
    expect(made.trajectory('T0')).toBeNull()
  })
  test('are the same to the bit when the same comes again, however often the picture is asked', () => {
    expect(run(picture(), observations).tracks).toEqual(tracks)
    // When all fall silent, all are told anew, for the instant of the last look.
    const silent = (stepMs: number): readonly Track[] => {
      const made = run(picture(), observations, { stepMs })
      made.advance(SCENE_MS + 110_000)
      return made.tracks
    }
    expect(silent(130)).toEqual(silent(5_000))
  })
})

test('one transmission by two receivers is counted once, and both are told', () => {
  const [mover] = movers(seededRandom(3), 1, { halfM: 50_000, speedMps: 200 })
  if (mover === undefined) throw new Error('no mover')
  const first = tells(
    mover,
    { identity: { icao24: '4b1805' } },
    { seed: 1, seconds: 60, everyMs: 1_000 },
  )
  const again = first.map((one) =>
    observationOf({
      source: 'adsb-2',
      atMs: one.observed.fromMs + 40,
      position: one.where.fix?.position ?? MIDDLE,
      identity: { icao24: '4b1805' },
      speedMps: mover.speedMps,
      courseDeg: mover.courseDeg,
    }),
  )
  const [alone] = run(picture(), first).tracks
  const [both] = run(picture(), [...first, ...again]).tracks
  expect(both?.sources).toEqual(['adsb-1', 'adsb-2'])
  expect(both?.reports).toBe(120)
  expect(both?.estimate.covarianceM2.ee).toBeCloseTo(alone?.estimate.covarianceM2.ee ?? 0, 6)
})

const kinds = (made: MovingPicture): readonly string[] =>
  made.tracks
    .map(({ domain, exercise = '', sources }) => [domain, exercise, ...sources].join(' '))
    .toSorted()

test('an aircraft above a ship is not the ship, and an exercise is not real', () => {
  const mover: Mover = { from: MIDDLE, courseDeg: 90, speedMps: 8 }
  const when = { seed: 5, seconds: 60, everyMs: 2_000 }
  const observations = [
    ...tells(mover, { source: 'ais-1', category: 'I.SEA', identity: { mmsi: '272456780' } }, when),
    ...tells(mover, { source: 'patrol-1', means: ['saw'], category: 'I.AIR' }, when),
    ...tells(
      mover,
      { source: 'ais-1', category: 'I.SEA', identity: { mmsi: '272456780' }, exercise: 'x1' },
      when,
    ),
  ]
  const real = run(picture(), observations)
  expect(kinds(real)).toEqual(['air  patrol-1', 'sea  ais-1'])
  expect(real.counts).toMatchObject({ taken: 90, used: 60, unused: 30 })
  const played = new MovingPicture({ exercise: 'x1' })
  played.setSources(REGISTRY)
  expect(kinds(run(played, observations))).toEqual(['sea x1 ais-1'])
})

test('a flight of 700 km stays one track on its course through every plane', () => {
  const mover: Mover = { from: { lonDeg: 33, latDeg: 45 }, courseDeg: 40, speedMps: 250 }
  const { toPosition } = frameAt(mover.from)
  // A great circle would bend; truth here is straight in latitude and longitude, as a rhumb line nearly is.
  const s = 2_800
  const observations = Array.from({ length: s / 4 }, (_, k) => {
    const at = toPosition({ eastM: 4 * k * 160, northM: 4 * k * 190 })
    return observationOf({
      source: 'adsb-1',
      atMs: SCENE_MS + 4_000 * k,
      position: at,
      identity: { icao24: 'abcde1' },
    })
  })
  const made = picture()
  const ids = new Set<string>()
  let worst = 0
  for (const [k, one] of observations.entries()) {
    made.take([one])
    for (const track of made.advance(one.observed.fromMs + 300).tracks) {
      ids.add(track.id)
      if (k > 20) worst = Math.max(worst, Math.abs(track.courseDeg - 40))
    }
  }
  expect(ids.size).toBe(1)
  expect(made.tracks[0]?.reports).toBe(s / 4)
  expect(worst).toBeLessThan(5)
})

describe('who is silent', () => {
  const mover: Mover = { from: MIDDLE, courseDeg: 0, speedMps: 200 }
  test('coasts, and is lost after the silence of its class, whether or not anybody else speaks', () => {
    const made = run(
      picture(),
      tells(mover, { identity: { icao24: 'abcde1' } }, { seed: 1, seconds: 30, everyMs: 1_000 }),
    )
    const [track] = made.tracks
    expect(made.advance(SCENE_MS + 50_000).tracks[0]?.status).toBe('coasting')
    expect(made.advance(SCENE_MS + 88_000).lost).toEqual([])
    expect(made.advance(SCENE_MS + 95_000).lost).toEqual([track?.id])
    expect(made.tracks).toEqual([])
    // Its way is still known for a while.
    expect(made.trajectory(track?.id ?? '')?.points.length).toBeGreaterThan(1)
  })
  test('a ship at anchor that reports every three minutes stays', () => {
    const still: Mover = { from: MIDDLE, courseDeg: 0, speedMps: 0 }
    const ship = { source: 'ais-1', category: 'I.SEA' as const, identity: { mmsi: '272456780' } }
    const made = run(picture(), tells(still, ship, { seed: 1, seconds: 3_600, everyMs: 180_000 }))
    expect(made.tracks).toHaveLength(1)
    expect(made.tracks[0]?.reports).toBe(20)
  })
})

test('what only claims, is nobody, has no place or is vague in time is counted and not used', () => {
  const said = { atMs: SCENE_MS, position: MIDDLE }
  const made = picture()
  made.take([
    observationOf({ ...said, source: 'party-1' }),
    observationOf({ ...said, source: 'nobody' }),
    observationOf({ ...said, source: 'patrol-1', where: { sectors: [], ring: null, fix: null } }),
    observationOf({ ...said, source: 'patrol-1', errorM: 50_000 }),
    observationOf({ ...said, source: 'patrol-1', category: 'K.SHOT' }),
  ])
  expect(made.counts).toMatchObject({ taken: 4, unused: 4, used: 0 })
})

test('tracks are bounded, and names go on where the last picture stopped', () => {
  const made = new MovingPicture({ tracksMax: 20, firstNumber: 100 })
  made.setSources(REGISTRY)
  const things = movers(seededRandom(2), 60, { halfM: 200_000, speedMps: 150 })
  run(
    made,
    things.flatMap((mover, n) =>
      tells(mover, { identity: { icao24: address(n) } }, { seed: n, seconds: 5, everyMs: 1_000 }),
    ),
  )
  expect(made.tracks.length).toBeLessThanOrEqual(20)
  expect(made.tracks.some(({ id }) => id === 'T100')).toBe(true)
  expect(made.nextNumber).toBeGreaterThan(119)
})
