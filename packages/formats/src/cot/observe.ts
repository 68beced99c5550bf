import { RADIUS_95 } from '@holdfast/core/geo'
import {
  DISTANCE_M_MAX,
  HEIGHT_M_MAX,
  HEIGHT_M_MIN,
  OBSERVED_MS_MIN,
  SPEED_MPS_MAX,
  faultOf,
} from '@holdfast/core/observe'
import type { Category, Motion, Unidentified } from '@holdfast/core/observe'
import type { FeedContext, Observed } from '../codec/index.ts'
import { DEFAULTS, LIMITS } from '../observation/index.ts'
import { residualOf } from '../xml/index.ts'
import type { CotEvent, CotRecord } from './types.ts'

/**
 * Atoms (`a-…`) that move in the air, at sea or on land become observations. The affiliation, the second letter of the
 * type, is somebody's opinion of a party: it stays in the residual and nothing is decided on it. Alarms, bits, tasks and
 * drawings are said by people about people, so they are none; what they mean is told to the operator.
 */

const DIMENSIONS: Readonly<Record<string, Category>> = {
  A: 'I.AIR',
  S: 'I.SEA',
  U: 'I.SEA',
  G: 'I.LAND',
}

/** What types stand for that are no moving thing, longest first (MITRE CoT type tree; ATAK's types). */
const MEANINGS: readonly (readonly [prefix: string, meaning: string])[] = [
  ['b-r-f-h-c', 'a casualty evacuation request'],
  ['b-a-o-can', 'an emergency alarm that was called off'],
  ['b-a-o', 'an emergency alarm of a user'],
  ['b-a-g', 'a geofence alarm'],
  ['b-a', 'an alarm'],
  ['b-t-f', 'a chat message'],
  ['b-m-p', 'a point on a map'],
  ['b-m-r', 'a route'],
  ['b-i', 'an image'],
  ['b', 'a bit of information'],
  ['t-x-c-t', 'a sign of life of a connection'],
  ['t-x-d-d', 'a request to remove an item'],
  ['t', 'a task or control message'],
  ['u-d', 'a drawing'],
  ['u', 'a user’s item'],
  ['c', 'a capability'],
  ['r', 'a reservation'],
]

function categoryOf(type: string): Category | { readonly nothing: string } {
  const atom = /^a-[^-]{1,8}-([^-]{1,8})(?:-|$)/.exec(type)
  const dimension = atom?.[1] ?? ''
  const category = Object.hasOwn(DIMENSIONS, dimension) ? DIMENSIONS[dimension] : undefined
  if (category !== undefined) return category
  const shown = JSON.stringify(type.slice(0, 60))
  if (type.startsWith('a-') || type === 'a')
    return { nothing: `type ${shown} is neither in the air, at sea nor on land` }
  const meaning = MEANINGS.find(([prefix]) => type === prefix || type.startsWith(`${prefix}-`))
  return {
    nothing: `type ${shown} is ${meaning?.[1] ?? 'not known'}, not a thing that was observed`,
  }
}

// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const NOT_A_LINE = /[\u0000-\u001f\u007f-\u009f\ud800-\udfff]/u
const isLine = (text: string): boolean =>
  text !== '' && text.length <= LIMITS.identity && !NOT_A_LINE.test(text)

const iso = (ms: number): string => new Date(ms).toISOString()

function residualOfEvent(event: CotEvent, errorM: number): Readonly<Record<string, string>> {
  const { other, point } = event
  return residualOf([
    ['type', event.type],
    ['uid', event.uid],
    ['how', event.how],
    ['time', iso(event.timeMs)],
    ['start', iso(event.startMs)],
    ['stale', iso(event.staleMs)],
    ['encoding', event.encoding],
    ['access', event.access],
    ['qos', event.qos],
    ['opex', event.opex],
    ['caveat', event.caveat],
    ['releasableTo', event.releasableTo],
    ['assumedErrorM', point.ceM === null || point.ceM === 0 ? String(errorM) : null],
    ...Object.entries(other),
    ['detail', event.detail],
  ])
}

const isWithin = (value: number, low: number, high: number): boolean =>
  value >= low && value <= high

function motionOf({ point, track, uid, callsign }: CotEvent): Motion {
  const heightM =
    point.haeM !== null && isWithin(point.haeM, HEIGHT_M_MIN, HEIGHT_M_MAX) ? point.haeM : null
  const speedMps = track?.speedMps ?? null
  const courseDeg = track?.courseDeg ?? null
  return {
    heightM,
    heightDatum: heightM === null ? null : 'ellipsoid',
    speedMps: speedMps !== null && isWithin(speedMps, 0, SPEED_MPS_MAX) ? speedMps : null,
    courseDeg: courseDeg !== null && isWithin(courseDeg, 0, 360) ? courseDeg % 360 : null,
    // A slope is an angle of the velocity, and no rate was sent.
    climbMps: null,
    identity: {
      ...(isLine(uid) ? { uid } : {}),
      ...(callsign !== null && isLine(callsign) ? { callsign } : {}),
    },
  }
}

/** Whether the event says itself that nothing of it happened: made by a simulation, or for an exercise. */
function unrealOf({ how, opex }: CotEvent): string | null {
  if (how !== null && /^m-s(?:-|$)/.test(how)) return `how ${how.slice(0, 20)} is a simulation`
  if (opex !== null && /^[es](?:-|$)/i.test(opex))
    return `opex ${JSON.stringify(opex.slice(0, 60))} is an exercise or a simulation`
  return null
}

function observationOf(
  event: CotEvent,
  category: Category,
  { context, errorM }: { readonly context: FeedContext; readonly errorM: number },
): Unidentified {
  const { source, sha256 } = context
  const { point, uid, timeMs, startMs } = event
  const position = { lonDeg: point.lonDeg, latDeg: point.latDeg }
  // `ce` is one standard deviation of a circular normal distribution; a fix holds 95 %. None is without error.
  const radiusM =
    point.ceM === null || point.ceM === 0 ? errorM : Math.min(point.ceM * RADIUS_95, DISTANCE_M_MAX)
  const rawSha256 = sha256(event.bytes)
  const isMachine = event.how !== null && /^m(?:-|$)/.test(event.how)
  return {
    source: source.id,
    recordId: `${isLine(uid) ? uid : 'cot'}@${iso(timeMs)}#${rawSha256.slice(0, 16)}`,
    means: [isMachine ? 'sensed' : 'told'],
    category,
    phase: 'undetermined',
    // A symbol may stand for a unit of many.
    count: { n: 1, precision: 'unknown' },
    // Valid from `start` and sent at `time`; a `start` still to come, or never set, bounds nothing.
    observed: {
      fromMs: startMs < OBSERVED_MS_MIN ? timeMs : Math.min(startMs, timeMs),
      toMs: timeMs,
      basis: 'clock',
      clock: 'ntp',
    },
    observer:
      source.site === undefined
        ? {
            place: source.title.slice(0, LIMITS.place),
            position,
            errorM: radiusM,
            control: 'unknown',
          }
        : {
            place: source.title.slice(0, LIMITS.place),
            position: source.site.position,
            errorM: source.site.errorM,
            control: 'unknown',
          },
    where: { sectors: [], ring: null, fix: { position, errorM: radiusM } },
    weapon: DEFAULTS.weapon,
    grade: DEFAULTS.grade,
    label: source.label ?? DEFAULTS.label,
    rawSha256,
    residual: residualOfEvent(event, errorM),
    motion: motionOf(event),
  }
}

const isMissing = ({ point }: CotEvent): boolean =>
  Math.abs(point.latDeg) <= 0.0001 && Math.abs(point.lonDeg) <= 0.0001

/** The reader of one feed. `errorM` is the radius, metres, that is taken where an event gives no circular error. */
export const cotObserver =
  (errorM: number) =>
  (record: CotRecord, context: FeedContext): Observed => {
    if (record.kind === 'control')
      return { nothing: 'a TAK control message: its sender told what versions it speaks' }
    const category = categoryOf(record.type)
    if (typeof category === 'object') return category
    const unreal = unrealOf(record)
    if (unreal !== null) return { nothing: unreal }
    if (isMissing(record)) return { nothing: 'no position: the point is at 0, 0' }
    const observation = observationOf(record, category, { context, errorM })
    const fault = faultOf(observation, context.receivedMs)
    return fault === null ? { observations: [observation] } : { nothing: fault, isRefused: true }
  }
