/**
 * The fields of STANAG 4607 segments as tables: one table serves reading and writing, so they cannot disagree.
 *
 * Number formats of AEDP-7, annex on data types: I and S are unsigned and two's complement integers; BA16 and BA32
 * are unsigned parts of 360°, SA16 and SA32 signed parts of 180°; B16 is sign and magnitude with seven binary places.
 * All are most significant byte first.
 */

type Format = 'I' | 'S' | 'B'
/** One field: `value = raw × times ÷ per`, in the unit that its key ends with. */
export interface Field<K extends string> {
  readonly key: K
  readonly octets: 1 | 2 | 4
  readonly format: Format
  readonly times: number
  readonly per: number
}
type Kind = Omit<Field<string>, 'key'>

const kind = (octets: 1 | 2 | 4, format: Format, per = 1, times = 1): Kind => ({
  octets,
  format,
  per,
  times,
})
const I8 = kind(1, 'I')
const I16 = kind(2, 'I')
const I32 = kind(4, 'I')
const BA16 = kind(2, 'I', 65_536, 360)
const BA32 = kind(4, 'I', 4_294_967_296, 360)
const SA16 = kind(2, 'S', 65_536, 180)
const SA32 = kind(4, 'S', 4_294_967_296, 180)
/** Kilometres with seven binary places, told in metres. */
const B16_KM = kind(2, 'B', 128, 1_000)

const field = <K extends string>(key: K, of: Kind): Field<K> => ({ key, ...of })

/** D2 to D31, in order: bit 63 of the existence mask is the first. Tables 2-4 and 2-4.1 of AEDP-7. */
export const DWELL_FIELDS = [
  field('revisitIndex', I16),
  field('dwellIndex', I16),
  field('isLast', I8),
  field('targetCount', I16),
  field('timeMs', I32),
  field('sensorLatDeg', SA32),
  field('sensorLonDeg', BA32),
  field('sensorHeightM', kind(4, 'S', 100)),
  field('latScaleDeg', SA32),
  field('lonScaleDeg', BA32),
  field('alongTrackSigmaM', kind(4, 'I', 100)),
  field('crossTrackSigmaM', kind(4, 'I', 100)),
  field('heightSigmaM', kind(2, 'I', 100)),
  field('trackDeg', BA16),
  field('speedMps', kind(4, 'I', 1_000)),
  field('climbMps', kind(1, 'S', 10)),
  field('trackSigmaDeg', I8),
  field('speedSigmaMps', kind(2, 'I', 1_000)),
  field('climbSigmaMps', kind(2, 'I', 100)),
  field('platformHeadingDeg', BA16),
  field('platformPitchDeg', SA16),
  field('platformRollDeg', SA16),
  field('centreLatDeg', SA32),
  field('centreLonDeg', BA32),
  field('rangeHalfM', B16_KM),
  field('angleHalfDeg', BA16),
  field('sensorHeadingDeg', BA16),
  field('sensorPitchDeg', SA16),
  field('sensorRollDeg', SA16),
  field('minimumVelocityMps', kind(1, 'I', 10)),
] as const
/** D32.1 to D32.18, in order: bit 33 of the existence mask is the first. */
export const TARGET_FIELDS = [
  field('reportIndex', I16),
  field('latDeg', SA32),
  field('lonDeg', BA32),
  field('latDelta', kind(2, 'S')),
  field('lonDelta', kind(2, 'S')),
  field('heightM', kind(2, 'S')),
  /** Along the line of sight, corrected for the platform's motion; positive is away from the sensor. */
  field('radialVelocityMps', kind(2, 'S', 100)),
  field('wrapVelocityMps', kind(2, 'I', 100)),
  field('snrDb', kind(1, 'S')),
  field('classification', I8),
  field('probabilityPercent', I8),
  field('slantRangeSigmaM', kind(2, 'I', 100)),
  field('crossRangeSigmaM', kind(2, 'I', 10)),
  field('heightSigmaM', I8),
  field('radialVelocitySigmaMps', kind(2, 'I', 100)),
  field('truthApplication', I8),
  field('truthEntity', I32),
  field('rcsDb', kind(1, 'S', 2)),
] as const
/** D2 to D9 and D24 to D27 (table 2-4): a dwell without one of them cannot be read. */
export const MANDATORY_FIELDS: ReadonlySet<string> = new Set([
  'revisitIndex',
  'dwellIndex',
  'isLast',
  'targetCount',
  'timeMs',
  'sensorLatDeg',
  'sensorLonDeg',
  'sensorHeightM',
  'centreLatDeg',
  'centreLonDeg',
  'rangeHalfM',
  'angleHalfDeg',
])
/** J4 to J28 but the texts (table 2-8); J6 to J13 are the corners of the area, clockwise. */
export const JOB_FIELDS = [
  field('targetFiltering', I8),
  field('priority', I8),
  field('aLatDeg', SA32),
  field('aLonDeg', BA32),
  field('bLatDeg', SA32),
  field('bLonDeg', BA32),
  field('cLatDeg', SA32),
  field('cLonDeg', BA32),
  field('dLatDeg', SA32),
  field('dLonDeg', BA32),
  field('radarMode', I8),
  field('revisitIntervalS', kind(2, 'I', 10)),
  field('alongTrackSigmaM', kind(2, 'I', 10)),
  field('crossTrackSigmaM', kind(2, 'I', 10)),
  field('heightSigmaM', kind(2, 'I', 10)),
  field('trackSigmaDeg', I8),
  field('speedSigmaMps', kind(2, 'I', 1_000)),
  field('slantRangeSigmaM', kind(2, 'I', 100)),
  field('crossRangeSigmaDeg', BA16),
  field('radialVelocitySigmaMps', kind(2, 'I', 100)),
  field('minimumVelocityMps', kind(1, 'I', 10)),
  field('detectionPercent', I8),
  field('falseAlarmDensityDb', I8),
  field('terrainModel', I8),
  field('geoidModel', I8),
] as const
/** L1 to L7 (table 2-15). */
export const LOCATION_FIELDS = [
  field('timeMs', I32),
  field('latDeg', SA32),
  field('lonDeg', BA32),
  field('heightM', kind(4, 'S', 100)),
  field('trackDeg', BA16),
  field('speedMps', kind(4, 'I', 1_000)),
  field('climbMps', kind(1, 'S', 10)),
] as const
/** T1 to T6 (table 2-11). */
export const STATUS_FIELDS = [
  field('jobId', I32),
  field('revisitIndex', I16),
  field('dwellIndex', I16),
  field('timeMs', I32),
  field('hardwareBits', I8),
  field('modeBits', I8),
] as const

const TOP = { 1: 256, 2: 65_536, 4: 4_294_967_296 } as const

/** The value of a field at `at`, which must leave room for it. */
export function readField(view: DataView, at: number, of: Field<string>): number {
  const { octets, format, times, per } = of
  const raw =
    octets === 1 ? view.getUint8(at) : octets === 2 ? view.getUint16(at) : view.getUint32(at)
  const half = TOP[octets] / 2
  const signed =
    format === 'I' || raw < half ? raw : format === 'S' ? raw - TOP[octets] : half - raw
  // Minus zero of sign and magnitude is zero.
  return (signed * times) / per || 0
}

/** The whole number that a value is sent as, or null where the field cannot hold it. */
export function rawOf(value: number, of: Field<string>): number | null {
  const { octets, format, times, per } = of
  const raw = Math.round((value * per) / times)
  const top = TOP[octets]
  const [low, high] =
    format === 'I' ? [0, top - 1] : [format === 'S' ? -top / 2 : 1 - top / 2, top / 2 - 1]
  if (!(raw >= low && raw <= high)) return null
  return raw >= 0 ? raw : format === 'S' ? raw + top : top / 2 - raw
}

/** How many bytes a list of fields takes. */
export const octetsOf = (fields: readonly Field<string>[]): number =>
  fields.reduce((sum, { octets }) => sum + octets, 0)
