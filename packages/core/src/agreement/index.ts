export { PARTIES } from './types.ts'
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
} from './types.ts'
export { EVENT_KINDS, WEAPON_CLASSES, parseAgreement } from './parse.ts'
export { ZONE_WIDTH_M_MAX } from './parse-places.ts'
export { readBasis } from './parse-basis.ts'
export { candidateId, evaluateEvent, versionAt } from './evaluate.ts'
export { zoneProbabilities } from './place.ts'
export { dueObligations } from './due.ts'
export { balanceOf } from './even-handed.ts'
export type { Balance } from './even-handed.ts'
export { adoptedOf, decide, evolve, initial } from './adopt.ts'
export type { Adopted, AdoptAgreement, AgreementDraft, AgreementState, Context } from './adopt.ts'
