export { dismissalTakes } from './dismissal.ts'
export { DISMISSAL_GROUNDS, OUTCOMES, QUESTIONS } from './types.ts'
export type {
  IncidentStatus,
  AnswerStatus,
  Question,
  AnswerValue,
  Vote,
  Answer,
  Claim,
  ClaimSource,
  ClaimState,
  Corrector,
  Dismissal,
  DismissalGround,
  Dissent,
  Incident,
  Lapse,
  LapsedProposal,
  Outcome,
  Recall,
  Rewording,
  Testimony,
  AccessGround,
  Alleged,
  Assignee,
  Link,
  Note,
  Threshold,
} from './types.ts'
export { COMMANDS } from './command.ts'
export type {
  CandidateSnapshot,
  Command,
  CommandName,
  GroupingCommand,
  Proposal,
  TaskCommand,
} from './command.ts'
export { ANSWER_STATUSES, ANSWER_TABLE, FOUND, INCIDENT_STATUSES, INCIDENT_TABLE } from './table.ts'
export type { AnswerMove, Cell, IncidentMove } from './table.ts'
export { claimState, countingClaims } from './counting.ts'
export { isSameName } from './watch.ts'
export { decide } from './decide.ts'
export { JUDGEMENT, clausesOffered, offeredTo } from './offered.ts'
export type { Judgement, Offer, OfferContext, OfferedFields } from './offered.ts'
export { evolve } from './evolve.ts'
export { changedSince } from './persistent-map.ts'
export { initial } from './state.ts'
export type { VerifyState } from './state.ts'
export { PANEL_ANSWER_MS } from './answer/limits.ts'
export { CAPITALS_ANSWER_MS, CANDIDATES_MAX, PLACE_RADIUS_M_MAX, TEXT_MAX } from './guard.ts'
export type { VerifyContext } from './guard.ts'
export { CONVICTION_FROM_MIN, breachKindOf, thresholdFor } from './answer/threshold.ts'
export { wordCollectors } from './answer/collectors.ts'
export { happenedAt } from './answer/happened.ts'
export { machineFigure } from './answer/figure.ts'
export { isLate, occurredDueMs, occurredTiming } from './answer/timing.ts'
export type { OccurredTiming } from './answer/timing.ts'
export { partyMode, partyRecord, tallyOf, wordFinding } from './answer/tally.ts'
export type { PartyMode, PartyRecord, Tally } from './answer/tally.ts'
export { UNSEEN_MIN, claimAgainstCoverage } from './claims/coverage.ts'
export type { ClaimCoverage, Looker, Reported } from './claims/coverage.ts'
export { lookersOf, reportedIn } from './claims/reported.ts'
export { PROPOSALS_OPEN_MAX } from './grouping/decide.ts'
export { heldApart, pairKey, survivorOf } from './grouping/pair.ts'
export {
  DUPLICATE_FROM,
  DuplicateFinder,
  LIKE_WITHIN_M,
  LIKE_WITHIN_MS,
  REMEMBERED_MAX,
  duplicates,
  mergeProposals,
} from './grouping/duplicates.ts'
export type { Likable, Likeness } from './grouping/duplicates.ts'
export { likableEvent, likableIncident } from './grouping/likable.ts'
export type { Decorrelation, GroupingProposal, TakenUp } from './grouping/types.ts'
export { HAND_OVERS_KEPT, OPEN_POINTS_MAX } from './hand-over.ts'
export type { HandOver, OpenPoint } from './hand-over.ts'
export { HINDERED, TASKS_OPEN_MAX, accessProposals } from './tasks/decide.ts'
export type { AccessProposal } from './tasks/decide.ts'
export { accessProvision, tellProvision } from './tasks/provision.ts'
export { TASK_STATUSES, TASK_TABLE } from './tasks/table.ts'
export type { TaskMove } from './tasks/table.ts'
export { ACCESS, TASK_MEANS, TASK_OUTCOMES } from './tasks/types.ts'
export type {
  Access,
  AccessProvision,
  AccessReport,
  Task,
  TaskMeans,
  TaskOutcome,
  TaskStatus,
} from './tasks/types.ts'
export { snapshotOf } from './snapshot.ts'
export { GRID_M, RELEASE_DELAY_MS } from './release/limits.ts'
export { releaseDesk } from './release/desk.ts'
export type { ReleasedDesk } from './release/desk.ts'
export { releaseHandOver, releaseTask } from './release/work.ts'
export type { ReleasedTask } from './release/work.ts'
export {
  foundIn,
  isEngagementReleased,
  releaseCandidate,
  releaseEvent,
  releaseIncident,
  releaseObservation,
  releaseSnapshot,
} from './release/release.ts'
export type {
  Release,
  ReleasedCandidate,
  ReleasedEvent,
  ReleasedIncident,
  ReleasedObservation,
  ReleasedSnapshot,
  ReleasedTestimony,
} from './release/release.ts'
export {
  hasAdoptions,
  recalibratedCandidate,
  recalibratedEvent,
  recalibratedIncident,
} from './release/recalibrated.ts'
export type { Recalibrating } from './release/recalibrated.ts'
export {
  incidentIn,
  releaseActor,
  releaseClock,
  releasePayload,
  snapshotsIn,
} from './release/entry.ts'
export { EDITIONS_OUT } from './release/editions.ts'
export type { ReleasedPayload } from './release/entry.ts'
export { explainingRules } from './benign.ts'
