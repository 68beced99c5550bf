/**
 * Where following runs: a thread of its own, or, from TypeScript source (tests), where no compiled worker lies beside
 * this file, the calling thread, with the same results.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Follower } from './follower.ts'
import { HEAP_MIB_MAX, HEAP_NEW_MIB_MAX } from './limits.ts'
import type { Heard, Setting, Told } from './messages.ts'

/** A thread that follows. */
export interface Thread {
  tell(told: Told): void
  /** Ends it; `isKept` has it store its tracks first. */
  end(isKept: boolean): Promise<void>
}
/** Who hears of it. */
export interface Listener {
  readonly onHeard: (heard: Heard) => void
  /** It ended though nobody ended it. */
  readonly onEnd: (why: string) => void
}

const WORKER = new URL('./worker.js', import.meta.url)
/** How long a thread may take to store its tracks when it is ended, milliseconds. */
const END_MS_MAX = 5_000

/** Starts one. */
export function startThread(setting: Setting, listener: Listener): Thread {
  return existsSync(fileURLToPath(WORKER))
    ? ownThread(setting, listener)
    : thisThread(setting, listener)
}

// Whole buffers of their own go over without a copy; a view on a shared pool must not.
function transferred(told: Told): ArrayBuffer[] {
  const bytes = told.kind === 'rows' ? told.texts : told.kind === 'payload' ? told.payload : null
  if (bytes === null) return []
  const { buffer, byteLength } = bytes
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : []
}

function ownThread(setting: Setting, { onHeard, onEnd }: Listener): Thread {
  const worker = new Worker(WORKER, {
    workerData: setting,
    resourceLimits: {
      maxOldGenerationSizeMb: HEAP_MIB_MAX,
      maxYoungGenerationSizeMb: HEAP_NEW_MIB_MAX,
    },
  })
  worker.unref()
  let why = 'it ended by itself'
  let isEnded = false
  worker.on('message', onHeard)
  worker.on('error', (error) => {
    why = error.message
  })
  const exit = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      resolve()
      if (!isEnded) onEnd(why)
    })
  })
  const tell = (told: Told): void => worker.postMessage(told, transferred(told))
  return {
    tell,
    end: async (isKept) => {
      isEnded = true
      if (!isKept) {
        await worker.terminate()
        return
      }
      tell({ kind: 'end' })
      const late = setTimeout(() => void worker.terminate(), END_MS_MAX)
      await exit
      clearTimeout(late)
    },
  }
}

function thisThread(setting: Setting, { onHeard, onEnd }: Listener): Thread {
  const follower = new Follower(setting)
  return {
    tell: (told) => {
      try {
        const heard = follower.do(told)
        if (heard !== null) queueMicrotask(() => onHeard(heard))
      } catch (error) {
        onEnd(error instanceof Error ? error.message : String(error))
      }
    },
    end: async (isKept) => {
      if (isKept) follower.do({ kind: 'end' })
    },
  }
}
