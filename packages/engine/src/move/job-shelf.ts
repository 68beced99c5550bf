/**
 * Planning jobs on disk, beside the journal: people rely on a plan that took minutes, and a restart must not take it away. A
 * file for each job; its first line holds a magic, a version and the SHA-256 of the rest. A file is replaced as a whole, so a
 * crash leaves the old one. What cannot be read stays where it is and is told, never guessed at.
 */
import { createHash } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { ChosenFault } from '@holdfast/core/move/contingency'
import type { MoveJob } from '@holdfast/core/move/jobs'
import type { MovementModel, MovePlan } from '@holdfast/core/move/model'

const MAGIC = 'holdfast.move-job 1'
const NAME = /^job-(\d{1,9})\.json$/

/** A plan with the model that it is a plan of. */
export interface Planned {
  readonly model: MovementModel
  /** Digest of the model in force when it was made, without faults. */
  readonly modelDigest: string
  readonly plan: MovePlan
  readonly planDigest: string
  readonly faults: readonly ChosenFault[]
}
/** A job as it is kept. */
export interface Shelved {
  readonly job: MoveJob
  /** What was asked, as it came: by it the same can be asked again. */
  readonly asked: unknown
  /** The plan that it made; null where it made none. */
  readonly planned: Planned | null
}
/** What an earlier run left. */
export interface Found {
  /** In the order of their numbers. */
  readonly shelved: readonly Shelved[]
  /** Files that cannot be read, each with why and what to do. */
  readonly lost: readonly string[]
  /** The greatest number of a job, readable or not; 0 where there is none. */
  readonly last: number
}

const digestOf = (body: string): string => createHash('sha256').update(body).digest('hex')
const numberOf = (name: string): number => Number(NAME.exec(name)?.[1] ?? 0)

/** The files of one directory; see the head of the file. */
export class JobShelf {
  readonly #dir: string

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    this.#dir = dir
  }

  /** Reads what is there. */
  found(): Found {
    const names = readdirSync(this.#dir)
      .filter((name) => NAME.test(name))
      .toSorted((a, b) => numberOf(a) - numberOf(b))
    const lost: string[] = []
    const shelved = names.flatMap((name) => {
      const read = this.#read(name)
      if (typeof read !== 'string') return [read]
      lost.push(read)
      return []
    })
    return { shelved, lost, last: numberOf(names.at(-1) ?? '') }
  }

  /** The job in a file, or why it cannot be read. */
  #read(name: string): Shelved | string {
    const path = join(this.#dir, name)
    const text = readFileSync(path, 'utf8')
    const end = text.indexOf('\n')
    const body = text.slice(end + 1)
    if (end < 0 || text.slice(0, end) !== `${MAGIC} ${digestOf(body)}`)
      return `${path} is damaged or of another version, and its job is not shown; restore the file from a backup, or remove it and ask for the job again`
    return JSON.parse(body) as Shelved
  }

  /** Keeps a job, in the place of what was kept of it; durable on return. */
  put(shelved: Shelved): void {
    const body = JSON.stringify(shelved)
    const path = join(this.#dir, `${shelved.job.id}.json`)
    const file = openSync(`${path}.new`, 'w', 0o600)
    try {
      writeSync(file, `${MAGIC} ${digestOf(body)}\n${body}`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(`${path}.new`, path)
  }

  /** Forgets a job. */
  remove(id: string): void {
    rmSync(join(this.#dir, `${id}.json`), { force: true })
  }
}
