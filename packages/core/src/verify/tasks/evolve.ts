import type { Entry } from '../../evidence/index.ts'
import { marked } from '../answer/collectors.ts'
import type { Payloads } from '../entry.ts'
import { collectors, resting, undismissed, unique } from '../grouping/evidence.ts'
import { linked } from '../grouping/evolve.ts'
import { withOne } from '../persistent-map.ts'
import type { VerifyState } from '../state.ts'
import type { Incident } from '../types.ts'
import type { Task } from './types.ts'

type Kind = 'verify.task-requested' | 'verify.access-reported' | 'verify.task-closed'

/** An incident whose evidence a nation's team had a part in: the nation collected, and so never verifies it alone. */
function withTeam(incident: Incident, nation: string): Incident {
  const teamsOf = unique([...(incident.teamsOf ?? []), nation])
  return marked({
    ...undismissed(incident),
    teamsOf,
    collectedBy: collectors(incident.testimony, teamsOf),
  })
}

/** The state with the task and its incident changed, both with one more entry. */
function withTask(
  state: VerifyState,
  { index }: Entry,
  { task, incident }: { readonly task: Task; readonly incident: Incident },
): VerifyState {
  return {
    ...state,
    tasks: withOne(state.tasks, task.id, { ...task, entries: [...task.entries, index] }),
    incidents: withOne(state.incidents, incident.id, {
      ...incident,
      entries: [...incident.entries, index],
    }),
  }
}

function requested(state: VerifyState, entry: Entry, incident: Incident): VerifyState {
  const { means, nation, what, place, dueMs } =
    entry.payload as unknown as Payloads['verify.task-requested']
  const task: Task = {
    id: `T-${entry.index}`,
    incident: incident.id,
    requestedFor: incident.id,
    status: 'requested',
    means,
    nation,
    what,
    place,
    dueMs,
    access: [],
    result: null,
    opened: [],
    atMs: entry.atMs,
    entries: [],
    scripted: incident.scripted,
    ...(incident.exercise === undefined ? {} : { exercise: incident.exercise }),
  }
  return withTask(state, entry, { task, incident })
}

function accessReported(state: VerifyState, entry: Entry, incident: Incident): VerifyState {
  const payload = entry.payload as unknown as Payloads['verify.access-reported']
  const task = state.tasks.get(payload.task)
  if (task === undefined) return state
  const { access, untilMs, condition, by, where, position, text, provision } = payload
  const report = {
    access,
    untilMs,
    condition,
    by,
    where,
    position,
    text,
    nation: entry.actor.nation,
    atMs: entry.atMs,
    entry: entry.index,
    ...(provision === undefined ? {} : { provision }),
  }
  return withTask(state, entry, {
    task: { ...task, status: access, access: [...task.access, report] },
    incident,
  })
}

function closed(state: VerifyState, entry: Entry, incident: Incident): VerifyState {
  const payload = entry.payload as unknown as Payloads['verify.task-closed']
  const task = state.tasks.get(payload.task)
  if (task === undefined) return state
  const { outcome, text } = payload
  const result = { outcome, text, atMs: entry.atMs, entry: entry.index }
  return withTask(state, entry, {
    task: { ...task, status: 'closed', result },
    // Whoever could not look collected nothing.
    incident: outcome === 'notDone' ? incident : withTeam(incident, task.nation),
  })
}

/** Folds each entry on a task; one on an unknown task changes nothing. */
export const TASKED: Readonly<
  Record<Kind, (state: VerifyState, entry: Entry, incident: Incident) => VerifyState>
> = {
  'verify.task-requested': requested,
  'verify.access-reported': accessReported,
  'verify.task-closed': closed,
}

/** An access incident that was just opened, bound to its task and to the incident that the task was asked for, both ways. */
export function accessOpened(
  state: VerifyState,
  { index }: Entry,
  { incident: of, nation, ...access }: NonNullable<Payloads['verify.incident-opened']['access']>,
): VerifyState {
  const id = `I-${index}`
  let { incidents } = state
  const [own, origin] = [incidents.get(id), incidents.get(of)]
  if (own !== undefined)
    incidents = withOne(
      incidents,
      id,
      linked(resting({ ...withTeam(own, nation), access }, own, state.taken), {
        incident: of,
        how: 'accessTo',
        entry: index,
      }),
    )
  if (origin !== undefined) {
    const named = linked(origin, { incident: id, how: 'accessHindered', entry: index })
    incidents = withOne(incidents, of, { ...named, entries: [...origin.entries, index] })
  }
  const task = state.tasks.get(access.task)
  if (task === undefined) return { ...state, incidents }
  const opened = [...task.opened, { incident: id, report: access.report }]
  const entries = [...task.entries, index]
  return {
    ...state,
    incidents,
    tasks: withOne(state.tasks, task.id, { ...task, opened, entries }),
  }
}
