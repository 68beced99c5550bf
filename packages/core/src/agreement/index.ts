export { PARTIES } from './document/types.ts'
export type {
  PartyId,
  Basis,
  Version,
  Line,
  Zone,
  WeaponRule,
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
export { BARE } from './document/complete.ts'
export { EVENT_KINDS, WEAPON_CLASSES, parseAgreement } from './document/parse.ts'
export { ZONE_WIDTH_M_MAX } from './document/parse-places.ts'
export { readBasis } from './document/parse-basis.ts'
export { candidateId, evaluateEvent, versionAt } from './evaluate/evaluate.ts'
export { zoneProbabilities } from './evaluate/place.ts'
export { dueObligations } from './evaluate/due.ts'
export { balanceOf } from './document/even-handed.ts'
export type { Balance } from './document/even-handed.ts'
export { adoptedOf, decide, evolve, initial } from './standing/adopt.ts'
export type { Adopted, AdoptAgreement, AgreementDraft, AgreementState, Context } from './standing/adopt.ts'
