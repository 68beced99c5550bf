import { isFictional } from '../nations/index.ts'
import type { Actor, Role } from '../nations/index.ts'
import type { Refused } from '../units/index.ts'
import type { Command, CommandName } from './command.ts'
import type { Incident } from './types.ts'

const WORK: readonly Role[] = ['watch', 'analyst', 'panel', 'head-of-mission']
const PANEL: readonly Role[] = ['panel']
const HEADS: readonly Role[] = ['panel', 'head-of-mission']

/** Who may do what. A scripted officer plays any of these roles, but only under the rules of `permit`. */
const ROLES: Readonly<Record<CommandName, readonly Role[]>> = {
  openIncident: WORK,
  addCandidate: WORK,
  corroborate: WORK,
  dismiss: ['analyst', 'head-of-mission'],
  startInquiry: WORK,
  fileClaim: WORK,
  // Of another nation than who filed it: `hearing.ts`.
  confirmClaim: WORK,
  takeBackClaim: WORK,
  // The one thing that no person need decide: a deadline passed.
  recordSilence: [...WORK, 'system'],
  ask: HEADS,
  proposeAnswer: ['analyst', 'panel'],
  vote: [...PANEL, 'minister'],
  // Of the proposing nation alone: `answer/decide.ts`.
  withdrawProposal: ['analyst', 'panel'],
  declareDeadlock: HEADS,
  referToCapitals: HEADS,
  dissent: [...PANEL, 'minister'],
  recall: PANEL,
  conclude: HEADS,
  publish: HEADS,
  correct: HEADS,
  // A machine may propose; what becomes of it is a person's decision.
  proposeMerge: [...WORK, 'system'],
  proposeSplit: [...WORK, 'system'],
  declineProposal: WORK,
  merge: HEADS,
  split: HEADS,
  decorrelate: WORK,
  recorrelate: WORK,
  reopen: HEADS,
  requestTask: WORK,
  reportAccess: WORK,
  closeTask: WORK,
  openAccessIncident: WORK,
  assign: WORK,
  note: WORK,
  handOver: WORK,
  acceptHandOver: WORK,
}

/** What the commission judges: the monitor finds and asks, the commission signs, so that nobody judges what they found. */
const JUDGING: ReadonlySet<CommandName> = new Set([
  // What the panel is asked beside what it always answers, and what goes out in its name, is its own to say.
  'ask',
  'vote',
  'declareDeadlock',
  'referToCapitals',
  'dissent',
  'recall',
  'conclude',
  'publish',
])

/** Only a panel undoes what a panel closed; what the monitor dismissed, anybody who works on incidents may bring back. */
const rolesFor = (type: CommandName, incident: Incident | null): readonly Role[] =>
  type === 'reopen' && incident?.status === 'dismissed' ? WORK : ROLES[type]

/**
 * Whether this actor may give this command on this incident at all. Scripted and real never mix on one incident:
 * a demonstration must not lean on a person's signature, nor a real finding on a script's.
 */
export function permit(command: Command, actor: Actor, incident: Incident | null): Refused | null {
  const scripted = actor.role === 'scripted'
  if (scripted && !isFictional(actor.nation))
    return {
      refused: `a scripted officer belongs to a fictional nation, and ${actor.nation} is none: use a code from XAA to XAZ`,
    }
  if (actor.office === 'guarantors' && actor.role !== 'system' && actor.role !== 'minister')
    return {
      refused:
        "the guarantors' office does not verify: log in to the monitor's or the commission's",
    }
  // A capital is asked because those who judge could not: its minister speaks from an office of its own.
  if (actor.role === 'minister' && actor.office !== 'guarantors')
    return {
      refused: "a minister speaks for a capital: log in to the guarantors' office",
    }
  if (JUDGING.has(command.type) && actor.office === 'monitor')
    return {
      refused: `the monitor's office does not judge: log in to the commission's to ${command.type}`,
    }
  // What is dismissed is no finding: the commission, which judges, reopens it and never closes a case unsigned.
  if (command.type === 'dismiss' && actor.office !== 'monitor')
    return {
      refused: `the ${actor.office} office does not dismiss: the monitor's does; the commission concludes or reopens`,
    }
  const roles = rolesFor(command.type, incident)
  if (!scripted && !roles.includes(actor.role))
    return {
      refused: `the role ${actor.role} may not ${command.type}: it takes ${roles.join(', ')}`,
    }
  if (incident !== null && actor.role !== 'system' && incident.scripted !== scripted)
    return {
      refused: incident.scripted
        ? `incident ${incident.id} belongs to a script: only scripted officers work on it`
        : `incident ${incident.id} is real: a scripted officer may not work on it`,
    }
  return null
}
