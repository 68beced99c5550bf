export { VERDICTS, checkReport, stampOf } from './check-report.ts'
export type { Checked, ReportFault, Verdict } from './check-report.ts'
export { listReports } from './list-reports.ts'
export type { Listed } from './list-reports.ts'
export { bytesOf, makeReport } from './make-report.ts'
export type { Made, ReportRequest, Which } from './make-report.ts'
export { openLog } from './open-log.ts'
export type { OpenLog } from './open-log.ts'
export {
  CUT_OFF_MINUTES,
  REPORT_ZONE,
  cutOffOf,
  dailyOf,
  dayOf,
  daysBetween,
  twoWeeklyOf,
} from './period.ts'
export type { ReadableLog } from './read-record.ts'
export { REPORTS_WAITING_MAX, ReportThread } from './report-thread.ts'
export type { Busy, StartWorker } from './report-thread.ts'
export type { SealedLog } from './sealed-log.ts'
export type { MadeFile, ReportDone } from './work.ts'
export { ServedReports, logOf } from './serve-reports.ts'
export type { OfferedRequest, ReportFile } from './serve-reports.ts'
