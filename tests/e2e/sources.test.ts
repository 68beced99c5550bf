// Goal: whoever sits at the page at night sees which sensors are blind, whose chain is broken and what was not understood.
// Method: headless Chromium against a live deployment: sources of several standings, a signed batch, one after a gap and one
// that forks, and a real TCP feed with lines that are no sentences. What other offices must not learn is asked for, too.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { runHoldfast } from '../built/support/holdfast.ts'
import { projected, startServer, type Client, type Running } from '../built/support/server.ts'
import { MISSING, STEP_MS_MAX, openPage, type WatchedPage } from './support/browser.ts'
import { NMEA_FILE, SENSORS_YAML, SIGNED_TYPE, heardBy, signedBatch } from './support/sensors.ts'

const START_MS_MAX = 90_000
/** Screenshots go here when it is set. */
const SHOTS = process.env['HOLDFAST_E2E_SHOTS']

const dir = mkdtempSync(join(tmpdir(), 'holdfast-e2e-sources-'))
let station: Server
let server: Running
let watched: WatchedPage
let page: Page

async function good(client: Client, path: string, body: unknown): Promise<void> {
  const { status, text } = await client.post(path, body)
  if (status >= 300) throw new Error(`${path}: ${status} ${text}`)
}

/** A coast station that tells the same to whoever connects. */
async function listen(): Promise<number> {
  station = createServer((socket) => socket.on('error', () => undefined).write(NMEA_FILE))
  await new Promise<void>((resolve) => {
    station.listen(0, '127.0.0.1', resolve)
  })
  return (station.address() as AddressInfo).port
}

/** A deployment with the registry in it; it is stopped again. */
async function register(data: string): Promise<void> {
  const first = await startServer(['--data', data])
  await first.stop('SIGTERM')
  const file = join(dir, 'sensors.yaml')
  writeFileSync(file, SENSORS_YAML)
  const { code, stderr } = await runHoldfast(['source', 'register', file, '--data', data])
  if (code !== 0) throw new Error(stderr)
}

async function report(client: Client): Promise<void> {
  const fromMs = Date.now() - 5 * 60_000
  const stated = [
    { source: 'radar-2', state: 'jammed', reason: 'Noise on every bearing, patrol 4 reports' },
    { source: 'mast-9', state: 'up', reason: 'Checked on site' },
    { source: 'cam-3', state: 'obscured', reason: 'Fog on the valley floor' },
  ]
  for (const one of stated)
    await good(client, '/commands', {
      step: 'observe',
      type: 'stateCoverage',
      ...one,
      fromMs,
      toMs: null,
    })
  const rows = (name: string): readonly unknown[] => [heardBy(name, fromMs)]
  const first = signedBatch(rows('m7-1'), { sequence: 1, previous: null })
  const fourth = signedBatch(rows('m7-4'), { sequence: 4, previous: 'ab'.repeat(32) })
  const fork = signedBatch(rows('m7-1b'), { sequence: 1, previous: null })
  const statuses: number[] = []
  for (const { text } of [first, fourth, fork])
    statuses.push((await client.postText('/observations', text, SIGNED_TYPE)).status)
  expect(statuses).toEqual([201, 201, 409])
  await projected(client)
}

beforeEach(({ skip }) => {
  if (MISSING !== null) skip(MISSING)
})
beforeAll(async () => {
  if (MISSING !== null) return
  const [data, ways] = [join(dir, 'data'), join(dir, 'ways.yaml')]
  const port = await listen()
  writeFileSync(
    ways,
    `ways:\n  - { id: coast-tcp, kind: tcp, mode: connect, host: 127.0.0.1, port: ${port}, format: ais, source: ais-1 }\n`,
  )
  await register(data)
  server = await startServer(['--data', data, '--intake', ways])
  await report(await server.login())
  watched = await openPage(server.url, { width: 1440, height: 900 })
  ;({ page } = watched)
  await page.goto(server.url)
  await page.getByRole('button', { name: 'Monitor' }).click()
}, START_MS_MAX)
afterAll(async () => {
  await watched?.browser.close()
  await server?.stop('SIGTERM')
  station?.close()
  rmSync(dir, { recursive: true, force: true })
}, STEP_MS_MAX)

const shot = async (name: string): Promise<void> => {
  if (SHOTS !== undefined) await page.screenshot({ path: join(SHOTS, `${name}.png`) })
}

it('says over every count how many sources could have noticed', async () => {
  const note = page.getByRole('note', { name: 'Coverage' })
  await expect
    .poll(() => note.textContent(), { timeout: STEP_MS_MAX })
    .toMatch(
      /Of 5 sources \(1 that does not look is not counted\) 2 are up, 1 jammed, 1 obscured, 1 says nothing/,
    )
})

it('shows broken chains on the watch, with a way to them', async () => {
  const alarm = page.getByRole('alert').getByRole('link')
  expect(await alarm.textContent()).toBe('2 chain problems: Acoustic mast 7')
  expect(await alarm.getAttribute('href')).toBe('#sources')
})

it('draws the reach of sources, names the hatches, and can put them away', async () => {
  await page.locator('.map[data-ready="true"]').waitFor()
  const legend = page.getByRole('region', { name: 'Legend of coverage' })
  const words = await legend.getByRole('definition').allTextContents()
  expect(words.join(' ')).toBe(
    'up 2 down: blind 0 jammed: blind 1 obscured: blind 1 denied: blind 0 says nothing 1',
  )
  expect(await legend.textContent()).toMatch(/1 without a site is not drawn/)
  await page.waitForTimeout(1_500)
  await shot('watch-coverage')
  const canvas = page.locator('canvas.maplibregl-canvas')
  const drawn = await canvas.screenshot()
  await page.getByRole('checkbox', { name: 'Coverage: reach of sources' }).uncheck()
  await expect
    .poll(async () => (await canvas.screenshot()).equals(drawn), { timeout: STEP_MS_MAX })
    .toBe(false)
  await page.getByRole('checkbox', { name: 'Coverage: reach of sources' }).check()
})

it('lists sources with what needs a person first, their chains in plain words', async () => {
  await page.getByRole('alert').getByRole('link').click()
  const sources = page.getByRole('region', { name: 'Sources' })
  const first = sources.getByTestId('source').first()
  await first.waitFor()
  expect(await sources.getByTestId('source').count()).toBe(6)
  expect(await first.textContent()).toMatch(/Acoustic mast 7.*XAA.*up.*signed, 1 key.*head 4/)
  const problems = sources.getByRole('list', { name: 'Chain problems of Acoustic mast 7' })
  expect(await problems.textContent()).toMatch(/Statements 2 to 3 are missing.*Fork at statement 1/)
  const jammed = sources.getByRole('row', { name: /Radar 2/ })
  expect(await jammed.textContent()).toMatch(/jammed.*as reported.*Noise on every bearing/)
  expect(await sources.getByRole('row', { name: /Patrol 4/ }).textContent()).toMatch(
    /says nothing.*nobody said; promises no sign of life.*unsigned/,
  )
})

it('accounts for what a feed brought, and shows the bytes that were not understood', async () => {
  const feed = page.getByRole('region', { name: 'Feeds' }).getByTestId('feed').first()
  await feed.waitFor()
  await expect.poll(() => feed.textContent(), { timeout: STEP_MS_MAX }).toMatch(/coast-tcp.*ais/)
  const ledger = page.getByRole('region', { name: 'Rejects' })
  await ledger.getByTestId('reject').first().waitFor()
  const before = await ledger.getByTestId('reject').count()
  expect(before).toBeGreaterThan(1)
  expect(await ledger.textContent()).toMatch(/62 6f 6f 74 3a 20/)
  expect(await ledger.textContent()).toMatch(/boot: receiver 2/)
  await shot('sources')
  const reason = ledger.getByRole('combobox', { name: 'Reason' })
  await reason.selectOption({ index: 1 })
  await expect.poll(() => ledger.getByTestId('reject').count()).toBeLessThan(before)
  await ledger.getByRole('combobox', { name: 'Source' }).selectOption('mast-9')
  await ledger.getByText('No reject that is still kept fits this filter.').waitFor()
})

it('tells other offices how many sources stand how, never which', async () => {
  await page.getByText('Commission', { exact: true }).click()
  const note = page.getByRole('note', { name: 'Coverage' })
  await page.getByRole('navigation', { name: 'Incidents and candidates' }).waitFor()
  expect(await note.textContent()).toMatch(
    /Of 5 sources \(1 that does not look is not counted\) 2 are up, 1 jammed/,
  )
  expect(await page.getByRole('link', { name: 'Sources', exact: true }).count()).toBe(0)
  expect(await page.getByRole('alert').count()).toBe(0)
  expect(await page.getByRole('checkbox', { name: 'Coverage: reach of sources' }).count()).toBe(0)
  const coverage = await page.evaluate(async () => {
    const picture = (await (await fetch('/api/v1/picture')).json()) as { coverage: unknown }
    return JSON.stringify(picture.coverage)
  })
  expect(JSON.parse(coverage)).toMatchObject({ count: 5, sources: [], chainProblems: null })
  expect(coverage).not.toMatch(/mast|radar/i)
})

it('asked no one but its own origin, and said nothing on the console', () => {
  expect(watched.outside).toEqual([])
  expect(watched.complaints).toEqual([])
})
