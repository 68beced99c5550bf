// Who may ask for what, and what a text or an instant must be. Monitor, commission and guarantors are separate: the monitor
// shows, the commission declares and confirms, and the guarantors, who answer breaches of the text, do neither.
import { isFictional } from '../../nations/index.ts'
import type { Actor, Office, Role } from '../../nations/index.ts'
import { DAY_MS, refuseWords, tellInstant } from '../../units/index.ts'
import type { DurationMs, InstantMs, Refused } from '../../units/index.ts'
import type { NotifiedRule } from '../document/types.ts'
import type { AgreementCommandName } from './command.ts'

/** Who asks, and when. */
export interface Context {
  readonly actor: Actor
  readonly nowMs: InstantMs
}
/** Longest reason, characters. */
export const REASON_CHARACTERS_MAX = 4_000
/** Longest title of an activity, characters. */
export const ACTIVITY_TITLE_CHARACTERS_MAX = 200
/** Widest disc of an activity, metres: one that covered the line would excuse everything on it. An assumption. */
export const ACTIVITY_RADIUS_M_MAX = 25_000
/** Longest activity; a longer one is announced again. An assumption: no public text sets it. */
export const ACTIVITY_MS_MAX: DurationMs = 31 * DAY_MS
/** How far ahead something may be declared or announced. */
export const AHEAD_MS_MAX: DurationMs = 366 * DAY_MS

const HEADS: readonly Role[] = ['panel', 'head-of-mission']
const WATCHERS: readonly Role[] = ['watch', 'analyst', 'head-of-mission']
const DESK: readonly Role[] = ['watch', 'analyst', 'panel', 'head-of-mission']

interface Right {
  readonly offices: readonly Office[]
  readonly roles: readonly Role[]
}
const COMMISSION: Right = { offices: ['commission'], roles: HEADS }
const REGISTER: Right = { offices: ['monitor', 'commission'], roles: DESK }

const RIGHTS: Readonly<Record<AgreementCommandName, Right>> = {
  // Of the text that ships with a demonstration, which no nation carried: each that people set is a motion.
  adoptAgreement: { offices: ['commission'], roles: ['system'] },
  proposeAmendment: COMMISSION,
  supportAmendment: COMMISSION,
  opposeAmendment: COMMISSION,
  withdrawAmendment: COMMISSION,
  declareFact: COMMISSION,
  endFact: COMMISSION,
  showMet: { offices: ['monitor'], roles: WATCHERS },
  confirmMet: COMMISSION,
  recallMet: COMMISSION,
  announceActivity: REGISTER,
  withdrawNotification: REGISTER,
}

const NOT_OWN = 'nobody sets the text that they watch by or answer breaches of'
const WHY: Readonly<Record<AgreementCommandName, string>> = {
  adoptAgreement: NOT_OWN,
  proposeAmendment: NOT_OWN,
  supportAmendment: NOT_OWN,
  opposeAmendment: NOT_OWN,
  withdrawAmendment: NOT_OWN,
  declareFact: 'the monitor sees, the commission declares',
  endFact: 'the monitor sees, the commission declares',
  showMet: 'the monitor shows that a duty was done, the commission confirms it',
  confirmMet: 'the monitor shows that a duty was done, the commission confirms it',
  recallMet: 'the commission takes back what it confirmed',
  announceActivity: 'the register is kept by those who are told',
  withdrawNotification: 'the register is kept by those who are told',
}

/** Whether this actor may give a command at all. */
export function checkRight(
  type: AgreementCommandName,
  { office, role, nation }: Actor,
): Refused | null {
  const { offices, roles } = RIGHTS[type]
  if (!offices.includes(office))
    return {
      refused:
        `the ${office} office may not ${type}: ${WHY[type]}; ` +
        `log in to the ${offices.join(' or the ')} office`,
    }
  if (type === 'adoptAgreement' && !roles.includes(role))
    return {
      refused:
        'no officer sets a text alone: propose it, and let officers of other nations support it ' +
        '(proposeAmendment, supportAmendment)',
    }
  if (role === 'scripted')
    return isFictional(nation)
      ? null
      : {
          refused: `a scripted officer belongs to a fictional nation, and ${nation} is none: use a code from XAA to XAZ`,
        }
  return roles.includes(role)
    ? null
    : { refused: `the role ${role} may not ${type}: it takes ${roles.join(', ')}` }
}

/** Whether the office keeps the register of a rule: those whom the rule wants told. */
export function checkTold({ id, to }: NotifiedRule, { office }: Actor): Refused | null {
  return to === 'both' || to === office
    ? null
    : { refused: `activities of rule ${id} are announced to the ${to}: let that office enter them` }
}

/** Scripted and real never mix: what a script made, only scripts go on with. */
export function checkMixed(what: string, isScripted: boolean, { role }: Actor): Refused | null {
  if (isScripted === (role === 'scripted')) return null
  return {
    refused: isScripted
      ? `${what} belongs to a script: only scripted officers go on with it`
      : `${what} is real: a scripted officer may not go on with it`,
  }
}

/** Fictional nations have no part in what real ones set in force: they exist for exercises. */
export function checkFiction(what: string, isFiction: boolean, { nation }: Actor): Refused | null {
  return isFiction || !isFictional(nation)
    ? null
    : {
        refused: `${what} is of real nations, and ${nation} is fictional: an officer of a real nation has to say so`,
      }
}

/** Refuses an empty or overlong text. */
export function checkText(
  field: string,
  text: unknown,
  max = REASON_CHARACTERS_MAX,
): Refused | null {
  return refuseWords(field, text, { max })
}

/** Refuses what is no instant, and what lies further ahead than anything may be declared or announced. */
export function checkInstant(field: string, ms: unknown, nowMs: InstantMs): Refused | null {
  if (typeof ms !== 'number' || !Number.isSafeInteger(ms))
    return { refused: `${field} is no instant in whole milliseconds, UTC` }
  if (ms <= nowMs + AHEAD_MS_MAX) return null
  return {
    refused: `${field} is ${tellInstant(ms)}, more than ${AHEAD_MS_MAX / DAY_MS} days ahead: say it nearer the time`,
  }
}

/** The first refusal of those asked, in their order. */
export function firstOf(...checks: readonly (() => Refused | null)[]): Refused | null {
  for (const check of checks) {
    const refused = check()
    if (refused !== null) return refused
  }
  return null
}
