import * as agreement from '@holdfast/core/agreement'
import type { Draft } from '@holdfast/core/evidence'
import * as confidence from '@holdfast/core/fuse/confidence'
import * as generate from '@holdfast/core/generate'
import * as liaise from '@holdfast/core/liaise'
import * as move from '@holdfast/core/move'
import type { Actor, Office } from '@holdfast/core/nations'
import * as report from '@holdfast/core/report'
import * as observe from '@holdfast/core/observe'
import * as patrol from '@holdfast/core/patrol'
import * as respond from '@holdfast/core/respond'
import type { InstantMs, Refused } from '@holdfast/core/units'
import * as verify from '@holdfast/core/verify'
import type { Mission } from '../mission/index.ts'
import { textFor } from './text-of-day.ts'

/** A command of a person: which step decides it, and what it asks. */
export type Command =
  | ({ readonly step: 'observe' } & observe.ObserveCommand)
  | ({ readonly step: 'fuse' } & confidence.ConfidenceCommand)
  | ({ readonly step: 'agreement' } & agreement.AgreementCommand)
  | ({ readonly step: 'verify' } & verify.Command)
  | ({ readonly step: 'liaise' } & liaise.Command)
  | ({ readonly step: 'patrol' } & patrol.Command)
  | ({ readonly step: 'generate' } & generate.GenerateCommand)
  | ({ readonly step: 'move' } & move.MoveCommand)
  | ({ readonly step: 'respond' } & respond.RespondCommand)
  | ({ readonly step: 'report' } & report.IssueReport)

/** The offices whose people may command a step: monitor, commission and guarantors must not be one. */
const OFFICES_OF: Readonly<Record<Command['step'], readonly Office[]>> = {
  observe: ['monitor'],
  // Whoever finds says what the machine's figures are worth; the step itself says who of them.
  fuse: ['monitor'],
  // The monitor shows what was done and enters what it was told; the step itself says who may do what.
  agreement: ['monitor', 'commission'],
  // A minister votes for a capital from the guarantors' office; verify itself says who may do what.
  verify: ['monitor', 'commission', 'guarantors'],
  // The hotline is the monitor's and the commission's, the paper the commission's; the step itself says who may do what.
  liaise: ['monitor', 'commission'],
  patrol: ['monitor'],
  generate: ['guarantors'],
  move: ['guarantors'],
  respond: ['guarantors', 'commission'],
  report: ['monitor'],
}

// Which step decides a command is no part of what it asks: a step that records what it was asked would record that, too.
function own<C extends object>(command: C): C {
  const asked = { ...command }
  Reflect.deleteProperty(asked, 'step')
  return asked
}

/** Decides a command against the state, or refuses it with the reason. */
export function decideCommand(
  mission: Mission,
  command: Command,
  context: {
    readonly actor: Actor
    readonly nowMs: InstantMs
    /** Of the deployment; left out or null: it is live. */
    readonly exercise?: string | null
  },
): { readonly entries: readonly Draft[] } | Refused {
  const { actor } = context
  if (actor.role !== 'system' && !OFFICES_OF[command.step].includes(actor.office))
    return {
      refused: `the ${actor.office} office does not command ${command.step}; ${OFFICES_OF[command.step].join(' or ')} does`,
    }
  switch (command.step) {
    case 'observe':
      return observe.decide(mission.observe, own(command), context)
    case 'fuse':
      return confidence.decide(mission.confidence, own(command), {
        actor,
        incidents: mission.verify.incidents.values(),
        exercise: context.exercise ?? null,
      })
    case 'agreement':
      return agreement.decide(mission.agreement, own(command), context)
    case 'verify': {
      const adopted = textFor(mission, command, context.nowMs)
      if (adopted === null)
        return { refused: 'no agreement is adopted yet; adopt one before opening incidents' }
      return verify.decide(mission.verify, own(command), {
        ...context,
        agreement: adopted.agreement,
        textIn: adopted.entry,
        textAt: (ms) => agreement.adoptedAt(mission.agreement, ms)?.agreement ?? null,
        announcedAt: (ms) =>
          agreement
            .standingAt(mission.agreement, { fromMs: ms, toMs: ms }, adopted.agreement.id)
            .notified.map(({ rule }) => rule),
      })
    }
    case 'liaise':
      return liaise.decide(mission.liaise, own(command), {
        ...context,
        incidents: mission.verify.incidents,
      })
    case 'patrol':
      return patrol.decide(mission.patrol, own(command), context)
    case 'generate':
      return generate.decide(mission.generate, own(command), context)
    case 'move':
      return move.decide(mission.move, own(command), context)
    case 'report':
      return report.decide(mission.report, own(command), context)
    case 'respond':
      return respond.decide(mission.respond, own(command), {
        ...context,
        incidents: mission.verify.incidents,
      })
  }
}
