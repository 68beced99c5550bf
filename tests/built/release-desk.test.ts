/**
 * Goal: the watch's desk, as the server answers it, holds to the release rules: the guarantors have none of it, and the commission
 * has no place, no source, no likeness and no word of the monitor's own watch, at once or a year later. Method: a real
 * deployment behind a real server, words and places planted wherever a desk has room for them; each office logs in and asks
 * at several instants; its answer is searched as text and field by field. The monitor's answer must fail the same search.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Actor, Office, Role } from '@holdfast/core/nations'
import { HOUR_MS, isRefused, type Refused } from '@holdfast/core/units'
import { VirtualClock } from '@holdfast/engine/clock'
import { deskView } from '@holdfast/engine/desk-view'
import { liveDeployment, openHoldfast, type Opened } from '@holdfast/engine/opening'
import { SYSTEM } from '@holdfast/engine/runtime'
import { dataText } from '@holdfast/engine/shipped'
import { Views } from '@holdfast/engine/views'
import { createServer, type HttpServer } from '@holdfast/server/http'
import { row } from './support/rows.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-release-desk-'))
const START_MS = Date.UTC(2016, 7, 20, 6)
const EXACT = { lonDeg: 37.812_345, latDeg: 48.123_456 }
/** What only the monitor may read on a desk: places to more than a kilometre, sources, its watch's words, a likeness. */
const SECRETS = [
  '37.812',
  '48.123',
  '39.5123',
  '48.9234',
  '37.834',
  'secret-mast',
  'secret-note',
  'secret-likeness',
]

let opened: Opened
let server: HttpServer
let url: string
let cookies: Readonly<Record<Office, string>>

const good = <T extends object>(result: T): Exclude<T, Refused> => {
  if (isRefused(result)) throw new Error(result.refused)
  return result as Exclude<T, Refused>
}
const officer = (name: string, role: Role, office: Office = 'monitor', nation = 'SWE'): Actor => ({
  name,
  nation,
  role,
  office,
  keyId: 'dev',
})
const WATCH = officer('Watch', 'watch')
const PANEL = officer('Panel', 'panel', 'commission', 'NLD')

// A busy machine is told to ask again: so it does.
const login = (office: Office): Promise<string> =>
  vi.waitFor(
    async () => {
      const answer = await fetch(`${url}/api/v1/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify({ name: 'tester', nation: 'ZZZ', role: 'watch', office }),
      })
      if (!answer.ok) throw new Error(`login: ${answer.status} ${await answer.text()}`)
      return (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
    },
    { timeout: 30_000, interval: 250 },
  )

async function play(views: Views): Promise<void> {
  const send = async (asked: object, actor: Actor = WATCH): Promise<number> =>
    good(await views.command(asked, actor)).entries[0]?.index ?? -1
  const verify = (type: string, fields: object, actor: Actor = WATCH): Promise<number> =>
    send({ step: 'verify', type, ...fields }, actor)
  const analyst = officer('Analyst', 'analyst')
  const head = officer('Head', 'head-of-mission', 'commission')
  const document = dataText('agreements/minsk-2014-2015.yaml')
  await send({ step: 'agreement', type: 'adoptAgreement', document }, { ...head, role: 'system' })
  const sources = `sources:
  - id: secret-mast
    title: A mast
    nation: XAA
    kind: acoustic
    site: { lonDeg: 37.82, latDeg: 48.12, heightM: 200, errorM: 5 }
    reachM: { explosion: 9000 }
    detection: { pd: 0.8, falseReport: 0.02, basis: "ASSUMPTION: no trial was held" }
    unsigned: accepted
`
  await send({ step: 'observe', type: 'registerSources', document: sources }, analyst)
  const from = START_MS - 10 * HOUR_MS
  const up = { source: 'secret-mast', state: 'up', fromMs: from, toMs: null, reason: 'It was on.' }
  await send({ step: 'observe', type: 'stateCoverage', ...up }, analyst)
  // Two alike that nobody took up: likely duplicates of one another and of the claims.
  const heard = [0, 10 * 60_000].map((laterMs, i) => ({
    ...row(i, 'secret-mast'),
    source: 'secret-mast',
    category: 'K.EXPL.IMPACT',
    phase: 'impact',
    observed: {
      fromMs: START_MS - 2 * HOUR_MS + laterMs,
      toMs: START_MS - 2 * HOUR_MS + laterMs + 1_000,
      basis: 'clock',
      clock: 'gnss',
    },
    where: { sectors: [], ring: null, fix: { position: EXACT, errorM: 50 } },
  }))
  const answer = good(await opened.holdfast.ingest(heard, WATCH))
  if (answer.accepted !== 2) throw new Error(JSON.stringify(answer))
  await opened.holdfast.caughtUp()
  const opening = { from: 'claim', candidates: [] }
  const one = `I-${await verify('openIncident', { title: 'Explosion at the mill', ...opening })}`
  const twin = `I-${await verify('openIncident', { title: 'Explosion near the mill', ...opening })}`
  const time = { fromMs: START_MS - 2 * HOUR_MS, toMs: START_MS - HOUR_MS }
  const alleges = { kind: 'explosion', ...time, position: EXACT, radiusM: 300 }
  const source = { by: 'Liaison officer', receivedAtMs: START_MS, channel: 'post', document: null }
  const filed = { party: 'A', stance: 'accuses', text: 'They.', source }
  await verify('fileClaim', { incident: one, ...filed, alleges })
  const elsewhere = { lonDeg: 39.512_345, latDeg: 48.923_456 }
  await verify('fileClaim', {
    incident: twin,
    ...filed,
    alleges: { ...alleges, position: elsewhere },
  })
  const look = { incident: one, means: 'drone', nation: 'XAA', what: 'Look.', dueMs: null }
  const place = { position: EXACT, radiusM: 500 }
  const task = `T-${await verify('requestTask', { ...look, place })}`
  await verify('reportAccess', {
    incident: one,
    task,
    access: 'refused',
    untilMs: null,
    condition: null,
    by: 'a guard',
    where: 'a gate',
    position: { lonDeg: 37.834_567, latDeg: 48.1 },
    text: 'They were sent back.',
  })
  await verify('assign', { incident: one, to: { nation: 'SWE', officer: 'Lind' } })
  const openPoints = [{ incident: one, text: 'secret-note: patrol 4 waits there' }]
  await verify('handOver', { from: 'Watch', to: 'Next', openPoints })
  await verify('handOver', { from: 'Panel', to: 'Next', openPoints: [] }, PANEL)
  await verify('decorrelate', { incident: one, other: 'elsewhere', reason: 'Not one.' }, PANEL)
  const merge = { step: 'verify', type: 'proposeMerge', incident: twin, into: one } as const
  good(
    await opened.holdfast.command(
      { ...merge, reason: 'secret-likeness: 4 %', score: 0.61 },
      SYSTEM,
    ),
  )
  await opened.holdfast.caughtUp()
}

beforeAll(async () => {
  const clock = new VirtualClock(START_MS)
  opened = good(await openHoldfast({ dir, deployment: liveDeployment, databaseUrl: null, clock }))
  const { holdfast } = opened
  const views = new Views(holdfast, opened.intake)
  await play(views)
  server = await createServer(views, {
    host: '127.0.0.1',
    port: 0,
    pageDir: null,
    basemapDir: null,
    desk: { desk: (office) => deskView(holdfast, office, views.notice()) },
  })
  url = good(await server.listen()).url
  cookies = {
    monitor: await login('monitor'),
    commission: await login('commission'),
    guarantors: await login('guarantors'),
  }
})
afterAll(async () => {
  await server.close()
  await opened.close()
  rmSync(dir, { recursive: true, force: true })
})

async function ask(office: Office, hours: number): Promise<{ status: number; text: string }> {
  opened.holdfast.useClock(new VirtualClock(START_MS + hours * HOUR_MS))
  const headers = { cookie: cookies[office] }
  const answer = await fetch(`${url}/api/v1/desk`, { headers })
  return { status: answer.status, text: await answer.text() }
}

interface Desk {
  readonly tasks: readonly { place: unknown; access: readonly { position: unknown }[] }[]
  readonly access: readonly { report: { position: unknown } }[]
  readonly claims: readonly { alleges: { radiusM: number } | null; coverage: object | null }[]
  readonly proposals: readonly { score: unknown; reason: string; by: { isMachine: boolean } }[]
  readonly duplicates: readonly unknown[]
  readonly handOvers: readonly { office: string }[]
}

/** All that an answer holds and an office beside the monitor's may not have. */
function leaks(text: string): readonly string[] {
  const { tasks, access, claims, proposals, duplicates, handOvers } = JSON.parse(text) as Desk
  const judged = new Set(['kind', 'unseen'])
  return [
    ...SECRETS.filter((one) => text.includes(one)).map((one) => `text: ${one}`),
    ...tasks.filter(({ place }) => place !== null).map(() => 'place of a task'),
    ...[...tasks.flatMap((task) => task.access), ...access.map(({ report }) => report)]
      .filter(({ position }) => position !== null)
      .map(() => 'place of a report of access'),
    ...claims
      .filter(({ alleges }) => alleges !== null && alleges.radiusM < 1_000)
      .map(() => 'place of a claim'),
    ...claims
      .flatMap(({ coverage }) => Object.keys(coverage ?? {}))
      .filter((key) => !judged.has(key))
      .map((key) => `coverage: ${key}`),
    ...proposals
      .filter(({ by, score, reason }) => by.isMachine && (score !== null || reason !== ''))
      .map(() => 'likeness of a proposal'),
    ...duplicates.map(() => 'a likely duplicate'),
    ...handOvers.filter(({ office }) => office === 'monitor').map(() => "the watch's hand-over"),
  ]
}

describe.each([0, 3, 25, 24 * 365])('%i h later', (hours) => {
  test('nothing leaks to the commission, and it has its desk', async () => {
    const { status, text } = await ask('commission', hours)
    expect(status).toBe(200)
    expect(leaks(text)).toEqual([])
    const { tasks, access, claims, proposals, handOvers } = JSON.parse(text) as Desk
    expect([tasks, access, claims, proposals, handOvers].map((list) => list.length)).toEqual([
      1, 1, 2, 1, 1,
    ])
    // What was over for a day, by its kind; that somebody saw one places an event whose label says that it stays.
    expect(claims.map(({ coverage }) => coverage)).toEqual(
      hours < 25 ? [null, null] : [{ kind: 'noSensorLooked' }, null],
    )
  })

  test('the guarantors are refused, with nothing of it in the refusal', async () => {
    const { status, text } = await ask('guarantors', hours)
    expect(status).toBe(403)
    for (const secret of SECRETS) expect(text).not.toContain(secret)
    expect(text).not.toContain('the mill')
  })

  test('the same search finds what the monitor has', async () => {
    const { status, text } = await ask('monitor', hours)
    expect(status).toBe(200)
    const found = leaks(text).join('\n')
    for (const secret of SECRETS) expect(found).toContain(`text: ${secret}`)
    for (const field of ['place of a task', 'report of access', 'place of a claim', 'coverage: s'])
      expect(found).toContain(field)
    for (const field of ['likeness of', 'a likely duplicate', 'hand-over'])
      expect(found).toContain(field)
  })
})

test('without a session nobody is answered', async () => {
  expect((await fetch(`${url}/api/v1/desk`)).status).toBe(401)
})

// A field that somebody adds is for an office only once somebody decided that it is.
test('the commission has these fields and no other', async () => {
  const { text } = await ask('commission', 25)
  const fields = (value: unknown, path = ''): string[] =>
    Array.isArray(value)
      ? value.flatMap((one) => fields(one, `${path}[]`))
      : typeof value === 'object' && value !== null && path !== '.leftOut'
        ? Object.entries(value).flatMap(([key, one]) => fields(one, `${path}.${key}`))
        : [path]
  const { notice: _notice, ...desk } = JSON.parse(text) as Record<string, unknown>
  expect([...new Set(fields(desk))].toSorted()).toMatchInlineSnapshot(`
    [
      ".access[].category",
      ".access[].incident",
      ".access[].report.access",
      ".access[].report.atMs",
      ".access[].report.by",
      ".access[].report.condition",
      ".access[].report.entry",
      ".access[].report.nation",
      ".access[].report.position",
      ".access[].report.provision.agreementVersion",
      ".access[].report.text",
      ".access[].report.untilMs",
      ".access[].report.where",
      ".access[].task",
      ".assignments[].assignedTo.nation",
      ".assignments[].assignedTo.officer",
      ".assignments[].incident",
      ".assignments[].status",
      ".assignments[].title",
      ".assumptions[]",
      ".claims[].alleges.fromMs",
      ".claims[].alleges.kind",
      ".claims[].alleges.position.latDeg",
      ".claims[].alleges.position.lonDeg",
      ".claims[].alleges.radiusM",
      ".claims[].alleges.toMs",
      ".claims[].atMs",
      ".claims[].because",
      ".claims[].coverage",
      ".claims[].coverage.kind",
      ".claims[].entry",
      ".claims[].incident",
      ".claims[].party",
      ".claims[].stance",
      ".claims[].state",
      ".decorrelated[].atMs",
      ".decorrelated[].entry",
      ".decorrelated[].nation",
      ".decorrelated[].officer",
      ".decorrelated[].pair[]",
      ".decorrelated[].reason",
      ".duplicatesCut",
      ".exercise",
      ".handOvers[].atMs",
      ".handOvers[].entry",
      ".handOvers[].from",
      ".handOvers[].nation",
      ".handOvers[].office",
      ".handOvers[].taken",
      ".handOvers[].to",
      ".lag.entries",
      ".lag.observationsWaiting",
      ".leftOut",
      ".nowMs",
      ".occurred[].dueMs",
      ".occurred[].incident",
      ".occurred[].isLate",
      ".occurred[].lateMs",
      ".occurred[].status",
      ".occurred[].title",
      ".office",
      ".proposals[].atMs",
      ".proposals[].by.isMachine",
      ".proposals[].by.nation",
      ".proposals[].by.officer",
      ".proposals[].entry",
      ".proposals[].id",
      ".proposals[].incident",
      ".proposals[].into",
      ".proposals[].kind",
      ".proposals[].reason",
      ".proposals[].score",
      ".proposals[].status",
      ".tasks[].access[].access",
      ".tasks[].access[].atMs",
      ".tasks[].access[].by",
      ".tasks[].access[].condition",
      ".tasks[].access[].entry",
      ".tasks[].access[].nation",
      ".tasks[].access[].position",
      ".tasks[].access[].provision.agreementVersion",
      ".tasks[].access[].text",
      ".tasks[].access[].untilMs",
      ".tasks[].access[].where",
      ".tasks[].atMs",
      ".tasks[].dueMs",
      ".tasks[].entries[]",
      ".tasks[].id",
      ".tasks[].incident",
      ".tasks[].means",
      ".tasks[].nation",
      ".tasks[].place",
      ".tasks[].requestedFor",
      ".tasks[].result",
      ".tasks[].scripted",
      ".tasks[].status",
      ".tasks[].what",
      ".tasks[].withheld[]",
      ".unassigned",
      ".unconfirmed[].atMs",
      ".unconfirmed[].entry",
      ".unconfirmed[].incident",
      ".unconfirmed[].nation",
      ".unconfirmed[].party",
      ".unconfirmed[].stance",
      ".unconfirmed[].status",
      ".unconfirmed[].title",
      ".withheld[]",
    ]
  `)
})
