/**
 * What may be one: open incidents and loose candidates laid against one another on request. It changes nothing; a person
 * sends the command that stands beside a pair, or does not. Two that are alike lie near one another, so how alike they
 * are tells a place: the monitor's alone.
 */
import type { Candidate } from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import {
  INCIDENT_TABLE,
  duplicates,
  heldApart,
  likableEvent,
  likableIncident,
  mergeProposals,
  pairKey,
} from '@holdfast/core/verify'
import type { Incident, Likable, Likeness, VerifyState } from '@holdfast/core/verify'
import type { ProjectionSink } from '../projector/index.ts'

/** Two that may be one, with what the likeness is made of. */
export interface Duplicate extends Likeness {
  /** What each of the pair is. */
  readonly kinds: readonly ['incident' | 'candidate', 'incident' | 'candidate']
  /** What a person may send to act on it; null where two candidates wait for a person to open one incident on both. */
  readonly command: Readonly<Record<string, unknown>> | null
}

/** Open incidents, and loose candidates, that are laid against one another at most: the newest. */
export const COMPARED_MAX = 250
/** Likely pairs that are looked at at most, the likeliest first. */
const PAIRS_MAX = 1_000
/** Events that place one incident at most. */
const EVENTS_OF_ONE_MAX = 20

interface Loose {
  readonly ids: readonly string[]
  readonly event: string
}

/** Candidates in no incident, by their event: clauses of one event are no duplicates of one another. */
function looseOf(candidates: readonly Candidate[], incidents: Iterable<Incident>): Loose[] {
  const taken = new Set([...incidents].flatMap((one) => [...one.events, ...one.candidates]))
  const byEvent = new Map<string, string[]>()
  for (const { id, event } of candidates) {
    if (event === null || taken.has(id) || taken.has(event)) continue
    const ids = byEvent.get(event)
    if (ids === undefined) byEvent.set(event, [id])
    else ids.push(id)
  }
  return [...byEvent].map(([event, ids]) => ({ event, ids }))
}

/** What a person would send on an incident and a candidate that may be one; undefined where nobody may. */
function adding(state: VerifyState, incident: Incident, candidates: readonly string[]) {
  const [candidate] = candidates
  const isOpen = INCIDENT_TABLE[incident.status].addCandidate.kind === 'accepted'
  const isApart = candidates.some((id) => heldApart(state, incident.id, id) !== null)
  return isOpen && !isApart && candidate !== undefined
    ? { step: 'verify', type: 'addCandidate', incident: incident.id, candidate }
    : undefined
}

/** The pairs with their commands; what a person held apart, proposed or closed is left out. */
function judged(
  state: VerifyState,
  found: readonly Likeness[],
  loose: ReadonlyMap<string, Loose>,
): readonly Duplicate[] {
  const merges = new Map(
    mergeProposals(state, found).map((one) => [pairKey(one.incident, one.into), one]),
  )
  return found.flatMap((likeness): Duplicate[] => {
    const [a, b] = likeness.pair
    const [looseA, looseB] = [loose.get(a), loose.get(b)]
    if (looseA === undefined && looseB === undefined) {
      const merge = merges.get(pairKey(a, b))
      return merge === undefined
        ? []
        : [{ ...likeness, kinds: ['incident', 'incident'], command: { step: 'verify', ...merge } }]
    }
    if (looseA !== undefined && looseB !== undefined)
      return looseA.ids.some((x) => looseB.ids.some((y) => heldApart(state, x, y) !== null))
        ? []
        : [{ ...likeness, kinds: ['candidate', 'candidate'], command: null }]
    const incident = state.incidents.get(looseA === undefined ? a : b)
    const command =
      incident === undefined ? undefined : adding(state, incident, (looseA ?? looseB)?.ids ?? [])
    if (command === undefined) return []
    const kinds =
      looseA === undefined
        ? (['incident', 'candidate'] as const)
        : (['candidate', 'incident'] as const)
    return [{ ...likeness, kinds, command }]
  })
}

/** Likely duplicates among these incidents and the newest loose candidates; and whether some of either were left out. */
export async function likelyDuplicates(
  {
    verify: state,
    sink,
  }: {
    readonly verify: VerifyState
    readonly sink: Pick<ProjectionSink, 'list' | 'many'>
  },
  open: readonly Incident[],
): Promise<{ readonly duplicates: readonly Duplicate[]; readonly isCut: boolean }> {
  const page = { limit: COMPARED_MAX, newest: true } as const
  const candidates = await sink.list('candidate', page)
  const incidents = open.slice(0, COMPARED_MAX)
  const loose = looseOf(candidates, state.incidents.values())
  const named = new Set([
    ...incidents.flatMap(({ events }) => events.slice(0, EVENTS_OF_ONE_MAX)),
    ...loose.map(({ event }) => event),
  ])
  const events = new Map<string, Event>(
    (await sink.many('event', [...named])).map((one) => [one.id, one]),
  )
  const items: Likable[] = incidents.flatMap((one) => {
    const placed = one.events.slice(0, EVENTS_OF_ONE_MAX).flatMap((id) => events.get(id) ?? [])
    return likableIncident(one, placed) ?? []
  })
  const byId = new Map<string, Loose>()
  for (const one of loose) {
    const [id] = one.ids
    const event = events.get(one.event)
    if (id === undefined || event === undefined) continue
    byId.set(id, one)
    items.push(likableEvent(id, event, ''))
  }
  const found = duplicates(items)
  return {
    duplicates: judged(state, found.slice(0, PAIRS_MAX), byId),
    isCut:
      open.length > COMPARED_MAX || candidates.length === COMPARED_MAX || found.length > PAIRS_MAX,
  }
}
