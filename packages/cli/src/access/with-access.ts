/**
 * How a command reaches a deployment: over HTTP when a server holds the directory, otherwise by opening it under its
 * lock. Both give the same answers, because the server gives what the engine's views give.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Answer } from '@holdfast/core/observe'
import { CommandRefused } from '../output/index.ts'
import type { Access, AccessOptions } from './access.ts'
import { recordOver } from './record.ts'

/** Runs the work with access to the deployment, and gives the directory back afterwards. */
export async function withAccess<T>(
  options: AccessOptions,
  work: (access: Access) => Promise<T> | T,
): Promise<T> {
  const url = await serverOf(options.dir)
  if (url !== null) return await work(await httpAccess(url, options))
  // The engine is read only where no server answers: it takes longer to read than a server to answer.
  const { withDirectory } = await import('./directory.ts')
  return await withDirectory(options, work)
}

/** The address of the server that holds the directory, when one answers there. */
async function serverOf(dir: string): Promise<string | null> {
  const path = join(dir, 'server.json')
  if (!existsSync(path)) return null
  try {
    const { url } = JSON.parse(readFileSync(path, 'utf8')) as { url: string }
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) })
    return answer.ok ? url : null
  } catch {
    return null
  }
}

async function httpAccess(
  url: string,
  { office, role = 'watch', nation = 'ZZZ', name = 'operator' }: AccessOptions,
): Promise<Access> {
  const login = await fetch(`${url}/api/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ name, nation, role, office }),
  })
  if (!login.ok)
    throw new CommandRefused(`the server at ${url} refused the login: ${await problem(login)}`)
  const cookie = (login.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
  const get = async (path: string): Promise<Response> => {
    const answer = await fetch(`${url}${path}`, { headers: { cookie } })
    if (!answer.ok) throw new CommandRefused(await problem(answer))
    return answer
  }
  const json = async (path: string): Promise<unknown> => await (await get(`/api/v1${path}`)).json()
  const posted = async (path: string, body: object): Promise<unknown> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, cookie },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new CommandRefused(await problem(answer))
    return await answer.json()
  }
  return {
    status: () => json('/status'),
    ingest: async (rows) => {
      const answer = await fetch(`${url}/api/v1/observations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url, cookie },
        body: JSON.stringify(rows),
      })
      if (answer.status !== 201 && answer.status !== 422)
        throw new CommandRefused(await problem(answer))
      return (await answer.json()) as Answer
    },
    observations: ({ limit, after }) =>
      json(`/observations?${query(after === undefined ? { limit } : { limit, after })}`),
    picture: () => json('/picture'),
    chain: (incident) => json(`/incidents/${encodeURIComponent(incident)}/chain`),
    gaps: () => json('/forces/gaps'),
    plan: () => json('/move/plan'),
    checkpoint: async () => await (await get('/api/v1/log/checkpoint')).text(),
    sources: () => json('/sources'),
    sourceHealth: () => json('/sources/health'),
    lineCreep: (asked) => json(`/line/creep?${query(asked)}`),
    coverage: (period) => json(`/coverage?${query(period)}`),
    rejects: (asked) => json(`/rejects?${query(asked)}`),
    agreementStanding: (page) => json(`/agreement/standing?${query(page)}`),
    agreementMotions: (motion) =>
      json(`/agreement/motions${motion === undefined ? '' : `/${motion}`}`),
    day: () => json('/day'),
    tasking: () => json('/day/tasking'),
    reliability: () => json('/reliability'),
    desk: () => json('/desk'),
    register: () => json('/forces/register'),
    askForces: (question) => posted('/forces/questions', question),
    ...recordOver(json),
    feeds: () => json('/feeds'),
    command: async (command) => {
      const made = (await posted('/commands', command)) as {
        entries: readonly { index: number; kind: string }[]
      }
      return made.entries
    },
  }
}

const query = (members: object): string =>
  new URLSearchParams(
    Object.entries(members).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString()

async function problem(answer: Response): Promise<string> {
  const text = await answer.text()
  try {
    const { title, detail } = JSON.parse(text) as { title?: string; detail?: string }
    return [title, detail].filter(Boolean).join(': ')
  } catch {
    return `HTTP ${answer.status}`
  }
}
