/**
 * Goal: what an operator and a sender rely on while a deployment lives, stops, dies and comes back.
 * Method: the command itself in processes of its own (a live, empty deployment; the demonstration as an ordinary user),
 * spoken to over HTTP and signals; where time must pass, the engine in this process under a clock that is moved by hand.
 */
import { chownSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { snapToGrid } from '@holdfast/core/geo'
import type { Office } from '@holdfast/core/nations'
import { HOUR_MS, isRefused, type Refused } from '@holdfast/core/units'
import { GRID_M } from '@holdfast/core/verify'
import { VirtualClock } from '@holdfast/engine/clock'
import { DONBAS, DONBAS_OPENS_MS, playDonbas } from '@holdfast/engine/demonstration'
import { openHoldfast, type Opened } from '@holdfast/engine/opening'
import { Views } from '@holdfast/engine/views'
import { runHoldfast, stackIn } from './support/holdfast.ts'
import { row, rows } from './support/rows.ts'
import { shownIds, standing, startServer, type Client, type Running } from './support/server.ts'

const root = mkdtempSync(join(tmpdir(), 'holdfast-deployment-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const good = <T extends object>(result: T | Refused): T => {
  if (isRefused(result)) throw new Error(result.refused)
  return result
}

interface Batch {
  readonly batch: string
  readonly accepted: number
  readonly rejected: readonly { readonly index: number; readonly reason: string }[]
}
const batchOf = (text: string): Batch => JSON.parse(text) as Batch

describe('a live, empty deployment', () => {
  const dir = join(root, 'live')
  let server: Running
  let client: Client
  const start = async (...args: readonly string[]): Promise<void> => {
    server = await startServer(['--data', dir, ...args])
    client = await server.login()
  }
  beforeAll(() => start())
  afterAll(() => server.stop('SIGKILL'))

  test('a batch is answered 201, row by row, and byte for byte the same when it comes again', async () => {
    const spoilt = { ...row(3), category: 'K.WHO.KNOWS' }
    const first = await client.post('/observations', [...rows(3), spoilt])
    expect(first.status).toBe(201)
    expect(first.type).toBe('application/json; charset=utf-8')
    const answer = batchOf(first.text)
    expect(Object.keys(answer)).toEqual(['batch', 'accepted', 'rejected'])
    expect(answer.batch).toMatch(/^[0-9a-f]{64}$/)
    expect(answer.accepted).toBe(3)
    expect(answer.rejected).toHaveLength(1)
    expect(answer.rejected[0]).toMatchObject({
      index: 3,
      reason: expect.stringMatching(/^\/category: "K\.WHO\.KNOWS" is not known/) as string,
    })
    const { logSize } = await standing(client)
    expect(await client.post('/observations', [...rows(3), spoilt])).toEqual(first)
    expect((await standing(client)).logSize).toBe(logSize)
  })

  test('a known observation in another batch is a duplicate; a batch of nothing new is 422', async () => {
    const mixed = await client.post('/observations', [row(0), row(10)])
    expect(mixed.status).toBe(201)
    expect(batchOf(mixed.text)).toMatchObject({
      accepted: 1,
      rejected: [{ index: 0, reason: expect.stringMatching(/^duplicate/) as string }],
    })
    const nothing = await client.post('/observations', [row(1), row(2)])
    expect(nothing.status).toBe(422)
    expect(nothing.type).toMatch(/^application\/problem\+json/)
    expect(batchOf(nothing.text)).toMatchObject({
      status: 422,
      accepted: 0,
      rejected: [
        { index: 0, reason: expect.stringMatching(/^duplicate/) as string },
        { index: 1, reason: expect.stringMatching(/^duplicate/) as string },
      ],
    })
  })

  test('NDJSON is the same as an array', async () => {
    const batch = rows(5, 20)
    const lines = batch.map((one) => JSON.stringify(one)).join('\n')
    const first = await client.postText('/observations', `${lines}\n`, 'application/x-ndjson')
    expect(first.status).toBe(201)
    expect(await client.post('/observations', batch)).toEqual(first)
  })

  test('observations come in pages, each once', async () => {
    const ids = await shownIds(client, 2)
    expect(ids).toHaveLength(9)
    expect(new Set(ids).size).toBe(9)
    expect(await shownIds(client, 1_000)).toEqual(ids)
  })

  test('a second process on the same directory is refused and told by whom; the first goes on', async () => {
    const second = await runHoldfast(['start', '--data', dir, '--port', '0', '--json'])
    expect(second).toMatchObject({ code: 1, stdout: '' })
    expect(second.stderr).toMatch(`in use by process ${server.pid}`)
    expect(stackIn(second.stderr)).toBeNull()
    expect((await client.post('/observations', rows(2, 40))).status).toBe(201)
  })

  test('SIGTERM ends it with 0, and a second start has the same log and the same picture', async () => {
    const before = await standing(client)
    const ids = await shownIds(client)
    const again = await client.post('/observations', rows(2, 40))
    expect((await server.stop('SIGTERM')).code).toBe(0)
    await start()
    expect(await standing(client)).toMatchObject({
      logSize: before.logSize,
      rootHash: before.rootHash,
      failure: null,
    })
    expect(await shownIds(client)).toEqual(ids)
    expect(await client.post('/observations', rows(2, 40))).toEqual(again)
  })

  test('SIGTERM drains: what was sent before it is answered', async () => {
    const sent = Array.from({ length: 8 }, (_, i) =>
      client.post('/observations', rows(200, 1_000 + i * 200)),
    )
    await Promise.race(sent)
    const ended = server.stop('SIGTERM')
    const answers = await Promise.allSettled(sent)
    expect((await ended).code).toBe(0)
    await start()
    const answered = answers.flatMap((one, i) =>
      one.status === 'fulfilled' ? [{ i, ...one }] : [],
    )
    expect(answered.length).toBeGreaterThan(0)
    for (const { i, value } of answered) {
      if (value.status !== 201) expect(value.status).toBe(503)
      else
        expect(await client.post('/observations', rows(200, 1_000 + i * 200)), `${i}`).toEqual(
          value,
        )
    }
  })

  test('after kill -9 it starts over the dead lock with everything there', async () => {
    const before = await standing(client)
    await server.stop('SIGKILL')
    await start()
    expect(await standing(client)).toMatchObject({
      logSize: before.logSize,
      rootHash: before.rootHash,
      failure: null,
    })
  })

  test('a taken port is an error that says so, and leaves the directory free', async () => {
    expect((await server.stop('SIGINT')).code).toBe(0)
    const taken = createServer()
    await new Promise<void>((resolve) => {
      taken.listen(0, '127.0.0.1', resolve)
    })
    const { port } = taken.address() as AddressInfo
    const refused = await runHoldfast(['start', '--data', dir, '--port', String(port), '--json'])
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toMatch(/^holdfast: .*port/m)
    expect(refused.stderr).toContain(String(port))
    expect(stackIn(refused.stderr)).toBeNull()
    await new Promise((resolve) => taken.close(resolve))
    await start('--port', String(port))
    expect(server.port).toBe(port)
  })
})

const clocksOf = async ({ holdfast, projections }: Opened) => {
  await holdfast.caughtUp()
  return await projections.list('clock', { limit: 1_000 })
}

describe('clocks', () => {
  const dir = join(root, 'clocks')
  const open = async (atMs: number): Promise<{ opened: Opened; clock: VirtualClock }> => {
    const clock = new VirtualClock(atMs)
    return {
      opened: good(await openHoldfast({ dir, deployment: DONBAS, databaseUrl: null, clock })),
      clock,
    }
  }
  test('survive a restart, also across their deadline, and expire once', async () => {
    const first = await open(DONBAS_OPENS_MS)
    const { holdfast } = first.opened
    const stop = new Error('stopped here')
    const runs = () =>
      [...holdfast.mission.respond.clocks.values()].some((one) => one.status === 'running')
    await expect(
      playDonbas(holdfast, first.clock, () => {
        if (runs()) throw stop
      }),
    ).rejects.toBe(stop)
    const before = await clocksOf(first.opened)
    const running = before.filter(({ status }) => status === 'running')
    expect(running.length).toBeGreaterThan(0)
    const stoppedMs = first.clock.nowMs()
    await first.opened.close()

    // The same instant: nothing is due, and the same clocks run to the same deadlines.
    const same = await open(stoppedMs)
    expect(await same.opened.holdfast.tick()).toEqual([])
    expect(await clocksOf(same.opened)).toEqual(before)
    await same.opened.close()

    const late = await open(stoppedMs + 100 * HOUR_MS)
    const entries = await late.opened.holdfast.tick()
    expect(entries.map(({ kind }) => kind)).toEqual(running.map(() => 'respond.clock-expired'))
    expect(await late.opened.holdfast.tick()).toEqual([])
    const after = await clocksOf(late.opened)
    for (const one of running)
      expect(after.find(({ id }) => id === one.id)).toMatchObject({
        status: 'expired',
        dueAtMs: one.dueAtMs,
      })
    await late.opened.close()

    const again = await open(stoppedMs + 200 * HOUR_MS)
    expect(await again.opened.holdfast.tick()).toEqual([])
    expect(await clocksOf(again.opened)).toEqual(after)
    await again.opened.close()
  })
})

/** Why the demonstration cannot be run as an ordinary user here, or the words that make it so. */
function ordinaryUser(): { readonly prefix: readonly string[] } | { readonly reason: string } {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const prefix = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--']
  const [command = '', ...words] = prefix
  const tried = spawnSync(command, [...words, process.execPath, 'bin/holdfast.mjs', '--version'])
  return tried.status === 0
    ? { prefix }
    : { reason: 'as root, without setpriv or with a repository that others cannot read' }
}

describe('the demonstration', () => {
  const dir = mkdtempSync(join(root, 'demonstration-'))
  const user = ordinaryUser()
  const around = 'prefix' in user ? { ...user, env: { ...process.env, HOME: dir } } : {}
  beforeAll(() => {
    if (!('prefix' in user) || user.prefix.length === 0) return
    chownSync(root, 65_534, 65_534)
    chownSync(dir, 65_534, 65_534)
  })

  test('the command says the same of a server and of a closed directory', async () => {
    const server = await startServer(['--demonstration', dir], around)
    const client = await server.login()
    const { nowMs } = await standing(client)
    // The demonstration has a registry, so only who stands in it may report.
    expect(await client.post('/observations', [{ ...row(0), exercise: 'donbas' }])).toMatchObject({
      status: 422,
      text: expect.stringContaining('not in the registry of sources'),
    })
    const { sources } = JSON.parse((await client.get('/sources')).text) as {
      sources: { id: string }[]
    }
    // Observed a minute ago by the demonstration's clock: its place is not due to leave the monitor's office.
    const fresh = {
      ...row(0),
      source: sources[0]?.id,
      exercise: 'donbas',
      observed: { ...row(0).observed, fromMs: nowMs - 60_000, toMs: nowMs - 60_000 },
      label: {
        policy: 'HOLDFAST',
        classification: 'UNCLASSIFIED',
        offices: ['monitor', 'commission', 'guarantors'],
        releasableTo: ['ALL'],
      },
    }
    expect((await client.post('/observations', [fresh])).status).toBe(201)
    await shownIds(client)
    const ask = (...args: readonly string[]) =>
      runHoldfast([...args, '--data', dir, '--json'], around)
    const ofFresh = async () => {
      const { code, stdout } = await ask('export', 'observations')
      expect(code).toBe(0)
      return (JSON.parse(stdout) as { observed: { fromMs: number } }[]).find(
        ({ observed }) => observed.fromMs === nowMs - 60_000,
      )
    }
    const list = await ask('incident', 'list')
    const guarantors = await ask('incident', 'list', '--office', 'guarantors')
    expect(list).toMatchObject({ code: 0, stderr: '' })
    expect((JSON.parse(list.stdout) as { incidents: [] }).incidents.length).toBeGreaterThan(3)
    const observation = await ofFresh()
    expect(observation).toMatchObject({ source: null, observer: { place: null, position: null } })

    expect((await server.stop('SIGTERM')).code).toBe(0)
    expect(await ask('incident', 'list')).toEqual(list)
    expect(await ask('incident', 'list', '--office', 'guarantors')).toEqual(guarantors)
    expect(await ofFresh()).toEqual(observation)
  })

  // Skipped as root without setpriv, or with a repository that others cannot read: tests/skips.json.
  test.skipIf(!('prefix' in user))('all that was as an ordinary user', () => {
    expect(statSync(join(dir, 'journal')).uid).not.toBe(0)
  })

  describe('its record, long after', () => {
    let opened: Opened
    let views: Views
    beforeAll(async () => {
      // Years after its last observation: all that may ever be released is released now.
      const clock = new VirtualClock(Date.UTC(2030, 0, 1))
      opened = good(await openHoldfast({ dir, deployment: DONBAS, databaseUrl: null, clock }))
      await opened.holdfast.caughtUp()
      views = new Views(opened.holdfast, opened.intake)
    })
    afterAll(() => opened.close())

    test('the recalled finding stopped its clocks', async () => {
      const recalled = [...opened.holdfast.mission.verify.incidents.values()].filter(
        ({ answers }) => Object.values(answers).some(({ status }) => status === 'recalled'),
      )
      expect(recalled.length).toBeGreaterThan(0)
      const clocks = await opened.projections.list('clock', { limit: 1_000 })
      for (const { id } of recalled) {
        const own = clocks.filter(({ incident }) => incident === id)
        expect(own.some(({ status }) => status === 'stopped')).toBe(true)
        expect(own.filter(({ status }) => status === 'running')).toEqual([])
      }
    })

    test.each(['guarantors', 'commission'] as const)(
      'no exact place reaches the %s',
      async (office) => {
        const { leaks, positions } = await seenBy(views, office)
        expect(leaks).toEqual([])
        expect(positions).toBeGreaterThan(10)
      },
    )

    test('the detector of leaks finds them in what the monitor sees', async () => {
      const { leaks } = await seenBy(views, 'monitor')
      for (const kind of [
        'support',
        'off the grid',
        'observer',
        'arc or range',
        'residual',
        'exact number',
      ])
        expect(
          leaks.some((leak) => leak.includes(kind)),
          kind,
        ).toBe(true)
    })

    test('the plan is shown to the guarantors only', async () => {
      for (const office of ['monitor', 'commission'] as const) {
        expect(await views.plan(office)).toHaveProperty('refused')
      }
      expect(good(await views.plan('guarantors')).plan).not.toBeNull()
    })
  })
})

/** What of exact places an office can see: in its picture, and in the chains of all incidents. */
async function seenBy(views: Views, office: Office) {
  const exact = await views.picture('monitor')
  const picture = await views.picture(office)
  const chains = await Promise.all(picture.incidents.map(({ id }) => views.chain(id, office)))
  const parts = [picture, ...chains.flatMap((chain) => chain ?? [])]
  const leaks: string[] = []
  let positions = 0
  for (const { observations, events } of parts) {
    for (const { id, observer, where, residual } of observations) {
      if (observer.position !== null || observer.errorM !== null) leaks.push(`observer: ${id}`)
      if (where.sectors.length > 0 || where.ring !== null) leaks.push(`arc or range: ${id}`)
      if (Object.keys(residual).length > 0) leaks.push(`residual: ${id}`)
    }
    for (const { id, estimate } of events) {
      if (estimate === null) continue
      positions += 1
      if (estimate.support !== undefined || estimate.covarianceM2 !== undefined)
        leaks.push(`support or covariance: ${id}`)
      const { position, ellipse95 } = estimate
      const snapped = snapToGrid(position, GRID_M)
      if (snapped.lonDeg !== position.lonDeg || snapped.latDeg !== position.latDeg)
        leaks.push(`off the grid: ${id}`)
      if (ellipse95.semiMinorM < GRID_M) leaks.push(`ellipse below the grid: ${id}`)
    }
  }
  // Whatever the member is called: no number of an exact place stands anywhere outside the agreement's own geography.
  const text = JSON.stringify([{ ...picture, line: [], zones: [] }, chains])
  for (const { id, estimate } of exact.events)
    for (const number of estimate === null ? [] : Object.values(estimate.position))
      if (String(number).length > 6 && text.includes(String(number)))
        leaks.push(`exact number: ${id}`)
  return { leaks, positions }
}
