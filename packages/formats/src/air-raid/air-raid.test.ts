/**
 * Goal: every warning of both published tables is an observation of its region and period, and each circle holds its
 * region.
 * Method: the rows are counted and summed a second time without the decoder; a grid of the country's cells, and towns
 * from another gazetteer, judge the circles.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { distanceM } from '@holdfast/core/geo'
import type { Source, Unidentified } from '@holdfast/core/observe'
import { AIR_RAID } from './index.ts'
import { regionOf } from './regions.ts'

const source: Source = {
  id: 'air-raid-ua',
  title: 'Air raid warnings',
  nation: 'UKR',
  kind: 'public',
  reachM: {},
  detection: { pd: 0.9, falseReport: 0.1, basis: 'test' },
  group: 'air-raid',
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const context = { source, receivedMs: Date.UTC(2026, 0, 1), sha256 }

function read(bytes: Uint8Array) {
  const decoder = AIR_RAID.decoder({})
  if ('refused' in decoder) throw new Error(decoder.refused)
  const observe = AIR_RAID.observer({})
  const decoded = [decoder.push(bytes), decoder.end()]
  const observed = decoded
    .flatMap(({ records }) => records)
    .map((record) => observe(record, context))
  return {
    observations: observed.flatMap((one): readonly Unidentified[] =>
      'observations' in one ? one.observations : [],
    ),
    nothing: observed.flatMap((one) => ('nothing' in one ? [one.nothing] : [])),
    rejects: decoded.flatMap(({ rejects }) => rejects),
  }
}

const shared = new URL('../../../../../shared/data/', import.meta.url)
const tables = [
  { file: 'official_data_en_20240423.csv.gz', from: 4, naive: 'none' },
  { file: 'volunteer_data_en_20241010.csv.gz', from: 1, naive: 'True' },
].map((table) => ({ ...table, url: new URL(`air-raid-alerts/${table.file}`, shared) }))

for (const { file, from, naive, url } of tables)
  // Skipped where the published table is not at hand: it is no part of the product.
  test.skipIf(!existsSync(url))(
    `${file}: every row is a warning (skipped where the table is absent)`,
    () => {
      const bytes = gunzipSync(readFileSync(url))
      const lines = bytes.toString('utf8').trim().split('\n').slice(1)
      const { observations, nothing, rejects } = read(bytes)
      const early = lines.filter((line) => {
        const fields = line.split(',')
        return Date.parse(fields[from + 1] ?? '') < Date.parse(fields[from] ?? '')
      })
      expect(rejects.map(({ reason }) => reason)).toEqual(early.map(() => 'ends-early'))
      expect(nothing).toEqual(['the header names the columns'])
      expect(observations).toHaveLength(lines.length - early.length)
      let [sumFrom, sumTo] = [0, 0]
      for (const line of lines)
        if (!early.includes(line)) {
          const fields = line.split(',')
          sumFrom += Date.parse(fields[from] ?? '') / 1_000
          sumTo += Date.parse(fields[from + 1] ?? '') / 1_000
        }
      expect(observations.reduce((sum, { observed }) => sum + observed.fromMs / 1_000, 0)).toBe(
        sumFrom,
      )
      expect(observations.reduce((sum, { observed }) => sum + observed.toMs / 1_000, 0)).toBe(sumTo)
      expect(new Set(observations.map(({ recordId }) => recordId)).size).toBe(
        new Set(observations.map(({ rawSha256 }) => rawSha256)).size,
      )
      const degraded = observations.filter(({ observed }) => observed.clock === 'degraded')
      expect(degraded).toHaveLength(lines.filter((line) => line.endsWith(`,${naive}`)).length)
      expect(
        observations.every(
          ({ means, category }) => means[0] === 'claimed' && category === 'I.WARNING',
        ),
      ).toBe(true)
    },
  )

const grid = new URL('ukraine-grid10km/ukr_oblasts_10km.csv', shared)
// Skipped where the grid is not at hand: it is no part of the product.
describe.skipIf(!existsSync(grid))('circles (skipped where the grid is absent)', () => {
  test('hold every cell of their region with half a cell to spare', () => {
    const names = new Map(
      readFileSync(new URL('ukraine-grid10km/ukr_oblasts_ids.csv', shared), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => [line.split(',')[0], line.split(',')[2]] as const),
    )
    // The grid's cells of Kyiv and of the oblast around it are exchanged.
    const exchanged: Partial<Record<string, string>> = { UA30: 'UA32', UA32: 'UA30' }
    const seen = new Set<string>()
    for (const line of readFileSync(grid, 'utf8').trim().split('\n').slice(1)) {
      const [lat, lon, id = ''] = line.split(',')
      const region = regionOf(names.get(exchanged[id] ?? id) ?? '')
      if (region === null) throw new Error(`no region ${id}`)
      seen.add(region.name)
      const farM = distanceM(region.circle.position, { latDeg: Number(lat), lonDeg: Number(lon) })
      expect(farM + 7_000, `${region.name} ${line}`).toBeLessThan(region.circle.errorM)
    }
    expect(seen.size).toBe(26)
  })
})

test('both languages and other names lead to the same circle', () => {
  expect(regionOf('Kyiv')?.circle).toEqual(regionOf('м. Київ')?.circle)
  expect(regionOf('CRIMEA')?.circle).toEqual(regionOf('Автономна Республіка Крим')?.circle)
  expect(regionOf('constructor')).toBeNull()
})
