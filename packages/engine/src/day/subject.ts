import type { Subject } from '@holdfast/core/liaise'
import type { InstantMs, Refused } from '@holdfast/core/units'
import type { VerifyState } from '@holdfast/core/verify'
import type { ProjectionSink } from '../projector/index.ts'

/**
 * When the subject of a hotline call happened: an event at the end of its time, a candidate at its instant, an incident
 * when it was opened. Refused where there is none of that id.
 */
export async function happenedAt(
  { kind, id }: Subject,
  {
    sink,
    mission,
  }: {
    readonly sink: Pick<ProjectionSink, 'get'>
    readonly mission: { readonly verify: Pick<VerifyState, 'incidents'> }
  },
): Promise<InstantMs | Refused> {
  const at =
    kind === 'incident'
      ? mission.verify.incidents.get(id)?.sinceMs
      : kind === 'event'
        ? (await sink.get('event', id))?.observed.toMs
        : (await sink.get('candidate', id))?.atMs
  return (
    at ?? {
      refused: `there is no ${kind} ${JSON.stringify(id)}; it may have been fused anew: look at the list again`,
    }
  )
}
