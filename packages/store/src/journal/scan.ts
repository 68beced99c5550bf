/**
 * Reads a whole journal and decides, byte by byte, what it is: sound, torn or damaged. The difficulty is the tail. A
 * crash may leave the last group in any state, and cutting it off is right, since it was never acknowledged. A flipped
 * bit in an acknowledged entry looks the same, and cutting there would lose it. What tells them apart: an entry below
 * the size in `head` or `checkpoint` was durable; and a group was only begun after the one before it was durable, so a
 * sound record of a later group proves the earlier. Only what neither covers may be cut.
 */
import { commitmentIn, commitmentOf, leafHash, MerkleTree } from '@holdfast/core/evidence'
import { isRefused, type Refused } from '@holdfast/core/units'
import { systemCode, type FileSystem, type JournalFile } from './file-system.ts'
import { chainHolds, decodeLogRecord, decodePayloadRecord, isSegmentHead } from './format.ts'
import { LOG_RECORD_BYTES, originChain, segmentName, statedChain } from './format.ts'
import {
  PAYLOAD_BYTES_MAX,
  PAYLOAD_HEAD_BYTES,
  ENVELOPE_BYTES_MAX,
  SEGMENT_HEAD_BYTES,
} from './format.ts'
import type { LogRecord } from './format.ts'
import { nodeHash } from './hash.ts'
import { EntryPlaces } from './segments.ts'
import type { Stated } from './stated.ts'
import { WindowedReader } from './windowed-reader.ts'

/** Bytes behind the last sound entry, to be cut when the journal is opened. */
export interface Cut {
  readonly file: string
  readonly atByte: number
  readonly bytes: number
}

/** A journal read through. */
export interface Scan {
  readonly tree: MerkleTree
  readonly places: EntryPlaces
  readonly chain: Uint8Array
  /** Number of segments with a sound head. */
  readonly segments: number
  readonly tombstones: number
  /** Sound ends of the last segment's files. */
  readonly logEnd: number
  readonly payloadEnd: number
  readonly cuts: readonly Cut[]
  /** Files of a segment that was being made when the process ended; they hold no entry. */
  readonly unfinished: readonly string[]
}

interface State {
  readonly fileSystem: FileSystem
  readonly dir: string
  readonly stated: Stated
  readonly durable: number
  readonly tree: MerkleTree
  readonly places: EntryPlaces
  chain: Uint8Array
  headChain: Uint8Array | null
  tombstones: number
  logEnd: number
  payloadEnd: number
}

const RECORD_BYTES_MAX = PAYLOAD_HEAD_BYTES + ENVELOPE_BYTES_MAX + PAYLOAD_BYTES_MAX

const damaged = (file: string, offset: number, why: string): Refused => ({
  refused: `${file} is damaged at offset ${offset}: ${why}. Restore the directory from a copy; nothing was changed`,
})

/** The segments there, or why they are not a sequence from 0. The last may be unfinished: one file, or a short head. */
async function segmentFiles(fileSystem: FileSystem, dir: string): Promise<number | Refused> {
  const names = new Set(await fileSystem.list(dir))
  let count = 0
  while (names.has(segmentName('log', count)) || names.has(segmentName('payload', count))) count++
  const stray = [...names].find(
    (name) => /^(log|payload)-[0-9]{8}$/.test(name) && Number(name.slice(-8)) >= count,
  )
  return stray === undefined
    ? count
    : { refused: `${dir}/${stray} has no segment ${count} before it: files are missing` }
}

async function openOrNull(fileSystem: FileSystem, path: string): Promise<JournalFile | null> {
  try {
    return await fileSystem.openFile(path, 'read')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
}

/** A head that was never wholly written: short, or all zeros. It is made durable before any record follows it. */
async function isUnfinished(file: JournalFile | null): Promise<boolean> {
  if (file === null) return true
  const size = await file.size()
  if (size < SEGMENT_HEAD_BYTES) return true
  const bytes = await file.read(0, SEGMENT_HEAD_BYTES)
  return size === SEGMENT_HEAD_BYTES && bytes.every((byte) => byte === 0)
}

type Fault = { readonly file: string; readonly offset: number; readonly why: string }

/** What is wrong with an entry's record in the payload file, or null. */
function payloadFault(state: State, record: LogRecord, bytes: Uint8Array): string | null {
  if (bytes.length < record.length) return 'the file ends within this payload record'
  const commitment = commitmentIn(record.leaf)
  if (commitment === null) return 'the leaf is of an unknown version'
  if (state.stated.erasing === record.index) return null
  const sealed = decodePayloadRecord(bytes, record.index)
  if (sealed === null) return 'this is no payload record of its entry'
  if (sealed === 'tombstone') {
    state.tombstones++
    return null
  }
  const isBound = Buffer.compare(commitmentOf(sealed, nodeHash), commitment) === 0
  return isBound ? null : `the payload of entry ${record.index} does not fit its commitment`
}

/** What is wrong with a log record by itself, or null. */
function recordFault(state: State, bytes: Uint8Array): string | null {
  if (!chainHolds(bytes, state.chain)) return 'the chain breaks at this log record'
  const record = decodeLogRecord(bytes)
  const isNext = record.index === state.tree.size && record.groupFirst <= record.index
  if (!isNext || record.offset !== state.payloadEnd) return 'this log record is not the next one'
  const isLength = record.length >= PAYLOAD_HEAD_BYTES && record.length <= RECORD_BYTES_MAX
  return isLength ? null : `a payload record cannot have ${record.length} bytes`
}

function accept(state: State, record: LogRecord, segment: number, chain: Uint8Array): void {
  state.tree.append(leafHash(record.leaf))
  state.places.push({ segment, offset: record.offset, length: record.length })
  state.chain = chain
  state.logEnd += LOG_RECORD_BYTES
  state.payloadEnd = record.offset + record.length
  if (state.tree.size === state.stated.head?.size) state.headChain = chain
}

/** Whether a sound record of a group after the present one stands anywhere behind the fault. */
async function laterGroupFollows(state: State, log: WindowedReader): Promise<boolean> {
  let chain: Uint8Array | null = null
  for (let at = state.logEnd; ; at += LOG_RECORD_BYTES) {
    const bytes = await log.read(at, LOG_RECORD_BYTES)
    if (bytes.length < LOG_RECORD_BYTES) return false
    if (chain !== null && chainHolds(bytes, chain)) {
      // The first faulty record's own group is torn as a whole; a group that begins behind it is not the last.
      if (decodeLogRecord(bytes).groupFirst > state.tree.size) return true
    }
    chain = statedChain(bytes)
  }
}

/** Reads the segment's records until the end or the first fault. */
async function scanRecords(
  state: State,
  segment: number,
  readers: { readonly log: WindowedReader; readonly payload: WindowedReader },
): Promise<Fault | null> {
  const logFile = `${state.dir}/${segmentName('log', segment)}`
  for (;;) {
    const bytes = await readers.log.read(state.logEnd, LOG_RECORD_BYTES)
    if (bytes.length === 0) return null
    const fault =
      bytes.length < LOG_RECORD_BYTES
        ? 'the file ends within this log record'
        : recordFault(state, bytes)
    if (fault !== null) return { file: logFile, offset: state.logEnd, why: fault }
    const record = decodeLogRecord(bytes)
    const payload = await readers.payload.read(record.offset, record.length)
    const why = payloadFault(state, record, payload)
    const file = `${state.dir}/${segmentName('payload', segment)}`
    if (why !== null) return { file, offset: record.offset, why }
    accept(state, record, segment, statedChain(bytes))
  }
}

interface Place {
  readonly segment: number
  readonly isLast: boolean
}

type SegmentResult = { readonly kind: 'sound' | 'unfinished' } | { readonly kind: 'torn' }

async function scanSegment(
  state: State,
  { segment, isLast }: Place,
  files: { readonly log: JournalFile | null; readonly payload: JournalFile | null },
): Promise<SegmentResult | Refused> {
  const { log, payload } = files
  if (isLast && state.tree.size >= state.durable)
    if ((await isUnfinished(log)) || (await isUnfinished(payload))) return { kind: 'unfinished' }
  for (const part of ['log', 'payload'] as const) {
    const file = files[part]
    const path = `${state.dir}/${segmentName(part, segment)}`
    const head = { segment, firstIndex: state.tree.size, chain: state.chain }
    if (file === null) return { refused: `${path} is missing: restore the directory from a copy` }
    if (!isSegmentHead(await file.read(0, SEGMENT_HEAD_BYTES), part, head))
      return damaged(path, 0, 'the head does not follow from the segment before')
  }
  if (log === null || payload === null) return { kind: 'unfinished' }
  state.logEnd = SEGMENT_HEAD_BYTES
  state.payloadEnd = SEGMENT_HEAD_BYTES
  const readers = { log: new WindowedReader(log), payload: new WindowedReader(payload) }
  const fault = await scanRecords(state, segment, readers)
  if (fault !== null) {
    const mayBeTorn =
      isLast && state.tree.size >= state.durable && !(await laterGroupFollows(state, readers.log))
    return mayBeTorn ? { kind: 'torn' } : damaged(fault.file, fault.offset, fault.why)
  }
  const excess = (await payload.size()) - state.payloadEnd
  if (excess === 0 || isLast) return { kind: 'sound' }
  const path = `${state.dir}/${segmentName('payload', segment)}`
  return damaged(path, state.payloadEnd, `${excess} bytes that no entry accounts for`)
}

async function cutsOf(state: State, segment: number): Promise<readonly Cut[]> {
  const cuts: Cut[] = []
  for (const part of ['log', 'payload'] as const) {
    const file = `${state.dir}/${segmentName(part, segment)}`
    const handle = await state.fileSystem.openFile(file, 'read')
    const atByte = part === 'log' ? state.logEnd : state.payloadEnd
    const bytes = (await handle.size()) - atByte
    await handle.close()
    if (bytes > 0) cuts.push({ file, atByte, bytes })
  }
  return cuts
}

/** Whether what was read is what the small files state. */
function statedFault(state: State): Refused | null {
  const { checkpoint, head } = state.stated
  const { size } = state.tree
  const checkpointFile = `${state.dir}/checkpoint`
  if (size < state.durable)
    return {
      refused: `${state.dir} holds ${size} entries where ${state.durable} were durable: files were cut or replaced`,
    }
  const root = state.tree.root(checkpoint.size)
  if (Buffer.compare(root, checkpoint.rootHash) !== 0)
    return damaged(checkpointFile, 0, `the entries' root at size ${checkpoint.size} is another`)
  if (head === null || Buffer.compare(state.headChain ?? new Uint8Array(0), head.chain) === 0)
    return null
  return damaged(`${state.dir}/head`, 16, `the chain at size ${head.size} is another`)
}

/** Reads the journal in `dir` through, without changing anything. `stated` must have been read before. */
export async function scanJournal(
  fileSystem: FileSystem,
  dir: string,
  stated: Stated,
): Promise<Scan | Refused> {
  const count = await segmentFiles(fileSystem, dir)
  if (typeof count === 'object') return count
  const chain = originChain(stated.checkpoint.origin)
  const state: State = {
    fileSystem,
    dir,
    stated,
    durable: Math.max(stated.checkpoint.size, stated.head?.size ?? 0),
    tree: new MerkleTree(),
    places: new EntryPlaces(),
    chain,
    headChain: stated.head?.size === 0 ? chain : null,
    tombstones: 0,
    logEnd: SEGMENT_HEAD_BYTES,
    payloadEnd: SEGMENT_HEAD_BYTES,
  }
  let segments = 0
  for (let segment = 0; segment < count; segment++) {
    const names = { log: segmentName('log', segment), payload: segmentName('payload', segment) }
    const log = await openOrNull(fileSystem, `${dir}/${names.log}`)
    const payload = await openOrNull(fileSystem, `${dir}/${names.payload}`)
    const isLast = segment === count - 1
    const scanning = scanSegment(state, { segment, isLast }, { log, payload })
    const result = await scanning.finally(() => Promise.all([log?.close(), payload?.close()]))
    if (isRefused(result)) return result
    if (result.kind !== 'unfinished') segments++
  }
  const refused = statedFault(state)
  if (refused !== null) return refused
  return {
    ...state,
    segments,
    cuts: segments === 0 ? [] : await cutsOf(state, segments - 1),
    unfinished: segments === count ? [] : await unfinishedFiles(state, segments),
  }
}

async function unfinishedFiles(state: State, segment: number): Promise<readonly string[]> {
  const names = await state.fileSystem.list(state.dir)
  return (['log', 'payload'] as const)
    .map((part) => segmentName(part, segment))
    .filter((name) => names.includes(name))
    .map((name) => `${state.dir}/${name}`)
}
