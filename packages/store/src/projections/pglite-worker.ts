/**
 * The thread that PGlite runs in: a large statement must not hold up the thread that answers requests. Requests come by
 * message and are answered in order; `PGliteWorker` of the library itself needs a browser's locks and channels.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { openPgliteSession } from './pglite-session.ts'
import type { Answer, Request } from './pglite-thread.ts'

const port = parentPort
if (port === null) throw new Error('pglite-worker runs in a worker thread')
const session = await openPgliteSession((workerData as { readonly dir: string | null }).dir)

async function rowsFor(request: Request): Promise<unknown> {
  if (request.does === 'query') return session.query(request.sql, request.parameters)
  if (request.does === 'exec') return session.exec(request.sql)
  return session.close()
}

async function answerTo(request: Request): Promise<Answer> {
  const { number } = request
  try {
    return { number, rows: await rowsFor(request) }
  } catch (error) {
    return { number, failed: error instanceof Error ? error.message : String(error) }
  }
}

port.on('message', async (request: Request) => {
  port.postMessage(await answerTo(request))
  if (request.does === 'close') port.close()
})
port.postMessage({ number: 0, rows: [] } satisfies Answer)
