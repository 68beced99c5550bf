/**
 * Fusion in the running server: observations of mixed sensors at a steady rate by HTTP, and how soon each is in a track
 * or an event that the stream of server-sent events tells. An observation counts from the instant that it tells of,
 * which is when its row was written, to the arrival of the first `tracks` message whose track was last seen then or
 * later; an explosion to the first `projected` message with events after its own report was told. The first seconds
 * are not counted: things that were never seen before become tracks only when they are seen again.
 *
 * Aircraft and ships report themselves; radars plot craft that tell nothing, each in a cell of its own, so that a
 * track is known by where it is; every thousandth row is an explosion that a microphone heard.
 *
 * HOLDFAST_BENCH_SECONDS is the length of the run (300 by default), HOLDFAST_BENCH_RATE its observations a second (5,000).
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { login, register, startHoldfast } from './support/deployment.mjs'
import { KINDS, cellOf, explosion, fleet, rowOf } from './support/fleet.mjs'

const SECONDS = Number(process.env['HOLDFAST_BENCH_SECONDS'] ?? 300)
const RATE = Number(process.env['HOLDFAST_BENCH_RATE'] ?? 5_000)
const ROWS = 100
const WARM_UP_S = Math.min(20, SECONDS / 3)
const REGISTRY = `sources:
  - { id: bench-adsb, title: Receivers, nation: XAA, kind: adsb, detection: { pd: 0.9, falseReport: 0.01, basis: bench }, unsigned: accepted }
  - { id: bench-ais, title: Coast stations, nation: XAA, kind: ais, detection: { pd: 0.9, falseReport: 0.01, basis: bench }, unsigned: accepted }
  - { id: bench-radar, title: A radar, nation: XAA, kind: radar, detection: { pd: 0.9, falseReport: 0.01, basis: bench }, unsigned: accepted }
  - { id: bench-mic, title: Microphones, nation: XAA, kind: acoustic, detection: { pd: 0.9, falseReport: 0.01, basis: bench }, unsigned: accepted }
`
/** @typedef {import('./support/fleet.mjs').Craft} Craft */

/** What the stream told, against what was sent. */
class Watch {
  /** @type {Map<string, Craft>} */
  #byName = new Map()
  /** @type {Map<string, Craft>} */
  #byCell = new Map()
  /** @type {Map<string, number>} sent, and not told yet */
  #reports = new Map()
  /** @type {number[]} told as observations, waiting for their events */
  #toldMs = []
  /** @type {Record<'air' | 'sea' | 'radar' | 'event', number[]>} */
  latenciesMs = { air: [], sea: [], radar: [], event: [] }
  countFromMs = Number.POSITIVE_INFINITY
  messages = 0
  bytes = 0
  resyncs = 0

  /** @param {Craft[]} all */
  constructor(all) {
    for (const craft of all)
      if (craft.kind === 'radar') this.#byCell.set(cellOf(craft.lonDeg, craft.latDeg), craft)
      else this.#byName.set(craft.name, craft)
  }

  /** @param {string} recordId @param {number} ms */
  sent(recordId, ms) {
    this.#reports.set(recordId, ms)
  }

  /** @param {string} event @param {any} data */
  tell(event, data) {
    const nowMs = Date.now()
    this.messages += 1
    if (event === 'observation') {
      const ms = this.#reports.get(data.recordId)
      if (ms !== undefined) this.#toldMs.push(ms)
      this.#reports.delete(data.recordId)
    } else if (event === 'projected' && data.changed?.event > 0) {
      for (const ms of this.#toldMs) this.#count('event', ms, nowMs)
      this.#toldMs = []
    } else if (event === 'tracks') {
      if (data.resync) this.resyncs += 1
      for (const track of data.tracks ?? []) this.#track(track, nowMs)
    }
  }

  /** @param {any} track @param {number} nowMs */
  #track({ identity, position, seenMs }, nowMs) {
    const name = identity.icao24 ?? identity.mmsi
    const { lonDeg, latDeg } = position
    const craft =
      name === undefined ? this.#byCell.get(cellOf(lonDeg, latDeg)) : this.#byName.get(name)
    if (craft === undefined) return
    let from = 0
    while (from < craft.pending.length && (craft.pending[from] ?? 0) <= seenMs) {
      this.#count(craft.kind, craft.pending[from] ?? 0, nowMs)
      from += 1
    }
    craft.pending.splice(0, from)
  }

  /** @param {'air' | 'sea' | 'radar' | 'event'} kind @param {number} ms @param {number} nowMs */
  #count(kind, ms, nowMs) {
    if (ms >= this.countFromMs) this.latenciesMs[kind].push(nowMs - ms)
  }

  /** Reports of explosions that are in no event yet. @param {number} beforeMs */
  missing(beforeMs) {
    const open = [...this.#reports.values(), ...this.#toldMs]
    return open.filter((ms) => ms >= this.countFromMs && ms < beforeMs).length
  }
}

/** @param {string} url @param {string} cookie @param {Watch} watch */
async function listen(url, cookie, watch) {
  const abort = new AbortController()
  const answer = await fetch(`${url}/api/v1/stream`, { headers: { cookie }, signal: abort.signal })
  if (!answer.ok || answer.body === null) throw new Error(`the stream: ${answer.status}`)
  const { body } = answer
  const read = async () => {
    let text = ''
    const decoder = new TextDecoder()
    for await (const bytes of body) {
      watch.bytes += bytes.length
      text += decoder.decode(bytes, { stream: true })
      const parts = text.split('\n\n')
      text = parts.pop() ?? ''
      for (const part of parts) {
        const event = /^event: (.*)$/m.exec(part)?.[1]
        const data = /^data: (.*)$/m.exec(part)?.[1]
        if (event !== undefined && data !== undefined) watch.tell(event, JSON.parse(data))
      }
    }
  }
  void read().catch((/** @type {Error} */ error) => {
    if (!abort.signal.aborted) process.stderr.write(`the stream ended: ${error.message}\n`)
  })
  return () => abort.abort()
}

/** @param {string} url @param {string} cookie */
function poster(url, cookie) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  /** @param {string} body @returns {Promise<number>} */
  return (body) =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', cookie, origin: url }
      const sent = request(
        `${url}/api/v1/observations`,
        { method: 'POST', agent, headers },
        (answer) => {
          let text = ''
          answer.setEncoding('utf8')
          answer.on('data', (chunk) => {
            text += chunk
          })
          answer.on('end', () => {
            if (answer.statusCode !== 201) resolve(0)
            else {
              const { accepted, rejected } = JSON.parse(text)
              if (rejected.length > 0) reject(new Error(text.slice(0, 500)))
              else resolve(accepted)
            }
          })
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
}

/** Sends at the rate; each thing reports in its turn. @param {Craft[]} all @param {Watch} watch @param {(body: string) => Promise<number>} post */
async function sendAll(all, watch, post) {
  /** Things by kind, in the order of their turns. */
  const turns = /** @type {const} */ (['air', 'sea', 'radar']).map((kind) => ({
    share: KINDS[kind].share,
    craft: all.filter((one) => one.kind === kind),
    next: 0,
    due: 0,
  }))
  const everyMs = (1000 * ROWS) / RATE
  const start = performance.now()
  const messages = Math.round((RATE * SECONDS) / ROWS)
  const tally = { accepted: 0, refused: 0, behindMsMax: 0, rows: 0 }
  const underWay = new Set()
  for (let i = 0; i < messages; i += 1) {
    const waitMs = start + i * everyMs - performance.now()
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs))
    tally.behindMsMax = Math.max(tally.behindMsMax, -waitMs)
    const nowMs = Date.now()
    const rows = []
    for (const turn of turns) {
      turn.due += ROWS * turn.share
      for (; turn.due >= 1; turn.due -= 1) {
        const craft = turn.craft[turn.next % turn.craft.length]
        turn.next += 1
        if (craft === undefined) continue
        rows.push(rowOf(craft, nowMs))
        craft.pending.push(nowMs)
      }
    }
    if (i % (1000 / ROWS) === 0) {
      const { row, recordId } = explosion(nowMs)
      rows.push(row)
      watch.sent(recordId, nowMs)
    }
    tally.rows += rows.length
    const sent = post(`[${rows.join(',')}]`).then((accepted) => {
      underWay.delete(sent)
      tally.accepted += accepted
      if (accepted === 0) tally.refused += 1
    })
    underWay.add(sent)
  }
  await Promise.all(underWay)
  return tally
}

/** Measures. */
export async function measure() {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
  const { child: server, said } = await startHoldfast([
    'start',
    '--data',
    join(dir, 'data'),
    '--port',
    '0',
  ])
  try {
    const { url } = said
    const cookie = await login(url)
    await register(url, cookie, REGISTRY)
    const all = fleet(RATE)
    const watch = new Watch(all)
    const stop = await listen(url, cookie, watch)
    const rss = /** @type {number[]} */ ([])
    const lags = /** @type {number[]} */ ([])
    const sampler = setInterval(() => {
      rss.push(rssMiB(server.pid))
      void statusOf(url, cookie).then(
        ({ tracking }) => lags.push(tracking.lag.ms),
        () => undefined,
      )
    }, 1000)
    watch.countFromMs = Date.now() + WARM_UP_S * 1000
    const cpuBefore = cpuSeconds(server.pid)
    const tally = await sendAll(all, watch, poster(url, cookie))
    const endMs = Date.now()
    const cpuS = cpuSeconds(server.pid) - cpuBefore
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    clearInterval(sampler)
    const { tracking, lag } = await statusOf(url, cookie)
    stop()
    process.stderr.write(`${JSON.stringify({ tally, tracking, lag, messages: watch.messages })}\n`)
    const untold = all.flatMap(({ pending }) =>
      pending.filter((ms) => ms >= watch.countFromMs && ms < endMs - 2_000),
    ).length
    return figuresOf({
      watch,
      tally,
      rss,
      lags,
      cpuS,
      tracking,
      untold: untold + watch.missing(endMs),
    })
  } finally {
    server.kill('SIGKILL')
    rmSync(dir, { recursive: true, force: true })
  }
}

/** @param {any} run */
function figuresOf({ watch, tally, rss, lags, cpuS, tracking, untold }) {
  const { air, sea, radar, event } = watch.latenciesMs
  const every = [...air, ...sea, ...radar, ...event]
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
  add('rate', tally.accepted / SECONDS, `observations/s over ${SECONDS} s, acknowledged`, {
    atLeast: RATE * 0.99,
  })
  add('p50', at(every, 0.5), 'ms from an observation to its track or event on the stream')
  add('p99', at(every, 0.99), 'ms from an observation to its track or event on the stream', {
    atMost: 1000,
  })
  for (const [kind, values] of Object.entries({ air, sea, radar, event })) {
    add(`${kind}P50`, at(values, 0.5), `ms, of ${values.length}`)
    add(`${kind}P99`, at(values, 0.99), `ms, of ${values.length}`)
  }
  add('untold', untold, 'observations that are in no message two seconds after the end of the run')
  add('refused', tally.refused, 'requests that were refused')
  add('senderBehind', tally.behindMsMax, 'ms that the sender was late, at the most')
  add('lagMax', Math.max(...lags), 'ms that the tracks were behind the log, at the most')
  add('rollbacks', tracking.rows.rollbacks, 'times that late reports were gone back for')
  add('passedOver', tracking.passedOver, 'reports passed over because the machine was overrun')
  add('late', tracking.rows.late, 'reports too late to be used')
  add('tracks', tracking.counts.confirmed + tracking.counts.coasting, 'tracks at the end')
  const quarter = Math.floor(rss.length / 4)
  add('rssPeak', Math.max(...rss), 'MiB')
  add(
    'rssGrowth',
    median(rss.slice(3 * quarter)) - median(rss.slice(quarter, 2 * quarter)),
    'MiB from the second quarter of the run to the last (medians)',
  )
  add('serverCpu', cpuS / SECONDS, 'CPU-seconds a second of the server, all threads')
  add('streamBytes', watch.bytes / SECONDS / 1024, 'KiB/s of the stream')
  return figures
}

/** @param {string} url @param {string} cookie @returns {Promise<any>} */
const statusOf = async (url, cookie) =>
  await (await fetch(`${url}/api/v1/status`, { headers: { cookie } })).json()
/** @param {number[]} values @param {number} q */
function at(values, q) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
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
