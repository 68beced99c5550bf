import type { Actor, Office, Role } from '../nations/index.ts'
import type { Refused } from '../units/index.ts'
import type { CommandName } from './command.ts'
import { refuseMixture } from './person.ts'

interface Permit {
  readonly offices: readonly Office[]
  readonly roles: readonly Role[]
}
const LIAISON: Permit = {
  offices: ['monitor', 'commission'],
  roles: ['watch', 'analyst', 'panel', 'head-of-mission'],
}
const SECRETARIAT: Permit = {
  offices: ['commission'],
  roles: ['analyst', 'panel', 'head-of-mission'],
}
const DELEGATES: Permit = { offices: ['commission'], roles: ['panel', 'head-of-mission'] }

/** Who may do what. A scripted officer plays any of these roles in the same offices. */
const PERMITS: Readonly<Record<CommandName, Permit>> = {
  openCall: LIAISON,
  logAttempt: LIAISON,
  recordNotCalled: LIAISON,
  reportFireStop: LIAISON,
  closeCall: LIAISON,
  callSession: SECRETARIAT,
  addAgendaItem: SECRETARIAT,
  // A note may be handed over at any door of the mission.
  lodgeProtest: LIAISON,
  answerProtest: DELEGATES,
  agreePoint: SECRETARIAT,
  completePoint: SECRETARIAT,
  dropPoint: DELEGATES,
  draftMinutes: SECRETARIAT,
  returnMinutes: DELEGATES,
  signMinutes: DELEGATES,
  cancelSession: DELEGATES,
}

/** Whether this actor may give this command on something that is scripted, real or not there yet (null). */
export function permit(type: CommandName, actor: Actor, scripted: boolean | null): Refused | null {
  const { offices, roles } = PERMITS[type]
  if (!offices.includes(actor.office))
    return {
      refused: `the ${actor.office} office does not ${type}: log in to the ${offices.join(' or ')} office`,
    }
  if (actor.role !== 'scripted' && !roles.includes(actor.role))
    return { refused: `the role ${actor.role} may not ${type}: it takes ${roles.join(', ')}` }
  return refuseMixture(actor, scripted)
}
