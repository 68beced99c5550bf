import type { NationCode } from '../../nations/index.ts'
import type { InstantMs } from '../../units/index.ts'

/** What an incident needs to know of a candidate that it took up, when it goes to another incident. */
export interface TakenUp {
  readonly clause: string
  readonly agreementVersion: string
  readonly event: string | null
  /** When its event began, or its deadline passed. */
  readonly atMs: InstantMs
  readonly observations: readonly string[]
  /** The machine's figures when it was taken up: of the clause being broken, and of the event having occurred. */
  readonly probability: number
  readonly occurrence: number | null
  /** Incidents that took it up by themselves; where it went on from them is in their links and mergers. */
  readonly by: readonly string[]
}
/** A proposal to group otherwise. Nobody is bound by it: a person decides. */
export type GroupingProposal = {
  /** `P-` and the log index of the entry that made it. */
  readonly id: string
  readonly incident: string
  readonly reason: string
  /** Likeness in [0, 1] where a machine proposed; null where a person did. */
  readonly score: number | null
  readonly status: 'open' | 'taken' | 'declined'
  readonly by: {
    readonly nation: NationCode
    readonly officer: string
    readonly isMachine: boolean
  }
  readonly atMs: InstantMs
  readonly entry: number
} & (
  | { readonly kind: 'merge'; readonly into: string }
  | { readonly kind: 'split'; readonly candidates: readonly string[] }
)
/** Two that a person held apart: they are not proposed as one again until that is undone. */
export interface Decorrelation {
  /** Ids of incidents, or of an incident and a candidate; in the order of `pairKey`. */
  readonly pair: readonly [string, string]
  readonly reason: string
  readonly nation: NationCode
  readonly officer: string
  readonly atMs: InstantMs
  readonly entry: number
}
