/** Whether the machine's figures held true, by what the panel signed: for those who find and those who judge. */
import type { Office } from '@holdfast/core/nations'
import type { Context, Server } from './context.ts'
import { perMinute } from './context.ts'
import type { RefusedRequest } from './engine-port.ts'
import { actorFrom } from './guard.ts'
import { Problem } from './problem.ts'
import { body, problems } from './schemas.ts'

/** What this route needs of a running deployment. */
export interface ReliabilityPort {
  /** The machine's figures against the findings, as the office may see them. */
  reliability(office: Office): Promise<object | RefusedRequest>
}

/** `GET /reliability`. */
export function reliabilityRoutes(
  server: Server,
  { engine, limits }: Pick<Context, 'limits'> & { readonly engine: ReliabilityPort },
): void {
  server.get(
    '/reliability',
    {
      config: perMinute(limits.perMinute.reads),
      schema: {
        operationId: 'reliability',
        summary:
          "Whether the machine's figures held true, by the findings: reliability diagram, scores, and how their recalibrations stand",
        response: {
          200: body('Reliability', 'For each question, what the findings say of the figures'),
          ...problems(401, 403, 429),
        },
      },
    },
    async (request) => {
      const { office } = actorFrom(request, ['monitor', 'commission'])
      const answer = await engine.reliability(office)
      if ('refused' in answer) throw new Problem(answer.status ?? 403, answer.refused)
      return answer
    },
  )
}
