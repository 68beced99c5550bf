// A party says that something happened, and no report of ours tells of it. That may mean that nothing happened, or that
// nobody looked: two findings that a reader must never take for one another. So the claim is laid over what every source
// could have noticed, there and then, and the chance that all of them missed an event as claimed is computed.
import { distanceM, frameAt } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import { standing as stoodAt } from '../../observe/index.ts'
import type { CoveragePeriod, Source, SourceKind } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import type { Alleged } from '../types.ts'

/** A source with how it stood, as `coverageOf` tells it. */
export interface Looker {
  readonly source: Source
  readonly periods: readonly CoveragePeriod[]
}
/** What a source reported of the kind that is claimed. */
export interface Reported {
  readonly source: string
  readonly kind: string
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  /** Null: the source gave no place, and then it tells nothing of this claim. */
  readonly position: Position | null
  /** Radius that holds 95 %, metres. */
  readonly errorM: number
}
/** A claim beside the coverage that it was made under. */
export type ClaimCoverage =
  | { readonly kind: 'seen'; readonly sources: readonly string[] }
  | {
      /** Sensors looked and reported nothing. */
      readonly kind: 'lookedAndSawNothing'
      /**
       * That an event as claimed would have gone unseen, in [`UNSEEN_MIN`, 1]: over every instant and place of the claim
       * alike, the product of 1 - Pd over independent groups. No probability that the claim is true.
       */
      readonly unseen: number
      /** Share of the claim's time and place at which somebody looked, in (0, 1]. */
      readonly lookedShare: number
      readonly sources: readonly string[]
      readonly undecided: readonly string[]
    }
  | {
      /** Nobody is known to have looked, and of these nobody knows whether they did. */
      readonly kind: 'undecided'
      readonly undecided: readonly string[]
    }
  | { readonly kind: 'noSensorLooked' }

/**
 * However many groups looked: they may all err together, by weather, terrain or a Pd measured elsewhere. An assumption.
 */
export const UNSEEN_MIN = 0.01
/** What tells and does not look. */
const TELLS: ReadonlySet<SourceKind> = new Set(['party', 'media', 'public', 'foreign'])
/** Spans that the time of a claim is cut into at most; a finer history counts by its middle instants all the same. */
const SPANS_MAX = 2_000
/** Rings of the places that stand for the disc, its middle and 6, 12 and 18 about it: 37 of equal area each. */
const RINGS = [
  { points: 6, share: Math.sqrt(4 / 37) },
  { points: 12, share: Math.sqrt(13 / 37) },
  { points: 18, share: Math.sqrt(28 / 37) },
] as const

/** Places that stand for a disc alike, the first of them its middle. */
function placesOf({
  position,
  radiusM,
}: Pick<Alleged, 'position' | 'radiusM'>): readonly Position[] {
  const { toPosition } = frameAt(position)
  const about = RINGS.flatMap(({ points, share }) =>
    Array.from({ length: points }, (_, i) => {
      const angleRad = (2 * Math.PI * i) / points
      return toPosition({
        eastM: share * radiusM * Math.sin(angleRad),
        northM: share * radiusM * Math.cos(angleRad),
      })
    }),
  )
  return [position, ...about]
}

/** A span of the claim's time with its middle and its share of the whole. */
interface Span {
  readonly middleMs: InstantMs
  readonly share: number
}
/** The time of the claim, cut wherever a source began or ceased to look. */
function spansOf({ fromMs, toMs }: Alleged, lookers: readonly Looker[]): readonly Span[] {
  if (toMs <= fromMs) return [{ middleMs: fromMs, share: 1 }]
  const cuts = new Set([fromMs, toMs])
  for (const { periods, source } of lookers) {
    for (const { fromMs: from, toMs: to } of periods)
      for (const at of [from, to ?? toMs]) if (at > fromMs && at < toMs) cuts.add(at)
    for (const { atMs } of source.trajectory ?? []) if (atMs > fromMs && atMs < toMs) cuts.add(atMs)
  }
  const sorted = [...cuts].toSorted((a, b) => a - b)
  const step = Math.ceil(sorted.length / SPANS_MAX)
  const kept = sorted.filter((_, i) => i % step === 0 || i === sorted.length - 1)
  return kept.slice(1).map((to, i) => {
    const from = kept[i] ?? fromMs
    return { middleMs: (from + to) / 2, share: (to - from) / (toMs - fromMs) }
  })
}

/** Whether a source looked at an instant: nobody said is a way of its own, and it is not "up". */
type Stand = 'up' | 'notUp' | 'unknown'
const standAt = (periods: readonly CoveragePeriod[], atMs: InstantMs): Stand => {
  const period = periods.find(
    ({ fromMs, toMs }) => fromMs <= atMs && (toMs === null || atMs < toMs),
  )
  if (period === undefined) return 'unknown'
  return period.state === 'up' ? 'up' : 'notUp'
}

/** The probability of noticing at a range, in [0, 1]: as measured, or as its owner states it within reach. */
function pdAt(source: Source, kind: string, rangeM: number): number {
  const steps = source.calibration?.pdByRange[kind]
  if (steps !== undefined && steps.length > 0)
    return steps.find(({ toM }) => rangeM <= toM)?.pd ?? 0
  return rangeM <= (source.reachM[kind] ?? 0) ? source.detection.pd : 0
}

/** How far the source notices the kind at most, metres; null where nobody said. */
const reachOf = (source: Source, kind: string): number | null =>
  source.calibration?.pdByRange[kind]?.at(-1)?.toM ?? source.reachM[kind] ?? null

/** What one source could have noticed in one span: its Pd at each place, or that nobody knows. */
function noticed(
  { source, periods }: Looker,
  { kind, middleMs }: { readonly kind: string; readonly middleMs: InstantMs },
  places: readonly Position[],
): readonly number[] | 'unknown' {
  const stand = standAt(periods, middleMs)
  if (stand === 'notUp') return []
  const { site } = stoodAt(source, middleMs)
  const reachM = reachOf(source, kind)
  // Too far off by any account: then it does not matter what else is unknown.
  if (site !== undefined && reachM !== null) {
    const pds = places.map((place) => pdAt(source, kind, distanceM(site.position, place)))
    if (pds.every((pd) => pd === 0)) return []
    return stand === 'up' ? pds : 'unknown'
  }
  return 'unknown'
}

/** One span: the chance that all who looked missed it, how much of the disc anybody looked at, and who is undecided. */
function judgeSpan(
  lookers: readonly Looker[],
  at: { readonly kind: string; readonly middleMs: InstantMs },
  places: readonly Position[],
) {
  const groups = new Map<string, number[]>()
  const [looked, undecided] = [new Set<string>(), new Set<string>()]
  for (const looker of lookers) {
    const pds = noticed(looker, at, places)
    if (pds === 'unknown') undecided.add(looker.source.id)
    else if (pds.length > 0) {
      looked.add(looker.source.id)
      // Sources of one group err together: the best of them counts.
      const best = groups.get(looker.source.group)
      groups.set(
        looker.source.group,
        best === undefined ? [...pds] : best.map((pd, i) => Math.max(pd, pds[i] ?? 0)),
      )
    }
  }
  let [missed, seen] = [0, 0]
  for (const i of places.keys()) {
    let chance = 1
    for (const pds of groups.values()) chance *= 1 - (pds[i] ?? 0)
    missed += chance
    if (chance < 1) seen += 1
  }
  return { missed: missed / places.length, seen: seen / places.length, looked, undecided }
}

/** Whether a report tells of the claim: its kind, at a time and a place that the claim's may be. */
const tellsOf = (report: Reported, alleged: Alleged): boolean =>
  report.kind === alleged.kind &&
  report.fromMs <= alleged.toMs &&
  report.toMs >= alleged.fromMs &&
  report.position !== null &&
  distanceM(report.position, alleged.position) <= alleged.radiusM + report.errorM

/**
 * A claim laid over the coverage: seen, looked and saw nothing, nobody looked, or undecided. A source looked where it was
 * up and the place was within its reach; one whose reach, site or state nobody stated is undecided, and counts for
 * neither. Parties, media, the public and foreign bodies tell: they never count as having looked.
 */
export function claimAgainstCoverage(
  alleged: Alleged,
  lookers: readonly Looker[],
  reports: readonly Reported[],
): ClaimCoverage {
  const own = lookers.filter(({ source }) => !TELLS.has(source.kind))
  const ids = new Set(own.map(({ source }) => source.id))
  const saw = reports.filter((report) => ids.has(report.source) && tellsOf(report, alleged))
  if (saw.length > 0)
    return { kind: 'seen', sources: [...new Set(saw.map(({ source }) => source))].toSorted() }
  const places = placesOf(alleged)
  let [unseen, lookedShare] = [0, 0]
  const [looked, undecided] = [new Set<string>(), new Set<string>()]
  for (const { middleMs, share } of spansOf(alleged, own)) {
    const span = judgeSpan(own, { kind: alleged.kind, middleMs }, places)
    unseen += share * span.missed
    lookedShare += share * span.seen
    for (const id of span.looked) looked.add(id)
    for (const id of span.undecided) undecided.add(id)
  }
  const open = [...undecided].toSorted()
  if (looked.size > 0)
    return {
      kind: 'lookedAndSawNothing',
      unseen: Math.max(UNSEEN_MIN, Math.min(1, unseen)),
      lookedShare: Math.min(1, lookedShare),
      sources: [...looked].toSorted(),
      undecided: open,
    }
  return open.length > 0 ? { kind: 'undecided', undecided: open } : { kind: 'noSensorLooked' }
}
