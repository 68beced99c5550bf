// A finding that stands up to a hostile reading needs an answer to "could this have happened in another order?".
// Conditions scattered over handlers cannot give one. So both life cycles are total tables: every status against
// every command, and a missing cell does not compile. The tables say what is possible at all; the guards in
// `guard.ts` say what more is needed; nothing moves a status in any other way. The tables stand in
// docs/specs/incident-lifecycle.md too, and a test holds the two equal.
import type { CommandName, QuestionCommand } from './command.ts'
import type { AnswerStatus, IncidentStatus } from './types.ts'

/** What a command does in a status: `next` lists every status that it may lead to. */
export type Cell<Status extends string> =
  | { readonly kind: 'accepted'; readonly next: readonly Status[] }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'impossible' }

/** What moves an answer: the commands that name a question, and the recall of the answer that it rests on. */
export type AnswerMove = QuestionCommand['type'] | 'groundRecalled'
/** What moves an incident: every command, and evidence that comes or goes when another one is merged or reopened. */
export type IncidentMove = CommandName | 'evidenceMoved'

const to = <Status extends string>(...next: readonly Status[]): Cell<Status> => ({
  kind: 'accepted',
  next,
})
const no = (reason: string): Cell<never> => ({ kind: 'refused', reason })
// The command creates an incident, or is about none: it cannot meet one that exists.
const impossible: Cell<never> = { kind: 'impossible' }

const UNOPENED = 'the inquiry has not been started: start it first'
const BARE = 'the incident has no candidate: add one before it is split'
const RUNNING = 'the inquiry runs already: go on with claims and answers'
const UNCONCLUDED = 'the incident is not concluded: conclude it first'
const CLOSED = 'the incident is concluded: reopen it first'
const OUT =
  'the finding is out: correct or recall an answer that is signed; a published deadlock is reopened'
const RECALLED = 'the finding was recalled: reopen the incident first'
const DISMISSED = 'the incident was dismissed: reopen it first'
const TAKES_NOTHING =
  'it is closed, and nothing is merged into it or split from it: reopen it first'
const MERGED = 'the incident was merged: work on the one that it was merged into, or reopen it'

type IncidentRow = Readonly<Record<IncidentMove, Cell<IncidentStatus>>>
type AtWork = 'recorded' | 'candidate' | 'corroborated' | 'inquiry'

/** Where an incident at work may stand once evidence came or went; only the inquiry does not rest on how much there is. */
const MOVED: Readonly<Record<AtWork, Cell<IncidentStatus>>> = {
  recorded: to('recorded', 'candidate', 'corroborated', 'inquiry'),
  candidate: to('candidate', 'recorded', 'corroborated', 'inquiry'),
  corroborated: to('corroborated', 'candidate', 'recorded', 'inquiry'),
  inquiry: to('inquiry'),
}

/** What changes nothing of the finding, and so goes on whatever the status. */
const kept = <S extends IncidentStatus>(status: S) => ({
  declineProposal: to(status),
  decorrelate: to(status),
  recorrelate: to(status),
  reportAccess: to(status),
  closeTask: to(status),
  openAccessIncident: to(status),
  assign: to(status),
  note: to(status),
})

const atWork = (status: AtWork): IncidentRow => ({
  openIncident: impossible,
  handOver: impossible,
  acceptHandOver: impossible,
  ...kept(status),
  addCandidate: to(status === 'recorded' ? 'candidate' : status),
  corroborate:
    status === 'inquiry'
      ? no(RUNNING)
      : status === 'corroborated'
        ? no('the incident is corroborated already: start the inquiry')
        : to('corroborated'),
  dismiss:
    status === 'inquiry'
      ? no('the inquiry runs: the panel answers, and the commission concludes')
      : to(status, 'dismissed'),
  startInquiry: status === 'inquiry' ? no(RUNNING) : to('inquiry'),
  fileClaim: to(status),
  confirmClaim: to(status),
  takeBackClaim: to(status),
  recordSilence: status === 'inquiry' ? to(status) : no(UNOPENED),
  ask: to(status),
  proposeAnswer: to(status),
  vote: to(status),
  withdrawProposal: to(status),
  declareDeadlock: to(status),
  referToCapitals: to(status),
  dissent: to(status),
  recall: to(status),
  conclude: to('concluded'),
  publish: no(UNCONCLUDED),
  correct: no(UNCONCLUDED),
  proposeMerge: to(status),
  proposeSplit: status === 'recorded' ? no(BARE) : to(status),
  merge: to('merged'),
  split:
    status === 'recorded'
      ? no(BARE)
      : status === 'corroborated'
        ? to('corroborated', 'candidate')
        : to(status),
  requestTask: to(status),
  reopen: no('the incident is at work, with nothing to reopen: go on with it'),
  evidenceMoved: MOVED[status],
})

/** Nothing works on an incident in this status but what the row adds. */
const shut = (reason: string, opens: Partial<IncidentRow>): IncidentRow => ({
  openIncident: impossible,
  handOver: impossible,
  acceptHandOver: impossible,
  addCandidate: no(reason),
  corroborate: no(reason),
  dismiss: no(reason),
  startInquiry: no(reason),
  fileClaim: no(reason),
  confirmClaim: no(reason),
  takeBackClaim: no(reason),
  recordSilence: no(reason),
  ask: no(reason),
  proposeAnswer: no(reason),
  vote: no(reason),
  withdrawProposal: no(reason),
  declareDeadlock: no(reason),
  referToCapitals: no(reason),
  dissent: no(reason),
  recall: no(reason),
  conclude: no(reason),
  publish: no(reason),
  correct: no(reason),
  proposeMerge: no(reason),
  proposeSplit: no(reason),
  declineProposal: no(reason),
  merge: no(reason),
  split: no(reason),
  decorrelate: no(reason),
  recorrelate: no(reason),
  reopen: no(reason),
  requestTask: no(reason),
  reportAccess: no(reason),
  closeTask: no(reason),
  openAccessIncident: no(reason),
  assign: no(reason),
  note: no(reason),
  evidenceMoved: no(TAKES_NOTHING),
  ...opens,
})

/** The life cycle of an incident: every status against every command. */
export const INCIDENT_TABLE: Readonly<Record<IncidentStatus, IncidentRow>> = {
  recorded: atWork('recorded'),
  candidate: atWork('candidate'),
  corroborated: atWork('corroborated'),
  dismissed: shut(DISMISSED, {
    ...kept('dismissed'),
    reopen: to('recorded', 'candidate', 'corroborated'),
  }),
  inquiry: atWork('inquiry'),
  concluded: shut(CLOSED, {
    ...kept('concluded'),
    dissent: to('concluded'),
    recall: to('concluded', 'inquiry'),
    publish: to('published'),
    correct: no('the finding is not published: publish it, or reopen it and answer anew'),
    reopen: to('inquiry'),
  }),
  published: shut(OUT, {
    ...kept('published'),
    dissent: to('published'),
    recall: to('published', 'recalled'),
    correct: to('published', 'corrected'),
    reopen: to('inquiry'),
  }),
  corrected: shut(OUT, {
    ...kept('corrected'),
    dissent: to('corrected'),
    recall: to('corrected', 'recalled'),
    correct: to('corrected'),
    reopen: to('inquiry'),
  }),
  recalled: shut(RECALLED, { ...kept('recalled'), reopen: to('inquiry') }),
  merged: shut(MERGED, { reopen: to('inquiry') }),
}

type AnswerRow = Readonly<Record<AnswerMove, Cell<AnswerStatus>>>

const NOTHING = 'nothing is proposed: propose an answer first'
const SIGNED = 'the answer is signed: recall it first'
const UNSIGNED = 'the answer is not signed: withdraw the proposal, or vote against it'
const PENDING = 'a proposal is being voted on'
const WITH_CAPITALS = 'the question is with the capitals'
const UNDEADLOCKED =
  'only a deadlocked question is referred to the capitals: vote, and declare a deadlock first'

/** The life cycle of each of the five answers: every status against everything that moves it. */
export const ANSWER_TABLE: Readonly<Record<AnswerStatus, AnswerRow>> = {
  open: {
    ask: to('open'),
    proposeAnswer: to('proposed'),
    vote: no(NOTHING),
    withdrawProposal: no(NOTHING),
    declareDeadlock: no(NOTHING),
    referToCapitals: no(UNDEADLOCKED),
    dissent: no(NOTHING),
    recall: no(UNSIGNED),
    groundRecalled: to('open'),
  },
  proposed: {
    ask: no('the question was asked already: propose an answer, or vote on the one proposed'),
    proposeAnswer: no(
      `${PENDING}: vote on it, withdraw it, or declare a deadlock once its clock has run out`,
    ),
    vote: to('proposed', 'signed', 'open'),
    withdrawProposal: to('open'),
    declareDeadlock: to('deadlocked'),
    referToCapitals: no(UNDEADLOCKED),
    dissent: to('proposed'),
    recall: no(UNSIGNED),
    groundRecalled: to('open'),
  },
  signed: {
    ask: no('the question was answered already: recall the answer to ask anew'),
    proposeAnswer: no(SIGNED),
    vote: no('the answer is signed: record a dissent instead'),
    withdrawProposal: no(SIGNED),
    declareDeadlock: no(SIGNED),
    referToCapitals: no(UNDEADLOCKED),
    dissent: to('signed'),
    recall: to('signed', 'recalled'),
    groundRecalled: to('recalled'),
  },
  deadlocked: {
    ask: no('the question was asked already: propose an answer, or vote on the one proposed'),
    proposeAnswer: to('proposed'),
    vote: no('the question is deadlocked: propose anew, or refer it to the capitals'),
    withdrawProposal: no(
      'the question is deadlocked: propose anew, which supersedes it, or refer it to the capitals',
    ),
    declareDeadlock: no(
      'the question is deadlocked already: propose anew, or refer it to the capitals',
    ),
    referToCapitals: to('referred'),
    dissent: to('deadlocked'),
    recall: no(UNSIGNED),
    groundRecalled: to('open'),
  },
  referred: {
    ask: no('the question was asked already: propose an answer, or vote on the one proposed'),
    proposeAnswer: no(`${WITH_CAPITALS}: they vote on the proposal as it stands`),
    vote: to('referred', 'signed', 'deadlocked'),
    withdrawProposal: no(
      `${WITH_CAPITALS}: they vote on it, and once their clock has run out a deadlock is declared`,
    ),
    declareDeadlock: to('deadlocked'),
    referToCapitals: no(`${WITH_CAPITALS}: wait for their votes or their clock`),
    dissent: to('referred'),
    recall: no(UNSIGNED),
    groundRecalled: to('open'),
  },
  recalled: {
    ask: no('the question was asked already: propose an answer, or vote on the one proposed'),
    proposeAnswer: to('proposed'),
    vote: no(NOTHING),
    withdrawProposal: no(NOTHING),
    declareDeadlock: no(NOTHING),
    referToCapitals: no(UNDEADLOCKED),
    dissent: to('recalled'),
    recall: no('the answer was recalled already: propose anew'),
    groundRecalled: to('recalled'),
  },
}

/** Every status of an incident. */
export const INCIDENT_STATUSES = Object.keys(INCIDENT_TABLE) as readonly IncidentStatus[]
/** Every status of an answer. */
export const ANSWER_STATUSES = Object.keys(ANSWER_TABLE) as readonly AnswerStatus[]
/** Statuses in which a finding stands behind the incident: its signed answers may leave the monitor's office. */
export const FOUND: readonly IncidentStatus[] = ['concluded', 'published', 'corrected']
