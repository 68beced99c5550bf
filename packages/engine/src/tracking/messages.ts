/** What the thread that follows moving things is told, and what it tells: shaped to be handed from thread to thread. */
import type { CoveragePeriod, ObserveState, Source } from '@holdfast/core/observe'
import type { InstantMs } from '@holdfast/core/units'
import type { MovingCounts } from './picture.ts'
import type { Proposal } from '@holdfast/core/fuse/health'

/** Which tracks: those in the box (west, south, east, north, degrees; west may lie east of east) after the id `after`. */
export interface TrackQuery {
  readonly limit: number
  readonly after?: string
  readonly bbox?: readonly [number, number, number, number]
}
/** A question that is answered with JSON text; null where there is nothing. */
export type Question =
  | { readonly kind: 'list'; readonly query: TrackQuery }
  | { readonly kind: 'one'; readonly track: string }
  /** What was found wrong with those who report. */
  | { readonly kind: 'health' }

/** What a thread is started with. */
export interface Setting {
  /** Where tracks that ended are stored. */
  readonly dir: string
  /** Forgets what is stored there, but not which names were used. */
  readonly isRebuilt: boolean
  /** The exercise whose rows it follows; null: it is live, and follows none of any. */
  readonly exercise: string | null
  /** When the journal's newest entry was made: what lived then keeps its name. Null: there is none. */
  readonly journalEndMs: InstantMs | null
}

/** What the thread is told, in order. */
export type Told =
  /** The registry, and how each source stood. */
  | {
      readonly kind: 'registry'
      readonly sources: ReadonlyMap<string, Source>
      readonly coverage: ReadonlyMap<string, readonly CoveragePeriod[]>
      readonly quarantines: ObserveState['quarantines']
    }
  /** Rows of a durable batch: JSON texts in `texts`, each from `spans[2i]` to before `spans[2i + 1]`. */
  | {
      readonly kind: 'rows'
      readonly entry: number
      /** When they were handed over. */
      readonly handedMs: InstantMs
      readonly texts: Uint8Array
      readonly spans: Uint32Array
    }
  /** The same, as the journal has it: a payload of `observe.batch-accepted`. */
  | {
      readonly kind: 'payload'
      readonly entry: number
      readonly atMs: InstantMs | null
      readonly payload: Uint8Array
    }
  /** Now is `nowMs`, and all that was told before is of entries below `size`. */
  | { readonly kind: 'advance'; readonly nowMs: InstantMs; readonly size: number }
  | { readonly kind: 'question'; readonly id: number; readonly question: Question }
  /** Stores every track as it stands: the thread is about to end. */
  | { readonly kind: 'end' }

/** How many tracks stand how. */
export interface TrackCounts {
  readonly tentative: number
  readonly confirmed: number
  readonly coasting: number
}
/** What an advance came to. */
export interface Moved {
  readonly kind: 'moved'
  /** Entries of the log that are in it. */
  readonly size: number
  readonly nowMs: InstantMs
  /** How old the newest row of a batch was when it was handed over: the median of the batches since the last advance. */
  readonly delayMs: number
  /** Rows taken since the thread began. */
  readonly observations: number
  readonly counts: TrackCounts
  /** What became of the rows. */
  readonly rows: MovingCounts
  /** `{atMs, size, tracks, lost}` as JSON: what changed since the last one; null where nothing did. */
  readonly changes: string | null
  /** Sources that should be left out; each once for every window that adds evidence. */
  readonly proposals: readonly Proposal[]
  /** Rows or entries that could not be taken by a fault of ours, and the last of them; the tracks go on without. */
  readonly faults: { readonly count: number; readonly last: string | null }
}
/** Before the first advance. */
export const NOTHING: Moved = {
  kind: 'moved',
  size: 0,
  nowMs: 0,
  delayMs: 0,
  observations: 0,
  counts: { tentative: 0, confirmed: 0, coasting: 0 },
  rows: {
    taken: 0,
    used: 0,
    late: 0,
    unused: 0,
    repeated: 0,
    early: 0,
    overflowed: 0,
    refused: [],
    waiting: 0,
    rollbacks: 0,
    echoes: 0,
  },
  changes: null,
  proposals: [],
  faults: { count: 0, last: null },
}
/** What the thread tells. */
export type Heard =
  | Moved
  | { readonly kind: 'answer'; readonly id: number; readonly json: string | null }
