import { distanceM, frameAt, RADIUS_95 } from '../../geo/index.ts'
import type { Covariance, Position } from '../../geo/index.ts'
import { kindOf } from '../../observe/index.ts'
import type { Observation } from '../../observe/index.ts'
import { isRefused } from '../../units/index.ts'
import type { Interval } from '../../units/index.ts'
import { flashBang, Locator } from '../locate/index.ts'
import type { Arrivals, SoundRange } from '../locate/index.ts'
import {
  CLOCK_SIGMA_S,
  EARSHOT_M,
  ONSET_SIGMA_S,
  SOUND_MPS,
  SOUND_SIGMA_MPS,
  TIGHT_MS,
} from './assumptions.ts'

// A sensor that hears a bang to the hundredth of a second and says nothing of its direction has said where it was all the
// same, together with others. Its time is not the event's: a bang ten kilometres away is heard half a minute late. So such
// reports are gathered by the time that sound takes from sensor to sensor, and what fits one place is one report.

/** Kinds that are heard. */
const AUDIBLE: ReadonlySet<string> = new Set(['explosion', 'salvo', 'burst', 'shot', 'sniperFire'])

/** What may be one event at all: one kind, one phase, one exercise. */
export const classOf = ({ category, phase, exercise }: Observation): string =>
  JSON.stringify([kindOf(category), phase, exercise ?? null])

/** Whether a report's clock and interval hold its time to a second. */
const isTight = ({ observed }: Observation): boolean =>
  observed.basis === 'clock' &&
  (observed.clock === 'gnss' || observed.clock === 'ntp') &&
  observed.toMs - observed.fromMs <= TIGHT_MS

/** Whether a report is the arrival of a sound at the observer's place: heard or recorded, timed well, without direction. */
export const isArrival = (observation: Observation): boolean =>
  observation.where.sectors.length === 0 &&
  observation.where.ring === null &&
  observation.where.fix === null &&
  AUDIBLE.has(kindOf(observation.category)) &&
  observation.means.some((how) => how === 'heard' || how === 'sensed' || how === 'recorded') &&
  isTight(observation)

/** Whether a report is of light from an audible event, timed well: it tells when the sound was made. */
export const isLight = (observation: Observation): boolean =>
  AUDIBLE.has(kindOf(observation.category)) &&
  observation.means.some((how) => how === 'saw' || how === 'imaged') &&
  !observation.means.includes('heard') &&
  isTight(observation)

/** Seconds in the middle of a report's interval. */
const middleS = ({ observed }: Observation): number => (observed.fromMs + observed.toMs) / 2_000

/** Standard deviation of an arrival, seconds: onset, clock, the interval's width and the observer's own place. */
function arrivalSigmaS({ observed, observer }: Observation): number {
  const clock = observed.clock === 'gnss' ? CLOCK_SIGMA_S.gnss : CLOCK_SIGMA_S.ntp
  const widthS = (observed.toMs - observed.fromMs) / 1_000 / Math.sqrt(12)
  return Math.hypot(ONSET_SIGMA_S, clock, widthS, observer.errorM / RADIUS_95 / SOUND_MPS)
}

/** Arrivals held to be of one sound, and where and when it was made. */
interface Gathering {
  /** By id. */
  readonly members: readonly Observation[]
  readonly position: Position
  readonly covarianceM2: Covariance
  /** When it was made, to two standard deviations. */
  readonly observed: Interval
  /** Weighted squares of the residuals of the arrivals that were held to be direct, and how many these are. */
  readonly chiSquared: number
  readonly direct: number
  /** When it was made, seconds, and the speed of its sound. */
  readonly originS: number
  readonly speedMps: number
}

/** Fewest arrivals of one sound: with three any times fit some place, so three count only where nothing else is in reach. */
const FEWEST = 4
/** Nearest sensors, beside the first to hear it, from whose arrivals a place is sought, and arrivals looked at of each. */
const NEAREST = 3
const EACH_MAX = 4
/** Misfit of four arrivals beyond which they are of no one sound: one in 1000 with one degree of freedom. */
const MISFIT_MAX = 10.8
/** How far from where it is expected an arrival is still taken for this sound's, perhaps an echo, seconds. */
const EARLY_S = 0.2
const LATE_S = 2
/** Slack of the time that sound may take between two sensors: onsets and a following wind, seconds. */
const SLACK_S = 0.2
/** The slowest that sound is taken to be. */
const SLOWEST_MPS = SOUND_MPS - 3 * SOUND_SIGMA_MPS
/** Longest between the first and the last arrival of one sound, seconds. */
const LONGEST_S = (2 * EARSHOT_M) / SLOWEST_MPS + SLACK_S
/** The same, milliseconds. */
export const LONGEST_MS = 1_000 * LONGEST_S

/** Whether two arrivals can be of one sound: other sensors, and no farther apart in time than sound takes between them. */
export function canBeOne(a: Observation, b: Observation): boolean {
  if (a.source === b.source || classOf(a) !== classOf(b)) return false
  const apartS = Math.abs(middleS(a) - middleS(b))
  if (apartS > LONGEST_S) return false
  const apartM = distanceM(a.observer.position, b.observer.position)
  return apartM <= 2 * EARSHOT_M && apartS <= apartM / SLOWEST_MPS + SLACK_S
}

/** Time order, then id. */
export const inTime = (a: Observation, b: Observation): number =>
  middleS(a) - middleS(b) || (a.id < b.id ? -1 : Number(a.id > b.id))

/** How far off a sound was at an arrival, by the light of the event; null where the two cannot be of one. */
export function rangeByLight(arrival: Observation, light: Observation): SoundRange | null {
  if (classOf(arrival) !== classOf(light)) return null
  const range = flashBang(
    { atS: middleS(light), sigmaS: arrivalSigmaS(light) },
    { atS: middleS(arrival), sigmaS: arrivalSigmaS(arrival) },
    { speedMps: SOUND_MPS, sigmaMps: SOUND_SIGMA_MPS },
  )
  return isRefused(range) || range.rangeM > EARSHOT_M ? null : range
}

/** Gathers arrivals, given in order of time then id; what belongs to no gathering is not in the result. */
export function gather(arrivals: readonly Observation[]): readonly Gathering[] {
  const locator = new Locator()
  const used = new Set<Observation>()
  const found: Gathering[] = []
  for (const [n, first] of arrivals.entries()) {
    if (used.has(first)) continue
    const bySource = new Map<string, Observation[]>()
    for (let k = n + 1; k < arrivals.length; k += 1) {
      const other = arrivals[k]
      if (other === undefined || middleS(other) - middleS(first) > LONGEST_S) break
      if (used.has(other) || !canBeOne(first, other)) continue
      const heard = bySource.get(other.source)
      if (heard === undefined) bySource.set(other.source, [other])
      else heard.push(other)
    }
    const gathering = fromFirst(first, bySource, locator)
    if (gathering === null) continue
    for (const member of gathering.members) used.add(member)
    found.push(gathering)
  }
  return withEchoes(
    found,
    arrivals.filter((arrival) => !used.has(arrival)),
  )
}

/** The gatherings with what is left over and is as late for one of them, and for none less, as an echo of it would be. */
function withEchoes(
  gatherings: readonly Gathering[],
  left: readonly Observation[],
): readonly Gathering[] {
  const echoes = new Map<Gathering, Observation[]>()
  const inOrder = gatherings.toSorted((a, b) => a.originS - b.originS)
  let begin = 0
  for (const arrival of left) {
    const atS = middleS(arrival)
    while ((inOrder[begin]?.originS ?? Infinity) < atS - LONGEST_S) begin += 1
    let least = LATE_S
    let nearest: Gathering | null = null
    for (let k = begin; k < inOrder.length; k += 1) {
      const gathering = inOrder[k] as Gathering
      const { originS, speedMps, members, position } = gathering
      if (originS > atS) break
      const [member] = members
      if (member === undefined || classOf(member) !== classOf(arrival)) continue
      if (members.some(({ source }) => source === arrival.source)) continue
      const awayM = distanceM(arrival.observer.position, position)
      const lateS = atS - originS - awayM / speedMps
      if (awayM > EARSHOT_M || lateS < 0 || lateS >= least) continue
      least = lateS
      nearest = gathering
    }
    if (nearest === null) continue
    const others = echoes.get(nearest) ?? []
    if (others.every(({ source }) => source !== arrival.source))
      echoes.set(nearest, [...others, arrival])
  }
  return gatherings.map((gathering) => {
    const own = echoes.get(gathering)
    if (own === undefined) return gathering
    const members = [...gathering.members, ...own].toSorted((a, b) => (a.id < b.id ? -1 : 1))
    return { ...gathering, members }
  })
}

/** The best gathering that begins with an arrival, or null. */
function fromFirst(
  first: Observation,
  bySource: ReadonlyMap<string, readonly Observation[]>,
  locator: Locator,
): Gathering | null {
  const nearM = (heard: readonly Observation[]): number =>
    distanceM(first.observer.position, (heard[0] ?? first).observer.position)
  const others = [...bySource.values()].toSorted((a, b) => nearM(a) - nearM(b))
  if (others.length < 2) return null
  if (others.length === 2 && others.some((heard) => heard.length > 1)) return null
  let best: Gathering | null = null
  for (const few of choices(others.slice(0, NEAREST).map((heard) => heard.slice(0, EACH_MAX)))) {
    const tried = extended([first, ...few], others.slice(NEAREST), locator)
    if (tried !== null && (best === null || isBetter(tried, best))) best = tried
  }
  return best
}

/** More direct arrivals, and of as many those that fit better. */
const isBetter = (a: Gathering, b: Gathering): boolean =>
  a.direct > b.direct || (a.direct === b.direct && a.chiSquared < b.chiSquared)

/** Every way to take one of each. */
function choices(lists: readonly (readonly Observation[])[]): readonly (readonly Observation[])[] {
  let ways: readonly (readonly Observation[])[] = [[]]
  for (const list of lists) ways = ways.flatMap((way) => list.map((one) => [...way, one]))
  return ways
}

/**
 * The gathering of a few arrivals and of what other sensors heard of the same sound, the nearest first, each expected by
 * those before it; or null where the few do not fit.
 */
function extended(
  few: readonly Observation[],
  others: readonly (readonly Observation[])[],
  locator: Locator,
): Gathering | null {
  const { toOffset } = frameAt((few[0] as Observation).observer.position)
  if (!solve(few, toOffset, locator) || locator.chiSquared > MISFIT_MAX) return null
  const all = [...few]
  for (const heard of others) {
    const sensor = toOffset((heard[0] as Observation).observer.position)
    const { eastM, northM, originS, speedMps, ee, nn } = locator
    const awayM = Math.hypot(sensor.eastM - eastM, sensor.northM - northM)
    const dueS = middleS(few[0] as Observation) + originS + awayM / speedMps
    const slackS = Math.min(LATE_S, EARLY_S + (2 * Math.sqrt(ee + nn)) / speedMps)
    const offS = (one: Observation): number => Math.abs(middleS(one) - dueS)
    const nearest = heard
      .filter((one) => middleS(one) > dueS - slackS && middleS(one) < dueS + LATE_S)
      .toSorted((a, b) => offS(a) - offS(b))[0]
    if (nearest === undefined) continue
    all.push(nearest)
    if (solve(all, toOffset, locator) && !locator.isLate(all.length - 1)) continue
    // An echo, or another sound: it is looked at again when the other sounds are known.
    all.pop()
    if (!solve(all, toOffset, locator)) return null
  }
  if (all.length < FEWEST && others.length > 0) return null
  return gatheringOf(few, all, locator)
}

function gatheringOf(
  few: readonly Observation[],
  all: readonly Observation[],
  locator: Locator,
): Gathering {
  const first = few[0] as Observation
  const { ee, en, nn, eastM, northM } = locator
  const originMs = 1_000 * (middleS(first) + locator.originS)
  const halfMs = 2_000 * Math.sqrt(locator.originVarianceS2)
  return {
    members: all.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    position: frameAt(first.observer.position).toPosition({ eastM, northM }),
    covarianceM2: { ee, en, nn },
    observed: { fromMs: Math.floor(originMs - halfMs), toMs: Math.ceil(originMs + halfMs) },
    chiSquared: locator.chiSquared,
    direct: locator.degrees + 3,
    originS: originMs / 1_000,
    speedMps: locator.speedMps,
  }
}

/** Solves in the frame of the first arrival, seconds from it. */
function solve(
  few: readonly Observation[],
  toOffset: ReturnType<typeof frameAt>['toOffset'],
  locator: Locator,
): boolean {
  const places = few.map(({ observer }) => toOffset(observer.position))
  const epochS = middleS(few[0] as Observation)
  const arrivals: Arrivals = {
    count: few.length,
    eastM: Float64Array.from(places, ({ eastM }) => eastM),
    northM: Float64Array.from(places, ({ northM }) => northM),
    atS: Float64Array.from(few, (one) => middleS(one) - epochS),
    sigmaS: Float64Array.from(few, arrivalSigmaS),
  }
  return locator.solve(arrivals, { speedMps: SOUND_MPS, sigmaMps: SOUND_SIGMA_MPS })
}
