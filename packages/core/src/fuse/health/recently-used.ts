/**
 * A bounded map that forgets what was used longest ago. A list through arrays keeps the order of use: a `Map` would keep
 * it too, by putting in again what is used, but then its front fills with deleted places that each eviction walks over.
 */
interface Held<Key, Value> {
  readonly key: Key
  readonly value: Value
}
const NONE = -1

/** A map of at most so many values; `forget` is told of each that goes. */
export class RecentlyUsed<Key, Value> {
  readonly #placeOf = new Map<Key, number>()
  readonly #held: Held<Key, Value>[] = []
  readonly #before: Int32Array
  readonly #after: Int32Array
  readonly #most: number
  readonly #forget: (value: Value) => void
  #oldest = NONE
  #newest = NONE

  constructor(most: number, forget: (value: Value) => void = () => {}) {
    this.#most = most
    this.#forget = forget
    this.#before = new Int32Array(most).fill(NONE)
    this.#after = new Int32Array(most).fill(NONE)
  }

  get size(): number {
    return this.#held.length
  }

  /** In no order that matters: the order of places. */
  *entries(): Iterable<readonly [Key, Value]> {
    for (const { key, value } of this.#held) yield [key, value]
  }
  *values(): Iterable<Value> {
    for (const { value } of this.#held) yield value
  }

  /** Without using it. */
  peek(key: Key): Value | undefined {
    const place = this.#placeOf.get(key)
    return place === undefined ? undefined : this.#held[place]?.value
  }

  /** The value of a key, made where there is none; what is forgotten for it may be made use of again. */
  use(key: Key, make: (forgotten: Value | undefined) => Value): Value {
    const known = this.#placeOf.get(key)
    if (known !== undefined) {
      const held = this.#held[known]
      if (held !== undefined) {
        this.#unlink(known)
        this.#link(known)
        return held.value
      }
    }
    const isFull = this.#held.length >= this.#most
    const place = isFull ? this.#oldest : this.#held.length
    const value = make(isFull ? this.#drop(place) : undefined)
    this.#held[place] = { key, value }
    this.#placeOf.set(key, place)
    this.#link(place)
    return value
  }

  #drop(place: number): Value | undefined {
    const held = this.#held[place]
    this.#unlink(place)
    if (held === undefined) return undefined
    this.#placeOf.delete(held.key)
    this.#forget(held.value)
    return held.value
  }

  #link(place: number): void {
    this.#before[place] = this.#newest
    this.#after[place] = NONE
    if (this.#newest === NONE) this.#oldest = place
    else this.#after[this.#newest] = place
    this.#newest = place
  }

  #unlink(place: number): void {
    const before = this.#before[place] ?? NONE
    const after = this.#after[place] ?? NONE
    if (before === NONE) this.#oldest = after
    else this.#after[before] = after
    if (after === NONE) this.#newest = before
    else this.#before[after] = before
  }
}
