/* oxlint-disable unicorn/consistent-function-scoping -- helpers stand where they serve */
/**
 * Goal: the HTTP face keeps its own duties: who may ask, how much, from where, and how it answers and refuses. Method: a
 * real server on loopback over the least engine that lets each of these be seen; the running engine is tested end to
 * end elsewhere. Requests go by node:http, which sets Host, Origin and Cookie as told.
 */
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { gzipSync } from 'node:zlib'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRefused } from '@holdfast/core/units'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  createServer,
  LIMITS,
  type EnginePort,
  type HttpServer,
  type Limits,
  type OfferedBatch,
  type StreamMessage,
} from './index.ts'

const ROOT = 'ab'.repeat(32)

/** The least engine: it accepts what is an object, and lets a test hold it up and speak through it. */
class TestEngine implements EnginePort {
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
  gaps = async () => ({ gaps: [] })
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
  subscribe(office: string, listener: (message: StreamMessage) => void) {
    this.listeners.set(listener, office)
    return () => void this.listeners.delete(listener)
  }
  tell(office: string, message: StreamMessage) {
    if (message.kind === 'projected') this.projected = message.size
    for (const [listener, to] of this.listeners) if (to === office) listener(message)
  }
}

interface Asked {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
}
interface Answered {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
  json(): Record<string, unknown>
}
interface Running {
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
const dirs: string[] = []
afterAll(async () => {
  await Promise.all(running.map(({ server }) => server.close()))
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true })
})

async function textOf(message: IncomingMessage): Promise<string> {
  message.setEncoding('utf8')
  let text = ''
  for await (const part of message) text += part as string
  return text
}

async function start(limits: Partial<Limits> = {}, more: object = {}): Promise<Running> {
  const engine = new TestEngine()
  const options = { host: '127.0.0.1', port: 0, pageDir: null, basemapDir: null, limits, ...more }
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

function expectProblem(answer: Answered, status: number, detail: string | RegExp): void {
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

let plain: Running
beforeAll(async () => {
  plain = await start({ perMinute: { ...LIMITS.perMinute, logins: 1_000 } })
})

describe('login and session', () => {
  it('sets a strict, http-only cookie that reads back as the actor', async () => {
    const answer = await plain.post('/api/v1/login', '', {
      name: 'A',
      nation: 'XAA',
      role: 'panel',
      office: 'commission',
    })
    const cookie = answer.headers['set-cookie']?.[0] ?? ''
    expect(cookie).toMatch(
      /^holdfast-session=[\w-]+\.[\w-]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/u,
    )
    const session = await plain.ask('/api/v1/session', { headers: { cookie } })
    const actor = { name: 'A', nation: 'XAA', role: 'panel', office: 'commission', keyId: 'dev' }
    expect([answer.json(), session.json()]).toEqual([{ actor }, { actor }])
    expect((await plain.ask('/api/v1/session')).json()).toEqual({ actor: null })
    const out = await plain.ask('/api/v1/logout', { method: 'POST', headers: { cookie } })
    expect([out.status, out.headers['set-cookie']?.[0]]).toEqual([
      204,
      expect.stringContaining('Max-Age=0') as string,
    ])
  })

  it('refuses the roles that belong to no person, and what does not fit', async () => {
    const who = { name: 'A', nation: 'XAA', role: 'panel', office: 'commission' }
    for (const wrong of [
      { role: 'system' },
      { role: 'scripted' },
      { office: 'all' },
      { nation: 'xx' },
      { name: '' },
      { keyId: 'root' },
    ])
      expectProblem(await plain.post('/api/v1/login', '', { ...who, ...wrong }), 400, /^body/u)
  })

  it('takes no cookie that is forged, damaged, over, or of an earlier start', async () => {
    const cookie = await plain.login('monitor')
    const [body = '', mac = ''] = cookie.slice('holdfast-session='.length).split('.')
    const other = {
      actor: { name: 'X', nation: 'XAA', role: 'watch', office: 'guarantors', keyId: 'dev' },
      untilMs: 1e15,
    }
    const forged = `${Buffer.from(JSON.stringify(other)).toString('base64url')}.${mac}`
    const earlier = await (await start()).login('monitor')
    const brief = await start({ sessionMs: 1 })
    const over = await brief.login('monitor')
    await new Promise((done) => setTimeout(done, 5))
    for (const value of [forged, `${body}.`, body, '.', `${body}.${mac}x`, 'x'.repeat(5_000)])
      expectProblem(
        await plain.ask('/api/v1/picture', { headers: { cookie: `holdfast-session=${value}` } }),
        401,
        'log in',
      )
    expectProblem(
      await plain.ask('/api/v1/picture', { headers: { cookie: earlier } }),
      401,
      'log in',
    )
    expectProblem(await brief.ask('/api/v1/picture', { headers: { cookie: over } }), 401, 'log in')
  })

  it('refuses the development login beyond loopback and behind a proxy', async () => {
    const who = { name: 'A', nation: 'XAA', role: 'watch', office: 'monitor' }
    const everywhere = await start({}, { host: '0.0.0.0' })
    expectProblem(await everywhere.post('/api/v1/login', '', who), 403, 'bound to loopback')
    for (const name of ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'])
      expectProblem(
        await plain.post('/api/v1/login', '', who, { [name]: '192.0.2.1' }),
        403,
        'bound to loopback',
      )
    const injected = await plain.server.app.inject({
      method: 'POST',
      url: '/api/v1/login',
      payload: who,
      remoteAddress: '192.0.2.1',
    })
    expect(injected.statusCode).toBe(403)
  })
})

describe('where requests come from', () => {
  it('refuses names that it is not known by (DNS rebinding)', async () => {
    const known = await start({}, { hostNames: ['watch.example'] })
    const status = async (host: string) =>
      (await known.ask('/healthz', { headers: { host } })).status
    for (const host of [
      'localhost',
      'localhost:8080',
      '127.0.0.1:8080',
      '[::1]:8080',
      'watch.example',
      'WATCH.example:1',
    ])
      expect([host, await status(host)]).toEqual([host, 200])
    for (const host of [
      'evil.example',
      '127.0.0.1.evil.example',
      'localhost.evil.example:8080',
      'watch.example.evil',
      '[::1',
    ])
      expectProblem(
        await known.ask('/healthz', { headers: { host } }),
        421,
        'not known by that name',
      )
  })

  it('refuses what another origin or site sends, and takes no form', async () => {
    const cookie = await plain.login('monitor')
    const own = `127.0.0.1:${plain.port}`
    const command = { step: 'verify' }
    const from = (headers: Record<string, string>) =>
      plain.post('/api/v1/commands', cookie, command, { host: own, ...headers })
    expect((await from({ origin: `http://${own}` })).status).toBe(201)
    expect((await from({ 'sec-fetch-site': 'same-origin' })).status).toBe(201)
    for (const origin of ['null', 'http://evil.example', `https://${own}`, 'http://127.0.0.1:1'])
      expectProblem(await from({ origin }), 403, 'other origins')
    for (const site of ['cross-site', 'same-site'])
      expectProblem(await from({ 'sec-fetch-site': site }), 403, 'other sites')
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ])
      expectProblem(await from({ 'content-type': type }), 415, 'application/json')
  })
})

describe('offices', () => {
  it('shows nothing and does nothing without an actor', async () => {
    const reads = [
      '/picture',
      '/incidents/I-1/chain',
      '/forces/gaps',
      '/move/plan',
      '/reliability',
      '/stream',
      '/observations',
      '/log/checkpoint',
      '/log/entries/0',
    ]
    for (const path of reads) expectProblem(await plain.ask(`/api/v1${path}`), 401, 'log in')
    for (const path of ['/commands', '/observations'])
      expectProblem(await plain.post(`/api/v1${path}`, '', {}), 401, 'log in')
  })

  it('keeps each office to its own', async () => {
    const may: Record<string, Record<string, number>> = {
      monitor: { '/forces/gaps': 403, '/move/plan': 403, '/reliability': 200 },
      commission: { '/forces/gaps': 403, '/move/plan': 403, '/reliability': 200 },
      guarantors: { '/forces/gaps': 200, '/move/plan': 200, '/reliability': 403 },
    }
    for (const [office, paths] of Object.entries(may)) {
      const cookie = await plain.login(office)
      for (const [path, status] of Object.entries(paths))
        expect([
          office,
          path,
          (await plain.ask(`/api/v1${path}`, { headers: { cookie } })).status,
        ]).toEqual([office, path, status])
      expect((await plain.ask('/api/v1/picture', { headers: { cookie } })).json()).toEqual({
        office,
        beyondTheSchema: true,
      })
      const sent = await plain.post('/api/v1/observations', cookie, [{}])
      expect([office, sent.status]).toEqual([office, office === 'monitor' ? 201 : 403])
    }
  })
})

describe('observations', () => {
  it('answers 201 only after the engine has the batch durable, with members in one order', async () => {
    const { engine, login, post } = await start()
    const cookie = await login('monitor')
    let durable = (): void => undefined
    engine.held = new Promise((done) => {
      durable = done
    })
    let answered = false
    const sent = post('/api/v1/observations', cookie, [{}, 3]).finally(() => {
      answered = true
    })
    await new Promise((done) => setTimeout(done, 50))
    expect(answered).toBe(false)
    durable()
    const answer = await sent
    expect(answer.status).toBe(201)
    expect(answer.text).toBe(
      `{"batch":"${ROOT}","accepted":1,"rejected":[{"index":1,"reason":"not an object"}]}`,
    )
  })

  it('hands each kind of body on as it is, and inflates gzip within the limit', async () => {
    const { login, ask } = await start({ batchBytesMax: 2_000 })
    const cookie = await login('monitor')
    const send = (body: string | Buffer, headers: Record<string, string>) =>
      ask('/api/v1/observations', { method: 'POST', body, headers: { cookie, ...headers } })
    const ndjson = await send('{"a":1}\n\n{"b":2}\n', { 'content-type': 'application/x-ndjson' })
    expect([ndjson.status, ndjson.json()]).toEqual([
      201,
      { batch: ROOT, accepted: 2, rejected: [] },
    ])
    const json = { 'content-type': 'application/json' }
    const packed = await send(gzipSync('[{"a":1}]'), { ...json, 'content-encoding': 'gzip' })
    expect(packed.status).toBe(201)
    const bomb = gzipSync(Buffer.alloc(1_000_000, 32))
    expectProblem(
      await send(bomb, { ...json, 'content-encoding': 'gzip' }),
      413,
      'inflates to more',
    )
    expectProblem(await send('[]', { ...json, 'content-encoding': 'gzip' }), 400, 'not gzip')
    expectProblem(await send('[]', { ...json, 'content-encoding': 'br' }), 415, 'send gzip')
    expectProblem(await send('a,b', { 'content-type': 'text/csv' }), 415, '')
  })

  it('needs a login for what nobody signed, and none for what somebody did', async () => {
    const send = (type: string) =>
      plain.ask('/api/v1/observations', {
        method: 'POST',
        body: '[{}]',
        headers: { 'content-type': type },
      })
    expectProblem(await send('application/json'), 401, 'log in first')
    expectProblem(await send('application/cbor'), 401, 'log in first')
    expect((await send('application/vnd.holdfast.signed-batch+json')).status).toBe(201)
    expect(plain.engine.offered?.actor).toBeNull()
  })

  it('says 422 with each reason when nothing was accepted', async () => {
    const cookie = await plain.login('monitor')
    const answer = await plain.post('/api/v1/observations', cookie, [1])
    expectProblem(answer, 422, 'no row was accepted')
    expect(answer.json()).toMatchObject({
      batch: ROOT,
      accepted: 0,
      rejected: [{ index: 0, reason: 'not an object' }],
    })
  })

  it('refuses what is too large, empty, no UTF-8, or meant for a prototype', async () => {
    const { login, post, ask } = await start({
      batchBytesMax: 2_000,
      bodyBytesMax: 500,
    })
    const cookie = await login('monitor')
    let to = '/api/v1/observations'
    const raw = (body: string | Buffer, headers = {}) =>
      ask(to, {
        method: 'POST',
        body,
        headers: { cookie, 'content-type': 'application/json', ...headers },
      })
    expectProblem(await post(to, cookie, [{ a: 'x'.repeat(3_000) }]), 413, 'too large')
    expectProblem(
      await post('/api/v1/commands', cookie, { step: 'verify', a: 'x'.repeat(600) }),
      413,
      'too large',
    )
    expectProblem(
      await raw(`[${'{},'.repeat(900)}{}]`, { 'transfer-encoding': 'chunked' }),
      413,
      'too large',
    )
    expectProblem(await raw(''), 400, /empty|no body|not JSON/u)
    to = '/api/v1/commands'
    expectProblem(await raw(Buffer.from([0x5b, 0x22, 0xcf, 0xf0, 0x22, 0x5d])), 400, 'not UTF-8')
    expectProblem(await raw('[{"__proto__":{"a":1}}]'), 400, '__proto__')
    expectProblem(await raw(String.raw`[{"\u005f_proto__":{"a":1}}]`), 400, '__proto__')
  })

  it('takes so many batches at once and no more, and lets go of those that are answered', async () => {
    const { engine, login, post } = await start({ batchesAtOnceMax: 1 })
    const cookie = await login('monitor')
    let free = (): void => undefined
    engine.held = new Promise((done) => {
      free = done
    })
    const first = post('/api/v1/observations', cookie, [{}])
    await new Promise((done) => setTimeout(done, 50))
    const second = await post('/api/v1/observations', cookie, [{}])
    expectProblem(second, 503, 'too many batches')
    expect(second.headers['retry-after']).toBe('1')
    free()
    expect((await first).status).toBe(201)
    expect((await post('/api/v1/observations', cookie, [{}])).status).toBe(201)
  })

  it('pages with a limit', async () => {
    const cookie = await plain.login('commission')
    const page = (query: string) =>
      plain.ask(`/api/v1/observations${query}`, { headers: { cookie } })
    expect((await page('')).json()).toEqual({ observations: [{ limit: 100 }], next: null })
    expect((await page(`?limit=7&after=${ROOT}`)).json()).toEqual({
      observations: [{ limit: 7, after: ROOT }],
      next: null,
    })
    expectProblem(await page('?limit=1001'), 400, 'at most 1000')
    expectProblem(await page('?limit=0'), 400, 'querystring/limit')
    expectProblem(await page('?limit=x'), 400, 'querystring/limit')
    expectProblem(await page('?after=%27%20or%201'), 400, 'querystring/after')
  })
})

describe('bodies that do not come', () => {
  const SIGNED = 'application/vnd.holdfast.signed-batch+json'
  const BATCHES = '/api/v1/observations'

  interface Slow {
    readonly socket: Socket
    /** What the server said before it closed the socket. */
    readonly said: Promise<string>
  }
  const slow: Socket[] = []
  afterEach(() => {
    for (const socket of slow.splice(0)) socket.destroy()
  })

  const head = (path: string, length: number, headers: Record<string, string> = {}): string =>
    [
      `POST ${path} HTTP/1.1`,
      'host: localhost',
      `content-length: ${length}`,
      ...Object.entries({ 'content-type': SIGNED, ...headers }).map((one) => one.join(': ')),
      '\r\n',
    ].join('\r\n')

  /** Sends text and then nothing; it keeps its own end open whatever the server does. */
  async function stall(port: number, text: string, localAddress = '127.0.0.1'): Promise<Slow> {
    const socket = connect({ host: '127.0.0.1', port, localAddress, allowHalfOpen: true })
    slow.push(socket)
    let heard = ''
    socket.on('data', (part) => {
      heard += part.toString()
    })
    const said = new Promise<string>((done) => {
      socket.on('error', () => done(heard))
      socket.on('end', () => done(heard))
    })
    await new Promise<void>((done) => {
      socket.write(text, () => done())
    })
    // The server has read the headers by then.
    await pause(60)
    return { socket, said }
  }
  const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
  const anonymous = (made: Running, body = '[{}]') =>
    made.ask(BATCHES, { method: 'POST', body, headers: { 'content-type': SIGNED } })

  it('sets nothing aside for what is stated and not sent', async () => {
    const made = await start()
    const cookie = await made.login('monitor')
    for (let at = 0; at < 8; at += 1) await stall(made.port, head(BATCHES, 16 * 1024 * 1024))
    expect((await anonymous(made)).status).toBe(201)
    expect((await made.post(BATCHES, cookie, [{}])).status).toBe(201)
  })

  it('cuts a body that stalls, and frees its slot', async () => {
    const made = await start({ bodyStallMs: 600, anonymousAtOnceMax: 2 })
    const cookie = await made.login('monitor')
    const stalled = [
      await stall(made.port, head(BATCHES, 1_000)),
      await stall(made.port, `${head(BATCHES, 1_000)}[{`),
    ]
    expectProblem(await anonymous(made), 503, 'too many batches')
    expect((await made.post(BATCHES, cookie, [{}])).status).toBe(201)
    for (const { said } of stalled) {
      const text = await said
      expect(text).toMatch(/^HTTP\/1\.1 408 /u)
      expect(text).toContain('nothing of the body arrived for 600 ms')
    }
    expect((await anonymous(made)).status).toBe(201)
  })

  it('lets a slow body that keeps coming through', async () => {
    const made = await start({ bodyStallMs: 300 })
    const { socket, said } = await stall(made.port, head(BATCHES, 10, { connection: 'close' }))
    for (const part of '[{},{},{}]') {
      socket.write(part)
      await pause(60)
    }
    expect(await said).toMatch(/^HTTP\/1\.1 201 /u)
  })

  it('keeps half of the slots for who is logged in, and one address from taking the rest', async () => {
    const made = await start({ batchesAtOnceMax: 4, anonymousAtOnceMax: 1 })
    const cookie = await made.login('monitor')
    await stall(made.port, head(BATCHES, 1_000))
    expectProblem(await anonymous(made), 503, 'too many batches')
    const other = await stall(made.port, head(BATCHES, 1_000), '127.0.0.2')
    const third = await stall(made.port, head(BATCHES, 1_000), '127.0.0.3')
    third.socket.end()
    expect(await third.said).toMatch(/^HTTP\/1\.1 503 /u)
    // With a session a signed batch counts among those who are logged in.
    const officers = [
      await stall(made.port, head(BATCHES, 1_000, { cookie })),
      await stall(made.port, head(BATCHES, 1_000, { cookie, 'content-type': 'application/json' })),
    ]
    expectProblem(await made.post(BATCHES, cookie, [{}]), 503, 'too many batches')
    for (const { socket } of [...officers, other]) socket.destroy()
    await pause(60)
    expect((await made.post(BATCHES, cookie, [{}])).status).toBe(201)
    const later = await stall(
      made.port,
      `${head(BATCHES, 4, { connection: 'close' })}[{}]`,
      '127.0.0.3',
    )
    expect(await later.said).toMatch(/^HTTP\/1\.1 201 /u)
  })

  it('counts bytes as they arrive, also those that inflating brings, and closes beyond the room', async () => {
    const made = await start({ batchBytesMax: 100_000, batchBytesAtOnceMax: 400_000 })
    const cookie = await made.login('monitor')
    const batch = JSON.stringify([{ a: 'x'.repeat(20_000) }])
    const first = await stall(made.port, `${head(BATCHES, 100_000)}${' '.repeat(90_000)}`)
    const cut = await stall(made.port, `${head(BATCHES, batch.length)}${batch}`)
    expect(await cut.said).toMatch(/^HTTP\/1\.1 503 [^]*connection: close/u)
    const packed = await made.ask(BATCHES, {
      method: 'POST',
      body: gzipSync(batch),
      headers: { 'content-type': SIGNED, 'content-encoding': 'gzip' },
    })
    expectProblem(packed, 503, 'too many batches')
    expect((await made.post(BATCHES, cookie, JSON.parse(batch))).status).toBe(201)
    first.socket.destroy()
    await pause(60)
    expect((await anonymous(made, batch)).status).toBe(201)
  })

  it('ends a request that trickles, or whose headers never end, though its sender hangs on', async () => {
    const made = await start({ requestMs: 600, headersMs: 400, anonymousAtOnceMax: 1 })
    const headless = await stall(made.port, 'POST /api/v1/observations HTTP/1.1\r\nhost: loc')
    const { socket, said } = await stall(made.port, head(BATCHES, 1_000))
    const drip = setInterval(() => socket.write('['), 50)
    socket.on('error', () => undefined)
    expectProblem(await anonymous(made), 503, 'too many batches')
    for (const text of await Promise.all([said, headless.said]))
      expect(text).toMatch(/^HTTP\/1\.1 408 /u)
    // The socket lingers for a second, so that its sender can read why.
    await pause(1_200)
    clearInterval(drip)
    expect((await anonymous(made)).status).toBe(201)
    expect(await connections(made)).toBe(0)
  })
  const connections = (made: Running): Promise<number> =>
    new Promise((done, failed) => {
      made.server.app.server.getConnections((error, count) =>
        error === null ? done(count) : failed(error),
      )
    })

  it('keeps the slot while the engine works for a sender that has gone', async () => {
    const made = await start({ batchesAtOnceMax: 1 })
    const cookie = await made.login('monitor')
    let free = (): void => undefined
    made.engine.held = new Promise((done) => {
      free = done
    })
    const { socket } = await stall(made.port, `${head(BATCHES, 4)}[{}]`)
    socket.destroy()
    await pause(60)
    expectProblem(await made.post(BATCHES, cookie, [{}]), 503, 'too many batches')
    free()
    await pause(20)
    expect((await made.post(BATCHES, cookie, [{}])).status).toBe(201)
  })

  it('keeps no slot for an answer that waits behind another, nor for a pipelined body cut off', async () => {
    const made = await start({ batchesAtOnceMax: 1 })
    const cookie = await made.login('monitor')
    const stream = `GET /api/v1/stream HTTP/1.1\r\nhost: localhost\r\ncookie: ${cookie}\r\n\r\n`
    await stall(made.port, `${stream}${head(BATCHES, 4)}[{}]`)
    expect((await anonymous(made)).status).toBe(201)
    const { socket } = await stall(made.port, `${stream}${head(BATCHES, 1_000)}`)
    expectProblem(await anonymous(made), 503, 'too many batches')
    socket.destroy()
    await pause(60)
    expect((await anonymous(made)).status).toBe(201)
  })

  it('holds records of other formats to the same room', async () => {
    const made = await start({ batchesAtOnceMax: 1, bodyStallMs: 600 })
    const cookie = await made.login('monitor')
    const records = '/api/v1/records/ais?source=s'
    const { said } = await stall(made.port, head(records, 1_000, { cookie }))
    expectProblem(await made.post(BATCHES, cookie, [{}]), 503, 'too many batches')
    expectProblem(await made.post(records, cookie, [{}]), 503, 'too many batches')
    expect(await said).toMatch(/^HTTP\/1\.1 408 /u)
    expect((await made.post(records, cookie, [{}])).status).toBe(201)
    await stall(made.port, head(BATCHES, 1_000))
    expectProblem(await made.post(records, cookie, [{}]), 503, 'too many batches')
  })
})

describe('commands, log and errors', () => {
  it('passes the command on whole and answers with the entries alone', async () => {
    const cookie = await plain.login('commission')
    const command = { step: 'verify', type: 'openIncident', deep: { n: 1, s: '2' } }
    const answer = await plain.post('/api/v1/commands', cookie, command)
    expect([answer.status, answer.json()]).toEqual([
      201,
      { entries: [{ index: 7, kind: 'verify.incident-opened', atMs: 1 }] },
    ])
    expect(plain.engine.commands.at(-1)).toEqual(command)
    expectProblem(await plain.post('/api/v1/commands', cookie, { step: 'refused' }), 422, 'quorum')
    expectProblem(
      await plain.post('/api/v1/commands', cookie, { step: 'missing' }),
      404,
      'no such incident',
    )
    expectProblem(await plain.post('/api/v1/commands', cookie, { type: 'x' }), 400, 'step')
  })

  it('gives checkpoint, entries and chains, or says that there is none', async () => {
    const cookie = await plain.login('monitor')
    const get = (path: string) => plain.ask(`/api/v1${path}`, { headers: { cookie } })
    const note = await get('/log/checkpoint')
    expect([note.headers['content-type'], note.text]).toEqual([
      'text/plain; charset=utf-8',
      plain.engine.checkpoint(),
    ])
    expect((await get('/log/entries/4')).json()).toEqual({ index: 4 })
    expectProblem(await get('/log/entries/5'), 404, 'no entry 5')
    expectProblem(await get('/log/entries/x'), 400, 'params/index')
    expect((await get('/incidents/I-1/chain')).json()).toEqual({ incident: { id: 'I-1' } })
    expectProblem(await get('/incidents/I-9/chain'), 404, 'no incident I-9')
  })

  it('says what went wrong inside to its log only', async () => {
    const cookie = await plain.login('monitor')
    const answer = await plain.post('/api/v1/observations', cookie, ['crash'])
    expectProblem(answer, 500, 'its log says why')
    expect(answer.text).not.toContain('secret cause')
  })

  it('answers unknown routes and methods with a problem', async () => {
    expectProblem(
      await plain.ask('/api/v1/nothing?token=x'),
      404,
      /^there is no GET \/api\/v1\/nothing;/u,
    )
    expectProblem(await plain.ask('/healthz', { method: 'DELETE' }), 404, 'no DELETE')
    expectProblem(await plain.ask('/%zz'), 400, '')
  })

  it('limits logins, commands and unknown routes by address', async () => {
    const perMinute = { logins: 2, commands: 2, batches: 2, reads: 3 }
    const { ask, login, post } = await start({ perMinute })
    const cookie = await login('monitor')
    await login('monitor')
    expectProblem(await post('/api/v1/login', '', {}), 429, 'too many requests')
    for (let at = 0; at < 2; at += 1)
      expect((await post('/api/v1/commands', cookie, { step: 'verify' })).status).toBe(201)
    const third = await post('/api/v1/commands', cookie, { step: 'verify' })
    expectProblem(third, 429, 'try again in')
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(0)
    for (let at = 0; at < 3; at += 1) expect((await ask('/nothing')).status).toBe(404)
    expectProblem(await ask('/nothing'), 429, 'too many requests')
  })

  it('tells health from readiness', async () => {
    const { engine, ask } = await start()
    expect((await ask('/healthz')).json()).toEqual({ status: 'ok' })
    expect((await ask('/readyz')).json()).toEqual({ status: 'ready' })
    engine.lag = 1_001
    expectProblem(await ask('/readyz'), 503, '1001 entries behind')
    engine.isReady = false
    expectProblem(await ask('/readyz'), 503, 'still being replayed')
    expect((await ask('/healthz')).status).toBe(200)
  })
})

describe('the page', () => {
  it('serves the build under a strict policy, hashed files for good, and nothing beside it', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'holdfast-page-'))
    dirs.push(dir)
    const [pageDir, basemapDir] = [join(dir, 'page'), join(dir, 'basemap')]
    mkdirSync(join(pageDir, 'assets'), { recursive: true })
    mkdirSync(basemapDir)
    writeFileSync(join(pageDir, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__">')
    writeFileSync(join(pageDir, 'assets', 'main-abc.js'), 'export {}')
    writeFileSync(join(basemapDir, 'land.geojson'), '{}')
    writeFileSync(join(basemapDir, 'notes.txt'), 'no')
    writeFileSync(join(dir, 'secret'), 'no')
    const { ask } = await start({}, { pageDir, basemapDir })
    const page = await ask('/')
    const nonce = /nonce="([\w+/=]+)"/u.exec(page.text)?.[1] ?? ''
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`)
    expect(policy).toContain("default-src 'self'; script-src 'self';")
    expect(policy).toContain("connect-src 'self'; object-src 'none'; base-uri 'none'")
    expect(policy).not.toContain('unsafe')
    expect((await ask('/')).text).not.toBe(page.text)
    const script = await ask('/assets/main-abc.js')
    expect([script.status, script.headers['cache-control']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ])
    expect(script.headers['x-content-type-options']).toBe('nosniff')
    expect((await ask('/basemap/land.geojson')).status).toBe(200)
    for (const path of [
      '/index.html',
      '/basemap/notes.txt',
      '/../secret',
      '/%2e%2e/secret',
      '/basemap/..%2fsecret',
      '/assets/',
    ])
      expect([path, (await ask(path)).status]).toEqual([
        path,
        expect.toSatisfy((status: number) => status === 404 || status === 403) as number,
      ])
  })
})

describe('the stream', () => {
  const message = (size: number): StreamMessage => ({
    kind: 'projected',
    size,
    changed: { event: 1 },
  })

  /** Collects what a stream says until `count` messages came, and hangs up. */
  async function collect(stream: IncomingMessage, count: number): Promise<string[]> {
    stream.setEncoding('utf8')
    let text = ''
    for await (const part of stream) {
      text += part as string
      if (text.split('event: ').length > count) break
    }
    return text.split('\n\n').filter((one) => one.includes('event: '))
  }

  it('tells each office what is its own, observations before the size that they are part of', async () => {
    const { engine, login, open, server } = await start()
    const cookie = await login('guarantors')
    const stream = await open('/api/v1/stream', { cookie })
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    })
    expect(stream.headers['content-security-policy']).toContain("default-src 'none'")
    engine.tell('monitor', { kind: 'observation', size: 6, observation: { exact: true } })
    engine.tell('guarantors', { kind: 'observation', size: 6, observation: { id: 'o' } })
    engine.tell('guarantors', message(6))
    expect(await collect(stream, 3)).toEqual([
      'id: 5\nevent: projected\ndata: {"size":5,"changed":{}}'.replace(/^/u, ''),
      'event: observation\ndata: {"id":"o"}',
      'id: 6\nevent: projected\ndata: {"size":6,"changed":{"event":1}}',
    ])
    expect(server.app.server.listening).toBe(true)
  })

  it('resumes after the size last seen, and says when too much was missed', async () => {
    const { engine, login, open } = await start({ streamKeptMax: 3 })
    const cookie = await login('monitor')
    const first = await open('/api/v1/stream', { cookie })
    await collect(first, 1)
    for (const size of [6, 7, 8]) engine.tell('monitor', message(size))
    const from = async (id: string, count: number) => {
      const said = await collect(
        await open('/api/v1/stream', { cookie, 'last-event-id': id }),
        count,
      )
      return said.map((one) => one.split('data: ')[1])
    }
    expect(await from('6', 2)).toEqual([
      '{"size":7,"changed":{"event":1}}',
      '{"size":8,"changed":{"event":1}}',
    ])
    expect(await from('5', 3)).toHaveLength(3)
    expect(await from('4', 1)).toEqual(['{"size":8,"changed":{},"resync":true}'])
    engine.tell('monitor', message(9))
    expect(await from('5', 1)).toEqual(['{"size":9,"changed":{},"resync":true}'])
    expect(await from('6', 3)).toHaveLength(3)
    expect(await from('99', 1)).toEqual(['{"size":9,"changed":{},"resync":true}'])
    expect(await from('x', 1)).toEqual(['{"size":9,"changed":{}}'])
  })

  it('beats, ends with its session, limits clients and cuts a slow one', async () => {
    const { engine, login, open, ask } = await start({
      streamClientsMax: 2,
      streamHeartbeatMs: 20,
      streamWaitingBytesMax: 1_000_000,
      sessionMs: 2_000,
    })
    const cookie = await login('monitor')
    const slow = await open('/api/v1/stream', { cookie })
    const idle = await open('/api/v1/stream', { cookie })
    expectProblem(
      await ask('/api/v1/stream', { headers: { cookie } }),
      503,
      'too many live streams',
    )
    slow.pause()
    const cut = new Promise<boolean>((done) => {
      slow.on('error', () => done(true))
      slow.on('close', () => done(true))
    })
    // More than the kernel's own buffers hold for a client that does not read.
    const bulk = {
      kind: 'observation',
      size: 6,
      observation: { text: 'x'.repeat(100_000) },
    } as const
    const beats = textOf(idle)
    for (let at = 0; at < 200; at += 1) {
      engine.tell('monitor', bulk)
      await new Promise((done) => setTimeout(done, 2))
    }
    slow.resume()
    expect(await cut).toBe(true)
    expect(await beats).toContain(': still here')
  })

  it('closes with streams open and sockets kept alive', async () => {
    const { login, open, server, engine } = await start({ drainMs: 2_000 })
    const cookie = await login('monitor')
    const stream = await open('/api/v1/stream', { cookie, connection: 'keep-alive' })
    const rest = textOf(stream)
    const atMs = Date.now()
    await server.close()
    expect(Date.now() - atMs).toBeLessThan(1_500)
    await rest
    expect(engine.listeners.size).toBe(0)
  })
})

describe('listening', () => {
  it('says that a port is taken', async () => {
    const options = { host: '127.0.0.1', port: plain.port, pageDir: null, basemapDir: null }
    const second = await createServer(new TestEngine(), options)
    expect(await second.listen()).toEqual({
      refused: expect.stringMatching(/^port \d+ of 127\.0\.0\.1 is taken/u) as string,
    })
    await second.close()
  })
})
