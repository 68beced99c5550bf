import { RADIUS_95 } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import type { Category, Observation, Source, SourceKind } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import {
  BEARING_REACH_M,
  BEARING_STD_DEG,
  CLOCK_STD_S,
  CONDUCT,
  TOLD_LATENCY_S,
} from './assumptions.ts'
import { hardName } from './names.ts'
import { placeIn, planeOf } from './planes.ts'
import type { Domain } from './types.ts'

/** An observation of a moving thing, read once into what the looks are made of. */

/**
 * How it is known: told by the thing itself; a radar's plot; a sensor that measured a place, a range and azimuth, or an
 * azimuth alone; or another system's track, which is no measurement.
 */
type Manner = 'told' | 'radar' | 'sighted' | 'polar' | 'bearing' | 'foreign'

/** What is kept of an observation while it may be gone over again: it is kept by the ten thousand. */
type Kept = Pick<Observation, 'id' | 'recordId' | 'motion' | 'exercise'>

/** A report, in the plane of its place or of its sensor's site. */
export interface Report {
  readonly observation: Kept
  /** Name of the track that it was given to last: it goes with the report when it is gone over again (`naming.ts`). */
  name: string | null
  readonly source: Source
  readonly manner: Manner
  readonly domain: Domain
  readonly atMs: InstantMs
  /** Of the thing; of `polar` and `bearing`, of the sensor. */
  readonly position: Position
  readonly plane: number
  readonly eastM: number
  readonly northM: number
  /** One standard deviation per axis, metres; of `polar` and `bearing`, of the sensor's own place. */
  readonly sigmaM: number
  /** One standard deviation of the instant, seconds. */
  readonly timeStdS: number
  /** Hard name, with its kind before a colon; null: none was transmitted. */
  readonly key: string | null
  /** Told velocity east and north in the plane, m/s; NaN: none. */
  readonly eastMps: number
  readonly northMps: number
  /** Range, m, azimuth, radians, and their variances; of `polar` and `bearing`. */
  readonly polar: {
    readonly rangeM: number
    readonly azimuthRad: number
    readonly rangeVar: number
    readonly azimuthVar: number
  } | null
}

const DOMAIN: Partial<Record<Category, Domain>> = {
  'I.AIR': 'air',
  'I.SEA': 'sea',
  'I.LAND': 'land',
}
/** The domain of a category, or undefined: no moving thing. */
export const domainOf = (category: Category): Domain | undefined => DOMAIN[category]

/** Those that only claim, and say nothing that they measured. */
const CLAIMING: ReadonlySet<SourceKind> = new Set(['party', 'media', 'public'])
const PASSING_ON: ReadonlySet<SourceKind> = new Set(['gateway', 'foreign'])
const COOPERATIVE: ReadonlySet<SourceKind> = new Set(['ais', 'adsb'])
/** An instant that is not known to this is no instant, ms. */
const SPREAD_MS_MAX = 10_000
const RAD = Math.PI / 180

function mannerOf({ means, motion, where }: Observation, kind: SourceKind): Manner | null {
  if (CLAIMING.has(kind) || means.includes('claimed')) return null
  if (where.fix === null) {
    if (where.sectors.length !== 1) return null
    return where.ring === null ? 'bearing' : 'polar'
  }
  if (PASSING_ON.has(kind)) {
    // A beacon's uid that a gateway passes on is told by the beacon; a track has a number of the system that made it.
    const isBeacon = motion?.identity.uid !== undefined && motion.identity.trackNumber === undefined
    return isBeacon && means.includes('told') ? 'told' : 'foreign'
  }
  if (COOPERATIVE.has(kind)) return 'told'
  // Category 062 over a radar's line: told, and not by the thing.
  if (kind === 'radar') return means.includes('told') ? 'foreign' : 'radar'
  return means.includes('told') && motion !== undefined && hardName(motion.identity) !== null
    ? 'told'
    : 'sighted'
}

/** By the clock that was measured, or by its kind; and by how old what a thing tells of itself is. */
function timeStdOf({ observed }: Observation, { calibration }: Source, manner: Manner): number {
  const measuredMs = calibration?.clockErrorMs ?? null
  const clockS = measuredMs === null ? CLOCK_STD_S[observed.clock] : measuredMs / 2_000
  const spreadS = (observed.toMs - observed.fromMs) / 1_000 / Math.sqrt(12)
  return Math.hypot(clockS, spreadS, manner === 'told' ? TOLD_LATENCY_S : 0)
}

const scratch = new Float64Array(2)

/** Range and azimuth of a sector, with or without a ring: flat within, soft at its edges. */
function polarOf({ where }: Observation, sigmaM: number): Report['polar'] {
  const [sector] = where.sectors
  if (sector === undefined) return null
  const widthDeg = (sector.toDeg - sector.fromDeg + 360) % 360
  const azimuthRad = (sector.fromDeg + widthDeg / 2) * RAD
  const rangeM = where.ring === null ? BEARING_REACH_M / 2 : (where.ring.minM + where.ring.maxM) / 2
  const widthM = where.ring === null ? BEARING_REACH_M : where.ring.maxM - where.ring.minM
  const softRad = BEARING_STD_DEG * RAD
  const siteRad = sigmaM / Math.max(rangeM, 1)
  return {
    rangeM,
    azimuthRad,
    rangeVar: (widthM * widthM) / 12 + sigmaM * sigmaM + 1,
    azimuthVar: (widthDeg * RAD * widthDeg * RAD) / 12 + softRad * softRad + siteRad * siteRad,
  }
}

function keptOf({ id, recordId, motion, exercise }: Observation): Kept {
  if (exercise !== undefined)
    return { id, recordId, exercise, ...(motion === undefined ? {} : { motion }) }
  return motion === undefined ? { id, recordId } : { id, recordId, motion }
}

/** The report that an observation is, or null where nothing can be made of it. */
export function reportOf(observation: Observation, source: Source): Report | null {
  const { observed, motion, where } = observation
  const domain = domainOf(observation.category)
  const manner = mannerOf(observation, source.kind)
  if (domain === undefined || manner === null) return null
  if (observed.toMs - observed.fromMs > SPREAD_MS_MAX) return null
  const isPlaced = where.fix !== null && manner !== 'polar' && manner !== 'bearing'
  const { position, errorM } = isPlaced && where.fix !== null ? where.fix : observation.observer
  // What is named is known to be there, however badly placed.
  const isNamed = manner === 'told' && motion !== undefined && hardName(motion.identity) !== null
  if (errorM > CONDUCT[domain].errorMMax && !isNamed) return null
  const plane = planeOf(position)
  placeIn(plane, position, scratch)
  const eastM = scratch[0] as number
  const northM = scratch[1] as number
  // Half a metre: a position without error would be believed against everything.
  const sigmaM = Math.max(errorM / RADIUS_95, 0.5)
  const tells = (manner === 'told' || manner === 'foreign') && motion !== undefined
  const { speedMps = null, courseDeg = null } = tells ? motion : {}
  const isStill = speedMps === 0
  const knows = isStill || (speedMps !== null && courseDeg !== null)
  const courseRad = (courseDeg ?? 0) * RAD
  return {
    observation: keptOf(observation),
    name: null,
    source,
    manner,
    domain,
    atMs: Math.round((observed.fromMs + observed.toMs) / 2),
    position,
    plane,
    eastM,
    northM,
    sigmaM,
    timeStdS: timeStdOf(observation, source, manner),
    key: motion === undefined ? null : (hardName(motion.identity)?.key ?? null),
    eastMps: knows ? (speedMps ?? 0) * Math.sin(courseRad) : Number.NaN,
    northMps: knows ? (speedMps ?? 0) * Math.cos(courseRad) : Number.NaN,
    polar: isPlaced ? null : polarOf(observation, sigmaM),
  }
}
