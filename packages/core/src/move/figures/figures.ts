/**
 * Planning figures as named assumptions. A planner's document writes no number where it counts: it names an assumption
 * (id, value, unit, owner, date), so that a minister who asks "says who?" gets an owner and a day, and so that "what
 * does this hang on?" is answered by changing one number in one place. What nothing names is refused, because a figure
 * that changes nothing would be taken for one that does.
 */
import { DocumentReader, pathOf } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'

/** A number that somebody assumed: owned, dated, and where the document uses it. */
export interface PlanAssumption {
  readonly id: string
  readonly title: string
  /** As it counts here: the document's, or the one put in its place by a what-if. */
  readonly value: number
  readonly unit: string
  readonly owner: string
  readonly date: string
  /** Dotted paths of the fields that name it. */
  readonly usedAt: readonly string[]
}
/** What every planning document begins with. */
export interface PlanHead {
  readonly id: string
  readonly title: string
  /** What a reader must know before any figure, such as that the figures are fictional. */
  readonly notice: string
  readonly assumptions: readonly PlanAssumption[]
}
/** Values put in place of the document's, by the assumption's id. */
export type Changes = ReadonlyMap<string, number>
/** What a figure must be: its unit, and its bounds, both included. */
export interface Wanted {
  readonly unit: string
  readonly min: number
  readonly max: number
}

/** Most assumptions of a planning document. */
export const ASSUMPTIONS_MAX = 500
const HEAD_KEYS = ['kind', 'id', 'title', 'notice', 'assumptions']

/** Reads a planning document: `open` first, then fields and figures, `finish` last. */
export class FigureReader extends DocumentReader {
  readonly #changes: Changes
  readonly #assumptions = new Map<string, Omit<PlanAssumption, 'usedAt'>>()
  readonly #stated = new Map<string, number>()
  readonly #usedAt = new Map<string, string[]>()
  #head: Omit<PlanHead, 'assumptions'> = { id: '', title: '', notice: '' }

  constructor(at: At, changes: Changes = new Map()) {
    super(at)
    this.#changes = changes
  }

  /** The document's root, of the kind named and with no keys but its head's and those given. */
  open(value: unknown, kind: string, keys: readonly string[]): Fields {
    const root = this.root(value)
    this.only(root, [...HEAD_KEYS, ...keys])
    this.oneOf(root, 'kind', [kind])
    this.#head = {
      id: this.id(root, 'id'),
      title: this.text(root, 'title'),
      notice: this.text(root, 'notice'),
    }
    const items = this.maps(root, 'assumptions', ASSUMPTIONS_MAX)
    for (const item of items) this.#readAssumption(item)
    this.refuseRepeats(
      items.map(({ value: { id } }) => (typeof id === 'string' ? id : '')),
      (i) => `assumptions.${i}.id`,
    )
    return root
  }

  #readAssumption(item: Fields): void {
    this.only(item, ['id', 'title', 'value', 'unit', 'owner', 'date'])
    const id = this.id(item, 'id')
    const value = this.number(item, 'value', { min: 0, max: 1_000_000_000 })
    this.#stated.set(id, value)
    this.#assumptions.set(id, {
      id,
      title: this.text(item, 'title'),
      value: this.#changes.get(id) ?? value,
      unit: this.text(item, 'unit'),
      owner: this.text(item, 'owner'),
      date: this.text(item, 'date'),
    })
  }

  /** Refuses keys that are not among those given: a misspelt key would be left out silently. */
  only(fields: Fields, keys: readonly string[]): void {
    for (const key of Object.keys(fields.value))
      if (!keys.includes(key))
        this.refuse(
          pathOf(fields, key),
          `this key is not known here; write one of ${keys.join(', ')}, or remove it`,
        )
  }

  /** Whether a key is there and not null. */
  has(fields: Fields, key: string): boolean {
    return fields.value[key] !== undefined && fields.value[key] !== null
  }

  /** The value of the assumption that the field names, which must have the unit and lie within the bounds. */
  figure(fields: Fields, key: string, { unit, min, max }: Wanted): number {
    const path = pathOf(fields, key)
    const id = this.text(fields, key)
    const found = this.#assumptions.get(id)
    if (id === '') return min
    if (found === undefined) {
      this.refuse(path, `names "${id}", which is no assumption here; add it to assumptions`)
      return min
    }
    this.#usedAt.set(id, [...(this.#usedAt.get(id) ?? []), path])
    if (found.unit !== unit) {
      this.refuse(path, `names ${id}, which is in ${found.unit}; name one in ${unit}`)
      return min
    }
    if (found.value >= min && found.value <= max) return found.value
    this.refuse(
      path,
      `names ${id}, which is ${found.value} ${unit}; here it must be from ${min} to ${max}`,
    )
    return min
  }

  /** A whole figure, for what is counted in pieces. A what-if's value is rounded away from the document's. */
  wholeFigure(fields: Fields, key: string, wanted: Wanted): number {
    const value = this.figure(fields, key, wanted)
    if (Number.isInteger(value)) return value
    const stated = this.#stated.get(String(fields.value[key])) ?? value
    const whole = value < stated ? Math.floor(value) : Math.ceil(value)
    if (value !== stated && whole >= wanted.min && whole <= wanted.max) return whole
    this.refuse(
      pathOf(fields, key),
      `names an assumption of ${value} ${wanted.unit}; it must be whole`,
    )
    return wanted.min
  }

  /** An id that an earlier part of the document has. */
  known(
    fields: Fields,
    key: string,
    { ids, noun }: { readonly ids: readonly string[]; readonly noun: string },
  ): string {
    const id = this.id(fields, key)
    if (id !== '' && !ids.includes(id))
      this.refuse(
        pathOf(fields, key),
        `names "${id}", which is no ${noun} here; write one of: ${ids.join(', ') || 'none is there'}`,
      )
    return id
  }

  /** The plan, or every error that was met. `build` is called only where there is none. */
  finish<T>(build: (head: PlanHead) => T): T | Refused {
    const ids = [...this.#assumptions.keys()]
    for (const [i, id] of ids.entries())
      if (id !== '' && !this.#usedAt.has(id) && this.errors.length === 0)
        this.refuse(
          `assumptions.${i}.id`,
          `nothing in the document names ${id}; name it where it counts, or remove it`,
        )
    if (this.errors.length > 0) return { refused: this.errors.join('\n') }
    const assumptions = [...this.#assumptions.values()].map((one) => ({
      ...one,
      usedAt: this.#usedAt.get(one.id) ?? [],
    }))
    return build({ ...this.#head, assumptions })
  }
}
