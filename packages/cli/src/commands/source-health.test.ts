/**
 * Goal: what observations carry beside place and time reaches fusion through HTTP and comes out where it may: a shot's delay
 * places the shooter for the monitor and leaves for nobody else, and what was found wrong with a source is told at the command
 * line. Method: a real server on a virtual clock, over a deployment that fuses and follows; one server for the file.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Source } from '@holdfast/core/observe'
import { isRefused } from '@holdfast/core/units'
import { VirtualClock } from '@holdfast/engine/clock'
import { Intake } from '@holdfast/engine/intake'
import { liveDeployment } from '@holdfast/engine/opening'
import { MemoryProjections } from '@holdfast/engine/projector'
import { Holdfast, holdJournal, SYSTEM } from '@holdfast/engine/runtime'
import { HighsSolver } from '@holdfast/engine/solver'
import { Tracking } from '@holdfast/engine/tracking'
import { Views } from '@holdfast/engine/views'
import { createServer, type HttpServer } from '@holdfast/server/http'
import { RejectsLedger } from '@holdfast/store/rejects'
import { printedBy } from '../../../../tests/support/printed.ts'
import { addSource } from './source.ts'

const START_MS = Date.UTC(2026, 0, 15, 6)
const clock = new VirtualClock(START_MS)
const dir = mkdtempSync(join(tmpdir(), 'holdfast-source-health-'))
let holdfast: Holdfast
let server: HttpServer
let url = ''

const sourceOf = (id: string, kind: Source['kind']): Source => ({
  id,
  title: id,
  nation: 'XAA',
  kind,
  reachM: {},
  detection: { pd: 0.9, falseReport: 0.01, basis: 'test' },
  group: id,
})

beforeAll(async () => {
  const held = await holdJournal(dir, liveDeployment)
  if (isRefused(held)) throw new Error(held.refused)
  holdfast = await Holdfast.start(held, {
    deployment: liveDeployment,
    clock,
    sink: new MemoryProjections(),
    solver: new HighsSolver(),
    tracking: new Tracking({ dir: join(dir, 'tracks'), journal: held.journal }),
  })
  for (const source of [sourceOf('ads-1', 'adsb'), sourceOf('mast-1', 'acoustic')])
    await holdfast.command({ step: 'observe', type: 'registerSource', source }, SYSTEM)
  const rejects = await RejectsLedger.open(join(dir, 'rejects'))
  const views = new Views(holdfast, new Intake(holdfast, rejects, 0))
  server = await createServer(views, {
    host: '127.0.0.1',
    port: 0,
    pageDir: null,
    basemapDir: null,
    limits: { eventLoopDelayMs: 0 },
  })
  const listening = await server.listen()
  if (isRefused(listening)) throw new Error(listening.refused)
  ;({ url } = listening)
  writeFileSync(join(dir, 'server.json'), JSON.stringify({ url }))
})
afterAll(async () => {
  await server.close()
  await holdfast.close()
  rmSync(dir, { recursive: true, force: true })
})

async function cookieOf(office: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ name: 'a', nation: 'ZZZ', role: 'watch', office }),
  })
  expect(answer.status).toBe(200)
  return (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
}
async function post(rows: readonly object[]): Promise<{ status: number; body: unknown }> {
  const cookie = await cookieOf('monitor')
  const answer = await fetch(`${url}/api/v1/observations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie },
    body: JSON.stringify(rows),
  })
  return { status: answer.status, body: await answer.json() }
}
async function pictureOf(office: string): Promise<string> {
  const cookie = await cookieOf(office)
  return await (await fetch(`${url}/api/v1/picture`, { headers: { cookie } })).text()
}

const observer = (lonDeg: number): object => ({
  place: 'mast',
  position: { lonDeg, latDeg: 48 },
  errorM: 3,
  control: 'none',
})
const heard = (recordId: string, lonDeg: number, more: object = {}): object => ({
  source: 'mast-1',
  recordId,
  means: ['sensed'],
  category: 'K.SHOT',
  phase: 'outgoing',
  count: { n: 1, precision: 'exact' },
  observed: { fromMs: START_MS - 60_000, toMs: START_MS - 60_000, basis: 'clock', clock: 'gnss' },
  observer: observer(lonDeg),
  where: { sectors: [{ fromDeg: 85, toDeg: 95 }], ring: null, fix: null },
  ...more,
})

test('the delay of a muzzle blast is taken in over HTTP, places the shooter, and stays with the monitor', async () => {
  const shot = { delayMs: 612.75, sigmaMs: 2 }
  expect(await post([heard('with', 37, { shot }), heard('without', 38)])).toMatchObject({
    status: 201,
    body: { accepted: 2 },
  })
  await holdfast.caughtUp()
  const text = await pictureOf('monitor')
  const { events } = JSON.parse(text) as {
    events: readonly {
      estimate: { position: { lonDeg: number }; ellipse95: { semiMajorM: number } }
    }[]
  }
  const widthOf = (lonDeg: number): number =>
    events.find(({ estimate }) => Math.abs(estimate.position.lonDeg - lonDeg) < 0.1)?.estimate
      .ellipse95.semiMajorM ?? Number.NaN
  expect(events).toHaveLength(2)
  expect(widthOf(37)).toBeLessThan(widthOf(38) / 2)
  expect(text).toContain('612.75')
  for (const office of ['commission', 'guarantors'])
    expect(await pictureOf(office)).not.toContain('612.75')
})

test.each([
  ['no delay', { shot: { sigmaMs: 2 } }, /\/shot\/delayMs/],
  ['a blast before the crack', { shot: { delayMs: -5, sigmaMs: 2 } }, /\/shot\/delayMs/],
  ['no error', { shot: { delayMs: 500, sigmaMs: 0 } }, /\/shot\/sigmaMs/],
  ['a member that is none', { shot: { delayMs: 500, sigmaMs: 2, by: 1 } }, /\/shot/],
])('a shot with %s is rejected with its place', async (name, more, place) => {
  const { status, body } = await post([heard(name, 37, more)])
  expect(status).toBe(422)
  expect(JSON.stringify(body)).toMatch(place)
})

/** One aircraft that reports itself. */
const flying = (atMs: number, position: object): object => ({
  source: 'ads-1',
  recordId: `a${atMs}`,
  means: ['sensed'],
  category: 'I.AIR',
  phase: 'undetermined',
  count: { n: 1, precision: 'exact' },
  observed: { fromMs: atMs, toMs: atMs, basis: 'clock', clock: 'gnss' },
  observer: observer(30),
  where: { sectors: [], ring: null, fix: { position, errorM: 50 } },
  motion: {
    heightM: 9_000,
    heightDatum: 'pressure',
    speedMps: 200,
    courseDeg: 90,
    climbMps: 0,
    identity: { icao24: 'abc001' },
  },
})

async function follow(latDeg: number, n: number): Promise<void> {
  const rows = [flying(clock.nowMs(), { lonDeg: 30 + n * 0.0027, latDeg })]
  expect(await holdfast.ingest(rows, SYSTEM)).toMatchObject({ accepted: 1 })
  clock.advanceTo(clock.nowMs() + 1_000)
}

async function run(...line: readonly string[]): Promise<string> {
  const program = new Command()
  addSource(program)
  return await printedBy(program, ['source', ...line, '--data', dir])
}

test('what was found wrong with those who report is told at the command line', async () => {
  expect(JSON.parse(await run('health', '--json'))).toMatchObject({ findings: [], further: 0 })
  for (let n = 0; n < 4; n += 1) await follow(47, n)
  // Watching begins with the first advance.
  await vi.waitFor(() => expect(holdfast.tracking?.status().observations).toBe(4), 10_000)
  for (let n = 4; n < 9; n += 1) await follow(49, n)
  await vi.waitFor(
    async () => {
      const { findings } = JSON.parse(await run('health', '--json')) as { findings: object[] }
      expect(findings).toMatchObject([{ kind: 'impossibleSpeed', identities: ['icao24:abc001'] }])
    },
    { timeout: 10_000, interval: 100 },
  )
  const table = await run('health')
  expect(table).toMatch(/impossibleSpeed/)
  expect(table).toMatch(/icao24:abc001/)
})
