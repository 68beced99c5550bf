export { OUTCOMES, QUESTIONS } from './types.ts'
export type {
  IncidentStatus,
  AnswerStatus,
  Question,
  AnswerValue,
  Vote,
  Answer,
  Claim,
  Incident,
  Outcome,
  Recall,
  Testimony,
} from './types.ts'
export { COMMANDS } from './command.ts'
export type { CandidateSnapshot, Command, CommandName, Proposal } from './command.ts'
export { ANSWER_STATUSES, ANSWER_TABLE, FOUND, INCIDENT_STATUSES, INCIDENT_TABLE } from './table.ts'
export type { AnswerMove, Cell } from './table.ts'
export { decide } from './decide.ts'
export { evolve, initial } from './evolve.ts'
export type { VerifyState } from './evolve.ts'
export { CAPITALS_ANSWER_MS, CANDIDATES_MAX, CONVICTION_FROM_MIN, TEXT_MAX } from './guard.ts'
export type { VerifyContext } from './guard.ts'
export { snapshotOf } from './snapshot.ts'
export {
  GRID_M,
  RELEASE_DELAY_MS,
  foundIn,
  isEngagementReleased,
  releaseCandidate,
  releaseEvent,
  releaseIncident,
  releaseObservation,
  releaseSnapshot,
} from './release.ts'
export type {
  Release,
  ReleasedCandidate,
  ReleasedEvent,
  ReleasedIncident,
  ReleasedObservation,
  ReleasedSnapshot,
  ReleasedTestimony,
} from './release.ts'
export {
  incidentIn,
  releaseActor,
  releaseClock,
  releasePayload,
  snapshotsIn,
} from './release-entry.ts'
export type { ReleasedPayload } from './release-entry.ts'
