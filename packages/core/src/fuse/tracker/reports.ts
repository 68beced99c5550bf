/** Tracks as they are told: a block and the columns as one value. */
import type { Filter } from './filter.ts'
import { BLOCK } from './kernel.ts'
import { isHeld, statusOf } from './life.ts'
import { SEED, type Store } from './store.ts'
import type { TrackState } from './types.ts'

/** What states are told from. */
interface Kept {
  readonly store: Store
  readonly filter: Filter
}

/** States at `atS` of all tracks, or of the confirmed ones alone, in the order of their ids. */
export function statesAt(kept: Kept, atS: number, onlyConfirmed: boolean): TrackState[] {
  const { store } = kept
  const states: TrackState[] = []
  for (let slot = 0; slot < store.count; slot += 1)
    if (!onlyConfirmed || isHeld(store, slot)) states.push(stateAt(kept, slot, atS))
  return states.toSorted((a, b) => a.id - b.id)
}

/** State at `atS` of the track in a slot. */
export function stateAt({ store, filter }: Kept, slot: number, atS: number): TrackState {
  const dtS = Math.max(atS - (store.timeS[slot] as number), 0)
  // A fresh state is told as it is: a step of no time would mix no models.
  let block = slot * filter.stride
  let from = filter.state
  if (dtS > 0) {
    filter.predict(slot, 0, dtS, store.stage[slot] === SEED)
    block = 0
    from = filter.ahead
  }
  return {
    id: store.id[slot] as number,
    status: statusOf(store, slot),
    beganS: store.beganS[slot] as number,
    seenS: store.seenS[slot] as number,
    plane: store.plane[slot] as number,
    eastM: from[block] as number,
    northM: from[block + 1] as number,
    eastMps: from[block + 2] as number,
    northMps: from[block + 3] as number,
    covariance: from.slice(block + 4, block + BLOCK),
    score: store.score[slot] as number,
    identity: store.identity[slot] as number,
  }
}
