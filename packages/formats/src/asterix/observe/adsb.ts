import type { Category, Motion } from '@holdfast/core/observe'
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
} from './observation.ts'
import type { Settings } from './options.ts'
import { adsbFix, qualityOf, qualitySaid } from './quality.ts'
import { instantOf } from './time.ts'

/**
 * ADS-B reports, category 021: what an aircraft says of itself, passed on by the ground station that heard it. It was
 * told and not measured, and stays so: a report that the station's checks doubt is passed on with the doubt noted.
 */

/** I021/040 in all editions, and what each bit means when it is set. */
const DOUBTS: Readonly<Record<string, string>> = {
  LLC: 'list lookup failed',
  IPC: 'independent position check failed',
  NOGO: 'the ground station is not to be used (NOGO)',
  CPR: 'CPR validation failed',
  LDPJ: 'position jump in local decoding',
  RCF: 'range check failed',
}
/** All ones in I021/140: higher than can be said. */
const HEIGHT_MORE_FT = 32_767 * 6.25
/** Emitter categories (I021/020) of vehicles and of obstacles. */
const VEHICLES: ReadonlySet<number> = new Set([20, 21])
const OBSTACLES: ReadonlySet<number> = new Set([22, 23, 24])

function notReal({ items }: Draft): string | null {
  if (isSet(items, '040', 'SIM')) return 'simulated target (I040 SIM)'
  if (isSet(items, '040', 'TST')) return 'test target (I040 TST)'
  if (isSet(items, '040', 'RAB')) return 'report of a field monitor (I040 RAB)'
  return null
}

function categoryOf({ items }: Draft): Category {
  const emitter = numberAt(items, '020') ?? 0
  if (VEHICLES.has(emitter)) return 'I.LAND'
  return OBSTACLES.has(emitter) ? 'I.MEASURED' : 'I.AIR'
}

function noteDoubts({ items, notes }: Draft): void {
  for (const [bit, meaning] of Object.entries(DOUBTS))
    if (isSet(items, '040', bit)) notes.push(`I040 ${bit}: ${meaning}`)
  if (isSet(items, '040', 'CL')) notes.push('I040 CL: report suspect')
  if (isSet(items, '210', 'VNS')) notes.push('I210 VNS: MOPS version not supported by the station')
}

/** Metres: the geometric height where there is one, else the flight level. */
function heightOfReport(draft: Draft): Pick<Motion, 'heightM' | 'heightDatum'> {
  const feet = numberAt(draft.items, '140')
  if (feet !== undefined && feet < HEIGHT_MORE_FT)
    return heightOf(draft, feet * METRES_PER_FOOT, 'ellipsoid')
  if (feet !== undefined) draft.notes.push('I140: higher than can be said; taken as no height')
  const level = numberAt(draft.items, '145')
  return heightOf(draft, level === undefined ? undefined : level * METRES_PER_FL, 'pressure')
}

/** A value that RE marks as "more than this" is not known. Edition 0.26 has no such mark and no group. */
function withinRange(draft: Draft, item: string, element: string): number | undefined {
  if (!isSet(draft.items, item, 'RE')) return numberAt(draft.items, item, element)
  draft.notes.push(`I${item} RE: beyond what can be said; taken as unknown`)
  return undefined
}

function motionOf(draft: Draft): Motion {
  const { items } = draft
  const names: Names = {}
  // 0 says "24-bit ICAO address" since edition 1.0, 1 said so before; 1 since then is a duplicate of such an address.
  const kind = numberAt(items, '040', 'ATP')
  const isOld = draft.edition.startsWith('0.')
  if (isOld ? kind === 1 : kind === 0 || kind === 1) nameAddress(draft, names, ['080'])
  else if (numberAt(items, '080') !== undefined) draft.notes.push('I080: not an ICAO address (ATP)')
  if (!isOld && kind === 1) draft.notes.push('I040 ATP: address heard from more than one aircraft')
  nameCallsign(draft, names, ['170'])
  nameMode3a(draft, names, '070')
  nameTrack(draft, names, ['161', 'TRNUM'])
  const speedNmps = withinRange(draft, '160', 'GS')
  const climb =
    withinRange(draft, '157', 'GVR') ??
    numberAt(items, '157') ??
    withinRange(draft, '155', 'BVR') ??
    numberAt(items, '155')
  return {
    ...heightOfReport(draft),
    speedMps: speedNmps === undefined || speedNmps < 0 ? null : speedNmps * METRES_PER_NM,
    courseDeg: courseOf(numberAt(items, '160', 'TA')),
    climbMps: climb === undefined ? null : (climb * METRES_PER_FOOT) / 60,
    identity: names,
    ...qualitySaid(draft),
  }
}

/** The link that the report came by: I021/210 LTT, in edition 0.26 one bit for each. */
function linkOf({ items }: Draft): string {
  const type = numberAt(items, '210', 'LTT')
  if (type !== undefined) return ['other', 'UAT', '1090 ES', 'VDL 4'][type] ?? `type ${type}`
  const links: Readonly<Record<string, string>> = {
    MDS: '1090 ES',
    UAT: 'UAT',
    VDL: 'VDL 4',
    OTR: 'other',
  }
  const used = Object.entries(links).filter(([bit]) => isSet(items, '210', bit))
  return used.map(([, name]) => name).join(', ') || 'unknown'
}

/** The observation of an ADS-B report. */
export function observeAdsb(
  record: AsterixRecord,
  draft: Draft,
  context: FeedContext,
  settings: Settings,
): Observed {
  const nothing = notReal(draft)
  if (nothing !== null) return { nothing }
  const { errorM, basis } = qualityOf(draft, settings.assumedErrorM)
  const fix = adsbFix(draft, errorM)
  if (typeof fix === 'string') return { nothing: fix }
  noteDoubts(draft)
  return observationOf(record, draft, context, {
    category: categoryOf(draft),
    means: ['told'],
    at: instantOf(draft.items, ['071', '073', '030', '077'], context.receivedMs),
    fix,
    motion: motionOf(draft),
    said: { errorBasis: basis, link: linkOf(draft) },
  })
}
