/** How an edge stands, in a file of its directory: written while it runs, read by whoever asks, whether or not it runs. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import type { InstantMs } from '@holdfast/core/units'
import type { FeedStatus } from '@holdfast/engine/intake'
import type { WayStatus } from '../ways/index.ts'
import type { LinkState, Stuck } from './forwarder.ts'

/** How one source stands at an edge. */
export interface EdgeSource {
  readonly source: string
  /** Who signs its batches; null: nobody can, so none of its unsigned batches is taken. */
  readonly signer: 'edge' | 'sensor' | null
  /** Number of the last statement in the spool; 0 for none. */
  readonly head: number
  /** Number of the last statement that the centre settled. */
  readonly forwarded: number
  readonly waiting: { readonly batches: number; readonly bytes: number }
  /** Of those that wait, only the statement is left. */
  readonly droppedWaiting: { readonly batches: number; readonly rows: number }
  /** Of those that were forwarded, only the statement was. */
  readonly droppedForwarded: { readonly batches: number; readonly rows: number }
  /** What the centre said of the rows that it had, since the edge's directory was made. */
  readonly answered: {
    readonly batches: number
    readonly accepted: number
    readonly rejectedRows: number
  }
  /** Batches that the edge's own medium lost. */
  readonly lostBatches: number
  readonly stuck: Stuck | null
}
/** How an edge stands. */
export interface EdgeStatus {
  readonly name: string
  readonly pid: number
  readonly startedMs: InstantMs
  readonly atMs: InstantMs
  /** Whether it was running when this was written. */
  readonly isRunning: boolean
  readonly centre: string
  readonly exercise: string | null
  readonly link: LinkState
  readonly disk: {
    readonly bytes: number
    readonly bytesMax: number
    readonly segments: number
    /** Nothing more is taken: not even statements fit. */
    readonly isFull: boolean
    readonly failure: string | null
  }
  readonly sources: readonly EdgeSource[]
  readonly ways: readonly WayStatus[]
  readonly feeds: readonly FeedStatus[]
  /** Kept here and not sent: the ledger's rows so far, and what feeds said since the start, by reason and by kind. */
  readonly notUnderstood: {
    readonly ledger: number
    readonly rejects: Readonly<Record<string, number>>
    readonly drafts: Readonly<Record<string, number>>
  }
}

const pathOf = (dir: string): string => `${dir}/status.json`

/** Writes the status in one step; it need not survive a power cut. */
export async function writeEdgeStatus(dir: string, status: EdgeStatus): Promise<void> {
  const temporary = `${pathOf(dir)}.tmp`
  await writeFile(temporary, `${JSON.stringify(status)}\n`, { mode: 0o600 })
  await rename(temporary, pathOf(dir))
}

/** The status as it was last written; null where there is none. `isRunning` is false once the process is gone. */
export async function readEdgeStatus(dir: string): Promise<EdgeStatus | null> {
  let status: EdgeStatus
  try {
    status = JSON.parse(await readFile(pathOf(dir), 'utf8')) as EdgeStatus
  } catch {
    return null
  }
  return { ...status, isRunning: status.isRunning && isRunning(status.pid) }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
