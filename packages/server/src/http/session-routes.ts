import { isNation, type Actor } from '@holdfast/core/nations'
import { Type } from 'typebox'
import type { Context, Server } from './context.ts'
import { perMinute } from './context.ts'
import { isDevelopment } from './guard.ts'
import { Problem } from './problem.ts'
import { body, LoginSchema, OPEN, problems } from './schemas.ts'

/** Login, logout and who is logged in. */
export function sessionRoutes(server: Server, { sessions, limits }: Context): void {
  server.post(
    '/login',
    {
      config: perMinute(limits.perMinute.logins),
      schema: {
        ...OPEN,
        operationId: 'login',
        summary: 'Development login: names who acts; refused outside loopback',
        body: LoginSchema,
        response: {
          200: body('Session', 'Logged in; the cookie is set'),
          ...problems(400, 403, 429),
        },
      },
    },
    async (request, reply) => {
      if (!isDevelopment(server, request))
        throw new Problem(
          403,
          'the development login works on the machine itself only, with the server bound to loopback',
        )
      const { nation } = request.body
      if (!isNation(nation))
        throw new Problem(
          400,
          `nation: is ${nation}; write three capitals that ISO 3166-1 assigns, such as SWE`,
        )
      const actor: Actor = { ...request.body, keyId: 'dev' }
      const secure = request.protocol === 'https'
      void reply.header('set-cookie', sessions.begin(actor, Date.now(), secure))
      return { actor }
    },
  )
  server.post(
    '/logout',
    {
      config: perMinute(limits.perMinute.logins),
      schema: {
        ...OPEN,
        operationId: 'logout',
        summary: 'Ends the session',
        response: { 204: Type.Null({ description: 'Logged out' }) },
      },
    },
    async (request, reply) => {
      void reply.header('set-cookie', sessions.end(request.protocol === 'https'))
      return reply.code(204).send(null)
    },
  )
  server.get(
    '/session',
    {
      config: perMinute(limits.perMinute.reads),
      schema: {
        ...OPEN,
        operationId: 'session',
        summary: 'Who is logged in',
        response: { 200: body('Session', 'Who is logged in') },
      },
    },
    async (request) => ({ actor: request.session?.actor ?? null }),
  )
}
