export { IDENTITIES, MEANS, SOURCE_KINDS, WEAPON_CLASSES } from './types.ts'
export { PHASES } from './phase.ts'
export type { Phase } from './phase.ts'
export type {
  Observation,
  Motion,
  IdentityKind,
  Assessment,
  Source,
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
  SPEED_MPS_MAX,
  faultOf,
} from './check.ts'
export type { Unidentified } from './check.ts'
export { OWN_HASHING } from './hashing.ts'
export type { Hashing } from './hashing.ts'
export { batchRoot, contentText, identify, observationId } from './identity.ts'
export { DUPLICATE, judgeBatch } from './batch.ts'
export type { Answer, Judged, Known, Rejected, Request, Row } from './batch.ts'
export { SOURCE_ID, sourceFault } from './source.ts'
export { NO_IDS, hasId, withIds } from './id-set.ts'
export type { IdSet } from './id-set.ts'
export { acceptBatch, answerJson, answerOf, decide, evolve, initial } from './state.ts'
export type {
  BatchAccepted,
  Decided,
  ObserveCommand,
  ObserveContext,
  ObserveState,
  RefusedBatch,
  SourceRegistered,
} from './state.ts'
