import { ellipseOf, frameAt } from '@holdfast/core/geo'
import type { Covariance, Position } from '@holdfast/core/geo'
import { DISTANCE_M_MAX } from '@holdfast/core/observe'
import type { Category, Motion } from '@holdfast/core/observe'
import type { FeedContext, Observed } from '../../codec/index.ts'
import type { Items } from '../content.ts'
import type { AsterixRecord } from '../record.ts'
import { isSet, numberAt, type Draft } from './items.ts'
import { nameAddress, nameCallsign, nameMode3a, nameTrack, type Names } from './identity.ts'
import { METRES_PER_FL, METRES_PER_FOOT, courseOf, heightOf, observationOf } from './observation.ts'
import type { Settings } from './options.ts'
import { instantOf } from './time.ts'

/**
 * System tracks, category 062: what another system has made of its sensors. Its track number, its SAC and SIC and the
 * accuracy that it claims are kept; whether its tracks are worth their accuracy is not ours to say here.
 */

const DEG_PER_RAD = 180 / Math.PI
/** Half a step of I062/500 APC and COV: zero means less than that. */
const ACCURACY_STEP_M = 0.5
/** APC and APW say "this or more" with all ones. */
const ALL_ONES_16 = 65_535

const DOUBTS: Readonly<Record<string, string>> = {
  CNF: 'tentative track',
  CST: 'coasting: extrapolated, not updated',
  TSE: 'last message of the track',
  AFF: 'ADS-B data inconsistent with other surveillance',
  PFT: 'potential false track',
  FPLT: 'made or updated with flight plan data',
  DUPT: 'duplicate Mode 3/A code',
  IDD: 'duplicate flight identification',
  IEC: 'inconsistent emergency code',
}

function notReal({ items }: Draft): string | null {
  if (isSet(items, '080', 'SIM')) return 'simulated track (I080 SIM)'
  if (isSet(items, '340', 'TYP', 'SIM')) return 'simulated target (I340 TYP SIM)'
  if (isSet(items, '340', 'TYP', 'TST')) return 'test target (I340 TYP TST)'
  if (isSet(items, '340', 'TYP', 'RAB')) return 'report of a field monitor (I340 TYP RAB)'
  return null
}

/** The covariance that I062/500 claims, square metres: Cartesian with its XY component, else in degrees. */
function covarianceOf(items: Items, position: Position): Covariance | null {
  const x = numberAt(items, '500', 'APC', 'X')
  const y = numberAt(items, '500', 'APC', 'Y')
  if (x !== undefined && y !== undefined) {
    const east = Math.max(x, ACCURACY_STEP_M)
    const north = Math.max(y, ACCURACY_STEP_M)
    // I062/500 COV is the root of the covariance with its sign; one larger than the others allow is cut to them.
    const root = numberAt(items, '500', 'COV') ?? 0
    const en = Math.sign(root) * Math.min(root * root, east * north)
    return { ee: east * east, en, nn: north * north }
  }
  const lat = numberAt(items, '500', 'APW', 'LAT')
  const lon = numberAt(items, '500', 'APW', 'LON')
  if (lat === undefined || lon === undefined) return null
  // Half a degree at most, so the sum stays on the globe; north of 89 degrees the frame does not care.
  const { toOffset } = frameAt(position)
  const north = toOffset({ ...position, latDeg: position.latDeg + lat }).northM
  const east = toOffset({ ...position, lonDeg: position.lonDeg + lon }).eastM
  return {
    ee: Math.max(east * east, ACCURACY_STEP_M),
    en: 0,
    nn: Math.max(north * north, ACCURACY_STEP_M),
  }
}

function errorOf(
  draft: Draft,
  position: Position,
  assumedErrorM: number,
): { readonly errorM: number; readonly basis: string; readonly isStated: boolean } {
  const covariance = covarianceOf(draft.items, position)
  if (covariance === null)
    return { errorM: assumedErrorM, basis: 'assumed: no I500 APC or APW', isStated: false }
  const most = numberAt(draft.items, '500', 'APC', 'X') === ALL_ONES_16 / 2
  if (most) draft.notes.push('I500 APC: this accuracy or worse')
  return { errorM: ellipseOf(covariance).semiMajorM, basis: 'I500', isStated: true }
}

// What the system says of its own track; I380 PUN is a code whose metres the standard leaves to others.
const qualityOf = (errorM: number): Pick<Motion, 'quality'> => ({
  quality: {
    accuracyM: Math.min(errorM, DISTANCE_M_MAX),
    containmentM: null,
    isMonitored: null,
    positioning: null,
  },
})

const times = (value: number | undefined, unit: number): number | undefined =>
  value === undefined ? undefined : value * unit

/** Metres: what I062/080 MRH calls the more reliable first, a measured level before a calculated one. */
function heightOfTrack(draft: Draft): Pick<Motion, 'heightM' | 'heightDatum'> {
  const { items } = draft
  const geometricM = times(numberAt(items, '130'), METRES_PER_FOOT)
  const levelM = times(numberAt(items, '136'), METRES_PER_FL)
  const barometricM = times(numberAt(items, '135', 'CTB'), METRES_PER_FL)
  if (geometricM !== undefined && isSet(items, '080', 'MRH'))
    return heightOf(draft, geometricM, 'ellipsoid')
  if (levelM !== undefined) return heightOf(draft, levelM, 'pressure')
  if (barometricM !== undefined)
    return heightOf(draft, barometricM, isSet(items, '135', 'QNH') ? 'msl' : 'pressure')
  return heightOf(draft, geometricM, 'ellipsoid')
}

function motionOf(draft: Draft): Motion {
  const { items } = draft
  const names: Names = {}
  nameTrack(draft, names, ['040'])
  nameMode3a(draft, names, '060')
  nameAddress(draft, names, ['380', 'ADR'])
  // Only what the target itself sent: a callsign out of a flight plan is the plan's, and stays in I390.
  nameCallsign(draft, names, ['380', 'ID'])
  if (names.callsign === undefined && numberAt(items, '245', 'STI') === 0)
    nameCallsign(draft, names, ['245', 'CHR'])
  const vx = numberAt(items, '185', 'VX')
  const vy = numberAt(items, '185', 'VY')
  const moves = vx !== undefined && vy !== undefined
  const climbFtMin = numberAt(items, '220')
  return {
    ...heightOfTrack(draft),
    speedMps: moves ? Math.hypot(vx, vy) : null,
    courseDeg: moves && (vx !== 0 || vy !== 0) ? courseOf(Math.atan2(vx, vy) * DEG_PER_RAD) : null,
    climbMps: climbFtMin === undefined ? null : (climbFtMin * METRES_PER_FOOT) / 60,
    identity: names,
  }
}

function categoryOf({ items }: Draft): Category {
  const emitter = numberAt(items, '380', 'EMC') ?? 0
  const isVehicle = (numberAt(items, '300') ?? 0) > 0 || emitter === 20 || emitter === 21
  if (isVehicle) return 'I.LAND'
  return emitter === 22 ? 'I.MEASURED' : 'I.AIR'
}

/** The observation of another system's track. */
export function observeSystemTrack(
  record: AsterixRecord,
  draft: Draft,
  context: FeedContext,
  settings: Settings,
): Observed {
  const { items, held, notes } = draft
  const nothing = notReal(draft)
  if (nothing !== null) return { nothing }
  const latDeg = numberAt(items, '105', 'LAT')
  const lonDeg = numberAt(items, '105', 'LON')
  if (latDeg === undefined || lonDeg === undefined)
    return {
      nothing:
        numberAt(items, '100', 'X') === undefined
          ? 'no position: the record has no I105'
          : 'no position: I100 is in the system’s own plane, whose origin is not said; ask for I105',
    }
  held.add('105')
  const position = { lonDeg, latDeg }
  for (const [bit, meaning] of Object.entries(DOUBTS))
    if (isSet(items, '080', bit)) notes.push(`I080 ${bit}: ${meaning}`)
  if (isSet(items, '200', 'ADF')) notes.push('I200 ADF: height of radar and other sources disagree')
  const { errorM, basis, isStated } = errorOf(draft, position, settings.assumedErrorM)
  return observationOf(record, draft, context, {
    category: categoryOf(draft),
    means: ['told'],
    at: instantOf(items, ['070'], context.receivedMs),
    fix: { position, errorM },
    motion: { ...motionOf(draft), ...(isStated ? qualityOf(errorM) : {}) },
    said: { errorBasis: basis },
  })
}
