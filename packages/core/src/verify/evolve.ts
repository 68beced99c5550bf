import type { Entry, Tombstone } from '../evidence/index.ts'
import { lapsed, withoutOverruled } from './answer/lapse.ts'
import { PANEL_ANSWER_MS } from './answer/limits.ts'
import { marked } from './answer/collectors.ts'
import type { CandidateSnapshot } from './command.ts'
import { correctionMoved } from './correction.ts'
import { dismissalMoved } from './dismissal.ts'
import type { Payloads } from './entry.ts'
import { blankAnswer, freshIncident } from './fresh.ts'
import { answersAfterRecall, groundsAbove } from './ground.ts'
import { joined, resting, undismissed, unique } from './grouping/evidence.ts'
import { GROUPED } from './grouping/evolve.ts'
import type { TakenUp } from './grouping/types.ts'
import { HEARD } from './hearing.ts'
import { handedOver, takenOver } from './watch.ts'
import { withAll, withOne } from './persistent-map.ts'
import type { VerifyState } from './state.ts'
import { TASKED, accessOpened } from './tasks/evolve.ts'
import { QUESTIONS } from './types.ts'
import type { Answer, Incident, Question } from './types.ts'

/** What is remembered of candidates, with more of them taken up. */
const remembered = (
  taken: VerifyState['taken'],
  incident: string,
  snapshots: readonly CandidateSnapshot[],
): VerifyState['taken'] =>
  withAll(
    taken,
    snapshots.map(({ candidate, testimony, fromMs, occurrence }): [string, TakenUp] => [
      candidate.id,
      {
        probability: candidate.probability,
        occurrence: occurrence ?? null,
        by: unique([...(taken.get(candidate.id)?.by ?? []), incident]),
        clause: candidate.clause,
        agreementVersion: candidate.agreementVersion,
        event: candidate.event,
        atMs: fromMs ?? candidate.atMs,
        observations: testimony.map(({ observation }) => observation),
      },
    ]),
  )

/** What an incident rests on, with more candidates taken up; each once. */
const withCandidates = (
  incident: Incident,
  snapshots: readonly CandidateSnapshot[],
  taken: VerifyState['taken'],
): Incident =>
  resting(
    incident,
    {
      candidates: unique([
        ...incident.candidates,
        ...snapshots.map(({ candidate }) => candidate.id),
      ]),
      testimony: joined(
        incident.testimony,
        snapshots.flatMap((one) => one.testimony),
      ),
    },
    taken,
  )

function opened(state: VerifyState, entry: Entry): VerifyState {
  const payload = entry.payload as unknown as Payloads['verify.incident-opened']
  const fresh = freshIncident(entry, {
    title: payload.title,
    scripted: entry.actor.role === 'scripted',
    occurredDueMs: payload.occurredDueMs,
  })
  const taken = remembered(state.taken, fresh.id, payload.candidates)
  const incident: Incident = {
    ...withCandidates(fresh, payload.candidates, taken),
    status: payload.candidates.length === 0 ? 'recorded' : 'candidate',
  }
  const next = { ...state, taken, incidents: withOne(state.incidents, incident.id, incident) }
  return payload.access === undefined ? next : accessOpened(next, entry, payload.access)
}

function candidateAdded(state: VerifyState, entry: Entry, incident: Incident): VerifyState {
  const payload = entry.payload as unknown as Payloads['verify.candidate-added']
  const { candidate, next, occurredDueMs } = payload
  const taken = remembered(state.taken, incident.id, [candidate])
  return {
    ...state,
    taken,
    incidents: withOne(state.incidents, incident.id, {
      ...withCandidates(incident, [candidate], taken),
      status: next,
      ...(occurredDueMs === undefined ? {} : { occurredDueMs }),
      entries: [...incident.entries, entry.index],
    }),
  }
}

/** The incident with one answer changed. */
const answering = (incident: Incident, question: Question, change: Partial<Answer>): Incident => ({
  ...incident,
  answers: { ...incident.answers, [question]: { ...incident.answers[question], ...change } },
})

function proposed(
  incident: Incident,
  entry: Entry,
  payload: Payloads['verify.answer-proposed'],
): Incident {
  const before = incident.answers[payload.question]
  const how = before.status === 'recalled' ? 'recalled' : 'superseded'
  return answering(lapsed(undismissed(incident), payload.question, how, entry), payload.question, {
    ...blankAnswer(payload.question, incident.scripted),
    status: 'proposed',
    value: payload.value,
    proposedBy: { nation: entry.actor.nation, officer: entry.actor.name },
    machineProbability: payload.machineProbability,
    standard: payload.standard,
    proposedIn: entry.index,
    votesDueAtMs: payload.votesDueAtMs ?? entry.atMs + PANEL_ANSWER_MS,
    ...(payload.threshold === undefined ? {} : { threshold: payload.threshold }),
    ...(payload.textIn === undefined ? {} : { textIn: payload.textIn }),
  })
}

function voted(incident: Incident, entry: Entry, payload: Payloads['verify.vote-cast']): Incident {
  const answer = incident.answers[payload.question]
  const signed = payload.next === 'signed'
  const vote = {
    nation: entry.actor.nation,
    officer: entry.actor.name,
    agrees: payload.agrees,
    standard: payload.standard,
    reason: payload.reason,
    scripted: entry.actor.role === 'scripted',
    atMs: entry.atMs,
    entry: entry.index,
    ...(answer.status === 'referred' ? { capital: true } : {}),
  }
  const isBreach =
    signed && payload.question === 'breach' && typeof incident.answers.breach.value === 'object'
  // A vote against loses the proposal, never the nation's reason for it.
  const dissent = payload.agrees
    ? withoutOverruled(incident.dissent, answer, vote.nation)
    : [
        ...incident.dissent,
        {
          question: payload.question,
          nation: vote.nation,
          reason: payload.reason,
          proposal: answer.proposedIn,
          entry: entry.index,
        },
      ]
  const next: Incident = {
    ...answering(incident, payload.question, {
      votes: [...answer.votes, vote],
      status: payload.next,
      ...(signed ? { signedAtMs: entry.atMs, signedIn: entry.index } : {}),
    }),
    dissent,
    breachEstablishedAtMs: isBreach ? entry.atMs : incident.breachEstablishedAtMs,
  }
  return payload.next === 'open' ? lapsed(next, payload.question, 'votedDown', entry) : next
}

/** Without the rule that explained an outcome which no longer stands. */
function unexplained({ explainedBy: _gone, ...incident }: Incident): Incident {
  return incident
}

function recallMoved(
  incident: Incident,
  entry: Entry,
  payload: Payloads['verify.recall-moved'],
): Incident {
  const answer = incident.answers[payload.question]
  const recallMovedBy = [...answer.recallMoved, entry.actor.nation]
  if (payload.next !== 'recalled')
    return answering(incident, payload.question, { recallMoved: recallMovedBy })
  const above = groundsAbove(payload.question)
  const gone = [payload.question, ...above].filter(
    (question) => incident.answers[question].status === 'signed',
  )
  // What was voted on while its ground stood opens again; what was said of it stays on record.
  const kept = above
    .filter((question) => !['signed', 'recalled'].includes(incident.answers[question].status))
    .reduce((one, question) => lapsed(one, question, 'groundRecalled', entry), incident)
  const stands = payload.incidentNext === incident.status
  return {
    ...answering(stands ? kept : unexplained(kept), payload.question, {
      recallMoved: recallMovedBy,
    }),
    answers: answersAfterRecall(incident.answers, payload.question, recallMovedBy),
    status: payload.incidentNext,
    // What still stands behind a published finding is still its outcome.
    outcome: stands ? incident.outcome : null,
    breachEstablishedAtMs: gone.includes('breach') ? null : incident.breachEstablishedAtMs,
    recalls: [
      ...incident.recalls,
      ...gone.map((question) => ({
        question,
        value: incident.answers[question].value,
        signedAtMs: incident.answers[question].signedAtMs,
        recalledAtMs: entry.atMs,
        reason: payload.reason,
        entry: entry.index,
      })),
    ],
  }
}

type Fold = {
  readonly [Kind in keyof Payloads]: (
    incident: Incident,
    entry: Entry,
    payload: Payloads[Kind],
  ) => Incident
}
/** Kinds that change one incident and nothing else. */
type Alone = Exclude<
  keyof Payloads,
  | 'verify.incident-opened'
  | 'verify.candidate-added'
  | 'verify.watch-handed-over'
  | 'verify.watch-taken-over'
  | keyof typeof GROUPED
  | keyof typeof TASKED
>

const FOLD: Pick<Fold, Alone> = {
  'verify.incident-corroborated': (incident) => ({
    ...undismissed(incident),
    status: 'corroborated',
  }),
  'verify.dismissal-moved': dismissalMoved,
  'verify.inquiry-started': (incident, _entry, { heardByMs }) => ({
    ...undismissed(incident),
    status: 'inquiry',
    heardByMs,
  }),
  ...HEARD,
  'verify.silence-recorded': (incident, entry, { party }) => ({
    ...incident,
    claims: [
      ...incident.claims,
      { party, stance: 'silent', text: '', atMs: entry.atMs, entry: entry.index },
    ],
  }),
  'verify.question-asked': (incident, _entry, { question }) => ({
    ...incident,
    asked: QUESTIONS.filter((each) => each === question || incident.asked.includes(each)),
  }),
  'verify.answer-proposed': proposed,
  'verify.vote-cast': voted,
  'verify.proposal-withdrawn': (incident, entry, { question }) =>
    lapsed(incident, question, 'withdrawn', entry),
  'verify.deadlock-declared': (incident, _entry, { question }) =>
    answering(incident, question, { status: 'deadlocked' }),
  'verify.answer-referred': (incident, _entry, { question, capitalsDueAtMs }) =>
    answering(incident, question, { status: 'referred', capitalsDueAtMs }),
  'verify.dissent-recorded': (incident, entry, { question, reason }) => ({
    ...incident,
    dissent: [
      ...incident.dissent,
      {
        question,
        nation: entry.actor.nation,
        reason,
        proposal: incident.answers[question].proposedIn,
        entry: entry.index,
      },
    ],
  }),
  'verify.recall-moved': recallMoved,
  'verify.incident-concluded': (incident, _entry, { outcome, rule }) => ({
    ...unexplained(incident),
    status: 'concluded',
    outcome,
    ...(rule === undefined ? {} : { explainedBy: rule }),
  }),
  'verify.incident-published': (incident) => ({ ...incident, status: 'published' }),
  'verify.incident-corrected': (incident, entry, { text }) => ({
    ...incident,
    status: 'corrected',
    corrections: [...incident.corrections, { text, atMs: entry.atMs, entry: entry.index }],
  }),
  'verify.correction-moved': correctionMoved,
  'verify.incident-assigned': (incident, _entry, { to }) => ({ ...incident, assignedTo: to }),
  'verify.note-written': (incident, { actor, atMs, index }, { text }) => ({
    ...incident,
    notes: [
      ...(incident.notes ?? []),
      {
        text,
        nation: actor.nation,
        officer: actor.name,
        office: actor.office,
        atMs,
        entry: index,
      },
    ],
  }),
}

const isIn = <K extends string>(table: Readonly<Record<K, unknown>>, kind: string): kind is K =>
  Object.hasOwn(table, kind)

/** Kinds that change more than one incident, or what is kept beside them. */
const SHARED = { 'verify.candidate-added': candidateAdded, ...GROUPED, ...TASKED } as const

/** Folds one entry into the state. Kinds of other steps, tombstones and entries on unknown incidents change nothing. */
export function evolve(state: VerifyState, entry: Entry | Tombstone): VerifyState {
  if ('tombstone' in entry) return state
  const { kind } = entry
  if (kind === 'verify.incident-opened') return opened(state, entry)
  if (kind === 'verify.watch-handed-over') return handedOver(state, entry)
  if (kind === 'verify.watch-taken-over') return takenOver(state, entry)
  const isShared = isIn(SHARED, kind)
  if (!isShared && !isIn(FOLD, kind)) return state
  const payload = entry.payload as unknown as { readonly incident: string }
  const incident = state.incidents.get(payload.incident)
  if (incident === undefined) return state
  if (isShared) return SHARED[kind](state, entry, incident)
  const fold = FOLD[kind] as (i: Incident, e: Entry, p: typeof payload) => Incident
  const folded = fold(incident, entry, payload)
  const next = marked({ ...folded, entries: [...incident.entries, entry.index] })
  return { ...state, incidents: withOne(state.incidents, incident.id, next) }
}
