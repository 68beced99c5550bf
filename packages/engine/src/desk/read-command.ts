/**
 * Commands as they come from outside, read into what the steps decide.
 *
 * A step trusts the shape of what it is given, and what it records is folded for ever: so nothing reaches it that was
 * not read here, field by field. Documents (an agreement, a ladder, a network) come as their text and are parsed here,
 * never as ready objects; and an incident names candidates by id, which are looked up, so that nobody can put a candidate
 * into a case that no machine made.
 */
import {
  QUESTIONS,
  snapshotOf,
  type CandidateSnapshot,
  type Command as VerifyCommand,
} from '@holdfast/core/verify'
import { JUDGED_QUESTIONS, type ConfidenceCommand } from '@holdfast/core/fuse/confidence'
import type { AdoptAgreement, AgreementCommand } from '@holdfast/core/agreement'
import { COVERAGE_STATES, type ObserveCommand } from '@holdfast/core/observe'
import {
  EDITIONS,
  LANGUAGES,
  REPORT_FORMATS,
  REPORT_KINDS,
  type IssueReport,
} from '@holdfast/core/report'
import type { RespondCommand } from '@holdfast/core/respond'
import { isRefused, type Refused } from '@holdfast/core/units'
import {
  readAgreement,
  readLadder,
  readMovementModel,
  readNetwork,
  readPlanDocument,
  readSources,
} from '../documents/index.ts'
import type { Command, Holdfast } from '../runtime/index.ts'
import { unknownLadder } from '../shipped/index.ts'
import {
  document,
  either,
  faultIn,
  finite,
  flag,
  index,
  instant,
  listOf,
  oneOf,
  optional,
  orNull,
  probability,
  refusedCommand,
  shape,
  text,
  within,
} from './fields.ts'
import type { Field } from './fields.ts'
import { VERIFY_WORK_FIELDS, alleged } from './verify-fields.ts'
import { permit } from '@holdfast/core/liaise'
import type { Actor } from '@holdfast/core/nations'
import { LIAISE_FIELDS, PATROL_FIELDS, completedDay } from './day-fields.ts'
import { completedGenerate } from './generate-command.ts'
import { GENERATE_FIELDS } from './generate-fields.ts'

const question = oneOf(...QUESTIONS)
const judged = oneOf(...JUDGED_QUESTIONS)
const party = oneOf('A', 'B')
const incident = { incident: text }
const reason = { reason: text }
/** Most candidates that one command names. */
const CANDIDATES_MAX = 1_000

const onAmendment = { motion: index, ...reason }
const motion = { fact: text, party: orNull(party), ...reason }
const duty = { clause: text, party, dueMs: instant, ...reason }
const place = shape({
  position: shape({ lonDeg: within(-180, 180), latDeg: within(-90, 90) }),
  radiusM: finite,
})
const claimSource = shape({
  by: text,
  receivedAtMs: instant,
  channel: orNull(text),
  document: orNull(text),
})
const AGREEMENT_FIELDS: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  adoptAgreement: { document, amends: optional(index) },
  proposeAmendment: { document, amends: optional(index), fromMs: orNull(instant), ...reason },
  supportAmendment: onAmendment,
  opposeAmendment: onAmendment,
  withdrawAmendment: onAmendment,
  declareFact: { ...motion, fromMs: orNull(instant) },
  endFact: { ...motion, untilMs: orNull(instant) },
  showMet: duty,
  confirmMet: duty,
  recallMet: duty,
  announceActivity: {
    rule: text,
    party: oneOf('A', 'B', 'mission'),
    title: text,
    fromMs: instant,
    toMs: instant,
    place,
  },
  withdrawNotification: { notification: text, ...reason },
}

const FIELDS: Readonly<
  Record<Command['step'], Readonly<Record<string, Readonly<Record<string, Field>>>>>
> = {
  verify: {
    openIncident: {
      title: text,
      from: oneOf('candidate', 'claim'),
      candidates: listOf(text, CANDIDATES_MAX),
    },
    addCandidate: { ...incident, candidate: text },
    corroborate: { ...incident, ...reason },
    startInquiry: incident,
    fileClaim: {
      ...incident,
      party,
      stance: oneOf('accuses', 'denies', 'admits', 'explains'),
      text,
      alleges: optional(alleged),
      source: claimSource,
    },
    confirmClaim: { ...incident, claim: index },
    takeBackClaim: { ...incident, claim: index, ...reason, source: orNull(claimSource) },
    recordSilence: { ...incident, party },
    ask: { ...incident, question },
    proposeAnswer: {
      ...incident,
      question,
      standard: text,
      machineProbability: optional(orNull(probability)),
      value: either(text, shape({ clause: text, agreementVersion: text })),
    },
    vote: { ...incident, question, agrees: flag, standard: text, ...reason },
    withdrawProposal: { ...incident, question, ...reason },
    declareDeadlock: { ...incident, question, ...reason },
    referToCapitals: { ...incident, question },
    dissent: { ...incident, question, ...reason },
    recall: { ...incident, question, ...reason },
    conclude: {
      ...incident,
      ...reason,
      outcome: oneOf('breach', 'noBreach', 'benign', 'notVerifiable', 'deadlocked'),
      rule: optional(text),
    },
    publish: incident,
    correct: { ...incident, question: orNull(question), was: orNull(text), text },
    merge: { ...incident, into: text, ...reason },
    reopen: { ...incident, ...reason },
    ...VERIFY_WORK_FIELDS,
  },
  respond: {
    adoptLadder: { document, boundTo: text },
    logHotlineCall: {
      ...incident,
      party,
      calledAtMs: instant,
      answeredBy: orNull(text),
      fireStoppedAtMs: orNull(instant),
    },
    reportPersistence: { ...incident, persists: flag, ...reason },
    recordDecision: {
      ...incident,
      measure: text,
      party: orNull(party),
      nation: text,
      decision: oneOf('yes', 'no'),
      legalBasis: text,
      conditions: listOf(text, 20),
    },
    meetClock: { clock: text, why: text },
  },
  agreement: AGREEMENT_FIELDS,
  report: {
    issueReport: {
      kind: oneOf(...REPORT_KINDS),
      number: index,
      year: index,
      edition: oneOf(...EDITIONS),
      language: oneOf(...LANGUAGES),
      format: oneOf(...REPORT_FORMATS),
      period: shape({ fromMs: instant, toMs: instant }),
      logSize: index,
      asOfMs: instant,
      sha256: text,
      corrects: orNull(index),
      reason: either(text, oneOf('')),
      incident: optional(orNull(text)),
      topic: optional(orNull(text)),
    },
  },
  move: {
    adoptNetwork: { document },
    adoptModel: { document },
    adoptDocument: { document },
  },
  observe: {
    registerSources: { document },
    revokeKey: { source: text, keyId: text, ...reason },
    stateCoverage: {
      source: text,
      state: oneOf(...COVERAGE_STATES),
      fromMs: instant,
      toMs: orNull(instant),
      ...reason,
    },
    // Evidence is the machine's: what a person brings is a reason.
    quarantineSource: { source: text, sinceMs: orNull(instant), ...reason },
    confirmQuarantine: { source: text, ...reason },
    restoreSource: { source: text, fromMs: orNull(instant), ...reason },
  },
  fuse: {
    // Which fit was looked at, by its name; what it comes to is worked out from the record, and nothing of it is read.
    adoptRecalibration: { question: judged, fit: text, ...reason },
    withdrawRecalibration: { question: judged, ...reason },
  },
  liaise: LIAISE_FIELDS,
  patrol: PATROL_FIELDS,
  generate: GENERATE_FIELDS,
}

/** Reads a command `{step, type, …}` as a person or a program sent it; refused with what is wrong and where. */
export async function readCommand(
  value: unknown,
  holdfast: Holdfast,
  actor: Actor | null = null,
): Promise<Command | Refused> {
  if (typeof value !== 'object' || value === null || !('step' in value) || !('type' in value))
    return {
      refused: `a command names its step (${Object.keys(FIELDS).join(', ')}) and its type; this one does not`,
    }
  const { step, type, ...rest } = value as Record<string, unknown>
  const types = Object.entries(FIELDS).find(([name]) => name === step)?.[1]
  if (types === undefined)
    return {
      refused: `there is no step ${JSON.stringify(step)}; say one of ${Object.keys(FIELDS).join(', ')}`,
    }
  const fields = typeof type === 'string' && Object.hasOwn(types, type) ? types[type] : undefined
  if (fields === undefined)
    return {
      refused: `${String(step)} takes no command ${JSON.stringify(type)} here; it takes ${Object.keys(types).join(', ') || 'none'}`,
    }
  const fault = faultIn(rest, fields)
  if (fault !== null) return refusedCommand(`${String(step)} ${String(type)}`, fault)
  // Who may not open a call learns nothing of what there is to call about.
  if (step === 'liaise' && type === 'openCall' && actor !== null) {
    const refused = permit('openCall', actor, null)
    if (refused !== null) return refused
  }
  const asked = { type, ...rest } as { type: string }
  if (step === 'generate') return completedGenerate(asked, holdfast.mission.generate, actor)
  return await completed(step as Command['step'], asked, holdfast)
}

// What a command names by id or brings as a text is put in its place.
async function completed(
  step: Command['step'],
  command: { readonly type: string },
  holdfast: Holdfast,
): Promise<Command | Refused> {
  if (step === 'agreement' && 'document' in command) {
    const { document: yaml, ...rest } = command as { type: string; document: string }
    const read = readAgreement(yaml, 'document')
    if (isRefused(read)) return read
    const { ladder } = holdfast.mission.respond
    const unknown = unknownLadder(read, 'document', ladder === null ? [] : [ladder.id])
    if (unknown !== null) return unknown
    return { step, ...(rest as Omit<AdoptAgreement, 'agreement' | 'document'>), ...read }
  }
  if (step === 'agreement') return { step, ...(command as AgreementCommand) }
  if (step === 'move') {
    const { document: yaml } = command as unknown as { document: string }
    if (command.type === 'adoptModel') {
      const model = readMovementModel(yaml, 'document')
      return isRefused(model) ? model : { step, type: 'adoptModel', model }
    }
    if (command.type === 'adoptDocument') {
      const value = readPlanDocument(yaml, 'document')
      return isRefused(value) ? value : { step, type: 'adoptDocument', document: value.document }
    }
    const read = readNetwork(yaml, 'document')
    return isRefused(read) ? read : { step, type: 'adoptNetwork', network: read.network }
  }
  if (step === 'respond' && command.type === 'adoptLadder') {
    const { document: ladderText, boundTo } = command as unknown as {
      document: string
      boundTo: string
    }
    const read = readLadder(ladderText, 'document')
    return isRefused(read) ? read : { step, type: 'adoptLadder', ...read, boundTo }
  }
  if (step === 'observe' && command.type === 'registerSources') {
    const read = readSources((command as unknown as { document: string }).document, 'document')
    return isRefused(read) ? read : { step, type: 'registerSources', sources: read.sources }
  }
  if (step === 'observe') return { step, ...(command as ObserveCommand) }
  if (step === 'fuse') return { step, ...(command as ConfidenceCommand) }
  if (step === 'liaise' || step === 'patrol') return await completedDay(step, command, holdfast)
  if (step === 'respond') return { step, ...(command as RespondCommand) }
  if (step === 'report') return { step, ...(command as unknown as IssueReport) }
  if (step === 'verify') {
    const { candidates, candidate } = command as {
      candidates?: readonly string[]
      candidate?: string
    }
    // A split names candidates that the incident holds, not ones to be looked up.
    if (command.type === 'openIncident' && candidates !== undefined) {
      const snapshots = await snapshotsOf(candidates, holdfast)
      return isRefused(snapshots)
        ? snapshots
        : ({ step, ...command, candidates: snapshots } as Command)
    }
    if (candidate !== undefined) {
      const snapshots = await snapshotsOf([candidate], holdfast)
      return isRefused(snapshots)
        ? snapshots
        : ({ step, ...command, candidate: snapshots[0] } as Command)
    }
    return { step, ...(command as VerifyCommand) }
  }
  return { refused: `${step} takes no commands from outside` }
}

/** The candidates of those ids as they stand, with who reported what their events came from. */
export async function snapshotsOf(
  ids: readonly string[],
  { sink, mission }: Holdfast,
): Promise<readonly CandidateSnapshot[] | Refused> {
  const candidates = await sink.many('candidate', ids)
  const missing = ids.find((id) => candidates.every((candidate) => candidate.id !== id))
  if (missing !== undefined)
    return {
      refused: `there is no candidate ${JSON.stringify(missing)}; it may have been fused anew: look at the list again`,
    }
  const events = await sink.many(
    'event',
    candidates.flatMap(({ event }) => event ?? []),
  )
  const observations = await sink.many(
    'observation',
    events.flatMap((event) => event.observations),
  )
  const byId = new Map(observations.map((observation) => [observation.id, observation]))
  return candidates.map((candidate) =>
    snapshotOf(
      candidate,
      events.find(({ id }) => id === candidate.event) ?? null,
      byId,
      mission.observe.sources,
    ),
  )
}
