/** Bytes that wait for more of their packet: appended at the end, dropped from the front, amortised constant per byte. */
export class ByteQueue {
  #bytes = new Uint8Array(4_096)
  #from = 0
  #to = 0
  #offset = 0

  /** How many wait. */
  get length(): number {
    return this.#to - this.#from
  }

  /** Of the first waiting byte, counted from the first that was ever pushed. */
  get offset(): number {
    return this.#offset
  }

  /** The waiting bytes where they lie: valid until the next `push`; copy what is kept. */
  get view(): Uint8Array {
    return this.#bytes.subarray(this.#from, this.#to)
  }

  push(chunk: Uint8Array): void {
    if (this.#to + chunk.length > this.#bytes.length) this.#makeRoom(chunk.length)
    this.#bytes.set(chunk, this.#to)
    this.#to += chunk.length
  }

  drop(count: number): void {
    this.#from += count
    this.#offset += count
    if (this.#from === this.#to) {
      this.#from = 0
      this.#to = 0
    }
  }

  // Twice the need at least, so that the bytes moved stay within a constant of the bytes pushed.
  #makeRoom(more: number): void {
    const need = this.length + more
    const room =
      2 * need <= this.#bytes.length ? this.#bytes : new Uint8Array(Math.max(4_096, 2 * need))
    room.set(this.view)
    this.#bytes = room
    this.#to = this.length
    this.#from = 0
  }
}
