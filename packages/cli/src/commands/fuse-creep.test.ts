/**
 * Goal: positions seen held come in over HTTP, and whether the line creeps is told to the monitor alone, over HTTP and at the
 * command line, and again after a restart. Method: a real server on a virtual clock with a small text whose line runs north;
 * forty days of looks at an edge that moves east, and the same at one that stands.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { destination } from '@holdfast/core/geo'
import { DAY_MS, isRefused } from '@holdfast/core/units'
import { VirtualClock } from '@holdfast/engine/clock'
import { Intake } from '@holdfast/engine/intake'
import { liveDeployment } from '@holdfast/engine/opening'
import { MemoryProjections } from '@holdfast/engine/projector'
import { Holdfast, holdJournal } from '@holdfast/engine/runtime'
import { HighsSolver } from '@holdfast/engine/solver'
import { lineCreep, Views } from '@holdfast/engine/views'
import { createServer, type HttpServer } from '@holdfast/server/http'
import { RejectsLedger } from '@holdfast/store/rejects'
import { addAgreement } from './agreement.ts'
import { addFuse } from './fuse.ts'

const TEXT = `
id: truce
title: A truce
ladder: paris-2026
lineOfContact: contact
parties: { A: { title: A }, B: { title: B } }
versions: [{ id: v1, title: First, from: 2020-01-01T00:00:00Z, source: a text }]
thresholds:
  screening: 0.05
  quorum: 2
  occurredUnheardHours: 12
  partiesHeardHours: 72
  standards: [{ id: s, title: S, from: 0.5, to: 1 }]
lines:
  - id: contact
    title: Line
    basis: { kind: text, source: a text }
    vertices: [{ lonDeg: 37, latDeg: 47 }, { lonDeg: 37, latDeg: 48 }]
zones: []
facts:
  - { id: quiet, title: Quiet, declaredBy: commission, basis: { kind: text, source: a text } }
  - { id: signed, title: Signed, declaredBy: bothParties, basis: { kind: text, source: a text } }
  - { id: fighting, title: Fighting, declaredBy: commission, basis: { kind: text, source: a text } }
phases:
  - { id: truce, title: Truce, kind: ceasefire, entry: [quiet], exit: [fighting], basis: { kind: text, source: a text } }
gates:
  - { id: established, title: Established, needs: [quiet], barredBy: [fighting], basis: { kind: text, source: a text } }
notified:
  - { id: works, title: Works, activity: demining, noticeHours: 24, to: both, says: [where], explains: [], source: a text }
provisions:
  - { clause: C, title: No fire, source: a text, sinceVersion: v1, act: { kinds: [explosion], phases: [] } }
obligations:
  - { clause: D, title: Lists, due: 2026-01-01T00:00:00Z, party: both, source: a text }
`
const START_MS = Date.UTC(2026, 0, 15, 6)
const clock = new VirtualClock(START_MS)
const dir = mkdtempSync(join(tmpdir(), 'holdfast-creep-'))
let holdfast: Holdfast
let server: HttpServer
let url = ''

async function start(): Promise<void> {
  const held = await holdJournal(dir, liveDeployment)
  if (isRefused(held)) throw new Error(held.refused)
  holdfast = await Holdfast.start(held, {
    deployment: liveDeployment,
    clock,
    sink: new MemoryProjections(),
    solver: new HighsSolver(),
  })
  const rejects = await RejectsLedger.open(join(dir, 'rejects'))
  const views = new Views(holdfast, new Intake(holdfast, rejects, 0))
  server = await createServer(views, {
    host: '127.0.0.1',
    port: 0,
    pageDir: null,
    basemapDir: null,
    line: { creep: (office, asked) => lineCreep(holdfast, office, asked) },
  })
  const listening = await server.listen()
  if (isRefused(listening)) throw new Error(listening.refused)
  ;({ url } = listening)
  writeFileSync(join(dir, 'server.json'), JSON.stringify({ url }))
}
async function stop(): Promise<void> {
  await server.close()
  await holdfast.close()
}
beforeAll(start)
afterAll(async () => {
  await stop()
  rmSync(dir, { recursive: true, force: true })
})
afterEach(() => {
  vi.restoreAllMocks()
})

async function run(...line: readonly string[]): Promise<string> {
  let out = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    out += String(chunk)
    return true
  })
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined })
  addAgreement(program)
  addFuse(program)
  await program.parseAsync([...line, '--data', dir], { from: 'user' })
  vi.restoreAllMocks()
  return out
}
async function cookieOf(office: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ name: 'a', nation: 'ZZZ', role: 'watch', office }),
  })
  expect(answer.status).toBe(200)
  return (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
}
const get = async (office: string, path: string): Promise<Response> =>
  await fetch(`${url}/api/v1${path}`, { headers: { cookie: await cookieOf(office) } })

/** A look at who holds a place so far along the line, and east of it (west below 0). */
function look(n: number, holder: string, alongM: number, eastM: number): object {
  const atMs = START_MS - 41 * DAY_MS + Math.round((n * DAY_MS) / 3)
  const onLine = destination({ lonDeg: 37, latDeg: 47 }, { azimuthDeg: 0, distanceM: alongM })
  const azimuthDeg = eastM < 0 ? 270 : 90
  const position = destination(onLine, { azimuthDeg, distanceM: Math.abs(eastM) })
  return {
    source: 'drone',
    recordId: `${holder} ${n}`,
    means: ['imaged'],
    category: 'P.FORTIFICATION',
    phase: 'undetermined',
    count: { n: 1, precision: 'exact' },
    observed: { fromMs: atMs, toMs: atMs, basis: 'clock', clock: 'gnss' },
    observer: { place: 'drone', position: onLine, errorM: 5, control: 'unknown' },
    where: { sectors: [], ring: null, fix: { position, errorM: 20 } },
    holder,
  }
}
const NS = Array.from({ length: 120 }, (_, n) => n)

test('whether the line creeps is told to the monitor alone, with what it rests on', async () => {
  await expect(run('fuse', 'creep')).rejects.toThrow(/no agreement with a line of contact/)
  const file = join(dir, 'truce.yaml')
  writeFileSync(file, TEXT)
  await run('agreement', 'adopt', file)
  const rows = [
    ...NS.map((n) => look(n, 'partyA', 3_000, -400 + 5 * n)),
    ...NS.map((n) => look(n, 'partyB', 3_000, 400)),
    { ...look(50, 'me', 3_000, 0) },
    { ...look(51, 'partyA', 3_000, 0), category: 'K.SHOT' },
  ]
  const sent = await fetch(`${url}/api/v1/observations`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: url,
      cookie: await cookieOf('monitor'),
    },
    body: JSON.stringify(rows),
  })
  expect(sent.status).toBe(201)
  const answer = (await sent.json()) as { accepted: number; rejected: { reason: string }[] }
  expect(answer.accepted).toBe(240)
  expect(answer.rejected.map(({ reason }) => reason.slice(0, 7))).toEqual(['/holder', '/holder'])

  const { indications, used } = JSON.parse(await run('fuse', 'creep', '--json')) as {
    indications: { holder: string; observations: string[] }[]
    used: number
  }
  expect(used).toBe(240)
  expect(indications).toMatchObject([{ category: 'P.CONTROL', holder: 'partyA' }])
  expect(indications[0]?.observations).toHaveLength(120)
  expect(await run('fuse', 'creep')).toMatch(/partyA/)
  expect(await run('fuse', 'creep', '--tolerated', '5000')).not.toMatch(/partyA/)
  await expect(run('fuse', 'creep', '--tolerated', 'far')).rejects.toThrow(/--tolerated is "far"/)

  await holdfast.caughtUp()
  for (const office of ['commission', 'guarantors']) {
    expect((await get(office, '/line/creep')).status).toBe(403)
    const picture = await (await get(office, '/picture')).text()
    expect(picture).not.toMatch(/"holder":/)
  }
  expect(await (await get('monitor', '/picture')).text()).toMatch(/"holder":"partyA"/)
  expect((await fetch(`${url}/api/v1/line/creep`)).status).toBe(401)
  for (const toleratedM of ['-1', '10001', 'far'])
    expect((await get('monitor', `/line/creep?toleratedM=${toleratedM}`)).status).toBe(400)

  await stop()
  await start()
  const again = JSON.parse(await run('fuse', 'creep', '--json')) as { indications: object[] }
  expect(again.indications).toEqual(indications)
})
