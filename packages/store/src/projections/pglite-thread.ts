import { Worker } from 'node:worker_threads'
import type { Connection } from './connection.ts'
import type { Parameter, Row } from './database.ts'

/** What the thread is asked. Numbers rise from 1; 0 stands for its opening. */
export type Request =
  | {
      readonly number: number
      readonly does: 'query'
      readonly sql: string
      readonly parameters: readonly Parameter[]
    }
  | { readonly number: number; readonly does: 'exec'; readonly sql: string }
  | { readonly number: number; readonly does: 'close' }
/** What it answers. */
export type Answer =
  | { readonly number: number; readonly rows: unknown }
  | { readonly number: number; readonly failed: string }

type Asked = Request extends infer R ? (R extends Request ? Omit<R, 'number'> : never) : never

/** Room for what is new in the thread, MiB: rows pass through, and what is theirs lies in PGlite's own memory. */
const HEAP_NEW_MIB_MAX = 16

/** Opens PGlite in a worker thread. `script` is the compiled worker: Node 20 loads no TypeScript. */
export async function openPgliteThread(script: URL, dir: string | null): Promise<Connection> {
  const worker = new Worker(script, {
    workerData: { dir },
    resourceLimits: { maxYoungGenerationSizeMb: HEAP_NEW_MIB_MAX },
  })
  const waiting = new Map<
    number,
    { done: (rows: unknown) => void; failed: (error: Error) => void }
  >()
  let next = 0
  let broken: Error | null = null
  const fail = (error: Error): void => {
    broken ??= error
    for (const one of waiting.values()) one.failed(broken)
    waiting.clear()
  }
  worker.on('message', (answer: Answer) => {
    const one = waiting.get(answer.number)
    waiting.delete(answer.number)
    if ('failed' in answer) one?.failed(new Error(answer.failed))
    else one?.done(answer.rows)
  })
  worker.on('error', fail)
  worker.on('exit', (code) => fail(new Error(`the database thread ended (exit code ${code})`)))
  const reply = (number: number): Promise<unknown> =>
    new Promise((done, failed) => {
      if (broken === null) waiting.set(number, { done, failed })
      else failed(broken)
    })
  const ask = (asked: Asked): Promise<unknown> => {
    next += 1
    const answer = reply(next)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    if (broken === null) worker.postMessage({ ...asked, number: next })
    return answer
  }
  await reply(0)
  return {
    query: async <R extends Row>(sql: string, parameters: readonly Parameter[] = []) =>
      (await ask({ does: 'query', sql, parameters })) as readonly R[],
    exec: async (sql) => {
      await ask({ does: 'exec', sql })
    },
    close: async () => {
      await ask({ does: 'close' })
      await worker.terminate()
    },
  }
}
