/**
 * What was worked out once, and is kept from one fusion to the next: a group is fused anew with each report that joins it,
 * and few of its numbers change. A pure function may remember; the bound holds whatever is reported.
 */

/** Values by what they were worked out from. Over the bound it begins anew. */
export class Remembered<T> {
  readonly #most: number
  readonly #known = new Map<string, T>()

  constructor(most: number) {
    this.#most = most
  }

  /** The value of a key; worked out where it is not known. */
  of(key: string, work: () => T): T {
    const known = this.#known.get(key)
    // A value may be null, never undefined.
    if (known !== undefined) return known
    if (this.#known.size >= this.#most) this.#known.clear()
    const value = work()
    this.#known.set(key, value)
    return value
  }
}
