// Goal: Watch under the largest agreement that ships answers at once and begins with its line, the desk does not fill with
// deadlines from before the record began, and an address that names no page of the office is told. Method: one empty live
// deployment that adopts data/agreements/paris-2026.yaml, one headless Chromium; the browser's own account of long tasks,
// bounded far above what they take and far below the minute that the zones once took; then clicks.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { carryTextOn, projected, startServer, type Running } from '../built/support/server.ts'
import { MISSING, ROOT, STEP_MS_MAX, logIn, openPage, type WatchedPage } from './support/browser.ts'

const START_MS_MAX = 90_000
const SOON = { timeout: STEP_MS_MAX }
/** One task of the page: software rendering on a busy machine takes a second or two of it. */
const TASK_MS_MAX = 15_000
/** Screenshots go here when it is set. */
const SHOTS = process.env['HOLDFAST_E2E_SHOTS']

const dir = mkdtempSync(join(tmpdir(), 'holdfast-e2e-paris-'))
let server: Running
let watched: WatchedPage
let page: Page

async function shot(name: string): Promise<void> {
  if (SHOTS !== undefined) await page.screenshot({ path: join(SHOTS, `${name}.png`) })
}

beforeEach(({ skip }) => {
  if (MISSING !== null) skip(MISSING)
})
beforeAll(async () => {
  if (MISSING !== null) return
  server = await startServer(['--data', join(dir, 'data')])
  const document = readFileSync(join(ROOT, 'data/agreements/paris-2026.yaml'), 'utf8')
  await carryTextOn(server, document)
  await projected(await server.login('commission', 'panel'))
  watched = await openPage(server.url, { width: 1400, height: 900 })
  page = watched.page
  await page.addInitScript(`
    window.longTasks = []
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(duration)
    }).observe({ type: 'longtask', buffered: true })
  `)
  await page.goto(server.url)
  await logIn(page, { office: 'monitor', role: 'head-of-mission' })
  await page.goto(`${server.url}/#watch`)
  await page.reload()
}, START_MS_MAX)
afterAll(async () => {
  await watched?.browser.close()
  await server?.stop('SIGTERM')
  rmSync(dir, { recursive: true, force: true })
}, STEP_MS_MAX)

it(
  'draws the zones of Paris, and no task of the page takes long',
  async () => {
    await page.locator('.map[data-ready="true"]').waitFor()
    await page.getByRole('checkbox', { name: 'Withdrawal lines' }).check()
    await page.locator('.map[data-ready="true"]').waitFor()
    // A worker draws them, and the page says so until they are there.
    await page.getByText('Drawing the areas').waitFor({ state: 'detached' })
    expect(page.workers().filter((worker) => worker.url().includes('zone-worker'))).toHaveLength(1)
    await shot('paris-watch')
    const longest = async (): Promise<number> =>
      await page.evaluate('Math.max(0, ...window.longTasks)')
    expect(await longest()).toBeLessThan(TASK_MS_MAX)
    // Another page and back: the shapes are kept.
    for (const name of ['Agreement', 'Watch'])
      await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click()
    await page.locator('.map[data-ready="true"]').waitFor()
    expect(await longest()).toBeLessThan(TASK_MS_MAX)
  },
  2 * STEP_MS_MAX,
)

/** The position that the map says is under a place of it, given as shares of its width and height. */
async function positionAt(across: number, down: number): Promise<readonly [number, number]> {
  const box = await page.locator('.map').boundingBox()
  if (box === null) throw new Error('there is no map')
  await page.mouse.move(box.x + across * box.width, box.y + down * box.height)
  const said = await page.getByLabel('Position under the pointer').textContent()
  const [, lat, south, lon] = /([\d.]+)° ([NS]) ([\d.]+)° E/.exec(said ?? '') ?? []
  if (lat === undefined || lon === undefined) throw new Error(`no position: ${said}`)
  return [Number(lon), south === 'S' ? -Number(lat) : Number(lat)]
}

it(
  'begins with the whole line in force, and not with a box of another mission',
  async () => {
    // The line runs from 31.5° E, 45.9° N to 38° E, 51.7° N. The legend stands over the left of the map, and not so far down.
    await expect.poll(async () => (await positionAt(0.02, 0.92))[0], SOON).toBeLessThan(31.5)
    await expect.poll(async () => (await positionAt(0.98, 0.5))[0], SOON).toBeGreaterThan(38)
    await expect.poll(async () => (await positionAt(0.7, 0.02))[1], SOON).toBeGreaterThan(51.7)
    await expect.poll(async () => (await positionAt(0.5, 0.97))[1], SOON).toBeLessThan(45.9)
    // What a person moved stays; the button brings the line back.
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await expect.poll(async () => (await positionAt(0.7, 0.02))[1], SOON).toBeLessThan(51.7)
    await page.getByRole('button', { name: 'Show the whole map' }).click()
    await expect.poll(async () => (await positionAt(0.7, 0.02))[1], SOON).toBeGreaterThan(51.7)
  },
  2 * STEP_MS_MAX,
)

it(
  'raises no deadline from before the record began, and tells once that there were some',
  async () => {
    const candidates: unknown = await page.evaluate(
      `fetch('/api/v1/picture').then((answer) => answer.json()).then((picture) => picture.candidates.length)`,
    )
    expect(candidates).toBe(0)
    await page.getByRole('link', { name: 'Agreement' }).click()
    const older = page.getByTestId('before-record')
    await older.waitFor()
    expect(await older.textContent()).toMatch(/Before this record began.*not known.*deadlines/)
    await shot('paris-agreement')
  },
  STEP_MS_MAX,
)

it(
  'says that there is no such page, and which there are',
  async () => {
    await page.goto(`${server.url}/#report`)
    const told = page.getByTestId('no-such-page')
    expect(await told.textContent()).toContain('There is no such page: #report')
    await shot('paris-no-page')
    await told.getByRole('link', { name: '#reports' }).click()
    await told.waitFor({ state: 'detached' })
    expect(watched.complaints).toEqual([])
    expect(watched.outside).toEqual([])
  },
  STEP_MS_MAX,
)

it(
  'says whose page another office’s is, and offers the way there',
  async () => {
    await page.goto(`${server.url}/#findings`)
    const told = page.getByTestId('no-such-page')
    await expect.poll(() => told.textContent(), SOON).toMatch(/#findings.*kept for the guarantors/)
    expect(await page.locator('.map').count()).toBe(0)
    await shot('paris-other-office')
    await told.getByRole('button', { name: 'Change to the view of the guarantors' }).click()
    await told.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Findings' }).waitFor()
    expect(new URL(page.url()).hash).toBe('#findings')
    // Who changes the office by the head asks for the office, not for the page that it has not.
    await page.getByText('Monitor', { exact: true }).click()
    await page.locator('.map[data-ready="true"]').waitFor()
    expect(new URL(page.url()).hash).toBe('#watch')
    expect(await told.count()).toBe(0)
    expect(watched.complaints).toEqual([])
  },
  2 * STEP_MS_MAX,
)
