/**
 * Goal: a deployment that was given a background tells of thermal anomalies from its own observations, live and after a
 * restart alike, and makes no event or candidate of them. Method: a real deployment in a throw-away directory, a planted
 * excess, and the views that the server asks.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { backgroundOf, type Background } from '@holdfast/core/fuse/thermal'
import type { Source } from '@holdfast/core/observe'
import { DAY_MS, HOUR_MS, isRefused, seededRandom } from '@holdfast/core/units'
import { VirtualClock } from '../clock/index.ts'
import { liveDeployment, openHoldfast, type Opened } from '../opening/index.ts'
import { SYSTEM } from '../runtime/index.ts'
import { thermalView } from './index.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-thermal-live-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const TODAY = Date.UTC(2026, 4, 20) / DAY_MS
const random = seededRandom(3)
const years = [2023, 2024].map((year) => {
  const days = Array.from({ length: 300 }, (_, i) => Date.UTC(year, 0, 1) / DAY_MS + i)
  const lonDeg = days.map((_, i) => (i < 2 ? 30.05 + i : 30 + random()))
  return {
    year,
    fires: { epochDay: days, lonDeg, latDeg: days.map((_, i) => 48.05 + (i % 10) / 10) },
  }
})
function learned(): Background {
  const background = backgroundOf(years)
  if (isRefused(background)) throw new Error(background.refused)
  return background
}
const background = learned()

const SOURCE: Source = {
  id: 'firms',
  title: 'FIRMS',
  nation: 'XAA',
  kind: 'satellite',
  reachM: {},
  detection: { pd: 0.5, falseReport: 0.01, basis: 'test' },
  group: 'firms',
}
const row = (day: number, k: number, lonDeg: number): object => ({
  source: 'firms',
  recordId: `${day}-${k}`,
  means: ['sensed'],
  category: 'I.THERMAL',
  phase: 'undetermined',
  count: { n: 1, precision: 'exact' },
  observed: {
    fromMs: day * DAY_MS + 11 * HOUR_MS,
    toMs: day * DAY_MS + 11 * HOUR_MS,
    basis: 'clock',
    clock: 'gnss',
  },
  observer: {
    place: 'orbit',
    position: { lonDeg: 30, latDeg: 48 },
    errorM: 1_000_000,
    control: 'unknown',
  },
  where: { sectors: [], ring: null, fix: { position: { lonDeg, latDeg: 48.55 }, errorM: 375 } },
  label: {
    policy: 'HOLDFAST',
    classification: 'RESTRICTED',
    offices: ['monitor', 'commission'],
    releasableTo: ['ALL'],
  },
  rawSha256: '00'.repeat(32),
})
async function opened(): Promise<Opened> {
  const answer = await openHoldfast({
    dir,
    deployment: liveDeployment,
    databaseUrl: null,
    intakeThreads: 0,
    clock: new VirtualClock(TODAY * DAY_MS + 12 * HOUR_MS),
    thermalBackground: background,
  })
  if (isRefused(answer)) throw new Error(answer.refused)
  return answer
}
const viewOf = async ({ holdfast: { nowMs }, thermal }: Opened) =>
  (await thermalView(thermal, { office: 'monitor', nowMs }, { minProbability: 0.5 })) as {
    readonly cellDays: readonly { readonly cell: readonly number[] }[]
  }

test('live and after a restart the same', async () => {
  const first = await opened()
  const registered = await first.holdfast.command(
    { step: 'observe', type: 'registerSource', source: { ...SOURCE, unsigned: 'accepted' } },
    SYSTEM,
  )
  if (isRefused(registered)) throw new Error(registered.refused)
  const rows = Array.from({ length: 10 }, (_, i) => i).flatMap((i) =>
    [0, 1, 2].map((k) => row(TODAY - i, k, 30.35)),
  )
  const answer = await first.holdfast.ingest(rows, SYSTEM)
  expect(answer).toMatchObject({ accepted: rows.length })
  await first.holdfast.caughtUp()
  const live = await viewOf(first)
  expect(live.cellDays.length).toBeGreaterThan(0)
  expect(live.cellDays.every(({ cell }) => cell[0] === 30.3)).toBe(true)
  expect(await first.projections.count('event')).toBe(0)
  expect(await first.projections.count('candidate')).toBe(0)
  await first.close()
  const second = await opened()
  expect(await viewOf(second)).toEqual(live)
  await second.close()
}, 60_000)
