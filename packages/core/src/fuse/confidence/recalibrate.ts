// Correcting the machine's figures by what came of them. Isotonic: only that a higher figure means likelier is assumed.
// With few cases a correction is noise, so none is made, and that is said; the interval is honest with any number.
import { BAND_GROUPS_MAX, RECALIBRATION_CASES_MIN } from './assumptions.ts'
import { exactInterval } from './binomial.ts'
import type { Adjudicated, Case } from './cases.ts'
import { isotonic, shareAt, tiedOf } from './pav.ts'
import type { Counted, Tied } from './pav.ts'

/** What a figure is worth by the record. */
export interface Recalibrated {
  readonly probability: number
  /** The honest 95 % interval of what such figures come to: [0, 1] without a record. */
  readonly low: number
  readonly high: number
}
/** A correction learned from a record. */
export interface Recalibration {
  /** Judged cases that it rests on. */
  readonly cases: number
  /** Why figures are passed on as they are; null where they are corrected. */
  readonly asGiven: string | null
  /** What a figure in [0, 1] is worth. Rises with the figure, and so do both ends of the interval. */
  readonly of: (probability: number) => Recalibrated
}

/** A correction as it is recorded: what a figure is worth follows from these numbers alone. JSON. */
export interface Curve {
  /** Of the isotonic regression, by rising forecasts; with one case more at either end than were judged. */
  readonly blocks: readonly Counted[]
  /** By rising forecasts. */
  readonly bounds: readonly Bound[]
}

/** Neighbouring forecasts taken together, with the bound that all runs ending (low) or beginning (high) there give. */
export interface Bound {
  readonly from: number
  readonly to: number
  readonly low: number
  readonly high: number
}

const DOUBT = 0.05

/** Groups of about equal size, cut by the forecasts alone: cut by outcomes, the intervals would not hold. */
function grouped(tied: readonly Tied[], cases: number): readonly Counted[] {
  const groups: { from: number; to: number; cases: number; occurred: number }[] = []
  let before = 0
  let slot = -1
  for (const { probability, cases: n, occurred } of tied) {
    const next = Math.floor((before * BAND_GROUPS_MAX) / cases)
    const last = groups.at(-1)
    if (last === undefined || next > slot)
      groups.push({ from: probability, to: probability, cases: n, occurred })
    else {
      last.to = probability
      last.cases += n
      last.occurred += occurred
    }
    slot = next
    before += n
  }
  return groups
}

/**
 * Bounds that hold for all forecasts at once with probability 0.95 where the chance rises with the forecast: a run of
 * groups never occurs more often than its last forecast's chance, nor less often than its first's, so its exact interval
 * bounds both; Bonferroni over the runs (the construction of Dimitriadis, Dümbgen, Henzi, Puke & Ziegel 2023).
 */
function boundsOf(groups: readonly Counted[]): readonly Bound[] {
  const runs = (groups.length * (groups.length + 1)) / 2
  const lows = groups.map(() => 0)
  const highs = groups.map(() => 1)
  for (const first of groups.keys()) {
    let cases = 0
    let occurred = 0
    for (const [last, group] of groups.entries()) {
      if (last < first) continue
      cases += group.cases
      occurred += group.occurred
      const [low, high] = exactInterval(occurred, cases, DOUBT / runs)
      lows[last] = Math.max(lows[last] ?? 0, low)
      highs[first] = Math.min(highs[first] ?? 1, high)
    }
  }
  return groups.map(({ from, to }, i) => ({
    from,
    to,
    low: Math.max(...lows.slice(0, i + 1)),
    high: Math.min(...highs.slice(i)),
  }))
}

/**
 * Cases that nobody judged: that the surest figure of all once failed, and the least sure once held. Without them a single
 * last case would turn what was said with 99 % into certainty, and no record makes certain. They count as one case each in
 * the outer blocks, and in no interval.
 */
const NEVER_CERTAIN: readonly Case[] = [
  { probability: 0, outcome: true },
  { probability: 1, outcome: false },
]

/** The correction that judged cases teach; their order changes nothing. What it makes of a figure is never 0 or 1. */
export function curveOf(cases: readonly Case[]): Curve {
  const fitted = isotonic(tiedOf([...cases, ...NEVER_CERTAIN]))
  return {
    blocks: fitted.map(({ share: _share, ...counted }) => counted),
    bounds: boundsOf(grouped(tiedOf(cases), cases.length)),
  }
}

const intervalAt = ({ bounds }: Curve, probability: number): Omit<Recalibrated, 'probability'> => ({
  low: bounds.findLast(({ to }) => to <= probability)?.low ?? 0,
  high: bounds.find(({ from }) => from >= probability)?.high ?? 1,
})

/**
 * What a figure in [0, 1] is worth by a correction. All three rise with the figure. The interval is widened to hold the
 * figure where the two differ: one comes from single blocks, the other from groups.
 */
export function worthBy(curve: Curve, probability: number): Recalibrated {
  const share = shareAt(curve.blocks, probability)
  const { low, high } = intervalAt(curve, probability)
  return { probability: share, low: Math.min(low, share), high: Math.max(high, share) }
}

/**
 * Whether the record contradicts that a higher figure means likelier: somewhere lower figures held true more often than
 * higher ones, beyond chance (5 %). A correction that keeps their order would then be wrong.
 */
export const isContradicted = ({ bounds }: Curve): boolean =>
  bounds.some(({ low, high }) => low > high)

/** A correction from adjudicated figures; undetermined ones teach nothing. */
export function recalibrationOf(adjudicated: readonly Adjudicated[]): Recalibration {
  const cases = adjudicated.flatMap(({ probability, outcome }) =>
    outcome !== 'undetermined' && probability >= 0 && probability <= 1
      ? [{ probability, outcome }]
      : [],
  )
  const curve = curveOf(cases)
  const isEnough = cases.length >= RECALIBRATION_CASES_MIN
  return {
    cases: cases.length,
    asGiven: isEnough
      ? null
      : `${cases.length} judged cases; figures are passed on as they are until there are ${RECALIBRATION_CASES_MIN}`,
    of: (probability) =>
      isEnough ? worthBy(curve, probability) : { probability, ...intervalAt(curve, probability) },
  }
}
