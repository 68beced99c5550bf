import type { Solver } from '@holdfast/core/generate'
import type { Answer } from '@holdfast/core/observe'
import type { Refused } from '@holdfast/core/units'
import type { Clock } from '../clock/index.ts'
import type { ProjectionSink } from '../projector/index.ts'
import type { Tracking } from '../tracking/index.ts'
import type { Deployment } from './deployment.ts'

/** What an opened deployment is made of. */
export interface HoldfastOptions {
  readonly deployment: Deployment
  /** The size up to which an earlier run derived everything before it closed; null after a crash, or when unknown. */
  readonly derived?: number | null
  readonly clock: Clock
  readonly sink: ProjectionSink
  readonly solver: Solver
  /** Follows what moves; where there is none, nothing moving is followed. */
  readonly tracking?: Tracking
}

/** A refusal; 503 where the same request may succeed a moment later, 409 where it contradicts what was taken. */
export type Overrun = Refused & { readonly status?: 403 | 409 | 503 }

/** The answer to a batch; `isRepeated` where it was given before and nothing was stored now. */
export type Taken = Answer & { readonly isRepeated?: true }
