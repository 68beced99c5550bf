/* oxlint-disable unicorn/consistent-function-scoping -- helpers stand where they serve */
/**
 * Goal: the HTTP face keeps its own duties: how it passes on, answers and refuses, and what else it serves. Who may ask,
 * batches and the stream have files of their own. Method: a real server on loopback over the least engine that lets each
 * of these be seen; the running engine is tested end to end elsewhere.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  TestEngine,
  closeServers,
  expectProblem,
  start,
  type Running,
} from '../../../../tests/support/http-server.ts'
import { LIMITS, createServer } from './index.ts'

const dirs: string[] = []
afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true })
})

let plain: Running
beforeAll(async () => {
  plain = await start({ perMinute: { ...LIMITS.perMinute, logins: 1_000 } })
})
afterAll(closeServers)

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

  it('tells who commands what an answer lacks although its votes suffice, and nothing where nothing is', async () => {
    const { login, post } = await start()
    const cookie = await login('monitor')
    const of = async (step: string): Promise<unknown> =>
      (await post('/api/v1/commands', cookie, { step })).json()
    expect(await of('remarked')).toMatchObject({ remark: 'each of them collected it' })
    expect(await of('verify')).not.toHaveProperty('remark')
  })

  it('limits logins, commands and unknown routes by address', async () => {
    const perMinute = { logins: 2, commands: 2, acts: 2, batches: 2, reads: 3 }
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
