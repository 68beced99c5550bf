/**
 * Queues of entities, first come first served within each class, the lower class first. With one class that is a plain
 * queue. Linked lists through one typed array: an entity waits in one queue at a time, and nothing is allocated.
 */

const NONE = -1

/** Some queues over entities 0 … `entities` − 1. */
export class Queues {
  readonly #classes: number
  readonly #head: Int32Array
  readonly #tail: Int32Array
  readonly #next: Int32Array
  readonly #waiting: Int32Array

  constructor(sizes: {
    readonly queues: number
    readonly entities: number
    readonly classes: number
  }) {
    this.#classes = sizes.classes
    this.#head = new Int32Array(sizes.queues * sizes.classes).fill(NONE)
    this.#tail = new Int32Array(sizes.queues * sizes.classes).fill(NONE)
    this.#next = new Int32Array(sizes.entities).fill(NONE)
    this.#waiting = new Int32Array(sizes.queues)
  }

  /** Empties every queue. */
  clear(): void {
    this.#head.fill(NONE)
    this.#tail.fill(NONE)
    this.#waiting.fill(0)
  }

  /** How many wait. */
  waiting(queue: number): number {
    return this.#waiting[queue] as number
  }

  /** Puts an entity that waits nowhere at the end of its class, 0 … classes − 1. */
  join(queue: number, entity: number, rank: number): void {
    const list = queue * this.#classes + rank
    const tail = this.#tail[list] as number
    this.#next[entity] = NONE
    if (tail === NONE) this.#head[list] = entity
    else this.#next[tail] = entity
    this.#tail[list] = entity
    this.#waiting[queue] = (this.#waiting[queue] as number) + 1
  }

  /** Takes the first of the lowest class; −1 where nobody waits. */
  take(queue: number): number {
    if (this.#waiting[queue] === 0) return NONE
    let list = queue * this.#classes
    while (this.#head[list] === NONE) list += 1
    const entity = this.#head[list] as number
    const next = this.#next[entity] as number
    this.#head[list] = next
    if (next === NONE) this.#tail[list] = NONE
    this.#waiting[queue] = (this.#waiting[queue] as number) - 1
    return entity
  }
}
