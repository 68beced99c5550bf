import { HEIGHT_M_MAX, HEIGHT_M_MIN, OBSERVED_MS_MIN, SPEED_MPS_MAX } from '@holdfast/core/observe'
import type { Motion } from '@holdfast/core/observe'
import type { FeedContext, Observed } from '../codec/index.ts'
import { LIMITS, decodeUtf8 } from '../observation/index.ts'
import { ERROR_UNBOUNDED_M, qualityOf, uncertaintyM } from './accuracy.ts'
import { AIRCRAFT_MAX } from './observe.ts'
import { Recent } from './lru.ts'
import { isMembers, numberIn, textIn } from './readsb.ts'
import type { Members, ReadsbRecord } from './readsb.ts'
import { M_PER_FT, MPS_PER_FPM, MPS_PER_KT, azimuth, observationOf, oneLine } from './report.ts'
import { newPast, suspicions } from './suspicion.ts'
import type { Past } from './suspicion.ts'
import { newTrajectory, placeGiven } from './trajectory.ts'
import type { Trajectory } from './trajectory.ts'

/** Accuracy of an earlier point of a trace holds for so long, ms: most points leave it out. */
const DETAIL_MS_MAX = 60_000
/** Last instant that ECMAScript's time scale can name. */
const INSTANT_MS_MAX = 8_640_000_000_000_000

interface Aircraft {
  readonly trajectory: Trajectory
  readonly past: Past
  detail: { readonly members: Members; readonly tMs: number } | null
}
const newAircraft = (): Aircraft => ({ trajectory: newTrajectory(), past: newPast(), detail: null })

/** What both kinds of documents say of a position, in the units of the document. */
interface Fix {
  readonly name: string
  readonly lat: number | null
  readonly lon: number | null
  readonly observedMs: number | null
  readonly ground: boolean
  readonly baroFt: number | null
  readonly geomFt: number | null
  readonly speedKt: number | null
  readonly trackDeg: number | null
  readonly climbFpm: number | null
  readonly detail: Members | null
}

const toMs = (seconds: number | null): number | null =>
  seconds === null ? null : Math.round(seconds * 1_000)
const minus = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a - b

function listedFix(members: Members, nowS: number | null): Fix {
  const ground = members['alt_baro'] === 'ground'
  return {
    name: textIn(members['hex']),
    lat: numberIn(members['lat']),
    lon: numberIn(members['lon']),
    observedMs: toMs(minus(nowS, numberIn(members['seen_pos']))),
    ground,
    baroFt: numberIn(members['alt_baro']),
    geomFt: numberIn(members['alt_geom']),
    speedKt: numberIn(members['gs']),
    trackDeg: ground ? null : numberIn(members['track']),
    climbFpm: numberIn(members['baro_rate']) ?? numberIn(members['geom_rate']),
    detail: members,
  }
}

function pointFix({ values: v, icao, timestampS }: ReadsbRecord & { kind: 'point' }): Fix {
  const flags = numberIn(v[6]) ?? 0
  const geometric = (flags & 8) !== 0
  const altitude = numberIn(v[3])
  const offsetS = numberIn(v[0])
  return {
    name: icao,
    lat: numberIn(v[1]),
    lon: numberIn(v[2]),
    observedMs: timestampS === null || offsetS === null ? null : toMs(timestampS + offsetS),
    ground: v[3] === 'ground',
    baroFt: geometric ? null : altitude,
    geomFt: geometric ? altitude : numberIn(v[10]),
    speedKt: numberIn(v[4]),
    trackDeg: v[3] === 'ground' ? null : numberIn(v[5]),
    climbFpm: numberIn(v[7]),
    detail: isMembers(v[8]) ? v[8] : null,
  }
}

function within(value: number | null, min: number, max: number): number | null {
  return value === null || value < min || value > max ? null : value
}

function motionOf(fix: Fix, detail: Members | null): Motion {
  const feet = fix.ground ? null : (fix.baroFt ?? fix.geomFt)
  const heightM = within(feet === null ? null : feet * M_PER_FT, HEIGHT_M_MIN, HEIGHT_M_MAX)
  const text = (key: string): string => {
    const value = detail?.[key]
    return typeof value === 'string' ? oneLine(value, LIMITS.identity).trim() : ''
  }
  const [callsign, squawk] = [text('flight'), text('squawk')]
  const name = oneLine(fix.name, LIMITS.identity)
  return {
    heightM,
    heightDatum: heightM === null ? null : fix.baroFt === null ? 'ellipsoid' : 'pressure',
    speedMps: within(fix.speedKt === null ? null : fix.speedKt * MPS_PER_KT, 0, SPEED_MPS_MAX),
    courseDeg: fix.trackDeg === null ? null : azimuth(fix.trackDeg),
    climbMps: within(
      fix.climbFpm === null ? null : fix.climbFpm * MPS_PER_FPM,
      -SPEED_MPS_MAX,
      SPEED_MPS_MAX,
    ),
    identity: {
      ...(/^[0-9a-f]{6}$/i.test(name)
        ? { icao24: name.toLowerCase() }
        : name === ''
          ? {}
          : { uid: name }),
      ...(callsign === '' ? {} : { callsign }),
      ...(/^[0-7]{4}$/.test(squawk) ? { mode3a: squawk } : {}),
    },
  }
}

// Anything but 0 to 3 is no SIL.
function silIn(detail: Members | null): number | null {
  const sil = numberIn(detail?.['sil'])
  return sil === 0 || sil === 1 || sil === 2 || sil === 3 ? sil : null
}

function accuracyOf(
  detail: Members | null,
  since: string,
): Pick<Motion, 'quality'> & { errorM: number; containmentM: number | null; basis: string } {
  const rc = numberIn(detail?.['rc'])
  // rc 0 says that no containment is known; a point without rc says nothing.
  const radiusM = rc !== null && rc > 0 && rc <= 100_000 ? rc : null
  const containment = rc === 0 ? Infinity : radiusM
  const nacP = numberIn(detail?.['nac_p'])
  const uncertainty = nacP === null ? null : uncertaintyM(nacP)
  const quality = qualityOf({
    nacP,
    containmentM: containment ?? (numberIn(detail?.['nic']) === 0 ? Infinity : null),
    sil: silIn(detail),
  })
  const shown = radiusM === null ? 'no containment (rc)' : `containment (rc) ${radiusM} m`
  if (uncertainty !== null)
    return {
      ...quality,
      errorM: uncertainty,
      containmentM: containment,
      basis: `nac_p ${nacP}: 95 % within ${uncertainty} m; ${shown}${since}`,
    }
  return {
    ...quality,
    errorM: radiusM ?? ERROR_UNBOUNDED_M,
    containmentM: containment,
    basis: radiusM === null ? `${shown}; ${ERROR_UNBOUNDED_M} m is assumed` : `${shown}${since}`,
  }
}

/** The reader of readsb's documents. */
export class ReadsbObserver {
  readonly #aircraft = new Recent<Aircraft>(AIRCRAFT_MAX, newAircraft)

  observe(record: ReadsbRecord, context: FeedContext): Observed {
    if (record.kind === 'envelope') return { nothing: 'the document around the list' }
    const fix =
      record.kind === 'aircraft' ? listedFix(record.members, record.nowS) : pointFix(record)
    const { lat, lon, observedMs } = fix
    if (lat === null || lon === null) return { nothing: 'no position: the element has none' }
    if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180))
      return { nothing: `no position: ${lat}, ${lon} is no place` }
    if (observedMs === null || observedMs < OBSERVED_MS_MIN || observedMs > INSTANT_MS_MAX)
      return {
        nothing: 'no time: "now" and "seen_pos", or "timestamp" and the offset, do not give one',
      }
    return this.#told(
      record,
      { ...fix, observedMs },
      { position: { latDeg: lat, lonDeg: lon }, context },
    )
  }

  #told(
    record: Exclude<ReadsbRecord, { kind: 'envelope' }>,
    fix: Fix & { readonly observedMs: number },
    { position, context }: { position: { latDeg: number; lonDeg: number }; context: FeedContext },
  ): Observed {
    const { observedMs } = fix
    const aircraft = this.#aircraft.use(fix.name)
    if (fix.detail !== null) aircraft.detail = { members: fix.detail, tMs: observedMs }
    const kept = aircraft.detail
    const ageMs = kept === null ? Infinity : Math.abs(observedMs - kept.tMs)
    const detail = kept !== null && ageMs <= DETAIL_MS_MAX ? kept.members : null
    const accuracy = accuracyOf(detail, fix.detail === null ? `, told ${ageMs} ms before` : '')
    const motion = motionOf(fix, detail)
    const placed = placeGiven(aircraft.trajectory, position, {
      tMs: observedMs,
      surface: fix.ground,
    })
    const odd = suspicions(aircraft.past, {
      placed,
      tMs: observedMs,
      speedMps: motion.speedMps,
      containmentM: accuracy.containmentM,
      address:
        motion.identity.icao24 === undefined ? null : Number.parseInt(motion.identity.icao24, 16),
    })
    const content = decodeUtf8(record.raw)
    return observationOf(
      {
        recordId: `${oneLine(fix.name, 64)}-${observedMs}-${context.sha256(record.raw).slice(0, 16)}`,
        raw: record.raw,
        position,
        errorM: accuracy.errorM,
        observedMs,
        clock: 'ntp',
        motion: accuracy.quality === undefined ? motion : { ...motion, quality: accuracy.quality },
        onLand: false,
        residual: {
          errorBasis: accuracy.basis,
          ...pieces(typeof content === 'string' ? content : ''),
          ...odd,
        },
      },
      context,
    )
  }
}

const PIECES_MAX = 17
/** The element word for word, cut into members of `residual` that each hold what one may; never mid-character. */
function pieces(content: string): Record<string, string> {
  const points = Array.from(content)
  const count = Math.min(PIECES_MAX, Math.ceil(points.length / LIMITS.residualValue))
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      count === 1 ? 'element' : `element.${i}`,
      points.slice(i * LIMITS.residualValue, (i + 1) * LIMITS.residualValue).join(''),
    ]),
  )
}
