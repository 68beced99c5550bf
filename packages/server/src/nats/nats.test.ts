/* oxlint-disable no-await-in-loop -- waiting for a server is one look after the other */
/**
 * Goal: what a JetStream stream holds is stored once, whatever breaks on the way, and what cannot be stored holds nothing
 * up and is seen. Method: a real nats-server, a real deployment, real connections that are cut between the disk and the
 * acknowledgement; what is counted stands in the journal and in the server's own account of the consumer.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { connect as connectTcp, createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connect, headers, nanos, type NatsConnection } from '@nats-io/transport-node'
import { AckPolicy, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream'
import { afterEach, describe, expect, test } from 'vitest'
import type { Source } from '@holdfast/core/observe'
import { isRefused } from '@holdfast/core/units'
import { Intake, type OfferedBatch } from '@holdfast/engine/intake'
import { liveDeployment, openHoldfast, type Opened } from '@holdfast/engine/opening'
import { SYSTEM } from '@holdfast/engine/runtime'
import type { NatsWay, Way } from '../ways/index.ts'
import { startNats } from './index.ts'

const binary = 'nats-server'
const isAbsent = spawnSync(binary, ['--version']).error !== undefined
const why = isAbsent ? ' (skipped: nats-server is not installed; apt-get install nats-server)' : ''

const ends: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-nats-'))
  ends.push(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

async function until(what: string, is: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 25) {
    if (await is()) return
    await pause(25)
  }
  throw new Error(`never: ${what}`)
}

interface Server {
  readonly url: string
  readonly port: number
  stop(): Promise<void>
}

async function startServer(dir: string, port = -1, more: readonly string[] = []): Promise<Server> {
  const ports = mkdtempSync(join(dir, 'ports-'))
  const child: ChildProcess = spawn(
    binary,
    [
      '-a',
      '127.0.0.1',
      '-p',
      String(port),
      '-js',
      '-sd',
      join(dir, 'js'),
      '--ports_file_dir',
      ports,
      ...more,
    ],
    { stdio: 'ignore' },
  )
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await exited
  }
  ends.push(stop)
  const file = (): string | undefined => readdirSync(ports).find((name) => name.endsWith('.ports'))
  await until('the server listens', () => file() !== undefined)
  await pause(50)
  const { nats } = JSON.parse(readFileSync(join(ports, file() ?? ''), 'utf8')) as { nats: string[] }
  const taken = Number(new URL(nats[0] ?? '').port)
  return { url: `nats://127.0.0.1:${taken}`, port: taken, stop }
}

interface Client {
  readonly nc: NatsConnection
  readonly jsm: JetStreamManager
  publish(body: unknown, media?: string, subject?: string): Promise<void>
}

async function clientOf(url: string, options: object = {}): Promise<Client> {
  const nc = await connect({ servers: url, maxReconnectAttempts: -1, ...options })
  ends.push(() => nc.close())
  const jsm = await jetstreamManager(nc)
  const publish: Client['publish'] = async (body, media, subject = 'obs.a') => {
    const written = headers()
    if (media !== undefined) written.set('content-type', media)
    const bytes = body instanceof Uint8Array ? body : JSON.stringify(body)
    await jsm.jetstream().publish(subject, bytes, { headers: written })
  }
  return { nc, jsm, publish }
}

const source = (id: string, unsigned: Source['unsigned'] = 'accepted'): Source => ({
  id,
  title: id,
  nation: 'ZZZ',
  kind: 'patrol',
  reachM: {},
  detection: { pd: 0.9, falseReport: 0.1, basis: 'test' },
  group: id,
  site: { position: { lonDeg: 37.9, latDeg: 48.1 }, heightM: 200, errorM: 5 },
  ...(unsigned === undefined ? {} : { unsigned }),
})
const row = (n: number, from = 'mast-7') => ({
  source: from,
  recordId: `r-${n}`,
  means: ['heard'],
  category: 'K.EXPL.IMPACT',
  phase: 'impact',
  count: { n: 1, precision: 'exact' },
  observed: {
    fromMs: 1_790_000_000_000 + n,
    toMs: 1_790_000_000_000 + n,
    basis: 'clock',
    clock: 'gnss',
  },
  observer: {
    position: { lonDeg: 37.9, latDeg: 48.1 },
    errorM: 10,
    place: 'mast',
    control: 'unknown',
  },
  where: { fix: null, ring: null, sectors: [] },
})

const MAPPING = JSON.stringify({
  format: 'holdfast-csv-mapping/1',
  constants: { '/category': 'K.EXPL.IMPACT', '/means': ['heard'], '/observed/basis': 'clock' },
  members: [
    { to: '/recordId', from: 'id' },
    { to: '/observed/fromMs', from: 't', as: 'time', format: 'unix-ms' },
  ],
})

async function openAt(dir: string): Promise<Opened> {
  const opened = await openHoldfast({
    dir,
    deployment: liveDeployment,
    databaseUrl: null,
    intakeThreads: 0,
  })
  if (isRefused(opened)) throw new Error(opened.refused)
  return opened
}
async function deployment(): Promise<Opened & { readonly dir: string }> {
  const dir = join(newDir(), 'deployment')
  mkdirSync(dir)
  const opened = await openAt(dir)
  for (const one of [source('mast-7'), source('quiet', 'refused')])
    await opened.holdfast.command({ step: 'observe', type: 'registerSource', source: one }, SYSTEM)
  return { ...opened, dir }
}

async function acceptedIn({ holdfast }: Opened): Promise<{ batches: number; rows: number }> {
  let [batches, rows] = [0, 0]
  for await (const entry of holdfast.journal.read(0)) {
    if ('tombstone' in entry || entry.kind !== 'observe.batch-accepted') continue
    batches += 1
    rows += (entry.payload as unknown as { observations: unknown[] }).observations.length
  }
  return { batches, rows }
}

const wayOf = (url: string, feed: NatsWay['feed'] = null): NatsWay => ({
  kind: 'nats',
  id: 'bus',
  servers: [url],
  stream: 'OBS',
  consumer: 'holdfast',
  feed,
})
async function start(spec: NatsWay, intake: Intake, said: string[] = []): Promise<Way> {
  const way = await startNats(spec, intake, (text) => void said.push(text))
  if (isRefused(way)) throw new Error(way.refused)
  return way
}
const pendingOf = async ({ jsm }: Client) => {
  const info = await jsm.consumers.info('OBS', 'holdfast')
  return { waiting: info.num_pending + info.num_ack_pending, info }
}
const isDrained = async (client: Client): Promise<boolean> =>
  (await pendingOf(client)).waiting === 0

/** A wire that can be cut. */
async function wireTo(port: number): Promise<{ readonly url: string; cut(): void }> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connectTcp(port, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far)
    far.pipe(near)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve())
  })
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  ends.push(() => {
    cut()
    server.close()
  })
  return { url: `nats://127.0.0.1:${(server.address() as AddressInfo).port}`, cut }
}

/** Cuts the wire between the disk and the acknowledgement. */
class CutIntake extends Intake {
  cut: (() => void) | null = null
  taken = 0
  override async batch(offered: OfferedBatch) {
    const answer = await super.batch(offered)
    this.taken += 1
    const { cut } = this
    this.cut = null
    cut?.()
    return answer
  }
}

describe.skipIf(isAbsent)(`a JetStream consumer${why}`, () => {
  test('brings batches in every media type, and makes the durable consumer', async () => {
    const server = await startServer(newDir())
    const client = await clientOf(server.url)
    await client.jsm.streams.add({ name: 'OBS', subjects: ['obs.>'] })
    const opened = await deployment()
    const said: string[] = []
    const way = await start(wayOf(server.url), opened.intake, said)
    await client.publish([row(1)])
    await client.publish([row(2), { nonsense: true }], 'application/json; charset=utf-8')
    await client.publish(
      Buffer.from(`${JSON.stringify(row(3))}\n${JSON.stringify(row(4))}\n`),
      'application/x-ndjson',
      'obs.b',
    )
    await until('all are settled', () => isDrained(client))
    const { rows } = await opened.intake.rejects.list({ limit: 10 })
    expect(await acceptedIn(opened)).toEqual({ batches: 3, rows: 4 })
    expect(rows).toMatchObject([{ reason: 'row', channel: 'nats', feed: 'bus' }])
    expect(way.status()).toMatchObject({ isUp: true, lastError: null, kind: 'nats' })
    expect((await pendingOf(client)).info.config).toMatchObject({
      ack_policy: 'explicit',
      max_ack_pending: 256,
    })
    await way.close()
    expect(way.status().isUp).toBe(false)
    await opened.close()
  })

  test('stores nothing twice when it is cut off before it acknowledges', async () => {
    const server = await startServer(newDir())
    const client = await clientOf(server.url)
    await client.jsm.streams.add({ name: 'OBS', subjects: ['obs.>'] })
    await client.jsm.consumers.add('OBS', {
      durable_name: 'holdfast',
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(1_000),
    })
    const opened = await deployment()
    const intake = new CutIntake(opened.holdfast, opened.intake.rejects, 0)
    const wire = await wireTo(server.port)
    intake.cut = () => wire.cut()
    for (let n = 0; n < 20; n += 1) await client.publish([row(n)])
    const way = await start(wayOf(wire.url), intake)
    await until('all are settled', () => isDrained(client))
    expect(await acceptedIn(opened)).toEqual({ batches: 20, rows: 20 })
    // At least the one whose acknowledgement was cut off came again.
    expect(intake.taken).toBeGreaterThan(20)
    await way.close()
    await intake.end()
    await opened.close()
  })

  test('stores nothing twice when the deployment is killed and opened again', async () => {
    const server = await startServer(newDir())
    const client = await clientOf(server.url)
    await client.jsm.streams.add({ name: 'OBS', subjects: ['obs.>'] })
    await client.jsm.consumers.add('OBS', {
      durable_name: 'holdfast',
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(1_000),
    })
    const first = await deployment()
    const intake = new CutIntake(first.holdfast, first.intake.rejects, 0)
    const wire = await wireTo(server.port)
    await client.publish([row(1), row(2)])
    const stopped = new Promise<void>((resolve) => {
      intake.cut = () => {
        wire.cut()
        resolve()
      }
    })
    const way = await start(wayOf(wire.url), intake)
    await stopped
    await way.close()
    await intake.end()
    await first.close()
    expect(await isDrained(client)).toBe(false)

    const second = await openAt(first.dir)
    const again = await start(wayOf(server.url), second.intake)
    await until('it came again', () => isDrained(client))
    expect(await acceptedIn(second)).toEqual({ batches: 1, rows: 2 })
    await again.close()
    await second.close()
  })

  test('a permanent refusal is ended, counted and listed, and what comes after it is stored', async () => {
    const server = await startServer(newDir())
    const client = await clientOf(server.url)
    await client.jsm.streams.add({ name: 'OBS', subjects: ['obs.>'] })
    const opened = await deployment()
    await client.publish(Buffer.from('{'))
    await client.publish([row(1, 'stranger')])
    await client.publish([row(1, 'quiet')])
    await client.publish([row(1)], 'text/csv')
    await client.publish(['not', 'signed'], 'application/vnd.holdfast.signed-batch+json')
    await client.publish(Array.from({ length: 10_001 }, () => 0))
    await client.publish([row(1)])
    const said: string[] = []
    const way = await start(wayOf(server.url), opened.intake, said)
    await until('all are settled', () => isDrained(client))
    expect(await acceptedIn(opened)).toEqual({ batches: 1, rows: 1 })
    const { rows } = await opened.intake.rejects.list({ limit: 20 })
    const statuses = rows.map(({ detail }) => Number(detail.slice(0, 3))).toSorted((a, b) => a - b)
    expect(statuses).toEqual([400, 400, 401, 401, 413, 415])
    expect(rows.at(-1)).toMatchObject({
      bytes: Buffer.from('{').toString('base64'),
      reason: 'refused',
    })
    expect(way.status().lastError).toMatch(/^6 messages were refused for good, the last: 413/)
    expect(said.some((text) => text.includes('refused for good (1 so far): 400'))).toBe(true)
    // Ended: not one of them is delivered again.
    expect((await pendingOf(client)).info.num_redelivered).toBe(0)
    await way.close()
    await opened.close()
  })

  test('what is refused for now is kept by the server and comes again', async () => {
    const server = await startServer(newDir())
    const client = await clientOf(server.url)
    await client.jsm.streams.add({ name: 'OBS', subjects: ['obs.>'] })
    const opened = await deployment()
    let offered = 0
    class FullIntake extends Intake {
      override async batch(batch: OfferedBatch) {
        offered += 1
        return offered <= 7
          ? ({ refused: 'no room', status: 503 } as const)
          : await super.batch(batch)
      }
    }
    const intake = new FullIntake(opened.holdfast, opened.intake.rejects, 0)
    await client.publish([row(1)])
    const said: string[] = []
    const way = await start(wayOf(server.url), intake, said)
    await until('it is settled', async () => offered > 7 && (await isDrained(client)))
    expect(await acceptedIn(opened)).toEqual({ batches: 1, rows: 1 })
    expect(said.join('\n')).toMatch(/left with the server for now: no room/)
    expect((await opened.intake.rejects.list({ limit: 5 })).rows).toEqual([])
    await way.close()
    await intake.end()
    await opened.close()
  })

  test('slow work is not delivered again while it goes on', async () => {
    const server = await startServer(newDir())
    const client = await clientOf(server.url)
    await client.jsm.streams.add({ name: 'OBS', subjects: ['obs.>'] })
    await client.jsm.consumers.add('OBS', {
      durable_name: 'holdfast',
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(600),
    })
    const opened = await deployment()
    let offered = 0
    class SlowIntake extends Intake {
      override async batch(batch: OfferedBatch) {
        offered += 1
        await pause(2_500)
        return await super.batch(batch)
      }
    }
    const intake = new SlowIntake(opened.holdfast, opened.intake.rejects, 0)
    await client.publish([row(1)])
    const way = await start(wayOf(server.url), intake)
    await until('it is settled', async () => offered > 0 && (await isDrained(client)))
    expect(offered).toBe(1)
    await way.close()
    await intake.end()
    await opened.close()
  })

  test('goes on after the server was started again, and waits for one that is not there yet', async () => {
    const dir = newDir()
    const before = await startServer(dir)
    const client = await clientOf(before.url)
    await client.jsm.streams.add({ name: 'OBS', subjects: ['obs.>'] })
    await client.publish([row(1)])
    await before.stop()

    const opened = await deployment()
    const said: string[] = []
    const way = await start(wayOf(before.url), opened.intake, said)
    expect(way.status()).toMatchObject({
      isUp: false,
      lastError: expect.stringContaining('cannot be reached'),
    })
    const second = await startServer(dir, before.port)
    await until('it is up', () => way.status().isUp)
    await second.stop()
    await until('it is down', () => !way.status().isUp)
    await startServer(dir, before.port)
    await until('it is up again', () => way.status().isUp)
    const late = await clientOf(before.url)
    await late.publish([row(2)])
    await until('all are settled', () => isDrained(late))
    expect(await acceptedIn(opened)).toEqual({ batches: 2, rows: 2 })
    expect(said.filter((text) => text.includes('cannot be reached')).length).toBeLessThan(6)
    await way.close()
    await opened.close()
  })

  test('a feed brings its bytes in the order of the stream', async () => {
    const server = await startServer(newDir())
    const client = await clientOf(server.url)
    await client.jsm.streams.add({ name: 'OBS', subjects: ['obs.>'] })
    const opened = await deployment()
    const text = `id,t\n${Array.from({ length: 300 }, (_, n) => `${n},${1_790_000_000_000 + n}\n`).join('')}`
    // Records are cut over messages: only in order can they be read.
    for (let at = 0; at < text.length; at += 1_000)
      await client.publish(Buffer.from(text.slice(at, at + 1_000)))
    const feed = { format: 'csv', options: { mapping: MAPPING }, source: 'mast-7' }
    const way = await start(wayOf(server.url, feed), opened.intake)
    await until('all are settled', () => isDrained(client))
    expect((await pendingOf(client)).info.config.max_ack_pending).toBe(1)
    await way.close()
    expect((await acceptedIn(opened)).rows).toBe(300)
    expect(opened.intake.feeds()).toMatchObject([{ isOpen: false, counts: { bytes: text.length } }])
    await opened.close()
  })

  test('says what a person has to mend', async () => {
    const dir = newDir()
    const server = await startServer(dir, -1, ['--auth', 'secret'])
    const opened = await deployment()
    const refusal = async (spec: Partial<NatsWay>): Promise<string> => {
      const way = await startNats({ ...wayOf(server.url), ...spec }, opened.intake, () => undefined)
      if (isRefused(way)) return way.refused
      await way.close()
      return 'started'
    }
    expect(await refusal({})).toMatch(/does not accept the credentials.*HOLDFAST_NATS_TOKEN/)
    process.env['HOLDFAST_NATS_TOKEN'] = 'secret'
    ends.push(() => void delete process.env['HOLDFAST_NATS_TOKEN'])
    expect(await refusal({})).toMatch(/no stream OBS; make it/)
    expect(await refusal({ servers: [server.url.replace('nats:', 'tls:')] })).toMatch(
      /speaks no TLS/,
    )
    expect(await refusal({ servers: ['nats://me:pass@127.0.0.1'] })).toMatch(/bears credentials/)
    expect(await refusal({ servers: ['nats://me:pass@127.0.0.1'] })).not.toMatch(/pass@/)
    expect(await refusal({ servers: ['http://127.0.0.1'] })).toMatch(/is no address/)
    expect(await refusal({ servers: ['nats://a', 'tls://a'] })).toMatch(/write all alike/)
    expect(await refusal({ servers: [] })).toMatch(/names no server/)
    expect(
      await refusal({ feed: { format: 'csv', options: { mapping: MAPPING }, source: 'quiet' } }),
    ).toMatch(/"unsigned"/)
    const client = await clientOf(server.url, { token: 'secret' })
    await client.jsm.streams.add({ name: 'OBS', subjects: ['obs.>'] })
    await client.jsm.consumers.add('OBS', { durable_name: 'holdfast', ack_policy: AckPolicy.None })
    expect(await refusal({})).toMatch(/does not wait for each message's acknowledgement/)
    process.env['HOLDFAST_NATS_CREDS'] = join(dir, 'none.creds')
    ends.push(() => void delete process.env['HOLDFAST_NATS_CREDS'])
    expect(await refusal({})).toMatch(/both .* are set/)
    delete process.env['HOLDFAST_NATS_TOKEN']
    expect(await refusal({})).toMatch(/cannot be read/)
    await opened.close()
  })
})
