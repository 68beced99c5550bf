/** What is done for a report: made as a file, or a file of one checked. The same in a thread and in the caller's. */
import type { Head, IssueReport } from '@holdfast/core/report'
import { isRefused, type Refused } from '@holdfast/core/units'
import { checkReport } from './check-report.ts'
import type { Checked } from './check-report.ts'
import { refuseIssue } from './issued-file.ts'
import { makeReport } from './make-report.ts'
import type { ReportRequest } from './make-report.ts'
import type { ReadableLog } from './read-record.ts'

/** What is asked for. */
export type ReportJob =
  | { readonly kind: 'make'; readonly request: ReportRequest }
  | { readonly kind: 'check'; readonly bytes: Uint8Array }
  | { readonly kind: 'issue'; readonly issue: IssueReport }
/** A report's file, and what it is of. */
export interface MadeFile {
  readonly head: Head
  readonly bytes: Uint8Array
}
/** What each kind of job comes to. */
export interface ReportDone {
  readonly make: MadeFile | Refused
  readonly check: Checked | Refused
  /** Null: the record gives the file that the issue names. */
  readonly issue: Refused | null
}

/** Does one job on a log. */
export async function doReport(
  log: ReadableLog,
  job: ReportJob,
): Promise<ReportDone[ReportJob['kind']]> {
  if (job.kind === 'check') return await checkReport(log, job.bytes)
  if (job.kind === 'issue') return await refuseIssue(log, job.issue)
  const made = await makeReport(log, job.request)
  return isRefused(made) ? made : { head: made.report.head, bytes: made.bytes }
}
