import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { EnginePort } from './engine-port.ts'
import type { Limits } from './limits.ts'
import type { Sessions } from './session.ts'
import type { Streams } from './stream.ts'

/** A Fastify instance whose routes are typed by their schemas. */
export type Server = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>
/** What the routes share. */
export interface Context {
  readonly engine: EnginePort
  readonly limits: Limits
  readonly sessions: Sessions
  readonly streams: Streams
}

/** The rate limit of a route. */
export const perMinute = (
  max: number,
): { readonly rateLimit: { readonly max: number; readonly timeWindow: number } } => ({
  rateLimit: { max, timeWindow: 60_000 },
})
