/** What keeps intake in order: who reports, how each stood, what the feeds brought, and what was not understood. */
import { Type } from 'typebox'
import type { Context, Server } from './context.ts'
import { perMinute } from './context.ts'
import { inflated } from './body.ts'
import { actorFrom, actorOf } from './guard.ts'
import type { RefusedRequest } from './engine-port.ts'
import type { BodiesUnderWay } from './bodies-under-way.ts'
import { Problem } from './problem.ts'
import { body, problems } from './schemas.ts'

const REJECTS_PAGE_MAX = 500
const DAY_MS = 86_400_000
const name = Type.Optional(Type.String({ minLength: 1, maxLength: 128 }))
const instant = Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }))

function orProblem(answer: object | RefusedRequest): object {
  if ('refused' in answer) throw new Problem(answer.status ?? 403, answer.refused)
  return answer
}

/** Taking in a document or bytes of any format, for a source that the person who sends them answers for. */
export function recordRoutes(
  server: Server,
  { engine, limits }: Context,
  bodies: BodiesUnderWay,
): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(
    '*',
    { parseAs: 'buffer' },
    async (_: unknown, bytes: Buffer) => bytes,
  )
  server.post(
    '/records/:format',
    {
      bodyLimit: limits.batchBytesMax,
      config: perMinute(limits.perMinute.commands),
      schema: {
        operationId: 'postRecords',
        summary: 'Takes in bytes of a format (a report, a recording) for a source of the registry',
        description:
          'The body is the bytes as they are, of any content type. `holdfast decode --list` tells the formats and their options; the query carries the options beside `source`.',
        params: Type.Object({ format: Type.String({ maxLength: 64 }) }),
        querystring: Type.Object(
          { source: Type.String({ minLength: 1, maxLength: 128 }) },
          { additionalProperties: { type: 'string', maxLength: 65_536 } },
        ),
        response: {
          201: body('TakenRecords', 'Settled: what was accepted is durable'),
          ...problems(400, 401, 403, 408, 413, 429, 503),
        },
      },
      onRequest: async (request, reply) => {
        actorFrom(request, ['monitor'])
        bodies.enter(request, reply)
      },
      preParsing: (request, _, payload, done) => done(null, bodies.counted(request, payload)),
      onSend: async (request) => bodies.answered(request),
    },
    async (request, reply) => {
      const { source, ...options } = request.query as { source: string } & Record<string, string>
      const { body: sent, headers, params } = request
      if (!Buffer.isBuffer(sent) || sent.length === 0)
        throw new Problem(400, 'the request has no body')
      const actor = actorFrom(request, ['monitor'])
      const { format } = params
      const answer = await bodies.during(request, async (grow) => {
        const bytes = await inflated(sent, headers['content-encoding'], limits.batchBytesMax)
        grow(bytes.length - sent.length)
        return engine.takeRecords({ channel: 'http', format, options, source, bytes, actor })
      })
      return await reply.code(201).send(orProblem(answer))
    },
  )
}

/** Reading the registry, coverage, feeds and rejects. */
export function intakeRoutes(server: Server, { engine, limits }: Context): void {
  const config = perMinute(limits.perMinute.reads)
  server.get(
    '/sources',
    {
      config,
      schema: {
        operationId: 'sources',
        summary: 'Who reports: calibration, keys, the chain of signed batches, and how each stands',
        response: { 200: body('Sources', 'The registry'), ...problems(401, 403, 429) },
      },
    },
    async (request) => orProblem(engine.sources(actorOf(request).office)),
  )
  server.get(
    '/coverage',
    {
      config,
      schema: {
        operationId: 'coverage',
        summary: 'How each source stood over a period (the last day by default), as shares of it',
        querystring: Type.Object(
          { fromMs: instant, toMs: instant },
          { additionalProperties: false },
        ),
        response: { 200: body('Coverage', 'Shares of time by state'), ...problems(400, 401, 429) },
      },
    },
    async (request) => {
      const { toMs = Date.now(), fromMs = toMs - DAY_MS } = request.query
      if (fromMs > toMs) throw new Problem(400, `fromMs ${fromMs} is after toMs ${toMs}`)
      return engine.coverage(actorOf(request).office, { fromMs, toMs })
    },
  )
  server.get(
    '/feeds',
    {
      config,
      schema: {
        operationId: 'feeds',
        summary: 'The feeds and what each brought: bytes, records, observations, rejects by reason',
        response: { 200: body('Feeds', 'The feeds'), ...problems(401, 403, 429) },
      },
    },
    async (request) => orProblem(engine.feeds(actorOf(request).office)),
  )
  server.get(
    '/rejects',
    {
      config,
      schema: {
        operationId: 'rejects',
        summary:
          'What came in and was not understood, newest first, with its first bytes for a while',
        querystring: Type.Object(
          {
            source: name,
            reason: name,
            feed: name,
            before: instant,
            limit: Type.Integer({ minimum: 1, maximum: REJECTS_PAGE_MAX, default: 100 }),
          },
          { additionalProperties: false },
        ),
        response: { 200: body('Rejects', 'A page'), ...problems(400, 401, 403, 429) },
      },
    },
    async (request) => orProblem(await engine.rejects(actorOf(request).office, request.query)),
  )
}
