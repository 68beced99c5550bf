/**
 * Which tracks live, by their hard names and when they began: after a crash, what the journal gives again keeps the id that
 * somebody may have written down. Lines are added as tracks are confirmed and lost; where most of them say nothing any more,
 * the file is written anew. Nothing is flushed: after a loss of power some tracks have new ids.
 */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { hardKeys, type LivingTrack, type Track } from '@holdfast/core/fuse/moving'
import { LIVING_LINES_SPARE } from './limits.ts'

/** The living tracks of one directory. */
export class LivingTracks {
  readonly #path: string
  readonly #living = new Map<string, LivingTrack>()
  #lines = 0
  #unwritten: string[] = []

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    this.#path = join(dir, 'living.jsonl')
    if (!existsSync(this.#path)) return
    for (const line of readFileSync(this.#path, 'utf8').split('\n')) this.#read(line)
    this.#writeAnew()
  }

  // A torn line is nobody's.
  #read(line: string): void {
    try {
      const { id, names, beganMs } = JSON.parse(line) as Partial<LivingTrack>
      if (typeof id !== 'string') return
      if (names === undefined || beganMs === undefined) this.#living.delete(id)
      else this.#living.set(id, { id, names, beganMs })
    } catch {
      // What was not written whole was not told long.
    }
  }

  /** As they stand. */
  get all(): readonly LivingTrack[] {
    return [...this.#living.values()]
  }

  /** A track is confirmed, or goes on. Without a hard name nothing could tell it from another, and it is not noted. */
  begin({ id, identity, beganMs }: Pick<Track, 'id' | 'identity' | 'beganMs'>): void {
    const known = this.#living.get(id)
    const names = hardKeys(identity)
    if (names.length === 0 || known?.names.join() === names.join()) return
    const track = { id, names, beganMs }
    this.#living.set(id, track)
    this.#unwritten.push(JSON.stringify(track))
  }

  /** A track is lost. */
  end(id: string): void {
    if (this.#living.delete(id)) this.#unwritten.push(JSON.stringify({ id }))
  }

  /** Writes what happened since the last time. */
  write(): void {
    if (this.#unwritten.length === 0) return
    if (this.#lines + this.#unwritten.length > 2 * this.#living.size + LIVING_LINES_SPARE) {
      this.#writeAnew()
      return
    }
    appendFileSync(this.#path, `${this.#unwritten.join('\n')}\n`, { mode: 0o600 })
    this.#lines += this.#unwritten.length
    this.#unwritten = []
  }

  #writeAnew(): void {
    const made = `${this.#path}.new`
    const lines = this.all.map((track) => `${JSON.stringify(track)}\n`)
    writeFileSync(made, lines.join(''), { mode: 0o600 })
    renameSync(made, this.#path)
    this.#lines = lines.length
    this.#unwritten = []
  }

  /** Forgets everything. */
  clear(): void {
    this.#living.clear()
    this.#unwritten = []
    this.#lines = 0
    rmSync(this.#path, { force: true })
  }
}
