/** What levels lack whatever is done: a bound that needs no solve. */
import { forceProgram } from '@holdfast/core/generate/model'
import type { ForceIndex } from '@holdfast/core/generate/model'

/** Line-rotations that the lines of each priority lack even with everybody on them who may serve there. */
export function leastByLevel(index: ForceIndex): ReadonlyMap<number, number> {
  const { slots } = forceProgram(index, {
    priorityMax: 9,
    goal: { kind: 'weighted' },
    held: [],
    heldLines: [],
    waived: index.waived,
    part: null,
  })
  const least = new Map<number, number>()
  for (const { line, least: lacks } of slots) {
    const need = index.lines[line]
    if (need === undefined) continue
    least.set(need.priority, (least.get(need.priority) ?? 0) + lacks / need.quantity)
  }
  return least
}
