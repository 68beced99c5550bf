import { MINUTE_MS } from '../units/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { Position } from '../geo/index.ts'
import { OFFICES } from '../nations/index.ts'
import type { Label } from '../nations/index.ts'
import { CATEGORY, PHASE_OF_EXPLOSION } from './category.ts'
import { PHASES } from './phase.ts'
import { HOLDERS, IDENTITIES, MEANS, POSITIONINGS, WEAPON_CLASSES } from './types.ts'
import type { Control, Count, Motion, ObservedTime, Observation } from './types.ts'

/**
 * What a schema cannot hold: one field against another, and all of it against the clock in force. The ranges are
 * checked here again although the readers check them, because importers and exercises make observations without
 * passing through a reader, and nothing impossible may reach fusion.
 *
 * A reason says where (a JSON pointer), what is wrong, and how to mend it.
 */

/** An observation as it arrives: its id is worked out here, and must match where the sender gave one. */
export type Unidentified = Omit<Observation, 'id'> & { readonly id?: string }

/** How far the observed time may lie ahead of our clock before it counts as the future: clocks in the field drift. */
export const CLOCK_AHEAD_MS_MAX = 5 * MINUTE_MS
/** 2000-01-01T00:00:00Z. Anything earlier was given in seconds, or left at zero. */
export const OBSERVED_MS_MIN: InstantMs = 946_684_800_000
/** A position closer to 0° N 0° E than this, on both axes, degrees, is a missing position and not a place. */
export const NULL_ISLAND_DEG = 0.0001
/** Radius of error, or reach of a ring, metres: half of the Earth's circumference. */
export const DISTANCE_M_MAX = 20_037_508

// What an importer was given may be text or null whatever its type says, and `null >= 0` holds.
const within = (value: number, low: number, high: number): boolean =>
  typeof value === 'number' && value >= low && value <= high
const isAzimuth = (value: number): boolean => within(value, 0, 360) && value < 360

/*
 * Words of closed lists. The text that is hashed holds them unescaped (`contentText`), so that one with a quote in it
 * could make two different observations one text, and so one id. The records are total: a forgotten word does not
 * compile.
 */
type Words = ReadonlySet<unknown>
const wordsOf = <W extends string>(words: Readonly<Record<W, true>>): Words =>
  new Set(Object.keys(words))
const CATEGORIES: Words = new Set(Object.keys(CATEGORY))
const MEANS_KNOWN: Words = new Set(MEANS)
const PHASES_KNOWN: Words = new Set(PHASES)
const CLASSES: Words = new Set(WEAPON_CLASSES)
const IDENTITIES_KNOWN: Words = new Set(IDENTITIES)
const POSITIONINGS_KNOWN: Words = new Set(POSITIONINGS)
const HOLDERS_KNOWN: Words = new Set(HOLDERS)
const OFFICES_KNOWN: Words = new Set(OFFICES)
const PRECISIONS = wordsOf<Count['precision']>({
  exact: true,
  about: true,
  atLeast: true,
  unknown: true,
})
const BASES = wordsOf<ObservedTime['basis']>({ clock: true, partOfDay: true, date: true })
const CLOCKS = wordsOf<ObservedTime['clock']>({
  gnss: true,
  ntp: true,
  manual: true,
  degraded: true,
})
const CONTROLS = wordsOf<Control>({ partyA: true, partyB: true, none: true, unknown: true })
const POLICIES = wordsOf<Label['policy']>({ HOLDFAST: true })
const CLASSIFICATIONS = wordsOf<Label['classification']>({
  UNCLASSIFIED: true,
  RESTRICTED: true,
  CONFIDENTIAL: true,
  SECRET: true,
})
const DATUMS = wordsOf<NonNullable<Motion['heightDatum']>>({
  ellipsoid: true,
  msl: true,
  pressure: true,
})
const RELIABILITIES = wordsOf<Observation['grade']['reliability']>({
  A: true,
  B: true,
  C: true,
  D: true,
  E: true,
  F: true,
})
const CREDIBILITIES: Words = new Set<Observation['grade']['credibility']>([1, 2, 3, 4, 5, 6])

/** Characters of a word that are repeated in a reason: more would carry a sender's junk into the answer. */
const TOLD_MAX = 40
// By its type alone where it is neither text nor number: an object may throw when it is made text of.
const told = (word: unknown): string =>
  typeof word === 'string'
    ? JSON.stringify(word.slice(0, TOLD_MAX))
    : typeof word === 'number'
      ? String(word)
      : `a value of type ${typeof word}`
const wordFault = (at: string, word: unknown, known: Words): string | null =>
  known.has(word)
    ? null
    : `${at}: ${told(word)} is none of its words; give one of ${[...known].join(', ')}`

function listFault(at: string, items: readonly unknown[], known: Words): string | null {
  if (!Array.isArray(items)) return `${at}: ${told(items)} is no list; give a list of words`
  for (const item of items) if (!known.has(item)) return wordFault(at, item, known)
  return null
}

/** Two digits that a reader can act on; instants far outside the calendar are shown as they came. */
const shown = (ms: InstantMs): string => `${ms} ms`

function positionFault(at: string, { lonDeg, latDeg }: Position): string | null {
  if (!within(latDeg, -90, 90))
    return `${at}/latDeg: ${told(latDeg)} is beyond 90; give degrees in [-90, 90]`
  if (!within(lonDeg, -180, 180))
    return `${at}/lonDeg: ${told(lonDeg)} is beyond 180; give degrees in [-180, 180]`
  if (within(latDeg, -NULL_ISLAND_DEG, NULL_ISLAND_DEG))
    if (within(lonDeg, -NULL_ISLAND_DEG, NULL_ISLAND_DEG))
      return `${at}: 0° N 0° E stands for a missing position; give the true one, or null where it is unknown`
  return null
}

function errorFault(at: string, errorM: number): string | null {
  return within(errorM, 0, DISTANCE_M_MAX)
    ? null
    : `${at}/errorM: ${told(errorM)} is no radius; give metres in [0, ${DISTANCE_M_MAX}]`
}

function timeFault({ observed }: Unidentified, nowMs: InstantMs): string | null {
  const { fromMs, toMs } = observed
  if (!Number.isSafeInteger(fromMs) || !Number.isSafeInteger(toMs))
    return '/observed: fromMs and toMs are whole milliseconds since 1970-01-01T00:00:00Z'
  if (fromMs > toMs)
    return `/observed: fromMs ${shown(fromMs)} is later than toMs ${shown(toMs)}; exchange them`
  if (fromMs < OBSERVED_MS_MIN)
    return `/observed/fromMs: ${shown(fromMs)} is before the year 2000; give milliseconds since 1970, not seconds`
  if (toMs > nowMs + CLOCK_AHEAD_MS_MAX)
    return (
      `/observed/toMs: ${shown(toMs)} is in the future, ${toMs - nowMs} ms ahead of the clock in force; ` +
      `correct the sender's clock, or end the period at the time of the report`
    )
  return null
}

function kindFault({ category, phase, count, means }: Unidentified): string | null {
  if (!CATEGORIES.has(category))
    return `/category: ${told(category)} is not a known category; see the list in the observation schema`
  if (category.startsWith('O.'))
    return `/category: ${category} is raised by a missed deadline; nobody observes it`
  const word =
    wordFault('/phase', phase, PHASES_KNOWN) ??
    wordFault('/count/precision', count.precision, PRECISIONS) ??
    listFault('/means', means, MEANS_KNOWN)
  if (word !== null) return word
  const phaseMust = PHASE_OF_EXPLOSION[category]
  if (phaseMust !== undefined && phaseMust !== phase)
    return `/phase: ${phase} contradicts ${category}, whose phase is ${phaseMust}`
  if (!Number.isSafeInteger(count.n) || count.n < 0)
    return `/count/n: ${told(count.n)} is no count; give a whole number from 0`
  if (means.length === 0) return '/means: empty; name at least one'
  return null
}

function whereFault({ observer, where }: Unidentified): string | null {
  const { ring, fix, sectors } = where
  const fault =
    positionFault('/observer/position', observer.position) ??
    errorFault('/observer', observer.errorM) ??
    (fix === null
      ? null
      : (positionFault('/where/fix/position', fix.position) ??
        errorFault('/where/fix', fix.errorM)))
  if (fault !== null) return fault
  for (const [i, { fromDeg, toDeg }] of sectors.entries())
    if (!isAzimuth(fromDeg) || !isAzimuth(toDeg))
      return `/where/sectors/${i}: ${told(fromDeg)} to ${told(toDeg)} is no arc; give azimuths in [0, 360), clockwise`
  if (ring === null) return null
  if (!within(ring.minM, 0, DISTANCE_M_MAX) || !within(ring.maxM, 0, DISTANCE_M_MAX))
    return `/where/ring: ${told(ring.minM)} to ${told(ring.maxM)} m is no distance; give metres in [0, ${DISTANCE_M_MAX}]`
  if (ring.minM > ring.maxM)
    return `/where/ring: minM ${told(ring.minM)} is beyond maxM ${told(ring.maxM)}; exchange them`
  return null
}

/** Height, metres, of anything that is observed: from below the Dead Sea to low orbits. */
export const HEIGHT_M_MIN = -1_000
/** The highest height, metres. */
export const HEIGHT_M_MAX = 2_000_000
/** Speed, metres a second, beyond that of anything in those orbits. */
export const SPEED_MPS_MAX = 12_000

function motionFault({ motion }: Unidentified): string | null {
  if (motion === undefined) return null
  const { heightM, heightDatum, speedMps, courseDeg, climbMps, identity } = motion
  if (heightM !== null && !within(heightM, HEIGHT_M_MIN, HEIGHT_M_MAX))
    return `/motion/heightM: ${told(heightM)} is no height; give metres in [${HEIGHT_M_MIN}, ${HEIGHT_M_MAX}]`
  if ((heightM === null) !== (heightDatum === null))
    return '/motion/heightDatum: a height needs its datum, and a datum its height; give both or null for both'
  if (heightDatum !== null && !DATUMS.has(heightDatum))
    return wordFault('/motion/heightDatum', heightDatum, DATUMS)
  if (speedMps !== null && !within(speedMps, 0, SPEED_MPS_MAX))
    return `/motion/speedMps: ${told(speedMps)} is no speed; give metres a second in [0, ${SPEED_MPS_MAX}]`
  if (courseDeg !== null && !isAzimuth(courseDeg))
    return `/motion/courseDeg: ${told(courseDeg)} is no azimuth; give degrees in [0, 360)`
  if (climbMps !== null && !within(climbMps, -SPEED_MPS_MAX, SPEED_MPS_MAX))
    return `/motion/climbMps: ${told(climbMps)} is no speed; give metres a second in [-${SPEED_MPS_MAX}, ${SPEED_MPS_MAX}]`
  const { quality } = motion
  if (quality !== undefined) {
    const { accuracyM, containmentM, isMonitored, positioning } = quality
    for (const [name, value] of Object.entries({ accuracyM, containmentM }))
      if (value !== null && !within(value, 0, DISTANCE_M_MAX))
        return `/motion/quality/${name}: ${told(value)} is no radius; give metres in [0, ${DISTANCE_M_MAX}]`
    if (isMonitored !== null && typeof isMonitored !== 'boolean')
      return `/motion/quality/isMonitored: ${told(isMonitored)} is neither true nor false`
    if (positioning !== null && !POSITIONINGS_KNOWN.has(positioning))
      return wordFault('/motion/quality/positioning', positioning, POSITIONINGS_KNOWN)
  }
  for (const [kind, name] of Object.entries(identity)) {
    if (!IDENTITIES_KNOWN.has(kind)) return wordFault('/motion/identity', kind, IDENTITIES_KNOWN)
    if (typeof name !== 'string')
      return `/motion/identity/${kind}: ${told(name)} is no name; give text, or leave the member out`
  }
  return null
}

function weaponFault({ weapon }: Unidentified): string | null {
  if (weapon === null) return null
  const { calibreMm } = weapon
  if (calibreMm !== null && !(Number.isFinite(calibreMm) && calibreMm > 0))
    return `/weapon/calibreMm: ${told(calibreMm)} is no calibre; give millimetres above 0, or null where it was not assessed`
  return wordFault('/weapon/class', weapon.class, CLASSES)
}

function wordsFault({ grade, label, observed, observer }: Unidentified): string | null {
  return (
    wordFault('/observed/basis', observed.basis, BASES) ??
    wordFault('/observed/clock', observed.clock, CLOCKS) ??
    wordFault('/observer/control', observer.control, CONTROLS) ??
    wordFault('/grade/reliability', grade.reliability, RELIABILITIES) ??
    wordFault('/grade/credibility', grade.credibility, CREDIBILITIES) ??
    wordFault('/label/policy', label.policy, POLICIES) ??
    wordFault('/label/classification', label.classification, CLASSIFICATIONS) ??
    listFault('/label/offices', label.offices, OFFICES_KNOWN)
  )
}

function assessmentFault({ assessment }: Unidentified): string | null {
  for (const [name, score] of Object.entries(assessment?.scores ?? {}))
    if (!within(score, 0, 1))
      return `/assessment/scores/${name}: ${told(score)} is no score; give a number in [0, 1]`
  return null
}

function holderFault({ holder, category, where }: Unidentified): string | null {
  if (holder === undefined) return null
  const word = wordFault('/holder', holder, HOLDERS_KNOWN)
  if (word !== null) return word
  if (!category.startsWith('P.'))
    return `/holder: ${category} is no position that is held; leave holder out, or give a category P.…`
  return where.fix === null
    ? '/holder: where it was seen held is not measured; give where/fix, or leave holder out'
    : null
}

/** How much later a muzzle blast may come than its shock wave, milliseconds, closed: beyond earshot none is heard. */
export const SHOT_DELAY_MS = { min: 1, max: 20_000 } as const
/** The standard deviation of that, milliseconds, closed. */
export const SHOT_SIGMA_MS = { min: 0.01, max: 1_000 } as const

function shotFault({ shot }: Unidentified): string | null {
  if (shot === undefined) return null
  const { delayMs, sigmaMs } = shot
  if (!within(delayMs, SHOT_DELAY_MS.min, SHOT_DELAY_MS.max))
    return `/shot/delayMs: ${told(delayMs)} is no delay of a muzzle blast; give milliseconds in [${SHOT_DELAY_MS.min}, ${SHOT_DELAY_MS.max}]`
  return within(sigmaMs, SHOT_SIGMA_MS.min, SHOT_SIGMA_MS.max)
    ? null
    : `/shot/sigmaMs: ${told(sigmaMs)} is no standard deviation; give milliseconds in [${SHOT_SIGMA_MS.min}, ${SHOT_SIGMA_MS.max}]`
}

/** The first reason why an observation cannot be taken as it stands, or null where there is none. */
export function faultOf(observation: Unidentified, nowMs: InstantMs): string | null {
  return (
    timeFault(observation, nowMs) ??
    kindFault(observation) ??
    whereFault(observation) ??
    weaponFault(observation) ??
    motionFault(observation) ??
    wordsFault(observation) ??
    assessmentFault(observation) ??
    shotFault(observation) ??
    holderFault(observation)
  )
}
