// Exact positions of forces, weapons and firing points would make the mission a spotter for whoever reads it fastest.
// So what leaves the monitor's office is decided here and nowhere else: every way out (screen, API, export, report)
// calls these functions. Until a finding, or until 24 h have passed, a document goes without any place; from then on
// its place is snapped to a 1 km grid. A direction and a range are a place to anyone who knows where the observer
// stood: so they never leave, and neither do sentences that a machine wrote about a place.
// docs/specs/do-no-harm.md lists the rules and what holds each.
import { wordless } from './wordless.ts'
import type { Candidate, Condition } from '../../agreement/index.ts'
import type { JudgedQuestion, Worth } from '../../fuse/confidence/index.ts'
import type { Engagement, Event } from '../../fuse/index.ts'
import { snapToGrid } from '../../geo/index.ts'
import type { Ellipse95, Estimate, Position } from '../../geo/index.ts'
import type { Label, Office } from '../../nations/index.ts'
import { isIndication } from '../../observe/index.ts'
import type { Observation } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import { figureless, nameless, namelessBeside, releaseBeside } from './beside.ts'
import { GRID_M, RELEASE_DELAY_MS } from './limits.ts'
import { FOUND } from '../table.ts'
import type { CandidateSnapshot } from '../command.ts'
import type { Incident, Testimony } from '../types.ts'

/**
 * To whom, when, whether a finding stands on an event or an observation of that id, and what is known of the documents
 * that one rests on. One that is not known is held to be unreleased.
 */
export interface Release {
  readonly office: Office
  readonly nowMs: InstantMs
  readonly findingFor: (id: string) => boolean
  readonly observation: (id: string) => Known<Observation, 'label'> | undefined
  readonly event: (id: string) => Known<Event, 'observations'> | undefined
}
/** What a release must know of a document that another one rests on. */
type Known<T extends { id: string; observed: unknown }, K extends keyof T> = Pick<
  T,
  'id' | 'observed' | K
>

/** An observation as an office may have it; `withheld` names every field that was taken out or coarsened. */
export type ReleasedObservation = Omit<
  Observation,
  | 'source'
  | 'recordId'
  | 'observer'
  | 'where'
  | 'rawSha256'
  | 'motion'
  | 'assessment'
  | 'shot'
  | 'holder'
> & {
  readonly recordId: string | null
  /** The monitor's alone: where a thing goes, and what it is called, is where it is. */
  readonly motion?: Observation['motion']
  readonly assessment?: Observation['assessment']
  /** How far off a shooter was. */
  readonly shot?: Observation['shot']
  readonly holder?: Observation['holder']
  readonly source: string | null
  readonly rawSha256: string | null
  readonly observer: {
    readonly place: string | null
    readonly position: Position | null
    readonly errorM: number | null
    readonly control: Observation['observer']['control']
  }
  readonly where: Observation['where']
  readonly withheld: readonly string[]
}
/** An event as an office may have it; outside the monitor's an estimate has no covariance and no support. */
export type ReleasedEvent = Omit<Event, 'estimate'> & {
  readonly estimate:
    | (Pick<Estimate, 'position' | 'ellipse95'> &
        Partial<Pick<Estimate, 'covarianceM2' | 'support'>>)
    | null
  readonly recalibrated?: Worth
  readonly withheld: readonly string[]
}
/** A candidate as an office may have it. */
export type ReleasedCandidate = Candidate & {
  readonly recalibrated?: Worth
  readonly withheld: readonly string[]
}
/** Who reported, as an office may have it: a source and its group are often named after a place. */
export type ReleasedTestimony = Omit<Testimony, 'source' | 'group'> & {
  readonly source: string | null
  readonly group: string | null
}
/** A candidate as it was taken up, as an office may have it. */
export interface ReleasedSnapshot {
  readonly candidate: ReleasedCandidate
  readonly testimony: readonly ReleasedTestimony[]
}
/** An incident as an office may have it. */
export type ReleasedIncident = Omit<Incident, 'testimony'> & {
  readonly testimony: readonly ReleasedTestimony[]
  readonly recalibrated?: Readonly<Partial<Record<JudgedQuestion, Worth>>>
  readonly withheld: readonly string[]
}

const isDue = (toMs: InstantMs, nowMs: InstantMs): boolean => nowMs >= toMs + RELEASE_DELAY_MS

/** A label that does not name the office, or is no label at all, denies every place for good. */
const allows = (label: Label | undefined, office: Office): boolean =>
  label?.policy === 'HOLDFAST' && Array.isArray(label.offices) && label.offices.includes(office)

const isObservationReleased = (
  { id, label, observed }: Known<Observation, 'label'>,
  { office, nowMs, findingFor }: Release,
): boolean => allows(label, office) && (findingFor(id) || isDue(observed.toMs, nowMs))

/** One observation that is not for the office denies the place of all that was made of it. */
const isEventReleased = (
  { id, observed, observations }: Known<Event, 'observations'>,
  { office, nowMs, findingFor, observation }: Release,
): boolean =>
  observations.every((one) => allows(observation(one)?.label, office)) &&
  (findingFor(id) || isDue(observed.toMs, nowMs))

const isKnownEventReleased = (id: string, release: Release): boolean => {
  const event = release.event(id)
  return event !== undefined && isEventReleased(event, release)
}

const coarse = ({ semiMajorM, semiMinorM, azimuthDeg }: Ellipse95): Ellipse95 => ({
  semiMajorM: Math.max(GRID_M, semiMajorM),
  semiMinorM: Math.max(GRID_M, semiMinorM),
  azimuthDeg,
})

/**
 * An observation for an office. The monitor has it whole. Others never have where the observer stood, the
 * directions, the ranges, nor the source's own words; a measured position only once released, on the grid; counts,
 * times, weapon and grade always.
 */
export function releaseObservation(
  observation: Observation,
  release: Release,
): ReleasedObservation {
  if (release.office === 'monitor') return { ...observation, withheld: [] }
  const released = isObservationReleased(observation, release)
  const { observer, where, motion, assessment, shot, holder, ...rest } = observation
  // Feeds name their records by place, time or the thing itself.
  const isNamed = released && !isIndication(observation.category)
  const fix =
    released && where.fix !== null
      ? {
          position: snapToGrid(where.fix.position, GRID_M),
          errorM: Math.max(GRID_M, where.fix.errorM),
        }
      : null
  return {
    ...rest,
    source: released ? observation.source : null,
    recordId: isNamed ? observation.recordId : null,
    // A digest of guessable bytes confirms a guess: it stays until the place itself is out.
    rawSha256: released ? observation.rawSha256 : null,
    observer: {
      place: released ? observer.place : null,
      position: null,
      errorM: null,
      control: observer.control,
    },
    where: { sectors: [], ring: null, fix },
    residual: {},
    withheld: [
      'observer.position',
      'observer.errorM',
      'where.sectors',
      'where.ring',
      'where.fix',
      'residual',
      ...(motion === undefined ? [] : ['motion']),
      ...(assessment === undefined ? [] : ['assessment']),
      ...(shot === undefined ? [] : ['shot']),
      ...(holder === undefined ? [] : ['holder']),
      ...(isNamed ? [] : ['recordId']),
      ...(released ? [] : ['source', 'rawSha256', 'observer.place']),
    ],
  }
}

/**
 * An event for an office: whole to the monitor, without any place to others until it is released, then on the grid.
 * What it is paired with is a bearing and a range, so the pair goes only once both ends are released. An announced activity
 * that explains it is a place that the office may know: until then the figures go as they are without it, and `benign` is
 * named as withheld whether there is one or not.
 */
export function releaseEvent(event: Event, release: Release): ReleasedEvent {
  if (release.office === 'monitor') return { ...event, withheld: [] }
  const released = isEventReleased(event, release)
  const { estimate, pairedWith, silence } = event
  const { probability, interval } = released ? event : (event.unexplained ?? event)
  const isPairReleased =
    released && pairedWith !== undefined && isKnownEventReleased(pairedWith.event, release)
  // Field by field: whatever a projection hangs on an event (its odds of lying in a zone are a place) stays behind.
  return {
    id: event.id,
    revision: event.revision,
    kind: event.kind,
    phase: event.phase,
    observed: event.observed,
    probability,
    ...(interval === undefined ? {} : { interval: { low: interval.low, high: interval.high } }),
    // How many were silent; whoever knows which knows where it was, from what they reach.
    ...(silence === undefined
      ? {}
      : { silence: { reported: silence.reported, silent: silence.silent } }),
    count: event.count,
    weapon: event.weapon,
    observations: event.observations,
    ...(isPairReleased ? { pairedWith } : {}),
    ...(event.exercise === undefined ? {} : { exercise: event.exercise }),
    estimate:
      released && estimate !== null
        ? {
            position: snapToGrid(estimate.position, GRID_M),
            ellipse95: coarse(estimate.ellipse95),
          }
        : null,
    withheld: [
      ...(released
        ? [
            'estimate.position',
            'estimate.ellipse95',
            'estimate.covarianceM2',
            'estimate.support',
            ...(estimate?.extent === undefined ? [] : ['estimate.extent']),
            'zones',
          ]
        : ['estimate', 'zones']),
      ...(pairedWith === undefined || isPairReleased ? [] : ['pairedWith']),
      ...(silence?.sources === undefined ? [] : ['silence.sources']),
      // An explanation is an area with a name; what a model says of a thing is the monitor's alone, as its scores are.
      ...(released && event.benign === undefined ? [] : ['benign']),
      ...(released && event.unexplained === undefined ? [] : ['unexplained']),
      ...(event.classes === undefined ? [] : ['classes']),
    ],
  }
}

/** Whether an engagement may go to the office: its members are near one another, so all of them must be released. */
export const isEngagementReleased = ({ events }: Engagement, release: Release): boolean =>
  release.office === 'monitor' || events.every((id) => isKnownEventReleased(id, release))

const isPlaced = ({ conditions }: Candidate): boolean =>
  // How much of an event an announced activity covers is a place as well.
  conditions.some(
    ({ condition, probability }) =>
      condition === 'place' || (condition === 'exception' && probability !== null),
  )

const isCandidateReleased = ({ event, atMs }: Candidate, release: Release): boolean =>
  event === null ? isDue(atMs, release.nowMs) : isKnownEventReleased(event, release)

/** Which conditions held stays, the machine's sentences about places go. */
const withoutPlaces = (candidate: Candidate): ReleasedCandidate => ({
  ...candidate,
  conditions: candidate.conditions.map((one): Condition =>
    // An excuse quotes the announced activity: its title is what people typed.
    one.condition === 'place' || one.condition === 'exception' ? { ...one, because: '' } : one,
  ),
  undecided: candidate.conditions
    .filter(({ held }) => held === 'undecided')
    .map(({ condition }) => `${condition} could not be decided`),
  withheld: ['conditions.place.because', 'conditions.exception.because', 'undecided'],
})

/**
 * A candidate for an office; null where it may not have it at all. That a clause's zone was met tells the place, and
 * the probability of the place can be divided out of the candidate's: so before the release it goes as a whole.
 */
export function releaseCandidate(candidate: Candidate, release: Release): ReleasedCandidate | null {
  if (release.office === 'monitor') return { ...candidate, withheld: [] }
  return isPlaced(candidate) && !isCandidateReleased(candidate, release)
    ? null
    : withoutPlaces(candidate)
}

/** Who reported, for an office: the source and its group only once the observation itself is released. */
function releaseTestimony(one: Testimony, release: Release): ReleasedTestimony {
  const observation = release.observation(one.observation)
  return observation !== undefined && isObservationReleased(observation, release)
    ? one
    : { ...one, source: null, group: null }
}

/**
 * A candidate as it was taken up, for an office; null where it may not have it. A later revision takes an event's id
 * away, so the observations that it came from speak for it as well. Outside the monitor no source is named.
 */
export function releaseSnapshot(
  { candidate, testimony }: CandidateSnapshot,
  release: Release,
): ReleasedSnapshot | null {
  if (release.office === 'monitor') return { candidate: { ...candidate, withheld: [] }, testimony }
  const isReported =
    testimony.length > 0 &&
    testimony.every(({ observation }) => {
      const known = release.observation(observation)
      return known !== undefined && isObservationReleased(known, release)
    })
  if (isPlaced(candidate) && !isReported && !isCandidateReleased(candidate, release)) return null
  return {
    candidate: withoutPlaces(candidate),
    testimony: testimony.map((one) => ({ ...one, source: null, group: null })),
  }
}

/** Whether the words of an incident may leave the offices that watch and judge: after a finding, or 24 h open. */
export const isIncidentReleased = (
  { status, sinceMs, events }: Incident,
  { nowMs, findingFor }: Release,
): boolean =>
  FOUND.includes(status) || isDue(sinceMs, nowMs) || (events.length > 0 && events.every(findingFor))

/** Whether what the machine computed of the incident's places may go: no label denies one of them, either. */
export const isMachinePlaceReleased = (incident: Incident, release: Release): boolean =>
  isIncidentReleased(incident, release) &&
  incident.testimony.every(({ observation }) =>
    allows(release.observation(observation)?.label, release.office),
  )

/**
 * An incident for an office. People type places into titles, reasons and accounts, and no function can read them
 * out again: so outside the monitor's office and the commission's, which judges, free text waits for the release.
 * The machine's probability of a breach holds that of the place as a factor, and waits for both.
 */
export function releaseIncident(whole: Incident, release: Release): ReleasedIncident {
  if (release.office === 'monitor') return { ...whole, withheld: [] }
  const isOut = isIncidentReleased(whole, release)
  const { seen: incident, withheld: beside } = releaseBeside(whole, release.office, isOut)
  const testimony = incident.testimony.map((one) => releaseTestimony(one, release))
  const isPlaceOut = isMachinePlaceReleased(incident, release)
  const { breach } = incident.answers
  const seen = {
    ...incident,
    testimony,
    answers: {
      ...incident.answers,
      breach: isPlaceOut ? breach : { ...breach, machineProbability: null },
    },
    ...(isPlaceOut ? {} : figureless(incident)),
  }
  const withheld = [
    ...beside,
    ...(testimony.some(({ source }) => source === null)
      ? ['testimony.source', 'testimony.group']
      : []),
    ...(isPlaceOut ? [] : ['answers.breach.machineProbability']),
  ]
  if (release.office !== 'guarantors' || isOut) return { ...seen, withheld }
  const { occurred, attribution, intent, severity } = seen.answers
  return {
    ...seen,
    title: `Incident on ${incident.clauses.map(({ clause }) => clause).join(', ') || 'a claim'}`,
    claims: incident.claims.map(wordless),
    answers: {
      occurred: nameless(occurred),
      breach: nameless(seen.answers.breach),
      attribution: nameless(attribution),
      intent: nameless(intent),
      severity: nameless(severity),
    },
    dissent: incident.dissent.map((one) => ({ ...one, reason: '' })),
    recalls: incident.recalls.map((one) => ({ ...one, reason: '' })),
    ...namelessBeside({ ...incident, ...(isPlaceOut ? {} : figureless(incident)) }),
    withheld: [
      ...withheld,
      'title',
      'claims.text',
      'claims.source',
      'claims.filedBy',
      'claims.confirmed.officer',
      'claims.takingBack',
      'answers.proposedBy.officer',
      'answers.votes.officer',
      'answers.votes.reason',
      'dissent.reason',
      'recalls.reason',
      'corrections.text',
      ...(incident.lapsed === undefined ? [] : ['lapsed.votes', 'lapsed.dissent']),
      ...(incident.correcting === undefined ? [] : ['correcting.text']),
      ...(incident.dismissal === undefined
        ? []
        : ['dismissal.moved.officer', 'dismissal.moved.reason']),
    ],
  }
}

/** Which events and observations a standing finding covers: a concluded, published or corrected incident's. */
export function foundIn(incidents: Iterable<Incident>): (id: string) => boolean {
  const found = new Set<string>()
  for (const incident of incidents)
    if (FOUND.includes(incident.status))
      for (const id of [...incident.events, ...incident.observations]) found.add(id)
  return (id) => found.has(id)
}
