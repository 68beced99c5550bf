/**
 * The tracks as this page knows them: what the list said when it was read, and what the stream told since. Each track
 * carries a short trail of the places that were told of it. Tracks that are neither told of nor listed any more go, so
 * that nothing stands on the map that nobody follows.
 */
import type { TrackChanges, TrackRow } from '../api/index.ts'

/** Places of one trail. */
export const TRAIL_MAX = 24
/** Tracks held; over it new ones wait for the next reading of the list. */
export const TRACKS_MAX = 20_000
/** A track of which nothing was told for so long is not drawn, milliseconds: longer than any track coasts. */
export const SILENT_MS_MAX = 15 * 60_000

/** A track with where it was told to be before, oldest first. */
export interface BoardTrack extends TrackRow {
  readonly trail: readonly (readonly [lonDeg: number, latDeg: number])[]
}

const at = ({ position }: TrackRow): readonly [number, number] => [position.lonDeg, position.latDeg]

/** Tracks by id, and whoever wants to hear that they changed. */
export class TrackBoard {
  readonly #tracks = new Map<string, BoardTrack>()
  readonly #listeners = new Set<() => void>()
  #nowMs = 0
  #isStale = true

  /** Whether the list has to be read: at first, and when the stream left something out. */
  get isStale(): boolean {
    return this.#isStale
  }

  /** The instant of the newest change, by the deployment's clock. */
  get nowMs(): number {
    return this.#nowMs
  }

  #put(row: TrackRow): void {
    const before = this.#tracks.get(row.id)
    if (before === undefined && this.#tracks.size >= TRACKS_MAX) return
    const trail = before?.trail ?? []
    const moved = before === undefined || before.seenMs !== row.seenMs
    const next = moved ? [...trail, at(row)].slice(-TRAIL_MAX) : trail
    this.#tracks.set(row.id, { ...row, trail: next })
  }

  /** Takes in what the stream told. */
  hear(changes: TrackChanges): void {
    if ('resync' in changes) this.#isStale = true
    else {
      this.#nowMs = Math.max(this.#nowMs, changes.atMs)
      for (const row of changes.tracks) this.#put(row)
      for (const id of changes.lost) this.#tracks.delete(id)
      for (const [id, { seenMs }] of this.#tracks)
        if (this.#nowMs - seenMs > SILENT_MS_MAX) this.#tracks.delete(id)
    }
    this.#tell()
  }

  /** Takes in a whole list: what is not in it is no more. Tentative ones are mostly nothing and are left out. */
  read(rows: readonly TrackRow[], nowMs: number): void {
    const listed = new Set(rows.map(({ id }) => id))
    for (const id of this.#tracks.keys()) if (!listed.has(id)) this.#tracks.delete(id)
    for (const row of rows) if (row.status !== 'tentative') this.#put(row)
    this.#nowMs = Math.max(this.#nowMs, nowMs)
    this.#isStale = false
    this.#tell()
  }

  /** The tracks as they stand, by id. */
  tracks(): readonly BoardTrack[] {
    return [...this.#tracks.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  }

  /** Forgets everything: another office looks at the page. */
  clear(): void {
    this.#tracks.clear()
    this.#nowMs = 0
    this.#isStale = true
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }

  /** Calls the listener after each change; the returned function stops it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}

/** The page's own. */
export const trackBoard = new TrackBoard()
