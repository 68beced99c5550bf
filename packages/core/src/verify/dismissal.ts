// Most of what machines raise is nothing, and a panel of nations cannot sign each of it away. So before the inquiry the
// monitor may dismiss: with a ground and a reason, by a person, undone by a person. A dismissal is no finding, answers no
// question and releases no place. The nations that collected the evidence never dismiss alone; where more than a machine
// speaks for the incident (independent groups of sources, a party, hindered access) it takes officers of two nations.
import type { NationCode } from '../nations/index.ts'
import type { Refused } from '../units/index.ts'
import type { IncidentCommand } from './command.ts'
import { record } from './decision.ts'
import type { Case, Decision } from './decision.ts'
import type { Entry } from '../evidence/index.ts'
import { draft } from './entry.ts'
import type { Payloads } from './entry.ts'
import { checkText } from './guard.ts'
import { DISMISSAL_GROUNDS, QUESTIONS } from './types.ts'
import type { Dismissal, Incident } from './types.ts'

/**
 * Distinct nations whose officers must move to dismiss this incident: one, or two where more than a machine speaks for it, or for
 * one that was merged into it: a survivor holds the claims and the hindered access that it took over.
 */
export const dismissalTakes = ({
  status,
  claims,
  access,
  accessTaken = [],
}: Pick<Incident, 'status' | 'claims' | 'access' | 'accessTaken'>): 1 | 2 =>
  status === 'corroborated' || claims.length > 0 || access !== undefined || accessTaken.length > 0
    ? 2
    : 1

/** Whether these nations suffice: enough of them, and not all of them collectors. */
const isEnough = (incident: Incident, nations: readonly NationCode[]): boolean =>
  nations.length >= dismissalTakes(incident) &&
  nations.some((nation) => !incident.collectedBy.includes(nation))

/** Refuses an unknown ground, a panel's question, another ground than the first officer's, and a nation's second word. */
function checkDismissal(
  incident: Incident,
  { ground, reason }: Extract<IncidentCommand, { type: 'dismiss' }>,
  nation: NationCode,
): Refused | null {
  if (!DISMISSAL_GROUNDS.includes(ground))
    return { refused: `ground ${ground} is unknown: use one of ${DISMISSAL_GROUNDS.join(', ')}` }
  const touched = QUESTIONS.filter((question) => incident.answers[question].status !== 'open')
  if (touched.length > 0)
    return {
      refused: `${touched.join(', ')} of ${incident.id} has been proposed: the panel decides it, and the commission concludes`,
    }
  const { dismissal } = incident
  if (dismissal === undefined) return checkText('reason', reason)
  if (dismissal.moved.some((one) => one.nation === nation))
    return {
      refused: `${nation} has moved to dismiss ${incident.id} already: an officer of another nation must agree`,
    }
  if (dismissal.ground !== ground)
    return {
      refused: `${incident.id} is moved to be dismissed as ${dismissal.ground}: agree to that ground, or start the inquiry`,
    }
  return checkText('reason', reason)
}

/** Moves to dismiss an incident, or agrees to it; takes effect with the last officer that it takes. */
export function dismiss(
  command: Extract<IncidentCommand, { type: 'dismiss' }>,
  { incident, named, opening, context: { actor } }: Case,
): Decision {
  const refused = checkDismissal(incident, command, actor.nation)
  if (refused !== null) return refused
  const before = incident.dismissal?.moved ?? []
  const nations = [...before.map(({ nation }) => nation), actor.nation]
  const next = isEnough(incident, nations) ? 'dismissed' : incident.status
  const { ground, reason } = command
  const refs = [...new Set([...opening, ...before.map(({ entry }) => entry)])]
  return record(draft('verify.dismissal-moved', { ...named, ground, reason, next }, refs))
}

/** The incident once somebody moved to dismiss it. */
export function dismissalMoved(
  incident: Incident,
  { actor: { nation, name }, atMs, index }: Entry,
  { ground, reason, next }: Payloads['verify.dismissal-moved'],
): Incident {
  const moved = { nation, officer: name, reason, atMs, entry: index }
  const dismissal: Dismissal = {
    ground,
    moved: [...(incident.dismissal?.moved ?? []), moved],
    from: incident.dismissal?.from ?? incident.status,
    atMs: next === 'dismissed' ? atMs : null,
  }
  return { ...incident, status: next, dismissal }
}

/** Where a dismissed incident stands once it is reopened: where it stood; null for one that was not dismissed. */
export const reopensAs = ({ status, dismissal }: Incident): Incident['status'] | null =>
  status === 'dismissed' ? (dismissal?.from ?? 'candidate') : null
