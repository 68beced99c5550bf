// Goal: a watch officer triages by keyboard what came in, and nothing happens silently: opens incidents, merges with a
// reason and undoes it, meets a refusal beside the row, assigns, sends somebody to look, books refused access, hands over;
// the day takes a hotline call, the agreement shows a declared fact, a report is made, read and issued. Method: one live
// deployment with a small invented truce, one headless Chromium, real keys and clicks; the record is asked what it holds.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import {
  carryTextOn,
  projected,
  startServer,
  type Answered,
  type Running,
} from '../built/support/server.ts'
import {
  MISSING,
  STEP_MS_MAX,
  logIn,
  openPage,
  type Viewer,
  type WatchedPage,
} from './support/browser.ts'
import { TRUCE_YAML, heardLately } from './support/truce.ts'

const START_MS_MAX = 90_000
const HEARD = 5
/** Screenshots go here when it is set. */
const SHOTS = process.env['HOLDFAST_E2E_SHOTS']

const dir = mkdtempSync(join(tmpdir(), 'holdfast-e2e-desk-'))
let server: Running
let watched: WatchedPage
let page: Page

/** Logs in as somebody, and goes to a page. */
async function enter(where: string, who: Viewer): Promise<void> {
  await logIn(page, who)
  await page.goto(`${server.url}/#${where}`)
  await page.reload()
}
const HEAD: Viewer = { office: 'monitor', role: 'head-of-mission' }

/** What comes to be so within a step: the page hears of an entry once it is projected. */
const SOON = { timeout: STEP_MS_MAX }
const rows = (): Locator => page.getByTestId('desk-row')
const form = (name: string | RegExp): Locator => page.getByRole('form', { name })
const under = (): Locator => page.locator('[data-testid="desk-row"][aria-current="true"]')
const idUnder = (): Promise<string | null> => under().getAttribute('data-row')

/** Puts the cursor on a row by its keys. */
async function goTo(id: string): Promise<void> {
  await page.locator(`[data-row="${id}"] th`).click()
  await expect.poll(idUnder, SOON).toBe(id)
}
async function shot(name: string): Promise<void> {
  if (SHOTS !== undefined) await page.screenshot({ path: join(SHOTS, `${name}.png`) })
}
async function recorded(sent: Promise<Answered>): Promise<void> {
  const { status, text } = await sent
  if (status !== 201) throw new Error(`${status} ${text}`)
}
/** The incidents of the record, with where each stands. */
const incidents = async (): Promise<Readonly<Record<string, string>>> =>
  await page.evaluate(async () => {
    const answer = (await (await fetch('/api/v1/picture')).json()) as {
      incidents: { id: string; status: string }[]
    }
    return Object.fromEntries(answer.incidents.map(({ id, status }) => [id, status]))
  })

beforeEach(({ skip }) => {
  if (MISSING !== null) skip(MISSING)
})
beforeAll(async () => {
  if (MISSING !== null) return
  server = await startServer(['--data', join(dir, 'data')])
  // A busy machine is told to try again: so it does.
  const patient = { timeout: STEP_MS_MAX, interval: 250 }
  const monitor = await vi.waitFor(() => server.login(), patient)
  await carryTextOn(server, TRUCE_YAML)
  const heard = heardLately(HEARD, Date.now())
  await vi.waitFor(() => recorded(monitor.post('/observations', heard)), patient)
  await projected(monitor)
  watched = await openPage(server.url, { width: 1280, height: 800 })
  ;({ page } = watched)
  await page.goto(server.url)
  await enter('desk?what=candidate', HEAD)
}, START_MS_MAX)
afterAll(async () => {
  await watched?.browser.close()
  await server?.stop('SIGTERM')
  rmSync(dir, { recursive: true, force: true })
}, STEP_MS_MAX)

let first = ''
let second = ''

it('lists what waits, with chance, coverage and age, and names every key', async () => {
  await expect.poll(() => rows().count(), SOON).toBe(HEARD)
  const newest = await rows().first().textContent()
  expect(newest).toMatch(/explosion/)
  expect(newest).toMatch(/C-1/)
  expect(newest).toMatch(/Post at the mill/)
  expect(newest).toMatch(/\d+ min/)
  expect(newest).toMatch(/\d+ %/)
  expect(newest).toMatch(/coverage|could have noticed/)
  await page.keyboard.press('?')
  const help = page.getByRole('region', { name: 'Keys' })
  expect(await help.locator('kbd').allTextContents()).toEqual(
    'j k x X a o m s h d u / ? Esc'.split(' '),
  )
  await page.keyboard.press('?')
  await help.waitFor({ state: 'detached' })
})

it('opens incidents on candidates by keyboard, and asks for their titles', async () => {
  for (const title of ['Shelling at the mill', 'Shelling behind the mill']) {
    const before = await rows().count()
    await page.keyboard.press('j')
    await page.keyboard.press('o')
    const asked = form('Open an incident on this candidate')
    await asked.getByLabel('Title').fill(title)
    await page.keyboard.press('Enter')
    await asked.waitFor({ state: 'detached' })
    await expect.poll(() => rows().count(), SOON).toBe(before - 1)
  }
  await page.evaluate(() => window.location.replace('#desk?what=incident'))
  await expect.poll(() => rows().count(), SOON).toBe(2)
  ;[first = '', second = ''] = Object.keys(await incidents()).toSorted(
    (a, b) => Number(a.slice(2)) - Number(b.slice(2)),
  )
})

it('assigns to whoever is logged in', async () => {
  await goTo(first)
  await page.keyboard.press('a')
  await expect.poll(() => under().textContent(), SOON).toMatch(/Lind/)
  expect(await page.getByTestId('desk-said').textContent()).toMatch(/On record: entry \d+\./)
})

it('merges what is selected with a reason, and undoes it', async () => {
  for (const id of [first, second]) {
    await goTo(id)
    await page.keyboard.press('x')
  }
  await page.keyboard.press('m')
  const merging = form(/^Merge /)
  const merge = merging.getByRole('button', { name: 'Merge', exact: true })
  expect(await merge.isDisabled()).toBe(true)
  await merging.getByLabel('Reason').fill('One salvo, heard twice.')
  await shot('desk-merge')
  await merge.click()
  await expect.poll(() => rows().count(), SOON).toBe(1)
  expect(await rows().first().textContent()).toContain(`took ${second}`)
  expect((await incidents())[second]).toBe('merged')
  await page.keyboard.press('u')
  const undoing = form('Undo')
  await undoing.getByLabel('Reason').fill('Two craters.')
  await undoing.getByRole('button', { name: 'Undo it' }).click()
  await expect.poll(() => rows().count(), SOON).toBe(2)
  expect((await incidents())[second]).not.toBe('merged')
})

it('shows a refusal beside the row, and nothing changed', async () => {
  for (const id of [first, second]) {
    await goTo(id)
    await page.keyboard.press('x')
  }
  await page.keyboard.press('h')
  const apart = form(/^Hold /)
  await apart.getByLabel('Reason').fill('Two craters.')
  await apart.getByRole('button', { name: 'Hold apart' }).click()
  await apart.waitFor({ state: 'detached' })
  const before = await incidents()
  for (const id of [first, second]) {
    await goTo(id)
    await page.keyboard.press('x')
  }
  await page.keyboard.press('m')
  const merging = form(/^Merge /)
  await merging.getByLabel('Reason').fill('One salvo.')
  await merging.getByRole('button', { name: 'Merge', exact: true }).click()
  const said = page.locator('.desk-refused')
  expect(await said.textContent()).toMatch(
    new RegExp(`Not recorded for ${second}:.*held apart by XAA.*Nothing changed`),
  )
  await shot('desk-refused')
  expect(await incidents()).toEqual(before)
  await page.keyboard.press('Escape')
  await merging.waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await said.waitFor({ state: 'detached' })
})

it('keeps a filter by name in this browser, and in the address for others', async () => {
  await page.keyboard.press('/')
  await page.keyboard.type('behind')
  await expect.poll(() => rows().count(), SOON).toBe(1)
  await page.keyboard.press('Escape')
  await page.getByLabel('Who is on it').selectOption('nobody')
  await expect
    .poll(() => new URL(page.url()).hash, SOON)
    .toBe('#desk?what=incident&who=nobody&text=behind')
  await page.getByLabel('Name of the filter in force').fill('Behind the mill')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'All open' }).click()
  await expect.poll(() => rows().count(), SOON).toBe(HEARD)
  await page.reload()
  await page.getByRole('button', { name: 'Behind the mill', exact: true }).click()
  await expect.poll(() => rows().count(), SOON).toBe(1)
  expect(await rows().first().getAttribute('data-row')).toBe(second)
})

it('sends somebody to look, and refused access opens an incident of its own', async () => {
  await goTo(second)
  await page.keyboard.press('o')
  const work = page.getByRole('region', { name: 'Work on it' })
  await work.getByRole('button', { name: 'Order somebody to look' }).click()
  const order = form(/^Order somebody/)
  await order.getByLabel('By what').selectOption('drone')
  await order.getByLabel('What to look for').fill('Craters behind the mill.')
  await order.getByRole('button', { name: 'Order it' }).click()
  const task = page.getByTestId('task')
  await task.getByRole('button', { name: 'Report access' }).click()
  const access = form(/^Access on /)
  await access.getByLabel('Access was').selectOption('refused')
  await access.getByLabel('Refused by').fill('A guard, no name given')
  await access.getByLabel('Where', { exact: true }).fill('The bridge')
  await access.getByLabel('What happened').fill('They were sent back.')
  await access.getByRole('button', { name: 'Put it on record' }).click()
  await expect.poll(() => task.getAttribute('data-status'), SOON).toBe('refused')
  await task.getByRole('button', { name: 'Open an access incident' }).click()
  await form(/^Open an access incident/)
    .getByRole('button', { name: 'Open the incident' })
    .click()
  const link = task.getByRole('link', { name: /^I-\d+$/ })
  const opened = (await link.textContent()) ?? ''
  await shot('incident-work')
  await link.click()
  await page.getByRole('heading', { name: /^Access refused while/ }).waitFor()
  expect(Object.keys(await incidents())).toContain(opened)
  await page.keyboard.press('Escape')
  await page.getByRole('region', { name: 'Hand-over' }).waitFor()
})

it('hands the watch over, and the next one reads it first', async () => {
  await page.getByRole('button', { name: 'Hand the watch over' }).click()
  const writing = form('Hand the watch over')
  const points = writing.getByLabel('Open points')
  expect(await points.inputValue()).toMatch(/Nobody is on \d+ open incidents/)
  await points.fill(`${first}: ask the post for its log\nGenerator 2 is out`)
  await writing.getByLabel('Who takes the watch').fill('Okafor')
  await writing.getByRole('button', { name: 'Hand over', exact: true }).click()
  await writing.waitFor({ state: 'detached' })
  await enter('desk', { ...HEAD, role: 'watch', name: 'Okafor' })
  const note = page.getByTestId('hand-over').first()
  expect(await note.textContent()).toMatch(/Not taken over for .*: it is still the watch of Lind/)
  await note.getByRole('button', { name: 'Take the watch over' }).click()
  await form('Take the watch of Lind over').getByRole('button', { name: 'Take it over' }).click()
  await note.getByText(/^Taken over by Okafor/).waitFor()
  expect(await note.textContent()).toMatch(/Lind to Okafor.*ask the post for its log.*Generator 2/)
  await note.getByRole('button', { name: first }).click()
  await page.getByRole('region', { name: `Incident ${first}` }).waitFor()
})

it('offers the watch officer to propose a merger, and not to merge', async () => {
  await page.keyboard.press('Escape')
  for (const id of [first, second]) {
    await goTo(id)
    await page.keyboard.press('x')
  }
  await page.keyboard.press('m')
  const merging = form(/^Merge /)
  expect(await merging.getByRole('button', { name: 'Merge', exact: true }).count()).toBe(0)
  await merging.getByRole('button', { name: 'Propose the merger' }).waitFor()
  await page.keyboard.press('Escape')
})

it('takes a hotline call on the day', async () => {
  await page.getByRole('link', { name: 'Day', exact: true }).click()
  const item = page.getByTestId('due').filter({ hasText: `party A about ${first}` })
  await item.getByRole('button', { name: 'Open the call' }).click()
  const unanswered = item.getByRole('button', { name: 'A did not answer' })
  await unanswered.click()
  await expect.poll(() => item.textContent(), SOON).toMatch(/nobody answered \d\d:\d\d UTC/)
  await item.getByLabel(/^Words for/).fill('He will stop the battery.')
  await item.getByRole('button', { name: 'A answered' }).click()
  await expect.poll(() => item.count(), SOON).toBe(0)
})

it('shows on the agreement what was declared, by whom, and what it opened', async () => {
  const declared = {
    step: 'agreement',
    type: 'declareFact',
    fact: 'quiet',
    party: null,
    fromMs: null,
    reason: 'No post heard anything.',
  }
  for (const nation of ['XAA', 'XAB']) {
    await enter('agreement', { office: 'commission', role: 'panel', nation })
    const status = await page.evaluate(
      async (body) =>
        (
          await fetch('/api/v1/commands', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body,
          })
        ).status,
      JSON.stringify(declared),
    )
    expect(status).toBe(201)
    const fact = page.getByRole('row', { name: /The guns are quiet/ })
    const state = nation === 'XAA' ? /does not hold.*to declare it: XAA/ : /holds.*XAA, XAB/
    await expect.poll(() => fact.textContent(), SOON).toMatch(state)
  }
  await expect
    .poll(() => page.getByRole('region', { name: 'Phase' }).textContent(), SOON)
    .toContain('Freeze')
})

it('makes a report, reads it, keeps it, and issues it once', async () => {
  await enter('reports', HEAD)
  await page.getByRole('button', { name: 'Make the draft' }).click()
  const draft = page.getByRole('region', { name: 'Draft', exact: true })
  await draft.getByRole('heading', { name: /^Draft: daily \d+\/\d{4}, monitor edition/ }).waitFor()
  const read = page.frameLocator('iframe')
  expect(await read.locator('h1').textContent()).toMatch(/\S/)
  const [kept] = await Promise.all([
    page.waitForEvent('download'),
    draft.getByRole('button', { name: 'Keep the HTML' }).click(),
  ])
  expect(kept.suggestedFilename()).toMatch(/^daily-\d{4}-\d+-monitor-en\.html$/)
  for (const format of ['PDF', 'CSV', 'GeoJSON']) {
    await draft.getByRole('button', { name: `Make the ${format}` }).click()
    await draft.getByRole('button', { name: `Issue the ${format}` }).waitFor()
  }
  await draft.getByRole('button', { name: 'Issue the PDF' }).click()
  await form(/^Issue daily/)
    .getByRole('button', { name: 'Put it on record' })
    .click()
  const issued = page.getByTestId('issued')
  await expect.poll(() => issued.count(), SOON).toBe(1)
  expect(await issued.textContent()).toMatch(/daily.*monitor.*English, pdf.*stands/)
  // Issued again it would be the same file: the form asks what was wrong, and the record refuses it.
  await draft.getByRole('button', { name: 'Issue the PDF' }).click()
  const again = form(/^Issue daily/)
  await again.getByLabel('What was wrong').fill('Nothing.')
  await again.getByRole('button', { name: 'Put it on record' }).click()
  expect(await again.getByRole('alert').textContent()).toMatch(/nothing to correct/)
  expect(await issued.count()).toBe(1)
  // The check recomputes each field of the file from the record.
  await draft.getByRole('button', { name: 'Check the HTML' }).click()
  const check = draft.getByTestId('report-check')
  await check.waitFor()
  expect(await check.getAttribute('data-holds')).toBe('true')
  await shot('reports')
  // The last day that is over may have been quiet; an incident's report has figures in it.
  await page.getByLabel('Kind').selectOption('spot')
  await page.getByLabel('Incident').selectOption({ index: 1 })
  await page.getByRole('button', { name: 'Make the draft' }).click()
  await draft.getByRole('heading', { name: /^Draft: spot/ }).waitFor()
  await expect.poll(() => read.locator('[data-cell]').count(), SOON).toBeGreaterThan(0)
  await draft.getByRole('button', { name: 'Check the HTML' }).click()
  await check.waitFor()
  expect(await check.getAttribute('data-holds')).toBe('true')
}, 60_000)

it('scrolls no page sideways, on a small screen and on a large one', async () => {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ]) {
    await page.setViewportSize(viewport)
    for (const name of ['Desk', 'Day', 'Agreement', 'Reports']) {
      await page.getByRole('link', { name, exact: true }).click()
      await page.getByRole('main').waitFor()
      const wide = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('main, .desk-scroll, .pane')].map(
          ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
        ),
      )
      expect({ name, viewport, most: Math.max(...wide) }).toMatchObject({ most: 0 })
      await shot(`${name.toLowerCase()}-${viewport.width}`)
    }
  }
})

it('asked no one but its own origin, and said nothing on the console', () => {
  expect(watched.outside).toEqual([])
  // A refusal is an answer of the server, and the browser says so of every one.
  expect(watched.complaints.filter((words) => !/status of 422/.test(words))).toEqual([])
})
