/** The link to the centre: one POST, and what came of it. It judges nothing but whether there was an answer at all. */
import { readFile } from 'node:fs/promises'
import * as http from 'node:http'
import * as https from 'node:https'
import type { Refused } from '@holdfast/core/units'
import { RUN_MEDIA_TYPE } from '@holdfast/engine/intake'

/** Bytes of an answer that are read: 10 000 reasons fit. */
const ANSWER_BYTES_MAX = 16 * 1024 * 1024

/** What the centre said, or why nothing was heard. */
export type Heard =
  | { readonly status: number; readonly text: string; readonly retryAfterMs: number | null }
  | { readonly failed: string }

/** Where the centre is. */
export interface LinkOptions {
  /** `http://` or `https://`, without the path. */
  readonly url: string
  /** A PEM file of the authority that vouches for the centre; null for those that the machine trusts. */
  readonly certificateAuthority: string | null
  /** How long an answer may take, milliseconds. */
  readonly answerMs: number
  readonly inFlightMax: number
}

/** Posts runs of batches to the centre. */
export interface Link {
  /** Posts a body; gzip. Never rejects. */
  readonly post: (body: Uint8Array) => Promise<Heard>
  /** Gives up what is under way. */
  readonly close: () => void
}

/** Opens a link; nothing is sent yet. */
export async function openLink(options: LinkOptions): Promise<Link | Refused> {
  const { answerMs, certificateAuthority, inFlightMax } = options
  let ca: Buffer | undefined
  try {
    if (certificateAuthority !== null) ca = await readFile(certificateAuthority)
  } catch (error) {
    return { refused: `centre.certificateAuthority: ${messageOf(error)}` }
  }
  const url = new URL('api/v1/batches', options.url.endsWith('/') ? options.url : `${options.url}/`)
  const { Agent, request } = url.protocol === 'https:' ? https : http
  const agent = new Agent({ keepAlive: true, maxSockets: inFlightMax })
  const headers = { 'content-type': RUN_MEDIA_TYPE, 'content-encoding': 'gzip' }
  const underWay = new Set<http.ClientRequest>()
  const post = (body: Uint8Array): Promise<Heard> =>
    new Promise((resolve) => {
      const sent = request(url, {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': body.length },
        ...(ca === undefined ? {} : { ca }),
      })
      underWay.add(sent)
      const timer = setTimeout(
        () => sent.destroy(new Error(`no answer within ${answerMs} ms`)),
        answerMs,
      )
      const end = (heard: Heard): void => {
        clearTimeout(timer)
        underWay.delete(sent)
        resolve(heard)
      }
      sent.once('error', (error) => end({ failed: messageOf(error) }))
      sent.once('close', () => end({ failed: 'the connection was closed before the answer' }))
      sent.once('response', (response) => hear(response, end))
      sent.end(body)
    })
  return {
    post,
    close: () => {
      for (const sent of underWay) sent.destroy(new Error('the edge is closing'))
      agent.destroy()
    },
  }
}

function hear(response: http.IncomingMessage, end: (heard: Heard) => void): void {
  const chunks: Buffer[] = []
  let length = 0
  response.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > ANSWER_BYTES_MAX) response.destroy(new Error('the answer is too long'))
    else chunks.push(chunk)
  })
  response.once('error', (error) => end({ failed: messageOf(error) }))
  response.once('end', () => {
    const seconds = Number(response.headers['retry-after'])
    end({
      status: response.statusCode ?? 0,
      text: Buffer.concat(chunks).toString('utf8'),
      retryAfterMs: Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null,
    })
  })
}

const messageOf = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error)
  // A connection that was tried at several addresses has no message of its own.
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no connection'
  return text === '' ? code : text
}
