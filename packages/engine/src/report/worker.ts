/** The thread of reports: one job at a time. It holds no file of the journal, and asks for the entries that it reads. */
import { parentPort } from 'node:worker_threads'
import type { FromThread, ToThread } from './messages.ts'
import { askedLog, type Chunk } from './sealed-log.ts'
import { doReport } from './work.ts'

const port = parentPort
if (port === null) throw new Error('the thread of reports runs in a worker thread only')
let waiting: { got: (chunk: Chunk) => void; failed: (error: Error) => void } | null = null

const say = (message: FromThread, transfer: readonly ArrayBuffer[] = []): void => {
  port.postMessage(message, transfer)
}
/** A file is handed over and not copied, where its bytes lie alone in their buffer. */
const handed = (done: object | null): readonly ArrayBuffer[] =>
  done !== null &&
  'bytes' in done &&
  done.bytes instanceof Uint8Array &&
  done.bytes.buffer instanceof ArrayBuffer &&
  done.bytes.byteLength === done.bytes.buffer.byteLength
    ? [done.bytes.buffer]
    : []
const ask = (from: number): Promise<Chunk> =>
  new Promise((got, failed) => {
    waiting = { got, failed }
    say({ kind: 'want', from })
  })

async function work({ job, log }: Extract<ToThread, { kind: 'do' }>): Promise<void> {
  try {
    const done = await doReport(askedLog(log, ask), job)
    say({ kind: 'done', done }, handed(done))
  } catch (error) {
    say({ kind: 'failed', why: error instanceof Error ? error.message : String(error) })
  }
}

port.on('message', (message: ToThread) => {
  if (message.kind === 'do') {
    void work(message)
    return
  }
  const asked = waiting
  waiting = null
  if (message.kind === 'chunk') asked?.got(message.chunk)
  else asked?.failed(new Error(message.why))
})
