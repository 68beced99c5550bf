import type { Entry } from '../evidence/index.ts'
import { QUESTIONS } from './types.ts'
import type { Answer, Incident, Question } from './types.ts'

/** An answer of which nothing is known yet. */
export function blankAnswer<Q extends Question>(question: Q, scripted: boolean): Answer<Q> {
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

/** An incident as an entry opens it: nothing is answered in it, nobody was heard on it, and it rests on nothing yet. */
export function freshIncident(
  { index, atMs, exercise }: Entry,
  {
    title,
    scripted,
    occurredDueMs,
  }: Pick<Incident, 'title' | 'scripted'> & {
    readonly occurredDueMs: Incident['occurredDueMs'] | undefined
  },
): Incident {
  return {
    id: `I-${index}`,
    status: 'recorded',
    sinceMs: atMs,
    title,
    candidates: [],
    events: [],
    observations: [],
    clauses: [],
    collectedBy: [],
    claims: [],
    answers: {
      occurred: blankAnswer('occurred', scripted),
      breach: blankAnswer('breach', scripted),
      attribution: blankAnswer('attribution', scripted),
      intent: blankAnswer('intent', scripted),
      severity: blankAnswer('severity', scripted),
    },
    dissent: [],
    testimony: [],
    asked: QUESTIONS.filter((question) => question !== 'intent'),
    heardByMs: null,
    outcome: null,
    recalls: [],
    corrections: [],
    mergedInto: null,
    breachEstablishedAtMs: null,
    entries: [index],
    scripted,
    ...(occurredDueMs === undefined ? {} : { occurredDueMs }),
    ...(exercise === undefined ? {} : { exercise }),
  }
}
