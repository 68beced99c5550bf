// Three things may refuse a command, and they are asked in this order: who may give it (`permit.ts`), whether it has a
// place where the incident and the answer stand (`table.ts`), and whether what it says holds (`guard.ts`). Only then is
// an entry drafted. The tables know nothing of what a command says, so they stay total and can be read as a whole.
import { PARTIES } from '../agreement/index.ts'
import type { Draft } from '../evidence/index.ts'
import type { Refused } from '../units/index.ts'
import type { CandidateSnapshot, Command, IncidentCommand, QuestionCommand } from './command.ts'
import { COMMANDS } from './command.ts'
import { draft } from './entry.ts'
import type { VerifyState } from './evolve.ts'
import {
  CANDIDATES_MAX,
  CAPITALS_ANSWER_MS,
  afterVote,
  checkConviction,
  checkCorroborated,
  checkDeadlock,
  checkGround,
  checkSilence,
  checkText,
  checkValue,
  checkVote,
  outcomesOf,
  standardOf,
} from './guard.ts'
import type { VerifyContext } from './guard.ts'
import { permit } from './permit.ts'
import { ANSWER_TABLE, INCIDENT_TABLE } from './table.ts'
import type { Cell } from './table.ts'
import type { AnswerStatus, Incident, IncidentStatus } from './types.ts'
import { QUESTIONS } from './types.ts'

const STANCES: ReadonlySet<string> = new Set(['accuses', 'denies', 'admits', 'explains'])

type Decision = { readonly entries: readonly Draft[] } | Refused

const record = (...entries: readonly Draft[]): Decision => ({ entries })

const isQuestionCommand = (command: IncidentCommand): command is QuestionCommand =>
  Object.hasOwn(ANSWER_TABLE.open, command.type)

function refuseByCell(cell: Cell<string>, what: string): Refused | null {
  if (cell.kind === 'refused') return { refused: `${what}: ${cell.reason}` }
  return cell.kind === 'impossible' ? { refused: `${what}: the command opens an incident` } : null
}

/** What the tables say to this command before any guard is asked. */
function refuseByTables(command: IncidentCommand, incident: Incident): Refused | null {
  const refused = refuseByCell(
    INCIDENT_TABLE[incident.status][command.type],
    `incident ${incident.id} is ${incident.status}`,
  )
  if (refused !== null || !isQuestionCommand(command)) return refused
  if (!QUESTIONS.includes(command.question))
    return { refused: `there is no question ${command.question}: ${QUESTIONS.join(', ')}` }
  const answer = incident.answers[command.question]
  return refuseByCell(
    ANSWER_TABLE[answer.status][command.type],
    `${command.question} of ${incident.id} is ${answer.status}`,
  )
}

function checkCandidates(snapshots: readonly CandidateSnapshot[], already: number): Refused | null {
  if (snapshots.length + already > CANDIDATES_MAX)
    return {
      refused: `an incident holds at most ${CANDIDATES_MAX} candidates: open another and merge it`,
    }
  const blind = snapshots.find(
    ({ candidate, testimony }) => candidate.event !== null && testimony.length === 0,
  )
  return blind === undefined
    ? null
    : { refused: `candidate ${blind.candidate.id} names an event but none of its observations` }
}

function openIncident(command: Extract<Command, { type: 'openIncident' }>): Decision {
  const refused = checkText('title', command.title) ?? checkCandidates(command.candidates, 0)
  if (refused !== null) return refused
  if (command.from === 'candidate' && command.candidates.length === 0)
    return { refused: 'no candidate is named: name one, or open the incident from a claim' }
  const { title, candidates } = command
  return record(draft('verify.incident-opened', { title, candidates }, []))
}

function propose(
  command: Extract<IncidentCommand, { type: 'proposeAnswer' }>,
  incident: Incident,
  { actor, agreement }: VerifyContext,
): Decision {
  const standard = standardOf(agreement, command.standard)
  if ('refused' in standard) return standard
  const refused =
    checkValue(agreement, command) ??
    checkGround(incident, command) ??
    checkConviction(agreement, actor, command, standard)
  if (refused !== null) return refused
  const { question, value, machineProbability } = command
  if (machineProbability !== null && !(machineProbability >= 0 && machineProbability <= 1))
    return { refused: `machineProbability ${machineProbability} lies outside 0 to 1` }
  const ground = incident.entries[0] ?? 0
  return record(
    draft(
      'verify.answer-proposed',
      { incident: incident.id, question, value, standard: standard.id, machineProbability },
      [ground],
    ),
  )
}

function vote(
  command: Extract<IncidentCommand, { type: 'vote' }>,
  incident: Incident,
  context: VerifyContext,
): Decision {
  const answer = incident.answers[command.question]
  const refused = checkVote(answer, command, context)
  if (refused !== null) return refused
  const { question, agrees, standard, reason } = command
  const nation = context.actor.nation
  const next = afterVote(incident, answer, { nation, agrees }, context.agreement.thresholds.quorum)
  return record(
    draft('verify.vote-cast', { incident: incident.id, question, agrees, standard, reason, next }, [
      answer.proposedIn ?? 0,
    ]),
  )
}

function recall(
  command: Extract<IncidentCommand, { type: 'recall' }>,
  incident: Incident,
  { actor, agreement }: VerifyContext,
): Decision {
  const refused = checkText('reason', command.reason)
  if (refused !== null) return refused
  const answer = incident.answers[command.question]
  if (answer.recallMoved.includes(actor.nation))
    return { refused: `${actor.nation} has moved to recall ${command.question} already` }
  // Undoing a signature takes what making it took: otherwise one nation could stop every clock.
  const moved = answer.recallMoved.length + 1
  const isRecalled = moved >= agreement.thresholds.quorum
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
function afterRecall(status: IncidentStatus): IncidentStatus {
  if (status === 'published' || status === 'corrected') return 'recalled'
  return status === 'concluded' ? 'inquiry' : status
}

function conclude(
  command: Extract<IncidentCommand, { type: 'conclude' }>,
  incident: Incident,
): Decision {
  const { allowed, missing } = outcomesOf(incident)
  if (missing.length > 0)
    return {
      refused: `${missing.join(', ')} is neither signed nor deadlocked: a closing state is always signed`,
    }
  if (!allowed.includes(command.outcome))
    return {
      refused: `the signed answers do not make ${command.outcome}: they make ${allowed.join(' or ')}`,
    }
  const refused = checkText('reason', command.reason)
  if (refused !== null) return refused
  const { outcome, reason } = command
  const signatures = QUESTIONS.flatMap((question) => {
    const { status, votes } = incident.answers[question]
    return status === 'signed' || status === 'deadlocked' ? votes.map((one) => one.entry) : []
  })
  return record(
    draft('verify.incident-concluded', { incident: incident.id, outcome, reason }, signatures),
  )
}

function merge(
  command: Extract<IncidentCommand, { type: 'merge' }>,
  incident: Incident,
  state: VerifyState,
): Decision {
  const survivor = state.incidents.get(command.into)
  if (survivor === undefined) return { refused: `there is no incident ${command.into}` }
  if (survivor.id === incident.id) return { refused: 'an incident is not merged into itself' }
  if (INCIDENT_TABLE[survivor.status].addCandidate.kind !== 'accepted')
    return { refused: `incident ${survivor.id} is ${survivor.status}: it takes nothing more` }
  if (survivor.scripted !== incident.scripted)
    return { refused: 'a scripted incident and a real one are never merged' }
  // A merger closes a case unsigned; so it may only move work that nobody has signed.
  const touched = QUESTIONS.filter((question) => incident.answers[question].status !== 'open')
  if (touched.length > 0)
    return { refused: `${touched.join(', ')} of ${incident.id} has been proposed: decide it there` }
  const refused = checkText('reason', command.reason)
  if (refused !== null) return refused
  const { into, reason } = command
  return record(
    draft('verify.incident-merged', { incident: incident.id, into, reason }, [
      incident.entries[0] ?? 0,
      survivor.entries[0] ?? 0,
    ]),
  )
}

/** Refuses what the type forbids but a request from outside may still hold. */
function checkShape(command: IncidentCommand): Refused | null {
  if ('party' in command && !PARTIES.includes(command.party))
    return { refused: `there is no party ${command.party}: use A or B` }
  if (command.type === 'fileClaim' && !STANCES.has(command.stance))
    return { refused: `stance ${command.stance} is unknown: use one of ${[...STANCES].join(', ')}` }
  if (command.type === 'vote' && typeof command.agrees !== 'boolean')
    return { refused: 'agrees is neither true nor false: a vote is one of them' }
  return null
}

interface Case {
  readonly incident: Incident
  readonly state: VerifyState
  readonly context: VerifyContext
  /** Names the incident in a payload. */
  readonly named: { readonly incident: string }
  /** The entry that opened it, as references. */
  readonly opening: readonly number[]
  /** Its latest entry, as references. */
  readonly latest: readonly number[]
}

/** One for each command; it is asked only after the tables have let the command pass. */
type Handlers = {
  readonly [Name in IncidentCommand['type']]: (
    command: Extract<IncidentCommand, { type: Name }>,
    on: Case,
  ) => Decision
}

const HANDLERS: Handlers = {
  addCandidate: ({ candidate }, { incident, named, opening }) => {
    const next = incident.status === 'recorded' ? 'candidate' : incident.status
    return (
      checkCandidates([candidate], incident.candidates.length) ??
      record(draft('verify.candidate-added', { ...named, candidate, next }, opening))
    )
  },
  corroborate: ({ reason }, { incident, named, opening }) =>
    checkCorroborated(incident) ??
    checkText('reason', reason) ??
    record(draft('verify.incident-corroborated', { ...named, reason }, opening)),
  startInquiry: (_command, { named, opening, context: { nowMs, agreement } }) => {
    const heardByMs = nowMs + agreement.thresholds.partiesHeardMs
    return record(draft('verify.inquiry-started', { ...named, heardByMs }, opening))
  },
  fileClaim: ({ party, stance, text }, { named, opening }) =>
    checkText('text', text) ??
    record(draft('verify.claim-filed', { ...named, party, stance, text }, opening)),
  recordSilence: ({ party }, { incident, named, opening, context }) =>
    checkSilence(incident, party, context.nowMs) ??
    record(draft('verify.silence-recorded', { ...named, party }, opening)),
  ask: ({ question }, { incident, named, opening }) =>
    incident.asked.includes(question)
      ? { refused: `${question} was asked already` }
      : record(draft('verify.question-asked', { ...named, question }, opening)),
  proposeAnswer: (command, { incident, context }) => propose(command, incident, context),
  vote: (command, { incident, context }) => vote(command, incident, context),
  declareDeadlock: ({ question, reason }, { incident, named, context: { nowMs, agreement } }) => {
    const answer = incident.answers[question]
    const refs = answer.votes.map((one) => one.entry)
    return (
      checkDeadlock(answer, agreement.thresholds.quorum, nowMs) ??
      checkText('reason', reason) ??
      record(draft('verify.deadlock-declared', { ...named, question, reason }, refs))
    )
  },
  referToCapitals: ({ question }, { named, latest, context: { nowMs } }) => {
    const capitalsDueAtMs = nowMs + CAPITALS_ANSWER_MS
    return record(draft('verify.answer-referred', { ...named, question, capitalsDueAtMs }, latest))
  },
  dissent: ({ question, reason }, { named, latest }) =>
    checkText('reason', reason) ??
    record(draft('verify.dissent-recorded', { ...named, question, reason }, latest)),
  recall: (command, { incident, context }) => recall(command, incident, context),
  conclude: (command, { incident }) => conclude(command, incident),
  publish: (_command, { named, latest }) =>
    record(draft('verify.incident-published', named, latest)),
  correct: ({ text }, { named, latest }) =>
    checkText('text', text) ??
    record(draft('verify.incident-corrected', { ...named, text }, latest)),
  merge: (command, { incident, state }) => merge(command, incident, state),
  reopen: ({ reason }, { named, latest }) =>
    checkText('reason', reason) ??
    record(draft('verify.incident-reopened', { ...named, reason }, latest)),
}

/** What a command makes of the state: the entries to record, or why it is refused. The state itself never changes here. */
export function decide(state: VerifyState, command: Command, context: VerifyContext): Decision {
  const name: string = command.type
  if (!(COMMANDS as readonly string[]).includes(name))
    return { refused: `verify knows no command ${name}: use one of ${COMMANDS.join(', ')}` }
  if (command.type === 'openIncident')
    return permit(command, context.actor, null) ?? openIncident(command)
  const incident = state.incidents.get(command.incident)
  if (incident === undefined) return { refused: `there is no incident ${command.incident}` }
  const refused =
    permit(command, context.actor, incident) ??
    refuseByTables(command, incident) ??
    checkShape(command)
  if (refused !== null) return refused
  const opening = [incident.entries[0] ?? 0]
  const latest = [incident.entries.at(-1) ?? 0]
  const handle = HANDLERS[command.type] as (command: IncidentCommand, on: Case) => Decision
  return handle(command, {
    incident,
    state,
    context,
    named: { incident: incident.id },
    opening,
    latest,
  })
}
