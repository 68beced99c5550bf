/**
 * Sends observations at a steady rate from a process of its own, and tells what was acknowledged and how soon:
 *   node bench/support/sender.mjs '{"channel": "http", "url": "…", "rate": 20000, "seconds": 60, "rows": 100}'
 *
 * It is an open loop: messages are due by the clock, whether or not the ones before them were answered, and the time of
 * an acknowledgement counts from when its message was due. A refused message is sent again until it is taken. Rows are
 * those of a net of sensors: measured positions of moving things, and one in a thousand an explosion that a sensor heard.
 */
import { Agent, request } from 'node:http'
import mqtt from 'mqtt'

const {
  channel,
  url,
  cookie,
  rate,
  seconds,
  rows,
  prefix,
  source,
  window = 64,
} = JSON.parse(process.argv[2] ?? '{}')

const LABEL =
  '{"policy":"HOLDFAST","classification":"RESTRICTED","offices":["monitor"],"releasableTo":["ALL"]}'
const RAW = '00'.repeat(32)

/** One row as JSON, made by hand: the sender must not be what limits the figure. @param {number} n @param {number} nowMs */
function row(n, nowMs) {
  const lon = (22 + ((n * 7919) % 180_000) / 10_000).toFixed(5)
  const lat = (44.5 + ((n * 104_729) % 79_000) / 10_000).toFixed(5)
  const head =
    `{"source":"${source}","recordId":"${prefix}${n}","count":{"n":1,"precision":"exact"},` +
    `"observed":{"fromMs":${nowMs},"toMs":${nowMs},"basis":"clock","clock":"gnss"},` +
    `"observer":{"place":"mast","position":{"lonDeg":30,"latDeg":48},"errorM":10,"control":"unknown"},` +
    `"where":{"sectors":[],"ring":null,"fix":{"position":{"lonDeg":${lon},"latDeg":${lat}},"errorM":150}},` +
    `"label":${LABEL},"rawSha256":"${RAW}",`
  return n % 1000 === 999
    ? `${head}"means":["sensed"],"category":"K.EXPL.UNDET","phase":"undetermined"}`
    : `${head}"means":["sensed"],"category":"I.AIR","phase":"undetermined","motion":{"heightM":${n % 12_000},` +
        `"heightDatum":"pressure","speedMps":${n % 300},"courseDeg":${n % 360},"climbMps":0,` +
        `"identity":{"trackNumber":"${n % 4096}"}}}`
}

let next = 0
/** @returns {{ body: string, n: number }} */
function message() {
  const nowMs = Date.now()
  let body = '['
  for (let i = 0; i < rows; i += 1) {
    body += i === 0 ? row(next, nowMs) : `,${row(next, nowMs)}`
    next += 1
  }
  return { body: `${body}]`, n: rows }
}

const send = channel === 'http' ? overHttp() : await overMqtt()
const tally = { sent: 0, acknowledged: 0, refusals: 0, latenciesMs: /** @type {number[]} */ ([]) }
let underWay = 0
const everyMs = (1000 * rows) / rate
const start = performance.now()
const messages = Math.round((rate * seconds) / rows)
const pending = []
for (let i = 0; i < messages; i += 1) {
  const dueMs = start + i * everyMs
  const waitMs = dueMs - performance.now()
  if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs))
  // oxlint-disable-next-line no-unmodified-loop-condition -- deliveries that end lower it
  while (underWay >= window) await new Promise((resolve) => setTimeout(resolve, 1))
  const { body, n } = message()
  tally.sent += n
  underWay += 1
  pending.push(
    deliver(body).then(() => {
      underWay -= 1
      tally.acknowledged += n
      tally.latenciesMs.push(performance.now() - dueMs)
    }),
  )
  if (pending.length > 1024) await pending.shift()
}
await Promise.all(pending)
const elapsedS = (performance.now() - start) / 1000
const sorted = tally.latenciesMs.toSorted((a, b) => a - b)
const at = (/** @type {number} */ q) =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]
process.stdout.write(
  `${JSON.stringify({
    sent: tally.sent,
    acknowledged: tally.acknowledged,
    refusals: tally.refusals,
    elapsedS,
    rate: tally.acknowledged / elapsedS,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: sorted.at(-1),
    cpuS: (process.cpuUsage().user + process.cpuUsage().system) / 1e6,
  })}\n`,
)
process.exit(0)

/** @param {string} body */
async function deliver(body) {
  for (;;) {
    const refusedForMs = await send(body)
    if (refusedForMs === null) return
    tally.refusals += 1
    await new Promise((resolve) => setTimeout(resolve, refusedForMs))
  }
}

/** @returns {(body: string) => Promise<number | null>} null once acknowledged, or how long to wait before the next try */
function overHttp() {
  const agent = new Agent({ keepAlive: true, maxSockets: Math.min(window, 2_048) })
  return (body) =>
    new Promise((resolve, reject) => {
      const sent = request(
        `${url}/api/v1/observations`,
        {
          method: 'POST',
          agent,
          headers: { 'content-type': 'application/json', cookie, origin: url },
        },
        (answer) => {
          let text = ''
          answer.setEncoding('utf8')
          answer.on('data', (chunk) => {
            text += chunk
          })
          answer.on('end', () => {
            if (answer.statusCode === 201) {
              const { accepted } = JSON.parse(text)
              if (accepted !== rows) reject(new Error(text.slice(0, 500)))
              else resolve(null)
            } else if (answer.statusCode === 503 || answer.statusCode === 429) resolve(50)
            else reject(new Error(`${answer.statusCode} ${text.slice(0, 500)}`))
          })
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
}

/** @returns {Promise<(body: string) => Promise<number | null>>} */
async function overMqtt() {
  const client = await mqtt.connectAsync(url, { clientId: source, protocolVersion: 4, clean: true })
  return async (body) => {
    await client.publishAsync(`holdfast/v1/observations/${source}`, body, { qos: 1 })
    return null
  }
}
