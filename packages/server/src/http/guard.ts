/**
 * Who a request comes from, as far as its envelope tells.
 *
 * A page of another site can make a browser here send requests to 127.0.0.1. Three things stop it: the session cookie is
 * SameSite=Strict; a request that changes something must come from our own origin when it names one; and the Host must be
 * an address or a name that we were told, because with DNS rebinding the other site's name points at us, and then even
 * the origin would seem our own.
 */
import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { Actor, Office } from '@holdfast/core/nations'
import type { Server } from './context.ts'
import { Problem } from './problem.ts'
import type { Session } from './session.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is logged in; null for nobody. */
    session: Session | null
  }
}

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/u

/** Whether an address is of the machine itself. */
const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && LOOPBACK.test(address)

function hostName(host: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/u.exec(host)
  return (bracketed?.[1] ?? host.replace(/:\d+$/u, '')).toLowerCase()
}

/** Refuses a Host that is neither an address, nor localhost, nor one of the names given. */
export function checkHost(request: FastifyRequest, names: readonly string[]): void {
  const { host } = request.headers
  if (host === undefined || host === '') throw new Problem(400, 'the request names no Host')
  const name = hostName(host)
  if (isIP(name) !== 0 || name === 'localhost' || names.includes(name)) return
  throw new Problem(
    421,
    'this server is not known by that name; start it with the name as an allowed host',
  )
}

/** Refuses what a browser sends on behalf of another site. Programs that name no origin pass. */
export function checkOrigin(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new Problem(403, 'requests from other sites are refused')
  const { origin } = request.headers
  if (origin !== undefined && origin !== `${request.protocol}://${request.headers.host}`)
    throw new Problem(403, 'requests from other origins are refused')
}

/**
 * Whether the development login is open to this request: the server listens on loopback only, the caller is on it,
 * and no proxy passed the request on for somebody elsewhere.
 */
export function isDevelopment(server: Server, request: FastifyRequest): boolean {
  const bound = server.addresses()
  const forwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some(
    (name) => name in request.headers,
  )
  return (
    bound.length > 0 &&
    bound.every((at) => typeof at === 'object' && isLoopback(at.address)) &&
    isLoopback(request.socket.remoteAddress) &&
    !forwarded
  )
}

/** The actor of a request, or a refusal: without one nothing is shown and nothing is done. */
export function actorOf(request: FastifyRequest): Actor {
  if (request.session === null) throw new Problem(401, 'log in first: POST /api/v1/login')
  return request.session.actor
}

/** The actor of a request that only the given offices may make. */
export function actorFrom(request: FastifyRequest, offices: readonly Office[]): Actor {
  const actor = actorOf(request)
  if (!offices.includes(actor.office))
    throw new Problem(
      403,
      `the ${actor.office} office does not see this; the ${offices.join(' and ')} office does`,
    )
  return actor
}
