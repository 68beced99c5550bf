/**
 * The link of an edge is cut under load: a sensor goes on publishing to the edge, nothing reaches the centre, and when the
 * link is back all must arrive, in the order of the source, once.
 *
 * HOLDFAST_BENCH_CUT_SECONDS is how long the link is down (300 by default), HOLDFAST_BENCH_EDGE_RATE the observations a
 * second (2,000).
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { login, register, send, startHoldfast, storeAgainst } from './support/deployment.mjs'

const CUT_S = Number(process.env['HOLDFAST_BENCH_CUT_SECONDS'] ?? 300)
const RATE = Number(process.env['HOLDFAST_BENCH_EDGE_RATE'] ?? 2_000)
/** Before the cut and after it. */
const AROUND_S = 15
const SOURCE = 'bench-mast'
const entry = (/** @type {string} */ how) => `sources:
  - id: ${SOURCE}
    title: A mast of the bench
    nation: XAA
    kind: radar
    detection: { pd: 0.9, falseReport: 0.01, basis: bench }
    ${how}
`

/** Measures. */
export async function measure() {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-bench-edge-'))
  const [data, spool] = [join(dir, 'centre'), join(dir, 'edge')]
  const centre = await startHoldfast(['start', '--data', data, '--port', '0'])
  const link = await linkTo(Number(new URL(centre.said.url).port))
  /** @type {Awaited<ReturnType<typeof startHoldfast>> | null} */
  let edge = null
  try {
    const cookie = await login(centre.said.url)
    const key = run('edge', 'key', '--data', spool, '--source', SOURCE)
    await register(centre.said.url, cookie, entry(/keys:.*/.exec(key)?.[0] ?? ''))
    const port = 20_000 + Math.floor(Math.random() * 20_000)
    writeFileSync(join(dir, 'sources.yaml'), entry('unsigned: accepted'))
    writeFileSync(
      join(dir, 'ways.yaml'),
      `ways:\n  - { id: mqtt, kind: mqtt-broker, port: ${port} }\n`,
    )
    const config = join(dir, 'edge.yaml')
    writeFileSync(
      config,
      `name: bench\ncentre: { url: 'http://127.0.0.1:${link.port}' }\nexercise: null\ndiskMegabytesMax: 4096\nsources: sources.yaml\nways: ways.yaml\n`,
    )
    edge = await startHoldfast(['edge', 'run', '--config', config, '--data', spool])
    const sending = send({
      channel: 'mqtt',
      url: `mqtt://127.0.0.1:${port}`,
      rate: RATE,
      seconds: CUT_S + 2 * AROUND_S,
      rows: 100,
      prefix: 'b-',
      source: SOURCE,
    })
    await delay(AROUND_S * 1000)
    link.cut()
    await delay(CUT_S * 1000)
    const waiting = statusOf(spool)
    const restored = performance.now()
    link.mend()
    const sent = await sending
    while (statusOf(spool) > 0) await delay(500)
    const caughtUpS = (performance.now() - restored) / 1000
    edge.child.kill('SIGKILL')
    centre.child.kill('SIGKILL')
    await delay(500)
    const { wrong, disordered } = await storeAgainst(data, sent.acknowledged)
    return {
      offered: { values: [sent.acknowledged], unit: 'observations, acknowledged by the edge' },
      edgeP99: {
        values: [Math.round(sent.p99Ms)],
        unit: 'ms to the acknowledgement of the edge, link down or not',
      },
      waitingAtMend: {
        values: [waiting],
        unit: `batches that waited after ${CUT_S} s without a link`,
      },
      caughtUp: {
        values: [Math.round(caughtUpS)],
        unit: 's from the mended link until nothing waited, the load going on meanwhile',
      },
      lost: { values: [wrong], unit: 'observations lost or stored twice', asked: { atMost: 0 } },
      disordered: {
        values: [disordered],
        unit: 'observations out of the order of their source',
        asked: { atMost: 0 },
      },
    }
  } finally {
    edge?.child.kill('SIGKILL')
    centre.child.kill('SIGKILL')
    link.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** @param {readonly string[]} args */
const run = (...args) =>
  execFileSync(process.execPath, ['bin/holdfast.mjs', ...args], { encoding: 'utf8' })

/** Batches that wait at the edge. @param {string} data @returns {number} */
const statusOf = (data) =>
  JSON.parse(run('edge', 'status', '--data', data, '--json')).sources.reduce(
    (/** @type {number} */ sum, /** @type {{ waiting: { batches: number } }} */ { waiting }) =>
      sum + waiting.batches,
    0,
  )

/** A wire that can be cut. @param {number} to */
async function linkTo(to) {
  /** @type {Set<import('node:net').Socket>} */
  const open = new Set()
  let isUp = true
  const server = createServer((near) => {
    near.on('error', () => undefined)
    if (!isUp) {
      near.destroy()
      return
    }
    const far = connect(to, '127.0.0.1')
    far.on('error', () => near.destroy())
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('close', () => open.delete(socket))
    }
    near.pipe(far).pipe(near)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut: () => {
      isUp = false
      for (const socket of open) socket.destroy()
    },
    mend: () => {
      isUp = true
    },
    close: () => server.close(),
  }
}
