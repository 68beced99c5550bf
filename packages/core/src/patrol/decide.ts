import { COMMANDS } from './command.ts'
import type { Command } from './command.ts'
import { onEvacuation, onPatrol } from './conduct.ts'
import type { Decision } from './entry.ts'
import type { PatrolState } from './evolve.ts'
import { planPatrol } from './movement.ts'
import { permit } from './permit.ts'
import { draftPlan, onPlan } from './plan.ts'
import type { PatrolContext } from './plan.ts'

type OnPlan = Extract<Command, { plan: string }>

function decideOnPlan(command: OnPlan, state: PatrolState, context: PatrolContext): Decision {
  const plan = state.plans.get(command.plan)
  if (plan === undefined) return { refused: `there is no plan ${command.plan}` }
  const refused = permit(command.type, context.actor, plan.scripted)
  if (refused !== null) return refused
  return command.type === 'planPatrol'
    ? planPatrol(command, plan, state)
    : onPlan(command, plan, { state, context })
}

/** What a command makes of the state: the entries to record, or why it is refused. The state itself never changes here. */
export function decide(state: PatrolState, command: Command, context: PatrolContext): Decision {
  if (!COMMANDS.includes(command.type))
    return {
      refused: `patrol knows no command ${command.type as string}: use one of ${COMMANDS.join(', ')}`,
    }
  if (command.type === 'draftPlan')
    return permit(command.type, context.actor, null) ?? draftPlan(command, state, context.nowMs)
  if ('plan' in command) return decideOnPlan(command, state, context)
  if ('evacuation' in command) {
    const evacuation = state.evacuations.get(command.evacuation)
    if (evacuation === undefined) return { refused: `there is no evacuation ${command.evacuation}` }
    const refused = permit(command.type, context.actor, evacuation.scripted)
    return refused ?? onEvacuation(command, evacuation)
  }
  const patrol = state.patrols.get(command.patrol)
  if (patrol === undefined) return { refused: `there is no patrol ${command.patrol}` }
  const refused = permit(command.type, context.actor, patrol.scripted)
  return refused ?? onPatrol(command, patrol, { state, context })
}
