// Goal: the picture as a person meets it: logs in, sees the queue, the map, one incident's chain with proofs checked in the
// browser, clocks, something live; then the guarantors' view with gap, no plan yet, rounded positions. Nothing leaves the page's
// origin and the console stays silent. Method: headless Chromium against a running deployment: HOLDFAST_E2E_URL, or one that
// this test starts in a directory of its own.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { MISSING, ROOT, STEP_MS_MAX, openPage } from './support/browser.ts'

const START_MS_MAX = 60_000
const LIVE_MS_MAX = 60_000

interface Deployment {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Starts the demonstration on a free port and waits for the address that it prints. */
async function start(): Promise<Deployment> {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-e2e-'))
  const args = [
    'bin/holdfast.mjs',
    'start',
    '--port',
    '0',
    '--demonstration',
    join(dir, 'demonstration'),
  ]
  const child: ChildProcess = spawn(process.execPath, args, { cwd: ROOT })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
    rmSync(dir, { recursive: true, force: true })
  }
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`no address within a minute; it said: ${said}`)),
      START_MS_MAX,
    )
    const listen = (chunk: Buffer): void => {
      said += chunk.toString()
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (address === null) return
      clearTimeout(late)
      resolve(address[0])
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    void ended.then(() => reject(new Error(`it ended; it said: ${said}`)))
  }).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { url, stop }
}

let deployment: Deployment
let browser: Browser
let page: Page
let complaints: readonly string[] = []
let outside: readonly string[] = []

beforeEach(({ skip }) => {
  if (MISSING !== null) skip(MISSING)
})

beforeAll(async () => {
  if (MISSING !== null) return
  const given = process.env['HOLDFAST_E2E_URL']
  deployment = given === undefined ? await start() : { url: given, stop: async () => {} }
  const opened = await openPage(deployment.url, { width: 1280, height: 800 })
  ;({ browser, page, complaints, outside } = opened)
}, START_MS_MAX + STEP_MS_MAX)

afterAll(async () => {
  await browser?.close()
  await deployment?.stop()
}, STEP_MS_MAX)

it(
  'opens on the development login, which says what it is',
  async () => {
    await page.goto(deployment.url)
    const login = page.getByRole('form', { name: 'Development login' })
    expect(await login.textContent()).toContain('Development login.')
    await login.getByRole('button', { name: 'Monitor' }).click()
    await page.getByTestId('queue').waitFor()
  },
  STEP_MS_MAX,
)

it(
  'shows the queue, the watermark and the clocks',
  async () => {
    await page.getByTestId('incident').first().waitFor({ timeout: LIVE_MS_MAX })
    expect(await page.getByTestId('incident').count()).toBeGreaterThan(0)
    expect(await page.getByTestId('watermark').textContent()).toMatch(
      /DEMONSTRATION donbas.*scripted officers/,
    )
    const clocks = page.getByTestId('clocks')
    expect(await clocks.textContent()).toMatch(/\d\d:\d\d:\d\d.*UTC.*\d\d:\d\d:\d\d.*Kyiv/)
    const before = await clocks.textContent()
    await expect.poll(() => clocks.textContent(), { timeout: 5_000 }).not.toBe(before)
  },
  LIVE_MS_MAX + STEP_MS_MAX,
)

it(
  'draws the map',
  async () => {
    await page.locator('.map[data-ready="true"]').waitFor()
    const canvas = page.locator('canvas.maplibregl-canvas')
    // More than a few colours on the canvas: land, sea, lines and signs, not one background.
    const shot = await canvas.screenshot()
    const colours = await page.evaluate(
      async (bytes) => {
        const bitmap = await createImageBitmap(
          new Blob([Uint8Array.from(bytes)], { type: 'image/png' }),
        )
        const drawing = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
        if (drawing === null) return 0
        drawing.drawImage(bitmap, 0, 0)
        const { data } = drawing.getImageData(0, 0, bitmap.width, bitmap.height)
        const found = new Set<number>()
        for (let i = 0; i < data.length; i += 16)
          found.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0))
        return found.size
      },
      [...shot],
    )
    expect(colours).toBeGreaterThan(50)
  },
  LIVE_MS_MAX,
)

it(
  'walks the chain from raw observation to a log entry proven in the browser',
  async () => {
    const chain = page.getByTestId('chain')
    const proofs = chain.getByTestId('proofs')
    await expect
      .poll(() => proofs.getAttribute('data-verified'), { timeout: STEP_MS_MAX })
      .not.toBe('0')
    expect(await proofs.getAttribute('data-verified')).toBe(
      await proofs.getAttribute('data-entries'),
    )
    const steps = [
      'Observations',
      'Events',
      'Candidates',
      'Finding: five answers, kept apart',
      'Log entries',
    ]
    const cards = await Promise.all(
      steps.map((step) => chain.getByRole('region', { name: step }).locator('.card').count()),
    )
    expect(Math.min(...cards)).toBeGreaterThan(0)
    expect(await chain.textContent()).toMatch(/SMM-\d{3}/)
    expect(await chain.textContent()).toMatch(/3 are up, 1 down, \d+ say nothing/)
  },
  STEP_MS_MAX * 2,
)

it(
  'shows a running clock that counts hours',
  async () => {
    const countdown = page.locator('.queue .countdown').first()
    const before = await countdown.textContent()
    expect(before).toMatch(/^T[−+]\d+:\d\d:\d\d$/)
    await expect.poll(() => countdown.textContent(), { timeout: 5_000 }).not.toBe(before)
  },
  STEP_MS_MAX,
)

it(
  'walks the queue by keyboard',
  async () => {
    const shown = (): Promise<string | null> =>
      page.getByTestId('chain').getAttribute('data-incident')
    const first = await shown()
    await page.keyboard.press('j')
    await expect.poll(shown).not.toBe(first)
    await page.keyboard.press('k')
    await expect.poll(shown).toBe(first)
  },
  STEP_MS_MAX,
)

it(
  'gets something live',
  async () => {
    const live = page.getByTestId('live')
    await expect.poll(() => live.getAttribute('data-liveness')).toBe('live')
    const size = (): Promise<number> =>
      page
        .getByTestId('log-size')
        .textContent()
        .then((words) => Number(words?.replaceAll(',', '')))
    const [before, arrivals] = [await size(), page.getByTestId('arrivals')]
    const moved = async (): Promise<boolean> =>
      (await size()) > before || (await arrivals.getAttribute('data-count')) !== '0'
    await expect.poll(moved, { timeout: LIVE_MS_MAX }).toBe(true)
  },
  LIVE_MS_MAX + STEP_MS_MAX,
)

it(
  'says under what coverage counts stand, with one camera down, and has a page of those who report',
  async () => {
    const note = page.getByRole('note', { name: 'Coverage' })
    expect(await note.textContent()).toMatch(/3 are up, 1 down, \d+ say nothing/)
    const legend = page.getByRole('region', { name: 'Legend of coverage' })
    expect(await legend.textContent()).toMatch(/No source of the registry names its site/)
    await page.getByRole('link', { name: 'Sources', exact: true }).click()
    await page.getByRole('region', { name: 'Feeds' }).getByText('No feed has been opened').waitFor()
    await page.getByText('No reject is kept').waitFor()
    expect(await note.textContent()).toMatch(/3 are up, 1 down, \d+ say nothing/)
    await page.getByRole('link', { name: 'Watch', exact: true }).click()
    await page.getByTestId('queue').waitFor()
  },
  STEP_MS_MAX * 2,
)

it(
  'switches to the guarantors: gap, no plan with vehicles yet, rounded positions',
  async () => {
    await page.getByText('Guarantors', { exact: true }).click()
    await page.getByTestId('gap').first().waitFor()
    expect(await page.getByTestId('gap').count()).toBeGreaterThan(0)
    await page.getByRole('region', { name: 'Movement plan' }).waitFor()
    expect(await page.getByRole('region', { name: 'Movement plan' }).textContent()).toMatch(
      /^SECRET.*No plan yet: Movement$/,
    )
    expect(await page.getByTestId('rounded').textContent()).toMatch(/delayed.*rounded to 1 km/)
    expect(await page.getByRole('note', { name: 'Coverage' }).textContent()).toMatch(/1 down/)
    expect(await page.getByRole('link', { name: 'Sources', exact: true }).count()).toBe(0)
    const seen = await page.evaluate(async () => {
      const picture = (await (await fetch('/api/v1/picture')).json()) as {
        office: string
        observations: {
          observer: { position: unknown }
          where: { sectors: unknown[]; ring: unknown }
        }[]
        events: { estimate: { support?: unknown; ellipse95: { semiMinorM: number } } | null }[]
      }
      const placed = picture.events.flatMap(({ estimate }) => (estimate === null ? [] : [estimate]))
      return {
        office: picture.office,
        exact: picture.observations.filter(
          ({ observer, where }) =>
            observer.position !== null || where.sectors.length > 0 || where.ring !== null,
        ).length,
        support: placed.filter(({ support }) => support !== undefined).length,
        least: Math.min(...placed.map(({ ellipse95 }) => ellipse95.semiMinorM)),
      }
    })
    expect(seen).toMatchObject({ office: 'guarantors', exact: 0, support: 0 })
    expect(seen.least).toBeGreaterThanOrEqual(1000)
  },
  STEP_MS_MAX * 2,
)

it('asked no one but its own origin, and said nothing on the console', () => {
  expect(outside).toEqual([])
  expect(complaints).toEqual([])
})
