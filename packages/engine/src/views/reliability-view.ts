/**
 * Whether the machine's figures held true, by the findings of a deployment as an office may see them: where a figure is
 * withheld from the office, its case is not counted for that office either.
 */
import { findingsReportOf, type FindingsReport } from '@holdfast/core/fuse/confidence'
import type { Office } from '@holdfast/core/nations'
import type { Refused } from '@holdfast/core/units'
import type { ReleasedIncident } from '@holdfast/core/verify'

/** What the page of reliability shows. */
export interface ReliabilityView extends FindingsReport {
  /** Said with everything that a demonstration shows; null for a live deployment. */
  readonly notice: string | null
}

/** Why an office does not see the reliability of the machine's figures, or null: it is for those who find and judge. */
export const reliabilityRefused = (office: Office): Refused | null =>
  office === 'guarantors'
    ? {
        refused:
          "the reliability of the machine's figures is for the monitor's and the commission's offices; log in to one of them",
      }
    : null

/** The view over incidents that were released for the office. */
export const reliabilityView = (
  incidents: readonly ReleasedIncident[],
  { notice, exercise }: { readonly notice: string | null; readonly exercise: string | null },
): ReliabilityView => ({
  notice,
  ...findingsReportOf(incidents, { isExercise: exercise !== null }),
})
