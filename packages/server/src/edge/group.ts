/**
 * Group commit: what comes while a write is under way waits, and goes together in the next one. So the disk is asked to
 * flush once for many, and nobody is answered before their own bytes are on it.
 */

/** One item under way, and how it ended. */
interface Waiting<T, R> {
  readonly item: T
  readonly resolve: (result: R) => void
  readonly reject: (error: unknown) => void
}

/** Runs `commit` over groups of items, one group at a time, in the order in which they came. */
export class Group<T, R> {
  readonly #commit: (items: readonly T[]) => Promise<readonly R[]>
  readonly #sizeOf: (item: T) => number
  readonly #sizeMax: number
  #waiting: Waiting<T, R>[] = []
  #size = 0
  #running: Promise<void> | null = null

  constructor(
    commit: (items: readonly T[]) => Promise<readonly R[]>,
    { sizeOf, sizeMax }: { readonly sizeOf: (item: T) => number; readonly sizeMax: number },
  ) {
    this.#commit = commit
    this.#sizeOf = sizeOf
    this.#sizeMax = sizeMax
  }

  /** What waits, in the unit of `sizeOf`. */
  get size(): number {
    return this.#size
  }

  /** Resolves with what `commit` gave for the item. */
  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      this.#size += this.#sizeOf(item)
      this.#running ??= this.#run()
    })
  }

  /** Resolves once nothing waits and nothing is under way. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running
  }

  async #run(): Promise<void> {
    // Whoever adds in the same turn of the loop joins the first group.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const group = this.#next()
      try {
        const results = await this.#commit(group.map(({ item }) => item))
        for (const [i, { resolve, reject }] of group.entries()) {
          const result = results[i]
          if (result === undefined) reject(new Error('no result for an item of the group'))
          else resolve(result)
        }
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    this.#running = null
  }

  #next(): readonly Waiting<T, R>[] {
    let [size, count] = [0, 0]
    for (const { item } of this.#waiting) {
      if (count > 0 && size + this.#sizeOf(item) > this.#sizeMax) break
      size += this.#sizeOf(item)
      count += 1
    }
    const group = this.#waiting.slice(0, count)
    this.#waiting = this.#waiting.slice(count)
    this.#size -= size
    return group
  }
}
