/**
 * Goal: every row of the real files becomes an observation or a reject, and pixels have the size that they had.
 * Method: the rows are counted a second time without the decoder, and sums of columns compared; sizes by plain geometry.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { faultOf } from '@holdfast/core/observe'
import type { Source, Unidentified } from '@holdfast/core/observe'
import { readObservation } from '../observation/index.ts'
import { FIRMS } from './index.ts'

const source: Source = {
  id: 'firms-viirs',
  title: 'NASA FIRMS',
  nation: 'USA',
  kind: 'satellite',
  reachM: {},
  detection: { pd: 0.5, falseReport: 0.1, basis: 'test' },
  group: 'firms',
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const context = { source, receivedMs: Date.UTC(2026, 0, 1), sha256 }

function read(bytes: Uint8Array) {
  const decoder = FIRMS.decoder({})
  if ('refused' in decoder) throw new Error(decoder.refused)
  const observe = FIRMS.observer({})
  const observations: Unidentified[] = []
  const nothing: string[] = []
  let rejects = 0
  let rows = 0
  const take = ({ records, rejects: wrong }: ReturnType<typeof decoder.push>): void => {
    rejects += wrong.length
    for (const record of records) {
      if (record.kind === 'row') rows += 1
      const observed = observe(record, context)
      if ('observations' in observed) observations.push(...observed.observations)
      else nothing.push(observed.nothing)
    }
  }
  // As a stream: pieces that end in the middle of rows.
  for (let at = 0; at < bytes.length; at += 65_521)
    take(decoder.push(bytes.subarray(at, at + 65_521)))
  take(decoder.end())
  return { observations, nothing, rejects, rows }
}

const shared = new URL('../../../../../shared/data/', import.meta.url)
const full = new URL(
  'firms-viirs-fullschema-sample/J1_VIIRS_C2_2025-08-16_pass2254_partial.csv',
  shared,
)
// Skipped where the recorded passes are not at hand: they are no part of the product.
describe.skipIf(!existsSync(full))(
  'recorded VIIRS passes (skipped where the recording is absent)',
  () => {
    test('every row is an observation with its minute, its pixel and its words', () => {
      const bytes = readFileSync(full)
      const lines = bytes.toString('utf8').trim().split('\n').slice(1)
      const { observations, rejects, nothing } = read(bytes)
      expect([observations.length, rejects, nothing.length]).toEqual([lines.length, 0, 1])
      expect(new Set(observations.map(({ recordId }) => recordId)).size).toBe(lines.length)
      for (const [i, observation] of observations.entries()) {
        const [lat, lon, , scan, track, date, time, , confidence] = (lines[i] ?? '').split(',')
        expect(observation.where.fix?.position).toEqual({
          lonDeg: Number(lon),
          latDeg: Number(lat),
        })
        expect(observation.observed.fromMs).toBe(Date.parse(`${date}T${time}Z`))
        const halfDiagonalM = (Math.hypot(Number(scan), Number(track)) / 2) * 1_000
        expect(observation.where.fix?.errorM).toBeGreaterThanOrEqual(halfDiagonalM)
        expect(observation.where.fix?.errorM).toBeLessThan(halfDiagonalM + 1)
        expect(observation.residual['confidence']).toBe(confidence)
        // The words low, nominal and high have no number.
        expect(observation.assessment).toBeUndefined()
        expect(faultOf(observation, context.receivedMs)).toBeNull()
        expect(readObservation(observation)).toEqual({ observation })
      }
    })
  },
)

const daily = new URL('firms-ukraine-daily/', shared)
const years = existsSync(daily) ? readdirSync(daily).filter((name) => name.endsWith('.csv.gz')) : []
const tested = process.env['HOLDFAST_NIGHTLY'] === '1' ? years : years.slice(-1)
// Skipped where the daily files are not at hand: they are no part of the product.
describe.skipIf(years.length === 0)(
  'daily fires of a country (skipped where the files are absent)',
  () => {
    test.each(tested)('%s: as many observations as lines, of the same days and places', (name) => {
      const bytes = gunzipSync(readFileSync(new URL(name, daily)))
      const lines = bytes.toString('latin1').trim().split('\n').slice(1)
      const { observations, rejects, rows, nothing } = read(bytes)
      expect([observations.length, rejects, rows, nothing.length]).toEqual([
        lines.length,
        0,
        lines.length,
        1,
      ])
      let [latitude, longitude, days] = [0, 0, 0]
      for (const line of lines) {
        const [lat, lon, date = ''] = line.split(',')
        latitude += Number(lat)
        longitude += Number(lon)
        days += Date.parse(date)
      }
      let [latDeg, lonDeg, fromMs] = [0, 0, 0]
      for (const { where, observed } of observations) {
        latDeg += where.fix?.position.latDeg ?? 0
        lonDeg += where.fix?.position.lonDeg ?? 0
        fromMs += observed.fromMs
      }
      expect([latDeg, lonDeg, fromMs]).toEqual([latitude, longitude, days])
      expect(
        observations.every(
          ({ observed }) =>
            observed.basis === 'date' && observed.toMs - observed.fromMs === 86_399_999,
        ),
      ).toBe(true)
    })
  },
)
