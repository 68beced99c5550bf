// Goal: a planner answers before ministers on one page: how many are armed by when, with what chance, what it hangs on, and what
// a chosen fault does to it; who adopts a plan puts it on record; other offices learn nothing; a solver that fails leaves the
// last answer standing. Method: one live deployment with a small invented network, one headless Chromium, real keys and
// clicks; a job's failure is put into the server's answer on its way.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startServer, type Running } from '../built/support/server.ts'
import {
  firstBattalion,
  plainFleet,
  plainLeg,
  plainModel,
  plainNode,
} from '../support/movement-models.ts'
import { MISSING, ROOT, STEP_MS_MAX, logIn, openPage, type WatchedPage } from './support/browser.ts'

const START_MS_MAX = 60_000
/** Screenshots go here when it is set. */
const SHOTS = process.env['HOLDFAST_E2E_SHOTS']
const SOON = { timeout: STEP_MS_MAX }

const dir = mkdtempSync(join(tmpdir(), 'holdfast-e2e-movement-'))
let server: Running
let watched: WatchedPage
let page: Page

const lot = (quantity: number, gates: readonly string[]) => ({
  commodity: 'kit',
  quantity,
  owner: 'XAA',
  gates,
})
const model = plainModel({
  id: 'small',
  title: 'A small network',
  notice: 'Made up for a test.',
  horizonHours: 24,
  chain: { eventHour: -24, verifiedHour: -6 },
  ask: { kits: 60, byHour: 24 },
  nodes: [
    plainNode('d', 'depot', {
      title: 'Depot One',
      stock: [lot(90, ['release']), lot(30, ['consent'])],
    }),
    plainNode('c', 'crossing', { title: 'Crossing East', inPerHour: 5, lanes: 5, basis: ['A-1'] }),
    plainNode('b', 'crossing', { title: 'Crossing West', inPerHour: 1, lanes: 1, basis: ['A-1'] }),
    plainNode('p', 'issuePoint', { title: 'Issue point' }),
  ],
  legs: [plainLeg('d', 'c'), plainLeg('d', 'b'), plainLeg('c', 'p'), plainLeg('b', 'p')],
  fleets: [plainFleet([{ node: 'd', count: 20, fromHour: 0 }])],
  demands: [firstBattalion],
  gates: [
    {
      id: 'release',
      title: 'The owner releases',
      kind: 'release',
      nation: 'XAA',
      opensAtHour: 2,
      basis: ['A-2'],
    },
    {
      id: 'consent',
      title: 'Consent to re-export',
      kind: 'consent',
      nation: 'XAB',
      opensAtHour: null,
      basis: ['A-2'],
    },
  ],
  assumptions: [
    {
      id: 'A-1',
      title: 'A lane clears',
      value: 1,
      unit: 'kits/h',
      owner: 'a planner of XAA',
      date: '2026-11-01',
      source: null,
    },
    {
      id: 'A-2',
      title: 'Decisions take',
      value: 2,
      unit: 'h',
      owner: 'a planner of XAB',
      date: '2026-11-02',
      source: null,
    },
  ],
})

const statusOf = async (path: string, body?: object): Promise<number> =>
  await page.evaluate(
    async ({ to, text }) => {
      const headers = { 'content-type': 'application/json' }
      const init = text === null ? {} : { method: 'POST', headers, body: text }
      return (await fetch(`/api/v1${to}`, init)).status
    },
    { to: path, text: body === undefined ? null : JSON.stringify(body) },
  )
const file = (text: string) => ({
  name: 'own.yaml',
  mimeType: 'application/yaml',
  buffer: Buffer.from(text),
})
const region = (name: string): Locator => page.getByRole('region', { name, exact: true })
const words = async (of: Locator): Promise<string> => (await of.textContent()) ?? ''
async function shot(name: string): Promise<void> {
  if (SHOTS !== undefined) await page.screenshot({ path: join(SHOTS, `${name}.png`) })
}

beforeEach(({ skip }) => {
  if (MISSING !== null) skip(MISSING)
})
beforeAll(async () => {
  if (MISSING !== null) return
  server = await startServer(['--data', join(dir, 'data')])
  watched = await openPage(server.url, { width: 1280, height: 800 })
  ;({ page } = watched)
  await page.goto(server.url)
  await logIn(page, { office: 'guarantors', role: 'planner' })
  const document = JSON.stringify(model)
  const adopted = await statusOf('/commands', { step: 'move', type: 'adoptModel', document })
  if (adopted !== 201) throw new Error(`the network was not adopted: ${adopted}`)
  await page.goto(`${server.url}/#movement`)
  await page.reload()
}, START_MS_MAX)
afterAll(async () => {
  await watched?.browser.close()
  await server?.stop('SIGTERM')
  rmSync(dir, { recursive: true, force: true })
}, STEP_MS_MAX)

it('says that there is no plan yet, under its label, and plans when it is asked to', async () => {
  await page.getByTestId('no-plan').waitFor()
  const label = page.getByTestId('movement-label').first()
  expect(await words(label)).toBe(
    'SECRET · guarantors only · releasable to every nation of the office',
  )
  expect(await words(page.locator('.movement-head'))).toContain('adopted by Lind, XAA')
  await page.getByRole('button', { name: 'Plan the movement' }).press('Enter')
  const verdict = page.locator('[data-testid=verdict][data-final=true]')
  await verdict.waitFor()
  await page.locator('[data-testid=network-map][data-ready=true]').waitFor()
  expect(await words(verdict)).toMatch(/\d+ of 60 are armed by hour 24 as planned/)
  expect(await words(verdict)).toContain('has not been simulated yet')
})

it('tells the whole chain as one clock, the gates that are not open, and whose each assumption is', async () => {
  const clock = await words(region('One clock').locator('tbody'))
  const stages = [
    'the event',
    'verified',
    'the release order',
    'first kits are signed for',
    '60 armed',
  ]
  const places = stages.map((stage) => clock.indexOf(stage))
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  const consent = page.getByTestId('gates').getByRole('row', { name: /Consent to re-export/ })
  expect(await words(consent)).toMatch(
    /XAB.*never: not given.*30 kit.*a planner of XAB, 2026-11-02/,
  )
  const lane = page.getByTestId('assumptions').getByRole('row', { name: /A lane clears/ })
  expect(await words(lane)).toMatch(/1 kits\/h.*a planner of XAA, 2026-11-01.*assumed/)
  expect(await words(page.getByTestId('arrivals'))).toContain('First battalion')
  expect(await words(page.getByTestId('bottlenecks'))).toMatch(/one more lane at Crossing/)
  expect(await region('Movement serials').locator('svg rect').count()).toBeGreaterThan(2)
})

it('gives the chance of the ask under faults drawn by chance, and ranks what it would cost to lose', async () => {
  await page.getByRole('button', { name: 'Simulate with faults by chance' }).click()
  const ranking = page.getByTestId('criticality')
  await ranking.waitFor()
  expect(await words(page.getByTestId('verdict'))).toMatch(
    /chance of 60 by then is [\d.]+ % \([\d.]+ % to [\d.]+ %\)/,
  )
  expect(await words(ranking)).toMatch(/^SECRET · guarantors only.*fewer at hour 24/)
  expect(await page.getByTestId('armed-chart').getAttribute('aria-label')).toMatch(
    /met with chance/,
  )
})

it('plans anew under chosen faults, by keyboard, beside the plan without them', async () => {
  const faults = region('With faults that you choose')
  await faults.getByLabel('What happens').selectOption('crossingClosed')
  await faults.getByLabel('Where').selectOption({ label: 'Crossing East' })
  await faults.getByLabel('From hour').fill('6')
  await faults.getByLabel('Until hour').fill('4')
  expect(await faults.getByRole('button', { name: 'Add this fault' }).isDisabled()).toBe(true)
  await faults.getByLabel('Until hour').fill('24')
  await faults.getByLabel('Until hour').press('Enter')
  expect(await words(faults.getByRole('list', { name: 'Chosen faults' }))).toContain(
    'Crossing closed: Crossing East, hour 6 to 24',
  )
  await faults.getByRole('button', { name: 'Plan anew under 1 fault' }).press('Enter')
  const compared = page.getByTestId('compare')
  await compared.waitFor()
  expect(await words(compared)).toMatch(/^SECRET.*With these faults \d+ fewer are armed by hour 24/)
  expect(await words(compared)).toContain('All of them are known at hour 6')
  await shot('movement-faults')
})

it('puts a plan on record with a reason, and it stands when the page is read anew', async () => {
  const form = page.getByRole('form', { name: 'Adopt a plan' })
  await form.getByLabel('Why this plan').fill('As briefed to the ministers')
  await form.getByRole('button', { name: /^Adopt it/ }).press('Enter')
  const record = page.getByTestId('on-record')
  await record.waitFor()
  await page.reload()
  await expect
    .poll(() => words(record), SOON)
    .toMatch(/Adopted by Lind, XAA.*“As briefed to the ministers”/)
  expect(await words(record)).toMatch(/chance of the ask [\d.]+ %.*It is the plan that is shown/)
})

it('keeps the last answer where the solver fails, and says so', async () => {
  await page.route('**/api/v1/move/jobs/job-*', async (route) => {
    const answer = await route.fetch()
    const job = (await answer.json()) as { id: string; kind: string }
    const isNew = job.kind === 'solve' && job.id !== 'job-1'
    const failed = {
      status: 'failed',
      answer: null,
      best: null,
      reason: 'HiGHS broke off: no memory',
    }
    await route.fulfill({ response: answer, json: isNew ? { ...job, ...failed } : job })
  })
  await page.getByRole('button', { name: 'Plan again' }).click()
  const failed = page.getByTestId('job-failed')
  await failed.waitFor()
  expect(await words(failed)).toMatch(
    /failed: HiGHS broke off: no memory.*What stands below is the last answer/,
  )
  expect(await words(page.getByTestId('verdict'))).toMatch(/of 60 are armed/)
  await page.unroute('**/api/v1/move/jobs/job-*')
})

it('works the planner’s documents out, and says where one of their own is wrong', async () => {
  const parts = page.getByRole('navigation', { name: 'Parts of the movement page' })
  await parts.getByRole('link', { name: 'Training' }).press('Enter')
  const planning = page.getByTestId('planning')
  await planning.waitFor()
  expect(await words(planning)).toMatch(/^SECRET · guarantors only · releasable to every nation/)
  const said = await words(planning)
  const order = ['graduates by the goal month', 'what graduates', 'Assumptions']
  const places = order.map((one) => said.indexOf(one))
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  const document = readFileSync(join(ROOT, 'data/plans/training.yaml'), 'utf8')
  const input = planning.locator('input[type=file]')
  await input.setInputFiles(file(`${document}\ncolour: red\n`))
  const refused = page.getByTestId('document-refused')
  await refused.waitFor()
  expect(await words(refused)).toMatch(/document:\d+:\d+: colour: this key is not known/)
  await input.setInputFiles(file(document.replace(/^title: .*$/m, 'title: Our own school')))
  await expect.poll(() => words(planning), SOON).toMatch(/Our own school.*adopted by Lind, XAA/)
  await shot('movement-training')
  await parts.getByRole('link', { name: 'Armed in time' }).click()
  await page.getByTestId('verdict').waitFor()
})

it('fits a narrow screen, and paper, where the label stays and nothing is left to press', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  const wider = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  await expect.poll(wider, SOON).toBeLessThanOrEqual(0)
  await shot('movement-narrow')
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByTestId('movement-label').first().isVisible()).toBe(true)
  expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0)
  await page.emulateMedia({ media: 'screen' })
})

it('is of the guarantors alone', async () => {
  await logIn(page, { office: 'monitor', role: 'watch' })
  for (const path of ['/move/standing', '/move/jobs/job-1', '/move/model', '/move/planning/air'])
    expect(await statusOf(path)).toBe(403)
  expect(await statusOf('/move/jobs', { kind: 'solve' })).toBe(403)
  expect(watched.complaints.filter((text) => !/40[13]|422/.test(text))).toEqual([])
  expect(watched.outside).toEqual([])
})
