export { standing } from './trajectory.ts'
export { HOLDERS, IDENTITIES, MEANS, POSITIONINGS, SOURCE_KINDS, WEAPON_CLASSES } from './types.ts'
export { PHASES } from './phase.ts'
export type { Phase } from './phase.ts'
export type {
  Observation,
  Motion,
  IdentityKind,
  PositionQuality,
  Assessment,
  ShotDelay,
  Holder,
  Site,
  Source,
  Waypoint,
  SourceKind,
  SourceKey,
  Calibration,
  Confusion,
  Means,
  Count,
  Sector,
  RangeRing,
  Control,
  Observer,
  Whereabouts,
  ObservedTime,
  Weapon,
  WeaponClass,
} from './types.ts'
export {
  CATEGORY,
  PHASE_OF_EXPLOSION,
  isIndication,
  isStreamed,
  kindOf,
  ledgerOf,
} from './category.ts'
export type { Category, Ledger } from './category.ts'
export {
  CLOCK_AHEAD_MS_MAX,
  DISTANCE_M_MAX,
  HEIGHT_M_MAX,
  HEIGHT_M_MIN,
  OBSERVED_MS_MIN,
  SHOT_DELAY_MS,
  SHOT_SIGMA_MS,
  SPEED_MPS_MAX,
  faultOf,
} from './check.ts'
export type { Unidentified } from './check.ts'
export { OWN_HASHING } from './hashing.ts'
export type { Hashing } from './hashing.ts'
export { boundBy, observationsOf } from './bound-label.ts'
export { batchRoot, contentText, identify, observationId } from './identity.ts'
export { DUPLICATE, judge, prepare } from './batch.ts'
export type {
  Answer,
  Judged,
  Known,
  Memory,
  Prepared,
  PreparedRequest,
  PreparedRow,
  Rejected,
  Request,
  Row,
} from './batch.ts'
export { NO_CHAIN, STATEMENTS_KEPT, linkOf, linked } from './chain.ts'
export type { Chain, Gap, Link, SignedStatement } from './chain.ts'
export {
  COVERAGE_STATES,
  HEARTBEATS_MISSED,
  coverageAt,
  coverageOver,
  heard,
  withPeriod,
} from './coverage.ts'
export type { CoverageBasis, CoveragePeriod, CoverageShares, CoverageState } from './coverage.ts'
export { COVERAGE_ROLES, countsAsEyes, coverageRole, rolesOf } from './coverage-role.ts'
export type { CoverageRole } from './coverage-role.ts'
export {
  EVIDENCE_OBSERVATIONS_MAX,
  coverageOf,
  evolveQuarantine,
  isQuarantined,
} from './quarantine.ts'
export type { EvidenceKind, HealthEvidence, Quarantine, QuarantinePeriod } from './quarantine.ts'
export { parseSources } from './parse-sources.ts'
export { SOURCE_ID, keyInForce, sourceFault, takesUnsigned } from './source.ts'
export {
  answerJson,
  coverageStated,
  decide,
  decideBatch,
  evolve,
  initial,
  rejectsRecorded,
} from './state.ts'
export type {
  BatchAccepted,
  BatchContext,
  ChainBroken,
  Decided,
  DecidedBatch,
  ObserveCommand,
  ObserveContext,
  ObserveState,
  RejectsRecorded,
  SourceRegistered,
  Via,
} from './state.ts'
