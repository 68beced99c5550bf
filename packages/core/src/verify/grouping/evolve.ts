import type { Entry } from '../../evidence/index.ts'
import type { Payloads } from '../entry.ts'
import { freshIncident } from '../fresh.ts'
import { withAll, withOne } from '../persistent-map.ts'
import type { VerifyState } from '../state.ts'
import type { Task } from '../tasks/types.ts'
import type { Incident, Link } from '../types.ts'
import {
  givenBack,
  heardSince,
  joined,
  parted,
  resting,
  toldOf,
  unique,
  untold,
} from './evidence.ts'
import { pairKey } from './pair.ts'
import type { GroupingProposal } from './types.ts'

type Kind =
  | 'verify.merge-proposed'
  | 'verify.split-proposed'
  | 'verify.proposal-declined'
  | 'verify.incident-merged'
  | 'verify.incident-split'
  | 'verify.decorrelated'
  | 'verify.recorrelated'
  | 'verify.incident-reopened'

/** An incident that hangs together with one more. */
export const linked = (incident: Incident, link: Link): Incident => ({
  ...incident,
  links: [...(incident.links ?? []), link],
})

function proposed(
  state: VerifyState,
  entry: Entry,
  what:
    | { readonly kind: 'merge'; readonly into: string }
    | { readonly kind: 'split'; readonly candidates: readonly string[] },
): VerifyState {
  const { incident, reason, score } = entry.payload as unknown as Payloads['verify.merge-proposed']
  const { nation, name, role } = entry.actor
  const proposal: GroupingProposal = {
    id: `P-${entry.index}`,
    incident,
    reason,
    score,
    status: 'open',
    by: { nation, officer: name, isMachine: role === 'system' },
    atMs: entry.atMs,
    entry: entry.index,
    ...what,
  }
  return { ...state, proposals: withOne(state.proposals, proposal.id, proposal) }
}

/** The open proposals that a decision answered bear its answer. */
function answered(
  state: VerifyState,
  status: 'taken' | 'declined',
  concerns: (proposal: GroupingProposal) => boolean,
): VerifyState['proposals'] {
  const open = [...state.proposals.values()].filter(
    (proposal) => proposal.status === 'open' && concerns(proposal),
  )
  if (open.length === 0) return state.proposals
  return withAll(
    state.proposals,
    open.map((proposal): [string, GroupingProposal] => [proposal.id, { ...proposal, status }]),
  )
}

const isOfPair =
  (a: string, b: string) =>
  (proposal: GroupingProposal): boolean =>
    proposal.kind === 'merge' && pairKey(proposal.incident, proposal.into) === pairKey(a, b)

/** Tasks go where the incident goes that they were asked for. */
function tasksMoved(
  { tasks }: VerifyState,
  { from, to, only }: { readonly from: string; readonly to: string; readonly only?: string },
): VerifyState['tasks'] {
  const moved = [...tasks.values()].filter(
    (task) => task.incident === from && (only === undefined || task.requestedFor === only),
  )
  if (moved.length === 0) return tasks
  return withAll(
    tasks,
    moved.map((task): [string, Task] => [task.id, { ...task, incident: to }]),
  )
}

/** The earlier of two due instants, where there is one. */
function earliest(a: Incident, b: Incident): Pick<Incident, 'occurredDueMs'> {
  const dues = [a.occurredDueMs, b.occurredDueMs].filter((one) => one !== undefined)
  return dues.length === 0 ? {} : { occurredDueMs: Math.min(...dues) }
}

/** The survivor of a merger with what the other rested on. */
function takingOver(
  survivor: Incident,
  incident: Incident,
  {
    state,
    entry,
    next,
  }: { state: VerifyState; entry: Entry; next: Incident['status'] | undefined },
): Incident {
  const teamsOf = unique([...(survivor.teamsOf ?? []), ...(incident.teamsOf ?? [])])
  const grown = resting(
    { ...toldOf(survivor, incident), ...(teamsOf.length === 0 ? {} : { teamsOf }) },
    {
      candidates: unique([...survivor.candidates, ...incident.candidates]),
      testimony: joined(survivor.testimony, incident.testimony),
    },
    state.taken,
  )
  return {
    ...linked(grown, { incident: incident.id, how: 'mergedFrom', entry: entry.index }),
    ...earliest(survivor, incident),
    status: next ?? survivor.status,
    // An inquiry that it took over has a deadline for the parties already.
    heardByMs: survivor.heardByMs ?? (next === 'inquiry' ? incident.heardByMs : null),
    entries: [...survivor.entries, entry.index],
  }
}

function merged(state: VerifyState, entry: Entry, incident: Incident): VerifyState {
  const { into, takes, intoNext } = entry.payload as unknown as Payloads['verify.incident-merged']
  const gone: Incident = {
    ...incident,
    status: 'merged',
    mergedInto: into,
    ...(takes === undefined ? {} : { taken: takes }),
    entries: [...incident.entries, entry.index],
  }
  const survivor = state.incidents.get(into)
  const incidents = withOne(state.incidents, gone.id, gone)
  return {
    ...state,
    incidents:
      survivor === undefined
        ? incidents
        : withOne(
            incidents,
            into,
            takingOver(survivor, incident, { state, entry, next: intoNext }),
          ),
    tasks: tasksMoved(state, { from: incident.id, to: into }),
    proposals: answered(state, 'taken', isOfPair(incident.id, into)),
  }
}

function split(state: VerifyState, entry: Entry, incident: Incident): VerifyState {
  const payload = entry.payload as unknown as Payloads['verify.incident-split']
  const { left, gone } = parted(incident, payload.candidates, state.taken)
  const id = `I-${entry.index}`
  const at = entry.index
  const rest = linked(resting(incident, left, state.taken), {
    incident: id,
    how: 'splitInto',
    entry: at,
  })
  // A case of its own; but it keeps the clock that ran.
  const fresh: Incident = {
    ...freshIncident(entry, {
      title: payload.title,
      scripted: incident.scripted,
      occurredDueMs: payload.occurredDueMs,
    }),
    status: 'candidate',
    ...(incident.exercise === undefined ? {} : { exercise: incident.exercise }),
  }
  const started = linked(resting(fresh, gone, state.taken), {
    incident: incident.id,
    how: 'splitFrom',
    entry: at,
  })
  return {
    ...state,
    incidents: withAll(state.incidents, [
      [incident.id, { ...rest, status: payload.next, entries: [...incident.entries, at] }],
      [id, started],
    ]),
    proposals: answered(
      state,
      'taken',
      (one) =>
        one.kind === 'split' &&
        one.incident === incident.id &&
        one.candidates.every((each) => payload.candidates.includes(each)),
    ),
  }
}

function reopened(state: VerifyState, entry: Entry, incident: Incident): VerifyState {
  const { returns, heardByMs, next } =
    entry.payload as unknown as Payloads['verify.incident-reopened']
  const { taken: _took, dismissal: _undone, explainedBy: _gone, ...kept } = incident
  const back: Incident = {
    ...kept,
    status: next ?? 'inquiry',
    outcome: null,
    mergedInto: null,
    heardByMs: heardByMs ?? incident.heardByMs,
    entries: [...incident.entries, entry.index],
  }
  const survivor = state.incidents.get(incident.mergedInto ?? '')
  if (survivor === undefined)
    return { ...state, incidents: withOne(state.incidents, back.id, back) }
  const incidents = withOne(state.incidents, back.id, heardSince(back, survivor))
  const shrunk =
    returns === undefined || returns === null
      ? survivor
      : { ...givenBack(untold(survivor, incident), returns, state.taken), status: returns.fromNext }
  return {
    ...state,
    incidents: withOne(incidents, survivor.id, {
      ...shrunk,
      entries: [...survivor.entries, entry.index],
    }),
    tasks: tasksMoved(state, { from: survivor.id, to: incident.id, only: incident.id }),
  }
}

function heldApart(state: VerifyState, entry: Entry, incident: Incident): VerifyState {
  const { other, reason } = entry.payload as unknown as Payloads['verify.decorrelated']
  const { nation, name } = entry.actor
  const pair: readonly [string, string] =
    incident.id < other ? [incident.id, other] : [other, incident.id]
  return {
    ...state,
    decorrelated: withOne(state.decorrelated, pairKey(incident.id, other), {
      pair,
      reason,
      nation,
      officer: name,
      atMs: entry.atMs,
      entry: entry.index,
    }),
    proposals: answered(state, 'declined', isOfPair(incident.id, other)),
    incidents: noted(state, incident, entry),
  }
}

/** The incidents with one more entry in the history of this one. */
const noted = (
  state: VerifyState,
  incident: Incident,
  { index }: Entry,
): VerifyState['incidents'] =>
  withOne(state.incidents, incident.id, { ...incident, entries: [...incident.entries, index] })

function joinedAgain(state: VerifyState, entry: Entry, incident: Incident): VerifyState {
  const { pair } = entry.payload as unknown as Payloads['verify.recorrelated']
  const decorrelated = new Map(state.decorrelated)
  decorrelated.delete(pairKey(...pair))
  return { ...state, decorrelated, incidents: noted(state, incident, entry) }
}

/** Folds each entry on grouping; a proposal leaves every incident as it is. */
export const GROUPED: Readonly<
  Record<Kind, (state: VerifyState, entry: Entry, incident: Incident) => VerifyState>
> = {
  'verify.merge-proposed': (state, entry) => {
    const { into } = entry.payload as unknown as Payloads['verify.merge-proposed']
    return proposed(state, entry, { kind: 'merge', into })
  },
  'verify.split-proposed': (state, entry) => {
    const { candidates } = entry.payload as unknown as Payloads['verify.split-proposed']
    return proposed(state, entry, { kind: 'split', candidates })
  },
  'verify.proposal-declined': (state, entry) => {
    const { proposal } = entry.payload as unknown as Payloads['verify.proposal-declined']
    return { ...state, proposals: answered(state, 'declined', ({ id }) => id === proposal) }
  },
  'verify.incident-merged': merged,
  'verify.incident-split': split,
  'verify.decorrelated': heldApart,
  'verify.recorrelated': joinedAgain,
  'verify.incident-reopened': reopened,
}
