/** Most recently used things by name, never more than `max`: a stranger's flood of addresses forgets, and never grows. */
export class Recent<T> {
  readonly #max: number
  readonly #make: () => T
  readonly #things = new Map<string, T>()

  constructor(max: number, make: () => T) {
    this.#max = max
    this.#make = make
  }
  get size(): number {
    return this.#things.size
  }
  /** The thing of a name, made where there is none, and now the most recent. */
  use(name: string): T {
    const thing = this.#things.get(name) ?? this.#make()
    this.#things.delete(name)
    this.#things.set(name, thing)
    if (this.#things.size > this.#max) {
      const [oldest] = this.#things.keys()
      if (oldest !== undefined) this.#things.delete(oldest)
    }
    return thing
  }
  /** The thing of a name, where there is one. */
  peek(name: string): T | undefined {
    return this.#things.get(name)
  }
}
