/** How the agreement stands: for every office, each with what it may see. */
import { Type } from 'typebox'
import type { AgreementPort } from './agreement-port.ts'
import { perMinute, type Context, type Server } from './context.ts'
import { actorOf } from './guard.ts'
import { Problem } from './problem.ts'
import { body, problems } from './schemas.ts'

type Needs = Pick<Context, 'limits'> & { readonly engine: AgreementPort }

/**
 * `GET /agreement/standing`, `GET /agreement/motions` and one motion of them. What is declared, announced and moved comes in
 * by `POST /commands`.
 */
export function agreementRoutes(server: Server, { engine, limits }: Needs): void {
  server.get(
    '/agreement/standing',
    {
      config: perMinute(limits.perMinute.reads),
      schema: {
        operationId: 'agreementStanding',
        summary:
          'Phases and deployment gates now, facts with who moved them, duties shown, notified activities',
        querystring: Type.Object({
          limit: Type.Integer({ minimum: 1, maximum: limits.pageRowsMax, default: 100 }),
          before: Type.Optional(
            Type.Integer({ minimum: 0, description: 'The `next` of the page before' }),
          ),
        }),
        response: {
          200: body('AgreementStanding', 'The standing, as the office may see it'),
          ...problems(400, 401, 429),
        },
      },
    },
    async (request) => {
      const { office } = actorOf(request)
      const { limit, before } = request.query
      return engine.agreementStanding(office, {
        limit,
        ...(before === undefined ? {} : { before }),
      })
    },
  )
  motionRoutes(server, { engine, limits })
}

function motionRoutes(server: Server, { engine, limits }: Needs): void {
  server.get(
    '/agreement/motions',
    {
      config: perMinute(limits.perMinute.reads),
      schema: {
        operationId: 'agreementMotions',
        summary:
          'Motions to amend the agreement: who is for each and against it, and who is missing',
        response: {
          200: body('AgreementMotions', 'The motions, the newest first'),
          ...problems(401, 429),
        },
      },
    },
    async (request) => engine.agreementMotions(actorOf(request).office),
  )
  server.get(
    '/agreement/motions/:motion',
    {
      config: perMinute(limits.perMinute.reads),
      schema: {
        operationId: 'agreementMotion',
        summary: 'One motion with its text and what it would change; the guarantors without them',
        params: Type.Object({
          motion: Type.Integer({
            minimum: 0,
            maximum: Number.MAX_SAFE_INTEGER,
            description: 'Log index of the proposal',
          }),
        }),
        response: {
          200: body('AgreementMotion', 'The motion'),
          ...problems(400, 401, 404, 429),
        },
      },
    },
    async (request) => {
      const { motion } = request.params
      const found = engine.agreementMotion(actorOf(request).office, motion)
      if (found === null) throw new Problem(404, `there is no motion ${motion} to amend the text`)
      return found
    },
  )
}
