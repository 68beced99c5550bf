/** The record as it is judged anew: the monitor's alone. */
import { Type } from 'typebox'
import type { Office } from '@holdfast/core/nations'
import { perMinute, type Context, type Server } from './context.ts'
import type { RefusedRequest } from './engine-port.ts'
import { actorFrom } from './guard.ts'
import { Problem } from './problem.ts'
import { body, problems } from './schemas.ts'

type Table = 'events' | 'candidates' | 'taken-up'

/** What these routes need of a running deployment. */
export interface RecordPort {
  /** The texts that were adopted, and how far the record reaches. */
  head(office: Office): Promise<object | RefusedRequest>
  /** A page of a table, after the `next` of the page before. */
  page(
    office: Office,
    table: Table,
    page: { readonly after?: string; readonly limit?: number },
  ): Promise<object | RefusedRequest>
}

/** A deployment that keeps none. */
export const NO_RECORD: RecordPort = {
  head: async () => ({ refused: 'no record is kept here', status: 404 }),
  page: async () => ({ refused: 'no record is kept here', status: 404 }),
}

type Needs = Pick<Context, 'limits'> & { readonly engine: RecordPort }

function given(answer: object | RefusedRequest): object {
  if ('refused' in answer) throw new Problem(answer.status ?? 403, answer.refused)
  return answer
}

/** `GET /agreement/record` and `GET /agreement/record/:table`: the monitor's. */
export function recordPages(server: Server, { engine, limits }: Needs): void {
  const config = perMinute(limits.perMinute.reads)
  server.get(
    '/agreement/record',
    {
      config,
      schema: {
        operationId: 'agreementRecord',
        summary: 'The texts that were adopted, with what people declared under each; monitor only',
        response: { 200: body('RecordHead', 'The texts'), ...problems(401, 403, 404, 429) },
      },
    },
    async (request) => given(await engine.head(actorFrom(request, ['monitor']).office)),
  )
  server.get(
    '/agreement/record/:table',
    {
      config,
      schema: {
        operationId: 'agreementRecordPage',
        summary:
          'Events, candidates that stand, or those that incidents took up, by pages; monitor only',
        params: Type.Object({
          table: Type.Enum(['events', 'candidates', 'taken-up']),
        }),
        querystring: Type.Object({
          limit: Type.Integer({ minimum: 1, maximum: limits.pageRowsMax, default: 1_000 }),
          after: Type.Optional(
            Type.String({ maxLength: 128, description: 'The `next` of the page before' }),
          ),
        }),
        response: { 200: body('RecordPage', 'A page'), ...problems(400, 401, 403, 404, 429) },
      },
    },
    async (request) => {
      const { office } = actorFrom(request, ['monitor'])
      const { limit, after } = request.query
      const page = { limit, ...(after === undefined ? {} : { after }) }
      return given(await engine.page(office, request.params.table, page))
    },
  )
}
