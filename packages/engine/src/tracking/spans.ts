/** Which rows of a prepared batch are of moving things, and where their bytes lie. */
import type { PreparedBatch } from '../batch/index.ts'

/** The taken rows that are not listed one by one. */
export function movingRows(batch: PreparedBatch, taken: readonly number[]): readonly number[] {
  if (batch.listed.length === 0) return taken
  const listed = new Set(batch.listed.map(([at]) => at))
  return taken.filter((at) => !listed.has(at))
}

/** Where the texts of these rows lie: begin and end of each, in `batch.texts`. */
export function spansOf(batch: PreparedBatch, rows: readonly number[]): Uint32Array {
  const spans = new Uint32Array(2 * rows.length)
  for (const [n, at] of rows.entries()) {
    spans[2 * n] = batch.starts[at] ?? 0
    // After each row's text comes a comma.
    spans[2 * n + 1] = (batch.starts[at + 1] ?? 1) - 1
  }
  return spans
}
