// A text that comes into force later does not reach back (S2 of docs/specs/agreement-standing.md), and one that comes into
// force while nations vote changes nothing of what they vote on. So a command on an incident is decided under the text of the
// day of what happened, one on an answer under the text that the answer was proposed under, and only what happens now (access
// that is hindered today) under the text of today.
import { adoptedAt } from '@holdfast/core/agreement'
import type { Adopted, AgreementState } from '@holdfast/core/agreement'
import type { InstantMs } from '@holdfast/core/units'
import { happenedAt } from '@holdfast/core/verify'
import type {
  AnswerValue,
  CandidateSnapshot,
  Command,
  Incident,
  VerifyState,
} from '@holdfast/core/verify'

/** What texts are looked up in. */
interface Seen {
  readonly agreement: AgreementState
  readonly verify: VerifyState
}

const distinct = (texts: readonly (Adopted | null)[]): readonly Adopted[] => [
  ...new Set(texts.filter((one) => one !== null)),
]

/** The texts in force when what an incident is about began, the earliest first; one, but where an amendment lies between. */
export const textsOf = (seen: Seen, incident: Incident): readonly Adopted[] =>
  distinct(happenedAt(seen.verify, incident).map((ms) => adoptedAt(seen.agreement, ms)))

/** Whether a text has a clause, and a version of that name. */
const has = (
  { agreement: { provisions, obligations, versions } }: Adopted,
  { clause, agreementVersion }: Exclude<AnswerValue['breach'], string>,
): boolean =>
  [...provisions, ...obligations].some((one) => one.clause === clause) &&
  versions.some(({ id }) => id === agreementVersion)

/** The text that an answer was proposed under; null where none is on record. */
const proposedUnder = (
  { adopted }: AgreementState,
  { answers }: Incident,
  question: keyof Incident['answers'],
): Adopted | null => {
  const { textIn } = answers[question]
  return textIn === undefined ? null : (adopted.find(({ entry }) => entry === textIn) ?? null)
}

/** The text for a new proposal: that of the clause it names, of the signed breach that it rests on, else the earliest. */
function forProposal(
  seen: Seen,
  incident: Incident,
  command: Extract<Command, { type: 'proposeAnswer' }>,
): Adopted | null {
  const texts = textsOf(seen, incident)
  if (command.question === 'breach') {
    const { value } = command
    const named =
      typeof value === 'object' && value !== null ? texts.find((text) => has(text, value)) : null
    return named ?? texts[0] ?? null
  }
  const rests = command.question !== 'occurred' && incident.answers.breach.status === 'signed'
  const under = rests ? proposedUnder(seen.agreement, incident, 'breach') : null
  return under ?? texts[0] ?? null
}

/** The text of an event that comes in: of the instant at which it began. */
const ofCandidate = (seen: Seen, { candidate, fromMs }: CandidateSnapshot): Adopted | null =>
  adoptedAt(seen.agreement, fromMs ?? candidate.atMs)

/** The text for a command on an incident that there is; null where the incident says nothing of it. */
function onIncident(seen: Seen, incident: Incident, command: Command): Adopted | null {
  if (command.type === 'addCandidate') return ofCandidate(seen, command.candidate)
  if (command.type === 'proposeAnswer') return forProposal(seen, incident, command)
  if (command.type === 'openAccessIncident') {
    const report = seen.verify.tasks.get(command.task)?.access.at(-1)
    return report === undefined ? null : adoptedAt(seen.agreement, report.atMs)
  }
  // What a request from outside calls a question may be none.
  const question = 'question' in command ? command.question : null
  const isOnAnswer = question !== null && Object.hasOwn(incident.answers, question)
  const under = isOnAnswer ? proposedUnder(seen.agreement, incident, question) : null
  return under ?? textsOf(seen, incident)[0] ?? null
}

/** The text that a command of the step verify is decided under; null while none is adopted. */
export function textFor(seen: Seen, command: Command, nowMs: InstantMs): Adopted | null {
  const now = adoptedAt(seen.agreement, nowMs)
  if (command.type === 'openIncident') {
    const begun = command.candidates.map(({ candidate, fromMs }) => fromMs ?? candidate.atMs)
    return begun.length === 0 ? now : adoptedAt(seen.agreement, Math.min(...begun))
  }
  const incident = 'incident' in command ? seen.verify.incidents.get(command.incident) : undefined
  // Access is hindered now, whatever day the incident is of.
  if (incident === undefined || command.type === 'reportAccess') return now
  return onIncident(seen, incident, command) ?? now
}
