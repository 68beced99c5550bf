// A text that comes into force later does not reach back: an incident is judged by the text of its own day. So it must be
// known when that was. An event's beginning says it, as it does for the machine that raised the candidate; a claim says when
// it was; hindered access was met when it was reported.
import type { InstantMs } from '../../units/index.ts'
import type { VerifyState } from '../state.ts'
import type { Incident } from '../types.ts'

/**
 * When what an incident is about began, earliest first, each once: its candidates' events and deadlines and the report that
 * access was hindered; where there is neither, what its claims allege; where these say nothing, when it was opened. Never empty.
 */
export function happenedAt(
  { taken, tasks }: Pick<VerifyState, 'taken' | 'tasks'>,
  {
    candidates,
    access,
    claims,
    sinceMs,
  }: Pick<Incident, 'candidates' | 'access' | 'claims' | 'sinceMs'>,
): readonly InstantMs[] {
  const report = tasks
    .get(access?.task ?? '')
    ?.access.find(({ entry }) => entry === access?.report)?.atMs
  const known = [
    ...candidates.flatMap((id) => taken.get(id)?.atMs ?? []),
    ...(report === undefined ? [] : [report]),
  ]
  const told = known.length > 0 ? known : claims.flatMap(({ alleges }) => alleges?.fromMs ?? [])
  const instants = told.length > 0 ? told : [sinceMs]
  return [...new Set(instants)].toSorted((a, b) => a - b)
}
