/**
 * Errors as RFC 9457 problem documents. What a caller can mend is said in `detail`; what it cannot (a fault of ours) is
 * said without cause or stack, which go to the log.
 */
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

/** A problem document (RFC 9457, 3.1). `type` is always about:blank: the status says what kind it is. */
interface ProblemDocument {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  readonly detail: string
}

/** A refusal that ends a request. */
export class Problem extends Error {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  constructor(status: number, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail)
    this.name = 'Problem'
    this.status = status
    this.headers = headers
  }
}

/** The media type of problem documents. */
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

/** Writes a problem; `members` are extension members beside the standard ones. */
export function sendProblem(
  reply: FastifyReply,
  status: number,
  detail: string,
  members: object = {},
): FastifyReply {
  const document: ProblemDocument = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
  }
  return reply
    .code(status)
    .header('content-type', PROBLEM_TYPE)
    .serializer(JSON.stringify as (payload: unknown) => string)
    .send({ ...document, ...members })
}

/** Answers a request for what there is not. */
export function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?', 1)[0] ?? ''
  return sendProblem(
    reply,
    404,
    `there is no ${request.method} ${path}; the routes are in /openapi.json`,
  )
}

const FASTIFY_DETAIL: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE:
    'this content type is not read here; send application/json, or application/x-ndjson for observations',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'the body is empty; send JSON',
}

function detailOf(error: FastifyError): string {
  const known = FASTIFY_DETAIL[error.code]
  if (known !== undefined) return known
  const [fault] = error.validation ?? []
  if (fault === undefined) return error.message
  const where = `${error.validationContext ?? 'request'}${fault.instancePath}`
  return `${where} ${fault.message ?? 'does not fit its schema'}; the schema is in /openapi.json`
}

/** Turns whatever a handler threw into a problem document. */
export function handleError(
  error: FastifyError | Problem,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  if (error instanceof Problem) {
    for (const [name, value] of Object.entries(error.headers)) void reply.header(name, value)
    sendProblem(reply, error.status, error.message)
    return
  }
  const status = error.statusCode ?? 500
  if (status >= 400 && status < 500) {
    sendProblem(reply, status, detailOf(error))
    return
  }
  request.log.error({ err: error }, 'request failed')
  sendProblem(reply, status === 503 ? 503 : 500, 'the server could not answer; its log says why')
}

/** Answers what is no HTTP request, on the bare socket. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 431
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 408
        : 400
  const title = STATUS_CODES[status] ?? 'Error'
  const detail = 'the request could not be read'
  const text = JSON.stringify({
    type: 'about:blank',
    title,
    status,
    detail,
  } satisfies ProblemDocument)
  const head = `HTTP/1.1 ${status} ${title}\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${text.length}`
  socket.end(`${head}\r\nConnection: close\r\n\r\n${text}`)
}
