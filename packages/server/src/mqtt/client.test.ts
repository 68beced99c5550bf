/* oxlint-disable unicorn/consistent-function-scoping -- helpers stand where they serve */
/**
 * Goal: a broker that others run is told only of what is durable, and keeps for us what comes while we are away. Method: a
 * second broker in this process, over real sockets, with a real publisher; a hand-made one of MQTT 5, since the library's
 * broker speaks 3.1.1 alone. A taker between intake and the deployment holds batches back.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Aedes } from 'aedes'
import { Intake, type Taker } from '@holdfast/engine/intake'
import { liveDeployment, openHoldfast, type Opened } from '@holdfast/engine/opening'
import { SYSTEM } from '@holdfast/engine/runtime'
import type { Source } from '@holdfast/core/observe'
import { isRefused } from '@holdfast/core/units'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Way } from '../ways/index.ts'
import { startMqttClient } from './index.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-mqtt-'))
const DAY_MS = 86_400_000

const source = (id: string, more: Partial<Source>): Source => ({
  id,
  title: id,
  nation: 'ZZZ',
  kind: 'acoustic',
  reachM: {},
  detection: { pd: 0.9, falseReport: 0.1, basis: 'test' },
  group: id,
  ...more,
})

let opened: Opened
let intake: Intake
let gate: Promise<void> = Promise.resolve()
let full = 0
let serial = 0

function observation(of = 'mast-1'): object {
  serial += 1
  const atMs = Date.now() - DAY_MS + serial
  return {
    source: of,
    recordId: `r-${serial}`,
    means: ['sensed'],
    category: 'K.EXPL.UNDET',
    phase: 'undetermined',
    count: { n: 1, precision: 'exact' },
    observed: { fromMs: atMs, toMs: atMs, basis: 'clock', clock: 'gnss' },
    observer: {
      place: 'Mast 1',
      position: { lonDeg: 37.7, latDeg: 47.8 },
      errorM: 50,
      control: 'partyB',
    },
    where: { sectors: [], ring: { minM: 0, maxM: 5_000 }, fix: null },
    weapon: null,
    grade: { reliability: 'B', credibility: 2 },
    label: {
      policy: 'HOLDFAST',
      classification: 'UNCLASSIFIED',
      offices: ['monitor'],
      releasableTo: ['ALL'],
    },
    residual: {},
  }
}
const json = (...rows: readonly unknown[]): Buffer => Buffer.from(JSON.stringify(rows))

beforeAll(async () => {
  const result = await openHoldfast({
    dir,
    deployment: liveDeployment,
    databaseUrl: null,
    intakeThreads: 0,
  })
  if (isRefused(result)) throw new Error(result.refused)
  opened = result
  const { holdfast } = opened
  for (const one of [source('mast-1', { unsigned: 'accepted' })])
    await holdfast.command({ step: 'observe', type: 'registerSource', source: one }, SYSTEM)
  const taker: Taker = {
    get nowMs() {
      return holdfast.nowMs
    },
    exercise: null,
    get sources() {
      return holdfast.sources
    },
    take: async (batch, actor, via) => {
      await gate
      if (full > 0) {
        full -= 1
        return { refused: 'the disk is busy', status: 503 }
      }
      return await holdfast.take(batch, actor, via)
    },
    record: async (drafts) => await holdfast.record(drafts),
  }
  intake = new Intake(taker, opened.intake.rejects, 0)
})
afterAll(async () => {
  await intake.end()
  await opened.close()
  rmSync(dir, { recursive: true, force: true })
})

let external: Aedes
let server: Server
let url = ''
let publisher: MqttClient
const ways: Way[] = []
let acked: unknown[] = []

const listen = async (one: Server): Promise<string> => {
  await new Promise<void>((resolve) => {
    one.listen(0, '127.0.0.1', resolve)
  })
  return `mqtt://127.0.0.1:${(one.address() as AddressInfo).port}`
}
beforeEach(async () => {
  external = await Aedes.createBroker()
  server = createServer((socket) => external.handle(socket))
  url = await listen(server)
  publisher = await connectAsync(url, { clientId: 'publisher' })
  acked = []
  external.on('ack', (packet, { id }) => {
    if (id === 'holdfast-ext') acked.push(packet)
  })
})
afterEach(async () => {
  gate = Promise.resolve()
  full = 0
  await Promise.all(ways.splice(0).map(async (way) => await way.close()))
  await publisher.endAsync(true)
  await new Promise<void>((resolve) => {
    external.close(() => resolve())
  })
  server.close()
})
async function subscribe(more: object = {}): Promise<Way> {
  const spec = {
    kind: 'mqtt-client',
    id: 'ext',
    url,
    topic: 'sensors/+',
    feed: null,
    ...more,
  } as const
  const way = await startMqttClient(spec, intake, () => undefined)
  if (isRefused(way)) throw new Error(way.refused)
  ways.push(way)
  await until(() => way.status().isUp)
  return way
}
async function until(holds: () => boolean, ms = 8_000): Promise<void> {
  const untilMs = performance.now() + ms
  while (!holds()) {
    if (performance.now() > untilMs) throw new Error('it did not come to be')
    await pause(5)
  }
}
const size = () => opened.holdfast.status().logSize
const send = async (body: Buffer) => await publisher.publishAsync('sensors/a', body, { qos: 1 })

test('a message is acknowledged only once it is durable', async () => {
  await subscribe()
  let open: () => void = () => undefined
  gate = new Promise((resolve) => {
    open = resolve
  })
  const before = size()
  await send(json(observation()))
  await pause(300)
  expect([acked.length, size()]).toEqual([0, before])
  open()
  await until(() => acked.length === 1)
  expect(size()).toBeGreaterThan(before)
})

test('what there is no room for waits; what will never be good is put on record and acknowledged', async () => {
  const way = await subscribe()
  full = 2
  await send(json(observation()))
  await send(Buffer.from('junk'))
  await until(() => acked.length === 2)
  expect(full).toBe(0)
  expect(way.status().lastError).toMatch(/no body of observations/)
  const { rows } = await intake.rejects.list({ limit: 1 })
  expect(rows[0]).toMatchObject({ channel: 'mqtt', feed: 'ext', reason: 'message' })
})

test('what comes while we are away is kept for us; what was under way at the close is finished', async () => {
  const first = await subscribe()
  await send(json(observation()))
  await first.close()
  expect(first.status().isUp).toBe(false)
  const before = size()
  for (let i = 0; i < 3; i += 1) await send(json(observation()))
  await subscribe()
  await until(() => acked.length === 4)
  expect(size()).toBeGreaterThan(before)
})

test('bytes of a format go to a feed', async () => {
  await subscribe({ feed: { format: 'ais', options: {}, source: 'mast-1' } })
  await send(Buffer.from('!AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0*5C\r\n'))
  await until(() => acked.length === 1)
  expect(intake.feeds().find(({ spec }) => spec.id === 'ext')?.counts.accepted).toBe(1)
})

test('a broker of MQTT 5 says what a message is by its content type', async () => {
  const puback: Buffer[] = []
  const row = Buffer.from(`${JSON.stringify(observation())}\n`)
  const five = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (bytes: Buffer) => {
      const type = (bytes[0] ?? 0) >> 4
      if (type === 1) socket.write(Buffer.from([0x20, 3, 0, 0, 0]))
      if (type === 8) {
        const [high = 0, low = 0] = bytes.subarray(2)
        socket.write(Buffer.from([0x90, 4, high, low, 0, 1]))
        const kind = Buffer.from('application/x-ndjson')
        const properties = Buffer.from([3, 0, kind.length, ...kind])
        const rest = Buffer.concat([
          Buffer.from([0, 3, ...Buffer.from('s/a'), 0, 9, properties.length]),
          properties,
          row,
        ])
        const length = Buffer.from([(rest.length & 127) | 128, rest.length >> 7])
        socket.write(Buffer.concat([Buffer.from([0x32]), length, rest]))
      }
      if (type === 4) puback.push(bytes)
    })
  })
  const way = await subscribe({ url: await listen(five) })
  await until(() => puback.length === 1)
  expect(puback[0]?.subarray(2, 4)).toEqual(Buffer.from([0, 9]))
  expect(way.status().lastError).toBeNull()
  await way.close()
  five.close()
})

test('it starts without the broker, and refuses what can never work', async () => {
  const spec = { kind: 'mqtt-client', id: 'gone', topic: 'a', feed: null } as const
  const way = await startMqttClient({ ...spec, url: 'mqtt://127.0.0.1:1' }, intake, () => undefined)
  if (isRefused(way)) throw new Error(way.refused)
  await until(() => way.status().lastError !== null)
  expect(way.status().isUp).toBe(false)
  await way.close()
  for (const bad of ['http://a', 'nothing', 'mqtt://user:word@host'])
    expect(await startMqttClient({ ...spec, url: bad }, intake, () => undefined)).toHaveProperty(
      'refused',
    )
})
