/**
 * Where an event lies, counted on the equally weighted points of its estimate: a zone's probability is the share of
 * points that it holds. A withdrawal zone is two strips. Which strip a point can be in is decided by who holds the
 * ground there (the side of the line of contact); how deep the strip is, by that party's own line. A point that its
 * holder has beyond its own line (ground held past the line that it is measured from) is inside whatever the distance.
 * An event that no source gave a place is counted in the same way on points all over the conflict region (`region.ts`).
 */
import { contains, distanceToLineM, frameAt, sideOf, supportPositions } from '../../geo/index.ts'
import type { Estimate, Polygon, Polyline, Position } from '../../geo/index.ts'
import type { Event } from '../../fuse/index.ts'
import { regionOf } from './region.ts'
import type { Agreement, Condition, Line, PartyId, Zone } from '../document/types.ts'

/** Share of the points in a zone; `A` and `B` by who holds the ground, adding up to `all`. Each in [0, 1]. */
interface Share {
  readonly all: number
  readonly A: number
  readonly B: number
}
/** Where one event lies: looks up zones, each computed once. */
export interface Placement {
  /** Null: the event has no position, and the agreement no region to take one from. */
  readonly shareOf: (zone: Zone) => Share | null
  /** The title of the region that the place is taken from because no source gave one; null: an estimate was given. */
  readonly region: string | null
}

/** Who holds the ground at a point: `A` to the left of the line of contact. */
const holderAt = (line: Polyline, position: Position): PartyId =>
  sideOf(line, position) === 'left' ? 'A' : 'B'

function lineOf(agreement: Agreement, id: string): Line {
  const line = agreement.lines.find((one) => one.id === id)
  if (line === undefined) throw new Error(`the agreement has no line ${id}: it was never checked`)
  return line
}

/**
 * The points of one estimate, and what holds for all of them at once. Most events lie well inside or outside a zone:
 * one distance from the mean, against the radius that holds every point, then settles all 256, some 50 times faster.
 */
class Cloud {
  readonly points: readonly Position[]
  readonly #mean: Position
  /** Radius about the mean, metres, that holds every point, with 1 % and 10 m for the change of frames. */
  readonly #radiusM: number
  readonly #corners: readonly Position[]

  constructor(estimate: Estimate) {
    this.points = supportPositions(estimate)
    this.#mean = estimate.position
    const radii = estimate.support.map(({ eastM, northM }) => Math.hypot(eastM, northM))
    this.#radiusM = radii.reduce((a, b) => Math.max(a, b), 0) * 1.01 + 10
    const { toPosition } = frameAt(estimate.position)
    this.#corners = [1, -1].flatMap((east) =>
      [1, -1].map((north) =>
        toPosition({ eastM: east * this.#radiusM, northM: north * this.#radiusM }),
      ),
    )
  }

  /** Who holds all of the ground by a line, or null where the points may differ. Corners: sides part beyond its ends too. */
  holder(line: Polyline): PartyId | null {
    if (distanceToLineM(line, this.#mean) <= this.#radiusM) return null
    const holder = holderAt(line, this.#mean)
    return this.#corners.every((corner) => holderAt(line, corner) === holder) ? holder : null
  }

  /** Whether all points lie in a polygon (true), none does (false), or they may differ (null). */
  inPolygon(polygon: Polygon): boolean | null {
    const edgeM = distanceToLineM({ vertices: polygon.ring }, this.#mean)
    return edgeM > this.#radiusM ? contains(polygon, this.#mean) : null
  }

  /** The same for a party's strip of the given depth behind its line; ground beyond the line counts as inside. */
  inStrip(line: Polyline, party: PartyId, depthM: number): boolean | null {
    const lineM = distanceToLineM(line, this.#mean)
    if (lineM + this.#radiusM < depthM) return true
    const holder = this.holder(line)
    if (holder === null) return null
    if (holder !== party) return true
    return lineM - this.#radiusM > depthM ? false : null
  }
}

const isInStrip = (line: Polyline, party: PartyId, depthM: number, point: Position): boolean =>
  holderAt(line, point) !== party || distanceToLineM(line, point) < depthM

/** Whether a point is in a zone, given who holds the ground there; settled for the whole cloud where it can be. */
function tester(
  agreement: Agreement,
  zone: Zone,
  cloud: Cloud | null,
): (point: Position, holder: PartyId) => boolean {
  if (zone.kind === 'polygon') {
    const settled = cloud?.inPolygon(zone.polygon) ?? null
    return (point) => settled ?? contains(zone.polygon, point)
  }
  if (zone.kind !== 'withdrawal') return () => false
  const depthM = zone.widthM / 2
  const lines = {
    A: lineOf(agreement, zone.lineOf.A).line,
    B: lineOf(agreement, zone.lineOf.B).line,
  }
  const settled = {
    A: cloud?.inStrip(lines.A, 'A', depthM) ?? null,
    B: cloud?.inStrip(lines.B, 'B', depthM) ?? null,
  }
  return (point, holder) => settled[holder] ?? isInStrip(lines[holder], holder, depthM, point)
}

/** Counts points zone by zone, each zone once; with a cloud, settled for all points at once where it can be. */
function counter(
  agreement: Agreement,
  points: readonly Position[],
  cloud: Cloud | null,
): (zone: Zone) => Share {
  const contact = lineOf(agreement, agreement.linesOfContact[0]?.line ?? '').line
  const settled = cloud?.holder(contact) ?? null
  const holders = points.map((point) => settled ?? holderAt(contact, point))
  const known = new Map<string, Share>()
  return (zone) => {
    const before = known.get(zone.id)
    if (before !== undefined) return before
    const isInside = tester(agreement, zone, cloud)
    const count = { A: 0, B: 0 }
    points.forEach((point, i) => {
      const holder = holders[i]
      if (holder !== undefined && isInside(point, holder)) count[holder] += 1
    })
    const n = points.length
    const share = { all: (count.A + count.B) / n, A: count.A / n, B: count.B / n }
    known.set(zone.id, share)
    return share
  }
}

/** What holds for every event without a place is counted once for an agreement, which is never changed in place. */
const anywhere = new WeakMap<Agreement, Placement>()

function placementAnywhere(agreement: Agreement): Placement {
  const before = anywhere.get(agreement)
  if (before !== undefined) return before
  const region = regionOf(agreement)
  const placement: Placement =
    region === null
      ? { shareOf: () => null, region: null }
      : { shareOf: counter(agreement, region.points, null), region: region.title }
  anywhere.set(agreement, placement)
  return placement
}

/** The placement of one event; deterministic, and independent of the order of the estimate's points. */
export function placementOf(agreement: Agreement, event: Event): Placement {
  if (event.estimate === null) return placementAnywhere(agreement)
  const cloud = new Cloud(event.estimate)
  return { shareOf: counter(agreement, cloud.points, cloud), region: null }
}

/**
 * For each zone of the agreement, in its order, the probability that the event lies in it; zones overlap, so these do
 * not add up to one. Empty for an event without a position: the region that conditions are counted on is an assumption
 * of the evaluation, and nothing that was seen of the event.
 */
export function zoneProbabilities(
  agreement: Agreement,
  event: Event,
): readonly { readonly zone: string; readonly probability: number }[] {
  if (event.estimate === null) return []
  const { shareOf } = placementOf(agreement, event)
  return agreement.zones.flatMap((zone) => {
    const share = shareOf(zone)
    return share === null ? [] : [{ zone: zone.id, probability: share.all }]
  })
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`
/** The same of a region, where no point in a zone does not mean that no place is. */
const percentOfRegion = (share: number): string => (share < 0.0005 ? 'under 0.1 %' : percent(share))

/** What is said of a place that no source gave. Undecided even at 1: that the region holds it is an assumption. */
function placeAnywhere(
  where: string,
  region: string | null,
  probability: number | null,
): Pick<Condition, 'held' | 'probability' | 'because'> {
  const because =
    region === null || probability === null
      ? `no source said where it was, so it may or may not be in ${where}`
      : `no source said where it was; taken as anywhere in "${region}" alike, ` +
        `of which ${percentOfRegion(probability)} lies in ${where}`
  return { held: 'undecided', probability, because }
}

/**
 * The place condition: the share of the event's points in the zone, of the bound party's strip where one is bound. Where
 * no source gave a place, the share of the conflict region; null only where the agreement has no such region.
 */
export function placeCondition(
  zone: Zone | null,
  placement: Placement,
  bound: PartyId | null,
): Condition {
  const condition = 'place'
  if (zone === null)
    return { condition, held: 'yes', probability: 1, because: 'the clause applies everywhere' }
  const share = placement.shareOf(zone)
  const where =
    bound === null ? `"${zone.title}"` : `the strip of party ${bound} in "${zone.title}"`
  if (share === null) return { condition, ...placeAnywhere(where, placement.region, null) }
  const probability = bound === null ? share.all : share[bound]
  if (placement.region !== null)
    return { condition, ...placeAnywhere(where, placement.region, probability) }
  const parts =
    zone.kind === 'withdrawal' && bound === null
      ? `: ${percent(share.A)} on ground that A holds, ${percent(share.B)} on ground that B holds`
      : ''
  if (probability === 1 || probability === 0)
    return {
      condition,
      held: probability === 1 ? 'yes' : 'no',
      probability,
      because: `the whole position estimate lies ${probability === 1 ? 'in' : 'outside'} ${where}${parts}`,
    }
  return {
    condition,
    held: 'undecided',
    probability,
    because: `the position estimate straddles the edge of ${where}; ${percent(probability)} of it lies inside${parts}`,
  }
}
