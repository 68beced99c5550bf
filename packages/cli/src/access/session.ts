/** A login at the server that holds a data directory: what commands ask it, and its refusals in its own words. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CommandRefused } from '../output/index.ts'
import type { AccessOptions } from './access.ts'
import { askPatiently } from './patience.ts'

/** The address of the server that holds the directory, when one answers there. */
export async function serverOf(dir: string): Promise<string | null> {
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

/** Requests under one login; paths are below `/api/v1`. */
export interface Session {
  /** What is there; refused in the server's words. */
  readonly get: (path: string) => Promise<Response>
  /** The same as JSON. */
  readonly json: (path: string) => Promise<unknown>
  /** What the server makes of a body; one of these statuses is an answer, another a refusal. */
  readonly sent: (path: string, body: unknown, answers?: readonly number[]) => Promise<unknown>
}

/** Logs in at a server. */
export async function logIn(
  url: string,
  { office, role = 'watch', nation = 'ZZZ', name = 'operator' }: AccessOptions,
): Promise<Session> {
  const login = await askPatiently(() =>
    fetch(`${url}/api/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ name, nation, role, office }),
    }),
  )
  if (!login.ok)
    throw new CommandRefused(`the server at ${url} refused the login: ${await problem(login)}`)
  const cookie = (login.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
  const get = async (path: string): Promise<Response> => {
    const answer = await askPatiently(() => fetch(`${url}/api/v1${path}`, { headers: { cookie } }))
    if (!answer.ok) throw new CommandRefused(await problem(answer))
    return answer
  }
  return {
    get,
    json: async (path) => await (await get(path)).json(),
    sent: async (path, body, answers = [200, 201]) => {
      const answer = await askPatiently(() =>
        fetch(`${url}/api/v1${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: url, cookie },
          body: JSON.stringify(body),
        }),
      )
      if (!answers.includes(answer.status)) throw new CommandRefused(await problem(answer))
      return await answer.json()
    },
  }
}

/** The query of a path. */
export const query = (members: object): string =>
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
