/**
 * Where every entry lies. Kept in memory in typed arrays (20 bytes an entry), because a payload is found through its
 * log record and reading that from disk each time would double the reads.
 */

/** Place of an entry's payload record. */
export interface EntryPlace {
  readonly segment: number
  readonly offset: number
  readonly length: number
}

/** The places of all entries, by index. */
export class EntryPlaces {
  #segments = new Uint32Array(1024)
  #offsets = new Float64Array(1024)
  #lengths = new Uint32Array(1024)
  #size = 0

  /** Number of entries. */
  get size(): number {
    return this.#size
  }

  /** Adds the next entry's place. */
  push(place: EntryPlace): void {
    if (this.#size === this.#segments.length) this.#grow()
    this.#segments[this.#size] = place.segment
    this.#offsets[this.#size] = place.offset
    this.#lengths[this.#size] = place.length
    this.#size++
  }

  /** The place of an entry; throws outside [0, size). */
  at(index: number): EntryPlace {
    const segment = this.#segments[index]
    const offset = this.#offsets[index]
    const length = this.#lengths[index]
    if (
      index >= this.#size ||
      segment === undefined ||
      offset === undefined ||
      length === undefined
    )
      throw new RangeError(`no entry ${index} in a journal of ${this.#size}`)
    return { segment, offset, length }
  }

  #grow(): void {
    const capacity = this.#segments.length * 2
    const [segments, offsets, lengths] = [this.#segments, this.#offsets, this.#lengths]
    this.#segments = new Uint32Array(capacity)
    this.#offsets = new Float64Array(capacity)
    this.#lengths = new Uint32Array(capacity)
    this.#segments.set(segments)
    this.#offsets.set(offsets)
    this.#lengths.set(lengths)
  }
}
