// Nobody puts a file on record as issued that the record does not give: it is made again here, of the same entries and at
// the same instant, and its digest compared. A file of anything else, however it came to its digest, is no report of ours.
import { createHash } from 'node:crypto'
import type { IssueReport, Period } from '@holdfast/core/report'
import { isRefused, type Refused } from '@holdfast/core/units'
import { bytesOf, composeFrom, rightPeriods } from './make-report.ts'
import { fold } from './read-record.ts'
import type { ReadableLog } from './read-record.ts'

const isSame = (a: Period, b: Period): boolean => a.fromMs === b.fromMs && a.toMs === b.toMs

/** Why the issue is not one of a report that the log gives; null where it is, and where deciding refuses it in any case. */
export async function refuseIssue(log: ReadableLog, issue: IssueReport): Promise<Refused | null> {
  const { kind, number, year, period, edition, language, format, logSize, asOfMs, sha256 } = issue
  if (!Number.isSafeInteger(logSize) || logSize < 1 || logSize > log.size || asOfMs > log.nowMs)
    return null
  const { incident = null, topic = null } = issue
  const named = { kind, number, year, period, edition, logSize, asOfMs, incident, topic }
  const folded = await fold(log, logSize)
  const right = await rightPeriods(log, folded, named)
  if (right === null || !isSame(right.period, period))
    return {
      refused: `there is no ${kind} report ${number} of ${year} about that period; make the file and give what its head says`,
    }
  const { logSize: _size, ...asked } = named
  const report = await composeFrom(log, folded, { ...asked, ...right })
  if (isRefused(report)) return report
  const bytes = await bytesOf(report, { language, format })
  return createHash('sha256').update(bytes).digest('hex') === sha256
    ? null
    : {
        refused: `sha256: the record gives another file for this report at ${logSize} entries; make it, check it with \`report check\`, and issue that file`,
      }
}
