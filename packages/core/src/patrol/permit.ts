import { refuseMixture } from '../liaise/index.ts'
import type { Actor, Role } from '../nations/index.ts'
import type { Refused } from '../units/index.ts'
import type { CommandName } from './command.ts'

const OPS: readonly Role[] = ['watch', 'analyst', 'head-of-mission']
const DESK: readonly Role[] = ['watch', 'analyst']

/** Who may do what, in the monitor's office. A scripted officer plays any of these roles there. */
const ROLES: Readonly<Record<CommandName, readonly Role[]>> = {
  draftPlan: OPS,
  redraftPlan: OPS,
  // Security has no role of its own yet: the watch or an analyst clears, never who drafted.
  clearPlan: DESK,
  returnPlan: OPS,
  signPlan: ['head-of-mission'],
  withdrawPlan: OPS,
  planPatrol: OPS,
  depart: OPS,
  radioCheck: OPS,
  passCheckpoint: OPS,
  acknowledge: OPS,
  takeShelter: OPS,
  leaveShelter: OPS,
  changeMovement: OPS,
  requestEvacuation: OPS,
  recordReturn: OPS,
  cancelPatrol: OPS,
  acceptEvacuation: OPS,
  startEvacuation: OPS,
  collectCasualties: OPS,
  deliverCasualties: OPS,
  standDown: OPS,
}

/** Whether this actor may give this command on something that is scripted, real or not there yet (null). */
export function permit(type: CommandName, actor: Actor, scripted: boolean | null): Refused | null {
  if (actor.office !== 'monitor')
    return {
      refused: `the ${actor.office} office does not move patrols: log in to the monitor's to ${type}`,
    }
  const roles = ROLES[type]
  if (actor.role !== 'scripted' && !roles.includes(actor.role))
    return { refused: `the role ${actor.role} may not ${type}: it takes ${roles.join(', ')}` }
  return refuseMixture(actor, scripted)
}
