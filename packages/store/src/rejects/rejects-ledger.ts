/**
 * What came in and was not understood, with its bytes for a while: lines of JSON in segments, the oldest segment dropped
 * whole when there are too many bytes or it is too old. It is for people who mend feeds; what a dispute needs (how much
 * was not understood, of whom, why, and the hash of the bytes) is an entry of the journal and stays.
 */
import { appendFile, mkdir, open, readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** One reject. */
export interface RejectRow {
  /** Counts up over the ledger's life, so that a page can go on where it ended. */
  readonly id: number
  readonly atMs: number
  readonly channel: string
  readonly feed: string
  readonly source: string
  readonly format: string
  readonly reason: string
  readonly detail: string
  /** In the feed, of the first byte. */
  readonly offset: number
  readonly length: number
  /** The first of the bytes, base64. */
  readonly bytes: string
}
/** Which rejects to show; newest first, before the id `before`. */
export interface RejectQuery {
  readonly source?: string
  readonly reason?: string
  readonly feed?: string
  readonly before?: number
  readonly limit: number
}
/** Bounds of a ledger. */
export interface RejectsLimits {
  readonly segmentBytesMax: number
  readonly bytesMax: number
  readonly ageMsMax: number
}
/** 256 MiB and 30 days, in segments of 4 MiB. */
export const REJECTS_LIMITS: RejectsLimits = {
  segmentBytesMax: 4 * 1024 * 1024,
  bytesMax: 256 * 1024 * 1024,
  ageMsMax: 30 * 24 * 3_600_000,
}

interface Segment {
  readonly first: number
  bytes: number
  newestMs: number
  /** Its last line was cut off: what is written next begins a line of its own. */
  isTorn: boolean
}

const nameOf = (first: number): string => `rejects-${String(first).padStart(12, '0')}.ndjson`
const FILE = /^rejects-(\d{12})\.ndjson$/

/** The ledger in a directory of its own. Writes are in order; a torn last line is passed over. */
export class RejectsLedger {
  readonly #dir: string
  readonly #limits: RejectsLimits
  readonly #segments: Segment[]
  #next: number
  #writing: Promise<void> = Promise.resolve()

  private constructor(dir: string, limits: RejectsLimits, segments: Segment[], next: number) {
    this.#dir = dir
    this.#limits = limits
    this.#segments = segments
    this.#next = next
  }

  /** Opens the ledger in a directory, which is made when absent. */
  static async open(dir: string, limits: RejectsLimits = REJECTS_LIMITS): Promise<RejectsLedger> {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    const segments: Segment[] = []
    for (const name of (await readdir(dir)).toSorted()) {
      const first = FILE.exec(name)?.[1]
      if (first === undefined) continue
      segments.push({ first: Number(first), ...(await endOf(join(dir, name))) })
    }
    const last = segments.at(-1)
    const rows = last === undefined ? [] : await rowsOf(join(dir, nameOf(last.first)))
    const next = (rows.at(-1)?.id ?? (last?.first ?? 0) - 1) + 1
    return new RejectsLedger(dir, limits, segments, next)
  }

  /** How many rejects were ever written. */
  get count(): number {
    return this.#next
  }

  /** Writes rejects; resolves when the operating system has them. */
  async add(rows: readonly Omit<RejectRow, 'id'>[]): Promise<void> {
    if (rows.length === 0) return
    const first = this.#next
    this.#next += rows.length
    const lines = rows.map((row, i) => `${JSON.stringify({ id: first + i, ...row })}\n`).join('')
    const newestMs = rows.at(-1)?.atMs ?? 0
    const written = this.#writing.then(() => this.#write(first, lines, newestMs))
    this.#writing = written.catch(() => undefined)
    await written
  }

  async #write(first: number, lines: string, newestMs: number): Promise<void> {
    let segment = this.#segments.at(-1)
    if (segment === undefined || segment.bytes >= this.#limits.segmentBytesMax) {
      segment = { first, bytes: 0, newestMs, isTorn: false }
      this.#segments.push(segment)
    }
    const text = segment.isTorn ? `\n${lines}` : lines
    await appendFile(join(this.#dir, nameOf(segment.first)), text, { mode: 0o600 })
    segment.isTorn = false
    segment.bytes += Buffer.byteLength(text)
    segment.newestMs = newestMs
    await this.#dropOld(newestMs)
  }

  async #dropOld(nowMs: number): Promise<void> {
    const { bytesMax, ageMsMax } = this.#limits
    let total = this.#segments.reduce((sum, { bytes }) => sum + bytes, 0)
    while (this.#segments.length > 1) {
      const [oldest] = this.#segments
      if (oldest === undefined) return
      if (total <= bytesMax && nowMs - oldest.newestMs <= ageMsMax) return
      await rm(join(this.#dir, nameOf(oldest.first)), { force: true })
      this.#segments.shift()
      total -= oldest.bytes
    }
  }

  /** A page of what is still there, newest first; `next` is the `before` of the page after it, null at the end. */
  async list(
    query: RejectQuery,
  ): Promise<{ readonly rows: readonly RejectRow[]; readonly next: number | null }> {
    await this.#writing
    const { before = Infinity, limit } = query
    const found: RejectRow[] = []
    for (const { first } of this.#segments.toReversed()) {
      if (first >= before) continue
      const rows = await rowsOf(join(this.#dir, nameOf(first)))
      for (const row of rows.toReversed()) {
        if (row.id >= before || !fits(row, query)) continue
        if (found.length === limit) return { rows: found, next: found.at(-1)?.id ?? 0 }
        found.push(row)
      }
    }
    return { rows: found, next: null }
  }
}

const fits = (row: RejectRow, { source, reason, feed }: RejectQuery): boolean =>
  (source === undefined || row.source === source) &&
  (reason === undefined || row.reason === reason) &&
  (feed === undefined || row.feed === feed)

/** Bytes at the end of a segment that its last line fits into. */
const TAIL_BYTES = 16_384

// When the newest row came by the clock of whoever wrote it: a demonstration's is not the file system's.
async function endOf(path: string): Promise<Omit<Segment, 'first'>> {
  const file = await open(path, 'r')
  try {
    const { size, mtimeMs } = await file.stat()
    const from = Math.max(0, size - TAIL_BYTES)
    const { buffer } = await file.read(Buffer.alloc(size - from), 0, size - from, from)
    const text = buffer.toString('utf8')
    const newestMs = rowsIn(text).at(-1)?.atMs ?? mtimeMs
    return { bytes: size, newestMs, isTorn: size > 0 && !text.endsWith('\n') }
  } finally {
    await file.close()
  }
}

async function rowsOf(path: string): Promise<readonly RejectRow[]> {
  return rowsIn(await readFile(path, 'utf8').catch(() => ''))
}

function rowsIn(text: string): readonly RejectRow[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as RejectRow]
    } catch {
      return []
    }
  })
}
