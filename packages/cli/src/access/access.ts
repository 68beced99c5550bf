/**
 * How a command reaches a deployment: over HTTP when a server holds the directory, otherwise by opening it under its
 * lock. Both give the same answers, because the server gives what the engine's views give.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Actor, Office } from '@holdfast/core/nations'
import type { Answer } from '@holdfast/core/observe'
import { isRefused, type InstantMs, type Refused } from '@holdfast/core/units'
import { dayView, taskingView } from '@holdfast/engine/day'
import { ForceDesk } from '@holdfast/engine/forces'
import { deskView } from '@holdfast/engine/desk-view'
import { RecordView } from '@holdfast/engine/record-view'
import { lineCreep, Views } from '@holdfast/engine/views'
import { openHoldfast } from '@holdfast/engine/opening'
import { readDeployment } from '@holdfast/engine/runtime'
import { CommandRefused } from '../output/index.ts'
import { recordIn, recordOver, type RecordAccess } from './record.ts'

/** Which of what was not understood is shown; newest first, before the id `before`. */
export interface RejectsAsked {
  readonly source?: string
  readonly reason?: string
  readonly feed?: string
  readonly before?: number
  readonly limit: number
}

/** What commands ask of a deployment; every answer is JSON as the API gives it. */
export interface Access extends RecordAccess {
  status(): Promise<unknown>
  ingest(rows: readonly unknown[]): Promise<Answer>
  observations(page: { limit: number; after?: string }): Promise<unknown>
  picture(): Promise<unknown>
  chain(incident: string): Promise<unknown>
  gaps(): Promise<unknown>
  plan(): Promise<unknown>
  checkpoint(): Promise<string>
  /** The registry with each source's chain and how it stands. */
  sources(): Promise<unknown>
  /** What following found wrong with those who report; only a running server follows. */
  sourceHealth(): Promise<unknown>
  /** Whether the line of contact creeps, by more than is tolerated, metres. */
  lineCreep(asked: { readonly toleratedM: number }): Promise<unknown>
  /** How each source stood over [fromMs, toMs). */
  coverage(period: { readonly fromMs: InstantMs; readonly toMs: InstantMs }): Promise<unknown>
  rejects(asked: RejectsAsked): Promise<unknown>
  /** How the agreement stands, with a page of the register of notified activities. */
  agreementStanding(page: { readonly limit: number; readonly before?: number }): Promise<unknown>
  /** Motions to amend the agreement, the newest first; with a log index that one, with its text. */
  agreementMotions(motion?: number): Promise<unknown>
  /** What is due now, and what it waits on. */
  day(): Promise<unknown>
  /** Where nobody looked over the last day, ranked for tomorrow. */
  tasking(): Promise<unknown>
  /** What waits to be decided beside the incidents. */
  desk(): Promise<unknown>
  /** The register of what is promised, as the nation may see it. */
  register(): Promise<unknown>
  /** Answers a question about the register; records nothing. */
  askForces(question: object): Promise<unknown>
  /** The feeds that are open, or were since the server started; none where no server runs. */
  feeds(): Promise<unknown>
  /** Decides a command; gives the entries that it made. */
  command(command: object): Promise<readonly { readonly index: number; readonly kind: string }[]>
}
/** Which directory, and whose view. */
export interface AccessOptions {
  readonly dir: string
  readonly office: Office
  readonly database?: string | undefined
  /** As whom: the watch, unless the command needs more. */
  readonly role?: Actor['role']
  /** Who acts: the operator, unless somebody says who they are. */
  readonly name?: string
  /** For which nation: the mission's own (ZZZ) unless a nation speaks for itself. */
  readonly nation?: string
}

/** Runs the work with access to the deployment, and gives the directory back afterwards. */
export async function withAccess<T>(
  options: AccessOptions,
  work: (access: Access) => Promise<T> | T,
): Promise<T> {
  const url = await serverOf(options.dir)
  if (url !== null) return await work(await httpAccess(url, options))
  const deployment = readDeployment(options.dir)
  if (deployment === null)
    throw new CommandRefused(
      `${options.dir} holds no deployment; start one with \`holdfast start\`, or name its directory with --data`,
    )
  const opened = await openHoldfast({
    dir: options.dir,
    deployment,
    databaseUrl: options.database ?? null,
  })
  if (isRefused(opened)) throw new CommandRefused(opened.refused)
  const views = new Views(opened.holdfast, opened.intake)
  const forces = new ForceDesk(opened.holdfast, () => views.notice())
  try {
    await opened.holdfast.caughtUp()
    const { office } = options
    const asker = { office, nation: operator(options).nation }
    return await work({
      status: async () => views.status(office),
      ingest: async (rows) => {
        const answer = await views.takeBatch({
          media: 'application/json',
          bytes: Buffer.from(JSON.stringify(rows)),
          via: { channel: 'import' },
          actor: operator({ dir: options.dir, office }),
        })
        if (isRefused(answer)) throw new CommandRefused(answer.refused)
        return answer
      },
      observations: (page) => views.observations(office, page),
      picture: () => views.picture(office),
      chain: (incident) => views.chain(incident, office),
      gaps: () => views.gaps(office),
      plan: () => views.plan(office),
      checkpoint: async () => views.checkpoint(),
      sources: async () => given(views.sources(office)),
      sourceHealth: async () => given(NO_SERVER_FOLLOWS),
      lineCreep: async (asked) => given(lineCreep(opened.holdfast, office, asked)),
      coverage: async (period) => views.coverage(office, period),
      rejects: async (asked) => given(await views.rejects(office, asked)),
      agreementStanding: async (page) => views.agreementStanding(office, page),
      agreementMotions: async (motion) =>
        motion === undefined
          ? views.agreementMotions(office)
          : given(views.agreementMotion(office, motion) ?? noMotion(motion)),
      day: async () => given(await dayView(opened.holdfast, office, views.notice())),
      tasking: async () => given(await taskingView(opened.holdfast, office, views.notice())),
      desk: async () => given(await deskView(opened.holdfast, office, views.notice())),
      register: async () => given(forces.register(asker)),
      askForces: async (question) => given(await forces.ask(question, asker)),
      ...recordIn(new RecordView(opened.holdfast, () => views.notice()), office),
      feeds: async () => given(views.feeds(office)),
      command: async (command) => {
        const decided = await views.command(command, operator(options))
        if (isRefused(decided)) throw new CommandRefused(decided.refused)
        return decided.entries
      },
    })
  } finally {
    await opened.close()
  }
}

const NO_SERVER_FOLLOWS: object | Refused = {
  refused:
    'no server runs on this directory, and what is found about sources is held by a running one; begin it with `holdfast start`',
}

const noMotion = (motion: number): Refused => ({
  refused: `there is no motion ${motion} to amend the text; \`holdfast agreement motions\` lists them`,
})

function given<T extends object>(answer: T | Refused): T {
  if (isRefused(answer)) throw new CommandRefused(answer.refused)
  return answer
}

const operator = ({
  office,
  role = 'watch',
  nation = 'ZZZ',
  name = 'operator',
}: AccessOptions): Actor => ({
  name,
  nation,
  role,
  office,
  keyId: 'dev',
})

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
