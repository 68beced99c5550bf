import type { Command } from './command.ts'
import { COMMANDS } from './command.ts'
import { answerProtest, callSession, endPoint, lodgeProtest, onSession } from './commission.ts'
import type { LiaiseContext, OnSession } from './commission.ts'
import type { Decision } from './entry.ts'
import type { LiaiseState } from './evolve.ts'
import { closeCall, onLeg, openCall } from './hotline.ts'
import { permit } from './permit.ts'
import { CALL_TABLE, SESSION_TABLE } from './table.ts'

function onCall(
  command: Extract<Command, { call: string }>,
  state: LiaiseState,
  { actor, nowMs }: LiaiseContext,
): Decision {
  const call = state.calls.get(command.call)
  if (call === undefined) return { refused: `there is no call ${command.call}` }
  const refused = permit(command.type, actor, call.scripted)
  if (refused !== null) return refused
  const cell = CALL_TABLE[call.status][command.type]
  if (cell.kind === 'refused') return { refused: `${call.id} is ${call.status}: ${cell.reason}` }
  return command.type === 'closeCall' ? closeCall(command.note, call) : onLeg(command, call, nowMs)
}

function onHeld(command: OnSession, state: LiaiseState, context: LiaiseContext): Decision {
  const session = state.sessions.get(command.session)
  if (session === undefined) return { refused: `there is no session ${command.session}` }
  const refused = permit(command.type, context.actor, session.scripted)
  if (refused !== null) return refused
  const cell = SESSION_TABLE[session.status][command.type]
  if (cell.kind === 'refused')
    return { refused: `${session.id} is ${session.status}: ${cell.reason}` }
  return onSession(command, session, { state, context })
}

/** What a command makes of the state: the entries to record, or why it is refused. The state itself never changes here. */
export function decide(state: LiaiseState, command: Command, context: LiaiseContext): Decision {
  const { actor, incidents } = context
  switch (command.type) {
    case 'openCall':
    case 'lodgeProtest': {
      const about = command.type === 'openCall' ? command.subject.id : (command.incident ?? '')
      const scripted = incidents.get(about)?.scripted ?? null
      const refused = permit(command.type, actor, scripted)
      if (refused !== null) return refused
      return command.type === 'openCall'
        ? openCall(command, state, context)
        : lodgeProtest(command, state, context)
    }
    case 'callSession':
      return permit(command.type, actor, null) ?? callSession(command, state, context.nowMs)
    case 'answerProtest': {
      const protest = state.protests.get(command.protest)
      if (protest === undefined) return { refused: `there is no protest note ${command.protest}` }
      const refused = permit(command.type, actor, protest.scripted)
      return refused ?? answerProtest(command.text, protest)
    }
    case 'completePoint':
    case 'dropPoint': {
      const scripted = state.points.get(command.point)?.scripted ?? null
      return permit(command.type, actor, scripted) ?? endPoint(command, state)
    }
    case 'logAttempt':
    case 'recordNotCalled':
    case 'reportFireStop':
    case 'closeCall':
      return onCall(command, state, context)
    case 'addAgendaItem':
    case 'agreePoint':
    case 'draftMinutes':
    case 'returnMinutes':
    case 'signMinutes':
    case 'cancelSession':
      return onHeld(command, state, context)
    default: {
      const { type }: { type: string } = command
      return { refused: `liaise knows no command ${type}: use one of ${COMMANDS.join(', ')}` }
    }
  }
}
