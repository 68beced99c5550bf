import type { FastifyInstance } from 'fastify'
import { Problem } from './problem.ts'

const NDJSON = 'application/x-ndjson'
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

/**
 * Reads one JSON value a line; blank lines do not count. A line that is no JSON stays as its text, which is no
 * observation either: so it is rejected by index and reason like any other row, and does not cost the rest of the batch.
 */
function rowsOf(text: string): readonly unknown[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      try {
        return parsed(line)
      } catch {
        return line
      }
    })
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

/** Reads NDJSON beside it, in the context of the routes that take it. */
export function readNdjson(server: FastifyInstance): void {
  server.addContentTypeParser(NDJSON, { parseAs: 'buffer' }, async (_: unknown, body: Buffer) =>
    rowsOf(utf8(body)),
  )
}
