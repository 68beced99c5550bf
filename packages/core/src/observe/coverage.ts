import type { InstantMs } from '../units/index.ts'
import type { Source } from './types.ts'

/**
 * Coverage: whether a source could have noticed. "No breaches" of a night in which every sensor was down says nothing,
 * so what was up and what was not is data of its own, and every count stands beside it.
 */

/** How a source stood. Where nobody said, it is unknown, which is not up. */
export const COVERAGE_STATES = ['up', 'down', 'jammed', 'obscured', 'denied'] as const
/** One way that a source can stand. */
export type CoverageState = (typeof COVERAGE_STATES)[number]
/** Who says so: missed signs of life, a report, or the fusion's check of the source's own errors. */
export type CoverageBasis = 'heartbeat' | 'report' | 'quarantine'

/** A period of one source, from `fromMs` to before `toMs`; null: until something else is said. */
export interface CoveragePeriod {
  readonly source: string
  readonly state: CoverageState
  readonly fromMs: InstantMs
  readonly toMs: InstantMs | null
  readonly basis: CoverageBasis
  readonly reason: string
}

/** Periods of one source that are kept in the state; older ones stand in the log. */
export const PERIODS_KEPT = 512
/** So many signs of life in a row must fail before a source counts as down. */
export const HEARTBEATS_MISSED = 3

/** The periods of a source with one more: where they overlap, what was said last holds. */
export function withPeriod(
  periods: readonly CoveragePeriod[],
  period: CoveragePeriod,
): readonly CoveragePeriod[] {
  const { fromMs, toMs } = period
  const kept = periods.flatMap((old): CoveragePeriod[] => {
    const endsBefore = old.toMs !== null && old.toMs <= fromMs
    const beginsAfter = toMs !== null && old.fromMs >= toMs
    if (endsBefore || beginsAfter) return [old]
    const head = old.fromMs < fromMs ? [{ ...old, toMs: fromMs }] : []
    const goesOn = toMs !== null && (old.toMs === null || old.toMs > toMs)
    return goesOn ? [...head, { ...old, fromMs: toMs }] : head
  })
  return [...kept, period].toSorted((a, b) => a.fromMs - b.fromMs).slice(-PERIODS_KEPT)
}

/** How a source stood at an instant; null where nobody said. */
export const coverageAt = (
  periods: readonly CoveragePeriod[],
  atMs: InstantMs,
): CoveragePeriod | null =>
  periods.find(({ fromMs, toMs }) => fromMs <= atMs && (toMs === null || atMs < toMs)) ?? null

/** Shares of a period, each in [0, 1], by how the source stood; they sum to 1. */
export type CoverageShares = Readonly<Record<CoverageState | 'unknown', number>>

/** How a source stood over [fromMs, toMs), as shares of that time. A period without length is judged at its start. */
export function coverageOver(
  periods: readonly CoveragePeriod[],
  fromMs: InstantMs,
  toMs: InstantMs,
): CoverageShares {
  const shares = { up: 0, down: 0, jammed: 0, obscured: 0, denied: 0, unknown: 0 }
  if (toMs <= fromMs) {
    shares[coverageAt(periods, fromMs)?.state ?? 'unknown'] = 1
    return shares
  }
  let said = 0
  for (const period of periods) {
    const from = Math.max(period.fromMs, fromMs)
    const to = Math.min(period.toMs ?? toMs, toMs)
    if (to <= from) continue
    shares[period.state] += (to - from) / (toMs - fromMs)
    said += to - from
  }
  shares.unknown = Math.max(0, 1 - said / (toMs - fromMs))
  return shares
}

/**
 * What the signs of life say that is not on record yet: a source that gave one is up, one that gave none for
 * `HEARTBEATS_MISSED` of its intervals is down since the last. What a person or the fusion said (jammed, obscured,
 * denied) stands until they say otherwise. Sources that promise no signs are left alone.
 */
export function heard(
  sources: Iterable<Source>,
  coverage: ReadonlyMap<string, readonly CoveragePeriod[]>,
  signs: ReadonlyMap<string, InstantMs>,
  nowMs: InstantMs,
): readonly CoveragePeriod[] {
  const changes: CoveragePeriod[] = []
  for (const { id, heartbeatMs } of sources) {
    const lastMs = signs.get(id)
    if (heartbeatMs === undefined || lastMs === undefined) continue
    const stands = coverageAt(coverage.get(id) ?? [], nowMs)
    if (stands !== null && stands.basis !== 'heartbeat') continue
    const isUp = nowMs - lastMs <= HEARTBEATS_MISSED * heartbeatMs
    const state = isUp ? 'up' : 'down'
    if (stands?.state === state) continue
    changes.push({
      source: id,
      state,
      fromMs: isUp ? lastMs : Math.min(lastMs + heartbeatMs, nowMs),
      toMs: null,
      basis: 'heartbeat',
      reason: isUp
        ? 'a sign of life came'
        : `no sign of life for ${HEARTBEATS_MISSED} intervals of ${heartbeatMs} ms`,
    })
  }
  return changes
}
