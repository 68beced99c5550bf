/** Code tables of AEDP-7 (STANAG 4607 edition 3), as public readers of the format have them. */

/** D32.10 (table 2-4.2): live targets. From 128 on the same codes mean simulated ones. */
const TARGETS: Readonly<Record<number, string>> = {
  0: 'noInformation',
  1: 'trackedVehicle',
  2: 'wheeledVehicle',
  3: 'rotaryWingAircraft',
  4: 'fixedWingAircraft',
  5: 'stationaryRotator',
  6: 'maritime',
  7: 'beacon',
  8: 'amphibious',
  9: 'person',
  10: 'vehicle',
  11: 'animal',
  12: 'largeMultipleReturnLand',
  13: 'largeMultipleReturnMaritime',
  126: 'other',
  127: 'unknown',
}
/** Published readers differ on which of the two is the tagging device; neither is a simulation. */
const TAGGING: ReadonlySet<number> = new Set([142, 143])

/** Whether a classification says that the target is simulated. */
export const isSimulated = (code: number): boolean => code >= 128 && !TAGGING.has(code)
/** The word for a classification code; `reserved` and its number where there is none. */
export function targetWord(code: number): string {
  if (TAGGING.has(code)) return 'taggingDevice'
  return TARGETS[code] ?? `reserved${code}`
}

/** The category that a classification code speaks for: the air or the sea only where the code says so. */
export function categoryOf(code: number | null): 'I.AIR' | 'I.SEA' | 'I.LAND' {
  if (code === 3 || code === 4) return 'I.AIR'
  return code === 6 || code === 13 ? 'I.SEA' : 'I.LAND'
}

/** P7 (table 2-3). */
const EXERCISE: Readonly<Record<number, string>> = {
  0: 'operation, real data',
  1: 'operation, simulated data',
  2: 'operation, synthesised data',
  128: 'exercise, real data',
  129: 'exercise, simulated data',
  130: 'exercise, synthesised data',
}
/** Why a packet's data are not of this world; null where they are real and of an operation. */
export function exerciseFault(indicator: number): string | null {
  if (indicator === 0) return null
  const word = EXERCISE[indicator] ?? 'a reserved value'
  return `exercise indicator ${indicator}: ${word}; only real data of an operation are observations`
}

/** P4 (table 2-2). */
const CLASSIFICATION: Readonly<Record<number, string>> = {
  1: 'TOP SECRET',
  2: 'SECRET',
  3: 'CONFIDENTIAL',
  4: 'RESTRICTED',
  5: 'UNCLASSIFIED',
}
/** The word for a packet's classification. */
export const classificationWord = (code: number): string =>
  CLASSIFICATION[code] ?? `reserved ${code}`

/** J2 (table 2-9). */
const SENSORS: readonly string[] = [
  'unidentified',
  'other',
  'HiSAR',
  'ASTOR',
  'rotary wing radar',
  'Global Hawk sensor',
  'HORIZON',
  'APY-7',
  'APY-6',
  'APY-8 (Lynx I)',
  'RADARSAT2',
  'ASARS-2A',
  'TESAR',
  'MP-RTIP',
  'APG-77',
  'APG-79',
  'APG-81',
  'APY-6v1',
  'DPY-1 (Lynx II)',
  'SIDM',
  'LIMIT',
  'TCAR',
  'LSRS',
  'UGS single sensor',
  'UGS cluster sensor',
  'IMASTER GMTI',
  'AN/ZPY-1 (STARLite)',
  'VADER',
]
/** The word for a sensor type. */
export const sensorWord = (type: number): string =>
  type === 255 ? 'no statement' : (SENSORS[type] ?? `sensor type ${type}`)

/** S1 (table 2-4): every segment type of the edition; those that are read have a kind of their own. */
const SEGMENTS: Readonly<Record<number, string>> = {
  1: 'mission',
  2: 'dwell',
  3: 'high range resolution',
  5: 'job definition',
  6: 'free text',
  7: 'low reflectivity index',
  8: 'group',
  9: 'attached target',
  10: 'test and status',
  11: 'system specific',
  12: 'processing history',
  13: 'platform location',
  101: 'job request',
  102: 'job acknowledge',
}
/** The word for a segment type. */
export const segmentWord = (type: number): string => SEGMENTS[type] ?? `type ${type}`
