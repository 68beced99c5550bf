/**
 * What a party says happened, laid over what every source could have noticed. Where nobody looked is worth most to
 * whoever would use the gap, and a party picks the place that it claims: so the judgement is the monitor's, and the
 * commission has its kind alone, once the incident's words are out and the claim's time has been over for 24 h.
 */
import type { Event } from '@holdfast/core/fuse'
import type { Observation, ObserveState } from '@holdfast/core/observe'
import { DAY_MS } from '@holdfast/core/units'
import type { InstantMs } from '@holdfast/core/units'
import {
  RELEASE_DELAY_MS,
  claimAgainstCoverage,
  claimState,
  lookersOf,
  releaseEvent,
  releaseIncident,
  reportedIn,
} from '@holdfast/core/verify'
import type {
  Alleged,
  Claim,
  ClaimState,
  ClaimCoverage,
  Incident,
  Looker,
  Release,
  Reported,
} from '@holdfast/core/verify'
import type { ProjectionSink } from '../projector/index.ts'

/** A claim that says when and where, beside the coverage that it was made under. */
export interface JudgedClaim extends Pick<Claim, 'party' | 'stance' | 'atMs' | 'entry'> {
  readonly incident: string
  /** A claim that is not confirmed counts nowhere yet; one that was taken back is not listed. */
  readonly state: Exclude<ClaimState, 'takenBack'>
  /** On the 1 km grid outside the monitor's office; null before the release. */
  readonly alleges: Alleged | null
  /**
   * Null where it is not for the office, or cannot be given. Outside the monitor's office its kind alone, and `unseen`
   * rounded up to tenths: no source is named, and no share of what was looked at.
   */
  readonly coverage:
    | ClaimCoverage
    | { readonly kind: ClaimCoverage['kind']; readonly unseen?: number }
    | null
  /** Why there is no judgement; null where there is one. */
  readonly because: string | null
}
/** What the judgement is made from. */
export interface ClaimNeeds {
  readonly observe: Pick<ObserveState, 'sources' | 'coverage' | 'quarantines'>
  readonly sink: Pick<ProjectionSink, 'list' | 'many'>
}

/** Claims that are judged at most: the newest. */
export const CLAIMS_MAX = 50
/** Events that are read at most: the newest. */
export const EVENTS_MAX = 5_000
/** What a sum of shares may be off by: it rounds no tenth up to the next. */
const ROUNDING = 1e-9
/** Observations of one claim's time that are read at most. */
const OBSERVATIONS_MAX = 5_000
/** No event lasts longer: an assumption, on which it rests whether all events of a claim's time were read. */
const EVENT_LASTS_MS_MAX = DAY_MS

const NOT_AT_HAND =
  'not all that was reported then is at hand: the record has it, this list has not'
const WITHHELD = 'withheld until the incident is released and the claimed time is over for 24 h'

/** The events that are read, and from when on they are all there. */
interface Known {
  readonly events: readonly Event[]
  readonly fromMs: InstantMs
  readonly lookers: readonly Looker[]
}
/** What the sources told of the claim's time, in whole and by events that the office may place. */
interface Told {
  readonly reports: readonly Reported[]
  readonly released: readonly Reported[]
  readonly isWhole: boolean
}

async function toldIn(
  alleged: Alleged,
  { known, sink, release }: { known: Known; sink: ClaimNeeds['sink']; release: Release },
): Promise<Told> {
  const events = known.events.filter(
    ({ kind, observed }) =>
      kind === alleged.kind && observed.fromMs <= alleged.toMs && observed.toMs >= alleged.fromMs,
  )
  const ids = [...new Set(events.flatMap(({ observations }) => observations))]
  const read = await sink.many('observation', ids.slice(0, OBSERVATIONS_MAX))
  const byId = new Map<string, Observation>(read.map((one) => [one.id, one]))
  const sourceOf = (id: string): string | undefined => byId.get(id)?.source
  const seenBy: Release = { ...release, observation: (id) => byId.get(id) }
  const isPlaced = (event: Event): boolean => releaseEvent(event, seenBy).estimate !== null
  return {
    reports: events.flatMap((event) => reportedIn(event, sourceOf)),
    released: events.filter(isPlaced).flatMap((event) => reportedIn(event, sourceOf)),
    isWhole: ids.every((id) => byId.has(id)) && alleged.fromMs >= known.fromMs,
  }
}

/** The judgement in whole, or null where a report that is not at hand might change it. */
function judge(alleged: Alleged, { lookers }: Known, told: Told): ClaimCoverage | null {
  const coverage = claimAgainstCoverage(alleged, lookers, told.reports)
  return coverage.kind === 'seen' || told.isWhole ? coverage : null
}

/** What leaves the monitor's office of a judgement; null where nothing does. */
function coarse(
  alleged: Alleged,
  coverage: ClaimCoverage,
  { known, told }: { known: Known; told: Told },
): JudgedClaim['coverage'] {
  if (coverage.kind === 'lookedAndSawNothing')
    return { kind: coverage.kind, unseen: Math.ceil(coverage.unseen * 10 - ROUNDING) / 10 }
  // That somebody saw it places the event: it waits for the event's own release.
  if (
    coverage.kind === 'seen' &&
    claimAgainstCoverage(alleged, known.lookers, told.released).kind !== 'seen'
  )
    return null
  return { kind: coverage.kind }
}

/** Long judgements give way to whatever else waits. */
const giveWay = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

async function knownEvents({ observe, sink }: ClaimNeeds): Promise<Known> {
  const events = await sink.list('event', { limit: EVENTS_MAX, newest: true })
  const [first] = events
  return {
    events,
    fromMs:
      first === undefined || events.length < EVENTS_MAX
        ? -Infinity
        : first.observed.fromMs + EVENT_LASTS_MS_MAX,
    // What a machine makes up, or tells again, has not looked.
    lookers: lookersOf(observe).filter(({ source }) => source.synthetic !== true),
  }
}

/** The claims of these incidents that say when and where, newest first, each judged as the office may have it. */
export async function judgedClaims(
  needs: ClaimNeeds,
  incidents: readonly Incident[],
  release: Release,
): Promise<{ readonly claims: readonly JudgedClaim[]; readonly leftOut: number }> {
  const all = incidents
    // A survivor holds what was said to the incident that was merged into it.
    .filter(({ status }) => status !== 'merged')
    .flatMap((incident) => incident.claims.map((claim) => ({ incident, claim })))
    .flatMap(({ incident, claim }) => {
      const state = claimState(claim)
      const alleged = claim.alleges
      return alleged === undefined || state === 'takenBack'
        ? []
        : { incident, claim, alleged, state }
    })
    .toSorted((a, b) => b.claim.entry - a.claim.entry)
  const taken = all.slice(0, CLAIMS_MAX)
  if (taken.length === 0) return { claims: [], leftOut: 0 }
  const known = await knownEvents(needs)
  const claims: JudgedClaim[] = []
  for (const { incident, claim, alleged, state } of taken) {
    const { party, stance, atMs, entry } = claim
    const head = { incident: incident.id, party, stance, atMs, entry, state }
    const isMonitor = release.office === 'monitor'
    const seen = releaseIncident(incident, release).claims.find((one) => one.entry === entry)
    const alleges = seen?.alleges ?? null
    const isOver = release.nowMs >= alleged.toMs + RELEASE_DELAY_MS
    if (!isMonitor && (alleges === null || !isOver)) {
      claims.push({ ...head, alleges, coverage: null, because: WITHHELD })
      continue
    }
    await giveWay()
    const told = await toldIn(alleged, { known, sink: needs.sink, release })
    const exact = judge(alleged, known, told)
    const coverage = exact === null || isMonitor ? exact : coarse(alleged, exact, { known, told })
    const because = exact === null ? NOT_AT_HAND : coverage === null ? WITHHELD : null
    claims.push({ ...head, alleges, coverage, because })
  }
  return { claims, leftOut: all.length - taken.length }
}
