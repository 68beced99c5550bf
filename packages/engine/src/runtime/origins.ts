/** Which entry of the log brought an observation in. */
import type { Observation } from '@holdfast/core/observe'
import type { ProjectionSink } from '../projector/index.ts'
import type { BatchMemory } from './batch-memory.ts'

/** What is asked. */
export interface OriginNeeds {
  readonly memory: BatchMemory
  readonly sink: Pick<ProjectionSink, 'many'>
  /** The log index that the next entry will have: what is known beyond it is not of this log. */
  readonly next: () => number
}

/** Log indices of the batches that brought observations in. */
export class Origins {
  readonly #needs: OriginNeeds

  constructor(needs: OriginNeeds) {
    this.#needs = needs
  }

  /** Of one that is at hand; undefined where it was not taken. */
  of({ id, observed }: Observation): number | undefined {
    const { memory, next } = this.#needs
    return memory.entryOf({ id, fromMs: observed.fromMs }, next())
  }

  /** Of one of which only the id is known: it is sought through all that was ever taken. */
  async find(id: string): Promise<number | undefined> {
    const { memory, next } = this.#needs
    return await memory.find(id, next)
  }

  /** Of those that are projected one by one, by their ids; others are left out. */
  async ofAll(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#needs.sink.many('observation', [...new Set(ids)])
    const found = rows.map((row) => [row.id, this.of(row)] as const)
    return new Map(found.flatMap(([id, entry]) => (entry === undefined ? [] : [[id, entry]])))
  }
}
