/** The watch's day: what is due now, and where nobody looked. */
import type { Office } from '@holdfast/core/nations'
import { perMinute, type Context, type Server } from './context.ts'
import type { RefusedRequest } from './engine-port.ts'
import { actorFrom } from './guard.ts'
import { Problem } from './problem.ts'
import { body, problems } from './schemas.ts'

/** What these routes need of a running deployment. */
export interface DayPort {
  /** The day as the office may see it. */
  day(office: Office): Promise<object | RefusedRequest>
  /** Where nobody looked, ranked for tomorrow. */
  tasking(office: Office): Promise<object | RefusedRequest>
}

/** A deployment that keeps none. */
export const NO_DAY: DayPort = {
  day: async () => ({ refused: "the watch's day is not kept here", status: 404 }),
  tasking: async () => ({ refused: "the watch's day is not kept here", status: 404 }),
}

type Needs = Pick<Context, 'limits'> & { readonly engine: DayPort }

async function answered(asked: Promise<object | RefusedRequest>): Promise<object> {
  const answer = await asked
  if ('refused' in answer) throw new Problem(answer.status ?? 403, answer.refused)
  return answer
}

/** `GET /day`: the monitor's and the commission's. `GET /day/tasking`: the monitor's. */
export function dayRoutes(server: Server, { engine, limits }: Needs): void {
  const config = perMinute(limits.perMinute.reads)
  server.get(
    '/day',
    {
      config,
      schema: {
        operationId: 'day',
        summary:
          'Calls due, patrols out and overdue, plans awaiting clearance or signature, action points due',
        response: { 200: body('Day', 'The day'), ...problems(401, 403, 404, 429) },
      },
    },
    async (request) =>
      await answered(engine.day(actorFrom(request, ['monitor', 'commission']).office)),
  )
  server.get(
    '/day/tasking',
    {
      config,
      schema: {
        operationId: 'tasking',
        summary:
          'Where nobody looked over the last day, or nobody knows, ranked for tomorrow; the monitor only',
        response: { 200: body('Tasking', 'The ranking'), ...problems(401, 403, 404, 429) },
      },
    },
    async (request) => await answered(engine.tasking(actorFrom(request, ['monitor']).office)),
  )
}
