/**
 * Whether the line of contact creeps, for the monitor's office alone: it rests on where forces stand (do no harm, N1). Others
 * learn of it when somebody reports a change of control, by the rules for any report.
 */
import { adoptedAt, lineOfContactAt } from '@holdfast/core/agreement'
import { creepsAlong } from '@holdfast/core/fuse/control'
import type { Office } from '@holdfast/core/nations'
import { isQuarantined } from '@holdfast/core/observe'
import type { Refused } from '@holdfast/core/units'
import type { Holdfast } from '../runtime/index.ts'
import { monitorOnly } from './offices.ts'

type RefusedLine = Refused & { readonly status: 403 | 404 }

/** Said with every answer. */
const SAYS =
  'An indication, not an event: posts that were seen farther forward than before, where the same ground was looked at.'

/** What positions seen held come to along the line in force now; what a source in quarantine saw is left out. */
export function lineCreep(
  { mission, nowMs, deployment }: Pick<Holdfast, 'mission' | 'nowMs' | 'deployment'>,
  office: Office,
  { toleratedM }: { readonly toleratedM: number },
): object | RefusedLine {
  const refused = monitorOnly(office, 'whether the line creeps')
  if (refused !== null) return { ...refused, status: 403 }
  const adopted = adoptedAt(mission.agreement, nowMs)
  if (adopted === null || adopted.agreement.linesOfContact.length === 0)
    return {
      refused:
        'no agreement with a line of contact is in force, so there is no line that could creep; adopt one first',
      status: 404,
    }
  const line = lineOfContactAt(adopted.agreement, nowMs)
  const { exercise } = deployment
  const held = mission.held.filter(
    (one) =>
      one.exercise === exercise &&
      !isQuarantined({ quarantines: mission.observe.quarantines }, one.source, one.atMs),
  )
  const { indications, used, far } = creepsAlong(line.line, held, toleratedM)
  return { says: SAYS, nowMs, line: line.id, title: line.title, toleratedM, indications, used, far }
}
