/**
 * What the centre answered, durable, newest files kept; and with it how far each source was forwarded. Each file begins
 * with how all sources stood, so that older files may go; a line bears the start of its SHA-256, so that a torn one is
 * known. When the tail is lost, the batches of it are sent again and the centre gives its stored answers.
 */
import { createHash } from 'node:crypto'
import type { Rejected } from '@holdfast/core/observe'
import type { InstantMs } from '@holdfast/core/units'
import type { FileSystem, JournalFile } from '@holdfast/store/journal'
import { Group } from './group.ts'

/** Rejected rows of one answer that are kept with their reasons; `rejectedRows` counts all. */
export const REJECTED_KEPT = 100
/** Files that are kept, and bytes at which the next one is begun. */
const FILES_KEPT = 32
const FILE_BYTES_MAX = 1024 * 1024
const GROUP_MAX = 1_024

/** How the centre settled one batch. */
export interface Settled {
  readonly atMs: InstantMs
  readonly source: string
  readonly ordinal: number
  readonly sequence: number
  /** Hex SHA-256 of the statement. */
  readonly hash: string
  readonly root: string
  /** Rows that were signed. */
  readonly rows: number
  readonly isDropped: boolean
  /** 201 or 422; 0: the spool's own medium lost it, and nothing could be sent. */
  readonly status: number
  readonly accepted: number
  readonly rejectedRows: number
  readonly rejected: readonly Rejected[]
}
/** How far a source was forwarded, and what came of it. */
export interface Position {
  readonly ordinal: number
  readonly sequence: number
  readonly hash: string
  readonly batches: number
  readonly accepted: number
  readonly rejectedRows: number
  /** Batches and rows of which only the statement was forwarded. */
  readonly droppedBatches: number
  readonly droppedRows: number
  /** Batches that the spool's medium lost. */
  readonly lostBatches: number
}

const NOWHERE: Position = {
  ordinal: 0,
  sequence: 0,
  hash: '',
  batches: 0,
  accepted: 0,
  rejectedRows: 0,
  droppedBatches: 0,
  droppedRows: 0,
  lostBatches: 0,
}
const after = (before: Position, settled: Settled): Position => ({
  ordinal: settled.ordinal,
  sequence: settled.sequence,
  hash: settled.hash,
  batches: before.batches + 1,
  accepted: before.accepted + settled.accepted,
  rejectedRows: before.rejectedRows + settled.rejectedRows,
  droppedBatches: before.droppedBatches + (settled.isDropped ? 1 : 0),
  droppedRows: before.droppedRows + (settled.isDropped ? settled.rows : 0),
  lostBatches: before.lostBatches + (settled.status === 0 ? 1 : 0),
})

const nameOf = (n: number): string => `answers-${String(n).padStart(8, '0')}.ndjson`
const NAME = /^answers-(\d{8})\.ndjson$/
const CHECK_DIGITS = 16
const checkOf = (json: string): string =>
  createHash('sha256').update(json).digest('hex').slice(0, CHECK_DIGITS)
const lineOf = (value: object): string => {
  const json = JSON.stringify(value)
  return `${checkOf(json)} ${json}\n`
}

interface ReadFile {
  readonly positions: Map<string, Position>
  readonly settled: readonly Settled[]
}
/** A file as far as it is sound; null where not even its first line is. */
function readAnswers(text: string): ReadFile | null {
  let positions: Map<string, Position> | null = null
  const settled: Settled[] = []
  // What follows the last line feed is torn.
  for (const line of text.split('\n').slice(0, -1)) {
    const json = line.slice(CHECK_DIGITS + 1)
    if (checkOf(json) !== line.slice(0, CHECK_DIGITS)) break
    if (positions === null) {
      const head = JSON.parse(json) as { positions?: Record<string, Position> }
      positions = new Map(Object.entries(head.positions ?? {}))
      continue
    }
    const one = JSON.parse(json) as Settled
    settled.push(one)
    positions.set(one.source, after(positions.get(one.source) ?? NOWHERE, one))
  }
  return positions === null ? null : { positions, settled }
}

/** The log of answers in a directory of its own. */
export class AnswerLog {
  readonly #fileSystem: FileSystem
  readonly #dir: string
  readonly #positions: Map<string, Position>
  readonly #group: Group<Settled, true>
  #number: number
  #file: JournalFile | null = null
  #end = 0

  private constructor(
    at: { readonly fileSystem: FileSystem; readonly dir: string; readonly number: number },
    positions: Map<string, Position>,
  ) {
    this.#fileSystem = at.fileSystem
    this.#dir = at.dir
    this.#number = at.number
    this.#positions = positions
    this.#group = new Group((items) => this.#write(items), {
      sizeOf: () => 1,
      sizeMax: GROUP_MAX,
    })
  }

  /** Opens the log; the newest file with a sound first line counts. */
  static async open(fileSystem: FileSystem, dir: string): Promise<AnswerLog> {
    await fileSystem.makeDirectory(dir)
    let number = 0
    let positions: Map<string, Position> | null = null
    for (const name of (await fileSystem.list(dir)).toReversed()) {
      const found = NAME.exec(name)?.[1]
      if (found === undefined) continue
      number = Math.max(number, Number(found))
      if (positions !== null) continue
      const bytes = await fileSystem.readFile(`${dir}/${name}`)
      positions = readAnswers(Buffer.from(bytes ?? []).toString('utf8'))?.positions ?? null
    }
    const log = new AnswerLog({ fileSystem, dir, number }, positions ?? new Map<string, Position>())
    await log.#begin()
    return log
  }

  /** How far each source was forwarded, durably. */
  get positions(): ReadonlyMap<string, Position> {
    return this.#positions
  }

  /** Resolves once the answer is on the disk. */
  async add(settled: Settled): Promise<void> {
    await this.#group.add(settled)
  }

  async #write(items: readonly Settled[]): Promise<readonly true[]> {
    if (this.#file === null || this.#end > FILE_BYTES_MAX + 4 * 256 * this.#positions.size)
      await this.#begin()
    const bytes = Buffer.from(items.map((item) => lineOf(item)).join(''), 'utf8')
    const file = this.#file
    try {
      await file?.write(bytes, this.#end)
      await file?.datasync()
    } catch (error) {
      // What is in the file now is not known: the next answers go to another. These batches are sent again.
      this.#file = null
      await file?.close()
      throw error
    }
    this.#end += bytes.length
    for (const item of items)
      this.#positions.set(item.source, after(this.#positions.get(item.source) ?? NOWHERE, item))
    return items.map(() => true as const)
  }

  async #begin(): Promise<void> {
    const before = this.#file
    this.#file = null
    await before?.close()
    this.#number += 1
    const file = await this.#fileSystem.openFile(`${this.#dir}/${nameOf(this.#number)}`, 'create')
    const head = lineOf({ positions: Object.fromEntries(this.#positions) })
    await file.write(Buffer.from(head, 'utf8'), 0)
    await file.datasync()
    await this.#fileSystem.syncDirectory(this.#dir)
    this.#file = file
    this.#end = Buffer.byteLength(head)
    for (const name of await this.#fileSystem.list(this.#dir)) {
      const number = NAME.exec(name)?.[1]
      if (number !== undefined && Number(number) <= this.#number - FILES_KEPT)
        await this.#fileSystem.remove(`${this.#dir}/${name}`)
    }
  }

  /** What is kept of the answers, oldest first. */
  static async read(fileSystem: FileSystem, dir: string): Promise<readonly Settled[]> {
    const found: Settled[] = []
    for (const name of await fileSystem.list(dir)) {
      if (!NAME.test(name)) continue
      const bytes = await fileSystem.readFile(`${dir}/${name}`)
      found.push(...(readAnswers(Buffer.from(bytes ?? []).toString('utf8'))?.settled ?? []))
    }
    return found
  }

  /** Lets what is under way become durable and closes. */
  async close(): Promise<void> {
    await this.#group.idle()
    await this.#file?.close()
    this.#file = null
  }
}
