import type { Case } from './cases.ts'
import type { Block } from './pav.ts'

/**
 * A mean score and its parts (Dimitriadis, Gneiting & Jordan 2021): score = miscalibration − discrimination +
 * uncertainty. Lower scores are better; miscalibration and discrimination are never negative for the Brier and log score.
 */
export interface Decomposition {
  readonly score: number
  /** What would be gained by recalibration (MCB). */
  readonly miscalibration: number
  /** What the forecasts know beyond the base rate (DSC). */
  readonly discrimination: number
  /** The score of the base rate (UNC). */
  readonly uncertainty: number
}

/** The log score, natural logarithms. */
export interface LogDecomposition extends Omit<Decomposition, 'score' | 'miscalibration'> {
  /** Null where a case had been called impossible and occurred, or certain and did not: the score is then infinite. */
  readonly score: number | null
  readonly miscalibration: number | null
  /** How many such cases. */
  readonly impossible: number
}

/**
 * Murphy's parts of the Brier score over tenths of the forecast (Murphy 1973): score = reliability − resolution +
 * uncertainty + within, where `within` is what forecasts of one tenth differ among themselves (Stephenson, Coelho &
 * Jolliffe 2008).
 */
export interface Murphy {
  readonly reliability: number
  readonly resolution: number
  readonly uncertainty: number
  readonly within: number
}

/** Forecasts of one tenth, [from, to), the last closed. */
export interface Tenth {
  readonly from: number
  readonly to: number
  readonly cases: number
  readonly occurred: number
  readonly meanProbability: number
}

/** x·ln(x), by continuity 0 at 0. */
const xLogX = (x: number): number => (x === 0 ? 0 : x * Math.log(x))

const mean = (cases: readonly Case[], scoreOf: (one: Case) => number): number =>
  cases.reduce((sum, one) => sum + scoreOf(one), 0) / cases.length

const decompose = (score: number, recalibrated: number, uncertainty: number): Decomposition => ({
  score,
  miscalibration: score - recalibrated,
  discrimination: uncertainty - recalibrated,
  uncertainty,
})

/** Mean Brier score of blocks under their own shares, over all `cases`. */
const brierOf = (blocks: readonly Pick<Block, 'cases' | 'share'>[], cases: number): number =>
  blocks.reduce((sum, { cases: n, share }) => sum + n * share * (1 - share), 0) / cases

const logOf = (blocks: readonly Pick<Block, 'cases' | 'share'>[], cases: number): number =>
  -blocks.reduce((sum, { cases: n, share }) => sum + n * (xLogX(share) + xLogX(1 - share)), 0) /
  cases

/** The Brier score of cases (at least one) with its parts; `blocks` is their isotonic regression. */
export function brierParts(cases: readonly Case[], blocks: readonly Block[]): Decomposition {
  const score = mean(cases, ({ probability, outcome }) => {
    const miss = probability - Number(outcome)
    return miss * miss
  })
  return decompose(score, brierOf(blocks, cases.length), brierOf([wholeOf(blocks)], cases.length))
}

/** What a forecast gave to what turned out. */
const sure = ({ probability, outcome }: Case): number => (outcome ? probability : 1 - probability)

/** The log score of cases (at least one) with its parts. */
export function logParts(cases: readonly Case[], blocks: readonly Block[]): LogDecomposition {
  const impossible = cases.filter((one) => sure(one) === 0).length
  const score = impossible > 0 ? Infinity : mean(cases, (one) => -Math.log(sure(one)))
  const parts = decompose(
    score,
    logOf(blocks, cases.length),
    logOf([wholeOf(blocks)], cases.length),
  )
  return impossible > 0
    ? { ...parts, score: null, miscalibration: null, impossible }
    : { ...parts, impossible }
}

function wholeOf(blocks: readonly Block[]): Pick<Block, 'cases' | 'share'> {
  const cases = blocks.reduce((sum, block) => sum + block.cases, 0)
  return { cases, share: blocks.reduce((sum, block) => sum + block.occurred, 0) / cases }
}

/** The tenths that hold a case, rising. */
export function tenthsOf(cases: readonly Case[]): readonly Tenth[] {
  return Array.from({ length: 10 }, (_, tenth): Tenth => {
    const held = cases.filter(
      ({ probability }) => Math.min(9, Math.floor(probability * 10)) === tenth,
    )
    return {
      from: tenth / 10,
      to: (tenth + 1) / 10,
      cases: held.length,
      occurred: held.filter(({ outcome }) => outcome).length,
      meanProbability: held.reduce((sum, { probability }) => sum + probability, 0) / held.length,
    }
  }).filter(({ cases: n }) => n > 0)
}

/** Murphy's parts of a Brier score over its tenths. */
export function murphyParts(
  { score, uncertainty }: Decomposition,
  tenths: readonly Tenth[],
): Murphy {
  const cases = tenths.reduce((sum, tenth) => sum + tenth.cases, 0)
  const base = tenths.reduce((sum, tenth) => sum + tenth.occurred, 0) / cases
  let reliability = 0
  let resolution = 0
  for (const { cases: n, occurred, meanProbability } of tenths) {
    const share = occurred / n
    reliability += (n * (meanProbability - share) * (meanProbability - share)) / cases
    resolution += (n * (share - base) * (share - base)) / cases
  }
  return {
    reliability,
    resolution,
    uncertainty,
    within: score - (reliability - resolution + uncertainty),
  }
}
