/** Reports over HTTP: what was issued, and one made from the record as it stands. */
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Office } from '@holdfast/core/nations'
import { isRefused, type Refused } from '@holdfast/core/units'
import { perMinute, type Context, type Server } from './context.ts'
import { actorOf } from './guard.ts'
import { Problem } from './problem.ts'
import { REPORT_CHECK, REPORT_FILE, REPORT_QUERY } from './report-schemas.ts'
import { body, problems } from './schemas.ts'

/** A report as a request names it. */
export interface ReportQuery {
  readonly kind: string
  readonly edition: string
  readonly language: string
  readonly format: string
  readonly date?: string
  readonly from?: string
  readonly to?: string
  readonly topic?: string
  readonly incident?: string
}
/** What these routes need of a running deployment. */
export interface ReportPort {
  /** What was issued in the editions of the office. */
  reports(office: Office): Promise<object>
  /** One report as a file, in an edition that the office may have. */
  report(
    office: Office,
    query: ReportQuery,
  ): Promise<
    | { readonly media: string; readonly name: string; readonly bytes: Uint8Array }
    | (Refused & { readonly status: 400 | 403 | 404 | 503 })
  >
  /** Whether a file holds against the record, of an edition that the office may have. */
  check(
    office: Office,
    bytes: Uint8Array,
  ): Promise<object | (Refused & { readonly status: 400 | 403 | 404 | 503 })>
}

/** A deployment that makes none. */
export const NO_REPORTS: ReportPort = {
  reports: async () => ({ reports: [] }),
  report: async () => ({ refused: 'no reports are made here', status: 404 }),
  check: async () => ({ refused: 'no reports are checked here', status: 404 }),
}

type Needs = Pick<Context, 'limits'> & { readonly reports: ReportPort }

/** Reports that one session may have made in a minute: each reads the whole log. */
export const REPORTS_PER_MINUTE = 6

/** Counted by session, so that one desk's haste is no other's wait; by address where nobody is logged in. */
const making = {
  rateLimit: {
    ...perMinute(REPORTS_PER_MINUTE).rateLimit,
    keyGenerator: ({ session, ip }: FastifyRequest): string =>
      session === null
        ? ip
        : `${session.actor.office} ${session.actor.name} ${session.actor.keyId}`,
  },
}

/** `POST /reports/check`: as dear as making one, so counted with it. */
function checkRoute(server: Server, { reports, limits }: Needs): void {
  server.post(
    '/reports/check',
    {
      config: making,
      bodyLimit: limits.batchBytesMax,
      schema: {
        operationId: 'reportCheck',
        summary: 'Recomputes every field of a written report from the record',
        body: REPORT_CHECK,
        response: {
          200: body('ReportChecked', 'What the check came to'),
          ...problems(400, 401, 403, 404, 413, 415, 429, 503),
        },
      },
    },
    async (request) => {
      const { office } = actorOf(request)
      const bytes = Buffer.from(request.body.file, 'base64')
      const checked = await reports.check(office, new Uint8Array(bytes))
      if ('refused' in checked) throw new Problem(checked.status, checked.refused)
      return checked
    },
  )
}

/** `GET /reports`, `GET /reports/file` and `POST /reports/check`. */
export function reportRoutes(server: Server, { reports, limits }: Needs): void {
  checkRoute(server, { reports, limits })
  const config = perMinute(limits.perMinute.reads)
  server.get(
    '/reports',
    {
      config,
      schema: {
        operationId: 'reports',
        summary: 'Reports that were issued, in the editions of the office',
        response: {
          200: body('Reports', 'Reports by the entry that issued them'),
          ...problems(401, 429),
        },
      },
    },
    async (request) => reports.reports(actorOf(request).office),
  )
  server.get(
    '/reports/file',
    {
      config: making,
      schema: {
        operationId: 'reportFile',
        summary: 'Makes a report from the record as it stands, and gives the file',
        querystring: Type.Object(REPORT_QUERY),
        response: { 200: REPORT_FILE, ...problems(400, 401, 403, 404, 429, 503) },
      },
    },
    async (request, reply) => {
      const made = await reports.report(actorOf(request).office, request.query)
      if (isRefused(made)) throw new Problem(made.status, made.refused)
      return reply
        .type(made.media)
        .header('content-disposition', `attachment; filename="${made.name}"`)
        .send(Buffer.from(made.bytes))
    },
  )
}
