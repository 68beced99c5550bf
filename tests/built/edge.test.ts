/**
 * Goal: what an edge acknowledged over MQTT arrives at the centre, each row once, under an unbroken chain, whatever
 * happens to the edge. Method: real processes; the edge is killed with SIGKILL at a random moment while batches come and
 * go, and started again; in the middle the centre is killed and started again too. At the end every acknowledged row is
 * looked for at the centre, none may be there twice, and no source may be stuck, as it would be by a fork.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connectAsync } from 'mqtt'
import { afterAll, expect, test } from 'vitest'
import { seededRandom } from '@holdfast/core/units'
import { runHoldfast, spawnHoldfast, stackIn, type Started } from './support/holdfast.ts'
import { row } from './support/rows.ts'
import { shownObservations, startServer, type Running } from './support/server.ts'

const ROUNDS = process.env['HOLDFAST_NIGHTLY'] === '1' ? 50 : 2
const SEED = Number(process.env['HOLDFAST_SEED'] ?? Date.now() % 1_000_000_007)
const SOURCES = ['mast-1', 'mast-2']

const dir = mkdtempSync(join(tmpdir(), 'holdfast-edge-kill-'))
const edgeDir = join(dir, 'edge')
let centre: Running | null = null
let edge: Started | null = null
afterAll(async () => {
  edge?.child.kill('SIGKILL')
  await centre?.stop('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

/** A port that was free a moment ago: both processes must find each other again after a start. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => {
    server.close(resolve)
  })
  return port
}

const sourceText = (id: string, more: string): string => `  - id: ${id}
    title: ${id}
    nation: ZZZ
    kind: acoustic
    detection: { pd: 0.9, falseReport: 0.1, basis: test }
    ${more}
`

/** Writes the edge's documents; gives the centre's document of sources. */
async function prepare(centrePort: number, mqttPort: number): Promise<string> {
  const lines: string[] = []
  for (const source of SOURCES) {
    const made = await runHoldfast(['edge', 'key', '--data', edgeDir, '--source', source])
    expect(made).toMatchObject({ code: 0, stderr: '' })
    lines.push(sourceText(source, made.stdout.trim()))
  }
  const own = SOURCES.map((id) => sourceText(id, 'unsigned: accepted'))
  writeFileSync(join(dir, 'sources.yaml'), `sources:\n${own.join('')}`)
  writeFileSync(
    join(dir, 'ways.yaml'),
    `ways:\n  - { id: mqtt, kind: mqtt-broker, port: ${mqttPort} }\n`,
  )
  writeFileSync(
    join(dir, 'edge.yaml'),
    `name: hub\ncentre: { url: "http://127.0.0.1:${centrePort}" }\nsources: sources.yaml\nways: ways.yaml\n`,
  )
  return `sources:\n${lines.join('')}`
}

async function startEdge(): Promise<Started> {
  const config = join(dir, 'edge.yaml')
  const started = spawnHoldfast(['edge', 'run', '--config', config, '--data', edgeDir, '--json'])
  while (!started.said().stdout.includes('}')) {
    if (started.child.exitCode !== null) throw new Error(started.said().stderr)
    await delay(20)
  }
  return started
}

interface EdgeSays {
  readonly sources: readonly {
    readonly source: string
    readonly head: number
    readonly forwarded: number
    readonly waiting: { readonly batches: number }
    readonly lostBatches: number
    readonly stuck: unknown
  }[]
}
async function edgeSays(): Promise<EdgeSays> {
  const { stdout } = await runHoldfast(['edge', 'status', '--data', edgeDir, '--json'])
  return JSON.parse(stdout) as EdgeSays
}

test(`kill -9 of an edge, ${ROUNDS} times at random (HOLDFAST_SEED=${SEED})`, async () => {
  const random = seededRandom(SEED)
  const [centrePort, mqttPort] = [await freePort(), await freePort()]
  const document = await prepare(centrePort, mqttPort)
  const centreArgs = ['--data', join(dir, 'centre'), '--port', String(centrePort)]
  centre = await startServer(centreArgs)
  const analyst = await centre.login('monitor', 'analyst')
  const registered = await analyst.post('/commands', {
    step: 'observe',
    type: 'registerSources',
    document,
  })
  expect(registered.status, registered.text).toBeLessThan(300)

  const acknowledged: string[] = []
  let n = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    edge = await startEdge()
    const { ended, child } = edge
    const power = { isGone: false }
    const senders = SOURCES.map(async (source) => {
      const client = await connectAsync(`mqtt://127.0.0.1:${mqttPort}`, {
        clientId: source,
        reconnectPeriod: 0,
      })
      client.on('error', () => undefined)
      while (!power.isGone) {
        const rows = [0, 1, 2].map(() => ({ ...row((n += 1), 'edge'), source }))
        // Never answered once the edge is gone.
        const sent = client
          .publishAsync(`holdfast/v1/observations/${source}`, JSON.stringify(rows), { qos: 1 })
          .then(
            () => true,
            () => false,
          )
        if (!(await Promise.race([sent, ended.then(() => false)]))) break
        acknowledged.push(...rows.map(({ recordId }) => recordId))
      }
      client.end(true)
    })
    await delay(200 + random() * 1_500)
    if (round === 1) {
      await centre.stop('SIGKILL')
      centre = await startServer(centreArgs)
    }
    child.kill('SIGKILL')
    power.isGone = true
    await ended
    await Promise.all(senders)
    expect(stackIn(edge.said().stderr)).toBeNull()
  }
  edge = await startEdge()
  for (;;) {
    await delay(1_200)
    const { sources } = await edgeSays()
    if (sources.every(({ waiting }) => waiting.batches === 0)) break
    expect(sources.map(({ stuck }) => stuck)).toEqual(SOURCES.map(() => null))
  }
  edge.child.kill('SIGTERM')
  expect(await edge.ended).toMatchObject({ code: 0 })
  for (const one of (await edgeSays()).sources)
    expect(one).toMatchObject({ forwarded: one.head, lostBatches: 0, stuck: null })

  const shown = await shownObservations(await centre.login())
  const names = shown.map(({ recordId }) => recordId)
  expect(new Set(names).size).toBe(names.length)
  expect(acknowledged.length).toBeGreaterThan(ROUNDS)
  const found = new Set(names)
  expect(acknowledged.filter((name) => !found.has(name))).toEqual([])
  await centre.stop('SIGTERM')
  const verified = await runHoldfast(['log', 'verify', '--data', join(dir, 'centre'), '--json'])
  expect(verified).toMatchObject({ code: 0, stderr: '' })
})
