import type { Issued } from '@holdfast/core/report'
import { fold } from './read-record.ts'
import type { ReadableLog } from './read-record.ts'

/** Every report that was issued, in the order of the log; a corrected one says by which entry. */
export async function listReports(log: ReadableLog): Promise<readonly Issued[]> {
  const { report } = await fold(log, log.size)
  return [...report.issued.values()]
}
