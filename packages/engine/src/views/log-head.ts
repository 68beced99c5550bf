import type { Entry, Tombstone } from '@holdfast/core/evidence'
import type { GenerateState } from '@holdfast/core/generate'
import { isReleasedNow } from '@holdfast/core/generate/register'
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
 * activity and a call on the hotline are told by those alone. What is promised is released as the `register` has it now.
 */
export function releasedEntry(
  entry: Entry | Tombstone,
  incident: Incident | undefined,
  release: Release,
  register: Pick<GenerateState, 'pledges'>,
) {
  if ('tombstone' in entry)
    return { head: { kind: 'tombstone', atMs: 0, actor: null }, body: NOTHING }
  // The log is read by an office, and no nation is named: what is not released to every nation of it stays withheld.
  if (!isReleasedNow(entry, register)) return { head: WITHHELD, body: NOTHING }
  const body = releasePayload(entry, incident, release)
  if (body.withheld.includes('payload') && release.office !== 'monitor')
    return { head: WITHHELD, body: NOTHING }
  const { kind, atMs } = entry
  return { head: { kind, atMs, actor: releaseActor(entry, incident, release) }, body }
}
