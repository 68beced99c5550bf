// Exact positions of forces, weapons and firing points would make the mission a spotter for whoever reads it fastest.
// So what leaves the monitor's office is decided here and nowhere else: every way out (screen, API, export, report)
// calls these functions. Until a finding, or until 24 h have passed, a document goes without any place; from then on
// its place is snapped to a 1 km grid. A direction and a range are a place to anyone who knows where the observer
// stood: so they never leave, and neither do sentences that a machine wrote about a place.
// docs/specs/do-no-harm.md lists the rules and what holds each.
import type { Candidate, Condition } from '../agreement/index.ts'
import type { Event } from '../fuse/index.ts'
import { snapToGrid } from '../geo/index.ts'
import type { Ellipse95, Estimate, Position } from '../geo/index.ts'
import type { Label, Office } from '../nations/index.ts'
import type { Observation } from '../observe/index.ts'
import { DAY_MS } from '../units/index.ts'
import type { DurationMs, InstantMs } from '../units/index.ts'
import { FOUND } from './table.ts'
import type { Incident } from './types.ts'

/** Delay after an observation's end, elapsed time, before its place may leave without a finding. */
export const RELEASE_DELAY_MS: DurationMs = DAY_MS
/** Cell of the grid that released places are snapped to, and the least half axis of a released ellipse, metres. */
export const GRID_M = 1_000

/** To whom, when, and whether a finding stands on an event or an observation of that id. */
export interface Release {
  readonly office: Office
  readonly nowMs: InstantMs
  readonly findingFor: (id: string) => boolean
}

/** An observation as an office may have it; `withheld` names every field that was taken out or coarsened. */
export type ReleasedObservation = Omit<
  Observation,
  'source' | 'observer' | 'where' | 'rawSha256'
> & {
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
  readonly withheld: readonly string[]
}
/** A candidate as an office may have it. */
export type ReleasedCandidate = Candidate & { readonly withheld: readonly string[] }
/** An incident as an office may have it. */
export type ReleasedIncident = Incident & { readonly withheld: readonly string[] }

const isDue = (toMs: InstantMs, nowMs: InstantMs): boolean => nowMs >= toMs + RELEASE_DELAY_MS

/** A label that does not name the office, or is no label at all, denies every place for good. */
const allows = (label: Label | undefined, office: Office): boolean =>
  label?.policy === 'HOLDFAST' && Array.isArray(label.offices) && label.offices.includes(office)

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
  { office, nowMs, findingFor }: Release,
): ReleasedObservation {
  if (office === 'monitor') return { ...observation, withheld: [] }
  const released =
    allows(observation.label, office) &&
    (findingFor(observation.id) || isDue(observation.observed.toMs, nowMs))
  const { observer, where } = observation
  const fix =
    released && where.fix !== null
      ? {
          position: snapToGrid(where.fix.position, GRID_M),
          errorM: Math.max(GRID_M, where.fix.errorM),
        }
      : null
  return {
    ...observation,
    source: released ? observation.source : null,
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
      ...(released ? [] : ['source', 'rawSha256', 'observer.place']),
    ],
  }
}

/** An event for an office: whole to the monitor, without any place to others until it is released, then on the grid. */
export function releaseEvent(event: Event, { office, nowMs, findingFor }: Release): ReleasedEvent {
  if (office === 'monitor') return { ...event, withheld: [] }
  const released = findingFor(event.id) || isDue(event.observed.toMs, nowMs)
  const { estimate } = event
  // Field by field: whatever a projection hangs on an event (its odds of lying in a zone are a place) stays behind.
  return {
    id: event.id,
    revision: event.revision,
    kind: event.kind,
    phase: event.phase,
    observed: event.observed,
    probability: event.probability,
    count: event.count,
    weapon: event.weapon,
    observations: event.observations,
    ...(event.pairedWith === undefined ? {} : { pairedWith: event.pairedWith }),
    ...(event.exercise === undefined ? {} : { exercise: event.exercise }),
    estimate:
      released && estimate !== null
        ? {
            position: snapToGrid(estimate.position, GRID_M),
            ellipse95: coarse(estimate.ellipse95),
          }
        : null,
    withheld: released
      ? [
          'estimate.position',
          'estimate.ellipse95',
          'estimate.covarianceM2',
          'estimate.support',
          'zones',
        ]
      : ['estimate', 'zones'],
  }
}

/** A condition without what it says of a place: its sentence always, its probability until released. */
const plain = (condition: Condition, released: boolean): Condition =>
  condition.condition === 'place'
    ? { ...condition, because: '', probability: released ? condition.probability : null }
    : condition

/** A candidate for an office: which conditions held stays, the machine's sentences about places go. */
export function releaseCandidate(
  candidate: Candidate,
  { office, nowMs, findingFor }: Release,
): ReleasedCandidate {
  if (office === 'monitor') return { ...candidate, withheld: [] }
  const { event, atMs } = candidate
  const released = (event !== null && findingFor(event)) || isDue(atMs, nowMs)
  return {
    ...candidate,
    conditions: candidate.conditions.map((condition) => plain(condition, released)),
    undecided: candidate.conditions
      .filter((condition) => condition.held === 'undecided')
      .map((condition) => `${condition.condition} could not be decided`),
    withheld: [
      'conditions.place.because',
      'undecided',
      ...(released ? [] : ['conditions.place.probability']),
    ],
  }
}

/**
 * An incident for an office. People type places into titles, reasons and accounts, and no function can read them
 * out again: so outside the monitor's office and the commission's, which judges, free text waits for the release.
 */
export function releaseIncident(
  incident: Incident,
  { office, nowMs, findingFor }: Release,
): ReleasedIncident {
  const released =
    FOUND.includes(incident.status) ||
    isDue(incident.sinceMs, nowMs) ||
    (incident.events.length > 0 && incident.events.every(findingFor))
  if (office !== 'guarantors' || released) return { ...incident, withheld: [] }
  const wordless = Object.fromEntries(
    Object.entries(incident.answers).map(([question, answer]) => [
      question,
      { ...answer, votes: answer.votes.map((vote) => ({ ...vote, reason: '' })) },
    ]),
  )
  return {
    ...incident,
    title: `Incident on ${incident.clauses.map(({ clause }) => clause).join(', ') || 'a claim'}`,
    claims: incident.claims.map((claim) => ({ ...claim, text: '' })),
    answers: { ...incident.answers, ...wordless },
    dissent: incident.dissent.map((one) => ({ ...one, reason: '' })),
    recalls: incident.recalls.map((one) => ({ ...one, reason: '' })),
    corrections: incident.corrections.map((one) => ({ ...one, text: '' })),
    withheld: [
      'title',
      'claims.text',
      'answers.votes.reason',
      'dissent.reason',
      'recalls.reason',
      'corrections.text',
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
