/* oxlint-disable unicorn/consistent-function-scoping -- helpers stand where they serve */
/**
 * Goal: a PUBACK is a promise that the batch is durable, and nothing that a client does breaks it for others. Method: a real
 * deployment in a throw-away directory, real sockets, the real mqtt client. A taker between intake and the deployment
 * holds batches back or has no room for them, so that what must not happen meanwhile can be seen not to happen.
 */
import { generateKeyPairSync, sign } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect as dial, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { nodeHashing } from '@holdfast/engine/batch'
import { Intake, type Taker } from '@holdfast/engine/intake'
import { liveDeployment, openHoldfast, type Opened } from '@holdfast/engine/opening'
import { SYSTEM } from '@holdfast/engine/runtime'
import { sha256, toHex } from '@holdfast/core/evidence'
import { prepare, type Source } from '@holdfast/core/observe'
import { isRefused } from '@holdfast/core/units'
import { encodeCbor } from '@holdfast/formats/cbor'
import { readValues } from '@holdfast/formats/observation'
import { encodeSignedBatch, statementToSign } from '@holdfast/formats/signed-batch'
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Way } from '../ways/index.ts'
import { startMqttBroker } from './index.ts'
import { BROKER_LIMITS, type BrokerLimits } from './limits.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-mqtt-'))
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
const keyId = toHex(sha256(raw))
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
let broker: Way
let port = 0
const clients: MqttClient[] = []
const sockets: Socket[] = []
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
const TOPIC = 'holdfast/v1/observations/mast-1'

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
  const key = { keyId, publicKey: toHex(raw), fromMs: 0, revokedMs: null }
  for (const one of [
    source('mast-1', { unsigned: 'accepted' }),
    source('bay', { unsigned: 'accepted' }),
    source('signer', { keys: [key] }),
    source('silent', {}),
  ])
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

async function start(limits: Partial<BrokerLimits> = {}): Promise<void> {
  const spec = { kind: 'mqtt-broker', id: 'mqtt', host: '127.0.0.1', port: 0, tls: null } as const
  const way = await startMqttBroker(spec, intake, () => undefined, { ...BROKER_LIMITS, ...limits })
  if (isRefused(way)) throw new Error(way.refused)
  broker = way
  port = Number(new URL(way.status().where).port)
}
beforeEach(async () => await start())
afterEach(async () => {
  full = 0
  gate = Promise.resolve()
  await Promise.all(clients.splice(0).map(async (one) => await one.endAsync(true)))
  for (const socket of sockets.splice(0)) socket.destroy()
  await broker.close()
})

async function client(clientId: string, options: IClientOptions = {}): Promise<MqttClient> {
  const one = await connectAsync(
    `mqtt://127.0.0.1:${port}`,
    {
      clientId,
      protocolVersion: 4,
      reconnectPeriod: 50,
      ...options,
    },
    false,
  )
  one.on('error', () => undefined)
  clients.push(one)
  return one
}
interface Heard {
  readonly topic?: string
  readonly packet?: number | null
  readonly answer?: { readonly accepted: number; readonly rejected: readonly unknown[] }
  readonly problem?: { readonly status: number; readonly detail: string }
}
async function answersOf(one: MqttClient): Promise<Heard[]> {
  const heard: Heard[] = []
  one.on('message', (_, payload) => heard.push(JSON.parse(payload.toString()) as Heard))
  await one.subscribeAsync(`holdfast/v1/answers/${one.options.clientId}`)
  return heard
}
async function until(holds: () => boolean, ms = 5_000): Promise<void> {
  const untilMs = performance.now() + ms
  while (!holds()) {
    if (performance.now() > untilMs) throw new Error('it did not come to be')
    await pause(5)
  }
}
const held = (): (() => void) => {
  let open: () => void = () => undefined
  gate = new Promise((resolve) => {
    open = resolve
  })
  return () => open()
}
const closeOf = async (one: MqttClient): Promise<void> => {
  await new Promise<void>((resolve) => {
    one.once('close', resolve)
  })
}
const newestReject = async () => (await intake.rejects.list({ limit: 1 })).rows[0]

describe('an acknowledgement', () => {
  test('comes only once the batch is durable', async () => {
    const one = await client('hold-1')
    const release = held()
    let isAcked = false
    const before = opened.holdfast.status().logSize
    const acked = one.publishAsync(TOPIC, json(observation()), { qos: 1 }).then(() => {
      isAcked = true
    })
    await pause(300)
    expect([isAcked, opened.holdfast.status().logSize]).toEqual([false, before])
    release()
    await acked
    expect(opened.holdfast.status().logSize).toBeGreaterThan(before)
  })

  test('comes in the order of sending, whichever is durable first', async () => {
    const one = await client('order-1')
    const order: number[] = []
    const sizes = [400, 1, 50, 1, 1]
    await Promise.all(
      sizes.map(async (n, i) => {
        await one.publishAsync(TOPIC, json(...Array.from({ length: n }, () => observation())), {
          qos: 1,
        })
        order.push(i)
      }),
    )
    expect(order).toEqual([0, 1, 2, 3, 4])
  })

  test('waits while there is no room, and the batch is taken when there is', async () => {
    const one = await client('wait-1')
    const heard = await answersOf(one)
    full = 3
    await one.publishAsync(TOPIC, json(observation()), { qos: 1 })
    await until(() => heard.length > 0)
    expect([full, heard[0]?.answer?.accepted]).toEqual([0, 1])
  })

  test('never comes where there is no room for long: the client is closed, comes back and sends again', async () => {
    await broker.close()
    await start({ againMs: 30 })
    const one = await client('wait-2', { clean: false })
    let closes = 0
    one.on('close', () => {
      closes += 1
      full = 0
    })
    full = 1_000
    let isAcked = false
    const acked = one.publishAsync(TOPIC, json(observation()), { qos: 1 }).then(() => {
      isAcked = true
    })
    await until(() => closes > 0)
    expect(isAcked).toBe(false)
    await acked
    expect(closes).toBe(1)
  })

  test('of all that was read is sent before the broker closes', async () => {
    const one = await client('close-1', { reconnectPeriod: 0 })
    const release = held()
    let acked = 0
    for (let i = 0; i < 5; i += 1)
      one.publish(TOPIC, json(observation()), { qos: 1 }, (error) => {
        if (error === undefined || error === null) acked += 1
      })
    await pause(200)
    const closed = broker.close()
    expect(broker.status().isUp).toBe(false)
    await pause(100)
    expect(acked).toBe(0)
    release()
    await closed
    await until(() => acked === 5)
  })
})

describe('a batch', () => {
  test('is read as JSON, as CBOR and signed; the answer names the message', async () => {
    const one = await client('kinds-1')
    const heard = await answersOf(one)
    const signed = (sequence: number, previous: string | null, row: object) => {
      // The root is over the rows as they are read: with the hash of their own bytes.
      const request = readValues([row], nodeHashing)
      const { root } = prepare(request, { nowMs: Date.now() })
      const unsigned = { source: 'signer', sequence, previous, root, signedAtMs: Date.now() }
      const { signedBytes, hash, finish } = statementToSign(unsigned, keyId)
      return { sign1: finish(sign(null, signedBytes, privateKey)), hash, row }
    }
    const first = signed(1, null, observation('signer'))
    const second = signed(2, first.hash, observation('signer'))
    const text = JSON.stringify({
      signed: Buffer.from(second.sign1).toString('base64url'),
      observations: [second.row],
    })
    const of = 'holdfast/v1/observations/signer'
    const bodies: readonly (readonly [string, Uint8Array])[] = [
      [TOPIC, json(observation(), observation())],
      [TOPIC, encodeCbor([observation()])],
      [of, encodeSignedBatch(first.sign1, [first.row])],
      [of, Buffer.from(text)],
    ]
    for (const [topic, body] of bodies) await one.publishAsync(topic, Buffer.from(body), { qos: 1 })
    await until(() => heard.length === bodies.length)
    expect(heard.flatMap(({ problem }) => problem?.detail ?? [])).toEqual([])
    expect(heard.map(({ topic, answer }) => [topic, answer?.accepted])).toEqual([
      [TOPIC, 2],
      [TOPIC, 1],
      [of, 1],
      [of, 1],
    ])
    expect(heard.every(({ packet }) => typeof packet === 'number')).toBe(true)
  })

  test('sent again is answered as the first time', async () => {
    const one = await client('twice-1')
    const heard = await answersOf(one)
    const body = json(observation())
    await one.publishAsync(TOPIC, body, { qos: 1 })
    await one.publishAsync(TOPIC, body, { qos: 1 })
    await until(() => heard.length === 2)
    expect(heard[1]?.answer).toEqual(heard[0]?.answer)
  })

  test('with a bad row is taken without it, and the row is on record', async () => {
    const one = await client('rows-1')
    const heard = await answersOf(one)
    await one.publishAsync(TOPIC, json(observation(), { source: 'mast-1', bad: 1 }), { qos: 1 })
    await until(() => heard.length === 1)
    expect(heard[0]?.answer).toMatchObject({ accepted: 1, rejected: [{ index: 1 }] })
    const reject = await newestReject()
    expect(reject).toMatchObject({
      channel: 'mqtt',
      feed: 'mqtt/rows-1',
      source: 'mast-1',
      reason: 'row',
    })
    expect(Buffer.from(reject?.bytes ?? '', 'base64').length).toBeLessThanOrEqual(1_024)
  })

  test('that will never be good is acknowledged, answered with what to mend, and on record', async () => {
    const one = await client('never-1')
    const heard = await answersOf(one)
    const before = opened.holdfast.status().logSize
    const messages: readonly (readonly [string, Buffer, boolean, number, RegExp])[] = [
      [TOPIC, Buffer.from('nothing that is read'), false, 415, /no body of observations/],
      [TOPIC, Buffer.from('[{"source":'), false, 400, /not JSON/],
      [TOPIC, Buffer.alloc(0), false, 400, /empty/],
      [TOPIC, json(observation(), observation('bay')), false, 403, /"bay" reports/],
      [
        'holdfast/v1/observations/silent',
        json(observation('silent')),
        false,
        401,
        /sign the batch/,
      ],
      [
        'holdfast/v1/observations/signer',
        json(observation('signer')),
        false,
        401,
        /sign the batch/,
      ],
      ['holdfast/v1/nowhere', json(observation()), false, 404, /no topic/],
      [TOPIC, json(observation()), true, 400, /retain/],
      ['holdfast/v1/feeds/none/bay', json(observation()), false, 403, /no format/],
      ['holdfast/v1/feeds/ais/silent', Buffer.from('!AIVDM'), false, 403, /unsigned/],
    ]
    for (const [i, [topic, body, retain, status, detail]] of messages.entries()) {
      await one.publishAsync(topic, body, { qos: 1, retain })
      await until(() => heard.length === i + 1)
      expect(heard[i]).toMatchObject({ topic, problem: { status } })
      expect(heard[i]?.problem?.detail).toMatch(detail)
      const reject = await newestReject()
      expect(reject?.detail).toMatch(detail)
      expect(reject?.bytes).toBe(body.subarray(0, 1_024).toString('base64'))
    }
    expect(opened.holdfast.status().logSize).toBe(before)
    const late = await client('never-2')
    const refused = await late.subscribeAsync(TOPIC).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Error)
  })

  test('with QoS 0 or 2 is refused, and the client with QoS 2 is closed', async () => {
    const one = await client('qos-1')
    const heard = await answersOf(one)
    await one.publishAsync(TOPIC, json(observation()), { qos: 0 })
    await until(() => heard.length === 1)
    expect(heard[0]).toMatchObject({
      packet: null,
      problem: { detail: expect.stringMatching(/QoS 1/) as string },
    })
    const closed = closeOf(one)
    one.publish(TOPIC, json(observation()), { qos: 2 })
    await closed
    expect(heard[1]?.problem?.detail).toMatch(/QoS 2 is not taken/)
  })
})

test('bytes of a format become observations of the topic’s source', async () => {
  const one = await client('feed-1')
  const topic = 'holdfast/v1/feeds/ais/bay'
  const sentence = '!AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0*5C\r\n'
  await one.publishAsync(topic, sentence, { qos: 1 })
  const of = () => intake.feeds().find(({ spec }) => spec.id.startsWith('mqtt/feed-1/ais/bay'))
  expect(of()).toMatchObject({ isOpen: true, counts: { accepted: 1 } })
  await one.publishAsync(topic, `!AIVDM,broken\r\n${sentence}`, { qos: 0 })
  await until(() => Object.keys(of()?.counts.rejects ?? {}).length > 0)
  await one.endAsync()
  await until(() => of()?.isOpen === false)
})

describe('a client is refused', () => {
  const refusal = async (clientId: string, options: IClientOptions): Promise<unknown> =>
    await client(clientId, options).catch((error: unknown) => error)

  test('that speaks MQTT 5, leaves a will, or has no fit name', async () => {
    const will = { topic: 'a', payload: Buffer.from('b'), qos: 0, retain: false } as const
    expect(await refusal('five', { protocolVersion: 5 })).toMatchObject({ code: 0x84 })
    expect(await refusal('heir', { will })).toMatchObject({ code: 5 })
    for (const name of ['a/b', '#', '+', 'x'.repeat(65)])
      expect(await refusal(name, {})).toMatchObject({ code: 2 })
    expect(broker.status().peers).toBe(0)
  })

  test('any topic but its own answers, and hears nothing that others publish', async () => {
    const [one, two] = [await client('ear-1'), await client('ear-2')]
    for (const topic of [
      '#',
      'holdfast/v1/observations/+',
      '$SYS/#',
      'holdfast/v1/answers/ear-2',
      '$holdfast/settled',
    ])
      expect(await one.subscribeAsync(topic).catch((error: unknown) => error)).toBeInstanceOf(Error)
    const heard = await answersOf(one)
    await two.publishAsync('holdfast/v1/answers/ear-1', '{"answer":{}}', { qos: 1 })
    await two.publishAsync(TOPIC, json(observation()), { qos: 1 })
    await one.publishAsync(TOPIC, json(observation()), { qos: 1 })
    await until(() => heard.length > 0)
    await pause(50)
    expect(heard).toHaveLength(1)
    expect(heard[0]?.answer?.accepted).toBe(1)
  })

  test('when too many of its messages were refused', async () => {
    await broker.close()
    await start({ refusalsPerMinuteMax: 3 })
    const one = await client('junk', { reconnectPeriod: 0 })
    const closed = closeOf(one)
    for (let i = 0; i < 4; i += 1) one.publish(TOPIC, 'junk', { qos: 1 }, () => undefined)
    await closed
    expect(broker.status().lastError).toMatch(/too many of its messages were refused/)
  })
})

const connectPacket = (clientId: string): Buffer => {
  const id = Buffer.from(clientId)
  const head = Buffer.from([0, 4, ...Buffer.from('MQTT'), 4, 2, 0, 0, 0, id.length])
  return Buffer.concat([Buffer.from([0x10, head.length + id.length]), head, id])
}
const publishPacket = (topic: string, packet: number, body: Uint8Array, stated = 0): Buffer => {
  const name = Buffer.from(topic)
  const rest = Buffer.concat([
    Buffer.from([0, name.length]),
    name,
    Buffer.from([packet >> 8, packet & 255]),
    body,
  ])
  const length: number[] = []
  for (let left = Math.max(rest.length, stated); ; left >>= 7) {
    length.push(left > 127 ? (left & 127) | 128 : left)
    if (left <= 127) break
  }
  return Buffer.concat([Buffer.from([0x32, ...length]), rest])
}
async function rawClient(clientId: string): Promise<Socket> {
  const socket = dial(port, '127.0.0.1')
  socket.on('error', () => undefined)
  sockets.push(socket)
  socket.write(connectPacket(clientId))
  await once(socket, 'data')
  return socket
}

describe('a hostile client', () => {
  test('that floods and never reads does not stop another, and holds no more than its share', async () => {
    await broker.close()
    await start({ bytesAtOnceMax: 16 * 1024 * 1024, bytesOfClientMax: 1024 * 1024 })
    const flood = await rawClient('flood')
    const id = Buffer.from('holdfast/v1/answers/flood')
    flood.write(Buffer.from([0x82, id.length + 5, 0, 1, 0, id.length, ...id, 0]))
    await once(flood, 'data')
    flood.pause()
    let written = 0
    // Known batches, so that each is answered; nothing of it is ever read.
    const body = json(...Array.from({ length: 40 }, () => observation()))
    for (let i = 1; i <= 1_000; i += 1) {
      flood.write(publishPacket(TOPIC, i, body))
      written += body.length
    }
    const one = await client('honest')
    const latencies: number[] = []
    for (let i = 0; i < 4; i += 1) {
      const startMs = performance.now()
      await one.publishAsync('holdfast/v1/observations/bay', json(observation('bay')), { qos: 1 })
      latencies.push(performance.now() - startMs)
    }
    expect(written).toBeGreaterThan(20 * 1024 * 1024)
    expect(flood.writableLength).toBeGreaterThan(0)
    expect(Math.max(...latencies)).toBeLessThan(10_000)
  })

  test('that begins messages and never ends them is closed, and its room is free again', async () => {
    await broker.close()
    await start({ messageMs: 300, bytesAtOnceMax: 4 * 1024 * 1024 })
    const slow = await Promise.all(
      ['slow-1', 'slow-2', 'slow-3'].map(async (id) => await rawClient(id)),
    )
    const closed = slow.map(async (socket) => await once(socket, 'close'))
    for (const socket of slow)
      socket.write(publishPacket(TOPIC, 1, Buffer.from('['), 3 * 1024 * 1024))
    const one = await client('after')
    await one.publishAsync(TOPIC, json(observation()), { qos: 1 })
    await Promise.all(closed)
    await one.publishAsync(TOPIC, json(observation()), { qos: 1 })
    expect(broker.status().lastError).toMatch(/did not come in full/)
  })

  test('that announces more than a message may have is closed before it is read', async () => {
    const big = await rawClient('big')
    const closed = once(big, 'close')
    big.write(publishPacket(TOPIC, 1, Buffer.from('['), 17 * 1024 * 1024))
    await closed
    expect(broker.status().lastError).toMatch(/at most 16777216/)
    expect(await newestReject()).toMatchObject({
      feed: 'mqtt/big',
      detail: expect.stringMatching(/17825792 bytes/) as string,
    })
  })

  test('with more packets than may be under way waits, and all are settled', async () => {
    await broker.close()
    await start({ messagesOfClientMax: 4 })
    const release = held()
    const many = await rawClient('many')
    let acks = 0
    many.on('data', (bytes: Buffer) => {
      acks += bytes.length / 4
    })
    const bodies = Array.from({ length: 20 }, (_, i) =>
      publishPacket(TOPIC, i + 1, json(observation())),
    )
    many.write(Buffer.concat(bodies))
    await pause(200)
    expect(acks).toBe(0)
    release()
    await until(() => acks === 20, 20_000)
  })
})

test('a message of many reads comes in whole', async () => {
  const note = 'x'.repeat(4_000)
  const residual = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`n${i}`, note]))
  const large = () => ({ ...observation(), residual })
  const one = await client('large')
  const heard = await answersOf(one)
  await one.publishAsync(TOPIC, json(...Array.from({ length: 40 }, () => large())), {
    qos: 1,
  })
  await until(() => heard.length === 1)
  expect(heard[0]?.answer?.accepted).toBe(40)
})
