export { classify, UNKNOWN_CLASS } from './classify.ts'
export type { ClassChance, Classification, Opinion } from './classify.ts'
export { weighOccurrence } from './occurrence.ts'
export { silentAt } from './silence.ts'
export type { Noticeable, Watchers } from './silence.ts'
export type {
  Explanation,
  ExplanationKind,
  Occurrence,
  OccurrenceContext,
  Silence,
} from './types.ts'
export type { Adjudicated, JudgedQuestion } from './cases.ts'
export { reliabilityOf } from './reliability.ts'
export type { Reliability } from './reliability.ts'
export { recalibrationOf } from './recalibrate.ts'
export type { Recalibrated, Recalibration } from './recalibrate.ts'
export { shareAt } from './pav.ts'
export { findingsReportOf, reportOf } from './report.ts'
export type { FindingsReport, ReliabilityReport } from './report.ts'
