import type { Refused } from '@holdfast/core/units'
import type { Category, Count, Means, Phase, Weapon, WeaponClass } from '@holdfast/core/observe'

/** What was observed: the mission's words in ours. */

const PHASE_OF: Readonly<Record<string, Phase>> = {
  '': 'undetermined',
  undetermined: 'undetermined',
  outgoing: 'outgoing',
  impact: 'impact',
  airburst: 'airburst',
  inflight: 'inFlight',
}

/** Category by phase; a phase that is missing contradicts the phenomenon. */
type ByPhase = Readonly<Partial<Record<Phase, Category>>>
const fire = (category: Category): ByPhase => ({
  undetermined: category,
  outgoing: category,
  impact: category,
  inFlight: category,
})
const CATEGORY_OF: Readonly<Record<string, ByPhase>> = {
  explosion: {
    undetermined: 'K.EXPL.UNDET',
    outgoing: 'K.EXPL.OUTGOING',
    impact: 'K.EXPL.IMPACT',
    airburst: 'K.EXPL.AIRBURST',
  },
  burst: fire('K.BURST'),
  shot: fire('K.SHOT'),
  salvo: fire('K.SALVO'),
  projectile: { inFlight: 'K.PROJ', undetermined: 'K.PROJ' },
  // Tracer is seen on its way: the burst of a weapon, or single rounds.
  tracer_burst: { inFlight: 'K.BURST', undetermined: 'K.BURST' },
  tracer_round: { inFlight: 'K.PROJ', undetermined: 'K.PROJ' },
}
/** Phenomena that are in flight whether or not the row says so. */
const IN_FLIGHT = new Set(['projectile', 'tracer_burst', 'tracer_round'])

const MEANS_OF: Readonly<Record<string, readonly Means[]>> = {
  patrol_heard: ['heard'],
  patrol_saw_heard: ['heard', 'saw'],
  camera: ['recorded'],
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

function unknown(column: string, value: string, table: object): Refused {
  const words = Object.keys(table).filter((word) => word !== '')
  return {
    refused: `${column} ${JSON.stringify(value)} is not known; give one of ${words.join(', ')}`,
  }
}

/** Category and phase of a phenomenon, or why the two columns contradict. */
export function kindOfRow(
  phenomenon: string,
  phaseWord: string,
): { readonly category: Category; readonly phase: Phase } | Refused {
  const phase = own(PHASE_OF, phaseWord)
  if (phase === undefined) return unknown('phase', phaseWord, PHASE_OF)
  const byPhase = own(CATEGORY_OF, phenomenon)
  if (byPhase === undefined) return unknown('phenomenon', phenomenon, CATEGORY_OF)
  const category = byPhase[phase]
  if (category === undefined)
    return { refused: `phase ${phaseWord} contradicts phenomenon ${phenomenon}` }
  return { category, phase: IN_FLIGHT.has(phenomenon) ? 'inFlight' : phase }
}

/** Means of a sensor column. */
export function meansOf(sensor: string): readonly Means[] | Refused {
  return own(MEANS_OF, sensor) ?? unknown('sensor', sensor, MEANS_OF)
}

const PRECISION_OF: Readonly<Record<string, Count['precision']>> = {
  '': 'unknown',
  exact: 'exact',
  approx: 'about',
  over: 'atLeast',
}
/** More than the mission ever counted in a day. */
const COUNT_MAX = 100_000

/** Count and precision; an empty precision is unknown, an empty count is no observation. */
export function countOf(count: string, qual: string): Count | Refused {
  const precision = own(PRECISION_OF, qual)
  if (precision === undefined) return unknown('qual', qual, PRECISION_OF)
  const n = /^[1-9]\d*$/.test(count) ? Number(count) : Number.NaN
  if (!(n <= COUNT_MAX))
    return {
      refused: `count ${JSON.stringify(count)} is no count; give a whole number from 1 to ${COUNT_MAX}`,
    }
  return { n, precision }
}

/** Words by which a class is known; each is looked for as a whole word. */
const CLASS_WORDS: readonly (readonly [RegExp, WeaponClass])[] = [
  [/\bsmall[- ]arms?\b/i, 'smallArms'],
  [/\b(?:hmg|heavy machine gun)\b/i, 'heavyMachineGun'],
  [/\b(?:agl|ags-\d+|automatic grenade launcher)\b/i, 'automaticGrenadeLauncher'],
  [/\b(?:aa|anti-aircraft) (?:gun|cannon)\b|\bzu-23\b/i, 'antiAircraftGun'],
  [/\b(?:spg-9|recoilless gun|anti-tank|atgm|rpg)\b/i, 'antiTank'],
  [/\b(?:bmp-\d|ifv|infantry fighting vehicle)\b/i, 'infantryFightingVehicle'],
  [/\btank\b(?<!anti-tank)/i, 'tank'],
  [/\bmortar\b/i, 'mortar'],
  [/\b(?:artillery|howitzer)\b/i, 'artillery'],
  [/\b(?:mlrs|grad|uragan|smerch|bm-(?:21|27|30))\b/i, 'mlrs'],
  [/\b(?:missile|tochka)\b/i, 'missile'],
  [/\b(?:uav|uas|drone|loitering munition)\b/i, 'uas'],
]
/** Systems whose calibre, millimetres, is their only one, so that the name tells it (manufacturers' designations). */
const CALIBRE_OF_SYSTEM: readonly (readonly [RegExp, number])[] = [
  [/\bspg-9\b/i, 73],
  [/\bbmp-1\b/i, 73],
  [/\b(?:bm-21|grad)\b/i, 122],
  [/\b(?:bm-27|uragan)\b/i, 220],
  [/\b(?:bm-30|smerch)\b/i, 300],
]
const TERM_CHARS_MAX = 100

function calibreOf(term: string): number | null | Refused {
  const written = [...term.matchAll(/(\d+(?:\.\d+)?) ?mm\b/gi)].map((match) => Number(match[1]))
  if (written.length > 1) return null
  const [calibre] = written
  if (calibre === undefined)
    return CALIBRE_OF_SYSTEM.find(([pattern]) => pattern.test(term))?.[1] ?? null
  if (calibre > 0 && calibre <= 1_000) return calibre
  return { refused: `weapon ${JSON.stringify(term)}: ${calibre} mm is no calibre` }
}

/**
 * The weapon that a term names: class unknown where it names none that we know, or several ("AA gun or HMG"); calibre
 * only where the term gives it or the system has no other. The term itself is kept, so nothing is lost.
 */
export function weaponOf(term: string): Weapon | null | Refused {
  if (term === '') return null
  if (term.length > TERM_CHARS_MAX || term.trim() !== term)
    return {
      refused: `weapon ${JSON.stringify(term.slice(0, TERM_CHARS_MAX))}: give up to ${TERM_CHARS_MAX} characters without spaces around them`,
    }
  const calibreMm = calibreOf(term)
  if (typeof calibreMm === 'object' && calibreMm !== null) return calibreMm
  const classes = new Set(CLASS_WORDS.filter(([words]) => words.test(term)).map(([, name]) => name))
  const [only = 'unknown'] = classes
  return { term, class: classes.size === 1 ? only : 'unknown', calibreMm }
}
