import type { Draft } from '@holdfast/core/evidence'
import type { Actor } from '@holdfast/core/nations'
import type { Source, Via } from '@holdfast/core/observe'
import type { InstantMs } from '@holdfast/core/units'
import type { PreparedBatch } from '../batch/index.ts'
import type { Overrun, Taken } from '../runtime/index.ts'

/** Who makes prepared batches durable: a deployment in its journal, an edge in its spool. */
export interface Taker {
  /** The clock in force. */
  readonly nowMs: InstantMs
  /** The exercise that all of its data bears; null for a live one. */
  readonly exercise: string | null
  /** The registry of sources as it stands; another map when it changed. */
  readonly sources: ReadonlyMap<string, Source>
  /**
   * Resolves once the batch is durable, or refused. `decided` may be called before: then the batch has its place, and what is
   * offered after that comes behind it.
   */
  take(batch: PreparedBatch, actor: Actor, via: Via, decided?: () => void): Promise<Taken | Overrun>
  /** A source gave a sign of life: bytes of its feed, whatever they hold. */
  alive?(source: string): void
  /** Records what no person decides. */
  record(drafts: readonly Draft[]): Promise<unknown>
}
