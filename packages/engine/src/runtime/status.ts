import type { InstantMs } from '@holdfast/core/units'
import type { Recovered } from '@holdfast/store/journal'
import type { TrackingStatus } from '../tracking/index.ts'
import type { Deployment } from './deployment.ts'

/** How the deployment stands. */
export interface Status {
  readonly deployment: Deployment
  readonly nowMs: InstantMs
  readonly logSize: number
  readonly rootHash: string
  readonly projected: number
  readonly lag: { readonly entries: number; readonly observationsWaiting: number }
  /** How moving things are followed; null where they are not. */
  readonly tracking: TrackingStatus | null
  readonly failure: string | null
  readonly recovered: Recovered
}
