import type { Journal } from '@holdfast/store/journal'
import type { ProjectionSink } from '../projector/index.ts'

/**
 * Whether projections up to a size are those of this log. A database may hold the projections of another deployment, or of
 * entries that this log lost with its torn tail. Such rows are nobody's record here: they go, and are made from this journal.
 */
export async function isOfThisLog(
  sink: ProjectionSink,
  journal: Journal,
  projected: number,
): Promise<boolean> {
  if (projected > journal.size) return false
  for (const index of projected === 0 ? [] : [0, projected - 1]) {
    const [row, entry] = await Promise.all([sink.get('entry', String(index)), journal.entry(index)])
    if ('tombstone' in entry) continue
    if (row === null || 'tombstone' in row) return false
    if (row.kind !== entry.kind || row.atMs !== entry.atMs) return false
  }
  return true
}
