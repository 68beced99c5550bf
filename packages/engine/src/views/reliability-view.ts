/**
 * Whether the machine's figures held true, by the findings of a deployment as an office may see them: where a figure is
 * withheld from the office, its case is not counted for that office either. With it goes how the recalibrations of those
 * figures stand, and to the monitor, whose people decide on them, what could be adopted now.
 */
import {
  findingsReportOf,
  fitOf,
  fitRefused,
  inForce,
  type Adoption,
  type ConfidenceState,
  type ReliabilityView,
  type ToldAdoption,
  type ToldRecalibration,
  type JudgedQuestion,
} from '@holdfast/core/fuse/confidence'
import type { Office } from '@holdfast/core/nations'
import type { Refused } from '@holdfast/core/units'
import { releaseIncident, type Release, type ReleasedIncident } from '@holdfast/core/verify'
import type { Holdfast } from '../runtime/index.ts'

/** Ended adoptions of one question that are shown. */
export const ENDED_SHOWN = 20

/** Why an office does not see the reliability of the machine's figures, or null: it is for those who find and judge. */
export const reliabilityRefused = (office: Office): Refused | null =>
  office === 'guarantors'
    ? {
        refused:
          "the reliability of the machine's figures is for the monitor's and the commission's offices; log in to one of them",
      }
    : null

/** What the view is made of. */
export interface ReliabilityNeeds {
  /** Released for the office. */
  readonly incidents: readonly ReleasedIncident[]
  readonly confidence: ConfidenceState
  readonly office: Office
  readonly notice: string | null
  readonly exercise: string | null
}

/** The view over incidents that were released for the office. */
export function reliabilityView({
  incidents,
  confidence,
  office,
  notice,
  exercise,
}: ReliabilityNeeds): ReliabilityView {
  const isExercise = exercise !== null
  const of = (question: JudgedQuestion): ToldRecalibration => {
    const now = inForce(confidence, question)
    const ended = confidence[question].filter((one) => one.ended !== null).toReversed()
    return {
      inForce: now === null ? null : told(now, office),
      ended: ended.slice(0, ENDED_SHOWN).map((one) => told(one, office)),
      older: Math.max(0, ended.length - ENDED_SHOWN),
      fit: office === 'monitor' ? offered(incidents, question, isExercise) : null,
    }
  }
  return {
    notice,
    ...findingsReportOf(incidents, { isExercise }),
    recalibrations: { occurred: of('occurred'), breach: of('breach') },
    withheld:
      office === 'monitor'
        ? []
        : ['recalibrations.fit', 'recalibrations.by', 'recalibrations.reason'],
  }
}

function offered(
  incidents: readonly ReleasedIncident[],
  question: JudgedQuestion,
  isExercise: boolean,
): ToldRecalibration['fit'] {
  const fit = fitOf(incidents, question, { isExercise })
  const { name, scripted, cases } = fit
  return { name, scripted, cases: cases.length, refused: fitRefused(fit)?.refused ?? null }
}

function told(adoption: Adoption, office: Office): ToldAdoption {
  const isMonitor = office === 'monitor'
  const { entry, atMs, cases, scripted, fit, by, reason, ended } = adoption
  return {
    entry,
    atMs,
    cases,
    scripted,
    fit: isMonitor ? fit : null,
    by: isMonitor ? by : null,
    reason: isMonitor ? reason : null,
    ended:
      ended === null || isMonitor
        ? ended
        : { entry: ended.entry, atMs: ended.atMs, by: null, reason: null },
  }
}

/** The view of a deployment for whom the release is. */
export function reliabilityOf(
  { mission, deployment }: Pick<Holdfast, 'mission' | 'deployment'>,
  release: Release,
  notice: string | null,
): ReliabilityView {
  const incidents = [...mission.verify.incidents.values()]
  return reliabilityView({
    incidents: incidents.map((one) => releaseIncident(one, release)),
    confidence: mission.confidence,
    office: release.office,
    notice,
    exercise: deployment.exercise,
  })
}
