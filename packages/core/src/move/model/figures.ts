/**
 * What the readers of a movement model share: a figure is a number or the id of an assumption, a key that is not known is
 * refused, and a reference must be to something that is there.
 */
import { pathOf } from '../../units/index.ts'
import type { DocumentReader, Fields } from '../../units/index.ts'
import type { DailyHours, FigureAssumption, Opening, PlanHours } from './types.ts'

/** Most plan hours of a horizon. */
export const HORIZON_HOURS_MAX = 2_000
/** Most units of a stock, a demand or a load. */
export const QUANTITY_MAX = 100_000_000
const SPANS_MAX = 100

/** The bounds of a figure, closed, and the unit that an assumption in its place must have; null for any. */
export interface FigureWanted {
  readonly min: number
  readonly max: number
  readonly unit: string | null
  readonly isWhole?: boolean
}
/** What the readers of the parts know of the whole. */
export interface Known {
  readonly reader: DocumentReader
  readonly assumptions: ReadonlyMap<string, FigureAssumption>
  readonly horizonHours: number
}

/** Whether the key is left out, or null. */
export const isAbsent = (fields: Fields, key: string): boolean =>
  fields.value[key] === undefined || fields.value[key] === null

/** Refuses keys that nothing reads: a misspelt limit would otherwise be no limit. */
export function refuseUnknown(
  reader: DocumentReader,
  fields: Fields,
  known: readonly string[],
): void {
  for (const key of Object.keys(fields.value))
    if (!known.includes(key))
      reader.refuse(
        pathOf(fields, key),
        `is not read here; leave it out, or write one of ${known.join(', ')}`,
      )
}

/** A list of maps that may be left out. */
export const mapsOf = (
  reader: DocumentReader,
  fields: Fields,
  { key, max }: { readonly key: string; readonly max: number },
): readonly Fields[] => (isAbsent(fields, key) ? [] : reader.maps(fields, key, max))

/** An id among those known; refused with the list that it should be in. */
export function readReference(
  reader: DocumentReader,
  fields: Fields,
  {
    key,
    ids,
    list,
  }: { readonly key: string; readonly ids: ReadonlySet<string>; readonly list: string },
): string {
  const id = reader.text(fields, key)
  if (id !== '' && !ids.has(id))
    reader.refuse(
      pathOf(fields, key),
      `names "${id}", which is not in ${list}; add it there or correct the id`,
    )
  return id
}

/** The figures of one element: collects the assumptions that they come from. */
export class FigureReader {
  readonly #known: Known
  readonly #fields: Fields
  readonly #basis = new Set<string>()

  constructor(known: Known, fields: Fields) {
    this.#known = known
    this.#fields = fields
  }

  /** Ids of the assumptions named so far, with those that the element lists under `basis`. */
  basis(): readonly string[] {
    const { reader, assumptions } = this.#known
    if (!isAbsent(this.#fields, 'basis')) {
      const ids = reader.texts(this.#fields, 'basis', SPANS_MAX)
      for (const [i, id] of ids.entries()) {
        if (id !== '' && !assumptions.has(id))
          reader.refuse(
            `${pathOf(this.#fields, 'basis')}.${i}`,
            `names "${id}", which is not in assumptions; add it there or correct the id`,
          )
        this.#basis.add(id)
      }
    }
    return [...this.#basis]
  }

  /** A number, or the value of the assumption whose id stands there. */
  figure(key: string, wanted: FigureWanted): number {
    const { reader, assumptions } = this.#known
    const value = this.#fields.value[key]
    if (typeof value !== 'string') return this.#within(key, value, wanted)
    const assumption = assumptions.get(value)
    if (assumption === undefined) {
      reader.refuse(
        pathOf(this.#fields, key),
        `names "${value}", which is not in assumptions; write a number or an assumption's id`,
      )
      return wanted.min
    }
    if (wanted.unit !== null && assumption.unit !== wanted.unit)
      reader.refuse(
        pathOf(this.#fields, key),
        `names ${value}, which is in ${assumption.unit}; name one in ${wanted.unit}`,
      )
    this.#basis.add(value)
    return this.#within(key, assumption.value, wanted)
  }

  /** As `figure`; null where it is left out or null. */
  figureOrNull(key: string, wanted: FigureWanted): number | null {
    return isAbsent(this.#fields, key) ? null : this.figure(key, wanted)
  }

  #within(key: string, value: unknown, { min, max, isWhole }: FigureWanted): number {
    if (
      typeof value === 'number' &&
      value >= min &&
      value <= max &&
      (isWhole !== true || Number.isInteger(value))
    )
      return value
    const kind = isWhole === true ? 'a whole number' : 'a number'
    const shown = JSON.stringify(value) ?? 'missing'
    this.#known.reader.refuse(
      pathOf(this.#fields, key),
      `is ${shown.slice(0, 60)}; write ${kind} from ${min} to ${max}, or the id of an assumption`,
    )
    return min
  }
}

/** `opening`, which may be left out: open round the clock. */
export function readOpening({ reader }: Known, fields: Fields): Opening {
  if (isAbsent(fields, 'opening')) return { daily: [], closures: [] }
  const opening = reader.map(fields, 'opening')
  refuseUnknown(reader, opening, ['daily', 'closures'])
  const daily = mapsOf(reader, opening, { key: 'daily', max: SPANS_MAX }).map(
    (span): DailyHours => {
      refuseUnknown(reader, span, ['from', 'until'])
      const from = reader.number(span, 'from', { min: 0, max: 24 })
      const until = reader.number(span, 'until', { min: 0, max: 24 })
      refuseEmpty(reader, span, from >= until)
      return { from, until }
    },
  )
  const closures = mapsOf(reader, opening, { key: 'closures', max: SPANS_MAX }).map(
    (span): PlanHours => {
      refuseUnknown(reader, span, ['fromHour', 'untilHour'])
      const fromHour = reader.number(span, 'fromHour', { min: 0, max: HORIZON_HOURS_MAX })
      const untilHour = reader.number(span, 'untilHour', { min: 0, max: HORIZON_HOURS_MAX })
      refuseEmpty(reader, span, fromHour >= untilHour)
      return { fromHour, untilHour }
    },
  )
  return { daily, closures }
}

function refuseEmpty(reader: DocumentReader, span: Fields, isEmpty: boolean): void {
  if (isEmpty)
    reader.refuse(
      span.path,
      'ends before it begins; write the earlier hour first, and two spans over midnight',
    )
}
