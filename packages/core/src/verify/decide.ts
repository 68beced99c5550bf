// Three things may refuse a command, and they are asked in this order: who may give it (`permit.ts`), whether it has a
// place where the incident and the answer stand (`table.ts`), and whether what it says holds (`guard.ts`). Only then is
// an entry drafted. The tables know nothing of what a command says, so they stay total and can be read as a whole.
import { PARTIES } from '../agreement/index.ts'
import { isFictional } from '../nations/index.ts'
import type { Refused } from '../units/index.ts'
import { ANSWERING } from './answer/decide.ts'
import { checkOfSignedText } from './answer/straddle.ts'
import { occurredDueMs } from './answer/timing.ts'
import { checkBenign } from './benign.ts'
import type { CandidateSnapshot, Command, IncidentCommand, QuestionCommand } from './command.ts'
import { COMMANDS } from './command.ts'
import { correct } from './correction.ts'
import { record } from './decision.ts'
import type { Case, Decision } from './decision.ts'
import { dismiss, reopensAs } from './dismissal.ts'
import { draft } from './entry.ts'
import { confirmClaim, fileClaim, takeBackClaim } from './hearing.ts'
import { GROUPING, returnsOf } from './grouping/decide.ts'
import { apartAmong, holdersOf, keptApart } from './grouping/apart.ts'
import {
  CANDIDATES_MAX,
  CAPITALS_ANSWER_MS,
  checkCorroborated,
  checkSilence,
  checkText,
  checkTitle,
  isFinallyDeadlocked,
  outcomesOf,
} from './guard.ts'
import type { VerifyContext } from './guard.ts'
import { permit } from './permit.ts'
import type { VerifyState } from './state.ts'
import { ANSWER_TABLE, INCIDENT_TABLE } from './table.ts'
import type { Cell } from './table.ts'
import { TASKING } from './tasks/decide.ts'
import type { Assignee, Incident } from './types.ts'
import { QUESTIONS } from './types.ts'
import { acceptHandOver, handOver } from './watch.ts'

const STANCES: ReadonlySet<string> = new Set(['accuses', 'denies', 'admits', 'explains'])

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

/** Refuses candidates of which a person held any two apart. */
function checkAmong(state: VerifyState, ids: readonly string[]): Refused | null {
  const apart = apartAmong(state, ids)
  return apart === null
    ? null
    : {
        refused: `${apart.pair.join(' and ')} were held apart by ${apart.nation} (log ${apart.entry}), and these candidates stand for both: undo that first, or open two incidents`,
      }
}

function openIncident(
  state: VerifyState,
  command: Extract<Command, { type: 'openIncident' }>,
  { agreement, nowMs, actor }: VerifyContext,
): Decision {
  const ids = command.candidates.map(({ candidate }) => candidate.id)
  const own = { scripted: actor.role === 'scripted', id: null }
  const refused =
    checkTitle(command.title) ??
    checkCandidates(command.candidates, 0) ??
    checkAmong(state, ids) ??
    ids.map((id) => checkHeldOnce(state, id, own)).find((one) => one !== null) ??
    null
  if (refused !== null) return refused
  if (command.from === 'candidate' && command.candidates.length === 0)
    return { refused: 'no candidate is named: name one, or open the incident from a claim' }
  const { title, candidates } = command
  const dueMs = occurredDueMs(
    agreement,
    nowMs,
    candidates.map(({ candidate }) => candidate),
  )
  return record(draft('verify.incident-opened', { title, candidates, occurredDueMs: dueMs }, []))
}

/** Refuses a candidate that a person held apart from the incident, or that another incident holds. */
function checkApart({ incident, state }: Case, candidate: string): Refused | null {
  const apart = keptApart(state, incident.id, candidate)
  return apart === null
    ? checkHeldOnce(state, candidate, incident)
    : {
        refused: `candidate ${candidate} was held apart from ${incident.id} by ${apart.nation} (log ${apart.entry}): undo that first, with ${apart.pair.join(' and ')}`,
      }
}

/** A candidate that two incidents hold would be found, and answered, twice. Scripted and real incidents never meet. */
function checkHeldOnce(
  state: VerifyState,
  candidate: string,
  { scripted, id }: { readonly scripted: boolean; readonly id: string | null },
): Refused | null {
  const holder = holdersOf(state, candidate).find(
    (one) => one.scripted === scripted && one.id !== id,
  )
  if (holder === undefined) return null
  const next = INCIDENT_TABLE[holder.status].addCandidate.kind === 'accepted'
  return {
    refused: `candidate ${candidate} is in ${holder.id}, which is ${holder.status}: ${next ? 'work there, or split it off there' : 'reopen or correct that one'}`,
  }
}

function addCandidate(
  { candidate }: Extract<IncidentCommand, { type: 'addCandidate' }>,
  on: Case,
): Decision {
  const { incident, named, opening, context } = on
  const next = incident.status === 'recorded' ? 'candidate' : incident.status
  // A graver kind shortens the time; nothing lengthens it.
  const due = occurredDueMs(context.agreement, incident.sinceMs, [candidate.candidate])
  const occurredDue = { occurredDueMs: Math.min(incident.occurredDueMs ?? due, due) }
  return (
    checkApart(on, candidate.candidate.id) ??
    checkOfSignedText(candidate, on) ??
    checkCandidates([candidate], incident.candidates.length) ??
    record(draft('verify.candidate-added', { ...named, candidate, next, ...occurredDue }, opening))
  )
}

/** Refuses an officer without name or nation, and a real one on what a script made. */
function checkAssignee(to: Assignee | null, { id, scripted }: Incident): Refused | null {
  if (to === null) return null
  if (!/^[A-Z]{3}$/.test(to.nation))
    return {
      refused: `to.nation ${to.nation} is no code of three letters: say whose officer it is`,
    }
  if (scripted && !isFictional(to.nation))
    return { refused: `incident ${id} belongs to a script: assign it to an officer of XAA to XAZ` }
  return checkText('to.officer', to.officer)
}

function conclude(command: Extract<IncidentCommand, { type: 'conclude' }>, on: Case): Decision {
  const { incident } = on
  const { allowed, missing } = outcomesOf(incident)
  if (missing.length > 0)
    return {
      refused: `${missing.join(', ')} is neither signed nor deadlocked: a closing state is always signed, or deadlocked by the panel and by the capitals: refer a deadlock to them first`,
    }
  if (!allowed.includes(command.outcome))
    return {
      refused: `the signed answers do not make ${command.outcome}: they make ${allowed.join(' or ')}`,
    }
  const refused = checkBenign(command, on) ?? checkText('reason', command.reason)
  if (refused !== null) return refused
  const { outcome, reason, rule } = command
  const signatures = QUESTIONS.flatMap((question) => {
    const { status, votes } = incident.answers[question]
    return status === 'signed' || status === 'deadlocked' ? votes.map((one) => one.entry) : []
  })
  return record(
    draft(
      'verify.incident-concluded',
      { incident: incident.id, outcome, reason, ...(rule === undefined ? {} : { rule }) },
      signatures,
    ),
  )
}

/** Refuses to reopen a finding that is out and of which every answer stands; a deadlock answers nothing. */
function checkIncomplete({ status, answers, outcome }: Incident): Refused | null {
  if ((status !== 'published' && status !== 'corrected') || outcome === 'deadlocked') return null
  return QUESTIONS.some((question) => answers[question].status === 'recalled')
    ? null
    : {
        refused: 'the finding is out, and none of its answers was recalled: correct or recall one',
      }
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

/** One for each command; it is asked only after the tables have let the command pass. */
type Handlers = {
  readonly [Name in IncidentCommand['type']]: (
    command: Extract<IncidentCommand, { type: Name }>,
    on: Case,
  ) => Decision
}

const HANDLERS: Handlers = {
  addCandidate,
  corroborate: ({ reason }, { incident, named, opening }) =>
    checkCorroborated(incident) ??
    checkText('reason', reason) ??
    record(draft('verify.incident-corroborated', { ...named, reason }, opening)),
  dismiss,
  startInquiry: (_command, { named, opening, context: { nowMs, agreement } }) => {
    const heardByMs = nowMs + agreement.thresholds.partiesHeardMs
    return record(draft('verify.inquiry-started', { ...named, heardByMs }, opening))
  },
  fileClaim,
  confirmClaim,
  takeBackClaim,
  recordSilence: ({ party }, { incident, named, opening, context }) =>
    checkSilence(incident, party, context.nowMs) ??
    record(draft('verify.silence-recorded', { ...named, party }, opening)),
  ask: ({ question }, { incident, named, opening }) =>
    incident.asked.includes(question)
      ? { refused: `${question} was asked already` }
      : record(draft('verify.question-asked', { ...named, question }, opening)),
  ...ANSWERING,
  referToCapitals: ({ question }, { incident, named, latest, context: { nowMs } }) => {
    if (isFinallyDeadlocked(incident.answers[question]))
      return {
        refused: `the capitals had ${question} of ${incident.id}, and did not sign it: conclude, or propose anew`,
      }
    const capitalsDueAtMs = nowMs + CAPITALS_ANSWER_MS
    return record(draft('verify.answer-referred', { ...named, question, capitalsDueAtMs }, latest))
  },
  dissent: ({ question, reason }, { named, latest }) =>
    checkText('reason', reason) ??
    record(draft('verify.dissent-recorded', { ...named, question, reason }, latest)),
  conclude,
  publish: (_command, { named, latest }) =>
    record(draft('verify.incident-published', named, latest)),
  correct,
  reopen: ({ reason }, on) => {
    const whole = checkIncomplete(on.incident)
    if (whole !== null) return whole
    const undone = returnsOf(on)
    if ('refused' in undone) return undone
    // It goes on as an inquiry, and without a deadline no silence could ever be recorded.
    const { nowMs, agreement } = on.context
    const stood = reopensAs(on.incident)
    const next = stood === null ? {} : { next: stood }
    const heard =
      on.incident.heardByMs === null && stood === null
        ? { heardByMs: nowMs + agreement.thresholds.partiesHeardMs }
        : {}
    return (
      checkText('reason', reason) ??
      record(
        draft(
          'verify.incident-reopened',
          { ...on.named, reason, ...undone, ...heard, ...next },
          on.latest,
        ),
      )
    )
  },
  assign: ({ to }, { incident, named, latest }) =>
    checkAssignee(to, incident) ??
    record(draft('verify.incident-assigned', { ...named, to }, latest)),
  note: ({ text }, { named, opening }) =>
    checkText('text', text) ?? record(draft('verify.note-written', { ...named, text }, opening)),
  ...GROUPING,
  ...TASKING,
}

/** What a command makes of the state: the entries to record, or why it is refused. The state itself never changes here. */
export function decide(state: VerifyState, command: Command, context: VerifyContext): Decision {
  const name: string = command.type
  if (!(COMMANDS as readonly string[]).includes(name))
    return { refused: `verify knows no command ${name}: use one of ${COMMANDS.join(', ')}` }
  if (command.type === 'openIncident')
    return permit(command, context.actor, null) ?? openIncident(state, command, context)
  if (command.type === 'handOver')
    return permit(command, context.actor, null) ?? handOver(state, command, context)
  if (command.type === 'acceptHandOver')
    return permit(command, context.actor, null) ?? acceptHandOver(state, command, context)
  const incident = state.incidents.get(command.incident)
  if (incident === undefined)
    return (
      permit(command, context.actor, null) ?? {
        refused: `there is no incident ${command.incident}`,
      }
    )
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
