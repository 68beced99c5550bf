/**
 * What each name says of its positions, one report after the other: does it move as it can, is it in one place, does it
 * stand still at speed, has its position become worse? Only what is known of one name; patterns of many are `areas.ts`.
 *
 * A name keeps two places: where it was last, and the place before its last jump. A craft that jumps and stays was moved
 * or mended its position; one that is again and again back where it was is two craft under one name, or one that is
 * partly forged.
 */
import { distanceM } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import type { EvidenceKind } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import {
  FROZEN_M,
  FROZEN_TRAVEL_M,
  GAP_S_MAX,
  MOVING_MPS,
  RECENT_MS,
  SLACK_M,
  SLACK_S,
} from './assumptions.ts'
import { IDENTITIES_MAX } from './bounds.ts'
import { grade } from './grades.ts'
import type { Grades } from './grades.ts'
import { RecentlyUsed } from './recently-used.ts'
import type { Benign, Finding, PositionReport } from './types.ts'

interface Place {
  readonly atMs: InstantMs
  readonly position: Position
  readonly errorM: number
  readonly observation: string
}
/** What is remembered of one name, changed in place. Instants are null where it never was. */
export interface Identity {
  readonly name: string
  source: string
  last: Place
  other: Place | null
  /** Returns to the other place since `otherSinceMs`. */
  returns: number
  /** Where it stands still while it says that it moves, since when, and how far it would be by its speed, metres. */
  anchor: Place
  travelledM: number
  hasMoved: boolean
  /** When it was last found to have been carried off, or to stand still at speed; what by. */
  carriedMs: InstantMs | null
  carriedBy: EvidenceKind | null
  readonly grades: Grades
  /** Usual time between reports. */
  intervalMs: number
  /** When another sensor last saw it. */
  seenMs: InstantMs | null
}

/** The names that reported last. */
export class Identities {
  readonly #names = new RecentlyUsed<string, Identity>(IDENTITIES_MAX)

  get size(): number {
    return this.#names.size
  }
  [Symbol.iterator](): Iterator<Readonly<Identity>> {
    return this.#names.values()[Symbol.iterator]()
  }

  /** Another sensor saw what goes by that name. */
  seen(name: string, atMs: InstantMs): void {
    const identity = this.#names.peek(name)
    if (identity !== undefined) identity.seenMs = Math.max(identity.seenMs ?? atMs, atMs)
  }

  /** Takes a report of itself; null where it is older than its last, otherwise what was found. */
  push(report: PositionReport): readonly Finding[] | null {
    const place: Place = {
      atMs: report.atMs,
      position: report.position,
      errorM: report.errorM,
      observation: report.observation,
    }
    const identity = this.#names.use(report.identity, () => begun(report, place))
    const { last } = identity
    if (place.atMs < last.atMs) return null
    const wait = place.atMs - last.atMs
    const moved = move(identity, place, report)
    const frozen = standStill(identity, { place, waitS: wait / 1_000, report })
    grade(identity.grades, report)
    identity.source = report.source
    identity.last = place
    identity.intervalMs += identity.intervalMs === 0 ? wait : (wait - identity.intervalMs) / 8
    if (moved === null && frozen === null) return NOTHING
    return [moved, frozen].filter((one) => one !== null)
  }
}
const NOTHING: readonly Finding[] = []

const begun = ({ identity, source }: PositionReport, place: Place): Identity => ({
  name: identity,
  source,
  last: place,
  other: null,
  returns: 0,
  anchor: place,
  travelledM: 0,
  hasMoved: false,
  carriedMs: null,
  carriedBy: null,
  grades: new Map(),
  intervalMs: 0,
  seenMs: null,
})

const finding = (
  kind: EvidenceKind,
  report: PositionReport,
  {
    fromMs,
    score,
    benign,
    rests,
  }: {
    readonly fromMs: InstantMs
    readonly score: number
    readonly benign: Benign | null
    readonly rests: readonly Place[]
  },
): Finding => ({
  kind,
  source: null,
  area: null,
  identities: [report.identity],
  fromMs,
  toMs: report.atMs,
  score,
  count: 1,
  benign,
  observations: [...new Set([...rests.map(({ observation }) => observation), report.observation])]
    .filter((id) => id !== '')
    .toSorted(),
})

/** How far it is over how far it can have come: above 1 is impossible. */
function excess(from: Place, to: Place, mpsMax: number): number {
  const seconds = Math.abs(to.atMs - from.atMs) / 1_000 + SLACK_S
  const reachM = seconds * mpsMax + from.errorM + to.errorM + SLACK_M
  return distanceM(from.position, to.position) / reachM
}

function move(identity: Identity, place: Place, report: PositionReport): Finding | null {
  const { last, other } = identity
  const score = excess(last, place, report.speedMaxMps)
  if (score <= 1) {
    if (other !== null && place.atMs - other.atMs > RECENT_MS) {
      identity.other = null
      identity.returns = 0
    }
    return null
  }
  identity.other = last
  const isBack =
    other !== null &&
    place.atMs - other.atMs <= RECENT_MS &&
    excess(other, place, report.speedMaxMps) <= 1
  if (!isBack || other === null) {
    identity.returns = 0
    identity.carriedMs = place.atMs
    identity.carriedBy = 'impossibleSpeed'
    const benign = report.isFixed ? 'fixedStation' : 'singleOutlier'
    return finding('impossibleSpeed', report, { fromMs: last.atMs, score, benign, rests: [last] })
  }
  // Once back is the end of an outlier; again and again is two places at once. Neither was carried off.
  identity.returns += 1
  identity.carriedMs = null
  identity.carriedBy = null
  if (identity.returns < RETURNS_MIN) return null
  const benign = report.isFixed ? 'fixedStation' : 'duplicateCode'
  const rests = [last, other]
  return finding('twoPlaces', report, { fromMs: other.atMs, score, benign, rests })
}
/** Returns to a place that was left by a jump: one is an outlier's end. */
const RETURNS_MIN = 2

interface Report {
  readonly place: Place
  readonly waitS: number
  readonly report: PositionReport
}
function standStill(identity: Identity, { place, waitS, report }: Report): Finding | null {
  const hasMoved = distanceM(identity.anchor.position, place.position) > FROZEN_M
  const { speedMps } = report
  identity.hasMoved ||= hasMoved
  if (hasMoved || speedMps === null || speedMps < MOVING_MPS || report.isFixed) {
    identity.anchor = place
    identity.travelledM = 0
    return null
  }
  identity.travelledM += Math.min(GAP_S_MAX, waitS) * speedMps
  const score = identity.travelledM / FROZEN_TRAVEL_M
  if (score < 1) return null
  identity.carriedMs = place.atMs
  identity.carriedBy = 'frozen'
  const { anchor } = identity
  // What never moved since it was first heard may be tested on the ground.
  const benign = identity.hasMoved ? null : 'groundTest'
  return finding('frozen', report, { fromMs: anchor.atMs, score, benign, rests: [anchor] })
}
