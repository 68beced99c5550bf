/** Whether the line of contact creeps: the monitor's alone, because it rests on where forces stand. */
import type { Office } from '@holdfast/core/nations'
import { isRefused, type Refused } from '@holdfast/core/units'
import { Type } from 'typebox'
import { perMinute, type Context, type Server } from './context.ts'
import { actorFrom } from './guard.ts'
import { Problem } from './problem.ts'
import { body, problems } from './schemas.ts'

/** What this route needs of a running deployment. */
export interface LinePort {
  /** Stretches whose edge has moved by more than is tolerated, metres. */
  creep(
    office: Office,
    asked: { readonly toleratedM: number },
  ): object | (Refused & { readonly status: 403 | 404 })
}

/** A deployment that follows no line. */
export const NO_LINE: LinePort = {
  creep: () => ({ refused: 'the line is not followed here', status: 404 }),
}

type Needs = Pick<Context, 'limits'> & { readonly engine: LinePort }

/** `GET /line/creep`. */
export function lineRoutes(server: Server, { engine, limits }: Needs): void {
  server.get(
    '/line/creep',
    {
      config: perMinute(limits.perMinute.reads),
      schema: {
        operationId: 'lineCreep',
        summary:
          'Stretches of the line of contact whose holders were seen ever farther forward: an indication; monitor only',
        querystring: Type.Object({
          toleratedM: Type.Number({ minimum: 0, maximum: 10_000, default: 100 }),
        }),
        response: {
          200: body('LineCreep', 'The stretches, the likeliest first'),
          ...problems(400, 401, 403, 404, 429),
        },
      },
    },
    async (request) => {
      const { office } = actorFrom(request, ['monitor'])
      const answer = engine.creep(office, { toleratedM: request.query.toleratedM })
      if (isRefused(answer)) {
        const { refused, status } = answer as Refused & { readonly status: 403 | 404 }
        throw new Problem(status, refused)
      }
      return answer
    },
  )
}
