/** For the tests of live streams: streams over an engine that the test speaks through, and clients that never touch a socket. */
import { EventEmitter } from 'node:events'
import type { Actor } from '@holdfast/core/nations'
import type { EnginePort, StreamMessage } from '../../packages/server/src/http/engine-port.ts'
import { LIMITS, type Limits } from '../../packages/server/src/http/limits.ts'
import { Streams } from '../../packages/server/src/http/stream.ts'

type Whose = Pick<Actor, 'office' | 'nation'>
type Opening = Parameters<Streams['open']>

/** A client's end, with a backlog of so many bytes. */
export class StreamEnd extends EventEmitter {
  writableLength = 0
  text = ''
  /** What it was told on coming. */
  opened = ''
  isCut = false
  writeHead(): void {
    this.text = ''
  }
  write(text: string): void {
    this.text += text
  }
  end(): void {
    this.emit('close')
  }
  destroy(): void {
    this.isCut = true
  }
}

/** Streams of an engine at log size 5. */
export function openStreams(limits: Partial<Limits>) {
  const listeners = new Map<(message: StreamMessage) => void, Whose>()
  const engine = {
    status: () => ({ projected: 5 }),
    subscribe: (whose: Whose, listener: (message: StreamMessage) => void) => {
      listeners.set(listener, whose)
      return () => void listeners.delete(listener)
    },
  } as unknown as EnginePort
  const streams = new Streams(engine, { ...LIMITS, ...limits })
  return {
    streams,
    /** Who is listened to the engine for, `office nation`, in the order in which it began. */
    listened: (): string[] =>
      [...listeners.values()].map(({ office, nation }) => `${office} ${nation}`),
    open: (actor: Whose, lastId?: string): StreamEnd => {
      const end = new StreamEnd()
      const reply = { raw: end, hijack: () => undefined, getHeaders: () => ({}) }
      const headers = lastId === undefined ? {} : { 'last-event-id': lastId }
      streams.open({ headers } as unknown as Opening[0], reply as unknown as Opening[1], {
        actor,
        untilMs: Number.POSITIVE_INFINITY,
      })
      end.opened = end.text
      end.text = ''
      return end
    },
    /** Tells all, or those of a nation. */
    tell: (message: StreamMessage, nation?: string): void => {
      for (const [listener, whose] of listeners)
        if (nation === undefined || whose.nation === nation) listener(message)
    },
  }
}
