/**
 * The watch's desk beside the incidents, as an office may have it: what waits to be decided, who is sent to look, what is
 * overdue, what may be one, and what parties claim beside what anybody could have seen. It only proposes: nothing here
 * writes. What leaves the monitor's office goes through core/verify's release; the guarantors have none of it.
 */
import type { NationCode, Office } from '@holdfast/core/nations'
import type { ObserveState } from '@holdfast/core/observe'
import type { DurationMs, InstantMs, Refused } from '@holdfast/core/units'
import {
  claimState,
  foundIn,
  isLate,
  occurredTiming,
  releaseDesk,
  releaseIncident,
} from '@holdfast/core/verify'
import type {
  AccessProposal,
  Assignee,
  Claim,
  Decorrelation,
  GroupingProposal,
  HandOver,
  Incident,
  IncidentStatus,
  Release,
  ReleasedTask,
  VerifyState,
} from '@holdfast/core/verify'
import type { ProjectionSink } from '../projector/index.ts'
import { CLAIMS_MAX, EVENTS_MAX, judgedClaims } from './claims.ts'
import type { JudgedClaim } from './claims.ts'
import { COMPARED_MAX, likelyDuplicates } from './likely.ts'
import type { Duplicate } from './likely.ts'

/** What the view reads of a deployment. */
export interface DeskNeeds {
  readonly mission: { readonly verify: VerifyState; readonly observe: ObserveState }
  readonly sink: Pick<ProjectionSink, 'list' | 'many'>
  readonly nowMs: InstantMs
  readonly deployment: { readonly exercise: string | null }
  status(): {
    readonly lag: { readonly entries: number; readonly observationsWaiting: number }
  }
}
interface Named {
  readonly incident: string
  readonly title: string
  readonly status: IncidentStatus
}
/** An open incident whose *occurred* is unsigned. */
export interface OccurredDue extends Named {
  readonly dueMs: InstantMs
  readonly isLate: boolean
  /** Elapsed time beyond the due instant; 0 in time. */
  readonly lateMs: DurationMs
}
/** Who is on an open incident. */
export interface Assignment extends Named {
  readonly assignedTo: Assignee
}
/** What a party is said to have said, on the word of one officer: it counts nowhere until one of another nation confirms it. */
export interface UnconfirmedClaim
  extends Named, Pick<Claim, 'party' | 'stance' | 'atMs' | 'entry'> {
  /** The nation whose officer filed it, and whose others do not confirm it. */
  readonly nation: NationCode | null
}
/** The desk; each list has the most urgent first. */
export interface DeskView {
  readonly office: Office
  readonly notice: string | null
  readonly exercise: string | null
  readonly nowMs: InstantMs
  /** What is recorded and not derived yet: as long as it waits, that nobody saw a thing may still change. */
  readonly lag: { readonly entries: number; readonly observationsWaiting: number }
  /** The most overdue first, then what is due next. */
  readonly occurred: readonly OccurredDue[]
  /** Hindered access that no incident was opened on, oldest first. */
  readonly access: readonly AccessProposal[]
  /** Not closed; the next due first, those without an instant last. */
  readonly tasks: readonly ReleasedTask[]
  /** Claims of open incidents that wait for a second officer, oldest first. */
  readonly unconfirmed: readonly UnconfirmedClaim[]
  /** Claims that say when and where, newest first. */
  readonly claims: readonly JudgedClaim[]
  /** To merge or to split, oldest first. */
  readonly proposals: readonly GroupingProposal[]
  /** The likeliest first; the monitor's alone. */
  readonly duplicates: readonly Duplicate[]
  /** Held apart by a person, newest first. */
  readonly decorrelated: readonly Decorrelation[]
  /** Newest incidents first. */
  readonly assignments: readonly Assignment[]
  /** Open incidents that nobody is on. */
  readonly unassigned: number
  /** Newest first. */
  readonly handOvers: readonly HandOver[]
  /** Of each list, how many it has no room for. */
  readonly leftOut: Readonly<Record<string, number>>
  /** Set where not all open incidents and candidates were laid against one another. */
  readonly duplicatesCut: boolean
  /** What the office does not have. */
  readonly withheld: readonly string[]
  readonly assumptions: readonly string[]
}

/** Most of each list that is shown. */
export const SHOWN_MAX = 200
const CLOSED: ReadonlySet<IncidentStatus> = new Set([
  'dismissed',
  'concluded',
  'published',
  'corrected',
  'recalled',
  'merged',
])
const ASSUMPTIONS = [
  `likely duplicates are looked for among the newest ${COMPARED_MAX} open incidents and ${COMPARED_MAX} candidates`,
  `the newest ${CLAIMS_MAX} claims are judged, by the newest ${EVENTS_MAX} events`,
  'that an event would have gone unseen is no probability that the claim is true',
]

const byDue = (a: InstantMs | null, b: InstantMs | null): number =>
  (a ?? Infinity) === (b ?? Infinity) ? 0 : (a ?? Infinity) - (b ?? Infinity)

/** Open incidents as the office may name them, newest first. */
const openOf = (state: VerifyState): readonly Incident[] =>
  [...state.incidents.values()]
    .filter(({ status }) => !CLOSED.has(status))
    .toSorted((a, b) => (b.entries[0] ?? 0) - (a.entries[0] ?? 0))

function occurredDue(incidents: readonly Incident[], nowMs: InstantMs): readonly OccurredDue[] {
  return incidents
    .flatMap((incident): OccurredDue[] => {
      const { dueMs, signedAtMs, lateMs } = occurredTiming(incident, nowMs)
      if (dueMs === null || signedAtMs !== null) return []
      const { id, title, status } = incident
      return [{ incident: id, title, status, dueMs, isLate: isLate(incident, nowMs), lateMs }]
    })
    .toSorted((a, b) => a.dueMs - b.dueMs)
}

const assignmentsOf = (incidents: readonly Incident[]): readonly Assignment[] =>
  incidents.flatMap(({ id, title, status, assignedTo }) =>
    assignedTo === undefined || assignedTo === null
      ? []
      : [{ incident: id, title, status, assignedTo }],
  )

const unconfirmedOf = (incidents: readonly Incident[]): readonly UnconfirmedClaim[] =>
  incidents
    .flatMap(({ id, title, status, claims }) =>
      claims
        .filter((claim) => claimState(claim) === 'filed')
        .map(({ party, stance, atMs, entry, filedBy }) => ({
          incident: id,
          title,
          status,
          party,
          stance,
          atMs,
          entry,
          nation: filedBy?.nation ?? null,
        })),
    )
    .toSorted((a, b) => a.entry - b.entry)

/** A machine's likeness is a distance in other words, in its figure as in its reason: neither leaves the monitor's office. */
const wordless = (proposal: GroupingProposal, { office }: Release): GroupingProposal =>
  office === 'monitor' || (proposal.score === null && !proposal.by.isMachine)
    ? proposal
    : { ...proposal, score: null, reason: '' }

/** Cuts each list to what is shown, and counts what is left out of it. */
function cut<L extends Readonly<Record<string, readonly unknown[]>>>(
  lists: L,
): { readonly shown: L; readonly leftOut: Readonly<Record<string, number>> } {
  const entries = Object.entries(lists)
  return {
    shown: Object.fromEntries(
      entries.map(([name, list]) => [name, list.slice(0, SHOWN_MAX)]),
    ) as unknown as L,
    leftOut: Object.fromEntries(
      entries.map(([name, list]) => [name, Math.max(0, list.length - SHOWN_MAX)]),
    ),
  }
}

/** What the office sees of the desk; refused to the guarantors. */
export async function deskView(
  needs: DeskNeeds,
  office: Office,
  notice: string | null,
): Promise<DeskView | (Refused & { readonly status: 403 })> {
  if (office === 'guarantors')
    return {
      refused:
        "the watch's desk is for the monitor's and the commission's offices; log in to one of them",
      status: 403,
    }
  const { sink, nowMs, deployment } = needs
  const { verify, observe } = needs.mission
  const isMonitor = office === 'monitor'
  const release: Release = {
    office,
    nowMs,
    findingFor: foundIn(verify.incidents.values()),
    observation: () => undefined,
    event: () => undefined,
  }
  const desk = releaseDesk(verify, release)
  const open = openOf(verify)
  const seen = open.map((one): Incident => ({ ...one, ...wordsOf(one, release) }))
  const assignments = assignmentsOf(seen)
  const judged = await judgedClaims({ observe, sink }, open, release)
  const likely = isMonitor
    ? await likelyDuplicates({ verify, sink }, open)
    : { duplicates: [], isCut: false }
  const { shown, leftOut } = cut({
    occurred: occurredDue(seen.toReversed(), nowMs),
    access: desk.access,
    tasks: desk.tasks
      .filter(({ status }) => status !== 'closed')
      .toSorted((a, b) => byDue(a.dueMs, b.dueMs)),
    unconfirmed: unconfirmedOf(seen),
    proposals: desk.proposals.map((one) => wordless(one, release)),
    duplicates: likely.duplicates,
    decorrelated: desk.decorrelated.toReversed(),
    assignments,
    handOvers: desk.handOvers.toReversed(),
  })
  return {
    office,
    notice,
    exercise: deployment.exercise,
    nowMs,
    lag: needs.status().lag,
    ...shown,
    claims: judged.claims,
    unassigned: open.length - assignments.length,
    leftOut: { ...leftOut, claims: judged.leftOut },
    duplicatesCut: likely.isCut,
    withheld: isMonitor
      ? []
      : ['duplicates', 'claims.coverage.sources', 'proposals.score', 'tasks.place'],
    assumptions: ASSUMPTIONS,
  }
}

/** What the desk shows of an incident, as the office may have it. */
function wordsOf(incident: Incident, release: Release): Pick<Incident, 'title' | 'assignedTo'> {
  const { title, assignedTo = null } = releaseIncident(incident, release)
  return { title, assignedTo }
}
