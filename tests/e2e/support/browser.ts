/** Headless Chromium and a page of it that keeps what it complained of and whom else it asked. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'

const CHROMIUM = process.env['HOLDFAST_CHROMIUM'] ?? '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-dev-shm-usage',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]

/** The repository. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
/** How long one step of a test may take, milliseconds. */
export const STEP_MS_MAX = 20_000
/** Why no page can be looked at here; null where one can. */
export const MISSING = !existsSync(CHROMIUM)
  ? `no Chromium at ${CHROMIUM}`
  : existsSync(join(ROOT, 'packages/web/dist/page/index.html'))
    ? null
    : 'the page is not built: run npm run build'

/** A page with what went wrong on it. */
export interface WatchedPage {
  readonly browser: Browser
  readonly page: Page
  /** Errors on the console, and those that nobody caught. */
  readonly complaints: readonly string[]
  /** Addresses of other origins that were asked. */
  readonly outside: readonly string[]
}

/** Opens a page for a deployment; nothing is loaded yet. */
export async function openPage(
  url: string,
  viewport: { readonly width: number; readonly height: number },
): Promise<WatchedPage> {
  const [complaints, outside]: [string[], string[]] = [[], []]
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  const page = await browser.newPage({ viewport })
  page.setDefaultTimeout(STEP_MS_MAX)
  const { origin } = new URL(url)
  page.on('request', (request) => {
    const address = new URL(request.url())
    if (address.protocol !== 'data:' && address.origin !== origin) outside.push(request.url())
  })
  page.on('console', (message) => {
    // A busy machine answers that it is, and is asked again.
    if (message.type() === 'error' && !/status of 503/u.test(message.text()))
      complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { browser, page, complaints, outside }
}

/** Who looks at a page. */
export interface Viewer {
  readonly name?: string
  readonly nation?: string
  readonly office: string
  readonly role: string
}

/** Logs the page's browser in, over the login of before. */
export async function logIn(
  page: Page,
  { name = 'Lind', nation = 'XAA', ...post }: Viewer,
): Promise<void> {
  const status = await page.evaluate(
    async (body) =>
      (
        await fetch('/api/v1/login', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        })
      ).status,
    JSON.stringify({ name, nation, ...post }),
  )
  if (status >= 300) throw new Error(`login of ${name}, ${nation}: ${status}`)
}
