// How an answer comes about and ends: proposed on the record's own figure, voted on by nations that count, withdrawn by
// who proposed it, deadlocked once a quorum or the clock says so. No proposal can lock a question for good.
import { isFictional } from '../../nations/index.ts'
import { tellInstant } from '../../units/index.ts'
import type { InstantMs, Refused } from '../../units/index.ts'
import type { IncidentCommand } from '../command.ts'
import { record } from '../decision.ts'
import type { Case, Decision } from '../decision.ts'
import { draft } from '../entry.ts'
import { GROUND, groundsAbove } from '../ground.ts'
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
import type { Answer, AnswerStatus, Incident, Question } from '../types.ts'
import { machineFigure } from './figure.ts'
import { checkInForce } from './in-force.ts'
import { PANEL_ANSWER_MS } from './limits.ts'
import { mayCount, nationsOn, standing } from './tally.ts'
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

/** Refuses an attribution to somebody that rests on signatures of nations that do not exist. */
function checkGroundSigners(command: Of<'proposeAnswer'>, on: Case): Refused | null {
  const ground = GROUND[command.question]
  if (ground === null || command.question !== 'attribution' || !convicts(command)) return null
  const answer = on.incident.answers[ground]
  const real = nationsOn(answer, true).filter((nation) => !isFictional(nation)).length
  const needed = quorumOf(answer, on.context)
  if (real >= needed) return null
  return {
    refused: `${ground} was signed by ${real} of ${needed} nations that exist: fictional nations convict nobody; recall it and have it signed by others, or answer undetermined`,
  }
}

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
    checkConviction(context, command, standard, threshold) ??
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
  const refused = checkVote(answer, command, context)
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

/** Refuses a deadlock before a quorum of nations has voted and before the clock of their votes, or of the capitals, ran out. */
function checkDeadlock(answer: Answer, quorum: number, nowMs: InstantMs): Refused | null {
  if (answer.status === 'referred')
    return nowMs < (answer.capitalsDueAtMs ?? -Infinity)
      ? {
          refused: `the capitals may still answer: their clock has not run out; it does on ${at(answer.capitalsDueAtMs)}`,
        }
      : null
  const nations = standing(answer.votes).filter(({ nation }) => mayCount(answer, nation)).length
  if (nations >= quorum || nowMs >= (answer.votesDueAtMs ?? -Infinity)) return null
  return {
    refused: `${nations} of ${quorum} nations have voted: a deadlock takes a quorum of votes, or that the clock of the votes has run out, which it does on ${at(answer.votesDueAtMs)}; the proposer may withdraw sooner`,
  }
}

const at = (ms: InstantMs | null | undefined): string => tellInstant(ms ?? 0)

const declareDeadlock: On<'declareDeadlock'> = (
  { question, reason },
  { incident, named, context },
) => {
  const answer: Answer = incident.answers[question]
  const refs = [answer.proposedIn ?? 0, ...answer.votes.map((one) => one.entry)]
  return (
    checkDeadlock(answer, quorumOf(answer, context), context.nowMs) ??
    checkText('reason', reason) ??
    record(draft('verify.deadlock-declared', { ...named, question, reason }, refs))
  )
}

/** Refuses a nation that does not exist where the recall would take a conviction away: it counts on neither side. */
function checkAcquittal(incident: Incident, question: Question, nation: string): Refused | null {
  const { attribution } = incident.answers
  const takesAway = question === 'attribution' || groundsAbove(question).includes('attribution')
  if (!takesAway || attribution.status !== 'signed' || mayCount(attribution, nation)) return null
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
  const incidentNext = isRecalled ? afterRecall(incident.status) : incident.status
  const { question, reason } = command
  return record(
    draft('verify.recall-moved', { incident: incident.id, question, reason, next, incidentNext }, [
      answer.signedIn ?? 0,
    ]),
  )
}

/** A published finding is recalled in public; a conclusion not yet out goes back to work; work goes on. */
function afterRecall(status: Incident['status']): Incident['status'] {
  if (status === 'published' || status === 'corrected') return 'recalled'
  return status === 'concluded' ? 'inquiry' : status
}

/** Decides the commands on an answer that need more than a text. */
export const ANSWERING = { proposeAnswer, vote, withdrawProposal, declareDeadlock, recall }
