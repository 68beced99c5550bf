/**
 * Observations in and out. Nothing is validated here row by row: the engine's reader does that once, and names each row
 * that it rejects. 201 is sent only after the engine says that the batch is durable.
 */
import { answerJson } from '@holdfast/core/observe'
import { isRefused } from '@holdfast/core/units'
import { readNdjson } from './body.ts'
import type { Context, Server } from './context.ts'
import { perMinute } from './context.ts'
import { actorFrom, actorOf } from './guard.ts'
import { Problem, sendProblem } from './problem.ts'
import { body, PageSchema, problems } from './schemas.ts'

const POST_SCHEMA = {
  operationId: 'postObservations',
  summary: 'Takes in a batch of observations: a JSON array or NDJSON (application/x-ndjson)',
  description: 'The same batch sent again is answered as it was the first time, byte for byte.',
  body: {
    content: {
      'application/json': {
        schema: { type: 'array', items: { $ref: 'Observation#' } },
      },
      'application/x-ndjson': {
        schema: { type: 'string', description: 'One observation a line; blank lines do not count' },
      },
    },
  },
  response: {
    201: body('Batch', 'Durable'),
    422: body('BatchRefused', 'None accepted', 'application/problem+json'),
    ...problems(400, 401, 403, 413, 415, 429, 503),
  },
}

/** Taking observations in. */
function postRoute(server: Server, { engine, limits }: Context): void {
  let underWay = 0
  readNdjson(server)
  server.post(
    '/observations',
    {
      bodyLimit: limits.batchBytesMax,
      config: { ...perMinute(limits.perMinute.batches), batch: true },
      schema: POST_SCHEMA,
      // It describes; the engine's reader decides, row by row.
      validatorCompiler: () => () => true,
      // Before the body is read: an unknown sender, or one too many, must not cost memory.
      onRequest: async (request, reply) => {
        actorFrom(request, ['monitor'])
        if (underWay >= limits.batchesAtOnceMax)
          throw new Problem(503, 'too many batches are under way; send this one again', {
            'retry-after': '1',
          })
        underWay += 1
        // Closed is closed, whether it was answered or the sender went away.
        reply.raw.once('close', () => {
          underWay -= 1
        })
      },
    },
    async (request, reply) => {
      const actor = actorFrom(request, ['monitor'])
      const rows = request.body
      if (!Array.isArray(rows))
        throw new Problem(400, 'the body is not an array; send an array of observations, or NDJSON')
      if (rows.length > limits.batchRowsMax)
        throw new Problem(
          413,
          `the batch has ${rows.length} rows; send at most ${limits.batchRowsMax} at once`,
        )
      const answer = await engine.ingest(rows, actor)
      if (isRefused(answer)) return sendProblem(reply, answer.status ?? 503, answer.refused)
      if (answer.accepted === 0)
        return sendProblem(
          reply,
          422,
          'no row was accepted; each is listed with its reason',
          JSON.parse(answerJson(answer)) as object,
        )
      return reply
        .code(201)
        .header('content-type', 'application/json; charset=utf-8')
        .serializer((text: unknown) => String(text))
        .send(answerJson(answer))
    },
  )
}

/** Reading them page by page. */
function pageRoute(server: Server, { engine, limits }: Context): void {
  server.get(
    '/observations',
    {
      config: perMinute(limits.perMinute.reads),
      schema: {
        operationId: 'observations',
        summary: 'A page of observations as the office may see them, by time',
        querystring: PageSchema,
        response: { 200: body('ObservationPage', 'A page'), ...problems(400, 401, 429) },
      },
    },
    async (request) => {
      const { office } = actorOf(request)
      const { limit, after } = request.query
      if (limit > limits.pageRowsMax)
        throw new Problem(400, `limit is ${limit}; ask for at most ${limits.pageRowsMax} at once`)
      return engine.observations(office, after === undefined ? { limit } : { limit, after })
    },
  )
}

/** Observations in and out. */
export function observationRoutes(server: Server, context: Context): void {
  postRoute(server, context)
  pageRoute(server, context)
}
