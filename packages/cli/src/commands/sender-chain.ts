/**
 * What a sender remembers of its chain of signed batches, in a file that survives a power cut at any instant.
 *
 * A number that may have been used is never used again for other rows: the deployment would see two statements claim one
 * place, and that is what tampering looks like. So a batch is written here, as it will be sent, before its first byte
 * leaves; after a crash it is sent again, byte for byte, before anything new is signed.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { CommandRefused } from '../output/index.ts'

/** A batch that was signed and of which no answer is on file. */
export interface PendingBatch {
  readonly sequence: number
  /** Hash of its statement: `previous` of the next one. */
  readonly hash: string
  /** The body as it is sent. */
  readonly body: string
}
/** A source's chain as its sender knows it. */
export interface SenderChain {
  readonly source: string
  /** The number of the latest batch that was answered, and the hash of its statement. */
  readonly sequence: number
  readonly previous: string | null
  readonly pending: PendingBatch | null
}

const HASH = /^[0-9a-f]{64}$/
const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

function isChain(value: unknown): value is SenderChain {
  if (typeof value !== 'object' || value === null) return false
  const { source, sequence, previous, pending } = value as Readonly<Record<string, unknown>>
  if (typeof source !== 'string' || !isNumber(sequence)) return false
  if (previous !== null && !(typeof previous === 'string' && HASH.test(previous))) return false
  if (pending === null) return true
  if (typeof pending !== 'object' || pending === undefined) return false
  const { sequence: number, hash, body } = pending as Readonly<Record<string, unknown>>
  return isNumber(number) && typeof hash === 'string' && HASH.test(hash) && typeof body === 'string'
}

/** The chain in a file; null where there is no file. A file that is damaged is refused, never begun anew. */
export function readSenderChain(path: string, source: string): SenderChain | null {
  if (!existsSync(path)) return null
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    value = null
  }
  if (!isChain(value) || value.source !== source)
    throw new CommandRefused(
      `${path} is no chain of ${source}; restore it from a copy, or move it away and go on with --sequence N, N above the head that \`holdfast source show ${source}\` tells, leaving one number out`,
    )
  return value
}

/** Writes the chain; durable when this returns. */
export function writeSenderChain(path: string, chain: SenderChain): void {
  const next = `${path}.next`
  const file = openSync(next, 'w', 0o600)
  try {
    writeSync(file, JSON.stringify(chain))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(next, path)
  const dir = openSync(dirname(path), 'r')
  try {
    fsyncSync(dir)
  } finally {
    closeSync(dir)
  }
}

/** Keeps a second sender off the chain, which would sign other rows under the same numbers. Gives the release. */
export function lockSenderChain(path: string): () => void {
  const lock = `${path}.lock`
  for (let attempt = 0; ; attempt += 1)
    try {
      const file = openSync(lock, 'wx', 0o600)
      writeSync(file, String(process.pid))
      closeSync(file)
      return () => rmSync(lock, { force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      const pid = Number(readFileSync(lock, 'utf8'))
      if (attempt > 0 || isRunning(pid))
        throw new CommandRefused(
          `${path} is in use by process ${pid}; wait for it, or remove ${lock} where no such sender runs`,
        )
      rmSync(lock, { force: true })
    }
}

function isRunning(pid: number): boolean {
  try {
    // A lock without a number was being written, or its machine fell: let a person look.
    if (!(pid > 0)) return true
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
