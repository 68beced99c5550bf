import type { InstantMs } from '../../units/index.ts'

/** Who holds a position, as it was seen: forces that bear no marks are their own kind, and not known is no kind. */
export type Holder = 'partyA' | 'partyB' | 'unmarked' | 'unknown'

/** A position seen held, in the frame of the line: metres along it from its first vertex, and across, towards party B above 0. */
export interface HeldPosition {
  readonly holder: Holder
  readonly alongM: number
  readonly acrossM: number
  /** Standard deviation across, metres. */
  readonly sigmaM: number
  readonly atMs: InstantMs
}

/** Where the forward edge of one holder lies in one segment, and by how much it has moved. */
export interface Edge {
  readonly holder: Holder
  readonly fromM: number
  readonly toM: number
  /** Across, as of `atMs`, metres, with its variance. */
  readonly acrossM: number
  readonly varianceM2: number
  readonly atMs: InstantMs
  /** Since when it is followed. */
  readonly sinceMs: InstantMs
  /** Moved forwards since then (towards the other party; of others, towards party B), metres, with its deviation. */
  readonly creepM: number
  readonly creepSigmaM: number
  /** Positions that it rests on. */
  readonly positions: number
}

/** An edge that has moved forwards by more than is tolerated. */
export interface Creep {
  readonly edge: Edge
  /** That it has moved by more than that, in [0, 1]. */
  readonly probability: number
}
