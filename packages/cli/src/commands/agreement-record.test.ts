/**
 * Goal: a record is judged alike whether a server holds it or nobody does, whole however it is cut into pages, and by the
 * monitor alone. Method: a real deployment with two texts; each command with the server stopped and with it running; pages
 * of one row against the whole.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Actor } from '@holdfast/core/nations'
import { DAY_MS, isRefused } from '@holdfast/core/units'
import { VirtualClock } from '@holdfast/engine/clock'
import { liveDeployment, openHoldfast, type Opened } from '@holdfast/engine/opening'
import { RECORD_TABLES, RecordView } from '@holdfast/engine/record-view'
import { Views } from '@holdfast/engine/views'
import { serve } from '@holdfast/server/main'
import { addAgreement } from './agreement.ts'
import { SKELETON } from './agreement-skeleton.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-record-'))
const START_MS = Date.UTC(2026, 0, 20)
const day = (n: number): number => START_MS + n * DAY_MS
const clock = new VirtualClock(START_MS)
const WATCH: Actor = {
  name: 'W. Atch',
  nation: 'ZZZ',
  role: 'watch',
  office: 'monitor',
  keyId: 'test',
}
const ANALYST: Actor = { ...WATCH, role: 'analyst' }
const HEAD: Actor = { ...WATCH, role: 'head-of-mission', office: 'commission' }
/** The second text has a clause more, in a version that begins before it was adopted. */
const AMENDED = SKELETON.replace(
  'provisions:\n',
  `provisions:
  - clause: C-9
    title: No explosion at all
    source: The amendment
    sinceVersion: first-text
    act: { kinds: [explosion], phases: [] }
`,
)

const explosion = (recordId: string, atMs: number): object => ({
  source: 'patrol-1',
  recordId,
  means: ['heard'],
  category: 'K.EXPL.IMPACT',
  phase: 'impact',
  count: { n: 1, precision: 'exact' },
  observed: { fromMs: atMs, toMs: atMs, basis: 'clock', clock: 'gnss' },
  observer: {
    place: 'post',
    position: { lonDeg: 38.2, latDeg: 48 },
    errorM: 10,
    control: 'unknown',
  },
  where: { sectors: [], ring: null, fix: { position: { lonDeg: 38.1, latDeg: 48 }, errorM: 50 } },
  label: {
    policy: 'HOLDFAST',
    classification: 'RESTRICTED',
    offices: ['monitor'],
    releasableTo: ['ALL'],
  },
  rawSha256: '00'.repeat(32),
})
const REGISTRY = `sources:
  - id: patrol-1
    title: patrol-1
    nation: XAA
    kind: patrol
    reachM: {}
    detection: { pd: 0.9, falseReport: 0.02, basis: 'ASSUMPTION: test' }
    group: patrol-1
    unsigned: accepted
`

async function opened<T>(work: (one: Opened, views: Views) => Promise<T>): Promise<T> {
  const one = await openHoldfast({
    dir,
    deployment: liveDeployment,
    databaseUrl: null,
    clock,
    intakeThreads: 0,
  })
  if (isRefused(one)) throw new Error(one.refused)
  try {
    return await work(one, new Views(one.holdfast, one.intake))
  } finally {
    await one.close()
  }
}
async function command(views: Views, asked: object, actor: Actor): Promise<void> {
  const decided = await views.command(asked, actor)
  if (isRefused(decided)) throw new Error(decided.refused)
}
const adopt = (views: Views, document: string): Promise<void> =>
  command(views, { step: 'agreement', type: 'adoptAgreement', document }, HEAD)
/** Three nations, which is the quorum of the text in force, carry another one. */
async function amend(views: Views, document: string): Promise<void> {
  const said = { step: 'agreement', reason: 'a clause more' }
  await command(views, { ...said, type: 'proposeAmendment', document, fromMs: null }, HEAD)
  const motion = views.agreementMotions('commission').motions[0]?.motion
  for (const nation of ['XAA', 'XAB'])
    await command(views, { ...said, type: 'supportAmendment', motion }, { ...HEAD, nation })
}

let printed = ''
/** Runs a command; what it prints. Refused, `printed` holds what it had printed before. */
async function run(...words: string[]): Promise<string> {
  printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  const program = new Command('holdfast').exitOverride()
  addAgreement(program)
  await program.parseAsync(['agreement', ...words, '--data', dir], { from: 'user' })
  return printed
}
beforeAll(async () => {
  await opened(async ({ holdfast }, views) => {
    await command(views, { step: 'observe', type: 'registerSources', document: REGISTRY }, ANALYST)
    await adopt(views, SKELETON)
    clock.advanceTo(day(2))
    await holdfast.ingest([explosion('one', day(1)), explosion('two', day(2))], WATCH)
    clock.advanceTo(day(3))
    await amend(views, AMENDED)
    clock.advanceTo(day(5))
    await holdfast.ingest([explosion('three', day(4))], WATCH)
    await holdfast.caughtUp()
    const all = await holdfast.sink.list('candidate', { limit: 10 })
    const ids = [all.find(({ event }) => event !== null), all.find(({ event }) => event === null)]
    const of = { title: 'both', from: 'candidate', candidates: ids.map((one) => one?.id) }
    await command(views, { step: 'verify', type: 'openIncident', ...of }, WATCH)
    await holdfast.caughtUp()
  })
}, 60_000)
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})
afterAll(() => {
  rmSync(dir, { recursive: true, force: true })
})

/** Runs the work while a server holds the directory. */
async function served<T>(work: (url: string) => Promise<T>): Promise<T> {
  const serving = await serve({
    dir,
    kind: 'live',
    host: '127.0.0.1',
    port: 0,
    databaseUrl: null,
    intakeFile: null,
    thermalBackgroundFile: null,
    progress: () => undefined,
  })
  if (isRefused(serving)) throw new Error(serving.refused)
  try {
    return await work(serving.url)
  } finally {
    await serving.close()
  }
}
const standing = (): void => {
  vi.useFakeTimers({ toFake: ['Date'], now: day(6) })
}

test('history and diff are the same with a server and without, as tables and as JSON', async () => {
  const [before, after] = [join(dir, 'before.yaml'), join(dir, 'after.yaml')]
  writeFileSync(before, SKELETON)
  writeFileSync(after, AMENDED)
  const asked = [
    ['history', '--json', '--strict'],
    ['history'],
    ['history', '--days', '2'],
    ['diff', before, after, '--days', '30', '--json'],
    ['diff', before, after, '--as-if'],
  ]
  standing()
  const all = async (): Promise<readonly string[]> => {
    const told: string[] = []
    for (const words of asked) told.push(await run(...words))
    return told
  }
  const stopped = await all()
  expect(await served(all)).toEqual(stopped)
  expect(JSON.parse(stopped[0] ?? '')).toMatchObject({ events: 3, takenUp: { same: 2 } })
})

test('a server gives it to the monitor alone', async () => {
  await served(async (url) => {
    const get = async (office: string, path: string): Promise<Response> => {
      const login = await fetch(`${url}/api/v1/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify({ name: 'x', nation: 'ZZZ', role: 'watch', office }),
      })
      const cookie = (login.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
      return await fetch(`${url}/api/v1/agreement/record${path}`, { headers: { cookie } })
    }
    for (const path of ['', '/events', '/candidates', '/taken-up']) {
      expect((await get('monitor', path)).status).toBe(200)
      for (const office of ['commission', 'guarantors'])
        expect((await get(office, path)).status).toBe(403)
      expect((await fetch(`${url}/api/v1/agreement/record${path}`)).status).toBe(401)
    }
    expect((await get('monitor', '/secrets')).status).toBe(400)
    expect((await get('monitor', '/taken-up?after=I-99999')).status).toBe(400)
    expect((await get('monitor', '/events?limit=0')).status).toBe(400)
  })
})

describe('pages', () => {
  test.each(RECORD_TABLES)('of %s are the whole, each row once', async (table) => {
    await opened(async ({ holdfast }, views) => {
      const record = new RecordView(holdfast, () => views.notice())
      const whole = await record.page('monitor', table, {})
      if (isRefused(whole)) throw new Error(whole.refused)
      expect(whole.rows.length).toBeGreaterThan(1)
      const rows: unknown[] = []
      for (let after: string | null | undefined; after !== null;) {
        const page = await record.page('monitor', table, {
          limit: 1,
          ...(after === undefined ? {} : { after }),
        })
        if (isRefused(page)) throw new Error(page.refused)
        rows.push(...page.rows)
        after = page.next
      }
      expect(rows).toEqual(whole.rows)
      for (const office of ['commission', 'guarantors'] as const)
        expect(await record.page(office, table, {})).toMatchObject({ status: 403 })
    })
  })

  test('and the texts survive being sent', async () => {
    await opened(async ({ holdfast }, views) => {
      const head = await new RecordView(holdfast, () => views.notice()).head('monitor')
      expect(JSON.parse(JSON.stringify(head))).toEqual(head)
      expect(head).toMatchObject({ texts: [{ amends: null }, { standing: { facts: [] } }] })
    })
  })
})
