/**
 * Puts the HTTP face together. The order matters: what refuses comes before what reads, and the rate limit before the
 * routes that it counts.
 */
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import fastify, {
  type FastifyHttpOptions,
  type FastifyServerOptions,
  type RawServerDefault,
} from 'fastify'
import type { Refused } from '@holdfast/core/units'
import { agreementRoutes } from './agreement-routes.ts'
import { readJson } from './body.ts'
import { perMinute, type Context, type Server } from './context.ts'
import { dayRoutes, NO_DAY, type DayPort } from './day-routes.ts'
import { deskRoutes, NO_DESK, type DeskPort } from './desk-routes.ts'
import type { EnginePort } from './engine-port.ts'
import { forcesRoutes, NO_FORCES, type ForcePort } from './forces-routes.ts'
import { checkHost, checkOrigin } from './guard.ts'
import { BodiesUnderWay } from './bodies-under-way.ts'
import { LIMITS, type Limits } from './limits.ts'
import { listen } from './listen.ts'
import { intakeRoutes, recordRoutes } from './intake-routes.ts'
import { moveRoutes, NO_MOVE, type MovePort } from './move-routes.ts'
import { healthRoutes, logRoutes } from './log-routes.ts'
import { observationRoutes, runRoutes } from './observation-routes.ts'
import { describeRoutes } from './openapi.ts'
import { pageRoutes, secureHeaders, type PageOptions } from './page.ts'
import { actRoutes } from './act-routes.ts'
import { commandRoutes, pictureRoutes } from './picture-routes.ts'
import { answerUnreadable, handleError, Problem, sendNotFound } from './problem.ts'
import { reliabilityRoutes } from './reliability-routes.ts'
import { NO_RECORD, recordPages, type RecordPort } from './record-routes.ts'
import { NO_REPORTS, reportRoutes, type ReportPort } from './report-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { Sessions } from './session.ts'
import { Streams } from './stream.ts'
import { lineRoutes, NO_LINE, type LinePort } from './line-routes.ts'
import { NO_THERMAL, thermalRoutes, type ThermalPort } from './thermal-routes.ts'
import { trackRoutes } from './track-routes.ts'

/** How a server is made. */
export interface ServerOptions extends PageOptions {
  /** The address to bind; loopback unless the operator says otherwise. */
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Names beside localhost and addresses that the server is known by, lower case. */
  readonly hostNames?: readonly string[]
  readonly limits?: Partial<Limits>
  /** Thermal anomalies beyond their background; none where it is left out. */
  readonly thermal?: ThermalPort
  /** Whether the line creeps; not followed where it is left out. */
  readonly line?: LinePort
  /** Reports from the record; none where it is left out. */
  readonly reports?: ReportPort
  /** The watch's day; none where it is left out. */
  readonly day?: DayPort
  /** The watch's desk; none where it is left out. */
  readonly desk?: DeskPort
  /** The register of what is promised; none where it is left out. */
  readonly forces?: ForcePort
  /** Movement planning; none where it is left out. */
  readonly move?: MovePort
  /** The record as it is judged anew; none where it is left out. */
  readonly record?: RecordPort
  /** Fastify's logger: false for none. */
  readonly logger?: FastifyServerOptions['logger']
}

/** A server over a running engine. */
export interface HttpServer {
  /** The Fastify instance, for whoever adds to it or tests it. */
  readonly app: Server
  /** Binds it and gives its address; a port that cannot be had is a refusal that says so. */
  listen(): Promise<{ readonly url: string } | Refused>
  /** Ends the streams, drains what is under way, and closes. */
  close(): Promise<void>
}

/** How often a closing server looks for sockets that have fallen idle. */
const IDLE_CHECK_MS = 50

/**
 * `close()` of node:http waits for sockets that clients keep alive. So: streams end at once, idle sockets are closed
 * again and again, and after `drainMs` all are.
 */
function drainOnClose(server: Server, { streams, limits }: Context): void {
  server.addHook('preClose', async () => {
    streams.close()
    const idle = setInterval(() => server.server.closeIdleConnections(), IDLE_CHECK_MS)
    const all = setTimeout(() => server.server.closeAllConnections(), limits.drainMs)
    server.server.once('close', () => {
      clearInterval(idle)
      clearTimeout(all)
    })
    // Never listened to: nothing to wait for.
    if (!server.server.listening) {
      clearInterval(idle)
      clearTimeout(all)
    }
  })
}

/** How long the other side has to read why its request could not be read. */
const LINGER_MS = 1_000

/** A request that comes too slowly ends, and so does its socket, even if the other side keeps its end open. */
function timesOf({ requestMs, headersMs }: Limits): FastifyHttpOptions<RawServerDefault> {
  const headersTimeout = Math.min(headersMs, requestMs)
  return {
    requestTimeout: requestMs,
    // Node looks only now and then; that often, a request is cut at most a quarter too late.
    http: { headersTimeout, connectionsCheckingInterval: Math.ceil(headersTimeout / 4) },
    clientErrorHandler: (error, socket) => {
      answerUnreadable(error, socket)
      setTimeout(() => socket.destroy(), LINGER_MS).unref()
    },
  }
}

async function refuseOverload(server: Server, limits: Limits): Promise<void> {
  await server.register(underPressure, {
    maxEventLoopDelay: limits.eventLoopDelayMs,
    maxHeapUsedBytes: limits.heapBytesMax,
    pressureHandler: () => {
      throw new Problem(503, 'the server is overrun; try again', { 'retry-after': '2' })
    },
  })
}

function checkRequests(server: Server, { sessions }: Context, hostNames: readonly string[]): void {
  server.decorateRequest('session', null)
  server.addHook('onRequest', async (request, reply) => {
    checkHost(request, hostNames)
    checkOrigin(request)
    request.session = sessions.read(request.headers.cookie, Date.now())
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store')
  })
}

async function createApp(engine: EnginePort, options: ServerOptions): Promise<Server> {
  const limits: Limits = { ...LIMITS, ...options.limits }
  const server: Server = fastify({
    logger: options.logger ?? false,
    bodyLimit: limits.bodyBytesMax,
    trustProxy: false,
    // An address that cannot be decoded never reaches a route, nor the error handler.
    frameworkErrors: handleError,
    ...timesOf(limits),
    routerOptions: { maxParamLength: 128 },
    ajv: { customOptions: { removeAdditional: false, allErrors: false } },
  })
  const context: Context = {
    engine,
    limits,
    sessions: new Sessions(limits.sessionMs),
    streams: new Streams(engine, limits),
  }
  server.setErrorHandler(handleError)
  // What the engine answers is written as it is: a schema describes it and must not drop a member.
  server.setSerializerCompiler(() => (payload) => JSON.stringify(payload))
  drainOnClose(server, context)
  await secureHeaders(server)
  checkRequests(server, context, options.hostNames ?? [])
  await server.register(rateLimit, {
    ...perMinute(limits.perMinute.reads).rateLimit,
    errorResponseBuilder: (_, { after }) =>
      new Problem(429, `too many requests; try again in ${after}`),
  })
  server.setNotFoundHandler({ preHandler: server.rateLimit() }, sendNotFound)
  readJson(server)
  await describeRoutes(server)
  healthRoutes(server, context)
  await server.register(
    async (api: Server) => {
      await refuseOverload(api, limits)
      sessionRoutes(api, context)
      pictureRoutes(api, context)
      commandRoutes(api, context)
      actRoutes(api, context)
      logRoutes(api, context)
      intakeRoutes(api, context)
      trackRoutes(api, context)
      reliabilityRoutes(api, context)
      agreementRoutes(api, context)
      reportRoutes(api, { limits, reports: options.reports ?? NO_REPORTS })
      lineRoutes(api, { limits, engine: options.line ?? NO_LINE })
      thermalRoutes(api, { limits, engine: options.thermal ?? NO_THERMAL })
      dayRoutes(api, { limits, engine: options.day ?? NO_DAY })
      recordPages(api, { limits, engine: options.record ?? NO_RECORD })
      deskRoutes(api, { limits, engine: options.desk ?? NO_DESK })
      forcesRoutes(api, { limits, engine: options.forces ?? NO_FORCES })
      moveRoutes(api, { limits, engine: options.move ?? NO_MOVE })
      const bodies = new BodiesUnderWay(limits)
      // A scope of its own: only here are batches read, and only up to the limit of a batch.
      await api.register(async (batches: Server) => observationRoutes(batches, context, bodies))
      await api.register(async (runs: Server) => runRoutes(runs, context, bodies))
      await api.register(async (records: Server) => recordRoutes(records, context, bodies))
    },
    { prefix: '/api/v1' },
  )
  await pageRoutes(server, options)
  return server
}

/** Makes the server over a running engine. It does not listen yet. */
export async function createServer(
  engine: EnginePort,
  options: ServerOptions,
): Promise<HttpServer> {
  const app = await createApp(engine, options)
  return { app, listen: () => listen(app, options), close: () => app.close() }
}
