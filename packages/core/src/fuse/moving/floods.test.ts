import { describe, expect, test } from 'vitest'
import type { Observation } from '../../observe/index.ts'
import { seededRandom } from '../../units/index.ts'
import { EARLY_MAX, EARLY_MS } from './assumptions.ts'
import { MovingPicture } from './index.ts'
import type { MovingOptions, Track } from './index.ts'
import {
  REGISTRY,
  SCENE_MS,
  movers,
  msOf,
  observationOf,
  placeOf,
  run,
  told,
} from '../../../../../tests/support/moving-scenes.ts'

// Goal: no source blinds the picture for the others, whatever it sends, and what is refused is told of whoever sent it.
// Method: one source floods (rows dated ahead, made-up things, exercises) while another reports honestly; the same
// without the instant of arrival shows what the test would miss.

const made = (options: MovingOptions = {}): MovingPicture => {
  const empty = new MovingPicture(options)
  empty.setSources(REGISTRY)
  return empty
}
const random = seededRandom(9)
const [craft] = movers(random, 1, { halfM: 20_000, speedMps: 200 })
if (craft === undefined) throw new Error('no mover')
const honest = (fromS: number, toS: number): Observation[] =>
  told(
    craft,
    { from: fromS, to: toS, everyS: 1, random },
    { source: 'adsb-2', identity: { icao24: 'feed01' } },
  )
/** Made-up aircraft, one report of each. */
const ghosts = (count: number, atMs: (n: number) => number, first = 0): Observation[] =>
  Array.from({ length: count }, (_, n) =>
    observationOf({
      source: 'adsb-1',
      atMs: atMs(n),
      position: { lonDeg: 20 + (n % 400) / 50, latDeg: 50 + Math.floor(n / 400) / 20 },
      identity: { icao24: (0x100000 + first + n).toString(16) },
    }),
  )
const named = (tracks: readonly Track[], icao24: string): Track | undefined =>
  tracks.find(({ identity }) => identity.icao24 === icao24)

describe('a source that dates its reports ahead', () => {
  const ahead = ghosts(3 * EARLY_MAX, (n) => SCENE_MS + 240_000 + (n % 100) * 300)
  const flooded = (cameMs: number | null): MovingPicture => {
    const picture = made()
    picture.take(ahead, cameMs)
    for (const one of honest(0, 20)) {
      picture.take([one], msOf(one))
      picture.advance(msOf(one) + 300)
    }
    return picture
  }
  test('has a few of them waiting, and the rest counted under its name', () => {
    const { counts, tracks } = flooded(SCENE_MS)
    expect(counts).toMatchObject({ early: 2 * EARLY_MAX, waiting: EARLY_MAX, used: 20 })
    expect(counts.refused).toEqual([{ source: 'adsb-1', early: 2 * EARLY_MAX, overflowed: 0 }])
    expect(named(tracks, 'feed01')?.reports).toBe(20)
    // Where nobody says when they came all would wait: the bound is of arrival.
    expect(flooded(null).counts).toMatchObject({ early: 0, waiting: 3 * EARLY_MAX })
  })
  test('up to two seconds ahead is a clock that is off, and no matter', () => {
    const picture = made()
    picture.take(
      ghosts(3 * EARLY_MAX, () => SCENE_MS + EARLY_MS),
      SCENE_MS,
    )
    expect(picture.counts).toMatchObject({ early: 0, waiting: 3 * EARLY_MAX })
  })
})

/** A report under the honest name, 3 km off. */
const away = (sec: number): Observation => {
  const { lonDeg, latDeg } = placeOf(craft, sec)
  return observationOf({
    source: 'adsb-2',
    atMs: SCENE_MS + 1_000 * sec,
    position: { lonDeg, latDeg: latDeg + 0.03 },
    identity: { icao24: 'feed01' },
  })
}

test('one report confirms nothing, a second that is consistent with it does', () => {
  const [first, second, third] = honest(0, 3)
  if (first === undefined || second === undefined || third === undefined) throw new Error('few')
  const picture = made()
  const status = (): unknown => named(picture.tracks, 'feed01')?.status
  picture.take([first])
  picture.advance(SCENE_MS + 400)
  expect(status()).toBe('tentative')
  // The same transmission from another receiver is no second one.
  const { source: _, ...again } = { ...first, id: 'e'.repeat(64) }
  picture.take([{ ...again, source: 'adsb-1' }])
  picture.advance(SCENE_MS + 5_000)
  expect(picture.tracks[0]).toMatchObject({ status: 'tentative', reports: 2 })
  // Nor does one that lies where it cannot be.
  for (const sec of [6, 7]) {
    picture.take([away(sec)])
    picture.advance(SCENE_MS + 1_000 * sec + 500)
  }
  // With it the track is begun anew, and one report again.
  expect(named(picture.tracks, 'feed01')).toMatchObject({ status: 'tentative', reports: 3 })
  picture.take([away(8)])
  picture.advance(SCENE_MS + 8_500)
  expect(status()).toBe('confirmed')
  const straight = run(made(), [first, second])
  expect(straight.tracks).toMatchObject([{ status: 'confirmed', reports: 2 }])
})

describe('a source that makes things up', () => {
  const tracksMax = 200
  const flooded = (reportsEach: number): MovingPicture => {
    const picture = made({ tracksMax })
    for (let s = 0; s < 12; s += 1) {
      const many = ghosts(
        tracksMax,
        (n) => SCENE_MS + 1_000 * s + (n % 20) * 45,
        reportsEach > 1 ? 0 : s * tracksMax,
      )
      picture.take(many)
      if (s >= 5) picture.take(honest(s + 0.97, s + 1))
      picture.advance(SCENE_MS + 1_000 * (s + 1) + 300)
    }
    return picture
  }
  test('does not shut out another: ghosts of one report give way', () => {
    const { tracks } = flooded(1)
    expect(tracks.length).toBeLessThanOrEqual(tracksMax)
    expect(named(tracks, 'feed01')).toMatchObject({ status: 'confirmed', reports: 7 })
    expect(tracks.filter(({ status }) => status !== 'tentative')).toHaveLength(1)
  })
  test('nor by telling of each again and again', () => {
    const { tracks } = flooded(12)
    expect(tracks.length).toBeLessThanOrEqual(tracksMax)
    expect(named(tracks, 'feed01')).toMatchObject({ status: 'confirmed', reports: 7 })
    expect(tracks.filter(({ status }) => status === 'confirmed').length).toBeGreaterThan(100)
  })
})

test('what gives way is the same whatever order it comes in, within the window', () => {
  const observations = [
    ...ghosts(900, (n) => SCENE_MS + n * 13),
    ...ghosts(60, (n) => SCENE_MS + 40 + n * 190),
    ...honest(4, 12),
  ]
  const nameless = (delayMs: number, seed: number): unknown => {
    const late = seededRandom(seed)
    const arrivals = observations
      .map((one) => ({ one, atMs: msOf(one) + delayMs * late() }))
      .toSorted((a, b) => a.atMs - b.atMs)
    const picture = made({ tracksMax: 150 })
    for (let ms = SCENE_MS, from = 0; ms < SCENE_MS + 30_000; ms += 500) {
      let to = from
      while (to < arrivals.length && (arrivals[to]?.atMs ?? 0) <= ms) to += 1
      picture.take(
        arrivals.slice(from, to).map(({ one }) => one),
        ms,
      )
      picture.advance(ms)
      from = to
    }
    expect(picture.counts).toMatchObject({ used: observations.length, late: 0 })
    expect(named(picture.tracks, 'feed01')?.status).toBe('coasting')
    return picture.tracks
      .map(
        (one) => `${one.identity.icao24} ${one.beganMs} ${one.seenMs} ${one.observations.join()}`,
      )
      .toSorted()
  }
  const inOrder = nameless(0, 1)
  expect(inOrder).not.toEqual([])
  for (const seed of [2, 3, 4]) expect(nameless(6_000, seed)).toEqual(inOrder)
})

test('made-up exercises leave the picture of what is real alone', () => {
  const picture = made()
  for (let n = 0; n < 20; n += 1)
    picture.take(
      honest(0, 3).map((one) => ({
        ...one,
        id: one.id.slice(2) + String(10 + n),
        exercise: `x${n}`,
      })),
    )
  run(picture, honest(3, 13))
  expect(picture.tracks).toHaveLength(1)
  expect(picture.counts).toMatchObject({ unused: 60, used: 10, waiting: 0 })
})

describe('over a restart', () => {
  const began = SCENE_MS
  const lived = { id: 'T7', names: ['icao24:feed01'], beganMs: began - 60_000 }
  const again = (tracks: readonly (typeof lived)[], untilMs: number): string | undefined =>
    named(
      run(made({ firstNumber: 100, living: { tracks, untilMs } }), honest(0, 5)).tracks,
      'feed01',
    )?.id
  test('a track that lived has its id again, by its hard name', () => {
    expect(again([lived], began + 60_000)).toBe('T7')
  })
  test('not what began later, lived in a time that is over, or is one of two of the name', () => {
    expect(again([{ ...lived, beganMs: began + 30_000 }], began + 60_000)).toBe('T100')
    expect(again([lived], began - 1)).toBe('T100')
    expect(again([lived, { ...lived, id: 'T8' }], began + 60_000)).toBe('T100')
    // Of two, the one that began with this very report.
    expect(again([lived, { ...lived, id: 'T8', beganMs: began }], began + 60_000)).toBe('T8')
  })
})
