import { radarFix } from '@holdfast/core/geo'
import type { RadarPlot, PlotHeight } from '@holdfast/core/geo'
import type { FeedContext, Observed } from '../../codec/index.ts'
import type { AsterixRecord } from '../record.ts'
import { isSet, numberAt, type Draft } from './items.ts'
import { nameAddress, nameCallsign, nameMode3a, nameTrack, type Names } from './identity.ts'
import {
  METRES_PER_FL,
  METRES_PER_FOOT,
  METRES_PER_NM,
  courseOf,
  heightOf,
  observationOf,
  type Fix,
} from './observation.ts'
import type { Settings } from './options.ts'
import { instantOf, truncatedInstant } from './time.ts'

/**
 * Plots and tracks of one radar, categories 048 and 001. What the radar measured is slant range and azimuth from where
 * it stands; the registry says where that is, and the height (Mode C, else what a 3-D radar measured) how far away on
 * the ground. A track's own Cartesian position is used only where there is no polar one.
 */

const DEG_PER_RAD = 180 / Math.PI

/** Why a record is no detection of a thing, or null where it is one. */
function notDetected({ cat, items }: Draft): string | null {
  if (isSet(items, '020', 'SIM')) return 'simulated target (I020 SIM)'
  if (isSet(items, '020', 'TST')) return 'test target (I020 TST)'
  if (isSet(items, '020', 'RAB')) return 'report of a field monitor (I020 RAB)'
  if (cat === 48 && numberAt(items, '020', 'TYP') === 0)
    return 'no detection: the track was extrapolated (I020 TYP)'
  if (cat === 1 && numberAt(items, '020', 'SSRPSR') === 0)
    return 'no detection: the track was extrapolated (I020 SSRPSR)'
  return null
}

/** Flight level of I048/090 or I001/090, or else the height of I048/110; metres. */
function targetHeight(draft: Draft): PlotHeight | null {
  const { items } = draft
  const level = numberAt(items, '090', 'FL') ?? numberAt(items, '090', 'HGT')
  if (level !== undefined) {
    const doubt = isSet(items, '090', 'V') || isSet(items, '090', 'G')
    if (!doubt) return { heightM: level * METRES_PER_FL, datum: 'pressure' }
    draft.notes.push('I090: Mode C code not validated or garbled; taken as no height')
  }
  const measuredFt = numberAt(items, '110', '3DH')
  return measuredFt === undefined ? null : { heightM: measuredFt * METRES_PER_FOOT, datum: 'msl' }
}

/** Slant range and azimuth: as measured, or from a track's Cartesian position. */
function plotOf(draft: Draft, height: PlotHeight | null): RadarPlot | null {
  const { items } = draft
  const rho = numberAt(items, '040', 'RHO')
  const theta = numberAt(items, '040', 'THETA')
  if (rho !== undefined && theta !== undefined)
    return { rangeM: rho * METRES_PER_NM, azimuthDeg: theta, height }
  const x = numberAt(items, '042', 'X')
  const y = numberAt(items, '042', 'Y')
  if (x === undefined || y === undefined) return null
  draft.notes.push('I042: whether its range is slant or ground is not said; the error covers both')
  const azimuthDeg = (Math.atan2(x, y) * DEG_PER_RAD + 360) % 360
  return { rangeM: Math.hypot(x, y) * METRES_PER_NM, azimuthDeg, height: null }
}

function fixOf(
  draft: Draft,
  { source }: FeedContext,
  settings: Settings,
  height: PlotHeight | null,
): Fix | string {
  const plot = plotOf(draft, height)
  if (plot === null) return 'no position: the record has neither I040 nor I042'
  if (source.site === undefined)
    return 'no position: the registry does not say where the radar stands (source.site)'
  const found = radarFix(source.site, plot, {
    rangeM: settings.rangeStdM,
    azimuthDeg: settings.azimuthStdDeg,
  })
  if (found === null) return `no position: range ${plot.rangeM} m cannot be`
  if (found.height === 'inconsistent')
    draft.notes.push('the height reported cannot be reached at that range; taken as no height')
  return { position: found.position, errorM: Math.hypot(found.errorM, source.site.errorM) }
}

/** The observation of a plot or track of one radar. */
export function observeRadar(
  record: AsterixRecord,
  draft: Draft,
  context: FeedContext,
  settings: Settings,
): Observed {
  const { items } = draft
  const nothing = notDetected(draft)
  if (nothing !== null) return { nothing }
  const height = targetHeight(draft)
  const fix = fixOf(draft, context, settings, height)
  if (typeof fix === 'string') return { nothing: fix }
  const names: Names = {}
  nameMode3a(draft, names, '070')
  nameAddress(draft, names, ['220'])
  nameCallsign(draft, names, ['240'])
  nameTrack(draft, names, record.cat === 48 ? ['161', 'TRN'] : ['161'])
  const speedNmps = numberAt(items, '200', 'GSP')
  return observationOf(record, draft, context, {
    category: 'I.AIR',
    means: ['sensed'],
    at:
      record.cat === 48
        ? instantOf(items, ['140'], context.receivedMs)
        : truncatedInstant(items, context.receivedMs),
    fix,
    motion: {
      ...heightOf(draft, height?.heightM, height?.datum ?? 'pressure'),
      speedMps: speedNmps === undefined ? null : speedNmps * METRES_PER_NM,
      courseDeg: courseOf(numberAt(items, '200', 'HDG')),
      climbMps: null,
      identity: names,
    },
    said: {
      errorBasis: `range ${settings.rangeStdM} m, azimuth ${settings.azimuthStdDeg} deg, height ${height?.datum ?? 'unknown'}`,
    },
  })
}
