import type { Entry, Tombstone } from '../evidence/index.ts'
import type { CandidateSnapshot } from './command.ts'
import type { Payloads } from './entry.ts'
import { answersAfterRecall, groundsAbove } from './ground.ts'
import { QUESTIONS } from './types.ts'
import type { Answer, Incident, Question, Testimony } from './types.ts'

/** Every incident by its id. */
export interface VerifyState {
  readonly incidents: ReadonlyMap<string, Incident>
}
/** No incident yet. */
export const initial: VerifyState = { incidents: new Map() }

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)]

/** An answer of which nothing is known yet. */
function blank<Q extends Question>(question: Q, scripted: boolean): Answer<Q> {
  return {
    question,
    status: 'open',
    value: null,
    proposedBy: null,
    machineProbability: null,
    votes: [],
    signedAtMs: null,
    standard: null,
    proposedIn: null,
    signedIn: null,
    capitalsDueAtMs: null,
    recallMoved: [],
    scripted,
  }
}

/** What an incident rests on, with more candidates taken up; each once. */
function withCandidates(incident: Incident, snapshots: readonly CandidateSnapshot[]): Incident {
  const known = new Set(incident.testimony.map((item) => item.observation))
  const testimony: Testimony[] = [...incident.testimony]
  for (const item of snapshots.flatMap((snapshot) => snapshot.testimony)) {
    if (known.has(item.observation)) continue
    known.add(item.observation)
    testimony.push(item)
  }
  const candidates = snapshots.map((snapshot) => snapshot.candidate)
  const clauses = new Map(
    [...incident.clauses, ...candidates].map(({ clause, agreementVersion }) => [
      `${clause}\n${agreementVersion}`,
      { clause, agreementVersion },
    ]),
  )
  return {
    ...incident,
    candidates: unique([...incident.candidates, ...candidates.map(({ id }) => id)]),
    events: unique([...incident.events, ...candidates.flatMap(({ event }) => event ?? [])]),
    observations: testimony.map((item) => item.observation),
    clauses: [...clauses.values()],
    testimony,
    collectedBy: unique(testimony.map((item) => item.nation)).toSorted(),
  }
}

function opened(entry: Entry, payload: Payloads['verify.incident-opened']): Incident {
  const scripted = entry.actor.role === 'scripted'
  const answers = {
    occurred: blank('occurred', scripted),
    breach: blank('breach', scripted),
    attribution: blank('attribution', scripted),
    intent: blank('intent', scripted),
    severity: blank('severity', scripted),
  }
  return withCandidates(
    {
      id: `I-${entry.index}`,
      status: payload.candidates.length === 0 ? 'recorded' : 'candidate',
      sinceMs: entry.atMs,
      title: payload.title,
      candidates: [],
      events: [],
      observations: [],
      clauses: [],
      collectedBy: [],
      claims: [],
      answers,
      dissent: [],
      testimony: [],
      asked: QUESTIONS.filter((question) => question !== 'intent'),
      heardByMs: null,
      outcome: null,
      recalls: [],
      corrections: [],
      mergedInto: null,
      breachEstablishedAtMs: null,
      entries: [entry.index],
      scripted,
      ...(entry.exercise === undefined ? {} : { exercise: entry.exercise }),
    },
    payload.candidates,
  )
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
  return answering(incident, payload.question, {
    ...blank(payload.question, incident.scripted),
    status: 'proposed',
    value: payload.value,
    proposedBy: { nation: entry.actor.nation, officer: entry.actor.name },
    machineProbability: payload.machineProbability,
    standard: payload.standard,
    proposedIn: entry.index,
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
    ? incident.dissent
    : [
        ...incident.dissent,
        { question: payload.question, nation: vote.nation, reason: payload.reason },
      ]
  return {
    ...answering(incident, payload.question, {
      votes: [...answer.votes, vote],
      status: payload.next,
      ...(signed ? { signedAtMs: entry.atMs, signedIn: entry.index } : {}),
    }),
    dissent,
    breachEstablishedAtMs: isBreach ? entry.atMs : incident.breachEstablishedAtMs,
  }
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
  const gone = [payload.question, ...groundsAbove(payload.question)].filter(
    (question) => incident.answers[question].status === 'signed',
  )
  return {
    ...answering(incident, payload.question, { recallMoved: recallMovedBy }),
    answers: answersAfterRecall(incident.answers, payload.question, recallMovedBy),
    status: payload.incidentNext,
    outcome: null,
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

const FOLD: Omit<Fold, 'verify.incident-opened'> = {
  'verify.candidate-added': (incident, _entry, { candidate, next }) => ({
    ...withCandidates(incident, [candidate]),
    status: next,
  }),
  'verify.incident-corroborated': (incident) => ({ ...incident, status: 'corroborated' }),
  'verify.inquiry-started': (incident, _entry, { heardByMs }) => ({
    ...incident,
    status: 'inquiry',
    heardByMs,
  }),
  'verify.claim-filed': (incident, entry, { party, stance, text }) => ({
    ...incident,
    claims: [...incident.claims, { party, stance, text, atMs: entry.atMs, entry: entry.index }],
  }),
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
  'verify.deadlock-declared': (incident, _entry, { question }) =>
    answering(incident, question, { status: 'deadlocked', capitalsDueAtMs: null }),
  'verify.answer-referred': (incident, _entry, { question, capitalsDueAtMs }) =>
    answering(incident, question, { status: 'referred', capitalsDueAtMs }),
  'verify.dissent-recorded': (incident, entry, { question, reason }) => ({
    ...incident,
    dissent: [...incident.dissent, { question, nation: entry.actor.nation, reason }],
  }),
  'verify.recall-moved': recallMoved,
  'verify.incident-concluded': (incident, _entry, { outcome }) => ({
    ...incident,
    status: 'concluded',
    outcome,
  }),
  'verify.incident-published': (incident) => ({ ...incident, status: 'published' }),
  'verify.incident-corrected': (incident, entry, { text }) => ({
    ...incident,
    status: 'corrected',
    corrections: [...incident.corrections, { text, atMs: entry.atMs, entry: entry.index }],
  }),
  'verify.incident-merged': (incident, _entry, { into }) => ({
    ...incident,
    status: 'merged',
    mergedInto: into,
  }),
  'verify.incident-reopened': (incident) => ({
    ...incident,
    status: 'inquiry',
    outcome: null,
    mergedInto: null,
  }),
}

const isFolded = (kind: string): kind is keyof typeof FOLD => Object.hasOwn(FOLD, kind)

/** The survivor of a merger takes over what the other rested on. */
function takeOver(survivor: Incident, merged: Incident, index: number): Incident {
  return {
    ...survivor,
    candidates: unique([...survivor.candidates, ...merged.candidates]),
    events: unique([...survivor.events, ...merged.events]),
    observations: unique([...survivor.observations, ...merged.observations]),
    clauses: [
      ...survivor.clauses,
      ...merged.clauses.filter(
        (one) =>
          !survivor.clauses.some(
            (other) =>
              other.clause === one.clause && other.agreementVersion === one.agreementVersion,
          ),
      ),
    ],
    testimony: [
      ...survivor.testimony,
      ...merged.testimony.filter((item) => !survivor.observations.includes(item.observation)),
    ],
    collectedBy: unique([...survivor.collectedBy, ...merged.collectedBy]).toSorted(),
    entries: [...survivor.entries, index],
  }
}

/** Folds one entry into the state. Kinds of other steps, tombstones and entries on unknown incidents change nothing. */
export function evolve(state: VerifyState, entry: Entry | Tombstone): VerifyState {
  if ('tombstone' in entry) return state
  const incidents = new Map(state.incidents)
  if (entry.kind === 'verify.incident-opened') {
    const payload = entry.payload as unknown as Payloads['verify.incident-opened']
    const incident = opened(entry, payload)
    return { incidents: incidents.set(incident.id, incident) }
  }
  if (!isFolded(entry.kind)) return state
  const payload = entry.payload as unknown as { readonly incident: string; readonly into?: string }
  const incident = incidents.get(payload.incident)
  if (incident === undefined) return state
  const fold = FOLD[entry.kind] as (i: Incident, e: Entry, p: typeof payload) => Incident
  const next = fold(incident, entry, payload)
  incidents.set(incident.id, { ...next, entries: [...incident.entries, entry.index] })
  const survivor = payload.into === undefined ? undefined : incidents.get(payload.into)
  if (survivor !== undefined) incidents.set(survivor.id, takeOver(survivor, incident, entry.index))
  return { incidents }
}
