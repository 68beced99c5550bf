/**
 * 100,000 synthetic observations through the public path of a live, empty deployment: `holdfast start --data DIR` in
 * a process of its own, 1,000 observations a POST over 4 connections from this one. A batch counts when its answer is
 * back, which is after its fdatasync. Beside it: how long the projections take to catch up, and the memory.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { observations } from './support/observations.mjs'

const TOTAL = Number(process.env['HOLDFAST_BENCH_OBSERVATIONS'] ?? 100_000)
const BATCH = 1_000
const CONNECTIONS = 4
const RUNS = Number(process.env['HOLDFAST_BENCH_RUNS'] ?? 3)

/** Measures. */
export async function measure() {
  const rate = []
  const lag = []
  const rssStart = []
  const rssPeak = []
  const bodies = batches()
  for (let run = 0; run < RUNS; run += 1) {
    const measured = await once(bodies)
    rate.push(Math.round(measured.rate))
    lag.push(Math.round(measured.lagS * 10) / 10)
    rssStart.push(Math.round(measured.rssStartMiB))
    rssPeak.push(Math.round(measured.rssPeakMiB))
  }
  return {
    durable: { values: rate, unit: 'observations/s', asked: { atLeast: 20_000 } },
    projectionsBehind: {
      values: lag,
      unit: 's after the last acknowledgement until entries are projected',
    },
    rssAfterStart: { values: rssStart, unit: 'MiB', asked: { atMost: 1024 } },
    rssPeak: { values: rssPeak, unit: 'MiB while importing and projecting' },
  }
}

function batches() {
  const rows = [...observations({ seed: 1, n: TOTAL })].map(
    ({ exercise: _exercise, ...row }) => row,
  )
  const bodies = []
  for (let at = 0; at < rows.length; at += BATCH)
    bodies.push(JSON.stringify(rows.slice(at, at + BATCH)))
  return bodies
}

/** @param {string[]} bodies */
async function once(bodies) {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
  const server = spawn(
    process.execPath,
    ['bin/holdfast.mjs', 'start', '--data', dir, '--port', '0', '--json'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  try {
    const url = await addressOf(server)
    const cookie = await login(url)
    const rssStartMiB = rss(server.pid)
    let rssPeakMiB = rssStartMiB
    const sampler = setInterval(() => {
      rssPeakMiB = Math.max(rssPeakMiB, rss(server.pid))
    }, 100)
    const queue = [...bodies]
    const start = performance.now()
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        for (let body = queue.shift(); body !== undefined; body = queue.shift())
          await post(url, cookie, body)
      }),
    )
    const elapsed = (performance.now() - start) / 1000
    const acknowledged = performance.now()
    for (;;) {
      const { lag } = await (await fetch(`${url}/api/v1/status`, { headers: { cookie } })).json()
      if (lag.entries === 0) break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const lagS = (performance.now() - acknowledged) / 1000
    clearInterval(sampler)
    return { rate: TOTAL / elapsed, lagS, rssStartMiB, rssPeakMiB }
  } finally {
    server.kill('SIGKILL')
    await new Promise((resolve) => server.once('close', resolve))
    rmSync(dir, { recursive: true, force: true })
  }
}

/** @param {import('node:child_process').ChildProcess} server @returns {Promise<string>} */
const addressOf = (server) =>
  new Promise((resolve, reject) => {
    let text = ''
    server.stdout?.on('data', (chunk) => {
      text += chunk
      if (text.includes('}')) resolve(JSON.parse(text).url)
    })
    server.once('exit', () => reject(new Error(`the server ended: ${text}`)))
  })

/** @param {string} url */
async function login(url) {
  const answer = await fetch(`${url}/api/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ name: 'bench', nation: 'ZZZ', role: 'watch', office: 'monitor' }),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
}

/** @param {string} url @param {string} cookie @param {string} body */
async function post(url, cookie, body) {
  const answer = await fetch(`${url}/api/v1/observations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie },
    body,
  })
  const text = await answer.text()
  if (answer.status !== 201) throw new Error(`${answer.status} ${text.slice(0, 400)}`)
  const { accepted, rejected } = JSON.parse(text)
  if (rejected.length > 0 || accepted !== BATCH)
    throw new Error(`rejected: ${JSON.stringify(rejected[0])}`)
}

/** @param {number | undefined} pid */
const rss = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
