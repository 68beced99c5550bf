import type { Estimate } from '../../geo/index.ts'
import {
  BACKGROUND_MS,
  EXCHANGE_SCALE_M,
  EXCHANGE_SCALE_MS,
  SAME_EXCHANGE_PRIOR,
  reachOf,
} from './assumptions.ts'
import { fromOdds } from './chance.ts'
import type { Interval } from '../../units/index.ts'
import { timeDensity } from './time.ts'

/** Area in which an unrelated event of a kind may lie, square metres: what can be noticed from one place. */
export const backgroundM2 = (kind: string): number => Math.PI * reachOf(kind) * reachOf(kind)

/** The area for two events: the kinds that carry farthest set it. */
export const widerBackgroundM2 = (a: string, b: string): number =>
  Math.max(backgroundM2(a), backgroundM2(b))

/**
 * How much likelier two places and times are in one exchange of fire than by two unrelated events. In one exchange the
 * places lie about `EXCHANGE_SCALE_M` apart (normal) and the times `EXCHANGE_SCALE_MS` (Laplace); unrelated ones lie
 * anywhere in the audible area and at any time of the day. The places' own uncertainty enters by its covariance.
 */
export function exchangeRatio(
  places: {
    readonly first: Estimate
    readonly second: Estimate
    readonly eastM: number
    readonly northM: number
  },
  times: readonly [Interval, Interval],
  areaM2: number,
): number {
  const { first, second, eastM, northM } = places
  const scale = EXCHANGE_SCALE_M * EXCHANGE_SCALE_M
  const ee = first.covarianceM2.ee + second.covarianceM2.ee + scale
  const en = first.covarianceM2.en + second.covarianceM2.en
  const nn = first.covarianceM2.nn + second.covarianceM2.nn + scale
  const determinant = ee * nn - en * en
  const squared =
    (nn * eastM * eastM - 2 * en * eastM * northM + ee * northM * northM) / determinant
  const density = Math.exp(-squared / 2) / (2 * Math.PI * Math.sqrt(determinant))
  return areaM2 * density * BACKGROUND_MS * timeDensity(times[0], times[1], EXCHANGE_SCALE_MS)
}

/** Posterior that two events are of one exchange. */
export const exchangePosterior = (ratio: number): number =>
  fromOdds((ratio * SAME_EXCHANGE_PRIOR) / (1 - SAME_EXCHANGE_PRIOR))
