/**
 * For the tests of the HTTP face: a real server on loopback over the least engine that lets its duties be seen. Requests
 * go by node:http, which sets Host, Origin and Cookie as told.
 */
import { request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import { isRefused } from '@holdfast/core/units'
import {
  createServer,
  type EnginePort,
  type HttpServer,
  type Limits,
  type OfferedBatch,
  type StreamMessage,
} from '@holdfast/server/http'

/** The root hash that the engine gives: of nothing in particular. */
export const ROOT = 'ab'.repeat(32)

/** The least engine: it accepts what is an object, and lets a test hold it up and speak through it. */
export class TestEngine implements EnginePort {
  readonly listeners = new Map<(message: StreamMessage) => void, string>()
  readonly commands: unknown[] = []
  isReady = true
  lag = 0
  projected = 5
  held: Promise<void> = Promise.resolve()
  offered: OfferedBatch | null = null
  async takeBatch(offered: OfferedBatch) {
    this.offered = offered
    const { bytes, media } = offered
    await this.held
    const text = Buffer.from(bytes).toString()
    const rows = (
      media === 'application/x-ndjson'
        ? text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
        : JSON.parse(text)
    ) as readonly unknown[]
    if (rows[0] === 'crash') throw new Error('secret cause')
    const rejected = rows.flatMap((row, index) =>
      typeof row === 'object' ? [] : [{ index, reason: 'not an object' }],
    )
    // Members in another order than they are sent in.
    return { rejected, accepted: rows.length - rejected.length, batch: ROOT }
  }
  async command(command: unknown) {
    this.commands.push(command)
    const { step } = command as { step: string }
    if (step === 'refused') return { refused: 'the quorum is not met; two more nations must sign' }
    if (step === 'missing') return { refused: 'there is no such incident', status: 404 as const }
    return {
      ...(step === 'remarked' ? { remark: 'each of them collected it' } : {}),
      entries: [{ index: 7, kind: 'verify.incident-opened', atMs: 1, payload: { secret: 1 } }],
    }
  }
  takeRun = async () => []
  takeRecords = async () => ({ records: 1, accepted: 1, duplicates: 0, nothings: {}, rejects: [] })
  sources = () => ({ sources: [] })
  coverage = () => ({ sources: [] })
  feeds = () => ({ feeds: [] })
  tracks = async (office: string, page: object) => ({ office, page })
  track = async (id: string) => (id === 'T1' ? { track: { id } } : null)
  sourceHealth = async () => ({ sensors: [], findings: [] })
  reliability = async () => ({ questions: {} })
  agreementStanding = (office: string, page: object) => ({ office, page })
  agreementMotions = (office: string) => ({ office, motions: [] })
  agreementMotion = (office: string, motion: number) => ({ office, motion })
  rejects = async () => ({ rows: [], next: null })
  picture = async (office: string) => ({ office, beyondTheSchema: true })
  chain = async (id: string) => (id === 'I-1' ? { incident: { id } } : null)
  plan = async () => ({ plan: null })
  observations = async (_: string, page: object) => ({ observations: [page], next: null })
  observation = async (id: string) => (id === ROOT ? { entry: 1, observation: { id } } : null)
  checkpoint = () => 'holdfast.example\n5\nAAAA\n\n— key sig\n'
  logEntry = async (index: number) => (index < 5 ? { index } : null)
  status = () => ({
    logSize: 5,
    projected: this.projected,
    lag: { entries: this.lag },
    failure: null,
  })
  ready = () => this.isReady
  subscribe({ office }: { office: string }, listener: (message: StreamMessage) => void) {
    this.listeners.set(listener, office)
    return () => void this.listeners.delete(listener)
  }
  tell(office: string, message: StreamMessage) {
    if (message.kind === 'projected') this.projected = message.size
    for (const [listener, to] of this.listeners) if (to === office) listener(message)
  }
}

/** A request. */
export interface Asked {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
}
/** An answer, read whole. */
export interface Answered {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
  json(): Record<string, unknown>
}
/** A server with the engine behind it. */
export interface Running {
  readonly engine: TestEngine
  readonly server: HttpServer
  readonly port: number
  readonly ask: (path: string, asked?: Asked) => Promise<Answered>
  readonly open: (path: string, headers: Record<string, string>) => Promise<IncomingMessage>
  readonly login: (office: string) => Promise<string>
  readonly post: (
    path: string,
    cookie: string,
    body: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answered>
}

const running: Running[] = []

/** Closes every server that was started. */
export async function closeServers(): Promise<void> {
  await Promise.all(running.splice(0).map(({ server }) => server.close()))
}

/** All that a message says. */
export async function textOf(message: IncomingMessage): Promise<string> {
  message.setEncoding('utf8')
  let text = ''
  for await (const part of message) text += part as string
  return text
}

/** Starts a server on a free port of loopback. */
export async function start(limits: Partial<Limits> = {}, more: object = {}): Promise<Running> {
  const engine = new TestEngine()
  const at = { host: '127.0.0.1', port: 0, pageDir: null, basemapDir: null }
  // However busy the machine is that runs this, the server answers.
  const options = { ...at, limits: { eventLoopDelayMs: 0, ...limits }, ...more }
  const server = await createServer(engine, options)
  const listening = await server.listen()
  if (isRefused(listening)) throw new Error(listening.refused)
  const { port } = server.app.server.address() as AddressInfo
  const open = (
    path: string,
    { method = 'GET', headers = {}, body = '' }: Asked,
  ): Promise<IncomingMessage> =>
    new Promise((done, failed) => {
      const sent = httpRequest(
        { host: '127.0.0.1', port, path, method, headers, agent: false },
        done,
      )
      sent.on('error', failed)
      sent.end(body)
    })
  const ask = async (path: string, asked: Asked = {}): Promise<Answered> => {
    const message = await open(path, asked)
    const text = await textOf(message)
    const json = (): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>
    return { status: message.statusCode ?? 0, headers: message.headers, text, json }
  }
  const post = (
    path: string,
    cookie: string,
    body: unknown,
    headers: Record<string, string> = {},
  ) =>
    ask(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', cookie, ...headers },
    })
  const login = async (office: string): Promise<string> => {
    const answer = await post('/api/v1/login', '', {
      name: 'A. Watch',
      nation: 'XAA',
      role: 'watch',
      office,
    })
    expect(answer.status).toBe(200)
    return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  }
  const made: Running = {
    engine,
    server,
    port,
    ask,
    open: (path, headers) => open(path, { headers }),
    login,
    post,
  }
  running.push(made)
  return made
}

/** Holds an answer to the form of a refusal: a problem document that shows no stack. */
export function expectProblem(answer: Answered, status: number, detail: string | RegExp): void {
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  const document = answer.json()
  expect(document).toMatchObject({
    type: 'about:blank',
    status,
    title: expect.any(String) as string,
  })
  expect(answer.status).toBe(status)
  expect(document['detail']).toMatch(detail)
  expect(answer.text).not.toMatch(/\bat .*\.(?:ts|js)|node_modules|stack/u)
}
