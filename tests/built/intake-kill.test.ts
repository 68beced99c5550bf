/**
 * Goal: whatever is killed on the way in, nothing acknowledged is lost, nothing is stored twice, and a source's chain of
 * signed batches stays whole. Method: a sensor signs batches and publishes them to the embedded broker over a real MQTT
 * client; at random moments the server is killed with SIGKILL or the client's connection is cut; at the end the sensor's
 * own list is held against the journal. The judge is tried with a list that claims one more.
 */
import { generateKeyPairSync, sign, createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import mqtt from 'mqtt'
import { afterAll, expect, test } from 'vitest'
import { batchRoot } from '@holdfast/core/observe'
import { seededRandom } from '@holdfast/core/units'
import { readValues } from '@holdfast/formats/observation'
import { encodeSignedBatch, statementToSign } from '@holdfast/formats/signed-batch'
import { nodeHashing, prepareBatch } from '@holdfast/engine/batch'
import { row } from './support/rows.ts'
import { shownObservations, startServer, type Client, type Running } from './support/server.ts'

const ROUNDS = process.env['HOLDFAST_NIGHTLY'] === '1' ? 50 : 2
const SEED = Number(process.env['HOLDFAST_SEED'] ?? Date.now() % 1_000_000_007)
const ROWS = 20
const SOURCE = 'mast-1'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-intake-kill-'))
let server: Running | null = null
afterAll(async () => {
  await server?.stop('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const publicBytes = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
const keyId = createHash('sha256').update(publicBytes).digest('hex')

const REGISTRY = `sources:
  - id: ${SOURCE}
    title: A mast
    nation: XAA
    kind: acoustic
    detection: { pd: 0.9, falseReport: 0.01, basis: test }
    keys:
      - { publicKey: '${publicBytes.toString('hex')}', from: 2020-01-01T00:00:00Z }
`

/** A sensor's chain: each call signs the next batch. */
function sensor() {
  let previous: string | null = null
  let sequence = 0
  return (): { readonly first: number; readonly body: Uint8Array } => {
    const first = sequence * ROWS
    sequence += 1
    const rows = Array.from({ length: ROWS }, (_, i) => ({
      ...row(first + i, 'kill'),
      source: SOURCE,
    }))
    const { rows: prepared } = prepareBatch(readValues(rows, nodeHashing), {
      nowMs: Date.now(),
      exercise: null,
    })
    const root = batchRoot(
      prepared.map(({ id }) => id),
      nodeHashing,
    )
    const { signedBytes, hash, finish } = statementToSign(
      { source: SOURCE, sequence, previous, root, signedAtMs: Date.now() },
      keyId,
    )
    previous = hash
    return { first, body: encodeSignedBatch(finish(sign(null, signedBytes, privateKey)), rows) }
  }
}

/** What is wrong with the store, given which batches were acknowledged, by the number of their first row. */
function faults(
  shown: readonly { recordId: string }[],
  acknowledged: ReadonlySet<number>,
): readonly string[] {
  const times = new Map<string, number>()
  for (const { recordId } of shown) times.set(recordId, (times.get(recordId) ?? 0) + 1)
  const twice = [...times].filter(([, n]) => n > 1).map(([recordId]) => `${recordId} twice`)
  const lost = [...acknowledged].flatMap((first) =>
    Array.from({ length: ROWS }, (_, i) => `kill-${first + i}`).filter((id) => !times.has(id)),
  )
  return [...twice, ...lost.map((recordId) => `${recordId} lost`)]
}

async function chainOf(client: Client) {
  const { sources } = JSON.parse((await client.get('/sources')).text) as {
    sources: { id: string; chain?: { head: number; gaps: unknown[]; raised: string[] } }[]
  }
  return sources.find(({ id }) => id === SOURCE)?.chain
}

test(`the server or the connection is killed ${ROUNDS} times (HOLDFAST_SEED=${SEED})`, async () => {
  const random = seededRandom(SEED)
  const port = await freePort()
  const ways = join(dir, 'ways.yaml')
  writeFileSync(ways, `ways:\n  - id: broker\n    kind: mqtt-broker\n    port: ${port}\n`)
  const data = join(dir, 'data')
  const start = () => startServer(['--data', data, '--intake', ways])
  server = await start()
  const registered = await (
    await server.login('monitor', 'analyst')
  ).post('/commands', {
    step: 'observe',
    type: 'registerSources',
    document: REGISTRY,
  })
  expect(registered.status, registered.text).toBe(201)

  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, {
    clientId: SOURCE,
    clean: false,
    reconnectPeriod: 100,
    protocolVersion: 4,
  })
  client.on('error', () => undefined)
  const next = sensor()
  const acknowledged = new Set<number>()
  const underWay = new Set<Promise<void>>()
  const publish = (): void => {
    const { first, body } = next()
    const sent = client
      .publishAsync(`holdfast/v1/observations/${SOURCE}`, Buffer.from(body), { qos: 1 })
      .then(() => {
        acknowledged.add(first)
      })
      .finally(() => underWay.delete(sent))
    underWay.add(sent)
  }
  let killed = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const until = acknowledged.size + 5 + Math.floor(random() * 20)
    while (acknowledged.size < until) {
      if (underWay.size < 4) publish()
      else await delay(1)
    }
    if (random() < 0.5) client.stream.destroy()
    else {
      await server.stop('SIGKILL')
      killed += 1
      server = await start()
    }
  }
  await Promise.all(underWay)
  await client.endAsync()

  const monitor = await server.login()
  const shown = await shownObservations(monitor)
  expect(faults(shown, acknowledged), `seed ${SEED}`).toEqual([])
  expect(await chainOf(monitor)).toMatchObject({ head: acknowledged.size, gaps: [], raised: [] })
  expect(acknowledged.size).toBeGreaterThanOrEqual(ROUNDS * 5)
  expect(faults(shown, new Set([...acknowledged, 1_000_000]))).toHaveLength(ROWS)
  expect(faults([...shown, ...shown.slice(0, 1)], acknowledged)).toHaveLength(1)
  // Half of the rounds kill the server: with four that may be none of them, with fifty never.
  expect(killed).toBeGreaterThanOrEqual(ROUNDS >= 50 ? 10 : 0)
})
