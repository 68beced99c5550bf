import { COVERAGE_STATES, countsAsEyes, coverageOf, coverageOver } from '../observe/index.ts'
import type { CoverageShares, ObserveState } from '../observe/index.ts'
import type { Period } from './types.ts'

const STATES = [...COVERAGE_STATES, 'unknown'] as const

/** Four decimals: a ten-thousandth of a day is 9 s, and no statement of coverage is finer. */
const rounded = (share: number): number => Math.round(share * 10_000) / 10_000

/**
 * How the sources that look stood over a period, each alone, in the order of the registry. What tells, hears transponders, passes
 * overhead or is synthetic is no eye on the line (`coverageRole`): it is in no mean.
 */
export const eyesOfEach = (
  state: ObserveState,
  { fromMs, toMs }: Period,
  among: (source: string) => boolean = () => true,
): readonly { readonly source: string; readonly shares: CoverageShares }[] =>
  [...state.sources.values()]
    .filter((one) => countsAsEyes(one) && among(one.id))
    .map(({ id: source }) => ({
      source,
      shares: coverageOver(coverageOf(state, source), fromMs, toMs),
    }))

/** The mean of shares; without any source nothing is known. */
export function meanEyes(all: readonly { readonly shares: CoverageShares }[]): CoverageShares {
  const sum = { up: 0, down: 0, jammed: 0, obscured: 0, denied: 0, unknown: 0 }
  for (const { shares } of all) for (const state of STATES) sum[state] += shares[state]
  if (all.length === 0) return { ...sum, unknown: 1 }
  for (const state of STATES) sum[state] = rounded(sum[state] / all.length)
  return sum
}

/** The same shares, rounded for print. */
export function printed(shares: CoverageShares): CoverageShares {
  const out = { ...shares }
  for (const state of STATES) out[state] = rounded(out[state])
  return out
}

/**
 * Whether anybody could have noticed at all: no eyes is not no events. Where nobody was known to be up and of somebody
 * nothing was said, it is not known.
 */
export const eyesAre = ({ up, unknown }: CoverageShares): 'some' | 'none' | 'unknown' =>
  up > 0 ? 'some' : unknown > 0 ? 'unknown' : 'none'
