/** Thermal anomalies beyond the background, for those who watch and those who judge: an indication, never an event. */
import type { Office } from '@holdfast/core/nations'
import { parseInstant, type Refused } from '@holdfast/core/units'
import { Type } from 'typebox'
import { perMinute, type Context, type Server } from './context.ts'
import { actorFrom } from './guard.ts'
import { Problem } from './problem.ts'
import { body, problems } from './schemas.ts'

/** Which cell-days: days by the instant of their beginning, UTC, and the least probability. */
export interface ThermalPage {
  readonly fromMs?: number
  readonly toMs?: number
  readonly minProbability: number
}
/** What this route needs of a running deployment. */
export interface ThermalPort {
  /** The cell-days that reach the probability, as the office may see them. */
  thermal(
    office: Office,
    page: ThermalPage,
  ): Promise<object | (Refused & { readonly status: 400 | 403 | 404 })>
}

/** A deployment that watches none. */
export const NO_THERMAL: ThermalPort = {
  thermal: async () => ({ refused: 'thermal anomalies are not watched here', status: 404 }),
}

const DAY = Type.Optional(Type.String({ pattern: String.raw`^\d{4}-\d{2}-\d{2}$` }))

function dayIn(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const ms = parseInstant(`${text}T00:00Z`)
  if (ms === null) throw new Problem(400, `${name} is ${text}: no such date; give YYYY-MM-DD`)
  return ms
}

type Needs = Pick<Context, 'limits'> & { readonly engine: ThermalPort }

/** `GET /thermal`: the monitor's and the commission's. */
export function thermalRoutes(server: Server, { engine, limits }: Needs): void {
  server.get(
    '/thermal',
    {
      config: perMinute(limits.perMinute.reads),
      schema: {
        operationId: 'thermal',
        summary: 'Cells of 0.1° that burn more than season, weather and satellites explain, by day',
        querystring: Type.Object({
          from: DAY,
          to: DAY,
          minProbability: Type.Number({ minimum: 0, maximum: 1, default: 0.5 }),
        }),
        response: { 200: body('Thermal', 'The cell-days'), ...problems(400, 401, 403, 404, 429) },
      },
    },
    async (request) => {
      const { office } = actorFrom(request, ['monitor', 'commission'])
      const { from, to, minProbability } = request.query
      const [fromMs, toMs] = [dayIn('from', from), dayIn('to', to)]
      const answer = await engine.thermal(office, {
        minProbability,
        ...(fromMs === undefined ? {} : { fromMs }),
        ...(toMs === undefined ? {} : { toMs }),
      })
      if ('refused' in answer) {
        throw new Problem(answer.status, answer.refused)
      }
      return answer
    },
  )
}
