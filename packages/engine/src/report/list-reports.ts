import type { Issued, Since, SourceSince } from '@holdfast/core/report'
import { fold, readEntries } from './read-record.ts'
import type { ReadableLog } from './read-record.ts'
import { toldIn } from './told.ts'

/** A report that was issued, with what became since of what it rests on. */
export interface Listed extends Issued {
  readonly since: readonly Since[]
  /** What became of sources that it counts. */
  readonly sources: readonly SourceSince[]
}

/** Every report that was issued, in the order of the log; a corrected one says by which entry. */
export async function listReports(log: ReadableLog): Promise<readonly Listed[]> {
  const { report, verify } = await fold(log, log.size)
  const told = await toldIn(report, verify, readEntries(log))
  return told.map(({ issued, since, sources }) => ({ ...issued, since, sources }))
}
