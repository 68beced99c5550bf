// A text that comes into force later does not reach back: an incident is judged by the text of its own day. So it must be
// known when that was. An event's beginning says it, as it does for the machine that raised the candidate; a claim says when
// it was; hindered access was met when it was reported.
import { countingClaims } from '../counting.ts'
import type { InstantMs } from '../../units/index.ts'
import type { VerifyState } from '../state.ts'
import type { Incident } from '../types.ts'

/**
 * When what an incident is about began, earliest first, each once: its candidates' events and deadlines and the report that
 * access was hindered; where there is neither, what its confirmed claims allege; where these say nothing, when it was opened. Never empty.
 */
export function happenedAt(
  { taken, tasks }: Pick<VerifyState, 'taken' | 'tasks'>,
  {
    candidates,
    access,
    accessTaken = [],
    claims,
    sinceMs,
  }: Pick<Incident, 'candidates' | 'access' | 'accessTaken' | 'claims' | 'sinceMs'>,
): readonly InstantMs[] {
  const grounds = access === undefined ? accessTaken : [access, ...accessTaken]
  const reports = grounds.flatMap(
    ({ task, report }) => tasks.get(task)?.access.find(({ entry }) => entry === report)?.atMs ?? [],
  )
  const known = [...candidates.flatMap((id) => taken.get(id)?.atMs ?? []), ...reports]
  const told =
    known.length > 0
      ? known
      : countingClaims({ claims }).flatMap(({ alleges }) => alleges?.fromMs ?? [])
  const instants = told.length > 0 ? told : [sinceMs]
  return [...new Set(instants)].toSorted((a, b) => a - b)
}
