/* oxlint-disable unicorn/consistent-function-scoping -- helpers stand where they serve */
/**
 * Goal: a batch is answered when it is durable, in whatever form it may come, and what is too large, too much at once or
 * damaged is refused with its reason. Method: a real server on loopback over the least engine, which a test holds up.
 */
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ROOT,
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
