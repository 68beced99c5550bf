/** Whether the machine's figures held true, and how their recalibrations stand, as the server tells it. */
import type { By, FindingsReport, JudgedQuestion } from '@holdfast/core/fuse/confidence'
import type { InstantMs } from '@holdfast/core/units'
import { ask } from './client.ts'

/** One adoption of a recalibration; who, why and which fit are null outside the monitor's office. */
export interface AdoptionRow {
  /** Log index. */
  readonly entry: number
  readonly atMs: InstantMs
  readonly cases: number
  readonly scripted: boolean
  readonly fit: string | null
  readonly by: By | null
  readonly reason: string | null
  /** Null while it is in force. */
  readonly ended: {
    readonly entry: number
    readonly atMs: InstantMs
    readonly by: By | null
    readonly reason: string | null
  } | null
}
/** How the recalibration of one question's figures stands. */
export interface RecalibrationRow {
  readonly inForce: AdoptionRow | null
  /** Newest first. */
  readonly ended: readonly AdoptionRow[]
  readonly older: number
  /** What may be adopted now, by whom it may; null outside the monitor's office. */
  readonly fit: {
    readonly name: string
    readonly cases: number
    readonly scripted: boolean
    readonly refused: string | null
  } | null
}
/** The page of reliability. */
export interface ReliabilityPage extends FindingsReport {
  readonly recalibrations: Readonly<Record<JudgedQuestion, RecalibrationRow>>
}

/** Whether the machine's figures held true; the guarantors' office does not see it. */
export const fetchReliability = (): Promise<ReliabilityPage> => ask('/reliability')
