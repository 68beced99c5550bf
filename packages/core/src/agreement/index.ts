export { PARTIES } from './document/types.ts'
export type {
  PartyId,
  Basis,
  Version,
  Line,
  Zone,
  WeaponRule,
  After,
  MassRule,
  Provision,
  Obligation,
  Agreement,
  Condition,
  Candidate,
  AgreementPhase,
  Baseline,
  BenignRule,
  BreachKind,
  Deadline,
  DeploymentGate,
  FactRule,
  Notification,
  NotifiedRule,
  RepairWindowRule,
  Standing,
  ZonePurpose,
} from './document/types.ts'
export { everyExcuse, excusePointsOf, partsOf } from './document/excuse.ts'
export type { Excuse, ExcuseGroup, ExcusePoint } from './document/excuse.ts'
export { BARE, completed } from './document/complete.ts'
export { parseAgreement } from './document/parse.ts'
export {
  ACTIVITIES,
  ADDRESSEES,
  BURDENS,
  COUNTED_BY,
  DECLARERS,
  DUTY_KINDS,
  EVENT_KINDS,
  MEDIA,
  ONE_OR_BOTH,
  PHASE_KINDS,
  WEAPON_CLASSES,
  ZONE_PURPOSES,
} from './document/words.ts'
export {
  AGREEMENT_LIMITS,
  BAND_M_MAX,
  CORRIDOR_WIDTH_M_MAX,
  DAYS_MAX,
  EVERY_DAYS_MIN,
  EXCUSE_DEPTH_MAX,
  MASS_AT_LEAST_MAX,
  MASS_KM_MAX,
  MASS_MINUTES_MAX,
  HOURS_MAX,
  TERM_HOURS_MIN,
  QUORUM_MAX,
  SITE_RADIUS_M_MAX,
  ZONE_WIDTH_M_MAX,
} from './document/limits.ts'
export { LINT_RULES, REMARKS_MAX, lintAgreement } from './document/lint.ts'
export type { LintRule, Remark } from './document/lint.ts'
export { readBasis } from './document/parse-basis.ts'
export { evaluateEvent, zoneProbabilities } from './evaluate/evaluate.ts'
export { candidateId, compileAgreement } from './evaluate/compile.ts'
export type { CompiledAgreement, EvaluationOptions, ZoneProbabilities } from './evaluate/compile.ts'
export { screeningOf } from './evaluate/screening.ts'
export type { Screened } from './evaluate/screening.ts'
export { lineOfContactAt } from './evaluate/places.ts'
export { versionAt } from './evaluate/times.ts'
export { Tally, isCounting } from './evaluate/tally.ts'
export { MASS_EVENTS_MAX } from './evaluate/mass.ts'
export type { Counting, Massed } from './evaluate/mass.ts'
export { bestCover, coverOf } from './evaluate/notified.ts'
export type { Cover } from './evaluate/notified.ts'
export { DEADLINES_MAX, deadlinesOf, dueObligations } from './evaluate/due.ts'
export { balanceOf } from './document/even-handed.ts'
export type { Balance } from './document/even-handed.ts'
export { decide } from './standing/decide.ts'
export { evolve } from './standing/evolve.ts'
export { touchedBy } from './standing/touched.ts'
export { adoptedAt, adoptedOf, factsOf, initial, standingAt, waitingAt } from './standing/state.ts'
export type {
  Adopted,
  AgreementState,
  Amendment,
  AmendmentStatus,
  AmendmentVote,
  Announced,
  Carried,
  Duty,
  FactRecord,
  Motion,
  MotionKind,
} from './standing/state.ts'
export { sinceRecord } from './standing/before-record.ts'
export type { BeforeRecord, SinceRecord } from './standing/before-record.ts'
export { newestOf } from './standing/span-list.ts'
export { missingOf, statusAt, tallyOf } from './standing/amendment.ts'
export { AMENDMENT_TABLE } from './standing/amendment-table.ts'
export type { AmendmentCell, AmendmentCommandName } from './standing/amendment-table.ts'
export {
  AMENDMENT_LAPSES_MS,
  AMENDMENT_NATIONS_MIN,
  AMENDMENTS_OF_NATION_MAX,
} from './standing/decide-amendment.ts'
export type { AdoptAgreement, AgreementCommand } from './standing/command.ts'
export type { AgreementDraft } from './standing/entry.ts'
export type { Context } from './standing/guard.ts'
export { EMPTY_STANDING, gatesAt, isHeld, phasesAt, phaseSpans } from './standing/phases.ts'
export type { GateStanding, PhaseSpan } from './standing/phases.ts'
export { DiffCounter, diffCandidates, fieldChanges, markOf } from './history/diff-candidates.ts'
export type {
  CandidateChange,
  CandidateDiff,
  CandidateMark,
  ClauseDiff,
  FieldChange,
} from './history/diff-candidates.ts'
export { diffTexts } from './history/diff-texts.ts'
export type { ClauseTouched, PartDiff, TextChange, TextDiff } from './history/diff-texts.ts'
export { Tallies, judgeOf, obligationsOfDay, reevaluate, textOfDay } from './history/reevaluate.ts'
export type { Adoption, Judge, Judged, StandingOf } from './history/reevaluate.ts'
export {
  Comparison,
  asIfInForce,
  firstInForceMs,
  isWithin,
  trial,
  whatIf,
} from './history/what-if.ts'
export type { Compared } from './history/what-if.ts'
export { whyNot } from './history/why-not.ts'
export type { Hindrance } from './history/why-not.ts'
