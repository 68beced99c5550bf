/**
 * Bytes of messages that may be under way at once, in all and from one address. A stranger who begins large messages and never
 * ends them holds at most its address's share, so others still get theirs.
 */

/** Room for so many bytes; one address has half of it at the most. */
export class Room {
  readonly #bytesMax: number
  readonly #byAddress = new Map<string, number>()
  readonly #waiting = new Set<() => void>()
  #bytes = 0

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  /** Bytes that are under way. */
  get bytes(): number {
    return this.#bytes
  }

  /** Whether another message of this address may begin. What is in may be over the limits by that one message. */
  hasRoom(address: string): boolean {
    return this.#bytes < this.#bytesMax && (this.#byAddress.get(address) ?? 0) < this.#bytesMax / 2
  }

  /** Counts a message in. */
  enter(address: string, bytes: number): void {
    this.#bytes += bytes
    this.#byAddress.set(address, (this.#byAddress.get(address) ?? 0) + bytes)
  }

  /** Counts it out, and tells those who wait. */
  leave(address: string, bytes: number): void {
    this.#bytes -= bytes
    const left = (this.#byAddress.get(address) ?? 0) - bytes
    if (left > 0) this.#byAddress.set(address, left)
    else this.#byAddress.delete(address)
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const go of waiting) go()
  }

  /** Calls back once when something left. */
  whenLeft(go: () => void): void {
    this.#waiting.add(go)
  }

  /** Whoever waits no more. */
  forget(go: () => void): void {
    this.#waiting.delete(go)
  }
}
