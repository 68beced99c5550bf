import type { Agreement } from '@holdfast/core/agreement'
import type {
  AnswerStatus,
  AnswerValue,
  Judgement,
  LapsedProposal,
  Question,
} from '@holdfast/core/verify'
import { formatAnswer, formatProbability } from './words.ts'

/** What each command that judges is called on a button. */
export const ACT_WORD: Readonly<Record<Judgement, string>> = {
  corroborate: 'Say that it is corroborated',
  startInquiry: 'Start the inquiry',
  fileClaim: 'Record what a party says',
  confirmClaim: 'Confirm what a party said',
  takeBackClaim: 'Take a claim back',
  recordSilence: 'Record a silence',
  ask: 'Ask this of the panel',
  proposeAnswer: 'Propose an answer',
  vote: 'Vote',
  withdrawProposal: 'Withdraw the proposal',
  declareDeadlock: 'Declare a deadlock',
  referToCapitals: 'Refer it to the capitals',
  dissent: 'Record a dissent',
  recall: 'Move to recall it',
  conclude: 'Conclude',
  publish: 'Publish the finding',
  correct: 'Correct the finding',
  reopen: 'Reopen it',
}
/** Where an answer stands, in words. */
export const ANSWER_STATUS_WORD: Readonly<Record<AnswerStatus, string>> = {
  open: 'open',
  proposed: 'proposed, being voted on',
  signed: 'signed',
  deadlocked: 'deadlocked',
  referred: 'with the capitals',
  recalled: 'recalled',
}
/** How a proposal ended without being the answer that stands. */
export const LAPSE_WORD: Readonly<Record<LapsedProposal['how'], string>> = {
  votedDown: 'voted down',
  withdrawn: 'withdrawn',
  superseded: 'superseded',
  recalled: 'signed and recalled',
  groundRecalled: 'gone with the answer it rested on',
}
/** What a question is called in a title. */
export const QUESTION_NAME: Readonly<Record<Question, string>> = {
  occurred: 'occurrence',
  breach: 'breach',
  attribution: 'attribution',
  intent: 'intent',
  severity: 'severity',
}
/** A value that may be answered to a question, in words. */
export const valueWord = (question: Question, value: AnswerValue[Question]): string =>
  question === 'breach' && value === 'ambiguous'
    ? 'the text is ambiguous'
    : formatAnswer({ value } as Parameters<typeof formatAnswer>[0])

/** `Convincing (75 %–95 %)`: a standard of proof in the words of the text, with its band; the id where the text is not known. */
export function standardWord(agreement: Agreement | null, id: string): string {
  const standard = agreement?.thresholds.standards.find((one) => one.id === id)
  return standard === undefined
    ? id
    : `${standard.title} (${formatProbability(standard.from)}–${formatProbability(standard.to)})`
}
