import type { InstantMs } from '@holdfast/core/units'

/** The clock in force: what "now", "in the future" and every deadline are judged by. */
export interface Clock {
  /** The present instant. */
  nowMs(): InstantMs
}

/** The machine's clock: live deployments use no other. */
export const wallClock: Clock = { nowMs: () => Date.now() }

/** Wall time minus an offset: how a demonstration goes on ticking from where its replay ended. */
export const offsetClock = (offsetMs: number): Clock => ({ nowMs: () => Date.now() - offsetMs })

/** A clock that stands until it is moved; it never goes back. A replay jumps with it from record to record. */
export class VirtualClock implements Clock {
  #nowMs: InstantMs

  constructor(startMs: InstantMs) {
    this.#nowMs = startMs
  }

  nowMs(): InstantMs {
    return this.#nowMs
  }

  /** Moves on to the instant; an earlier one leaves the clock where it stands. */
  advanceTo(instantMs: InstantMs): void {
    this.#nowMs = Math.max(this.#nowMs, instantMs)
  }
}
