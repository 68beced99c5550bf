// Goal: what nations cannot agree on goes to the capitals and comes back, on the pages alone: a deadlock is declared once the
// clock of the votes has run out and not before, is referred, ministers vote at the guarantors' office, and the desk shows what
// they made of it; a question that no capital answers in 72 h is concluded as deadlocked. Method: a deployment inside the test
// whose clock is turned, one headless Chromium, clicks. Planted: a planner at the guarantors' office and the minute before each
// clock runs out, which must be offered nothing.
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { MISSING, STEP_MS_MAX, openPage, type WatchedPage } from './support/browser.ts'
import { Officers, button } from './support/officers.ts'
import { TRUCE_YAML } from './support/truce.ts'
import { serveTurnable, type Turnable } from './support/turnable.ts'

const START_MS = Date.UTC(2026, 2, 1, 6)
const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000]
/** The truce asks for *occurred* within 12 h; other votes, and the capitals, have 72 h. */
const [OCCURRED_MS, CAPITALS_MS] = [12 * HOUR_MS, 72 * HOUR_MS]
const START_MS_MAX = 90_000
const WAY_MS_MAX = 60_000
const SOON = { timeout: STEP_MS_MAX }

let deployment: Turnable
let watched: WatchedPage
let page: Page
let officers: Officers

const referral = (question: string): Locator =>
  page.locator(`[data-testid="referral"][data-question="${question}"]`)
/** A minister opens what was referred and votes on it. */
async function ministerVotes(nation: string, question: string, send: string): Promise<void> {
  await officers.capitals(nation)
  await referral(question).getByRole('button').click()
  await officers.act(
    officers.answer(question),
    'Vote',
    send,
    `The government of ${nation} decided so.`,
  )
}

beforeEach(({ skip }) => {
  if (MISSING !== null) skip(MISSING)
})
beforeAll(async () => {
  if (MISSING !== null) return
  deployment = await serveTurnable(START_MS)
  watched = await openPage(deployment.url, { width: 1280, height: 900 })
  ;({ page } = watched)
  officers = new Officers(page, deployment.url)
  await officers.openInquiry(TRUCE_YAML, deployment.nowMs())
  const occurred = { question: 'occurred', standard: 's' }
  await officers.verify('proposeAnswer', { ...occurred, value: 'yes' })
  await officers.as('XAC')
  await officers.verify('vote', { ...occurred, agrees: false, reason: 'Thunder.' })
}, START_MS_MAX)
afterAll(async () => {
  await watched?.browser.close()
  await deployment?.stop()
}, STEP_MS_MAX)

it(
  'declares no deadlock before the clock of the votes has run out, and then does',
  async () => {
    await deployment.turn(OCCURRED_MS - MINUTE_MS)
    await officers.desk('XAE')
    await button(officers.answer('occurred'), 'Vote').waitFor()
    expect(await button(officers.answer('occurred'), 'Declare a deadlock').count()).toBe(0)
    await deployment.turn(MINUTE_MS)
    await officers.desk('XAE')
    await officers.act(
      officers.answer('occurred'),
      'Declare a deadlock',
      'Put it on record',
      'One vote, against it.',
    )
    await expect.poll(() => officers.stands('occurred'), SOON).toBe('deadlocked')
    // Nobody was asked yet who could end it: it closes nothing.
    expect(await button(officers.judge(), 'Conclude').count()).toBe(0)
    await officers.act(officers.answer('occurred'), 'Refer it to the capitals', 'Put it on record')
    await expect.poll(() => officers.stands('occurred'), SOON).toBe('referred')
    expect(await button(officers.answer('occurred'), 'Vote').count()).toBe(0)
    await officers.shot('capitals-referred')
  },
  WAY_MS_MAX,
)

it(
  'shows the capitals what waits for them with its clock, and lets ministers alone vote',
  async () => {
    await officers.capitals('XAF', 'planner')
    expect(await referral('occurred').textContent()).toMatch(/No capital has spoken.*(72:00|71:59)/)
    await referral('occurred').getByRole('button').click()
    await officers.answer('occurred').waitFor()
    expect(await button(officers.answer('occurred'), 'Vote').count()).toBe(0)
    await ministerVotes('XAF', 'occurred', 'Sign: it holds')
    await expect
      .poll(() => referral('occurred').textContent(), SOON)
      .toMatch(/Capitals for it XAF; your capital is for it/)
    await officers.shot('capitals-voting')
    // A capital overrules its own officer: of a nation its last word counts.
    await ministerVotes('XAC', 'occurred', 'Sign: it holds')
    await expect.poll(() => officers.stands('occurred'), SOON).toBe('signed')
    await expect.poll(() => referral('occurred').count(), SOON).toBe(0)
  },
  WAY_MS_MAX,
)

it(
  'shows on the desk what the capitals signed, and goes on from there',
  async () => {
    await officers.desk('XAE')
    expect(await officers.stands('occurred')).toBe('signed')
    expect(await officers.answer('occurred').textContent()).toMatch(
      /2 of 2 nations signed \(XAC, XAF\).*XAC ✕ dissents.*XAF ✓ agrees its capital.*XAC ✓ agrees its capital/,
    )
    await officers.shot('capitals-desk')
    const breach = { question: 'breach', standard: 's' }
    await officers.as('XAD', { office: 'monitor', role: 'analyst' })
    await officers.verify('proposeAnswer', {
      ...breach,
      value: { clause: 'C-1', agreementVersion: 'v1' },
    })
    await officers.as('XAC')
    await officers.verify('vote', { ...breach, agrees: false, reason: 'It was thunder.' })
    await deployment.turn(CAPITALS_MS)
    await officers.desk('XAE')
    await officers.act(
      officers.answer('breach'),
      'Declare a deadlock',
      'Put it on record',
      'Nobody else votes.',
    )
    await officers.act(officers.answer('breach'), 'Refer it to the capitals', 'Put it on record')
    await expect.poll(() => officers.stands('breach'), SOON).toBe('referred')
  },
  WAY_MS_MAX,
)

it(
  'concludes as deadlocked what no capital answered in 72 h, and not a minute sooner',
  async () => {
    await deployment.turn(CAPITALS_MS - MINUTE_MS)
    await officers.desk('XAE')
    expect(await button(officers.answer('breach'), 'Declare a deadlock').count()).toBe(0)
    await deployment.turn(MINUTE_MS)
    await officers.capitals('XAF')
    await expect.poll(() => referral('breach').textContent(), SOON).toMatch(/late since/)
    await officers.shot('capitals-late')
    await officers.desk('XAE')
    await officers.act(
      officers.answer('breach'),
      'Declare a deadlock',
      'Put it on record',
      'No capital spoke.',
    )
    await expect.poll(() => officers.stands('breach'), SOON).toBe('deadlocked')
    // The capitals had it: they are not asked a second time.
    expect(await button(officers.answer('breach'), 'Refer it to the capitals').count()).toBe(0)
    await officers.act(
      officers.judge(),
      'Conclude',
      'Conclude it',
      'Neither panel nor capitals could tell.',
    )
    await expect
      .poll(async () => (await officers.picture()).incidents[0]?.status, SOON)
      .toBe('concluded')
    await officers.capitals('XAF')
    const row = page.getByTestId('finding-row')
    await row.waitFor()
    expect(await row.textContent()).toMatch(/concluded.*deadlocked/)
    expect(await page.getByTestId('referral').count()).toBe(0)
    await officers.shot('capitals-concluded')
  },
  WAY_MS_MAX,
)

it('asked no one but its own origin, and said nothing on the console', () => {
  expect(watched.outside).toEqual([])
  expect(watched.complaints).toEqual([])
})
