import type { Since } from '@holdfast/core/report'
import { formatMinute } from '../time/index.ts'

/** `Rests on entry 120 (occurred of I-73), recalled at entry 140 (2 Mar 10:00, by XAC, XAD): why`. */
export function sinceWords({
  rests,
  question,
  incident,
  how,
  entry,
  atMs,
  by,
  reason,
}: Since): string {
  const what = question === null ? incident : `${question} of ${incident}`
  const who = by.map(({ nation, officer }) => (officer === '' ? nation : `${officer}, ${nation}`))
  const why = reason === '' ? 'no reason is told to this office' : reason
  return `Rests on entry ${rests} (${what}), ${how} at entry ${entry} (${formatMinute(atMs)}, by ${who.join('; ')}): ${why}`
}

/** How an issued report stands, at a glance: what was recalled since shows before anything else is read. */
export function standsWord({
  correctedBy,
  since,
}: {
  readonly correctedBy: number | null
  readonly since: readonly Pick<Since, 'how'>[]
}): string {
  const ways = [...new Set(since.map(({ how }) => how))]
  const changed = ways.length === 0 ? '' : `${ways.join(', ')} since`
  if (correctedBy === null) return changed === '' ? 'stands' : changed
  return `corrected by entry ${correctedBy}${changed === '' ? '' : `; ${changed}`}`
}
