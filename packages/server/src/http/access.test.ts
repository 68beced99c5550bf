/* oxlint-disable unicorn/consistent-function-scoping -- helpers stand where they serve */
/**
 * Goal: who may ask, from where, and what each office is shown. Method: a real server on loopback over the least engine
 * that lets each of these be seen; the running engine is tested end to end elsewhere.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  closeServers,
  expectProblem,
  start,
  type Running,
} from '../../../../tests/support/http-server.ts'
import { LIMITS } from './index.ts'

let plain: Running
beforeAll(async () => {
  plain = await start({ perMinute: { ...LIMITS.perMinute, logins: 1_000 } })
})
afterAll(closeServers)

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
    const everybody = await plain.post('/api/v1/login', '', { ...who, nation: 'ALL' })
    expectProblem(everybody, 400, /^nation: is ALL; write three capitals/u)
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
      // This deployment keeps no register; the guarantors are told so.
      guarantors: { '/forces/gaps': 404, '/move/plan': 200, '/reliability': 403 },
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
