/** Acceptance: nation × role × place in whose eyes, each from a public statement; as soft costs for the force generation model. */
export { VIEWS_MAX, parseAcceptance } from './parse.ts'
export { acceptanceByPlace, acceptanceCosts, bearingsOn, unsaid } from './costs.ts'
export type { Bearing, CostedLine, Part } from './costs.ts'
export { acceptanceDigest, acceptanceInForce } from './adopt.ts'
export type { AdoptAcceptance } from './adopt.ts'
export { VIEW_KINDS } from './types.ts'
export type { AcceptanceTable, AcceptanceView, BroughtStatement } from './types.ts'
export type { AdoptedAcceptance, NationGroup, ViewKind, ViewWeight } from './types.ts'
