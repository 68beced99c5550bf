import { isRefused } from '@holdfast/core/units'
import { Type } from 'typebox'
import type { Context, Server } from './context.ts'
import { perMinute } from './context.ts'
import { actorFrom, actorOf } from './guard.ts'
import { Problem, sendProblem } from './problem.ts'
import { body, CommandSchema, problems } from './schemas.ts'

const read = (operationId: string, summary: string, component: string, ...statuses: number[]) => ({
  operationId,
  summary,
  response: { 200: body(component, summary), ...problems(401, 429, ...statuses) },
})

const ASKED = Type.Object(
  {
    support: Type.Optional(
      Type.Boolean({
        description:
          'With the support points of each estimate, which the monitor may have: 128 or more an event, by which clauses are judged. Default false',
      }),
    ),
  },
  { additionalProperties: false },
)

/** The picture of the session's office, and what it may look into. */
export function pictureRoutes(server: Server, { engine, limits, streams }: Context): void {
  const config = perMinute(limits.perMinute.reads)
  server.get(
    '/picture',
    {
      config,
      schema: {
        ...read('picture', 'What the office sees now', 'Picture', 400),
        querystring: ASKED,
      },
    },
    async (request) => engine.picture(actorOf(request).office, request.query),
  )
  server.get(
    '/incidents/:id/chain',
    {
      config,
      schema: {
        ...read('chain', 'One incident with all that it rests on', 'Chain', 404),
        params: Type.Object({ id: Type.String({ maxLength: 80 }) }),
      },
    },
    async (request) => {
      const chain = await engine.chain(request.params.id, actorOf(request).office)
      if (chain === null) throw new Problem(404, `there is no incident ${request.params.id}`)
      return chain
    },
  )
  server.get(
    '/move/plan',
    { config, schema: read('plan', 'The movement plan; guarantors only', 'Movement', 403, 404) },
    async (request) => {
      const plan = await engine.plan(actorFrom(request, ['guarantors']).office)
      if (plan === null) throw new Problem(404, 'no movement is planned yet')
      return plan
    },
  )
  server.get(
    '/stream',
    {
      config,
      schema: {
        operationId: 'stream',
        summary:
          'Server-sent events: `projected`, `observation`, `tracks`; resumes by Last-Event-ID, the log size',
        response: {
          200: {
            description: 'The stream',
            content: { 'text/event-stream': { schema: { type: 'string' } } },
          },
          ...problems(401, 429, 503),
        },
      },
    },
    (request, reply) => {
      streams.open(request, reply, {
        actor: actorOf(request),
        untilMs: request.session?.untilMs ?? 0,
      })
    },
  )
}

/** Commands: what a person decides. */
export function commandRoutes(server: Server, { engine, limits }: Context): void {
  server.post(
    '/commands',
    {
      config: perMinute(limits.perMinute.commands),
      schema: {
        operationId: 'command',
        summary: 'Asks a step to decide a command; the session is the actor',
        body: CommandSchema,
        response: {
          201: body('Recorded', 'Recorded, durable'),
          ...problems(400, 401, 403, 409, 413, 415, 422, 429, 503),
        },
      },
      onRequest: async (request) => {
        actorOf(request)
      },
    },
    async (request, reply) => {
      const decided = await engine.command(request.body, actorOf(request))
      if (isRefused(decided)) return sendProblem(reply, decided.status ?? 422, decided.refused)
      const entries = decided.entries.map(({ index, kind, atMs }) => ({ index, kind, atMs }))
      const { remark } = decided
      return reply.code(201).send({ entries, ...(remark === undefined ? {} : { remark }) })
    },
  )
}
