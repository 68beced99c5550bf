/** What the thread that fuses reports is asked, and answers: shaped to be handed from thread to thread. */
import type { Observation, ObserveState, Source } from '@holdfast/core/observe'
import type { InstantMs } from '@holdfast/core/units'
import type { ExplanationChange } from './explanations.ts'
import type { CoverageChange } from './fusion-watch.ts'
import { FusionWindow, type FusionChange, type Known, type Ordered } from './fusion-window.ts'

/** One thing that it is asked. */
export type FusionJob =
  | {
      readonly kind: 'sources'
      readonly sources: ReadonlyMap<string, Source>
      readonly quarantines: ObserveState['quarantines']
    }
  /** What is in the record already; nothing that ends before `fromMs` is told. */
  | { readonly kind: 'know'; readonly known: Known; readonly fromMs: number | null }
  /** How sources stood; what that touches is weighed again with the next `refuse`. */
  | {
      readonly kind: 'coverage'
      readonly changes: readonly CoverageChange[]
      readonly nowMs: InstantMs
    }
  /** What was announced; `isNew`: what that touches is weighed again with the next `refuse`. */
  | {
      readonly kind: 'announced'
      readonly changes: readonly ExplanationChange[]
      readonly isNew: boolean
    }
  /** `nowMs` is the log's time. */
  | { readonly kind: 'add'; readonly reports: readonly Ordered[]; readonly nowMs: InstantMs }
  | { readonly kind: 'refuse' }
/** What became of it. */
export interface FusionDone {
  /** Waiting reports that may join what is no longer held: it is to be told, then asked again. */
  readonly late: readonly Observation[]
  readonly change: FusionChange | null
  readonly held: number
  /** When something is to be weighed again, by the log's time; Infinity where nothing is. */
  readonly dueMs: InstantMs
  /** Coverage or an activity was told of a time of which not all is held: all of the record is to be weighed anew. */
  readonly isBeforeHeld: boolean
}

/** Does one job after the other. */
export class FusionWork {
  readonly #window = new FusionWindow()

  /** Does a job. */
  async do(job: FusionJob): Promise<FusionDone> {
    const [window, nothing] = [this.#window, { late: [], change: null, isBeforeHeld: false }]
    const done = await this.#done(job)
    return { ...nothing, ...done, held: window.size, dueMs: window.dueMs }
  }

  async #done(job: FusionJob): Promise<Partial<FusionDone>> {
    switch (job.kind) {
      case 'sources':
        this.#window.setSources(job.sources, job.quarantines)
        return {}
      case 'know':
        this.#window.know(job.known)
        if (job.fromMs !== null) this.#window.holdsFrom({ fromMs: job.fromMs })
        return {}
      case 'coverage':
        return { isBeforeHeld: this.#window.setCoverage(job.changes, job.nowMs) }
      case 'announced':
        return { isBeforeHeld: this.#window.setAnnounced(job.changes, job.isNew) }
      case 'add':
        this.#window.add(job.reports, job.nowMs)
        return { late: this.#window.late() }
      case 'refuse':
        return { change: await this.#window.refuse() }
    }
  }
}
