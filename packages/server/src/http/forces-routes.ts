/** The register of what is promised, and questions about it: the guarantors' alone, for the nation that asks. */
import { perMinute, type Context, type Server } from './context.ts'
import type { Office } from '@holdfast/core/nations'
import type { RefusedRequest } from './engine-port.ts'
import { GAPS_ASKED, QuestionSchema } from './forces-schemas.ts'
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
  /** The acceptance table in force, and every adoption. */
  acceptance(asker: ForceAsker): object | RefusedRequest
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
  acceptance: () => ({ refused: 'no register is kept here', status: 404 }),
  ask: async () => ({ refused: 'no register is kept here', status: 404 }),
}

type Needs = Pick<Context, 'limits'> & { readonly engine: ForcePort }

function given(answer: object | RefusedRequest): object {
  if ('refused' in answer) throw new Problem(answer.status ?? 403, answer.refused)
  return answer
}

/** Aborted where the connection is closed before the answer is out: whoever asked went away, and the solver is others' to use. */
function withdrawnWith({
  raw,
}: {
  readonly raw: {
    readonly writableFinished: boolean
    once(event: 'close', then: () => void): unknown
  }
}): AbortSignal {
  const withdrawn = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) withdrawn.abort()
  })
  return withdrawn.signal
}

/** The guarantors' routes: the register and the acceptance table, and questions about them. */
export function forcesRoutes(server: Server, needs: Needs): void {
  readRoutes(server, needs)
  askRoutes(server, needs)
}

/** `GET /forces/register` and `GET /forces/acceptance`. */
function readRoutes(server: Server, { engine, limits }: Needs): void {
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
  server.get(
    '/forces/acceptance',
    {
      config: perMinute(limits.perMinute.reads),
      schema: {
        operationId: 'acceptance',
        summary: 'In whose eyes a nation may be where: the table in force; guarantors only',
        response: {
          200: body('AcceptanceInForce', 'The table in force, with every adoption'),
          ...problems(401, 403, 404, 429),
        },
      },
    },
    async (request) => {
      const { office, nation } = actorFrom(request, ['guarantors'])
      return given(engine.acceptance({ office, nation }))
    },
  )
}

/** `GET /forces/gaps` and `POST /forces/questions`: the same question, in two ways. */
function askRoutes(server: Server, { engine, limits }: Needs): void {
  server.get(
    '/forces/gaps',
    {
      config: perMinute(limits.perMinute.commands),
      schema: {
        operationId: 'gaps',
        summary:
          'What is missing now: the question `gaps`, answered as the page shows it; guarantors only',
        querystring: GAPS_ASKED,
        response: {
          200: body('Gaps', 'The answer to the question `gaps`'),
          ...problems(400, 401, 403, 404, 422, 429, 503),
        },
      },
      onRequest: async (request) => {
        actorFrom(request, ['guarantors'])
      },
    },
    async (request, reply) => {
      const { office, nation } = actorFrom(request, ['guarantors'])
      const { posture, ...asked } = request.query
      // No posture in words stands for the lines of every posture alone, as null does in a question.
      const of = posture === undefined ? {} : { posture: posture === '' ? null : posture }
      const question = { kind: 'gaps', ...asked, ...of }
      return given(await engine.ask(question, { office, nation }, withdrawnWith(reply)))
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
      return given(await engine.ask(request.body, { office, nation }, withdrawnWith(reply)))
    },
  )
}
