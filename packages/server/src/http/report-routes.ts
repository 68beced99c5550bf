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

/** Reports that one officer may have made, read or checked in a minute: every edition, language and format of one, and more. */
export const REPORTS_PER_MINUTE = 60
/** The same of one address where nobody is logged in; all it has is the refusal. */
export const ANONYMOUS_REPORTS_PER_MINUTE = 6
/** Reports of one officer that may be under way or wait at once: each reads the whole log, and one is made at a time. */
export const REPORTS_OF_ONE_MAX = 4
/** When it is worth asking again, s: about the time that a report takes. */
const AGAIN_S = '2'

/** One officer, whatever machine the request comes from; null for nobody. */
const officerOf = ({ session }: FastifyRequest): string | null =>
  session === null
    ? null
    : `officer ${session.actor.office} ${session.actor.name} ${session.actor.keyId}`

/**
 * The budget of reports is nobody's share of pages: an officer who reads many keeps the page, and one's haste is no
 * other's wait. Whoever is not logged in has a budget by address, and never an officer's. Making and checking have one each.
 */
const making = {
  rateLimit: {
    ...perMinute(REPORTS_PER_MINUTE).rateLimit,
    max: (request: FastifyRequest): number =>
      officerOf(request) === null ? ANONYMOUS_REPORTS_PER_MINUTE : REPORTS_PER_MINUTE,
    keyGenerator: (request: FastifyRequest): string =>
      officerOf(request) ?? `address ${request.ip}`,
  },
}

/** Who has how many reports under way or waiting. */
class ReportQueue {
  readonly #of = new Map<string, number>()

  /** Does the work in its turn; refused at once where the officer has too many in the queue already. */
  async take<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
    const officer = officerOf(request) ?? ''
    const own = this.#of.get(officer) ?? 0
    if (own >= REPORTS_OF_ONE_MAX)
      throw new Problem(
        429,
        `${own} of your reports are being made or wait, of ${this.waiting} in the queue; ask again when one is there`,
        { 'retry-after': AGAIN_S },
      )
    this.#of.set(officer, own + 1)
    try {
      return await work()
    } finally {
      const left = (this.#of.get(officer) ?? 1) - 1
      if (left === 0) this.#of.delete(officer)
      else this.#of.set(officer, left)
    }
  }

  /** Reports under way or waiting, of everybody. */
  get waiting(): number {
    return [...this.#of.values()].reduce((sum, n) => sum + n, 0)
  }
}

/** The refusal of a report; one for now says when to ask again. */
const problemOf = ({ status, refused }: Refused & { readonly status: number }): Problem =>
  status === 503
    ? new Problem(status, refused, { 'retry-after': AGAIN_S })
    : new Problem(status, refused)

/** `POST /reports/check`: as dear as making one, so it has the same budget and the same queue. */
function checkRoute(server: Server, { reports, limits }: Needs, queue: ReportQueue): void {
  server.post(
    '/reports/check',
    {
      config: making,
      bodyLimit: limits.batchBytesMax,
      // After the budget and before the body: nobody's megabytes are read.
      preParsing: async (request) => {
        actorOf(request)
      },
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
      const checked = await queue.take(request, () => reports.check(office, new Uint8Array(bytes)))
      if ('refused' in checked) throw problemOf(checked)
      return checked
    },
  )
}

/** `GET /reports`, `GET /reports/file` and `POST /reports/check`. */
export function reportRoutes(server: Server, { reports, limits }: Needs): void {
  const queue = new ReportQueue()
  checkRoute(server, { reports, limits }, queue)
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
    async (request) => ({
      ...(await reports.reports(actorOf(request).office)),
      waiting: queue.waiting,
    }),
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
      const { office } = actorOf(request)
      const made = await queue.take(request, () => reports.report(office, request.query))
      if (isRefused(made)) throw problemOf(made)
      return reply
        .type(made.media)
        .header('content-disposition', `attachment; filename="${made.name}"`)
        .send(Buffer.from(made.bytes))
    },
  )
}
