// Where a source could look, and when. A source that stays is where it stands; one that moves is followed along its way, for
// a drone that passes at noon has not looked all day. One whose reach or place nobody registered may have looked anywhere
// while it was up, or while nobody said that it was not: that is a doubt over every area, and it is told as one.
import { distanceM } from '../geo/index.ts'
import type { Position } from '../geo/index.ts'
import { coverageRole, standing } from '../observe/index.ts'
import type { CoveragePeriod, CoverageState, Source } from '../observe/index.ts'
import { MINUTE_MS } from '../units/index.ts'
import type { DurationMs, InstantMs } from '../units/index.ts'

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
/** What has to be put on record of a source: its reach, its place, how it stood; or that there is one (`source` is then null). */
export interface Need {
  readonly what: 'reach' | 'place' | 'standing' | 'source'
  readonly source: string | null
}
/** A source whose reach and place are registered, with when it has a place within its reach. */
export interface Placed {
  readonly watcher: Watcher
  readonly spansAt: (place: Position) => readonly Period[]
}
/** When a source may have looked at any place at all, for want of what it needs. */
export interface Doubt {
  readonly need: Need
  readonly spans: readonly Period[]
}

/** A source that moves is taken to stand still for so long, half way through. */
export const SIGHT_STEP_MS: DurationMs = 10 * MINUTE_MS

/** How far a source notices anything at all, metres; 0 where nobody registered it. */
const reachOf = ({ reachM }: Source): number =>
  Math.max(0, ...Object.values(reachM).filter((m) => m !== undefined))

/** What looks by itself; what passes overhead looks only along a way that is registered. */
export function isLooking(source: Source): boolean {
  const role = coverageRole(source)
  if (role === 'overhead') return source.trajectory !== undefined && reachOf(source) > 0
  return role === 'looks'
}

/** Where a source was in each stretch of a period; null where nobody registered its reach or its place. */
export function placedOf(watcher: Watcher, { fromMs, toMs }: Period): Placed | null {
  const { source } = watcher
  const reachM = reachOf(source)
  const { trajectory, site } = source
  if (reachM === 0 || (trajectory === undefined && site === undefined)) return null
  if (trajectory === undefined) {
    return {
      watcher,
      spansAt: (place) =>
        site !== undefined && distanceM(site.position, place) <= reachM ? [{ fromMs, toMs }] : [],
    }
  }
  const stays = staysAlong(source, { fromMs, toMs })
  return {
    watcher,
    spansAt: (place) =>
      joined(stays.filter(({ position }) => distanceM(position, place) <= reachM)),
  }
}

interface Stay extends Period {
  readonly position: Position
}

/** The way of a source that moves, cut into stays of `SIGHT_STEP_MS`. */
function staysAlong(source: Source, { fromMs, toMs }: Period): readonly Stay[] {
  const way = source.trajectory ?? []
  const [start, end] = [way[0]?.atMs ?? Infinity, way.at(-1)?.atMs ?? -Infinity]
  const [first, last] = [Math.max(fromMs, start), Math.min(toMs, end)]
  const stays: Stay[] = []
  for (let at = first; at < last; at += SIGHT_STEP_MS) {
    const to = Math.min(at + SIGHT_STEP_MS, last)
    const { site } = standing(source, (at + to) / 2)
    if (site !== undefined) stays.push({ fromMs: at, toMs: to, position: site.position })
  }
  return stays
}

/** Stretches that follow one another as one. */
function joined(spans: readonly Period[]): readonly Period[] {
  const all: Period[] = []
  for (const { fromMs, toMs } of spans) {
    const last = all.at(-1)
    if (last !== undefined && last.toMs === fromMs) all[all.length - 1] = { ...last, toMs }
    else all.push({ fromMs, toMs })
  }
  return all
}

/** The stretches of a period in which a source stood in one of the ways. */
export function spanOver(
  periods: readonly CoveragePeriod[],
  { fromMs, toMs }: Period,
  ways: ReadonlySet<CoverageState | 'unknown'>,
): readonly Period[] {
  const spans: Period[] = []
  const add = (from: InstantMs, to: InstantMs, state: CoverageState | 'unknown'): void => {
    const span = { fromMs: Math.max(from, fromMs), toMs: Math.min(to, toMs) }
    if (ways.has(state) && span.fromMs < span.toMs) spans.push(span)
  }
  let said = fromMs
  for (const one of periods.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const to = one.toMs ?? Infinity
    add(said, one.fromMs, 'unknown')
    add(one.fromMs, to, one.state)
    said = Math.max(said, to)
  }
  add(said, toMs, 'unknown')
  return joined(spans)
}

const MAY_LOOK: ReadonlySet<CoverageState | 'unknown'> = new Set(['up', 'unknown'])
const LOOKS: ReadonlySet<CoverageState | 'unknown'> = new Set(['up'])

/**
 * When it cannot be told where a source looked. One with a way looks along it; off its way it is in doubt only while somebody said
 * that it was up.
 */
export function doubtsOf({ source, periods }: Watcher, period: Period): readonly Doubt[] {
  // What passes overhead is never in doubt: it is no eye on the line.
  if (coverageRole(source) === 'overhead') return []
  const { id, site, trajectory } = source
  const doubt = (what: Need['what'], spans: readonly Period[]): readonly Doubt[] =>
    spans.length === 0 ? [] : [{ need: { what, source: id }, spans }]
  if (reachOf(source) === 0) return doubt('reach', spanOver(periods, period, MAY_LOOK))
  if (site !== undefined) return []
  if (trajectory === undefined) return doubt('place', spanOver(periods, period, MAY_LOOK))
  const [start, end] = [trajectory[0]?.atMs ?? Infinity, trajectory.at(-1)?.atMs ?? -Infinity]
  const off = [
    { fromMs: period.fromMs, toMs: Math.min(period.toMs, start) },
    { fromMs: Math.max(period.fromMs, end), toMs: period.toMs },
  ].filter(({ fromMs, toMs }) => fromMs < toMs)
  return doubt(
    'place',
    off.flatMap((one) => spanOver(periods, one, LOOKS)),
  )
}
