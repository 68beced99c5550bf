import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { MovingPicture } from '@holdfast/core/fuse/moving'
import type { Track } from '@holdfast/core/fuse/moving'
import { distanceM } from '@holdfast/core/geo'
import { identify } from '@holdfast/core/observe'
import type { Observation, Source, Unidentified } from '@holdfast/core/observe'
import { READSB_CODEC } from '@holdfast/formats/adsb'
import { ais } from '@holdfast/formats/ais'
import type { Codec, FeedContext } from '@holdfast/formats/codec'
import { describe, expect, test } from 'vitest'

// Goal: real traffic, with its gaps, jumps of clocks and turns, makes the tracks that were there. Method: recordings read
// as an operator's feed would be, through their formats into the picture; each file has the aircraft that its name says.

const SHARED = new URL('../../shared/data/', import.meta.url)
const ADSB = new URL('adsb-trajectories/', SHARED)
const AIS = new URL('ais-nmea-sample/nmea_data_sample.txt', SHARED)

const sourceOf = (id: string, kind: Source['kind']): Source => ({
  id,
  title: id,
  nation: 'XAA',
  kind,
  reachM: {},
  detection: { pd: 0.9, falseReport: 0.01, basis: 'assumed for the test' },
  group: id,
})
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** All observations of some bytes; `receivedMs` is by the number of the record. */
function observed<R>(
  codec: Codec<R>,
  documents: readonly Uint8Array[],
  context: { readonly source: Source; readonly receivedMs: (n: number) => number },
): readonly Observation[] {
  const records = documents.flatMap((bytes) => {
    const decoder = codec.decoder({})
    if ('refused' in decoder) throw new Error(decoder.refused)
    return [...decoder.push(bytes).records, ...decoder.end().records]
  })
  const observe = codec.observer({})
  return records.flatMap((record, n) => {
    const feed: FeedContext = { source: context.source, receivedMs: context.receivedMs(n), sha256 }
    const out = observe(record, feed)
    return 'observations' in out ? out.observations.map(named) : []
  })
}
const named = (observation: Unidentified): Observation => identify(observation)

/** What came of playing a recording: the tracks as they were told last, and how far each report lay from its track. */
interface Played {
  readonly tracks: ReadonlyMap<string, Track>
  readonly offM: readonly number[]
  readonly picture: MovingPicture
}
function play(observations: readonly Observation[], source: Source): Played {
  const picture = new MovingPicture()
  picture.setSources(new Map([[source.id, source]]))
  const tracks = new Map<string, Track>()
  const offM: number[] = []
  const ordered = observations.toSorted((a, b) => a.observed.fromMs - b.observed.fromMs)
  for (const one of ordered) {
    picture.take([one])
    for (const track of picture.advance(one.observed.fromMs + 300).tracks) {
      tracks.set(track.id, track)
      const { fix } = one.where
      if (fix !== null && track.observations.at(-1) === one.id)
        offM.push(distanceM(track.estimate.position, fix.position))
    }
  }
  return { tracks, offM, picture }
}

const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Seconds of silence after which an aircraft is lost, and how far in a step it can have come (core's own assumptions). */
const SILENCE_S = 60
const reachM = (dtS: number): number => 600 * (dtS + 2) + 300

/** Where a recording of one aircraft must break: silences, and steps that no aircraft makes. */
function breaksOf(observations: readonly Observation[]): {
  readonly silences: number
  readonly jumps: number
} {
  let [silences, jumps] = [0, 0]
  let before: Observation | undefined
  for (const one of observations.toSorted((a, b) => a.observed.fromMs - b.observed.fromMs)) {
    const [from, to] = [before?.where.fix, one.where.fix]
    const dtS = before === undefined ? 0 : (one.observed.fromMs - before.observed.fromMs) / 1_000
    if (dtS > SILENCE_S) silences += 1
    if (from != null && to != null && distanceM(from.position, to.position) > reachM(dtS))
      jumps += 1
    before = one
  }
  return { silences, jumps }
}

interface Row {
  readonly timestamp: number
  readonly icao24: string
  readonly latitude: number | null
  readonly longitude: number | null
  readonly altitude: number | null
  readonly groundspeed?: number | null
  readonly track?: number | null
}
/** A trajectory's rows as a readsb receiver would list them. They tell no accuracy: NACp 8, 93 m, is assumed. */
function readsbOf(rows: readonly Row[]): readonly Uint8Array[] {
  return rows
    .filter(({ latitude, longitude }) => latitude !== null && longitude !== null)
    .map((row) => {
      const document = {
        now: row.timestamp / 1_000,
        aircraft: [
          {
            hex: row.icao24,
            lat: row.latitude,
            lon: row.longitude,
            seen_pos: 0,
            nac_p: 8,
            ...(row.altitude === null ? {} : { alt_baro: row.altitude }),
            ...(row.groundspeed == null ? {} : { gs: row.groundspeed }),
            ...(row.track == null ? {} : { track: row.track }),
          },
        ],
      }
      return new TextEncoder().encode(JSON.stringify(document))
    })
}

describe.skipIf(!existsSync(ADSB))(
  'recorded flights (skipped where ../shared is absent: they are not shipped)',
  () => {
    const source = sourceOf('readsb-1', 'adsb')
    const observe = (bytes: readonly Uint8Array[]): readonly Observation[] =>
      observed(READSB_CODEC, bytes, { source, receivedMs: () => 1_800_000_000_000 })
    const files = ['border_control', 'bornholm', 'inflight_refuelling', 'noisy_time_issue']

    test.each(files)('%s: one aircraft, and the track is never far from its reports', (file) => {
      const rows = JSON.parse(
        gunzipSync(readFileSync(new URL(`${file}.json.gz`, ADSB))).toString('utf8'),
      ) as Row[]
      const observations = observe(readsbOf(rows))
      expect(observations.length).toBeGreaterThan(500)
      const { tracks, offM, picture } = play(observations, source)
      const { silences, jumps } = breaksOf(observations)
      expect(new Set([...tracks.values()].map(({ identity }) => identity.icao24)).size).toBe(1)
      // A leg that is gone back to is no new track, so there may be fewer.
      expect(tracks.size).toBeLessThanOrEqual(1 + silences + jumps)
      expect(medianOf(offM)).toBeLessThan(60)
      expect(offM.length).toBeGreaterThan(0.95 * observations.length)
      expect(picture.counts).toMatchObject({ used: observations.length, late: 0, unused: 0 })
    })
    test('the trace of an airliner is one track from silence to silence', () => {
      const bytes = gunzipSync(readFileSync(new URL('readsb_trace_full_ac671b.json.gz', ADSB)))
      const observations = observe([bytes])
      const { tracks, offM } = play(observations, source)
      const { silences, jumps } = breaksOf(observations)
      expect(jumps).toBe(0)
      expect(tracks.size).toBe(1 + silences)
      expect([...tracks.values()].flatMap(({ contradictions }) => contradictions)).toEqual([])
      expect(medianOf(offM)).toBeLessThan(20)
    })
  },
)

describe.skipIf(!existsSync(AIS))(
  'recorded ships (skipped where ../shared is absent: they are not shipped)',
  () => {
    test('every ship that tells a place is a track by its number', () => {
      const source = sourceOf('ais-1', 'ais')
      const observations = observed(ais, [readFileSync(AIS)], {
        source,
        receivedMs: (n) => 1_700_000_000_000 + 100 * n,
      })
      const names = new Set(observations.map(({ motion }) => motion?.identity.mmsi))
      const { tracks, picture } = play(observations, source)
      picture.advance(1_700_000_000_000 + 100 * 1_000 + 10_000)
      expect(picture.counts).toMatchObject({ used: observations.length, waiting: 0, unused: 0 })
      expect(new Set([...tracks.values()].map(({ identity }) => identity.mmsi))).toEqual(names)
      // The file has no times; ships of which made-up times make impossible steps are more than one.
      expect(tracks.size).toBeLessThan(1.05 * names.size)
    })
  },
)
