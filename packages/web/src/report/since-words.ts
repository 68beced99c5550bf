import type { Since, SourceSince } from '@holdfast/core/report'
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

/** `Counts mast-7, put in quarantine at entry 140 (2 Mar 10:00, by Ek, XAC), for what it told from 1 Mar 06:00: why`. */
export function sourceWords({ how, source, fromMs, entry, atMs, by, reason }: SourceSince): string {
  const did = how === 'quarantined' ? 'put in quarantine' : 'taken out of quarantine'
  const who = by.officer === '' ? by.nation : `${by.officer}, ${by.nation}`
  const from = fromMs === null ? '' : `, for what it told from ${formatMinute(fromMs)}`
  const why = reason === '' ? 'no reason is told to this office' : reason
  return `Counts ${source ?? 'a source'}, ${did} at entry ${entry} (${formatMinute(atMs)}, by ${who})${from}: ${why}`
}

/** How an issued report stands, at a glance: what was recalled since shows before anything else is read. */
export function standsWord({
  correctedBy,
  since,
  sources,
}: {
  readonly correctedBy: number | null
  readonly since: readonly Pick<Since, 'how'>[]
  readonly sources: readonly Pick<SourceSince, 'how'>[]
}): string {
  const ways = [
    ...new Set(since.map(({ how }) => how)),
    ...new Set(sources.map(({ how }) => `source ${how}`)),
  ]
  const changed = ways.length === 0 ? '' : `${ways.join(', ')} since`
  if (correctedBy === null) return changed === '' ? 'stands' : changed
  return `corrected by entry ${correctedBy}${changed === '' ? '' : `; ${changed}`}`
}
