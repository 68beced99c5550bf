/** Which bytes of a prepared batch are of moving things. */
import type { PreparedBatch } from '../batch/index.ts'

/** Where the texts of the taken rows lie that are not listed one by one: begin and end of each, in `batch.texts`. */
export function movingSpans(batch: PreparedBatch, taken: readonly number[]): Uint32Array {
  const listed = new Set(batch.listed.map(([at]) => at))
  const moving = listed.size === 0 ? taken : taken.filter((at) => !listed.has(at))
  const spans = new Uint32Array(2 * moving.length)
  for (const [n, at] of moving.entries()) {
    spans[2 * n] = batch.starts[at] ?? 0
    // After each row's text comes a comma.
    spans[2 * n + 1] = (batch.starts[at + 1] ?? 1) - 1
  }
  return spans
}
