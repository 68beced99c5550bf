import type { InstantMs } from '@holdfast/core/units'
import { formatMinute } from '../time/index.ts'
import type {
  BeforeRecordRow,
  GateRow,
  NamedFact,
  NotificationRow,
  PhaseSpan,
} from '../api/index.ts'

/** When a phase that is in force now ends; null where nothing says so. */
export const endOf = (spans: readonly PhaseSpan[], phase: string, nowMs: InstantMs) =>
  spans.find((one) => one.phase === phase && one.fromMs <= nowMs && (one.toMs ?? Infinity) > nowMs)
    ?.toMs ?? null

const titles = (facts: readonly NamedFact[]): string => facts.map(({ title }) => title).join('; ')

/** What a gate waits for, in one sentence; null where it is open. */
export function gateWords({ isOpen, missing, barredBy }: GateRow): string | null {
  if (isOpen) return null
  return [
    missing.length === 0 ? '' : `needs: ${titles(missing)}`,
    barredBy.length === 0 ? '' : `barred by: ${titles(barredBy)}`,
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** How many deadlines of a duty are older than the record, and when they were. */
export function deadlineWords({ party, deadlines, firstMs, lastMs }: BeforeRecordRow): string {
  const whose = party === 'both' ? 'both parties' : `party ${party}`
  return deadlines === 1
    ? `${whose}: one deadline, ${formatMinute(firstMs)}`
    : `${whose}: ${deadlines} deadlines, ${formatMinute(firstMs)} to ${formatMinute(lastMs)}`
}

/** Where an announced activity stands in time. */
export function turnOf({ fromMs, toMs, withdrawn }: NotificationRow, nowMs: InstantMs): string {
  if (withdrawn === true) return 'withdrawn'
  if (fromMs === null || toMs === null) return 'withheld'
  if (nowMs < fromMs) return 'announced'
  return nowMs < toMs ? 'under way' : 'over'
}
