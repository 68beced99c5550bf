/** First in, first out, both in constant time over many. */
export class Queue<T> {
  #items: T[] = []
  #from = 0

  /** The oldest. */
  get first(): T | undefined {
    return this.#items[this.#from]
  }
  /** The oldest `n`, oldest first. */
  firsts(n: number): readonly T[] {
    return this.#items.slice(this.#from, this.#from + n)
  }
  get length(): number {
    return this.#items.length - this.#from
  }
  push(item: T): void {
    this.#items.push(item)
  }
  /** Takes the oldest out. */
  shift(): void {
    this.#from += 1
    if (this.#from < 1_024 || this.#from * 2 < this.#items.length) return
    this.#items = this.#items.slice(this.#from)
    this.#from = 0
  }
}
