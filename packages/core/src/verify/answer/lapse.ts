// A vote is given on one proposal. Once that is voted down, withdrawn, replaced or recalled, what was said of it goes with
// it: shown beside a later answer it would make nations dissent from what they signed.
import type { Entry } from '../../evidence/index.ts'
import type { NationCode } from '../../nations/index.ts'
import { blankAnswer } from '../fresh.ts'
import type { Answer, Dissent, Incident, Lapse, LapsedProposal, Question } from '../types.ts'

/** The incident with the question open again, and the proposal kept apart with its votes and its dissent. */
export function lapsed(
  incident: Incident,
  question: Question,
  how: Lapse,
  { atMs, index }: Pick<Entry, 'atMs' | 'index'>,
): Incident {
  const answer: Answer = incident.answers[question]
  if (answer.proposedIn === null) return incident
  const { value, standard, proposedBy, proposedIn, machineProbability, votes } = answer
  const isIts = (one: Dissent): boolean => one.question === question
  const gone: LapsedProposal = {
    question,
    value,
    standard,
    proposedBy,
    proposedIn,
    machineProbability,
    votes,
    how,
    dissent: incident.dissent.filter(isIts),
    atMs,
    entry: index,
  }
  return {
    ...incident,
    answers: { ...incident.answers, [question]: blankAnswer(question, incident.scripted) },
    dissent: incident.dissent.filter((one) => !isIts(one)),
    lapsed: [...(incident.lapsed ?? []), gone],
  }
}

/** The dissent without the votes of a nation's officer that its capital overrules; the votes keep them. */
export function withoutOverruled(
  dissent: readonly Dissent[],
  { votes }: Pick<Answer, 'votes'>,
  nation: NationCode,
): readonly Dissent[] {
  const overruled = new Set(
    votes.filter((vote) => vote.nation === nation && !vote.agrees).map(({ entry }) => entry),
  )
  return overruled.size === 0
    ? dissent
    : dissent.filter(({ entry }) => entry === undefined || !overruled.has(entry))
}
