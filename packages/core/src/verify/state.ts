import type { GroupingProposal, Decorrelation, TakenUp } from './grouping/types.ts'
import type { HandOver } from './hand-over.ts'
import { PersistentMap } from './persistent-map.ts'
import type { Task } from './tasks/types.ts'
import type { Incident } from './types.ts'

/** Everything that this step folds: the incidents, and what people and machines keep about them. */
export interface VerifyState {
  /** By id. */
  readonly incidents: ReadonlyMap<string, Incident>
  /** What was taken up of each candidate, by its id. */
  readonly taken: ReadonlyMap<string, TakenUp>
  /** Proposals to merge or to split, by id; those that were decided stay. */
  readonly proposals: ReadonlyMap<string, GroupingProposal>
  /** Pairs that a person held apart, by `pairKey`. */
  readonly decorrelated: ReadonlyMap<string, Decorrelation>
  /** By id. */
  readonly tasks: ReadonlyMap<string, Task>
  /** The latest hand-over notes, oldest first. */
  readonly handOvers: readonly HandOver[]
}
/** Nothing yet. */
export const initial: VerifyState = {
  incidents: PersistentMap.of<Incident>([]),
  taken: PersistentMap.of<TakenUp>([]),
  proposals: PersistentMap.of<GroupingProposal>([]),
  decorrelated: new Map(),
  tasks: PersistentMap.of<Task>([]),
  handOvers: [],
}
