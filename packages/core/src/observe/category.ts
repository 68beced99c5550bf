import type { Phase } from './phase.ts'

/** Books that are kept apart and never summed. */
export type Ledger =
  | 'kinetic'
  | 'posture'
  | 'airSea'
  | 'access'
  | 'protection'
  | 'obligation'
  | 'digital'
  | 'benign'
  | 'indication'

/** What was observed, in the practice of real missions; never what it means in law. */
export const CATEGORY = {
  'K.EXPL.IMPACT': 'explosion assessed as impact',
  'K.EXPL.OUTGOING': 'explosion assessed as outgoing round',
  'K.EXPL.AIRBURST': 'airburst',
  'K.EXPL.UNDET': 'undetermined explosion',
  'K.PROJ': 'projectile in flight',
  'K.FLARE': 'illumination flare',
  'K.MUZZLE': 'muzzle flash',
  'K.BURST': 'burst',
  'K.SHOT': 'shot',
  'K.SNIPER': 'sniper fire',
  'K.SALVO': 'MLRS or missile salvo',
  'K.UAS.STRIKE': 'strike by UAV or loitering munition',
  'K.AIR.STRIKE': 'air-delivered strike',
  'K.ADVANCE': 'forces seen moving forward or changing positions',
  'K.RAID': 'small group crossing and acting behind the line',
  'K.STRIKE.DEEP': 'missile or drone strike far from the line',
  'K.MINE.LAY': 'new mines or obstacles',
  'P.WEAPON': 'weapon seen at a place',
  'P.SETTLEMENT': 'heavy weapon in or near a settlement or civilian infrastructure',
  'P.CONTROL': 'change of control, unmarked forces, line creeping',
  'P.STORAGE.MISSING': 'weapon missing from declared storage',
  'P.DISENG.PRESENCE': 'people or hardware inside a disengagement or separation area',
  'P.FORTIFICATION': 'new position, trench, construction or surveillance equipment',
  'P.FORCE.LIMIT': 'force or equipment ceiling exceeded',
  'P.POINTED': 'weapon pointed across the line',
  'P.CROSSING': 'crossing of the line by person or vehicle',
  'P.CONVOY': 'undeclared convoy or supply movement',
  'A.AIRCRAFT': 'combat aircraft in prohibited zone',
  'A.UAV': 'non-mission UAV in prohibited zone',
  'A.SHIP': 'ship in prohibited sea area',
  'X.DENIAL': 'access denied',
  'X.DELAY': 'access delayed',
  'X.CONDITIONAL': 'conditional access',
  'X.IMPEDIMENT': 'other impediment',
  'X.FIRE.NEAR': 'fire near patrol',
  'X.FIRE.UAV': 'fire at mission UAV',
  'X.JAMMING': 'interference with a mission asset',
  'X.SENSOR.ATTACK': 'mission sensor damaged, stolen or destroyed',
  'X.THREAT': 'threat or violence against staff',
  'C.MISSION': 'attack on mission or coalition personnel',
  'C.CASUALTY': 'civilian casualty',
  'C.DAMAGE': 'damage to civilian object',
  'C.INFRA': 'damage to critical infrastructure',
  'C.HUMACCESS': 'humanitarian access blocked',
  'C.ABUSE': 'detention or abuse of civilians',
  'O.WITHDRAW.LATE': 'withdrawal not completed by deadline',
  'O.NOTIFY.MISSING': 'required notification not made',
  'O.DISCIPLINE.MISSING': 'disciplinary action not reported',
  'O.DEMINE.LATE': 'demining not done',
  'O.INVENTORY.MISSING': 'inventory or baseline data not handed over',
  'O.WINDOW': 'repair window not kept',
  'D.INTERNET': 'internet interference',
  'D.INFO': 'information threat',
  'D.CYBER': 'cyber attack',
  'B.EXERCISE': 'live-fire exercise outside the security zone, or notified',
  'B.DEMINING': 'controlled detonation, demining',
  'B.NATURAL': 'thunder, fire, quarry, industry',
  'B.MISSION': "the mission's own activity",
  'I.AIR': 'aircraft or other flying thing measured by a sensor',
  'I.SEA': 'ship or boat measured by a sensor',
  'I.LAND': 'vehicle or movement on land measured by a sensor',
  'I.MEASURED': 'measurement that is no happening by itself',
  'I.THERMAL': 'thermal anomaly seen from space',
  'I.WARNING': 'warning given to the public',
} as const
/** A category's code. */
export type Category = keyof typeof CATEGORY

const LEDGER: Readonly<Record<string, Ledger>> = {
  K: 'kinetic',
  P: 'posture',
  A: 'airSea',
  X: 'access',
  C: 'protection',
  O: 'obligation',
  D: 'digital',
  B: 'benign',
  I: 'indication',
}
/** The ledger that a category is booked in: its first letter decides. */
export function ledgerOf(category: Category): Ledger {
  const ledger = LEDGER[category.charAt(0)]
  if (ledger === undefined) throw new Error(`category ${category} belongs to no ledger`)
  return ledger
}

/** The kind of happening, without its phase: an explosion stays an explosion whether it was outgoing or impact. */
export function kindOf(category: Category): string {
  if (category.startsWith('K.EXPL.')) return 'explosion'
  const kinds: Partial<Record<Category, string>> = {
    'K.PROJ': 'projectile',
    'K.BURST': 'burst',
    'K.SHOT': 'shot',
    'K.SALVO': 'salvo',
    'K.FLARE': 'flare',
    'K.MUZZLE': 'muzzleFlash',
    'K.SNIPER': 'sniperFire',
  }
  return kinds[category] ?? category
}

/** The only phases that a category of explosions allows; every other category allows all. */
export const PHASE_OF_EXPLOSION: Readonly<Partial<Record<Category, Phase>>> = {
  'K.EXPL.IMPACT': 'impact',
  'K.EXPL.OUTGOING': 'outgoing',
  'K.EXPL.AIRBURST': 'airburst',
  'K.EXPL.UNDET': 'undetermined',
}

// Sensors send these by the thousand; one alone says nothing that anybody decides on. Tracks and anomalies are made of them.
const STREAMED: ReadonlySet<Category> = new Set(['I.AIR', 'I.SEA', 'I.LAND', 'I.MEASURED'])

/** Whether observations of the category stream from sensors: they are kept and proven like all, but not listed one by one. */
export const isStreamed = (category: Category): boolean => STREAMED.has(category)
/** Whether the category only indicates: no event is made of it alone, and no provision is broken by it. */
export const isIndication = (category: Category): boolean => category.startsWith('I.')
