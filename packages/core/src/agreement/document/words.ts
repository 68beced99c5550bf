import {
  CATEGORY,
  WEAPON_CLASSES as EVERY_CLASS,
  isIndication,
  kindOf,
} from '../../observe/index.ts'
import type { Category, WeaponClass } from '../../observe/index.ts'
import type {
  AgreementPhase,
  FactRule,
  MassRule,
  NotifiedRule,
  Obligation,
  PartyId,
  Provision,
  Zone,
  ZonePurpose,
} from './types.ts'

// Each list is made of the keys of a total table, so that a word added to a type is missed here by the compiler.
const wordsOf = <T extends string>(table: Readonly<Record<T, true>>): readonly T[] =>
  Object.keys(table) as T[]

/** Phases are parts of a flight; a state that was found, an impediment or an aircraft has none to compare. */
export const hasPhase = (kind: string): boolean => !/^[PAXCODB]\./.test(kind)

/** Weapon classes that a rule may name: `unknown` is no class that a text can prohibit. */
export const WEAPON_CLASSES: readonly WeaponClass[] = EVERY_CLASS.filter((one) => one !== 'unknown')
/** Kinds of event that a provision may name: `kindOf` every category. */
export const EVENT_KINDS: readonly string[] = [
  // Indications break nothing by themselves.
  ...new Set((Object.keys(CATEGORY) as Category[]).filter((one) => !isIndication(one)).map(kindOf)),
]
/** Kinds of zone. */
export const ZONE_KINDS = wordsOf<Zone['kind']>({
  polygon: true,
  withdrawal: true,
  site: true,
  corridor: true,
  band: true,
})
/** What a zone may be for. */
export const ZONE_PURPOSES = wordsOf<ZonePurpose>({
  region: true,
  security: true,
  disengagement: true,
  demilitarised: true,
  holding: true,
  nuclear: true,
  infrastructure: true,
  mission: true,
  shipping: true,
  airspace: true,
})
/** Where a corridor runs. */
export const MEDIA = wordsOf<Extract<Zone, { kind: 'corridor' }>['medium']>({
  land: true,
  sea: true,
  air: true,
})
/** On whose side a band lies, and whom a duty binds. */
export const ONE_OR_BOTH = wordsOf<PartyId | 'both'>({ A: true, B: true, both: true })
/** Kinds of phase. */
export const PHASE_KINDS = wordsOf<AgreementPhase['kind']>({
  freeze: true,
  ceasefire: true,
  stabilisation: true,
})
/** Who may declare a fact. */
export const DECLARERS = wordsOf<FactRule['declaredBy']>({ commission: true, bothParties: true })
/** Who has to show what. */
export const BURDENS = wordsOf<NonNullable<Provision['burden']>>({ claimant: true, holder: true })
/** Whose fire a clause that counts takes together. */
export const COUNTED_BY = wordsOf<NonNullable<MassRule['by']>>({ sameParty: true })
/** Kinds of duty. */
export const DUTY_KINDS = wordsOf<Obligation['kind']>({
  withdrawal: true,
  inventory: true,
  notification: true,
  discipline: true,
  demining: true,
  other: true,
})
/** Activities that are announced. */
export const ACTIVITIES = wordsOf<NotifiedRule['activity']>({
  exercise: true,
  demining: true,
  repair: true,
  movement: true,
  other: true,
})
/** To whom an activity is announced. */
export const ADDRESSEES = wordsOf<NotifiedRule['to']>({
  monitor: true,
  commission: true,
  both: true,
})
