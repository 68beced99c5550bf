import { blankAnswer } from './fresh.ts'
import { ANSWER_TABLE } from './table.ts'
import { QUESTIONS } from './types.ts'
import type { Answer, AnswerStatus, Incident, Question } from './types.ts'

/** The question whose signed answer each one rests on. */
export const GROUND: Readonly<Record<Question, Question | null>> = {
  occurred: null,
  breach: 'occurred',
  attribution: 'occurred',
  intent: 'attribution',
  severity: 'breach',
}

/** The questions that the outcome of an incident rests on: it is a breach, or none, whoever did it and however grave it was. */
export const OUTCOME_GROUNDS: readonly Question[] = ['occurred', 'breach']

/** Every question that rests on this one, directly or not, in the order of the questions. */
export function groundsAbove(question: Question): readonly Question[] {
  const above = (other: Question): boolean => {
    const ground = GROUND[other]
    return ground !== null && (ground === question || above(ground))
  }
  return QUESTIONS.filter(above)
}

/** Where an answer goes when the one that it rested on is recalled; the table decides. */
function withoutGround(status: AnswerStatus): AnswerStatus {
  const cell = ANSWER_TABLE[status].groundRecalled
  const next = cell.kind === 'accepted' ? cell.next[0] : undefined
  return next ?? status
}

/** A withdrawn answer keeps its value and votes for the record only while it is recalled, not when it opens again. */
function withdrawn(answer: Answer): Answer {
  const status = withoutGround(answer.status)
  return status === 'open'
    ? blankAnswer(answer.question, answer.scripted)
    : { ...answer, status, signedAtMs: null, signedIn: null }
}

/** The five answers once one of them is recalled, and with it every one that rested on it. */
export function answersAfterRecall(
  answers: Incident['answers'],
  question: Question,
  recallMoved: Answer['recallMoved'],
): Incident['answers'] {
  const own: Answer = {
    ...answers[question],
    status: 'recalled',
    signedAtMs: null,
    signedIn: null,
    recallMoved,
  }
  const changed = Object.fromEntries(
    groundsAbove(question).map((each) => [each, withdrawn(answers[each])]),
  )
  return { ...answers, ...changed, [question]: own }
}
