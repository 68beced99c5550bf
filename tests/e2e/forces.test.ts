// Goal: a planner answers in front of ministers: what is promised and under what, why a line is unmet and who could lift it,
// what if, and what an offer entered now changes; a confidential offer is another nation's to keep; a question that takes
// long freezes nothing and can be left. Method: one live deployment with a small invented register of three nations, one
// headless Chromium, real keys and clicks; another nation's page is asked what it was not to see.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startServer, type Running } from '../built/support/server.ts'
import { MISSING, STEP_MS_MAX, logIn, openPage, type WatchedPage } from './support/browser.ts'

const START_MS_MAX = 90_000
/** Screenshots go here when it is set. */
const SHOTS = process.env['HOLDFAST_E2E_SHOTS']
const SOON = { timeout: STEP_MS_MAX }
const STAFF = 'ZZZ'
const PARTS = ['gaps', 'register', 'why', 'whatIf', 'conference']

const dir = mkdtempSync(join(tmpdir(), 'holdfast-e2e-forces-'))
let server: Running
let watched: WatchedPage
let page: Page

const sources = [{ article: 'a letter of a minister', quote: 'as many as that' }]
const troops = (n: number) => ({ kind: 'range', min: n, max: n, unit: 'troops' })
const lineOf = (id: string, title: string, capability: string, unit: string) => ({
  type: 'recordRequirement',
  requirement: {
    id,
    title,
    capability,
    quantity: { kind: 'range', min: 3_000, max: 3_000, unit },
    place: 'inUkraine',
    priority: id === 'L-LAND' ? 1 : 2,
    posture: 'small',
    sources,
  },
})
const pledgeOf = (id: string, quantity: number, more: object) => ({
  type: 'recordPledge',
  pledge: {
    id,
    nation: id.slice(0, 3),
    title: `Troops of ${id}`,
    status: 'stated',
    capability: 'landManoeuvre',
    quantity: troops(quantity),
    noticeMs: null,
    caveats: [],
    sources,
    ...more,
  },
})
const figureOf = (id: string, quantity: number, definition: string) => ({
  type: 'recordFigure',
  figure: {
    id,
    nation: 'XAB',
    basis: 'deployable',
    quantity: troops(quantity),
    definition,
    asOf: '2026',
    sources,
  },
})
const caveat = {
  category: 'geographic',
  title: 'Only outside the country',
  forbids: ['inUkraine'],
  waivableBy: 'the parliament of XAB',
  sources,
}
const backstop = {
  id: 'backstop',
  kind: 'usBackstop',
  title: 'A backstop is promised',
  nation: null,
  state: 'met',
  sources,
}
/** What is on record before the page is opened, by who says it. */
const SAID: readonly (readonly [nation: string, command: object])[] = [
  [STAFF, lineOf('L-LAND', 'Land force', 'landManoeuvre', 'troops')],
  [STAFF, lineOf('L-CARGO', 'Cargo', 'strategicLift', 't per day')],
  [STAFF, { type: 'recordCondition', condition: backstop }],
  [STAFF, pledgeOf('ZZZ-1', 2_000, { nation: 'XAB', caveats: [caveat] })],
  [STAFF, pledgeOf('ZZZ-2', 1_000, { nation: 'XAB', conditions: ['backstop'] })],
  [STAFF, figureOf('f1', 10_000, 'brigades at readiness')],
  [STAFF, figureOf('f2', 14_000, 'all units that may leave the country')],
  ['XAC', pledgeOf('XAC-1', 700, { status: 'offered', releasableTo: [] })],
]

/** Logs this browser in as a planner of the nation. */
const planFor = async (nation: string): Promise<void> =>
  await logIn(page, { nation, role: 'planner', office: 'guarantors' })
async function say(command: object): Promise<void> {
  const answer = await page.evaluate(
    async (body) => {
      const sent = await fetch('/api/v1/commands', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      return { status: sent.status, text: await sent.text() }
    },
    JSON.stringify({ step: 'generate', ...command }),
  )
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`)
}

const region = (name: string): Locator => page.getByRole('region', { name, exact: true })
async function goTo(part: string): Promise<Locator> {
  await page.getByRole('navigation', { name: 'Parts of the forces page' }).getByText(part).click()
  const there = region(part)
  await there.waitFor()
  return there
}
const rowOf = (where: Locator, id: string, title: string): Locator =>
  where.getByTestId(id).filter({ hasText: title })
async function shot(name: string): Promise<void> {
  if (SHOTS === undefined) return
  await page.screenshot({ path: join(SHOTS, `${name}.png`) })
  await page.setViewportSize({ width: 1920, height: 1080 })
  await page.screenshot({ path: join(SHOTS, `${name}-wide.png`) })
  await page.setViewportSize({ width: 1280, height: 800 })
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
  let speaking = ''
  for (const [nation, command] of SAID) {
    if (nation !== speaking) await planFor(nation)
    speaking = nation
    await say(command)
  }
  await planFor('XAA')
  await page.goto(`${server.url}/#forces`)
  await page.reload()
}, START_MS_MAX)
afterAll(async () => {
  await watched?.browser.close()
  await server?.stop('SIGTERM')
  rmSync(dir, { recursive: true, force: true })
}, STEP_MS_MAX)

interface Line {
  readonly title: string
  readonly required: number
  readonly delivered: number
}

it('shows first what the question gaps answers, labelled, and of movement what its page has', async () => {
  const gaps = region('Forces gap')
  await expect.poll(() => gaps.getByTestId('gap').count(), SOON).toBe(2)
  // A busy machine answers that it is, and is asked again.
  const lines = await page.evaluate(async () => {
    for (;;) {
      const asked = await fetch('/api/v1/forces/gaps')
      if (asked.status !== 503) return ((await asked.json()) as { lines: Line[] }).lines
      await new Promise((done) => setTimeout(done, 500))
    }
  })
  expect(lines.map(({ delivered }) => delivered)).toContain(1_000)
  for (const { title, required, delivered } of lines) {
    const cells = rowOf(gaps, 'gap', title).locator('td')
    const shown = [required, delivered, required - delivered].map((n) => n.toLocaleString('en'))
    expect((await cells.allTextContents()).slice(0, 3)).toEqual(shown)
  }
  expect(await gaps.getByTestId('forces-label').textContent()).toMatch(/^SECRET · guarantors only/)
  const movement = region('Movement plan')
  expect(await movement.getByTestId('no-plan-yet').textContent()).toBe('No plan yet: Movement')
  expect(await movement.getByTestId('movement-label').textContent()).toMatch(/^SECRET/)
  await shot('forces-gap')
  await goTo('Register')
})

it('shows the register as the nation may see it, with what binds each pledge and where numbers differ', async () => {
  const register = region('Register')
  await expect.poll(() => register.getByTestId('pledge').count(), SOON).toBe(2)
  const said = (await register.textContent()) ?? ''
  expect(said).toContain('SECRET · guarantors only · releasable to every nation of the office')
  expect(said).toContain('stated 2: 3,000 troops')
  expect(said).toMatch(/Only outside the country \(waivable by: the parliament of XAB\)/)
  expect(said).toContain('only with A backstop is promised: met')
  expect(said).not.toContain('XAC')
  const figures = await register.getByTestId('nation-figures').textContent()
  expect(figures).toMatch(
    /contradict.*10,000 troops.*brigades at readiness.*14,000 troops.*may leave/,
  )
  const table = register.getByTestId('acceptance-in-force')
  await expect.poll(() => table.textContent(), SOON).toMatch(/coalition-acceptance.*as it ships/)
  expect(await register.getByTestId('acceptance-view').count()).toBeGreaterThan(1)
  await shot('forces-register')
})

it('says per line why it is unmet, and who could lift what', async () => {
  const why = await goTo('Why unmet')
  await expect.poll(() => why.getByTestId('why').count(), SOON).toBe(2)
  const land = await rowOf(why, 'why', 'Land force').textContent()
  expect(land).toMatch(/Blocked by 1 caveat of XAB/)
  expect(land).toMatch(/“Only outside the country”. Waivable by: the parliament of XAB/)
  expect(await rowOf(why, 'why', 'Cargo').textContent()).toContain('Nobody pledged anything of it.')
  expect(await why.getByTestId('forces-label').textContent()).toMatch(/^SECRET · guarantors only/)
  await shot('forces-why')
})

it('compares what is with what would be, by keyboard', async () => {
  const whatIf = await goTo('What if')
  await whatIf.getByLabel(/^Suppose/).selectOption('unmet-usBackstop')
  await whatIf.getByRole('button', { name: 'Add' }).focus()
  await page.keyboard.press('Enter')
  await expect
    .poll(() => whatIf.getByRole('list', { name: 'Supposed' }).textContent(), SOON)
    .toMatch(/backstop/)
  await whatIf.getByRole('button', { name: 'Compare' }).press('Enter')
  const land = rowOf(whatIf, 'compared', 'Land force')
  await expect.poll(() => land.textContent(), SOON).toMatch(/1,000 more short$/)
  expect(await rowOf(whatIf, 'compared', 'Cargo').textContent()).toMatch(/unchanged$/)
  expect(await whatIf.getByTestId('asked-what').textContent()).toMatch(/^What if: .*backstop/)
  await shot('forces-what-if')
})

it.each([
  ['Linchpins: nations', 'linchpins', /XAB.*Land force: short 2,000 → 3,000.*proven/],
  ['What to ask of whom', 'asks', /the parliament of XAB.*lift: Only outside the country.*Proven/],
  ['Postures', 'postures', /small, as planned.*3,000.*24 months at 3:1/],
  ['Credibility', 'credibility', /10,000 draws.*Land force/],
])('answers %s, labelled', async (button, kind, words) => {
  const whatIf = await goTo('What if')
  await whatIf.getByRole('button', { name: button }).click()
  const answer = whatIf.locator(`[data-testid="answer"][data-kind="${kind}"]`)
  await answer.waitFor()
  expect(await answer.textContent()).toMatch(words)
  expect(await answer.getByTestId('forces-label').textContent()).toMatch(
    /^SECRET · guarantors only/,
  )
  await shot(`forces-${kind}`)
})

it('asks one question at a time, freezes nothing meanwhile, and can be left', async () => {
  const whatIf = await goTo('What if')
  await page.route('**/forces/questions', () => undefined)
  await whatIf.getByRole('button', { name: 'Postures' }).click()
  const bar = page.getByTestId('under-way')
  await bar.waitFor()
  expect(await whatIf.getByRole('button', { name: 'Credibility' }).isDisabled()).toBe(true)
  await shot('forces-under-way')
  await goTo('Register')
  expect(await region('Register').getByTestId('pledge').count()).toBe(2)
  await bar.getByRole('button', { name: 'Stop waiting' }).click()
  await bar.waitFor({ state: 'detached' })
  await page.unroute('**/forces/questions')
  await goTo('What if')
  expect(await whatIf.getByRole('alert').textContent()).toMatch(
    /Nobody waits.*nothing was recorded/,
  )
  expect(await whatIf.getByRole('button', { name: 'Credibility' }).isDisabled()).toBe(false)
})

it('takes an offer in conference, says what it changes, and keeps it from other nations', async () => {
  const conference = await goTo('Conference')
  await expect.poll(() => conference.getByTestId('gap-now').count(), SOON).toBe(2)
  await conference.getByRole('button', { name: 'Enter an offer of XAA' }).press('Enter')
  const offer = page.getByRole('form', { name: 'Enter an offer' })
  await offer.getByLabel('What is offered').fill('A brigade')
  await offer.getByLabel('At least').fill('many')
  await offer.getByLabel('Who may see it').selectOption('own')
  await offer.getByLabel('Who says so, and where').fill('our minister, at this table')
  await offer.getByLabel('In which words').fill('We send two thousand.')
  await page.keyboard.press('Enter')
  expect(await offer.getByRole('alert').textContent()).toMatch(/no whole number.*Nothing changed/)
  await offer.getByLabel('At least').fill('2,000')
  await shot('forces-offer')
  await page.keyboard.press('Enter')
  const step = conference.getByTestId('step')
  await step.waitFor()
  expect(await step.textContent()).toMatch(/Recorded as offered: XAA, A brigade \(2,000 troops\)/)
  expect(await rowOf(step, 'compared', 'Land force').textContent()).toMatch(/now filled$/)
  await shot('forces-conference')
  const register = await goTo('Register')
  const own = rowOf(register, 'pledge', 'A brigade')
  expect(await own.getAttribute('data-own')).toBe('true')
  expect(await own.textContent()).toContain('confidential: XAA only')
  expect(await register.getByTestId('forces-label').textContent()).toBe(
    'SECRET · guarantors only · for XAA only',
  )
})

it('keeps minutes, and shows another nation neither them nor the offer', async () => {
  const conference = await goTo('Conference')
  await conference.getByRole('button', { name: 'Write a minute' }).click()
  const minute = page.getByRole('form', { name: 'Write a minute' })
  await minute.getByLabel('Conference').fill('Table of three')
  await minute.getByLabel('What was said').fill('XAA sends a brigade.')
  await minute.getByLabel('XAA-1: A brigade').check()
  await minute.getByRole('button', { name: 'Put the minute on record' }).click()
  expect(await minute.getByRole('alert').textContent()).toMatch(/fewer nations may see/)
  await minute.getByLabel('Who may see it').selectOption('own')
  await minute.getByRole('button', { name: 'Put the minute on record' }).click()
  await expect.poll(() => conference.getByTestId('minute').count(), SOON).toBe(1)
  await planFor('XAB')
  await page.goto(`${server.url}/#forces?part=register`)
  await page.reload()
  const register = region('Register')
  await expect.poll(() => register.getByTestId('pledge').count(), SOON).toBe(2)
  expect(await register.textContent()).not.toMatch(/A brigade/)
  await goTo('Conference')
  expect(await region('Minutes').getByTestId('minute').count()).toBe(0)
})

it('moves its own pledge by keyboard, and offers nothing beside another nation’s', async () => {
  await planFor('XAC')
  await page.goto(`${server.url}/#forces?part=register`)
  await page.reload()
  const register = region('Register')
  const own = rowOf(register, 'pledge', 'Troops of XAC-1')
  await own.waitFor()
  expect(await register.getByRole('button', { name: /^Move: / }).count()).toBe(1)
  const move = own.getByRole('button', { name: 'Move: XAC-1' })
  await move.press('Enter')
  const form = own.getByRole('form', { name: 'Move XAC-1' })
  const moves = form.getByLabel('What is done')
  expect(await moves.locator('option').allTextContents()).toEqual([
    'commit it: offered → committed',
    'withdraw it for good: offered → withdrawn',
  ])
  await form.getByLabel('How much').selectOption('range')
  await form.getByLabel('At least').fill('900')
  await form.getByLabel('At most').fill('800')
  await form.getByLabel('Why').fill('The cabinet decided.')
  await form.getByLabel('Who says so, and where').fill('our cabinet')
  await form.getByLabel('In which words').fill('Up to nine hundred.')
  await page.keyboard.press('Enter')
  expect(await form.getByRole('alert').textContent()).toMatch(/turn them round.*Nothing changed/)
  await form.getByLabel('At most').fill('1,000')
  await shot('forces-move')
  // What another page did meanwhile: the server refuses, and the form says so.
  await say({ type: 'movePledge', pledge: 'XAC-1', move: 'commit', reason: 'said here', sources })
  await form.getByRole('button', { name: 'Put the move on record' }).press('Enter')
  await expect
    .poll(() => form.getByRole('alert').textContent(), SOON)
    .toMatch(/it is as firm as that already/)
  await page.keyboard.press('Escape')
  await form.waitFor({ state: 'detached' })
  expect(await move.evaluate((button) => button === document.activeElement)).toBe(true)
  await expect.poll(() => own.getAttribute('data-status'), SOON).toBe('committed')
  await own.getByRole('button', { name: 'Declare a caveat: XAC-1' }).press('Enter')
  const caveats = own.getByRole('form', { name: 'Declare a caveat of XAC-1' })
  await caveats.getByLabel('Caveat', { exact: true }).fill('Not at sea')
  await caveats.getByLabel('in the Black Sea').check()
  await caveats.getByLabel('Waivable by').fill('the parliament of XAC')
  await caveats.getByLabel('Why').fill('The parliament voted.')
  await caveats.getByLabel('Who says so, and where').fill('our parliament')
  await caveats.getByLabel('In which words').fill('Not at sea.')
  await shot('forces-caveat')
  await page.keyboard.press('Enter')
  await caveats.waitFor({ state: 'detached' })
  await expect
    .poll(() => own.textContent(), SOON)
    .toContain('Not at sea (waivable by: the parliament of XAC)')
})

it('stays within the window, keeps the office’s mark, asks nobody else and complains of nothing', async () => {
  const office = page.getByRole('radiogroup', { name: 'Office whose view this is' })
  for (const width of [800, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    for (const part of [...PARTS, 'movement']) {
      await page.goto(`${server.url}/#${part === 'movement' ? part : `forces?part=${part}`}`)
      await page.locator(part === 'movement' ? '.movement-page' : '.forces-page').waitFor()
      const sizes = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth,
        window: document.documentElement.clientWidth,
      }))
      expect([part, sizes.wide]).toEqual([part, sizes.window])
      for (const place of [office, page.getByTestId('clocks')]) {
        const box = await place.boundingBox()
        expect([part, box !== null && box.x >= 0 && box.x + box.width <= width]).toEqual([
          part,
          true,
        ])
        expect(
          await place.evaluate((one) => one.scrollWidth - one.clientWidth),
        ).toBeLessThanOrEqual(1)
      }
    }
  }
  expect(await office.getByRole('radio', { name: 'Guarantors' }).isChecked()).toBe(true)
  expect(watched.outside).toEqual([])
  // A refused minute answers 422, which the browser itself writes down.
  expect(watched.complaints.filter((one) => !one.includes('422'))).toEqual([])
})
