import { RADIUS_95, distanceM, wrapLonDeg } from '@holdfast/core/geo'
import type { Position } from '@holdfast/core/geo'
import {
  CLOCK_AHEAD_MS_MAX,
  DISTANCE_M_MAX,
  HEIGHT_M_MIN,
  OBSERVED_MS_MIN,
} from '@holdfast/core/observe'
import type { ObservedTime, Observer, Unidentified } from '@holdfast/core/observe'
import { DAY_MS } from '@holdfast/core/units'
import type { InstantMs } from '@holdfast/core/units'
import type { FeedContext, Observed } from '../codec/index.ts'
import type { Label } from '@holdfast/core/nations'
import { DEFAULTS } from '../observation/index.ts'
import { TARGET_FIELDS } from './fields.ts'
import { labelOf } from './label.ts'
import type { GmtiDwell, GmtiHeader, GmtiJob, GmtiRecord, GmtiTarget } from './types.ts'
import {
  categoryOf,
  classificationWord,
  exerciseFault,
  isSimulated,
  segmentWord,
  sensorWord,
  targetWord,
} from './words.ts'

/**
 * Target reports as observations. A report is one radar detection: its radial velocity is no ground speed and goes to
 * `residual` with all that no member holds; its classification becomes an assessment only with its probability.
 *
 * A dwell has milliseconds from the midnight of a day that only the mission segment names, and that segment comes
 * every two minutes; so the observer remembers missions and jobs, a bounded number of each.
 */

/** The most missions, and the most jobs, that one feed's observer remembers; the oldest is forgotten first. */
export const REMEMBERED_MAX = 256
/** Assumed where neither the dwell nor the job says how well the sensor knows its place: radius of 95 %, metres. */
const SENSOR_ERROR_M = 1_000
/** Assumed where nothing bounds a target's place, not even the dwell's area: radius of 95 %, metres. */
const TARGET_ERROR_M = 10_000
/** Nearer to 0° N 0° E than this on both axes, a position is a missing one (core/observe refuses it). */
const NULL_ISLAND_DEG = 0.0001
/** A map that forgets its oldest entry. */
class Memory<V> {
  readonly #entries = new Map<string, V>()
  get(key: string): V | undefined {
    return this.#entries.get(key)
  }
  set(key: string, value: V): void {
    this.#entries.delete(key)
    this.#entries.set(key, value)
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > REMEMBERED_MAX && oldest !== undefined) this.#entries.delete(oldest)
  }
}

function positionOf(latDeg: number | null, lonDeg: number | null): Position | null {
  if (latDeg === null || lonDeg === null || Math.abs(latDeg) > 90) return null
  const position = { lonDeg: wrapLonDeg(lonDeg), latDeg }
  return Math.abs(latDeg) <= NULL_ISLAND_DEG && Math.abs(position.lonDeg) <= NULL_ISLAND_DEG
    ? null
    : position
}

/** D32.2 and D32.3, or the dwell's centre and D32.4 and D32.5 times the scales D10 and D11 (AEDP-7, 2.4.32). */
function targetPosition({ fields }: GmtiDwell, target: GmtiTarget): Position | null {
  if (target.latDeg !== null) return positionOf(target.latDeg, target.lonDeg)
  const { centreLatDeg, centreLonDeg, latScaleDeg, lonScaleDeg } = fields
  const { latDelta, lonDelta } = target
  if (centreLatDeg === null || latScaleDeg === null || latDelta === null) return null
  if (centreLonDeg === null || lonScaleDeg === null || lonDelta === null) return null
  return positionOf(centreLatDeg + latDelta * latScaleDeg, centreLonDeg + lonDelta * lonScaleDeg)
}

const stated = (value: number | undefined, none: number): number | null =>
  value === undefined || value >= none ? null : value

interface Scene {
  readonly dwell: GmtiDwell
  readonly job: GmtiJob | undefined
  readonly sensor: Observer
  /** Whether the sensor's error was stated; an assumed one does not widen its targets'. */
  readonly isSensorErrorStated: boolean
}

function sensorOf(
  dwell: GmtiDwell,
  job: GmtiJob | undefined,
  { source }: FeedContext,
): Omit<Scene, 'dwell' | 'job'> | null {
  const { fields } = dwell
  const position = positionOf(fields.sensorLatDeg, fields.sensorLonDeg)
  const place = source.title
  if (position === null) {
    if (source.site === undefined) return null
    const { position: at, errorM } = source.site
    return {
      sensor: { place, position: at, errorM, control: 'unknown' },
      isSensorErrorStated: true,
    }
  }
  // J16 and J17 say "no statement" with 65,535 tenths of a metre.
  const along = fields.alongTrackSigmaM ?? stated(job?.fields.alongTrackSigmaM, 6_553.5)
  const cross = fields.crossTrackSigmaM ?? stated(job?.fields.crossTrackSigmaM, 6_553.5)
  const errorM =
    along === null || cross === null
      ? null
      : Math.min(RADIUS_95 * Math.max(along, cross), DISTANCE_M_MAX)
  return {
    sensor: { place, position, errorM: errorM ?? SENSOR_ERROR_M, control: 'unknown' },
    isSensorErrorStated: errorM !== null,
  }
}

/**
 * The radius that holds 95 %: of the report's own standard deviations in slant and cross range, else of those that
 * the job names, else the dwell's area, in which the report lies. The sensor's error adds to it where it was stated.
 */
function errorOf({ dwell, job, sensor, isSensorErrorStated }: Scene, at: Position, t: GmtiTarget) {
  const { fields } = dwell
  const groundM = Math.max(distanceM(sensor.position, at), 1)
  const heightM = (fields.sensorHeightM ?? 0) - (t.heightM ?? 0)
  const slantM = Math.hypot(groundM, heightM)
  const jobCross = stated(job?.fields.crossRangeSigmaDeg, 180)
  const range = t.slantRangeSigmaM ?? stated(job?.fields.slantRangeSigmaM, 655.35)
  const cross =
    t.crossRangeSigmaM ?? (jobCross === null ? null : (jobCross * Math.PI * slantM) / 180)
  const fromSensorM = isSensorErrorStated ? sensor.errorM : 0
  if (range !== null && cross !== null) {
    // An error along the slant is longer on the ground below it.
    const radiusM = RADIUS_95 * Math.max((range * slantM) / groundM, cross)
    // Nobody measures without error: zeros were not worked out.
    if (radiusM > 0) return Math.min(Math.hypot(radiusM, fromSensorM), DISTANCE_M_MAX)
  }
  const alongM = 2 * (fields.rangeHalfM ?? 0)
  const acrossM = 2 * ((Math.min(fields.angleHalfDeg ?? 0, 180) * Math.PI) / 180) * groundM
  const areaM = Math.hypot(alongM, acrossM)
  return areaM > 0 ? Math.min(Math.hypot(areaM, fromSensorM), DISTANCE_M_MAX) : TARGET_ERROR_M
}

/** The day named by a mission segment; else the day, by receipt, that brings the time of day nearest. */
function timeOf(dwellMs: number, midnightMs: InstantMs | undefined, context: FeedContext) {
  const { receivedMs, source } = context
  if (midnightMs !== undefined)
    return { ms: midnightMs + dwellMs, clock: source.calibration?.clock ?? 'ntp' } as const
  const inDayMs = dwellMs % DAY_MS
  const today = Math.floor(receivedMs / DAY_MS) * DAY_MS + inDayMs
  const days = Math.round((receivedMs - today) / DAY_MS)
  return { ms: today + days * DAY_MS, clock: 'degraded' } as const
}

/** Midnight, UTC, of a date of the calendar. */
function midnightOf(year: number, month: number, day: number): InstantMs | null {
  const ms = Date.UTC(year, month - 1, day)
  const back = new Date(ms)
  return year >= 1_000 && back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? ms : null
}

/** Held by members of the observation; every other field of a report goes to `residual`. */
const HELD = new Set(['latDeg', 'lonDeg', 'heightM'])

function residualOf(target: GmtiTarget, shared: Readonly<Record<string, string>>) {
  const residual: Record<string, string> = { ...shared }
  for (const { key } of TARGET_FIELDS) {
    const value = target[key]
    if (value === null || (HELD.has(key) && !(key === 'heightM' && value < HEIGHT_M_MIN))) continue
    residual[key] = key === 'classification' ? `${value} ${targetWord(value)}` : String(value)
  }
  return residual
}

function assessmentOf(header: GmtiHeader, job: GmtiJob | undefined, target: GmtiTarget) {
  const { classification, probabilityPercent } = target
  if (classification === null || probabilityPercent === null || probabilityPercent > 100) return {}
  const sensor = job === undefined ? 'sensor not stated' : sensorWord(job.sensorType)
  return {
    assessment: {
      model: `${header.platformId || 'platform not stated'}/${sensor}`,
      version: job?.sensorModel || 'not stated',
      scores: { [targetWord(classification)]: probabilityPercent / 100 },
    },
  }
}

function compact(values: Readonly<Record<string, string | number | null>>): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
  )
}

interface Shared {
  readonly header: GmtiHeader
  readonly context: FeedContext
  readonly observed: ObservedTime
  readonly rawSha256: string
  readonly residual: Readonly<Record<string, string>>
  readonly label: Label
}

function observationOf(shared: Shared, scene: Scene, target: GmtiTarget, id: string, at: Position) {
  const { header, context, label, observed, rawSha256, residual } = shared
  const heightM = target.heightM !== null && target.heightM >= HEIGHT_M_MIN ? target.heightM : null
  const observation: Unidentified = {
    source: context.source.id,
    recordId: id,
    means: ['sensed'],
    category: categoryOf(target.classification),
    phase: 'undetermined',
    // Things closer to each other than the radar resolves are one report.
    count: { n: 1, precision: 'atLeast' },
    observed,
    observer: scene.sensor,
    where: {
      sectors: [],
      ring: null,
      fix: { position: at, errorM: errorOf(scene, at, target) },
    },
    weapon: DEFAULTS.weapon,
    grade: DEFAULTS.grade,
    label,
    rawSha256,
    residual: residualOf(target, residual),
    motion: {
      heightM,
      heightDatum: heightM === null ? null : 'ellipsoid',
      speedMps: null,
      courseDeg: null,
      climbMps: null,
      identity: {},
    },
    ...assessmentOf(header, scene.job, target),
  }
  return observation
}

/** One dwell's observations, and why its other reports, or all of it, are none. */
interface DwellObserved {
  readonly observations: readonly Unidentified[]
  readonly without: readonly string[]
}

/** A time that cannot be is a clock to mend, not the nature of the record. */
const TIME = /^a (?:time|mission's date) /
const none = (reason: string): DwellObserved => ({ observations: [], without: [reason] })

function dwellObserved(
  dwell: GmtiDwell,
  job: GmtiJob | undefined,
  midnightMs: InstantMs | undefined,
  record: GmtiRecord,
  context: FeedContext,
): DwellObserved {
  const { header, bytes } = record
  const { fields, targets } = dwell
  if (targets.length === 0) return none('a dwell without target reports')
  const label = labelOf(header, context.source.label)
  if (label === null)
    return none(
      `a packet classified ${classificationWord(header.classification)}: this deployment holds nothing above secret`,
    )
  const seen = sensorOf(dwell, job, context)
  if (seen === null) return none('no position: of the sensor')
  const { ms, clock } = timeOf(fields.timeMs ?? 0, midnightMs, context)
  if (ms < OBSERVED_MS_MIN) return none(`a mission's date before the year 2000: ${ms} ms`)
  if (ms > context.receivedMs + CLOCK_AHEAD_MS_MAX)
    return none(`a time ${ms - context.receivedMs} ms ahead of its receipt`)
  const live = targets
    .map((target, i) => ({ target, i }))
    .filter(({ target }) => target.classification === null || !isSimulated(target.classification))
  const placed = live.flatMap(({ target, i }) => {
    const at = targetPosition(dwell, target)
    return at === null ? [] : [{ target, i, at }]
  })
  const without = [
    ...(live.length < targets.length ? [`${targets.length - live.length} simulated targets`] : []),
    ...(placed.length < live.length ? [`no position: ${live.length - placed.length} targets`] : []),
  ]
  const shared: Shared = {
    header,
    context,
    label,
    observed: { fromMs: ms, toMs: ms, basis: 'clock', clock },
    rawSha256: context.sha256(bytes),
    residual: {
      packet: compact({ ...header, classification: classificationWord(header.classification) }),
      dwell: compact(fields),
      ...(without.length === 0 ? {} : { otherReports: without.join('; ') }),
    },
  }
  const scene: Scene = { dwell, job, ...seen }
  const { revisitIndex, dwellIndex, timeMs } = fields
  const of = `${header.platformId}:${header.missionId}:${header.jobId}:${revisitIndex}:${dwellIndex}:${timeMs}`
  const observations = placed.map(({ target, i, at }) => {
    // A dwell may go on in another packet, so the number in this one does not name the report alone.
    const id = `${of}:${target.reportIndex ?? ''}#${i}@${at.latDeg.toFixed(7)},${at.lonDeg.toFixed(7)}`
    return observationOf(shared, scene, target, id, at)
  })
  return { observations, without }
}

/** The reader of one feed's packets; remembers the day of each mission and the definition of each job. */
export function gmtiObserver(): (record: GmtiRecord, context: FeedContext) => Observed {
  const midnights = new Memory<InstantMs>()
  const jobs = new Memory<GmtiJob>()
  return (record, context) => {
    const { header, segments } = record
    const fault = exerciseFault(header.exerciseIndicator)
    if (fault !== null) return { nothing: fault }
    const mission = `${header.platformId}|${header.missionId}`
    const observations: Unidentified[] = []
    const without: string[] = []
    for (const segment of segments) {
      if (segment.kind === 'mission') {
        const midnightMs = midnightOf(segment.year, segment.month, segment.day)
        if (midnightMs !== null) midnights.set(mission, midnightMs)
      } else if (segment.kind === 'jobDefinition') {
        jobs.set(`${mission}|${segment.jobId}`, segment)
      } else if (segment.kind === 'dwell') {
        const job = jobs.get(`${mission}|${header.jobId}`)
        const dwell = dwellObserved(segment, job, midnights.get(mission), record, context)
        for (const observation of dwell.observations) observations.push(observation)
        for (const reason of dwell.without) without.push(reason)
      }
    }
    if (observations.length > 0) return { observations }
    if (without.length > 0) {
      const nothing = [...new Set(without)].join('; ')
      return without.some((one) => TIME.test(one)) ? { nothing, isRefused: true } : { nothing }
    }
    const kinds = segments.map((one) => (one.kind === 'raw' ? segmentWord(one.type) : one.kind))
    return { nothing: `no dwell: ${[...new Set(kinds)].join(', ') || 'no segments'}` }
  }
}
