/** The watch's desk: what waits to be decided beside the incidents. */
import type { Office } from '@holdfast/core/nations'
import { perMinute, type Context, type Server } from './context.ts'
import type { RefusedRequest } from './engine-port.ts'
import { actorFrom } from './guard.ts'
import { Problem } from './problem.ts'
import { body, problems } from './schemas.ts'

/** What this route needs of a running deployment. */
export interface DeskPort {
  /** The desk as the office may see it. */
  desk(office: Office): Promise<object | RefusedRequest>
}

/** A deployment that keeps none. */
export const NO_DESK: DeskPort = {
  desk: async () => ({ refused: "the watch's desk is not kept here", status: 404 }),
}

type Needs = Pick<Context, 'limits'> & { readonly engine: DeskPort }

/** `GET /desk`: the monitor's and the commission's. */
export function deskRoutes(server: Server, { engine, limits }: Needs): void {
  server.get(
    '/desk',
    {
      config: perMinute(limits.perMinute.reads),
      schema: {
        operationId: 'desk',
        summary:
          'Answers due, hindered access, tasks, claims beside coverage, proposals, likely duplicates, hand-overs',
        response: { 200: body('Desk', 'The desk'), ...problems(401, 403, 404, 429) },
      },
    },
    async (request) => {
      const answer = await engine.desk(actorFrom(request, ['monitor', 'commission']).office)
      if ('refused' in answer) throw new Problem(answer.status ?? 403, answer.refused)
      return answer
    },
  )
}
