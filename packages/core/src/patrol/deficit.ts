// "No breaches" of an hour in which nobody looked says nothing. So before anybody is sent, it is computed where and when
// nobody looked: for each area, the stretches of the day in which no source of the mission's own that reaches it was up.
// Three answers are kept apart. Seen: a source that reaches the area was up. None: it is known that nobody looked. Unknown:
// nobody said how a source stood, how far it reaches or where it is, so that nobody can tell. Unknown taken for none would
// send a patrol to look at what may be watched; taken for seen it would send none.
import type { CoverageState } from '../observe/index.ts'
import type { DurationMs, InstantMs } from '../units/index.ts'
import type { Area } from './area.ts'
import { doubtsOf, isLooking, placedOf, spanOver } from './sight.ts'
import type { Doubt, Need, Period, Placed, Watcher } from './sight.ts'

/**
 * Why an area was not seen. Known: no source reaches it (`noReach`), or how one that does stood instead of up. Not known: nobody said
 * how it stood (`unknown`), its reach or place (`notPlaced`), or no source that looks is registered at all (`noSource`).
 */
export type BlindCause =
  | Exclude<CoverageState, 'up'>
  | 'noReach'
  | 'unknown'
  | 'notPlaced'
  | 'noSource'
/** What is told of a stretch that was not seen. */
export type BlindAnswer = 'none' | 'unknown'
/** A stretch that was not seen, or of which that is not known, from `fromMs` to before `toMs`. */
export interface BlindWindow {
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  readonly answer: BlindAnswer
  /** In alphabetical order, each once. */
  readonly causes: readonly BlindCause[]
}
/** Where and when nobody looked, or nobody knows, over one period. The shares of seen, none and unknown sum to 1. */
export interface Deficit {
  readonly area: Area
  /** Share of the period in which it is known that nobody looked, in [0, 1]. */
  readonly blindness: number
  /** Share of the period of which nobody knows whether anybody looked, in [0, 1]. */
  readonly unknown: number
  readonly windows: readonly BlindWindow[]
  /** Time in which it is known that somebody looked. */
  readonly watchedMs: DurationMs
  /** What has to be put on record before the unknown is known; empty where nothing is. */
  readonly needs: readonly Need[]
}
const UNKNOWN: ReadonlySet<BlindCause> = new Set(['unknown', 'notPlaced', 'noSource'])

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

/** The sources of the mission's own, made ready for many areas. */
interface Watch {
  readonly period: Period
  readonly placed: readonly Placed[]
  readonly doubts: readonly Doubt[]
  readonly isEmpty: boolean
}

function watchOf(watchers: readonly Watcher[], period: Period): Watch {
  const looking = watchers.filter(({ source }) => isLooking(source))
  return {
    period,
    placed: looking.flatMap((one) => placedOf(one, period) ?? []),
    doubts: looking.flatMap((one) => doubtsOf(one, period)),
    isEmpty: looking.length === 0,
  }
}

const isIn = ({ fromMs, toMs }: Period, atMs: InstantMs): boolean => fromMs <= atMs && atMs < toMs
const isSame = (a: readonly BlindCause[], b: readonly BlindCause[]): boolean =>
  a.length === b.length && a.every((cause, i) => cause === b[i])

/** A source that reaches the area for some of the period, with when it does. */
interface Near {
  readonly source: string
  readonly spans: readonly Period[]
  readonly stood: (atMs: InstantMs) => CoverageState | 'unknown'
}

/** The causes of not seeing at an instant; empty where somebody is known to look. */
function causesAt(near: readonly Near[], watch: Watch, atMs: InstantMs): readonly BlindCause[] {
  if (watch.isEmpty) return ['noSource']
  const causes = new Set<BlindCause>()
  for (const { spans, stood } of near) {
    const state = stood(atMs)
    if (!spans.some((span) => isIn(span, atMs))) continue
    if (state === 'up') return []
    causes.add(state)
  }
  if (watch.doubts.some(({ spans }) => spans.some((span) => isIn(span, atMs))))
    causes.add('notPlaced')
  return causes.size === 0 ? ['noReach'] : [...causes].toSorted()
}

const cutsOf = (spans: readonly Period[]): readonly InstantMs[] =>
  spans.flatMap(({ fromMs, toMs }) => [fromMs, toMs])

/** What has to be said before the unknown stretches are known: of the sources that are in doubt in one of them. */
function needsOf(
  windows: readonly BlindWindow[],
  near: readonly (Near & { readonly watcher: Watcher })[],
  watch: Watch,
): readonly Need[] {
  const open = windows.filter(({ answer }) => answer === 'unknown')
  if (open.length === 0) return []
  if (watch.isEmpty) return [{ what: 'source', source: null }]
  const meets = (spans: readonly Period[]): boolean =>
    spans.some((span) => open.some((one) => span.fromMs < one.toMs && one.fromMs < span.toMs))
  const silent = near.filter(({ spans, watcher }) => {
    const unsaid = spanOver(watcher.periods, watch.period, new Set(['unknown']))
    return meets(
      spans.flatMap((a) =>
        unsaid
          .map((b) => ({
            fromMs: Math.max(a.fromMs, b.fromMs),
            toMs: Math.min(a.toMs, b.toMs),
          }))
          .filter(({ fromMs, toMs }) => fromMs < toMs),
      ),
    )
  })
  return [
    ...watch.doubts.filter(({ spans }) => meets(spans)).map(({ need }) => need),
    ...silent.map(({ source }): Need => ({ what: 'standing', source })),
  ]
}

function judged(area: Area, watch: Watch): Deficit {
  const { fromMs, toMs } = watch.period
  const lengthMs = Math.max(0, toMs - fromMs)
  const near = watch.placed.flatMap(({ watcher, spansAt }) => {
    const spans = spansAt(area.centre)
    return spans.length === 0
      ? []
      : [{ watcher, source: watcher.source.id, spans, stood: follow(watcher) }]
  })
  const edges = [
    ...near.flatMap(({ watcher, spans }) => [
      ...cutsOf(spans),
      ...watcher.periods.flatMap((one) => [one.fromMs, one.toMs ?? toMs]),
    ]),
    ...watch.doubts.flatMap(({ spans }) => cutsOf(spans)),
  ].filter((ms) => ms > fromMs && ms < toMs)
  const cuts = [...new Set([fromMs, ...edges, toMs])].toSorted((a, b) => a - b)
  const windows: BlindWindow[] = []
  const lost: Record<BlindAnswer, DurationMs> = { none: 0, unknown: 0 }
  for (const [i, from] of cuts.entries()) {
    const to = cuts[i + 1]
    if (to === undefined) break
    const causes = causesAt(near, watch, from)
    if (causes.length === 0) continue
    const answer = causes.some((cause) => UNKNOWN.has(cause)) ? 'unknown' : 'none'
    lost[answer] += to - from
    const last = windows.at(-1)
    if (last !== undefined && last.toMs === from && isSame(last.causes, causes))
      windows[windows.length - 1] = { ...last, toMs: to }
    else windows.push({ fromMs: from, toMs: to, answer, causes })
  }
  const share = (ms: DurationMs): number => (lengthMs === 0 ? 0 : ms / lengthMs)
  return {
    area,
    blindness: share(lost.none),
    unknown: share(lost.unknown),
    windows,
    watchedMs: lengthMs - lost.none - lost.unknown,
    needs: needsOf(windows, near, watch),
  }
}

/** Where and when nobody looked at each area over a period. A period without length has nothing to see and is blind to none. */
export function deficitsOf(
  areas: readonly Area[],
  watchers: readonly Watcher[],
  period: Period,
): readonly Deficit[] {
  const watch = watchOf(watchers, period)
  return areas.map((area) => judged(area, watch))
}

/** The same of one area. */
export const deficitOf = (area: Area, watchers: readonly Watcher[], period: Period): Deficit =>
  judged(area, watchOf(watchers, period))
