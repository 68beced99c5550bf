/** Whether the machine's figures held true, as an office is told: the server gives it and the page shows it. */
import type { InstantMs } from '../../units/index.ts'
import type { By } from './adoption.ts'
import type { JudgedQuestion } from './cases.ts'
import type { FindingsReport } from './report.ts'

/** One adoption as it is told; who and why are the monitor's alone, for people type what they please. */
export interface ToldAdoption {
  /** Log index of the entry. */
  readonly entry: number
  readonly atMs: InstantMs
  /** Cases that it was learned from, and whether they are a script's. */
  readonly cases: number
  readonly scripted: boolean
  /** Name of the fit; null outside the monitor's office. */
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
export interface ToldRecalibration {
  readonly inForce: ToldAdoption | null
  /** Those that were ended, newest first, the oldest may be left out. */
  readonly ended: readonly ToldAdoption[]
  /** How many more were. */
  readonly older: number
  /** What a person may adopt now; null outside the monitor's office. */
  readonly fit: {
    /** What the command that adopts it names. */
    readonly name: string
    readonly cases: number
    readonly scripted: boolean
    /** Why it may not be adopted; null where it may. */
    readonly refused: string | null
  } | null
}
/** What the page of reliability shows. */
export interface ReliabilityView extends FindingsReport {
  /** Said with everything that a demonstration shows; null for a live deployment. */
  readonly notice: string | null
  readonly recalibrations: Readonly<Record<JudgedQuestion, ToldRecalibration>>
  /** What the office does not have. */
  readonly withheld: readonly string[]
}
