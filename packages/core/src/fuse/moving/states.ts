import type { Tracker, TrackState, TrackStatus } from '../tracker/index.ts'

/** States of tracks by tracker id, made when they are asked for: few of many tracks are, at a time. */
export class States {
  readonly #tracker: Tracker
  #all: readonly TrackState[] | null = null

  constructor(tracker: Tracker) {
    this.#tracker = tracker
  }

  /** All of them, in order of their ids; kept until `forget`. */
  get all(): readonly TrackState[] {
    this.#all ??= this.#tracker.tracks()
    return this.#all
  }
  /** Something happened to the tracker. */
  forget(): void {
    this.#all = null
  }
  /** The state of a track, or null: it is no more. */
  get(id: number): TrackState | null {
    return this.#tracker.state(id)
  }
  /** How a track stands, or null: it is no more. */
  statusOf(id: number): TrackStatus | null {
    return this.#tracker.status(id)
  }
}
