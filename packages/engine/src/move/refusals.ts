/** What the movement desk refuses, and in what words. */
import type { Office } from '@holdfast/core/nations'
import type { Refused } from '@holdfast/core/units'
import type { Planned } from './job-shelf.ts'

/** A refusal with its HTTP status. */
export type Refusal = Refused & { readonly status?: 403 | 404 | 409 | 422 | 503 }

/** Another office learns nothing. */
export const guarantorsOnly = (office: Office): Refusal | null =>
  office === 'guarantors'
    ? null
    : {
        refused:
          "movement plans, their bottlenecks and what they hang on are the guarantors' view only; log in to that office",
        status: 403,
      }
/** There is no such job, or none any more. */
export const noJob = (id: string): Refusal => ({
  refused: `there is no job ${id}; the list of jobs has those that are kept`,
  status: 404,
})

/** A re-plan goes on from a plan of the model in force as everything holds. */
export function refuseBase(of: Planned, digest: string): Refusal | null {
  if (of.modelDigest !== digest)
    return {
      refused: 'that plan is of a model that is no longer in force; solve the model anew',
      status: 409,
    }
  return of.faults.length === 0
    ? null
    : {
        refused:
          'that plan has faults in it already; name the plan as everything holds and choose all the faults together',
        status: 409,
      }
}
