import { adjudicatedOf, areScripted } from './cases.ts'
import type { Adjudicated, JudgedIncident, JudgedQuestion } from './cases.ts'
import { recalibrationOf } from './recalibrate.ts'
import type { Recalibrated } from './recalibrate.ts'
import { reliabilityOf } from './reliability.ts'
import type { Reliability } from './reliability.ts'
import { meaningOf } from './words.ts'

/** Whether figures held true, as the command line prints it, the interface sends it and the page draws it. JSON. */
export interface ReliabilityReport {
  /** One sentence. */
  readonly meaning: string
  readonly reliability: Reliability
  /** What figures are worth by the record. */
  readonly recalibration: {
    /** Why figures are passed on as they are; null where they are corrected. */
    readonly asGiven: string | null
    readonly at: readonly (Recalibrated & { readonly said: number })[]
  }
}
/** Both questions beside which a machine's figure stands. */
export interface FindingsReport {
  /** Whether the findings are a script's; they are never mixed with people's. */
  readonly scripted: boolean
  readonly questions: Readonly<Record<JudgedQuestion, ReliabilityReport>>
}

const SAID = [0.1, 0.3, 0.5, 0.7, 0.9]

/** All that is told of adjudicated figures. */
export function reportOf(adjudicated: readonly Adjudicated[]): ReliabilityReport {
  const reliability = reliabilityOf(adjudicated)
  const { asGiven, of } = recalibrationOf(adjudicated)
  const at = SAID.map((said) => ({ said, ...of(said) }))
  return { meaning: meaningOf(reliability), reliability, recalibration: { asGiven, at } }
}

/**
 * All that is told of a deployment's findings. A live deployment's are people's; in an exercise they are people's where
 * people work on it, otherwise the script's.
 */
export function findingsReportOf(
  incidents: readonly JudgedIncident[],
  { isExercise }: { readonly isExercise: boolean },
): FindingsReport {
  const scripted = areScripted(incidents, { isExercise })
  const report = (question: JudgedQuestion): ReliabilityReport =>
    reportOf(adjudicatedOf(incidents, question, { scripted }))
  return { scripted, questions: { occurred: report('occurred'), breach: report('breach') } }
}
