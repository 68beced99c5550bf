/* oxlint-disable unicorn/consistent-function-scoping -- helpers stand where they serve */
/**
 * Goal: who states a body and does not send it, sends it by drops, or goes away, takes nothing from the others for
 * longer than a named while. Method: a real server on loopback over the least engine; sockets that say what they are told
 * and then nothing.
 */
import { connect, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import {
  closeServers,
  expectProblem,
  start,
  type Running,
} from '../../../../tests/support/http-server.ts'

afterAll(closeServers)

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
    // Longer in all than a body may stall; each pause is so much shorter that a busy machine does not make it one.
    const made = await start({ bodyStallMs: 1_000 })
    const { socket, said } = await stall(made.port, head(BATCHES, 10, { connection: 'close' }))
    for (const part of '[{},{},{}]') {
      socket.write(part)
      await pause(120)
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
