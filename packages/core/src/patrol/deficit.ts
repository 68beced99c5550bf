// "No breaches" of an hour in which nobody looked says nothing. So before anybody is sent, it is computed where and when
// nobody looked: for each area, the stretches of the day in which no source of the mission's own that reaches it was up.
// What nobody said of a source is not up, and a source whose reach or site nobody stated reaches nothing.
import { distanceM } from '../geo/index.ts'
import { standing } from '../observe/index.ts'
import type { CoveragePeriod, CoverageState, Source, SourceKind } from '../observe/index.ts'
import type { DurationMs, InstantMs } from '../units/index.ts'
import type { Area } from './area.ts'

/** Why nobody looked: no source reaches the area, or how one that does stood instead of up. */
export type BlindCause = Exclude<CoverageState, 'up'> | 'unknown' | 'noReach'
/** A stretch in which nobody looked, from `fromMs` to before `toMs`. */
export interface BlindWindow {
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  /** In alphabetical order, each once. */
  readonly causes: readonly BlindCause[]
}
/** Where and when nobody looked, over one period. */
export interface Deficit {
  readonly area: Area
  /** Share of the period in which nobody looked, in [0, 1]. */
  readonly blindness: number
  readonly windows: readonly BlindWindow[]
  /** Time in which somebody looked. */
  readonly watchedMs: DurationMs
}
/** A source with how it stood. */
export interface Watcher {
  readonly source: Source
  readonly periods: readonly CoveragePeriod[]
}
/** From, inclusive, to, exclusive. */
export interface Period {
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
}

/** The kinds that look by themselves; what parties, media, others' feeds and transponders tell is not looking. */
const LOOKING: ReadonlySet<SourceKind> = new Set([
  'patrol',
  'camera',
  'acoustic',
  'radar',
  'uav',
  'satellite',
  'inspection',
])

/** Whether a source reaches an area's centre, by the farthest of its reaches, where it stood at the instant. */
function reaches({ source }: Watcher, area: Area, atMs: InstantMs): boolean {
  if (!LOOKING.has(source.kind)) return false
  const { site } = standing(source, atMs)
  const reachM = Math.max(0, ...Object.values(source.reachM).filter((m) => m !== undefined))
  return site !== undefined && reachM > 0 && distanceM(site.position, area.centre) <= reachM
}

/**
 * How a source stood, asked at instants that only grow: periods that are over are never looked at again, so that a source
 * with hundreds of them costs no more than one with few. Periods do not overlap (`withPeriod`).
 */
function follow({ periods }: Watcher): (atMs: InstantMs) => CoverageState | 'unknown' {
  const ordered = periods.toSorted((a, b) => a.fromMs - b.fromMs)
  let next = 0
  return (atMs) => {
    let period = ordered[next]
    while (period !== undefined && period.toMs !== null && period.toMs <= atMs) {
      next += 1
      period = ordered[next]
    }
    return period !== undefined && period.fromMs <= atMs ? period.state : 'unknown'
  }
}

/** The causes of blindness among how the sources that reach stand; empty where somebody looks. */
function causesAmong(states: readonly (CoverageState | 'unknown')[]): readonly BlindCause[] {
  const causes = new Set<BlindCause>()
  for (const state of states) {
    if (state === 'up') return []
    causes.add(state)
  }
  return causes.size === 0 ? ['noReach'] : [...causes].toSorted()
}

const isSame = (a: readonly BlindCause[], b: readonly BlindCause[]): boolean =>
  a.length === b.length && a.every((cause, i) => cause === b[i])

/** Where and when nobody looked at an area over a period. A period without length has nothing to see and is blind to none. */
export function deficitOf(area: Area, watchers: readonly Watcher[], period: Period): Deficit {
  const { fromMs, toMs } = period
  const lengthMs = Math.max(0, toMs - fromMs)
  // A source that moves is taken where it stood half way: its trajectory is the watch's best guess of the day.
  const near = watchers.filter((one) => reaches(one, area, fromMs + lengthMs / 2))
  const edges = near
    .flatMap(({ periods }) => periods.flatMap((one) => [one.fromMs, one.toMs ?? toMs]))
    .filter((ms) => ms > fromMs && ms < toMs)
  const cuts = [...new Set([fromMs, ...edges, toMs])].toSorted((a, b) => a - b)
  const stands = near.map(follow)
  const windows: BlindWindow[] = []
  let blindMs = 0
  for (const [i, from] of cuts.entries()) {
    const to = cuts[i + 1]
    if (to === undefined) break
    const causes = causesAmong(stands.map((at) => at(from)))
    if (causes.length === 0) continue
    blindMs += to - from
    const last = windows.at(-1)
    if (last !== undefined && last.toMs === from && isSame(last.causes, causes))
      windows[windows.length - 1] = { ...last, toMs: to }
    else windows.push({ fromMs: from, toMs: to, causes })
  }
  const blindness = lengthMs === 0 ? 0 : blindMs / lengthMs
  return { area, blindness, windows, watchedMs: lengthMs - blindMs }
}
