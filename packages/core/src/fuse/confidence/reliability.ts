// Whether the machine's figures held true: of what it called 70 %, did seven in ten occur? The diagram is CORP
// (Dimitriadis, Gneiting & Jordan 2021, PNAS 118 e2016191118): the curve is the isotonic regression of outcomes on
// forecasts, so nobody chooses bins; the tenths beside it are for people who count.
import { JUDGED_CASES_MIN } from './assumptions.ts'
import { consistencyOf } from './bands.ts'
import type { BandPoint } from './bands.ts'
import { exactInterval } from './binomial.ts'
import type { Adjudicated, Case } from './cases.ts'
import { isotonic, tiedOf } from './pav.ts'
import type { Block } from './pav.ts'
import { brierParts, logParts, murphyParts, tenthsOf } from './scores.ts'
import type { Decomposition, LogDecomposition, Murphy, Tenth } from './scores.ts'

/** What the cases say of the machine's figures. */
export type Judgement =
  | 'none'
  | 'tooFew'
  | 'noFault'
  | 'tooHigh'
  | 'tooLow'
  | 'tooSure'
  | 'notSureEnough'

/** A tenth with the exact 95 % interval of the share that occurs. */
export interface CountedTenth extends Tenth {
  readonly share: number
  readonly low: number
  readonly high: number
}
/** All that a reliability diagram shows. Where there is no case, the scores are null and the lists empty. */
export interface Reliability {
  /** Cases judged true or false: all that follows rests on them. */
  readonly cases: number
  readonly undetermined: number
  readonly occurred: number
  readonly meanProbability: number | null
  readonly judgement: Judgement
  /** How often calibrated figures would look as bad by chance alone, in (0, 1]. */
  readonly chance: number | null
  readonly brier: Decomposition | null
  readonly murphy: Murphy | null
  readonly log: LogDecomposition | null
  readonly tenths: readonly CountedTenth[]
  readonly curve: readonly Block[]
  readonly band: readonly BandPoint[]
  readonly resamples: number
}

/** Below this chance the miss is called one. */
const CHANCE_MAX = 0.05
/** Doubt of every interval: 95 %. */
const DOUBT = 0.05

const NOTHING: Reliability = {
  cases: 0,
  undetermined: 0,
  occurred: 0,
  meanProbability: null,
  judgement: 'none',
  chance: null,
  brier: null,
  murphy: null,
  log: null,
  tenths: [],
  curve: [],
  band: [],
  resamples: 0,
}

/** Mean of forecast less outcome; 0 where there is no case. */
const excessOf = (cases: readonly Case[]): number =>
  cases.reduce((sum, { probability, outcome }) => sum + probability - Number(outcome), 0) /
  Math.max(1, cases.length)

function judge(cases: readonly Case[], chance: number): Judgement {
  if (cases.length < JUDGED_CASES_MIN) return 'tooFew'
  if (chance >= CHANCE_MAX) return 'noFault'
  const above = excessOf(cases.filter(({ probability }) => probability >= 0.5))
  const below = excessOf(cases.filter(({ probability }) => probability < 0.5))
  if (above > 0 && below < 0) return 'tooSure'
  if (above < 0 && below > 0) return 'notSureEnough'
  return above + below > 0 ? 'tooHigh' : 'tooLow'
}

const isCase = (one: Adjudicated): one is Case => one.outcome !== 'undetermined'

/**
 * What adjudicated figures (probabilities in [0, 1]; others are left out) say of the machine that gave them. Pure: bands
 * come from a fixed seed. Independent of the order of the cases up to rounding.
 */
export function reliabilityOf(adjudicated: readonly Adjudicated[]): Reliability {
  const sound = adjudicated.filter(({ probability }) => probability >= 0 && probability <= 1)
  const cases = sound.filter(isCase)
  const undetermined = sound.length - cases.length
  if (cases.length === 0) return { ...NOTHING, undetermined }
  const tied = tiedOf(cases)
  const curve = isotonic(tied)
  const brier = brierParts(cases, curve)
  const tenths = tenthsOf(cases)
  const { chance, ...consistency } = consistencyOf(tied, brier.miscalibration)
  return {
    cases: cases.length,
    undetermined,
    occurred: cases.filter(({ outcome }) => outcome).length,
    meanProbability: cases.reduce((sum, { probability }) => sum + probability, 0) / cases.length,
    judgement: judge(cases, chance),
    chance,
    brier,
    murphy: murphyParts(brier, tenths),
    log: logParts(cases, curve),
    tenths: tenths.map((tenth): CountedTenth => {
      const [low, high] = exactInterval(tenth.occurred, tenth.cases, DOUBT)
      return { ...tenth, share: tenth.occurred / tenth.cases, low, high }
    }),
    curve,
    ...consistency,
  }
}
