// Grouping decides what a finding rests on, so no machine does it: a machine, or anybody, may propose, and a person
// merges, splits or holds apart, with a reason, each of it undoable. Nothing that anybody signed loses its evidence.
import type { Refused } from '../../units/index.ts'
import type { GroupingCommand } from '../command.ts'
import { record } from '../decision.ts'
import type { Case, Decision } from '../decision.ts'
import { draft } from '../entry.ts'
import { CANDIDATES_MAX, checkText, checkTitle } from '../guard.ts'
import type { VerifyState } from '../state.ts'
import { INCIDENT_TABLE } from '../table.ts'
import { QUESTIONS } from '../types.ts'
import type { Incident, Question } from '../types.ts'
import { givenBack, joined, parted, statusOn, strictest } from './evidence.ts'
import { keptApart } from './apart.ts'
import { heldApart } from './pair.ts'
import type { GroupingProposal } from './types.ts'

/** Most proposals that may wait for a decision. */
export const PROPOSALS_OPEN_MAX = 10_000
/** Longest id of a candidate, characters. */
const ID_MAX = 128

type Of<Type extends GroupingCommand['type']> = Extract<GroupingCommand, { type: Type }>
type On<Type extends GroupingCommand['type']> = (command: Of<Type>, on: Case) => Decision

/** Questions that somebody proposed, signed or took to the capitals; a recalled one stands for nothing. */
const answered = (incident: Incident, isRecallFree: boolean): readonly Question[] =>
  QUESTIONS.filter((question) => {
    const { status } = incident.answers[question]
    return status !== 'open' && !(isRecallFree && status === 'recalled')
  })

const told = ({ entry, nation }: { entry: number; nation: string }): string =>
  `held apart by ${nation} (log ${entry}): undo that first`

/** Why two incidents cannot be one, or null: what a merger checks, and so what a proposal of one does. */
function checkMerge(
  { incident, state }: Pick<Case, 'incident' | 'state'>,
  into: string,
): Refused | { readonly survivor: Incident } {
  const survivor = state.incidents.get(into)
  if (survivor === undefined) return { refused: `there is no incident ${into}` }
  if (survivor.id === incident.id) return { refused: 'an incident is not merged into itself' }
  if (INCIDENT_TABLE[survivor.status].addCandidate.kind !== 'accepted')
    return { refused: `incident ${survivor.id} is ${survivor.status}: it takes nothing more` }
  if (survivor.scripted !== incident.scripted)
    return { refused: 'a scripted incident and a real one are never merged' }
  // A merger closes a case unsigned; so it may only move work that nobody has signed.
  const touched = answered(incident, false)
  if (touched.length > 0)
    return { refused: `${touched.join(', ')} of ${incident.id} has been proposed: decide it there` }
  const apart = keptApart(state, incident.id, survivor.id)
  if (apart !== null) return { refused: `${incident.id} and ${survivor.id} are ${told(apart)}` }
  const count = new Set([...survivor.candidates, ...incident.candidates]).size
  if (count > CANDIDATES_MAX)
    return {
      refused: `${survivor.id} would hold ${count} candidates: the most is ${CANDIDATES_MAX}`,
    }
  return { survivor }
}

/** Whether a merger of these two would be let through as they stand. */
export const mayMerge = (state: VerifyState, incident: Incident, into: string): boolean =>
  INCIDENT_TABLE[incident.status].merge.kind === 'accepted' &&
  !('refused' in checkMerge({ incident, state }, into))

/** Why these candidates cannot go to an incident of their own, or null. */
function checkSplit(incident: Incident, candidates: readonly string[]): Refused | null {
  const stranger = candidates.find((id) => !incident.candidates.includes(id))
  if (stranger !== undefined)
    return { refused: `${incident.id} holds no candidate ${stranger}: name candidates of its own` }
  const leaving = new Set(candidates).size
  if (leaving === 0) return { refused: 'no candidate is named: name those that go' }
  if (leaving === incident.candidates.length)
    return { refused: `all of ${incident.id} would go: leave it one candidate at least` }
  // What was signed must not lose what it was signed on.
  const touched = answered(incident, true)
  return touched.length === 0
    ? null
    : {
        refused: `${touched.join(', ')} of ${incident.id} stands on this evidence: vote it down or recall it first`,
      }
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one))

/** Whether an open proposal asks for just this. */
function isSame(
  proposal: GroupingProposal,
  asked: { readonly incident: string } & (
    | { readonly into: string }
    | { readonly candidates: readonly string[] }
  ),
): boolean {
  if (proposal.status !== 'open') return false
  if (proposal.kind === 'split')
    return (
      'candidates' in asked &&
      proposal.incident === asked.incident &&
      sameSet(proposal.candidates, asked.candidates)
    )
  return (
    'into' in asked && sameSet([proposal.incident, proposal.into], [asked.incident, asked.into])
  )
}

/** What any proposal must be: in words, with a score that is one, and not asked already. */
function checkProposal(
  state: VerifyState,
  command: Of<'proposeMerge'> | Of<'proposeSplit'>,
): Refused | null {
  const { score, reason } = command
  if (score !== null && !(score >= 0 && score <= 1))
    return { refused: `score ${score} lies outside 0 to 1` }
  let open = 0
  for (const proposal of state.proposals.values()) {
    if (isSame(proposal, command)) return { refused: `${proposal.id} proposes that already` }
    if (proposal.status === 'open') open += 1
  }
  if (open >= PROPOSALS_OPEN_MAX)
    return { refused: `${open} proposals wait for a decision: decide some of them first` }
  return checkText('reason', reason)
}

const proposeMerge: On<'proposeMerge'> = (command, on) => {
  const { into, reason, score } = command
  const checked = checkMerge(on, into)
  if ('refused' in checked) return checked
  return (
    checkProposal(on.state, command) ??
    record(draft('verify.merge-proposed', { ...on.named, into, reason, score }, on.opening))
  )
}

const proposeSplit: On<'proposeSplit'> = (command, on) => {
  const { candidates, reason, score } = command
  return (
    checkSplit(on.incident, candidates) ??
    checkProposal(on.state, command) ??
    record(draft('verify.split-proposed', { ...on.named, candidates, reason, score }, on.opening))
  )
}

const declineProposal: On<'declineProposal'> = ({ proposal: id, reason }, on) => {
  const proposal = on.state.proposals.get(id)
  if (proposal === undefined || proposal.incident !== on.incident.id)
    return { refused: `there is no proposal ${id} on ${on.incident.id}` }
  if (proposal.status !== 'open')
    return { refused: `proposal ${id} was ${proposal.status} already` }
  return (
    checkText('reason', reason) ??
    record(
      draft('verify.proposal-declined', { ...on.named, proposal: id, reason }, [proposal.entry]),
    )
  )
}

const merge: On<'merge'> = ({ into, reason }, on) => {
  const { incident } = on
  const checked = checkMerge(on, into)
  if ('refused' in checked) return checked
  const refused = checkText('reason', reason)
  if (refused !== null) return refused
  const { survivor } = checked
  const takes = {
    candidates: incident.candidates.filter((id) => !survivor.candidates.includes(id)),
    observations: incident.observations.filter((id) => !survivor.observations.includes(id)),
  }
  const grown = statusOn(survivor.status, {
    candidates: [...survivor.candidates, ...takes.candidates],
    testimony: joined(survivor.testimony, incident.testimony),
  })
  // Or a merger would take back what somebody corroborated, or the inquiry that somebody began.
  const intoNext = strictest(grown, incident.status)
  const refs = [incident.entries[0] ?? 0, survivor.entries[0] ?? 0]
  return record(
    draft('verify.incident-merged', { incident: incident.id, into, reason, takes, intoNext }, refs),
  )
}

const split: On<'split'> = ({ candidates, title, reason }, on) => {
  const { incident, state } = on
  const refused =
    checkSplit(incident, candidates) ?? checkTitle(title) ?? checkText('reason', reason)
  if (refused !== null) return refused
  const { left, gone } = parted(incident, candidates, state.taken)
  return record(
    draft(
      'verify.incident-split',
      {
        ...on.named,
        title,
        reason,
        candidates: gone.candidates,
        next: statusOn(incident.status, left),
        // Being split wins no time.
        ...(incident.occurredDueMs === undefined ? {} : { occurredDueMs: incident.occurredDueMs }),
      },
      on.opening,
    ),
  )
}

/** Why two cannot be held apart, or joined again: the other one must be there. */
function checkOther({ incident, state }: Case, other: string): Refused | null {
  if (other === incident.id) return { refused: 'an incident is not held apart from itself' }
  if (other.startsWith('I-'))
    return state.incidents.has(other) ? null : { refused: `there is no incident ${other}` }
  if (other.trim() === '' || other.length > ID_MAX)
    return { refused: 'other is neither an incident nor a candidate: name one by its id' }
  return incident.candidates.includes(other)
    ? { refused: `${incident.id} holds candidate ${other}: split it off first` }
    : null
}

const decorrelate: On<'decorrelate'> = ({ other, reason }, on) => {
  const refused = checkOther(on, other) ?? checkText('reason', reason)
  if (refused !== null) return refused
  const apart = heldApart(on.state, on.incident.id, other)
  if (apart !== null)
    return { refused: `${on.incident.id} and ${other} are held apart already (log ${apart.entry})` }
  return record(draft('verify.decorrelated', { ...on.named, other, reason }, on.opening))
}

const recorrelate: On<'recorrelate'> = ({ other, reason }, on) => {
  const apart = keptApart(on.state, on.incident.id, other)
  if (apart === null) return { refused: `${on.incident.id} and ${other} are not held apart` }
  return (
    checkText('reason', reason) ??
    record(
      draft('verify.recorrelated', { ...on.named, other, reason, pair: apart.pair }, [apart.entry]),
    )
  )
}

/** Decides each command on grouping. */
export const GROUPING: {
  readonly [Type in GroupingCommand['type']]: On<Type>
} = { proposeMerge, proposeSplit, declineProposal, merge, split, decorrelate, recorrelate }

/**
 * What reopening a merged incident takes from its survivor: all that this one brought. A survivor on which anything was
 * proposed or signed keeps it too, for an answer never loses what it was given on.
 */
export function returnsOf({
  incident,
  state,
}: Pick<Case, 'incident' | 'state'>): Refused | { readonly returns: Returns | null } {
  if (incident.mergedInto === null) return { returns: null }
  const survivor = state.incidents.get(incident.mergedInto)
  if (survivor === undefined) return { returns: null }
  if (survivor.status === 'merged')
    return {
      refused: `${survivor.id}, which ${incident.id} went into, was merged on: reopen that one first`,
    }
  const isOpen = INCIDENT_TABLE[survivor.status].addCandidate.kind === 'accepted'
  if (incident.taken === undefined || !isOpen || answered(survivor, true).length > 0)
    return { returns: null }
  const after = givenBack(survivor, incident.taken, state.taken)
  return {
    returns: { from: survivor.id, ...incident.taken, fromNext: statusOn(survivor.status, after) },
  }
}
/** What a survivor gives back, and where it stands then. */
export interface Returns {
  readonly from: string
  readonly candidates: readonly string[]
  readonly observations: readonly string[]
  readonly fromNext: Incident['status']
}
