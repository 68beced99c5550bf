/**
 * Goal: positions seen held come in over HTTP, and whether the line creeps is told to the monitor alone, over HTTP and at the
 * command line, and again after a restart. Method: a real server on a virtual clock with a small text whose line runs north;
 * forty days of looks at an edge that moves east, and the same at one that stands.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { destination } from '@holdfast/core/geo'
import { DAY_MS } from '@holdfast/core/units'
import { VirtualClock } from '@holdfast/engine/clock'
import { lineCreep } from '@holdfast/engine/views'
import { carryFile } from '../../../../tests/support/carried-text.ts'
import { printedBy } from '../../../../tests/support/printed.ts'
import { newDir, removeDir } from '../../../../tests/support/small-deployment.ts'
import { serveSmall, type SmallServer } from '../../../../tests/support/small-server.ts'
import { gatedTruceText } from '../../../../tests/support/truce.ts'
import { addAgreement } from './agreement.ts'
import { addFuse } from './fuse.ts'

const LINE = [
  [37, 47],
  [37, 48],
] as const
const START_MS = Date.UTC(2026, 0, 15, 6)
const clock = new VirtualClock(START_MS)
const dir = newDir('creep')
let served: SmallServer

async function start(): Promise<void> {
  served = await serveSmall(dir, {
    clock,
    more: (holdfast) => ({
      line: { creep: (office, asked) => lineCreep(holdfast, office, asked) },
    }),
  })
}
beforeAll(start)
afterAll(async () => {
  await served.close()
  removeDir(dir)
})

async function run(...line: readonly string[]): Promise<string> {
  const program = new Command()
  addAgreement(program)
  addFuse(program)
  return await printedBy(program, [...line, '--data', dir])
}
async function cookieOf(office: string): Promise<string> {
  const answer = await fetch(`${served.url}/api/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: served.url },
    body: JSON.stringify({ name: 'a', nation: 'ZZZ', role: 'watch', office }),
  })
  expect(answer.status).toBe(200)
  return (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
}
const get = async (office: string, path: string): Promise<Response> =>
  await fetch(`${served.url}/api/v1${path}`, { headers: { cookie: await cookieOf(office) } })

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
  writeFileSync(file, gatedTruceText(LINE))
  await carryFile((...words) => run('agreement', ...words), file)
  const rows = [
    ...NS.map((n) => look(n, 'partyA', 3_000, -400 + 5 * n)),
    ...NS.map((n) => look(n, 'partyB', 3_000, 400)),
    { ...look(50, 'me', 3_000, 0) },
    { ...look(51, 'partyA', 3_000, 0), category: 'K.SHOT' },
  ]
  const sent = await fetch(`${served.url}/api/v1/observations`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: served.url,
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

  await served.holdfast.caughtUp()
  for (const office of ['commission', 'guarantors']) {
    expect((await get(office, '/line/creep')).status).toBe(403)
    const picture = await (await get(office, '/picture')).text()
    expect(picture).not.toMatch(/"holder":/)
  }
  expect(await (await get('monitor', '/picture')).text()).toMatch(/"holder":"partyA"/)
  expect((await fetch(`${served.url}/api/v1/line/creep`)).status).toBe(401)
  for (const toleratedM of ['-1', '10001', 'far'])
    expect((await get('monitor', `/line/creep?toleratedM=${toleratedM}`)).status).toBe(400)

  await served.close()
  await start()
  const again = JSON.parse(await run('fuse', 'creep', '--json')) as { indications: object[] }
  expect(again.indications).toEqual(indications)
})
