import type { Entry, Tombstone } from '@holdfast/core/evidence'
import type { GenerateState } from '@holdfast/core/generate'
import { isReleasedNow, type Viewer } from '@holdfast/core/generate/register'
import {
  incidentIn,
  releaseActor,
  releasePayload,
  type Incident,
  type Release,
  type ReleasedPayload,
} from '@holdfast/core/verify'
import type { Mission } from '../mission/index.ts'

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

/** The incident that an entry tells of; an entry on a clock names the clock alone. */
export function incidentOf(
  entry: Entry | Tombstone,
  { verify, respond }: Pick<Mission, 'verify' | 'respond'>,
): Incident | undefined {
  if ('tombstone' in entry) return undefined
  const { payload } = entry
  const clock =
    typeof payload === 'object' && payload !== null && 'clock' in payload && payload.clock
  const named = typeof clock === 'string' ? respond.clocks.get(clock)?.incident : undefined
  return verify.incidents.get(incidentIn(entry) ?? named ?? '')
}
