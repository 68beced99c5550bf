/**
 * Intake under a steady load, by HTTP and by MQTT, each from a process of its own: observations to durable and
 * acknowledged, how soon, in how much memory, and whether what was acknowledged is all in the store; then a burst that
 * is offered within one second.
 *
 * HOLDFAST_BENCH_SECONDS is the length of each steady run (600 by default), HOLDFAST_BENCH_RATE its observations a
 * second (20,000), HOLDFAST_BENCH_CHANNELS which ways (`http,mqtt,burst`).
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { login, register, send, startHoldfast, storeAgainst } from './support/deployment.mjs'

const SECONDS = Number(process.env['HOLDFAST_BENCH_SECONDS'] ?? 600)
const RATE = Number(process.env['HOLDFAST_BENCH_RATE'] ?? 20_000)
const CHANNELS = (process.env['HOLDFAST_BENCH_CHANNELS'] ?? 'http,mqtt,burst').split(',')
const ROWS = 100
const BURST = 200_000
const SOURCE = 'bench-mast'
const REGISTRY = `sources:
  - id: ${SOURCE}
    title: A mast of the bench
    nation: XAA
    kind: radar
    detection: { pd: 0.9, falseReport: 0.01, basis: bench }
    unsigned: accepted
`

/** Measures. */
export async function measure() {
  /** @type {Record<string, { values: number[], unit: string, asked?: { atLeast?: number, atMost?: number } }>} */
  const figures = {}
  const add = (
    /** @type {string} */ key,
    /** @type {number} */ value,
    /** @type {string} */ unit,
    /** @type {{ atLeast?: number, atMost?: number } | null} */ asked = null,
  ) => {
    figures[key] = { values: [Math.round(value * 10) / 10], unit, ...(asked ? { asked } : {}) }
  }
  for (const channel of ['http', 'mqtt'].filter((one) => CHANNELS.includes(one))) {
    const run = await once({ channel, rate: RATE, seconds: SECONDS, window: 64 })
    add(`${channel}Rate`, run.rate, `observations/s over ${SECONDS} s, acknowledged`, {
      atLeast: RATE * 0.999,
    })
    add(`${channel}P50`, run.p50Ms, 'ms from when a message was due to its acknowledgement')
    add(`${channel}P99`, run.p99Ms, 'ms from when a message was due to its acknowledgement', {
      atMost: 250,
    })
    add(
      `${channel}Lost`,
      run.lost,
      'observations that were acknowledged and are not in the store, or stand there twice',
      { atMost: 0 },
    )
    add(`${channel}RssPeak`, run.rssPeakMiB, 'MiB', { atMost: 1536 })
    add(
      `${channel}RssGrowth`,
      run.rssGrowthMiB,
      'MiB from the second quarter of the run to the last (medians)',
    )
    add(`${channel}ServerCpu`, run.serverCpuS, 'CPU-seconds of the server, all threads')
    add(`${channel}SenderCpu`, run.cpuS, 'CPU-seconds of the sender')
    add(
      `${channel}LagAtEnd`,
      run.lag,
      'entries that the projections are behind when the last acknowledgement is there',
    )
  }
  if (CHANNELS.includes('burst')) {
    // As fast as the sender can offer them; 503 is an answer, and the sender tries again.
    const run = await once({ channel: 'http', rate: BURST, seconds: 1, window: 4096 })
    add('burstAllAcknowledged', run.elapsedS, `s until all of ${BURST} were acknowledged`, {
      atMost: 20,
    })
    add('burstRefusals', run.refusals, 'refusals that the sender saw and answered by trying again')
    add('burstLost', run.lost, 'observations lost or stored twice', { atMost: 0 })
    add('burstRssPeak', run.rssPeakMiB, 'MiB', { atMost: 1536 })
  }
  return figures
}

/** @param {{ channel: string, rate: number, seconds: number, window: number }} load */
async function once({ channel, rate, seconds, window }) {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
  const intake = join(dir, 'intake.yaml')
  const mqttPort = 20_000 + Math.floor(Math.random() * 20_000)
  writeFileSync(intake, `ways:\n  - id: broker\n    kind: mqtt-broker\n    port: ${mqttPort}\n`)
  const data = join(dir, 'data')
  const args = ['start', '--data', data, '--port', '0']
  if (channel === 'mqtt') args.push('--intake', intake)
  const { child: server, said } = await startHoldfast(args)
  try {
    const { url } = said
    const cookie = await login(url)
    await register(url, cookie, REGISTRY)
    const rss = /** @type {number[]} */ ([])
    const sampler = setInterval(() => rss.push(rssMiB(server.pid)), 500)
    const cpuBefore = cpuSeconds(server.pid)
    const sent = await send({
      channel,
      url: channel === 'mqtt' ? `mqtt://127.0.0.1:${mqttPort}` : url,
      cookie,
      rate,
      seconds,
      rows: ROWS,
      prefix: 'b-',
      source: SOURCE,
      window,
    })
    clearInterval(sampler)
    const serverCpuS = cpuSeconds(server.pid) - cpuBefore
    const { lag } = await (await fetch(`${url}/api/v1/status`, { headers: { cookie } })).json()
    server.kill('SIGKILL')
    await new Promise((resolve) => server.once('close', resolve))
    const quarter = Math.floor(rss.length / 4)
    return {
      ...sent,
      lost: (await storeAgainst(data, sent.acknowledged)).wrong,
      rssPeakMiB: Math.max(...rss),
      rssGrowthMiB: median(rss.slice(3 * quarter)) - median(rss.slice(quarter, 2 * quarter)),
      serverCpuS,
      lag: lag.entries,
    }
  } finally {
    server.kill('SIGKILL')
    rmSync(dir, { recursive: true, force: true })
  }
}

/** @param {number | undefined} pid */
const rssMiB = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
/** @param {number | undefined} pid */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}
/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
