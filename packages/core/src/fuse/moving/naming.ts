import type { InstantMs } from '../../units/index.ts'
import type { Held } from './held.ts'
import type { Report } from './report.ts'
import type { Living, LivingTrack } from './types.ts'

/**
 * Names of tracks. The tracker's own ids are counted anew when it goes back for late reports; what a person has read, and
 * what a candidate cites, must not. So a name goes with the observations that it was given to: when they are gone over
 * again, the track that gets them gets the name. Over a restart it goes with the hard name and the beginning instead.
 */
export class Naming {
  #next: number
  readonly #live = new Set<string>()
  /** Whether reports are gone over that were given out before. */
  isRedoing = false

  /** What lived when an earlier picture ended, by each of its hard names. */
  readonly #living = new Map<string, LivingTrack[]>()
  readonly #livingUntilMs: InstantMs

  constructor(firstNumber: number, living: Living = NOBODY) {
    this.#next = firstNumber
    this.#livingUntilMs = living.untilMs
    for (const track of living.tracks)
      for (const key of track.names)
        this.#living.set(key, [...(this.#living.get(key) ?? []), track])
  }
  /** The number of the next track. */
  get next(): number {
    return this.#next
  }

  /** Names a track that a report begins. */
  begin(held: Held, report: Report): void {
    const before = report.name
    const lived = before === null ? this.#livedAs(report) : null
    if (before !== null && !this.#live.has(before)) held.name = before
    else if (lived !== null) {
      held.name = lived.id
      held.beganMs = lived.beganMs
    } else {
      held.name = `T${this.#next}`
      held.isNew = this.isRedoing
      this.#next += 1
    }
    this.#live.add(held.name)
  }

  /**
   * The track of an earlier picture that a report goes on with: of its hard name, and begun with this report, or before it where
   * no other of that name lived. Each is given back once.
   */
  #livedAs({ key, atMs }: Report): LivingTrack | null {
    if (key === null || atMs > this.#livingUntilMs) return null
    const all = this.#living.get(key)?.filter(({ id }) => !this.#live.has(id)) ?? []
    const [only] = all.length === 1 ? all : all.filter(({ beganMs }) => beganMs === atMs)
    if (only === undefined || only.beganMs > atMs) return null
    for (const name of only.names) {
      const rest = this.#living.get(name)?.filter((one) => one !== only) ?? []
      if (rest.length === 0) this.#living.delete(name)
      else this.#living.set(name, rest)
    }
    return only
  }

  /** Notes that a report was given to a track; one that was named anew takes the name that the report had before. */
  note(held: Held, report: Report): void {
    const before = held.isNew ? report.name : null
    if (before !== null && !this.#live.has(before)) {
      this.#live.delete(held.name)
      held.name = before
      held.isNew = false
      this.#live.add(before)
    }
    report.name = held.name
  }

  /** A track is gone. */
  end(name: string): void {
    this.#live.delete(name)
  }
  /** The tracks are again those of an earlier time. */
  restore(names: Iterable<string>): void {
    this.#live.clear()
    for (const name of names) this.#live.add(name)
  }
}

const NOBODY: Living = { tracks: [], untilMs: Number.NEGATIVE_INFINITY }
