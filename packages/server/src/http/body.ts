import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { MEDIA_TYPES } from '@holdfast/engine/intake'
import { Problem } from './problem.ts'

// Written in full or as an escape: parsed, it would be an own property that a careless merge turns into a prototype.
const PROTOTYPE = /"(?:_|\\u005f){2}proto(?:_|\\u005f){2}"\s*:/iu

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Problem(400, 'the body is not UTF-8; convert it and send it again')
  }
}

function parsed(text: string): unknown {
  if (PROTOTYPE.test(text))
    throw new Problem(400, 'the body has a member named __proto__; remove it')
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Problem(
      400,
      `the body is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`,
    )
  }
}

/** Reads bodies strictly: UTF-8 only, each parsed once. */
export function readJson(server: FastifyInstance): void {
  server.removeContentTypeParser(['application/json', 'text/plain'])
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_: unknown, body: Buffer) => parsed(utf8(body)),
  )
}

/** Hands bodies of observations on as they are: whoever decodes them says what is wrong with them. */
export function readBatches(server: FastifyInstance): void {
  server.removeContentTypeParser(['application/json'])
  server.addContentTypeParser(
    [...MEDIA_TYPES],
    { parseAs: 'buffer' },
    async (_: unknown, body: Buffer) => body,
  )
}

const inflate = promisify(gunzip)

/** What whoever has no session may have inflated: so much, or so many times what they sent where that is more. */
const ANONYMOUS_BYTES = 4 * 1024 * 1024
const ANONYMOUS_RATIO_MAX = 64

/**
 * The most that a body may inflate to, bytes. Rows that differ compress to a tenth or so; what swells far more costs us
 * what it did not cost its sender, so only somebody who logged in may send it.
 */
export const inflatedBytesMax = (sentBytes: number, isKnown: boolean, bytesMax: number): number =>
  isKnown
    ? bytesMax
    : Math.min(bytesMax, Math.max(ANONYMOUS_BYTES, ANONYMOUS_RATIO_MAX * sentBytes))

/** The body as it was before it was compressed. A body that grows beyond the limit is never inflated further. */
export async function inflated(
  bytes: Buffer,
  encoding: string | undefined,
  bytesMax: number,
): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity') return bytes
  if (encoding !== 'gzip')
    throw new Problem(
      415,
      `content-encoding ${encoding} is not read here; send gzip, or the body as it is`,
    )
  try {
    return await inflate(bytes, { maxOutputLength: bytesMax })
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? new Problem(413, `the body inflates to more than ${bytesMax} bytes; send it in parts`)
      : new Problem(400, 'the body is not gzip, or ends too early')
  }
}
