import { Type } from 'typebox'
import type { Context, Server } from './context.ts'
import { perMinute } from './context.ts'
import { actorOf } from './guard.ts'
import { Problem } from './problem.ts'
import { body, OPEN, problems } from './schemas.ts'

const text = { content: { 'text/plain': { schema: { type: 'string' } } } }

/** How the deployment stands. */
function statusRoute(server: Server, { engine, limits }: Context): void {
  server.get(
    '/status',
    {
      config: perMinute(limits.perMinute.reads),
      schema: {
        operationId: 'status',
        summary: 'How the deployment stands: log, projections and their lag, what failed',
        response: { 200: body('Status', 'As it stands'), ...problems(401, 429) },
      },
    },
    async (request) => {
      const { office } = actorOf(request)
      return engine.status(office)
    },
  )
}

/** The log: its checkpoint, and single entries with their proofs. */
export function logRoutes(server: Server, context: Context): void {
  const { engine, limits } = context
  statusRoute(server, context)
  const config = perMinute(limits.perMinute.reads)
  server.get(
    '/log/checkpoint',
    {
      config,
      schema: {
        operationId: 'checkpoint',
        summary: 'The signed checkpoint (C2SP signed note) over the log as it stands',
        response: { 200: { description: 'A signed note', ...text }, ...problems(401, 429) },
      },
    },
    async (request, reply) => {
      actorOf(request)
      return reply
        .type('text/plain; charset=utf-8')
        .serializer((note: unknown) => String(note))
        .send(await engine.checkpoint())
    },
  )
  server.get(
    '/log/entries/:index',
    {
      config,
      schema: {
        operationId: 'logEntry',
        summary: 'One entry as the office may see it, with its inclusion proof',
        params: Type.Object({
          index: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
        }),
        response: { 200: body('LogEntry', 'The entry'), ...problems(400, 401, 404, 429) },
      },
    },
    async (request) => {
      const { index } = request.params
      const entry = await engine.logEntry(index, actorOf(request).office)
      if (entry === null) throw new Problem(404, `there is no entry ${index} for this office`)
      return entry
    },
  )
}

const answers = (name: string, description: string) => ({
  description,
  content: {
    'application/json': {
      schema: { type: 'object', properties: { status: { type: 'string', const: name } } },
    },
  },
})

/** Whether the process lives, and whether it may be sent work. */
export function healthRoutes(server: Server, { engine, limits }: Context): void {
  server.get(
    '/healthz',
    {
      schema: {
        ...OPEN,
        operationId: 'healthz',
        summary: 'The process answers',
        response: { 200: answers('ok', 'It lives') },
      },
    },
    async () => ({ status: 'ok' }),
  )
  server.get(
    '/readyz',
    {
      schema: {
        ...OPEN,
        operationId: 'readyz',
        summary: 'The journal is replayed and the projections keep up',
        response: { 200: answers('ready', 'Send work'), ...problems(503) },
      },
    },
    async () => {
      if (!engine.ready())
        throw new Problem(503, 'the journal is still being replayed', { 'retry-after': '1' })
      const { failure, lag } = engine.status('monitor')
      if (failure !== null)
        throw new Problem(503, 'the deployment takes nothing more; its log says why')
      if (lag.entries > limits.lagEntriesMax)
        throw new Problem(503, `the projections are ${lag.entries} entries behind`, {
          'retry-after': '1',
        })
      return { status: 'ready' }
    },
  )
}
