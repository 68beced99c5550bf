/** The composition root of an edge: lock, keys, spool, answers, link, intake, ways. */
import { join } from 'node:path'
import { availableParallelism } from 'node:os'
import { isRefused, type InstantMs, type Refused } from '@holdfast/core/units'
import { Intake } from '@holdfast/engine/intake'
import { nodeFileSystem, type FileSystem } from '@holdfast/store/journal'
import { REJECTS_LIMITS, RejectsLedger } from '@holdfast/store/rejects'
import { startWays } from '../start-ways/index.ts'
import type { Report, Way } from '../ways/index.ts'
import { AnswerLog } from './answers.ts'
import type { Entry } from './backlog.ts'
import type { EdgeConfig } from './config.ts'
import { Edge } from './edge.ts'
import { Forwarder, PAUSES, type Pauses } from './forwarder.ts'
import { readSourceKeys, type SourceSigner } from './keys.ts'
import { openLink } from './link.ts'
import { lockEdge } from './lock.ts'
import { Spool } from './spool.ts'
import { writeEdgeStatus, type EdgeSource, type EdgeStatus } from './status.ts'

/** Bytes of the edge's ledger of what was not understood. */
const REJECTS_BYTES_MAX = 64 * 1024 * 1024
const STATUS_MS = 1_000

/** Where and how an edge runs. */
export interface EdgeOptions {
  readonly config: EdgeConfig
  readonly dir: string
  readonly report: Report
  readonly nowMs?: () => InstantMs
  readonly pauses?: Pauses
  readonly fileSystem?: FileSystem
  /** Threads that prepare what comes in; by default one for each core but this one, at the most two. */
  readonly intakeThreads?: number
}
/** An edge that runs. */
export interface RunningEdge {
  readonly intake: Intake
  readonly status: () => EdgeStatus
  readonly close: () => Promise<void>
}

const INTAKE_THREADS = Math.max(1, Math.min(2, availableParallelism() - 1))

interface Parts {
  readonly spool: Spool
  readonly answers: AnswerLog
  readonly edge: Edge
  readonly forwarder: Forwarder
  readonly intake: Intake
  readonly signers: ReadonlyMap<string, SourceSigner>
  readonly ways: readonly Way[]
}

/** Opens an edge's directory, goes on forwarding what waits there, and starts its ways in. */
export async function openEdge(options: EdgeOptions): Promise<RunningEdge | Refused> {
  const { dir } = options
  const lock = await lockEdge(dir)
  if (isRefused(lock)) return lock
  const closing: (() => Promise<void>)[] = [lock.release]
  try {
    const opened = await openParts(options, closing)
    if (!isRefused(opened)) return opened
    await closeAll(closing)
    return opened
  } catch (error) {
    await closeAll(closing)
    throw error
  }
}

// In the reverse order of opening.
async function closeAll(closing: (() => Promise<void>)[]): Promise<void> {
  for (let close = closing.pop(); close !== undefined; close = closing.pop()) await close()
}

async function openParts(
  options: EdgeOptions,
  closing: (() => Promise<void>)[],
): Promise<RunningEdge | Refused> {
  const { config, dir, report } = options
  // The last word on how it stands comes when all else is closed.
  let lastWord: (() => Promise<void>) | null = null
  closing.push(async () => await lastWord?.())
  const { nowMs = Date.now, pauses = PAUSES } = options
  const sources = new Map(config.sources.map((source) => [source.id, source]))
  const signers = await readSourceKeys(dir, sources.keys())
  if (isRefused(signers)) return signers
  const { url, certificateAuthority, answerMs, inFlightMax } = config.centre
  const link = await openLink({ url, certificateAuthority, answerMs, inFlightMax })
  if (isRefused(link)) return link
  const { answers, spool } = await openKept(options, closing, (entries) => edge.forget(entries))
  const forwarder = new Forwarder({ spool, answers, link, inFlightMax, pauses, nowMs, report })
  closing.push(() => forwarder.close())
  const edge = new Edge({
    spool,
    sources,
    signers,
    nowMs,
    exercise: config.exercise,
    kept: (source) => forwarder.wake(source),
  })
  const rejects = await RejectsLedger.open(join(dir, 'rejects'), {
    ...REJECTS_LIMITS,
    bytesMax: REJECTS_BYTES_MAX,
  })
  const intake = new Intake(edge, rejects, options.intakeThreads ?? INTAKE_THREADS)
  closing.push(() => intake.end())
  const ways = await startWays(config.ways, intake, report)
  if (isRefused(ways)) return ways
  closing.push(async () => {
    await Promise.all(ways.map((way) => way.close()))
  })
  const parts: Parts = { spool, answers, edge, forwarder, intake, signers, ways }
  const status = statusOf(config, parts, nowMs)
  lastWord = await keepStatus(dir, status, report)
  return { intake, status, close: () => closeAll(closing) }
}

/** What is kept on the disk. */
async function openKept(
  { config, dir, report, fileSystem = nodeFileSystem }: EdgeOptions,
  closing: (() => Promise<void>)[],
  dropped: (entries: readonly Entry[]) => void,
): Promise<Pick<Parts, 'answers' | 'spool'>> {
  const answers = await AnswerLog.open(fileSystem, join(dir, 'answers'))
  closing.push(() => answers.close())
  const spool = await Spool.open({
    fileSystem,
    dir: join(dir, 'spool'),
    bytesMax: config.diskBytesMax,
    settled: answers.positions,
    dropped: (entries) => {
      dropped(entries)
      report(
        `the disk is full: the rows of ${entries.length} batches were dropped, their statements are kept`,
      )
    },
    report,
  })
  closing.push(() => spool.close())
  return { answers, spool }
}

function statusOf(config: EdgeConfig, parts: Parts, nowMs: () => InstantMs): () => EdgeStatus {
  const { spool, edge, forwarder, intake, ways } = parts
  const startedMs = nowMs()
  return () => ({
    name: config.name,
    pid: process.pid,
    startedMs,
    atMs: nowMs(),
    isRunning: true,
    centre: config.centre.url,
    exercise: config.exercise,
    link: forwarder.link,
    disk: spool.disk,
    sources: sourcesOf(config, parts),
    ways: ways.map((way) => way.status()),
    feeds: intake.feeds(),
    notUnderstood: { ledger: intake.rejects.count, ...edge.said },
  })
}

function sourcesOf(
  { sources }: EdgeConfig,
  { spool, answers, forwarder, signers }: Parts,
): readonly EdgeSource[] {
  const enrolled = new Map(sources.map((source) => [source.id, (source.keys ?? []).length > 0]))
  const ids = new Set([...enrolled.keys(), ...spool.sources])
  return [...ids].map((source) => {
    const position = answers.positions.get(source)
    const { batches, bytes, droppedBatches, droppedRows } = spool.waitingOf(source)
    return {
      source,
      signer: signers.has(source) ? 'edge' : enrolled.get(source) === true ? 'sensor' : null,
      head: spool.headOf(source)?.sequence ?? 0,
      forwarded: position?.sequence ?? 0,
      waiting: { batches, bytes },
      droppedWaiting: { batches: droppedBatches, rows: droppedRows },
      droppedForwarded: {
        batches: position?.droppedBatches ?? 0,
        rows: position?.droppedRows ?? 0,
      },
      answered: {
        batches: position?.batches ?? 0,
        accepted: position?.accepted ?? 0,
        rejectedRows: position?.rejectedRows ?? 0,
      },
      lostBatches: position?.lostBatches ?? 0,
      stuck: forwarder.stuckOf(source),
    }
  })
}

/** Writes the status now and again; gives what ends that, with a last word. */
async function keepStatus(
  dir: string,
  status: () => EdgeStatus,
  report: Report,
): Promise<() => Promise<void>> {
  let said = ''
  let writing = Promise.resolve()
  const write = (isRunning: boolean): Promise<void> => {
    writing = writing.then(async () => {
      try {
        await writeEdgeStatus(dir, { ...status(), isRunning })
        said = ''
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        if (why !== said) report(`the status cannot be written: ${why}`)
        said = why
      }
    })
    return writing
  }
  await write(true)
  const timer = setInterval(() => void write(true), STATUS_MS)
  return async () => {
    clearInterval(timer)
    await write(false)
  }
}
