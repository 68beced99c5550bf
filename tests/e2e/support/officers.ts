/** Officers at one browser: they log in one after another, send commands as their session, and act on an incident's page. */
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { vi } from 'vitest'
import { carryText } from '../../support/carried-text.ts'
import { STEP_MS_MAX } from './browser.ts'
import { heardLately } from './truce.ts'

/** Screenshots go here when it is set. */
const SHOTS = process.env['HOLDFAST_E2E_SHOTS']
const SOON = { timeout: STEP_MS_MAX }

interface Seen {
  readonly candidates: readonly { readonly id: string }[]
  readonly incidents: readonly { readonly id: string; readonly status: string }[]
}
/** What a command recorded. */
type Made = readonly { readonly index: number }[]
/** Where and as what an officer is logged in. */
interface Post {
  readonly office?: string
  readonly role?: string
}

/** The officers of a deployment at a page. */
export class Officers {
  readonly #page: Page
  readonly #url: string
  /** The incident that they work on. */
  incident = ''

  constructor(page: Page, url: string) {
    this.#page = page
    this.#url = url
  }

  /** Asks with the browser's own session, from no page: one that is open would ask on as an office that is gone. */
  async post(path: string, data: unknown): Promise<Made> {
    const headers = { origin: this.#url }
    const answer = await this.#page.request.post(`${this.#url}/api/v1${path}`, { headers, data })
    if (!answer.ok()) throw new Error(`${answer.status()} ${await answer.text()}`)
    return ((await answer.json()) as { readonly entries?: Made }).entries ?? []
  }

  /** A command on the incident. */
  verify(type: string, fields: object): Promise<Made> {
    return this.post('/commands', { step: 'verify', type, incident: this.incident, ...fields })
  }

  async picture(): Promise<Seen> {
    return (await (await this.#page.request.get(`${this.#url}/api/v1/picture`)).json()) as Seen
  }

  /** Logs an officer of a nation in, on no page. */
  async as(nation: string, { office = 'commission', role = 'panel' }: Post = {}): Promise<void> {
    await this.#page.goto('about:blank')
    await this.post('/login', { name: `Officer ${nation}`, nation, office, role })
  }

  /** Adopts the text, and opens an inquiry into one explosion that was heard before an instant. */
  async openInquiry(document: string, nowMs: number): Promise<void> {
    await carryText(
      async (nation, command) => {
        await this.as(nation)
        return await this.post('/commands', command)
      },
      document,
      ['XAA', 'XAB', 'XAC'],
    )
    await this.as('XAD', { office: 'monitor', role: 'analyst' })
    await this.post('/observations', heardLately(1, nowMs))
    const candidate = await vi.waitFor(async () => {
      const [first] = (await this.picture()).candidates
      if (first === undefined) throw new Error('no candidate yet')
      return first.id
    }, SOON)
    const opened = { title: 'Shelling at the mill', from: 'candidate', candidates: [candidate] }
    await this.post('/commands', { step: 'verify', type: 'openIncident', ...opened })
    this.incident = await vi.waitFor(async () => {
      const [first] = (await this.picture()).incidents
      if (first === undefined) throw new Error('no incident yet')
      return first.id
    }, SOON)
    await this.verify('startInquiry', {})
  }

  /** An officer's desk with the incident open. */
  async desk(nation: string): Promise<void> {
    await this.as(nation)
    await this.#page.goto(`${this.#url}/#desk?what=incident&open=${this.incident}`)
    await this.judge().getByText(`Officer ${nation}`).waitFor()
  }

  /** The capitals' page, as a minister or another of the guarantors' office sees it. */
  async capitals(nation: string, role = 'minister'): Promise<void> {
    await this.as(nation, { office: 'guarantors', role })
    await this.#page.goto(`${this.#url}/#findings`)
    await this.#page.getByRole('navigation', { name: 'Referrals and findings' }).waitFor()
  }

  judge(): Locator {
    return this.#page.getByRole('region', { name: 'Judge it' })
  }

  answer(question: string): Locator {
    return this.#page.getByTestId(`answer-${question}`)
  }

  stands(question: string): Promise<string | null> {
    return this.answer(question).getAttribute('data-status')
  }

  /** Opens an act's form, says why where it asks, and sends it. */
  async act(within: Locator, name: string, send: string, say?: string): Promise<void> {
    await button(within, name).click()
    const asked = this.#page.getByRole('form', { name: new RegExp(`^${name}`) })
    if (say !== undefined) await asked.locator('textarea').fill(say)
    await button(asked, send).click()
    await asked.waitFor({ state: 'detached' })
  }

  async shot(name: string): Promise<void> {
    if (SHOTS !== undefined) await this.#page.screenshot({ path: join(SHOTS, `${name}.png`) })
  }
}

/** A button by its whole name. */
export const button = (within: Locator, name: string): Locator =>
  within.getByRole('button', { name, exact: true })
