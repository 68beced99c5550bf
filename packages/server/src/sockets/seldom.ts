import type { Report } from '../ways/index.ts'

/** Lines of one kind come at most so often, milliseconds. */
const SELDOM_MS = 60_000
/** Kinds that are told apart. */
const KINDS_MAX = 64

/** Says the first line of a kind at once, and those that follow within a minute only as a number with the next. */
export class Seldom {
  readonly #report: Report
  readonly #said = new Map<string, { atMs: number; unsaid: number }>()

  constructor(report: Report) {
    this.#report = report
  }

  /** `kind` is a word of the caller's own, never what a peer sent. */
  say(kind: string, text: string): void {
    const nowMs = performance.now()
    const said = this.#said.get(kind)
    if (said !== undefined && nowMs - said.atMs < SELDOM_MS) {
      said.unsaid += 1
      return
    }
    if (said === undefined && this.#said.size >= KINDS_MAX) return
    this.#said.set(kind, { atMs: nowMs, unsaid: 0 })
    const more = said === undefined || said.unsaid === 0 ? '' : ` (and ${said.unsaid} times before)`
    this.#report(text + more)
  }
}
