/** The register of what is promised, and questions about it: the guarantors' alone, for the nation that asks. */
import { perMinute, type Context, type Server } from './context.ts'
import type { Office } from '@holdfast/core/nations'
import type { RefusedRequest } from './engine-port.ts'
import { QuestionSchema } from './forces-schemas.ts'
import { actorFrom } from './guard.ts'
import { Problem } from './problem.ts'
import { body, problems } from './schemas.ts'

/** Who asks: what is answered depends on both. */
export interface ForceAsker {
  readonly office: Office
  readonly nation: string
}
/** What these routes need of a running deployment; each answer holds what that nation may see and nothing else. */
export interface ForcePort {
  /** The register. */
  register(asker: ForceAsker): object | RefusedRequest
  /** Answers a question; nothing is recorded. `withdrawn` is aborted where nobody waits for the answer any more. */
  ask(
    question: unknown,
    asker: ForceAsker,
    withdrawn: AbortSignal,
  ): Promise<object | RefusedRequest>
}

/** A deployment that keeps none. */
export const NO_FORCES: ForcePort = {
  register: () => ({ refused: 'no register is kept here', status: 404 }),
  ask: async () => ({ refused: 'no register is kept here', status: 404 }),
}

type Needs = Pick<Context, 'limits'> & { readonly engine: ForcePort }

function given(answer: object | RefusedRequest): object {
  if ('refused' in answer) throw new Problem(answer.status ?? 403, answer.refused)
  return answer
}

/** `GET /forces/register` and `POST /forces/questions`: the guarantors'. */
export function forcesRoutes(server: Server, { engine, limits }: Needs): void {
  server.get(
    '/forces/register',
    {
      config: perMinute(limits.perMinute.reads),
      schema: {
        operationId: 'register',
        summary:
          'Requirements, pledges with their history, conditions, numbers, minutes; guarantors only',
        response: { 200: body('Register', 'The register'), ...problems(401, 403, 404, 429) },
      },
    },
    async (request) => {
      const { office, nation } = actorFrom(request, ['guarantors'])
      return given(engine.register({ office, nation }))
    },
  )
  server.post(
    '/forces/questions',
    {
      config: perMinute(limits.perMinute.commands),
      schema: {
        operationId: 'askForces',
        summary:
          'Gaps with reasons, what-if, linchpins, asks, postures, credibility; records nothing; guarantors only',
        body: QuestionSchema,
        response: {
          200: body('ForceAnswer', 'The answer'),
          ...problems(400, 401, 403, 404, 413, 415, 422, 429, 503),
        },
      },
      onRequest: async (request) => {
        actorFrom(request, ['guarantors'])
      },
    },
    async (request, reply) => {
      const { office, nation } = actorFrom(request, ['guarantors'])
      const withdrawn = new AbortController()
      // Closed before the answer is out: whoever asked went away, and the solver is others' to use.
      reply.raw.once('close', () => {
        if (!reply.raw.writableFinished) withdrawn.abort()
      })
      return given(await engine.ask(request.body, { office, nation }, withdrawn.signal))
    },
  )
}
