/** How the agreement stands: for every office, each with what it may see. */
import { Type } from 'typebox'
import type { AgreementPort } from './agreement-port.ts'
import { perMinute, type Context, type Server } from './context.ts'
import { actorOf } from './guard.ts'
import { body, problems } from './schemas.ts'

type Needs = Pick<Context, 'limits'> & { readonly engine: AgreementPort }

/** `GET /agreement/standing`. What is declared and announced comes in by `POST /commands`. */
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
}
