/**
 * Observations in and out. Nothing is validated here row by row: the engine's reader does that once, and names each row
 * that it rejects. 201 is sent only after the engine says that the batch is durable.
 */
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { answerJson } from '@holdfast/core/observe'
import { isRefused } from '@holdfast/core/units'
import { MEDIA_TYPES, RUN_MEDIA_TYPE, type MediaType } from '@holdfast/engine/intake'
import { inflated, inflatedBytesMax, readBatches } from './body.ts'
import type { Context, Server } from './context.ts'
import { perMinute } from './context.ts'
import { actorFrom, actorOf } from './guard.ts'
import type { BodiesUnderWay } from './bodies-under-way.ts'
import { Problem, sendProblem } from './problem.ts'
import { body, PageSchema, problems } from './schemas.ts'

const POST_SCHEMA = {
  operationId: 'postObservations',
  summary: 'Takes in a batch of observations: a JSON or CBOR array, NDJSON, or a signed batch',
  description:
    'The same batch sent again is answered as it was the first time, byte for byte. A signed batch needs no login: its signature vouches for it (docs/reference/intake.md). Bodies may be gzip (content-encoding).',
  body: {
    content: {
      'application/json': {
        schema: { type: 'array', items: { $ref: 'Observation#' } },
      },
      'application/x-ndjson': {
        schema: { type: 'string', description: 'One observation a line; blank lines do not count' },
      },
      'application/cbor': {
        schema: {
          type: 'string',
          format: 'binary',
          description: 'The same array in CBOR (RFC 8949)',
        },
      },
      'application/vnd.holdfast.signed-batch+json': {
        schema: {
          type: 'object',
          required: ['signed', 'observations'],
          properties: {
            signed: { type: 'string', description: 'base64url of a COSE_Sign1 over the statement' },
            observations: { type: 'array', items: { $ref: 'Observation#' } },
          },
        },
      },
      'application/vnd.holdfast.signed-batch+cbor': {
        schema: {
          type: 'string',
          format: 'binary',
          description: 'CBOR: [COSE_Sign1, observations]',
        },
      },
    },
  },
  response: {
    201: body('Batch', 'Durable'),
    422: body('BatchRefused', 'None accepted', 'application/problem+json'),
    ...problems(400, 401, 403, 408, 409, 413, 415, 429, 503),
  },
}

const SIGNED = 'application/vnd.holdfast.signed-batch'

/** The media type without its parameters; the content type parsers let no other through. */
function mediaOf(request: FastifyRequest): MediaType {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase()
  const media = MEDIA_TYPES.find((one) => one === type)
  if (media === undefined)
    throw new Problem(415, `observations are read as ${MEDIA_TYPES.join(', ')}; not as ${type}`)
  return media
}
const isSigned = (request: FastifyRequest): boolean =>
  (request.headers['content-type'] ?? '').trim().toLowerCase().startsWith(SIGNED)

/** Taking observations in. */
function postRoute(server: Server, { engine, limits }: Context, bodies: BodiesUnderWay): void {
  readBatches(server)
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
        if (!isSigned(request)) actorFrom(request, ['monitor'])
        bodies.enter(request, reply)
      },
      preParsing: (request, _, payload, done) => done(null, bodies.counted(request, payload)),
      onSend: async (request) => bodies.answered(request),
    },
    async (request, reply) => {
      const actor = isSigned(request) ? null : actorFrom(request, ['monitor'])
      const { body: sent, headers } = request
      if (!Buffer.isBuffer(sent) || sent.length === 0)
        throw new Problem(400, 'the request has no body')
      const media = mediaOf(request)
      const answer = await bodies.during(request, async (grow) => {
        const bytesMax = inflatedBytesMax(
          sent.length,
          request.session !== null,
          limits.batchBytesMax,
        )
        const bytes = await inflated(sent, headers['content-encoding'], bytesMax)
        grow(bytes.length - sent.length)
        return engine.takeBatch({ media, bytes, via: { channel: 'http' }, actor })
      })
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

/** Taking in signed batches that waited together. */
export function runRoutes(server: Server, context: Context, bodies: BodiesUnderWay): void {
  const { engine, limits } = context
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(
    RUN_MEDIA_TYPE,
    { parseAs: 'buffer' },
    async (_: unknown, bytes: Buffer) => bytes,
  )
  server.post(
    '/batches',
    {
      bodyLimit: limits.batchBytesMax,
      config: { ...perMinute(limits.perMinute.batches), batch: true },
      schema: {
        operationId: 'postBatches',
        summary: 'Takes in several signed batches in their order, as an edge sends what waited',
        description:
          'A CBOR sequence (RFC 8742) of signed batches, together with no more rows than one batch may have. Needs no login: their signatures vouch for them. Each is settled before the next or together with it, never after it.',
        body: {
          content: { [RUN_MEDIA_TYPE]: { schema: { type: 'string', format: 'binary' } } },
        },
        response: {
          200: body('Run', 'What was taken is durable'),
          ...problems(400, 408, 413, 415, 429, 503),
        },
      },
      validatorCompiler: () => () => true,
      onRequest: async (request, reply) => bodies.enter(request, reply),
      preParsing: (request, _, payload, done) => done(null, bodies.counted(request, payload)),
      onSend: async (request) => bodies.answered(request),
    },
    async (request) => {
      const { body: sent, headers } = request
      if (!Buffer.isBuffer(sent) || sent.length === 0)
        throw new Problem(400, 'the request has no body')
      const answers = await bodies.during(request, async (grow) => {
        const bytesMax = inflatedBytesMax(
          sent.length,
          request.session !== null,
          limits.batchBytesMax,
        )
        const bytes = await inflated(sent, headers['content-encoding'], bytesMax)
        grow(bytes.length - sent.length)
        return engine.takeRun({ bytes, via: { channel: 'http' } })
      })
      return {
        answers: answers.map((answer) =>
          isRefused(answer)
            ? { status: answer.status ?? 503, detail: answer.refused }
            : { status: answer.accepted === 0 ? 422 : 201, ...answer },
        ),
      }
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

/** Reading one, streamed ones too. */
function oneRoute(server: Server, { engine, limits }: Context): void {
  server.get(
    '/observations/:id',
    {
      config: perMinute(limits.perMinute.reads),
      schema: {
        operationId: 'observation',
        summary: 'One observation as the office may see it, with the log index of its batch',
        description:
          'What streams from sensors (I.AIR, I.SEA, I.LAND, I.MEASURED) is in no list; it is found here by its id.',
        params: Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
        response: {
          200: body('OneObservation', 'The observation'),
          ...problems(400, 401, 404, 429),
        },
      },
    },
    async (request) => {
      const { id } = request.params
      const found = await engine.observation(id, actorOf(request).office)
      if (found === null) throw new Problem(404, `there is no observation ${id}`)
      return found
    },
  )
}

/** Observations in and out. */
export function observationRoutes(server: Server, context: Context, bodies: BodiesUnderWay): void {
  postRoute(server, context, bodies)
  pageRoute(server, context)
  oneRoute(server, context)
}
