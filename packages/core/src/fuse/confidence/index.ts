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
export { JUDGED_QUESTIONS } from './cases.ts'
export { RECALIBRATION_CASES_MIN } from './assumptions.ts'
export { worthBy } from './recalibrate.ts'
export type { Bound, Curve } from './recalibrate.ts'
export { fitOf, fitOfCases, fitRefused } from './fit.ts'
export type { Fit, FitCase, FitIncident } from './fit.ts'
export {
  adoptionAt,
  decide,
  evolve,
  inForce,
  initial,
  RECALIBRATION_LIFECYCLE,
  worthAt,
} from './adoption.ts'
export type {
  Adoption,
  By,
  ConfidenceCommand,
  ConfidenceContext,
  ConfidenceState,
  RecalibrationAct,
  RecalibrationAdopted,
  RecalibrationStatus,
  RecalibrationWithdrawn,
  Worth,
} from './adoption.ts'
export type { ReliabilityView, ToldAdoption, ToldRecalibration } from './told.ts'
