/**
 * The calendar of a discrete-event simulation: what happens next. A heap of four children a node over typed arrays, so
 * that nothing is allocated for an event. Of events at the same instant the one entered first comes first: without that
 * rule a run would depend on the shape of the heap, and two runs that should be equal would differ.
 */

/** Most events that may wait at once: 2²², about 64 MiB. */
export const EVENTS_WAITING_MAX = 4_194_304
/** Most events of one run: entries are numbered by 31 bits. */
export const EVENTS_MAX = 2_147_483_647

const FIRST_CAPACITY = 1_024

/** A calendar of events; an event is an hour (or whatever unit of time the caller keeps) and one whole number of the caller's. */
export class EventCalendar {
  /** When the event last taken happens. */
  at = 0.5
  /** The caller's number of the event last taken. */
  what = 0
  #size = 0
  #entered = 0
  #at = new Float64Array(FIRST_CAPACITY)
  #order = new Int32Array(FIRST_CAPACITY)
  #what = new Int32Array(FIRST_CAPACITY)

  /** Events that wait. */
  get size(): number {
    return this.#size
  }

  /** Events entered since the last `clear`. */
  get entered(): number {
    return this.#entered
  }

  /** Forgets every event, and keeps the memory. */
  clear(): void {
    this.#size = 0
    this.#entered = 0
    this.at = 0
    this.what = 0
  }

  /** Enters an event. Throws over `EVENTS_WAITING_MAX` and `EVENTS_MAX`: the caller's model must bound its events. */
  enter(at: number, what: number): void {
    if (this.#size === this.#at.length) this.#grow()
    if (this.#entered >= EVENTS_MAX)
      throw new RangeError(`a run has more than ${EVENTS_MAX} events; make it shorter`)
    const times = this.#at
    const orders = this.#order
    const whats = this.#what
    let i = this.#size
    this.#size = i + 1
    // The new event has the highest number, so that it rises only past later ones.
    while (i > 0) {
      const parent = (i - 1) >> 2
      const parentAt = times[parent] as number
      if (parentAt <= at) break
      times[i] = parentAt
      orders[i] = orders[parent] as number
      whats[i] = whats[parent] as number
      i = parent
    }
    times[i] = at
    orders[i] = this.#entered
    whats[i] = what
    this.#entered += 1
  }

  /** Takes the next event into `at` and `what`; false where none waits. */
  take(): boolean {
    if (this.#size === 0) return false
    this.at = this.#at[0] as number
    this.what = this.#what[0] as number
    this.#size -= 1
    if (this.#size > 0) this.#sink()
    return true
  }

  /** Puts the last event into the hole at the root and lets it sink. */
  #sink(): void {
    const times = this.#at
    const orders = this.#order
    const whats = this.#what
    const size = this.#size
    const at = times[size] as number
    const order = orders[size] as number
    let i = 0
    for (;;) {
      const first = 4 * i + 1
      if (first >= size) break
      let least = first
      let leastAt = times[first] as number
      const end = Math.min(first + 4, size)
      for (let child = first + 1; child < end; child += 1) {
        const childAt = times[child] as number
        if (
          childAt < leastAt ||
          (childAt === leastAt && (orders[child] as number) < (orders[least] as number))
        ) {
          least = child
          leastAt = childAt
        }
      }
      if (leastAt > at || (leastAt === at && (orders[least] as number) > order)) break
      times[i] = leastAt
      orders[i] = orders[least] as number
      whats[i] = whats[least] as number
      i = least
    }
    times[i] = at
    orders[i] = order
    whats[i] = whats[size] as number
  }

  #grow(): void {
    const capacity = 2 * this.#at.length
    if (capacity > EVENTS_WAITING_MAX)
      throw new RangeError(`more than ${EVENTS_WAITING_MAX} events wait at once; bound the model`)
    const [at, order, what] = [this.#at, this.#order, this.#what]
    this.#at = new Float64Array(capacity)
    this.#order = new Int32Array(capacity)
    this.#what = new Int32Array(capacity)
    this.#at.set(at)
    this.#order.set(order)
    this.#what.set(what)
  }
}
