import type { Entry, Tombstone } from '@holdfast/core/evidence'
import type { GenerateState } from '@holdfast/core/generate'
import { isReleasedNow, type Viewer } from '@holdfast/core/generate/register'
import {
  releaseActor,
  releasePayload,
  type Incident,
  type Release,
  type ReleasedPayload,
} from '@holdfast/core/verify'

const NOTHING: ReleasedPayload = { payload: null, withheld: ['payload'] }
// One head for all of them: what sets one withheld entry apart from another tells what it is.
const WITHHELD = { kind: 'withheld', atMs: 0, actor: null } as const

/**
 * An entry for an office: its head, and what may be read of its payload. An office that may read nothing of the payload
 * learns that there is an entry, and neither its kind, its instant nor who made it: a patrol's rhythm, an announced
 * activity and a call on the hotline are told by those alone. What is promised is released as the `register` has it now, to
 * the `viewer` or, for null, to what every nation may read: the log is read by an office, and no nation is named.
 */
export function releasedEntry(
  entry: Entry | Tombstone,
  incident: Incident | undefined,
  {
    release,
    register,
    viewer,
  }: {
    readonly release: Release
    readonly register: Pick<GenerateState, 'pledges'>
    readonly viewer: Viewer
  },
) {
  if ('tombstone' in entry)
    return { head: { kind: 'tombstone', atMs: 0, actor: null }, body: NOTHING }
  if (!isReleasedNow(entry, register, viewer)) return { head: WITHHELD, body: NOTHING }
  const body = releasePayload(entry, incident, release)
  if (body.withheld.includes('payload') && release.office !== 'monitor')
    return { head: WITHHELD, body: NOTHING }
  const { kind, atMs } = entry
  return { head: { kind, atMs, actor: releaseActor(entry, incident, release) }, body }
}
