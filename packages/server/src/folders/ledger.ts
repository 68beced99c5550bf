/**
 * What was read of a folder, on the disk, so that a restart goes on where the last run ended: one line of JSON for each
 * step, the last line of a name counts. A line is written only when what it tells of is durable in the record, so after
 * a crash a file may be read again but never passed over; a record that comes twice is taken once.
 */
import { appendFile, mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Refused } from '@holdfast/core/units'

/** How far a file was read. */
export interface FileRecord {
  /** As `spell` writes it. */
  readonly name: string
  readonly size: number
  readonly mtimeMs: number
  /** `done`: read to its end; `reading`: up to `offset`; `refused`: not read further until it changes. */
  readonly state: 'done' | 'reading' | 'refused'
  /** Bytes of the file that are durable. */
  readonly offset: number
  /** Hex SHA-256 of the file's bytes where it was read to its end. */
  readonly sha256: string | null
  readonly reason: string | null
}

/** Lines beyond those that count, from which the file is written anew. */
const STALE_LINES_MAX = 10_000

function readLine(line: string): FileRecord | null {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null) return null
    const { name, size, mtimeMs, state, offset, sha256, reason } = value as Record<string, unknown>
    if (typeof name !== 'string' || typeof size !== 'number') return null
    if (typeof mtimeMs !== 'number' || typeof offset !== 'number') return null
    if (state !== 'done' && state !== 'reading' && state !== 'refused') return null
    return {
      name,
      size,
      mtimeMs,
      state,
      offset,
      sha256: typeof sha256 === 'string' ? sha256 : null,
      reason: typeof reason === 'string' ? reason : null,
    }
  } catch {
    // A torn last line of a crash: the step before it counts.
    return null
  }
}

/** The ledger of one way in one folder. */
export class FolderLedger {
  readonly #path: string
  readonly #records = new Map<string, FileRecord>()
  #lines = 0
  #endsTorn = false

  private constructor(path: string) {
    this.#path = path
  }

  /** Opens `<folder>/.holdfast/<way>.ndjson`, or `<folder>.holdfast/` beside it where the folder cannot be written to. */
  static async open(folder: string, way: string): Promise<FolderLedger | Refused> {
    let cause = ''
    for (const dir of [join(folder, '.holdfast'), `${folder}.holdfast`]) {
      try {
        await mkdir(dir, { recursive: true, mode: 0o700 })
        const ledger = new FolderLedger(join(dir, `${way}.ndjson`))
        await ledger.#read()
        return ledger
      } catch (error) {
        cause = error instanceof Error ? error.message : String(error)
      }
    }
    return {
      refused: `what was read cannot be noted in ${folder}/.holdfast nor in ${folder}.holdfast: ${cause}; let this user write to one of them`,
    }
  }

  async #read(): Promise<void> {
    // Opened for appending first: a ledger that cannot be written is of no use.
    await (await open(this.#path, 'a', 0o600)).close()
    const text = await readFile(this.#path, 'utf8')
    this.#endsTorn = text !== '' && !text.endsWith('\n')
    for (const line of text.split('\n')) {
      const record = readLine(line)
      if (record === null) continue
      this.#records.set(record.name, record)
      this.#lines += 1
    }
  }

  /** What is known of a file. */
  get(name: string): FileRecord | undefined {
    return this.#records.get(name)
  }

  /** Notes a step; on the disk when this resolves. */
  async note(record: FileRecord): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 })
    const before = this.#endsTorn ? '\n' : ''
    const line = `${before}${JSON.stringify(record)}\n`
    this.#endsTorn = true
    await appendFile(this.#path, line, { mode: 0o600, flush: true })
    this.#endsTorn = false
    this.#records.set(record.name, record)
    this.#lines += 1
  }

  /** Forgets files that are no longer there, and writes the ledger anew where most of it no longer counts. */
  async tidy(present: ReadonlySet<string>): Promise<void> {
    if (this.#lines <= this.#records.size * 2 + STALE_LINES_MAX) return
    for (const name of this.#records.keys()) if (!present.has(name)) this.#records.delete(name)
    const anew = `${this.#path}.new`
    const file = await open(anew, 'w', 0o600)
    try {
      for (const record of this.#records.values()) await file.write(`${JSON.stringify(record)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(anew, this.#path)
    const dir = await open(dirname(this.#path), 'r')
    await dir.sync().finally(() => dir.close())
    this.#lines = this.#records.size
    this.#endsTorn = false
  }
}
