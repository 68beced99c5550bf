/**
 * The register of what is promised: pledges with their life cycle, conditions, numbers about forces, minutes; who may see
 * which; and the register as a force model. See docs/specs/pledge-lifecycle.md.
 */
export type {
  Commitment,
  Condition,
  ConditionKind,
  ConditionState,
  Figure,
  FigureBasis,
  LeftOut,
  Minute,
  PledgeChange,
} from './types.ts'
export { CONDITION_KINDS, CONDITION_STATES, FIGURE_BASES } from './types.ts'
export { PLEDGE_MOVES, PLEDGE_STATUSES, PLEDGE_TABLE } from './table.ts'
export type { PledgeCell, PledgeMove, PledgeStatus } from './table.ts'
export {
  EVERY_NATION,
  criticalLabel,
  entryReleasableTo,
  isReleasedNow,
  isReleasedTo,
} from './release.ts'
export { labelFor, releaseRegister } from './release.ts'
export type { Viewer } from './release.ts'
export { MISSION, NAMED_MAX, REGISTER_TEXT_MAX } from './decide.ts'
export type {
  LiftCaveat,
  MoveCondition,
  MovePledge,
  RecordMinute,
  RegisterCommand,
} from './decide.ts'
export {
  conditionCaveat,
  isInForce,
  isLiftable,
  standingPledges,
  unmetConditions,
} from './standing.ts'
export { RATIO_ASSUMED, figuresOf, isConflict, sustainable } from './numbers.ts'
export type { FigureGroup, Sustainable } from './numbers.ts'
export { capabilityAbout } from './about.ts'
export { canonicalCode, parseTaxonomy } from './taxonomy.ts'
export type { Capability, Taxonomy } from './taxonomy.ts'
export { toModel } from './to-model.ts'
export type { MappedModel, ModelOptions, PackageOrigin } from './to-model.ts'
