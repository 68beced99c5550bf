/**
 * How a command reaches a deployment: over HTTP when a server holds the directory, otherwise by opening it under its
 * lock. Both give the same answers, because the server gives what the engine's views give.
 */
import type { Answer } from '@holdfast/core/observe'
import type { Access, AccessOptions } from './access.ts'
import { recordOver } from './record.ts'
import { logIn, query, serverOf } from './session.ts'

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

/** What `POST /observations` answers: all were taken, or some were not. */
const TAKEN = [201, 422]

async function httpAccess(url: string, options: AccessOptions): Promise<Access> {
  const { get, json, sent } = await logIn(url, options)
  return {
    status: () => json('/status'),
    ingest: async (rows) => (await sent('/observations', rows, TAKEN)) as Answer,
    observations: ({ limit, after }) =>
      json(`/observations?${query(after === undefined ? { limit } : { limit, after })}`),
    picture: ({ support = false } = {}) => json(`/picture${support ? '?support=true' : ''}`),
    chain: (incident) => json(`/incidents/${encodeURIComponent(incident)}/chain`),
    plan: () => json('/move/plan'),
    checkpoint: async () => await (await get('/log/checkpoint')).text(),
    logEntry: (index) => json(`/log/entries/${index}`),
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
    acceptance: () => json('/forces/acceptance'),
    askForces: (question) => sent('/forces/questions', question),
    ...recordOver(json),
    feeds: () => json('/feeds'),
    command: async (command) => {
      const made = (await sent('/commands', command)) as {
        entries: readonly { index: number; kind: string }[]
      }
      return made.entries
    },
  }
}
