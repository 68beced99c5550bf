// Goal: one key ticks many candidates (two hundred at night), one form dismisses them all at once, by keyboard, and what follows
// is taken as ever: the limit of commands counts it as one act, and the log holds an entry for each. Method: one live deployment with an
// invented truce, at night with more candidates than one key ticks, one headless Chromium; the requests that the page sends are
// counted. Planted, at night: the same commands one by one would be more than the server takes in a minute.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { LIMITS } from '@holdfast/server/http'
import {
  carryTextOn,
  projected,
  startServer,
  type Answered,
  type Running,
} from '../built/support/server.ts'
import { MISSING, STEP_MS_MAX, logIn, openPage, type WatchedPage } from './support/browser.ts'
import { TRUCE_YAML, heardLately } from './support/truce.ts'

const isNightly = process.env['HOLDFAST_NIGHTLY'] === '1'
/** How many rows each act takes: at night the load of a day, of which one key ticks 200; else fewer, in one act. */
const ACTS = isNightly ? [200, 5] : [25]
const HEARD = ACTS.reduce((sum, count) => sum + count, 0)
const START_MS_MAX = 90_000
const ACT_MS_MAX = 60_000
const WAY_MS_MAX = 120_000
const SOON = { timeout: STEP_MS_MAX }

const dir = mkdtempSync(join(tmpdir(), 'holdfast-e2e-bulk-'))
let server: Running
let watched: WatchedPage
let page: Page
const sent: string[] = []
/** Rows that the filter leaves, whatever part of them is drawn. */
const shown = (): Promise<string | null> => page.getByTestId('desk-shown').textContent()
const statuses = async (): Promise<readonly string[]> =>
  await page.evaluate(async () => {
    const got = (await (await fetch('/api/v1/picture')).json()) as {
      incidents: { status: string }[]
    }
    return got.incidents.map(({ status }) => status)
  })
async function recorded(asked: Promise<Answered>): Promise<void> {
  const { status: code, text } = await asked
  if (code !== 201) throw new Error(`${code} ${text}`)
}

/** Ticks what is shown and dismisses it, all by keys. */
async function dismissShown(count: number): Promise<void> {
  await page.keyboard.press('X')
  await expect
    .poll(() => page.getByTestId('desk-picked').textContent(), SOON)
    .toBe(`${count} selected`)
  await page.keyboard.press('d')
  const asked = page.getByRole('form', { name: `Dismiss ${count} rows` })
  await asked.getByLabel('What').selectOption({ value: 'notEnough' })
  await asked.locator('textarea').fill('One post alone, and no other was near.')
  await asked.getByRole('button', { name: 'Put it on record' }).click()
  // Each of the commands is durable by itself: on a busy disk that takes its time.
  await asked.waitFor({ state: 'detached', timeout: ACT_MS_MAX })
}

beforeEach(({ skip }) => {
  if (MISSING !== null) skip(MISSING)
})
beforeAll(async () => {
  if (MISSING !== null) return
  server = await startServer(['--data', join(dir, 'data')])
  const patient = { timeout: STEP_MS_MAX, interval: 250 }
  const monitor = await vi.waitFor(() => server.login(), patient)
  await carryTextOn(server, TRUCE_YAML)
  const heard = heardLately(HEARD, Date.now())
  await vi.waitFor(() => recorded(monitor.post('/observations', heard)), patient)
  await projected(monitor)
  watched = await openPage(server.url, { width: 1280, height: 800 })
  ;({ page } = watched)
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(new URL(request.url()).pathname)
  })
  await page.goto(server.url)
  await logIn(page, { office: 'monitor', role: 'head-of-mission' })
  await page.goto(`${server.url}/#desk?what=candidate`)
  await page.reload()
}, START_MS_MAX)
afterAll(async () => {
  await watched?.browser.close()
  await server?.stop('SIGTERM')
  rmSync(dir, { recursive: true, force: true })
}, STEP_MS_MAX)

it(
  'dismisses every candidate that a key ticks in one act, and goes on with the rest at once',
  async () => {
    if (isNightly) expect(2 * HEARD).toBeGreaterThan(LIMITS.perMinute.commands)
    await expect.poll(shown, SOON).toBe(`${HEARD}`)
    sent.length = 0
    let left = HEARD
    for (const count of ACTS) {
      await dismissShown(count)
      // One entry opens an incident on a candidate, one dismisses it.
      await expect
        .poll(() => page.getByTestId('desk-said').textContent(), SOON)
        .toMatch(new RegExp(`^On record: ${2 * count} entries, \\d+ to \\d+\\.$`, 'u'))
      left -= count
      await expect.poll(shown, SOON).toBe(`${left}`)
    }
    expect(sent).toEqual(ACTS.map(() => '/api/v1/acts'))
    await expect.poll(async () => (await statuses()).length, SOON).toBe(HEARD)
    expect(new Set(await statuses())).toEqual(new Set(['dismissed']))
  },
  WAY_MS_MAX,
)

it('asked no one but its own origin, and said nothing on the console', () => {
  expect(watched.outside).toEqual([])
  expect(watched.complaints).toEqual([])
})
