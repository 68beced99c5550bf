// How an answer comes about and ends: proposed on the record's own figure, voted on by nations that count, withdrawn by
// who proposed it, deadlocked once a quorum or the clock says so. No proposal can lock a question for good.
import { isFictional } from '../../nations/index.ts'
import { tellInstant } from '../../units/index.ts'
import type { InstantMs, Refused } from '../../units/index.ts'
import type { IncidentCommand } from '../command.ts'
import { record } from '../decision.ts'
import type { Case, Decision } from '../decision.ts'
import { draft } from '../entry.ts'
import { OUTCOME_GROUNDS } from '../ground.ts'
import {
  afterVote,
  checkConviction,
  checkGround,
  checkText,
  checkValue,
  checkVote,
  standardOf,
} from '../guard.ts'
import type { VerifyContext } from '../guard.ts'
import { QUESTIONS } from '../types.ts'
import type { Answer, AnswerStatus, Incident, Question } from '../types.ts'
import { machineFigure } from './figure.ts'
import { checkInForce } from './in-force.ts'
import { PANEL_ANSWER_MS } from './limits.ts'
import { checkOneText } from './straddle.ts'
import { mayCountIn, nationsOn, standing } from './tally.ts'
import { breachKindOf, convicts, thresholdFor } from './threshold.ts'

type Of<Type extends IncidentCommand['type']> = Extract<IncidentCommand, { type: Type }>
type On<Type extends IncidentCommand['type']> = (command: Of<Type>, on: Case) => Decision

/** How many nations it takes: what applied when the answer was proposed, the agreement's own in logs older than that. */
export const quorumOf = (answer: Answer, { agreement }: Pick<VerifyContext, 'agreement'>): number =>
  answer.threshold?.quorum ?? agreement.thresholds.quorum

/** Refuses a figure that the sender made up. */
function checkFigure(sent: number | null | undefined, known: number | null): Refused | null {
  if (sent === undefined || sent === null || sent === known) return null
  return {
    refused: `machineProbability ${sent} is not the record's figure, which is ${known ?? 'none'}: leave it out, for the machine's figure is worked out from the record`,
  }
}

/** Refuses an attribution to somebody who would stand convicted by signatures of nations that do not exist. */
function checkGroundSigners(command: Of<'proposeAnswer'>, on: Case): Refused | null {
  if (command.question !== 'attribution' || !convicts(command)) return null
  for (const ground of QUESTIONS) {
    const answer: Answer = on.incident.answers[ground]
    const needed = quorumOf(answer, on.context)
    const real = realOn(answer, true)
    // Nor is a draft of theirs what somebody is convicted of.
    const isTheirs = isFictional(answer.proposedBy?.nation ?? '')
    const isEnough = real >= needed && real > realOn(answer, false) && !isTheirs
    if (answer.status === 'signed' && ground !== 'attribution' && !isEnough)
      return {
        refused: `${ground} was ${isTheirs ? 'proposed by a fictional nation' : `signed by ${real} of ${needed} nations that exist`}: fictional nations convict nobody; recall it and have it signed by others, or answer undetermined`,
      }
  }
  return null
}

const realOn = (answer: Answer, agrees: boolean): number =>
  nationsOn(answer, agrees).filter((nation) => !isFictional(nation)).length

/** By when the nations are to have voted: *occurred* within the agreement's hours, another answer within the assumed time. */
function votesDueMs(command: Of<'proposeAnswer'>, { incident, context }: Case): InstantMs {
  const { agreement, nowMs } = context
  if (command.question !== 'occurred') return nowMs + PANEL_ANSWER_MS
  const general = agreement.thresholds.occurredUnheardMs
  const spans = incident.clauses.map(
    (clause) => breachKindOf(agreement, clause)?.occurredUnheardMs ?? general,
  )
  return nowMs + Math.min(general, ...spans)
}

const proposeAnswer: On<'proposeAnswer'> = (command, on) => {
  const { incident, context, state } = on
  const { agreement } = context
  const standard = standardOf(agreement, command.standard)
  if ('refused' in standard) return standard
  const threshold = thresholdFor(agreement, incident, command)
  const figure = machineFigure(state, incident, command)
  const refused =
    checkValue(agreement, command) ??
    checkGround(incident, command) ??
    checkInForce(command, on) ??
    checkOneText(command, on) ??
    checkConviction(on, command, standard, threshold) ??
    checkGroundSigners(command, on) ??
    checkFigure(command.machineProbability, figure)
  if (refused !== null) return refused
  const { question, value } = command
  return record(
    draft(
      'verify.answer-proposed',
      {
        incident: incident.id,
        question,
        value,
        standard: standard.id,
        machineProbability: figure,
        threshold,
        votesDueAtMs: votesDueMs(command, on),
        ...(context.textIn === undefined ? {} : { textIn: context.textIn }),
      },
      [incident.entries[0] ?? 0],
    ),
  )
}

const vote: On<'vote'> = (command, { incident, context }) => {
  const answer: Answer = incident.answers[command.question]
  const refused = checkVote(incident, command, context)
  if (refused !== null) return refused
  const { question, agrees, standard, reason } = command
  const nation = context.actor.nation
  const next = afterVote(incident, answer, { nation, agrees }, quorumOf(answer, context))
  return record(
    draft('verify.vote-cast', { incident: incident.id, question, agrees, standard, reason, next }, [
      answer.proposedIn ?? 0,
    ]),
  )
}

const withdrawProposal: On<'withdrawProposal'> = (
  { question, reason },
  { incident, named, context },
) => {
  const { proposedBy, proposedIn } = incident.answers[question]
  const { nation } = context.actor
  if (proposedBy?.nation !== nation)
    return {
      refused: `${proposedBy?.nation ?? 'nobody'} proposed this answer: ${nation} votes against it, or waits for its clock`,
    }
  return (
    checkText('reason', reason) ??
    record(draft('verify.proposal-withdrawn', { ...named, question, reason }, [proposedIn ?? 0]))
  )
}

/**
 * Refuses a deadlock before the clock of the votes, or of the capitals, ran out. Which nations sit on the panel is on no
 * record here, so a vote is outstanding as long as there is time to give it: no count of votes ends the clock.
 */
function checkDeadlock({ incident, context }: Case, answer: Answer): Refused | null {
  const [quorum, { nowMs }] = [quorumOf(answer, context), context]
  if (answer.status === 'referred')
    return nowMs < (answer.capitalsDueAtMs ?? -Infinity)
      ? {
          refused: `the capitals may still answer: their clock has not run out; it does on ${at(answer.capitalsDueAtMs)}`,
        }
      : null
  const nations = standing(answer.votes).filter(({ nation }) =>
    mayCountIn(incident, answer, nation),
  ).length
  if (nowMs >= (answer.votesDueAtMs ?? -Infinity)) return null
  return {
    refused: `${nations} of ${quorum} nations have voted, and others may still vote: a deadlock takes that the clock of the votes has run out, which it does on ${at(answer.votesDueAtMs)}; the proposer may withdraw sooner`,
  }
}

const at = (ms: InstantMs | null | undefined): string => tellInstant(ms ?? 0)

const declareDeadlock: On<'declareDeadlock'> = ({ question, reason }, on) => {
  const { incident, named } = on
  const answer: Answer = incident.answers[question]
  const refs = [answer.proposedIn ?? 0, ...answer.votes.map((one) => one.entry)]
  return (
    checkDeadlock(on, answer) ??
    checkText('reason', reason) ??
    record(draft('verify.deadlock-declared', { ...named, question, reason }, refs))
  )
}

/** Refuses a nation that does not exist where the recall would take from a conviction: it counts on neither side. */
function checkAcquittal(incident: Incident, question: Question, nation: string): Refused | null {
  if (mayCountIn(incident, incident.answers[question], nation)) return null
  return {
    refused: `${nation} is fictional: its officers neither convict nor acquit; a nation that exists moves the recall`,
  }
}

const recall: On<'recall'> = (command, { incident, context }) => {
  const { nation } = context.actor
  const refused =
    checkText('reason', command.reason) ?? checkAcquittal(incident, command.question, nation)
  if (refused !== null) return refused
  const answer: Answer = incident.answers[command.question]
  if (answer.recallMoved.includes(nation))
    return {
      refused: `${nation} has moved to recall ${command.question} already: another nation must agree`,
    }
  // Undoing a signature takes what making it took: otherwise one nation could stop every clock.
  const moved = [...answer.recallMoved, nation].filter(
    (one) => checkAcquittal(incident, command.question, one) === null,
  )
  const isRecalled = moved.length >= quorumOf(answer, context)
  const next: AnswerStatus = isRecalled ? 'recalled' : 'signed'
  const incidentNext = isRecalled ? afterRecall(incident, command.question) : incident.status
  const { question, reason } = command
  return record(
    draft('verify.recall-moved', { incident: incident.id, question, reason, next, incidentNext }, [
      answer.signedIn ?? 0,
    ]),
  )
}

/**
 * What a recall makes of the incident. A conclusion that is not yet out goes back to work. Of a published finding only that
 * answer is gone, and what rests on it: the finding as a whole is recalled where its outcome rested on it, and stands otherwise.
 */
function afterRecall({ status }: Incident, question: Question): Incident['status'] {
  if (status === 'published' || status === 'corrected')
    return OUTCOME_GROUNDS.includes(question) ? 'recalled' : status
  return status === 'concluded' ? 'inquiry' : status
}

/** Decides the commands on an answer that need more than a text. */
export const ANSWERING = { proposeAnswer, vote, withdrawProposal, declareDeadlock, recall }
