/* oxlint-disable unicorn/consistent-function-scoping -- helpers stand where they serve */
/**
 * Goal: a live stream tells each office what is its own, goes on where it was cut, and costs no more than its share.
 * Method: a real server on loopback over the least engine, which the test speaks through.
 */
import type { IncomingMessage } from 'node:http'
import { afterAll, describe, expect, it } from 'vitest'
import {
  closeServers,
  expectProblem,
  start,
  textOf,
} from '../../../../tests/support/http-server.ts'
import type { StreamMessage } from './index.ts'

afterAll(closeServers)

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
