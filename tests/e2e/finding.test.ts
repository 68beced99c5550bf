// Goal: an incident is taken from its candidate to a published finding on its page alone: officers of different nations start
// the inquiry, hear the parties, propose, sign in a standard of proof, dissent, conclude and publish; nobody is offered what
// would be refused, and says why. Method: one live deployment with an invented truce, one headless Chromium, clicks and
// keys; the record is asked where it stands. Planted: the proposer's own page, which must offer no vote.
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
import { MISSING, STEP_MS_MAX, logIn, openPage, type WatchedPage } from './support/browser.ts'
import { TRUCE_YAML, heardLately } from './support/truce.ts'

const START_MS_MAX = 90_000
const WAY_MS_MAX = 60_000
const SOON = { timeout: STEP_MS_MAX }
/** Screenshots go here when it is set. */
const SHOTS = process.env['HOLDFAST_E2E_SHOTS']

const dir = mkdtempSync(join(tmpdir(), 'holdfast-e2e-finding-'))
let server: Running
let watched: WatchedPage
let page: Page
let id = ''

/** Logs in as an officer, and opens the incident. */
async function enter(
  nation: string,
  { office = 'commission', role = 'panel' } = {},
): Promise<void> {
  await logIn(page, { name: `Officer ${nation}`, nation, office, role })
  await page.goto(`${server.url}/#desk?what=incident${id === '' ? '' : `&open=${id}`}`)
  await page.reload()
  if (id !== '') await judge().getByText(`Officer ${nation}`).waitFor()
}
const form = (name: string | RegExp): Locator => page.getByRole('form', { name })
const judge = (): Locator => page.getByRole('region', { name: 'Judge it' })
const answer = (question: string): Locator => page.getByTestId(`answer-${question}`)
const button = (within: Locator, name: string | RegExp): Locator =>
  within.getByRole('button', { name, exact: true })
const stands = (question: string): Promise<string | null> =>
  answer(question).getAttribute('data-status')
const status = async (): Promise<string> =>
  await page.evaluate(async (of) => {
    const got = (await (await fetch('/api/v1/picture')).json()) as {
      incidents: { id: string; status: string }[]
    }
    return got.incidents.find((one) => one.id === of)?.status ?? ''
  }, id)

/** Opens an act's form, fills it in and puts it on record. */
async function act(
  within: Locator,
  name: string,
  {
    say,
    choose = {},
    tick,
    send,
  }: Readonly<{
    say?: string
    choose?: Readonly<Record<string, string>>
    tick?: RegExp
    send: string
  }>,
): Promise<void> {
  await button(within, name).click()
  const asked = form(new RegExp(`^${name}`))
  for (const [label, option] of Object.entries(choose))
    await asked.getByLabel(label).selectOption({ label: option })
  if (say !== undefined) await asked.locator('textarea').fill(say)
  if (tick !== undefined) await asked.getByRole('checkbox', { name: tick }).check()
  await button(asked, send).click()
  await asked.waitFor({ state: 'detached' })
}
const propose = async (question: string, title: string, value: string): Promise<void> => {
  await act(answer(question), 'Propose an answer', {
    choose: { [title]: value },
    send: 'Put the proposal on record',
  })
  await expect.poll(() => stands(question), SOON).toBe('proposed')
}
const sign = (question: string): Promise<void> =>
  act(answer(question), 'Vote', { say: 'Two posts heard it.', send: 'Sign: it holds' })

const correct = (within: Locator, send: string, say?: string): Promise<void> =>
  act(within, 'Correct the finding', { ...(say === undefined ? {} : { say }), send })

async function shot(name: string): Promise<void> {
  if (SHOTS === undefined) return
  await page.screenshot({ path: join(SHOTS, `${name}.png`) })
}
async function recorded(sent: Promise<Answered>): Promise<void> {
  const { status: code, text } = await sent
  if (code !== 201) throw new Error(`${code} ${text}`)
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
  await vi.waitFor(
    () => recorded(monitor.post('/observations', heardLately(1, Date.now()))),
    patient,
  )
  await projected(monitor)
  watched = await openPage(server.url, { width: 1280, height: 900 })
  ;({ page } = watched)
  await page.goto(server.url)
}, START_MS_MAX)
afterAll(async () => {
  await watched?.browser.close()
  await server?.stop('SIGTERM')
  rmSync(dir, { recursive: true, force: true })
}, STEP_MS_MAX)

it(
  'starts the inquiry at the monitor’s office, which is offered no vote',
  async () => {
    await enter('XAD', { office: 'monitor', role: 'analyst' })
    await page.evaluate(() => window.location.replace('#desk?what=candidate'))
    await page.getByTestId('desk-row').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('o')
    await form('Open an incident on this candidate')
      .getByLabel('Title')
      .fill('Shelling at the mill')
    await page.keyboard.press('Enter')
    await expect
      .poll(
        async () =>
          (id = await page.evaluate(async () => {
            const got = (await (await fetch('/api/v1/picture')).json()) as {
              incidents: { id: string }[]
            }
            return got.incidents[0]?.id ?? ''
          })),
        SOON,
      )
      .toMatch(/^I-\d+$/)
    await enter('XAD', { office: 'monitor', role: 'analyst' })
    await act(judge(), 'Start the inquiry', { send: 'Put it on record' })
    await expect.poll(status, SOON).toBe('inquiry')
    await propose('occurred', 'Did it occur?', 'yes')
    expect(await button(answer('occurred'), 'Vote').count()).toBe(0)
    await answer('occurred')
      .getByText(/^Not now, or not yours/)
      .click()
    expect(await answer('occurred').textContent()).toMatch(
      /Vote: the monitor's office does not judge/,
    )
    await button(answer('occurred'), 'Withdraw the proposal').waitFor()
    await shot('finding-monitor')
  },
  WAY_MS_MAX,
)

it(
  'signs that it occurred by a quorum of other nations, and says who is missing',
  async () => {
    await enter('XAB')
    await expect
      .poll(() => answer('occurred').textContent(), SOON)
      .toMatch(/0 of 2 nations signed\. 2 more/)
    await sign('occurred')
    await expect.poll(() => answer('occurred').textContent(), SOON).toMatch(/1 of 2 nations signed/)
    expect(await answer('occurred').textContent()).toMatch(/any nation but XAD, XAB/)
    expect(await button(answer('occurred'), 'Vote').count()).toBe(0)
    await enter('XAC')
    await sign('occurred')
    await expect.poll(() => stands('occurred'), SOON).toBe('signed')
    expect(await answer('occurred').textContent()).toMatch(/XAB ✓ agrees.*S \(50 %–100 %\)/)
  },
  WAY_MS_MAX,
)

it(
  'hears both parties before it may be said who did it',
  async () => {
    await answer('attribution')
      .getByText(/^Not now, or not yours/)
      .click()
    expect(await answer('attribution').textContent()).toMatch(/party A and party B is not heard/)
    for (const party of ['A', 'B']) {
      const before = await page.getByTestId('parties').locator('p').count()
      // What is filed and not confirmed stands beside how its party stands.
      expect(before).toBe(party === 'A' ? 2 : 3)
      await button(judge(), 'Record what a party says').click()
      const asked = form(/^Record what a party says/)
      await asked.getByLabel('Party').selectOption(party)
      await asked.locator('textarea').fill(`Nothing was fired by ${party}.`)
      await asked.getByLabel('Who said it, by post').fill(`liaison officer of ${party}`)
      await asked.getByLabel('Received (UTC)').fill(new Date().toISOString())
      await asked.getByLabel(/^How it came/).fill('hotline')
      await button(asked, 'Put the account on record').click()
      await asked.waitFor({ state: 'detached' })
      await page.getByTestId('parties').getByText(`Nothing was fired by ${party}.`).waitFor()
    }
    // Its own nation does not confirm what it filed; two that nobody confirmed do not count.
    const waiting = page.getByTestId('parties').locator('[data-claim=filed]')
    expect(await waiting.count()).toBe(2)
    expect(await button(judge(), /^Confirm what a party said/).count()).toBe(0)
    expect(await answer('attribution').textContent()).toMatch(/party A and party B is not heard/)
    await shot('finding-claims')
    await enter('XAB')
    for (const left of [1, 0]) {
      await button(judge(), /^Confirm what a party said/)
        .first()
        .click()
      const asked = form(/^Confirm what a party said/)
      expect(await asked.textContent()).toMatch(/said by liaison officer of [AB]/)
      await button(asked, 'It is what the source says').click()
      await expect.poll(() => waiting.count(), SOON).toBe(left)
    }
    await enter('XAC')
  },
  WAY_MS_MAX,
)

it(
  'finds the breach of a clause of the text of its day, its author, its severity, with a dissent',
  async () => {
    await propose('breach', 'Which clause was broken?', 'clause C-1 of v1')
    expect(await button(answer('breach'), 'Vote').count()).toBe(0)
    for (const nation of ['XAB', 'XAE']) {
      await enter(nation)
      await sign('breach')
    }
    await expect.poll(() => stands('breach'), SOON).toBe('signed')
    await act(answer('breach'), 'Record a dissent', {
      say: 'The clause says fire, not explosions.',
      send: 'Put it on record',
    })
    await expect
      .poll(() => answer('breach').textContent(), SOON)
      .toMatch(/Dissent of XAE: The clause/)
    await propose('attribution', 'By whom?', 'undetermined')
    await propose('severity', 'How severe?', 'minor')
    await shot('finding-proposed')
    await enter('XAB')
    for (const question of ['attribution', 'severity']) await sign(question)
    await enter('XAC')
    await sign('attribution')
    await expect.poll(() => stands('attribution'), SOON).toBe('signed')
  },
  WAY_MS_MAX,
)

it(
  'offers no deadlock while nations may still vote, and no vote to a minister at the commission',
  async () => {
    await act(answer('severity'), 'Vote', { say: 'It was grave.', send: 'Vote against it' })
    await answer('severity').getByText('It was grave.').first().waitFor()
    expect(await button(answer('severity'), 'Declare a deadlock').count()).toBe(0)
    await answer('severity')
      .getByText(/^Not now, or not yours/)
      .click()
    expect(await answer('severity').textContent()).toMatch(/others may still vote/)
    // The plant: at the commission's office no capital speaks.
    await enter('XAB', { role: 'minister' })
    expect(await button(answer('severity'), 'Vote').count()).toBe(0)
    await enter('XAD')
    await sign('severity')
    await expect.poll(() => stands('severity'), SOON).toBe('signed')
    await enter('XAC')
  },
  WAY_MS_MAX,
)

it(
  'concludes what the answers make, and publishes once, after asking',
  async () => {
    await button(judge(), 'Conclude').click()
    const outcome = form(/^Conclude/).getByLabel('The signed answers make it')
    expect(await outcome.locator('option').allTextContents()).toEqual(['breach'])
    await page.keyboard.press('Escape')
    await act(judge(), 'Conclude', { say: 'Four answers are signed.', send: 'Conclude it' })
    await expect.poll(status, SOON).toBe('concluded')
    await button(judge(), 'Publish the finding').click()
    const asked = form(/^Publish the finding/)
    expect(await button(asked, 'Publish it').isDisabled()).toBe(true)
    await asked.getByRole('checkbox').check()
    await shot('finding-publish')
    await button(asked, 'Publish it').dblclick()
    await expect.poll(status, SOON).toBe('published')
    await expect.poll(() => button(judge(), 'Publish the finding').count(), SOON).toBe(0)
    await shot('finding-published')
  },
  WAY_MS_MAX,
)

it(
  'corrects in public what was published: an answer by the nations that its quorum takes, the title by two officers',
  async () => {
    const words = 'Severity: minor, and no house was hit.'
    await enter('XAB')
    await correct(answer('severity'), 'Ask for the correction', words)
    await page.getByTestId('correcting').getByText(words).waitFor()
    expect(await page.getByTestId('correcting').textContent()).toMatch(/asked by XAB$/)
    expect(await status()).toBe('published')
    // The other nation is given the words that wait, and agrees by sending them.
    await enter('XAC')
    await correct(answer('severity'), 'Correct it, or ask otherwise')
    await expect.poll(status, SOON).toBe('corrected')
    const chain = page.getByTestId('chain')
    await chain.getByText(/Corrected .*severity, by XAB, XAC/).waitFor()
    expect(await page.getByTestId('correcting').count()).toBe(0)
    for (const [nation, send] of [
      ['XAD', 'Ask for the correction'],
      ['XAE', 'Correct it, or ask otherwise'],
    ] as const) {
      await enter(nation, { office: 'monitor', role: 'head-of-mission' })
      await correct(judge(), send, 'Explosions near the mill')
    }
    await chain.getByRole('heading', { name: 'Explosions near the mill' }).waitFor()
    await shot('finding-corrected')
  },
  WAY_MS_MAX,
)

it('fits a telephone, and every act is reached by the keyboard', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await enter('XAE')
  await judge().scrollIntoViewIfNeeded()
  await shot('finding-390')
  const widths = await page.locator('.chain, .judge, .answer, .acts').evaluateAll((parts) =>
    parts.map((one) => ({
      over: one.scrollWidth - one.clientWidth,
      right: one.getBoundingClientRect().right + window.scrollX,
    })),
  )
  expect(Math.max(...widths.map(({ over }) => over))).toBe(0)
  expect(Math.max(...widths.map(({ right }) => right))).toBeLessThanOrEqual(390)
  await answer('breach').scrollIntoViewIfNeeded()
  await button(answer('breach'), 'Record a dissent').focus()
  await page.keyboard.press('Enter')
  const asked = form(/^Record a dissent/)
  await expect
    .poll(() => asked.locator('textarea').evaluate((one) => one === document.activeElement))
    .toBe(true)
  await shot('finding-390-form')
  await page.keyboard.press('Escape')
  await asked.waitFor({ state: 'detached' })
})

it('asked no one but its own origin, and said nothing on the console', () => {
  expect(watched.outside).toEqual([])
  expect(watched.complaints).toEqual([])
})
