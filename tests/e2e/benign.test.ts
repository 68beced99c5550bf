// Goal: what explains a benign finding is chosen on the incident's page and read there by every office.
// Method: a deployment inside the test whose text has one rule that explains explosions, one headless Chromium; two nations sign
// that nothing of the kind occurred, an officer concludes by the rule; then each office's page, and the page once it is reopened.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { MISSING, STEP_MS_MAX, openPage, type WatchedPage } from './support/browser.ts'
import { Officers, button } from './support/officers.ts'
import { THUNDER_YAML } from './support/truce.ts'
import { serveTurnable, type Turnable } from './support/turnable.ts'

const START_MS_MAX = 90_000
const WAY_MS_MAX = 60_000
const SOON = { timeout: STEP_MS_MAX }

let deployment: Turnable
let watched: WatchedPage
let officers: Officers
let page: Page

beforeEach(({ skip }) => {
  if (MISSING !== null) skip(MISSING)
})
beforeAll(async () => {
  if (MISSING !== null) return
  deployment = await serveTurnable(Date.UTC(2026, 2, 1, 6))
  watched = await openPage(deployment.url, { width: 1280, height: 900 })
  ;({ page } = watched)
  officers = new Officers(page, deployment.url)
  await officers.openInquiry(THUNDER_YAML, deployment.nowMs())
  const occurred = { question: 'occurred', standard: 's' }
  await officers.verify('proposeAnswer', { ...occurred, value: 'no' })
  for (const nation of ['XAB', 'XAC']) {
    await officers.as(nation)
    await officers.verify('vote', { ...occurred, agrees: true, reason: 'A storm.' })
  }
}, START_MS_MAX)
afterAll(async () => {
  await watched?.browser.close()
  await deployment?.stop()
}, STEP_MS_MAX)

const explained = () => page.getByTestId('explained-by')

it(
  'concludes by a rule of the text, and says which on the page of each office',
  async () => {
    await officers.desk('XAB')
    expect(await explained().count()).toBe(0)
    await button(officers.judge(), 'Conclude').click()
    const asked = page.getByRole('form', { name: /^Conclude/ })
    await asked
      .getByLabel('The signed answers make it')
      .selectOption({ label: 'benign: Thunder that was forecast' })
    await asked.locator('textarea').fill('A storm passed.')
    await button(asked, 'Conclude it').click()
    await expect
      .poll(() => explained().textContent(), SOON)
      .toMatch(/explained by rule thunder of the text/)
    await officers.shot('benign-commission')
    await officers.capitals('XAF')
    await page.getByTestId('finding-row').getByRole('button').click()
    await expect.poll(() => explained().textContent(), SOON).toMatch(/rule thunder/)
    await officers.shot('benign-guarantors')
  },
  WAY_MS_MAX,
)

it(
  'does not say so any more once it is reopened',
  async () => {
    await officers.desk('XAC')
    await officers.act(officers.judge(), 'Reopen it', 'Put it on record', 'The sky was clear.')
    await expect.poll(() => explained().count(), SOON).toBe(0)
    expect(watched.complaints).toEqual([])
    expect(watched.outside).toEqual([])
  },
  WAY_MS_MAX,
)
