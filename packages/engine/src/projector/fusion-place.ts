/** Where a report's happening roughly was, and an index of reports by place and time. */
import { distanceM, frameAt, type Position } from '@holdfast/core/geo'
import type { Observation } from '@holdfast/core/observe'
import { HOUR_MS } from '@holdfast/core/units'

/** Where a bang is taken to be that was heard in a direction without a distance, metres: between core's reaches. */
const RANGE_UNKNOWN_M = 8_000
const CELL_M = 60_000
const EARTH_RADIUS_M = 6_378_137
const RAD_PER_DEG = Math.PI / 180
/** A report that spans more hours than this is looked at in every search near it. */
const HOURS_MAX = 24

/** About the mean of a report's place: core's own groups rest on the same, to some kilometres. Null where it says nothing. */
export function roughPlace({ where, observer }: Observation): Position | null {
  const { fix, ring, sectors } = where
  if (fix !== null) return fix.position
  if (sectors.length === 0) return ring === null ? null : observer.position
  const rangeM = ring === null ? RANGE_UNKNOWN_M : (ring.minM + ring.maxM) / 2
  let [eastM, northM] = [0, 0]
  for (const { fromDeg, toDeg } of sectors) {
    const middle = (fromDeg + ((toDeg - fromDeg + 360) % 360) / 2) * RAD_PER_DEG
    eastM += (rangeM * Math.sin(middle)) / sectors.length
    northM += (rangeM * Math.cos(middle)) / sectors.length
  }
  return frameAt(observer.position).toPosition({ eastM, northM })
}

/** What an index holds. */
export interface Indexed {
  readonly observation: Observation
  readonly place: Position | null
}
type Hours<T> = Map<number, Set<T>>

// A cubic grid around the earth: no poles, no date line.
function cellOf({ lonDeg, latDeg }: Position): readonly [number, number, number] {
  const cosLat = Math.cos(latDeg * RAD_PER_DEG)
  return [
    Math.floor((EARTH_RADIUS_M * cosLat * Math.cos(lonDeg * RAD_PER_DEG)) / CELL_M),
    Math.floor((EARTH_RADIUS_M * cosLat * Math.sin(lonDeg * RAD_PER_DEG)) / CELL_M),
    Math.floor((EARTH_RADIUS_M * Math.sin(latDeg * RAD_PER_DEG)) / CELL_M),
  ]
}
/** The cell that a report lies in; all that have no place lie in one. */
export function cellKeyOf(observation: Observation): string {
  const place = roughPlace(observation)
  return place === null ? '' : cellOf(place).join(' ')
}
const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS)
const LONG = Number.NaN

/** Reports by cells of 60 km and by hours; a search costs what lies near, whatever is held. */
export class PlaceIndex<T extends Indexed> {
  readonly #cells = new Map<string, Hours<T>>()

  #hoursOf({ observation: { observed } }: T): readonly number[] {
    const [from, to] = [hourOf(observed.fromMs), hourOf(observed.toMs)]
    return to - from >= HOURS_MAX
      ? [LONG]
      : Array.from({ length: to - from + 1 }, (_, n) => from + n)
  }

  /** Adds one, which may be in already; what has no place is near nothing. */
  add(one: T): void {
    if (one.place === null) return
    const key = cellOf(one.place).join(' ')
    const hours: Hours<T> = this.#cells.get(key) ?? new Map()
    this.#cells.set(key, hours)
    for (const hour of this.#hoursOf(one)) {
      const set = hours.get(hour) ?? new Set()
      hours.set(hour, set.add(one))
    }
  }

  /** Takes one away. */
  remove(one: T): void {
    if (one.place === null) return
    const key = cellOf(one.place).join(' ')
    const hours = this.#cells.get(key)
    if (hours === undefined) return
    for (const hour of this.#hoursOf(one)) {
      const set = hours.get(hour)
      set?.delete(one)
      if (set?.size === 0) hours.delete(hour)
    }
    if (hours.size === 0) this.#cells.delete(key)
  }

  /** Visits all that lie within `nearM` (at most 60 km) and `gapMs` of a report; stops where `visit` says false. */
  near(
    { place, observation: { observed } }: T,
    { nearM, gapMs }: { readonly nearM: number; readonly gapMs: number },
    visit: (one: T) => boolean,
  ): void {
    if (place === null) return
    const [x, y, z] = cellOf(place)
    const [from, to] = [hourOf(observed.fromMs - gapMs), hourOf(observed.toMs + gapMs)]
    const isNear = (one: T): boolean =>
      one.observation.observed.fromMs <= observed.toMs + gapMs &&
      one.observation.observed.toMs + gapMs >= observed.fromMs &&
      one.place !== null &&
      distanceM(place, one.place) <= nearM
    for (let n = 0; n < 27; n += 1) {
      const dx = (n % 3) - 1
      const dy = (Math.floor(n / 3) % 3) - 1
      const dz = Math.floor(n / 9) - 1
      const hours = this.#cells.get(`${x + dx} ${y + dy} ${z + dz}`)
      if (hours === undefined) continue
      for (const [hour, set] of hours) {
        if (!Number.isNaN(hour) && (hour < from || hour > to)) continue
        for (const one of set) if (isNear(one) && !visit(one)) return
      }
    }
  }
}
