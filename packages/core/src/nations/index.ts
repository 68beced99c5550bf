export { isFictional, isNation } from './countries.ts'

/** An ISO 3166-1 alpha-3 code, or a fictional nation's: `XA` followed by a letter is never assigned. */
export type NationCode = string
/** The separable offices: monitor (observe to verify), commission (the panel), guarantors (generate, move, respond). */
export type Office = 'monitor' | 'commission' | 'guarantors'
/** Every office, in the order of the loop. */
export const OFFICES: readonly Office[] = ['monitor', 'commission', 'guarantors']

/**
 * What a person may do. `scripted` is the role of officers that a demonstration plays: it belongs to fictional
 * nations only, and everything that it touches is watermarked. `system` records what no person decides: a batch
 * received, a deadline passed.
 */
export type Role =
  | 'system'
  | 'watch'
  | 'analyst'
  | 'panel'
  | 'planner'
  | 'minister'
  | 'head-of-mission'
  | 'scripted'

/** Who acts: always a nation, a role and an office, and the key that proved it. */
export interface Actor {
  readonly name: string
  readonly nation: NationCode
  readonly role: Role
  readonly office: Office
  /** Hex SHA-256 of the public key that authenticated the command. `dev` for the development login. */
  readonly keyId: string
}

/** A confidentiality label after STANAG 4774: policy, classification, and the set of nations that it may be released to. */
export interface Label {
  readonly policy: 'HOLDFAST'
  readonly classification: 'UNCLASSIFIED' | 'RESTRICTED' | 'CONFIDENTIAL' | 'SECRET'
  /** Offices that may see it at all; a label that names none denies everyone. */
  readonly offices: readonly Office[]
  /** Nation codes; the one word `ALL` stands for every nation. */
  readonly releasableTo: readonly NationCode[]
}
