// Goal: a planner’s long work is done in threads: the server answers meanwhile, a job tells how far it is, one that is stopped
// ends at once and gives its place to the next, and the queue has an end. Method: the network that ships, whose plan takes
// seconds, asked of a real server; jobs over HTTP, stopped while they run.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { patiently, startServer, type Running } from './support/server.ts'

const MS_MAX = 60_000
const RUNNING_AND_WAITING = 10
const dir = mkdtempSync(join(tmpdir(), 'holdfast-move-jobs-'))
let server: Running
let cookie = ''

interface Job {
  readonly id: string
  readonly status: string
  readonly progress: { readonly words: string }
}
async function ask(method: string, path: string, body?: object) {
  const headers = { cookie, origin: server.url }
  const type = { 'content-type': 'application/json' }
  const init =
    body === undefined
      ? { method, headers }
      : { method, headers: { ...headers, ...type }, body: JSON.stringify(body) }
  const answer = await patiently(() => fetch(`${server.url}/api/v1${path}`, init))
  const text = await answer.text()
  return { status: answer.status, text, cookie: answer.headers.get('set-cookie') }
}
const jobOf = async (id: string): Promise<Job> =>
  JSON.parse((await ask('GET', `/move/jobs/${id}`)).text) as Job

beforeAll(async () => {
  server = await startServer(['--data', join(dir, 'data')])
  const who = { name: 'Lind', nation: 'XAA', role: 'planner', office: 'guarantors' }
  const { cookie: given } = await ask('POST', '/login', who)
  cookie = (given ?? '').split(';', 1)[0] ?? ''
}, MS_MAX)
afterAll(async () => {
  await server.stop('SIGTERM')
  rmSync(dir, { recursive: true, force: true })
}, MS_MAX)

it(
  'ten jobs are taken and an eleventh is not; those that run say how far they are',
  async () => {
    const answers = []
    // One after the other: the queue keeps their order.
    for (let i = 0; i < RUNNING_AND_WAITING + 1; i += 1)
      answers.push(await ask('POST', '/move/jobs', { kind: 'solve', price: 0 }))
    expect(answers.map(({ status }) => status)).toEqual([
      ...Array.from({ length: RUNNING_AND_WAITING }, () => 202),
      503,
    ])
    expect(answers.at(-1)?.text).toMatch(/8 jobs wait already/)
    await vi.waitUntil(
      async () => (await jobOf('job-1')).progress.words.startsWith('interior point'),
      { timeout: MS_MAX, interval: 100 },
    )
    expect((await jobOf('job-3')).status).toBe('waiting')
  },
  MS_MAX,
)

it(
  'one that is stopped ends, the next begins, and stopping it again is refused',
  async () => {
    const stopped = await ask('DELETE', '/move/jobs/job-1')
    expect(stopped.status).toBe(200)
    expect(JSON.parse(stopped.text)).toMatchObject({ status: 'cancelled' })
    await vi.waitUntil(async () => (await jobOf('job-3')).status === 'running', {
      timeout: MS_MAX,
      interval: 50,
    })
    expect((await jobOf('job-1')).status).toBe('cancelled')
    expect((await ask('DELETE', '/move/jobs/job-1')).status).toBe(409)
    expect((await ask('GET', '/move/jobs/job-1/plan')).status).toBe(409)
  },
  MS_MAX,
)

it(
  'a server that is stopped ends the work under way',
  async () => {
    const ended = await server.stop('SIGTERM')
    expect(ended.code).toBe(0)
  },
  MS_MAX,
)
