/** How long jobs wait on the mean of about so many before others on the machine should give way, */
const JOBS = 64
/** milliseconds. */
const WAIT_MS_MAX = 10
/** For how long they then should, at first and at the most, milliseconds: giving way ends the wait, so looking again costs. */
const HOLD_MS = 3_000
const HOLD_MS_MAX = 60_000

/** Whether what comes in is kept waiting, by how long its jobs wait. Instants are milliseconds of one monotonic clock. */
export class Pressure {
  #waitMs = 0
  #holdMs = HOLD_MS
  #untilMs = Number.NEGATIVE_INFINITY

  /** A job was kept waiting for so long, beside the time that its own work takes; below zero counts as not at all. */
  waited(waitMs: number, nowMs: number): void {
    this.#waitMs += (Math.max(0, waitMs) - this.#waitMs) / JOBS
    if (this.#waitMs <= WAIT_MS_MAX) return
    if (nowMs >= this.#untilMs) {
      // It came back as soon as nobody gave way any more: then give way for longer.
      const isBack = nowMs - this.#untilMs < this.#holdMs
      this.#holdMs = isBack ? Math.min(2 * this.#holdMs, HOLD_MS_MAX) : HOLD_MS
      this.#untilMs = nowMs + this.#holdMs
    } else this.#untilMs = Math.max(this.#untilMs, nowMs + HOLD_MS)
  }

  /** Whether others should give way. */
  isOn(nowMs: number): boolean {
    return nowMs < this.#untilMs
  }
}
