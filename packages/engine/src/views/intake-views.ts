/**
 * What is known of those who report: how they stand now, and what is wrong with their chains. Where a sensor is and which
 * one is blind is worth more to an attacker than any event, so offices other than the monitor learn how many, never which.
 */
import type { Office } from '@holdfast/core/nations'
import {
  COVERAGE_STATES,
  coverageAt,
  coverageOf,
  coverageOver,
  coverageRole,
  rolesOf,
  standing,
  type Chain,
  type CoverageBasis,
  type CoverageRole,
  type CoverageShares,
  type CoverageState,
  type ObserveState,
  type Source,
} from '@holdfast/core/observe'
import type { Position } from '@holdfast/core/geo'
import type { InstantMs } from '@holdfast/core/units'

/** How a source stands on the screen: silence is a state of its own, and it is not "up". */
export type Standing = CoverageState | 'unknown'

/** One source as the monitor's map draws it. */
export interface SourceCoverage {
  readonly source: string
  readonly title: string
  /** Null where the registry names no site. */
  readonly position: Position | null
  /** The farthest of its reaches, metres; 0 where none is stated. */
  readonly reachM: number
  /** Whether it counts: only what looks by itself does. */
  readonly role: CoverageRole
  readonly state: Standing
  /** Since when, and who says so; null where nobody said. */
  readonly sinceMs: InstantMs | null
  readonly basis: CoverageBasis | null
  readonly reason: string | null
}
/** How the sources of a deployment stand at one instant. */
export interface PictureCoverage {
  /** Sources that look by themselves: they alone are counted, here and in `states`. */
  readonly count: number
  /** Sources that do not: they tell, hear transponders, pass overhead or are synthetic. */
  readonly notCounted: number
  readonly states: Readonly<Record<Standing, number>>
  /** Empty for offices that do not see which. */
  readonly sources: readonly SourceCoverage[]
  /** What is wrong with chains of signed batches now; null for offices that do not see it. */
  readonly chainProblems: { readonly count: number; readonly sources: readonly string[] } | null
}

/** Said where nobody has said of any source how it stands. */
const NOTHING_SAID =
  'Counts are shown raw. Coverage is unknown for this record: no breaches seen is not the same as nothing happened.'

const reachOf = ({ reachM }: Source): number =>
  Math.max(0, ...Object.values(reachM).filter((one) => one !== undefined))

function standingOf(source: Source, state: ObserveState, nowMs: InstantMs): SourceCoverage {
  const stands = coverageAt(coverageOf(state, source.id), nowMs)
  return {
    source: source.id,
    title: source.title,
    position: standing(source, nowMs).site?.position ?? null,
    reachM: reachOf(source),
    role: coverageRole(source),
    state: stands?.state ?? 'unknown',
    sinceMs: stands?.fromMs ?? null,
    basis: stands?.basis ?? null,
    reason: stands?.reason ?? null,
  }
}

/** How every source stands at an instant, as far as an office may know. */
export function pictureCoverage(
  state: ObserveState,
  office: Office,
  nowMs: InstantMs,
): PictureCoverage {
  const each = [...state.sources.values()].map((source) => standingOf(source, state, nowMs))
  const states = { up: 0, down: 0, jammed: 0, obscured: 0, denied: 0, unknown: 0 }
  const counted = each.filter(({ role }) => role === 'looks')
  for (const one of counted) states[one.state] += 1
  const isMonitor = office === 'monitor'
  return {
    count: counted.length,
    notCounted: each.length - counted.length,
    states,
    sources: isMonitor ? each : [],
    chainProblems: isMonitor ? chainProblems(state) : null,
  }
}

function chainProblems({ chains }: ObserveState): PictureCoverage['chainProblems'] {
  const each = [...chains].map(([source, chain]) => ({ source, count: problemsOf(chain) }))
  const bad = each.filter(({ count }) => count > 0)
  return {
    count: bad.reduce((sum, { count }) => sum + count, 0),
    sources: bad.map(({ source }) => source),
  }
}

/** Gaps that are still open, and the forks and replays that were ever raised: a gap that was filled is none. */
const problemsOf = ({ gaps, raised }: Chain): number =>
  gaps.length + [...raised].filter((one) => !one.startsWith('gap ')).length

/** Under what coverage the counts of a picture stand: one sentence that is never left out beside them. */
export function coverageNote({ count, notCounted, states }: PictureCoverage): string {
  if (states.unknown === count) return NOTHING_SAID
  const said = COVERAGE_STATES.filter((state) => states[state] > 0).map((state, i) => {
    const n = states[state]
    return i === 0 ? `${n} ${n === 1 ? 'is' : 'are'} ${state}` : `${n} ${state}`
  })
  const silent =
    states.unknown === 0
      ? []
      : [`${states.unknown} ${states.unknown === 1 ? 'says' : 'say'} nothing`]
  const parts = [...said, ...silent].join(', ')
  const missing =
    states.up === count
      ? 'counts are raw, and what happened out of their reach is in none of them'
      : 'what only the others could have noticed is in no count'
  const others =
    notCounted === 0
      ? ''
      : ` (${notCounted} that ${notCounted === 1 ? 'does not look is' : 'do not look are'} not counted)`
  return `Of ${count} ${count === 1 ? 'source' : 'sources'}${others} ${parts}: ${missing}.`
}

/** The registry with each source's chain and how it stands now. */
export function sourceRows(state: ObserveState, nowMs: InstantMs) {
  const { sources, chains, quarantines } = state
  return [...sources.values()].map((source) => {
    const chain = chains.get(source.id)
    return {
      ...source,
      stands: coverageAt(coverageOf(state, source.id), nowMs),
      quarantine: quarantines.get(source.id) ?? null,
      chain: chain && { head: chain.head, gaps: chain.gaps, raised: [...chain.raised] },
    }
  })
}

/** How each source stood over a period, and the mean of those that look by themselves. Offices other than the monitor get the mean alone. */
export function coverageOfPeriod(
  state: ObserveState,
  office: Office,
  { fromMs, toMs }: { readonly fromMs: InstantMs; readonly toMs: InstantMs },
) {
  const each = [...state.sources.values()].map((source) => ({
    source: source.id,
    title: source.title,
    position: standing(source, toMs).site?.position ?? null,
    reachM: reachOf(source),
    role: coverageRole(source),
    shares: coverageOver(coverageOf(state, source.id), fromMs, toMs),
  }))
  const counted = each.filter(({ role }) => role === 'looks')
  return {
    fromMs,
    toMs,
    count: each.length,
    counted: counted.length,
    roles: rolesOf(state.sources.values()),
    mean: meanShares(counted.map(({ shares }) => shares)),
    sources: office === 'monitor' ? each : [],
  }
}

function meanShares(all: readonly CoverageShares[]): CoverageShares {
  const sum = { up: 0, down: 0, jammed: 0, obscured: 0, denied: 0, unknown: 0 }
  if (all.length === 0) return { ...sum, unknown: 1 }
  for (const shares of all)
    for (const state of [...COVERAGE_STATES, 'unknown'] as const)
      sum[state] += shares[state] / all.length
  return sum
}
