import { evolve, initial } from '@holdfast/core/exercise'
import { isRefused, type Refused } from '@holdfast/core/units'
import { holdJournal, readDeployment } from '../runtime/index.ts'
import type { SealedLog } from './sealed-log.ts'

/** A log that was opened with what gives it back. */
export interface OpenLog extends SealedLog {
  close(): Promise<void>
}

/**
 * Opens the log of a data directory under its lock, without its projections: a report rests on the record alone. A
 * demonstration that was played has its own clock.
 */
export async function openLog(dir: string): Promise<OpenLog | Refused> {
  const deployment = readDeployment(dir)
  if (deployment === null)
    return { refused: `${dir} holds no deployment; name its directory with --data` }
  const held = await holdJournal(dir, deployment)
  if (isRefused(held)) return held
  const { journal, index } = held
  let exercise = initial
  for await (const entry of journal.read(0)) exercise = evolve(exercise, entry)
  const offsetMs = exercise.clockOffsetMs ?? 0
  return {
    size: journal.size,
    exercise: deployment.exercise,
    nowMs: Date.now() - offsetMs,
    entries: () => journal.read(0),
    sealedFrom: (from) => journal.readSealed(from),
    close: async () => {
      await index.close()
      await journal.close()
    },
  }
}
