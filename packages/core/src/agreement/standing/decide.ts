import type { Refused } from '../../units/index.ts'
import { decideAdopted } from './adopt.ts'
import type { AgreementCommand } from './command.ts'
import { decideAnnounced, decideWithdrawn } from './decide-activity.ts'
import { decideOnAmendment, decideProposed } from './decide-amendment.ts'
import { decideDuty } from './decide-duty.ts'
import { decideFact } from './decide-fact.ts'
import type { AgreementDraft } from './entry.ts'
import { checkRight, type Context } from './guard.ts'
import type { AgreementState } from './state.ts'

/** Decides a command of this step: the entries to record, or why not, and then nothing changes. */
export function decide(
  state: AgreementState,
  command: AgreementCommand,
  context: Context,
): { readonly entries: readonly AgreementDraft[] } | Refused {
  const refused = checkRight(command.type, context.actor)
  if (refused !== null) return refused
  switch (command.type) {
    case 'adoptAgreement':
      return decideAdopted(state, command)
    case 'proposeAmendment':
      return decideProposed(state, command, context)
    case 'supportAmendment':
    case 'opposeAmendment':
    case 'withdrawAmendment':
      return decideOnAmendment(state, command, context)
    case 'declareFact':
    case 'endFact':
      return decideFact(state, command, context)
    case 'showMet':
    case 'confirmMet':
    case 'recallMet':
      return decideDuty(state, command, context)
    case 'announceActivity':
      return decideAnnounced(state, command, context)
    case 'withdrawNotification':
      return decideWithdrawn(state, command, context)
  }
}
