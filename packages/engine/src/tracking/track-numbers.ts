/**
 * Names of tracks are numbers that are used once, over restarts and crashes too: somebody may have written one down. A
 * stretch of them is set aside on the disk before any of it is used, and a start begins behind it.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NUMBERS_SET_ASIDE } from './limits.ts'

/** The numbers of one directory. */
export class TrackNumbers {
  readonly #path: string
  readonly first: number
  #setAside: number

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    this.#path = join(dir, 'numbers')
    const found = existsSync(this.#path) ? Number(readFileSync(this.#path, 'utf8')) : 1
    this.first = Number.isSafeInteger(found) && found > 0 ? found : 1
    this.#setAside = this.first
    this.setAside(this.first)
  }

  /** Sees to it that enough numbers from `next` on are set aside. */
  setAside(next: number): void {
    if (next + NUMBERS_SET_ASIDE / 2 < this.#setAside) return
    this.#setAside = next + NUMBERS_SET_ASIDE
    const made = `${this.#path}.new`
    writeFileSync(made, String(this.#setAside))
    renameSync(made, this.#path)
  }
}
