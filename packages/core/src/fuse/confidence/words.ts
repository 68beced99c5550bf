import { JUDGED_CASES_MIN } from './assumptions.ts'
import type { Judgement, Reliability } from './reliability.ts'

const MEANS: Readonly<Record<Exclude<Judgement, 'none' | 'tooFew'>, string>> = {
  noFault: 'nothing here speaks against its figures',
  tooHigh: 'its figures are too high',
  tooLow: 'its figures are too low',
  tooSure: 'it is too sure: take its high figures lower and its low ones higher',
  notSureEnough:
    'it is less sure than it could be: its high figures are too low and its low ones too high',
}

const percent = (share: number): string => `${Math.round(100 * share)} %`

/** What a reliability diagram means, in one sentence, for the command line and the screen alike. */
export function meaningOf(reliability: Reliability): string {
  const { cases, undetermined, occurred, meanProbability, judgement } = reliability
  if (judgement === 'none' || meanProbability === null)
    return undetermined === 0
      ? 'No adjudicated finding yet.'
      : `No adjudicated finding yet that says yes or no; ${undetermined} could not be determined.`
  const judged = `${cases} judged ${cases === 1 ? 'case' : 'cases'}`
  const said = `Of ${judged} the machine said ${percent(meanProbability)} on average and ${percent(occurred / cases)} held true`
  if (judgement === 'tooFew')
    return `${said}; that is too few to judge its figures by (${JUDGED_CASES_MIN} at least).`
  return `${said}; ${MEANS[judgement]}.`
}
