/**
 * Goal: at the guarantors' each nation hears what it may know, the nations of another office hear the same; channels that
 * nobody listens to do not pile up, and who comes back to one that is gone reads anew. Method: streams over an engine that
 * the test speaks through.
 */
import { EventEmitter } from 'node:events'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { expect, test } from 'vitest'
import type { Actor } from '@holdfast/core/nations'
import type { EnginePort, StreamMessage } from './engine-port.ts'
import { LIMITS } from './limits.ts'
import { Streams } from './stream.ts'

type Whose = Pick<Actor, 'office' | 'nation'>

class Response extends EventEmitter {
  writableLength = 0
  text = ''
  writeHead(): void {
    this.text = ''
  }
  write(text: string): void {
    this.text += text
  }
  end(): void {
    this.emit('close')
  }
}

function opened(streamClientsMax: number) {
  const listeners = new Map<(message: StreamMessage) => void, Whose>()
  const engine = {
    status: () => ({ projected: 5 }),
    subscribe: (whose: Whose, listener: (message: StreamMessage) => void) => {
      listeners.set(listener, whose)
      return () => void listeners.delete(listener)
    },
  } as unknown as EnginePort
  const streams = new Streams(engine, { ...LIMITS, streamClientsMax })
  const open = (office: Whose['office'], nation: string, lastId?: string): Response => {
    const response = new Response()
    const reply = { raw: response, hijack: () => undefined, getHeaders: () => ({}) }
    const headers = lastId === undefined ? {} : { 'last-event-id': lastId }
    streams.open({ headers } as unknown as FastifyRequest, reply as unknown as FastifyReply, {
      actor: { office, nation },
      untilMs: Number.POSITIVE_INFINITY,
    })
    return response
  }
  const tell = (nation: string, size: number): void => {
    for (const [listener, whose] of listeners)
      if (whose.nation === nation) listener({ kind: 'projected', size, changed: { entry: 1 } })
  }
  const listened = (): string[] =>
    [...listeners.values()].map(({ office, nation }) => `${office} ${nation}`)
  return { streams, open, tell, listened }
}

test('a nation of the guarantors hears its own; two of the commission share one channel', () => {
  const { streams, open, tell, listened } = opened(9)
  const [british, swedish] = [open('guarantors', 'GBR'), open('guarantors', 'SWE')]
  const again = open('guarantors', 'GBR')
  open('commission', 'FRA')
  open('commission', 'DEU')
  expect(listened()).toEqual(['guarantors GBR', 'guarantors SWE', 'commission FRA'])
  tell('GBR', 6)
  expect(british.text).toContain('id: 6\n')
  expect(again.text).toContain('id: 6\n')
  expect(swedish.text).not.toContain('id: 6\n')
  streams.close()
  expect(listened()).toEqual([])
})

test('of channels that nobody listens to the oldest makes room, and whoever comes back to it reads anew', () => {
  const { streams, open, listened } = opened(2)
  const first = open('guarantors', 'GBR')
  first.end()
  open('guarantors', 'SWE').end()
  open('guarantors', 'FRA').end()
  expect(listened()).toEqual(['guarantors SWE', 'guarantors FRA'])
  expect(open('guarantors', 'GBR', '4').text).toContain('"resync":true')
  expect(listened()).toEqual(['guarantors FRA', 'guarantors GBR'])
  streams.close()
})
