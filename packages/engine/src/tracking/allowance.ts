import { PRESSED_BYTES_MAX, PRESSED_BYTES_PER_S } from './limits.ts'

/** How many bytes may be followed while the machine is busy: earned by time, spent by what is handed over. */
export class Allowance {
  #bytes = PRESSED_BYTES_MAX
  #atMs = Number.NEGATIVE_INFINITY

  /** Spends so many bytes at an instant of a monotonic clock, milliseconds; false where they are owed and `isPressed`. */
  spend(bytes: number, nowMs: number, isPressed: boolean): boolean {
    const earned = ((nowMs - this.#atMs) / 1_000) * PRESSED_BYTES_PER_S
    this.#bytes = Math.min(PRESSED_BYTES_MAX, this.#bytes + earned)
    this.#atMs = nowMs
    if (this.#bytes < 0 && isPressed) return false
    // What was handed over while nobody was pressed counts against what comes, to a limit.
    this.#bytes = Math.max(-PRESSED_BYTES_MAX, this.#bytes - bytes)
    return true
  }
}
