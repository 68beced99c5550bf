import type {
  DWELL_FIELDS,
  JOB_FIELDS,
  LOCATION_FIELDS,
  STATUS_FIELDS,
  TARGET_FIELDS,
} from './fields.ts'

/**
 * Every field of a segment with nothing in it: what reading copies and fills, so that each record has all its members
 * and all of them in one order.
 */

type Key<F extends readonly { readonly key: string }[]> = F[number]['key']

/** D2 to D31, none sent. */
export const NO_DWELL_FIELDS: Record<Key<typeof DWELL_FIELDS>, number | null> = {
  revisitIndex: null,
  dwellIndex: null,
  isLast: null,
  targetCount: null,
  timeMs: null,
  sensorLatDeg: null,
  sensorLonDeg: null,
  sensorHeightM: null,
  latScaleDeg: null,
  lonScaleDeg: null,
  alongTrackSigmaM: null,
  crossTrackSigmaM: null,
  heightSigmaM: null,
  trackDeg: null,
  speedMps: null,
  climbMps: null,
  trackSigmaDeg: null,
  speedSigmaMps: null,
  climbSigmaMps: null,
  platformHeadingDeg: null,
  platformPitchDeg: null,
  platformRollDeg: null,
  centreLatDeg: null,
  centreLonDeg: null,
  rangeHalfM: null,
  angleHalfDeg: null,
  sensorHeadingDeg: null,
  sensorPitchDeg: null,
  sensorRollDeg: null,
  minimumVelocityMps: null,
}
/** D32.1 to D32.18, none sent. */
export const NO_TARGET_FIELDS: Record<Key<typeof TARGET_FIELDS>, number | null> = {
  reportIndex: null,
  latDeg: null,
  lonDeg: null,
  latDelta: null,
  lonDelta: null,
  heightM: null,
  radialVelocityMps: null,
  wrapVelocityMps: null,
  snrDb: null,
  classification: null,
  probabilityPercent: null,
  slantRangeSigmaM: null,
  crossRangeSigmaM: null,
  heightSigmaM: null,
  radialVelocitySigmaMps: null,
  truthApplication: null,
  truthEntity: null,
  rcsDb: null,
}
/** J4 to J28, to be filled. */
export const NO_JOB_FIELDS: Record<Key<typeof JOB_FIELDS>, number> = {
  targetFiltering: 0,
  priority: 0,
  aLatDeg: 0,
  aLonDeg: 0,
  bLatDeg: 0,
  bLonDeg: 0,
  cLatDeg: 0,
  cLonDeg: 0,
  dLatDeg: 0,
  dLonDeg: 0,
  radarMode: 0,
  revisitIntervalS: 0,
  alongTrackSigmaM: 0,
  crossTrackSigmaM: 0,
  heightSigmaM: 0,
  trackSigmaDeg: 0,
  speedSigmaMps: 0,
  slantRangeSigmaM: 0,
  crossRangeSigmaDeg: 0,
  radialVelocitySigmaMps: 0,
  minimumVelocityMps: 0,
  detectionPercent: 0,
  falseAlarmDensityDb: 0,
  terrainModel: 0,
  geoidModel: 0,
}
/** T1 to T6, to be filled. */
export const NO_STATUS_FIELDS: Record<Key<typeof STATUS_FIELDS>, number> = {
  jobId: 0,
  revisitIndex: 0,
  dwellIndex: 0,
  timeMs: 0,
  hardwareBits: 0,
  modeBits: 0,
}
/** L1 to L7, to be filled. */
export const NO_LOCATION_FIELDS: Record<Key<typeof LOCATION_FIELDS>, number> = {
  timeMs: 0,
  latDeg: 0,
  lonDeg: 0,
  heightM: 0,
  trackDeg: 0,
  speedMps: 0,
  climbMps: 0,
}
