// At a thousand candidates a day the watch reads rows, not records. A row says of an incident, or of a candidate that no
// incident has taken up, what there is to decide on it; the machine's pairs and people's proposals stand on the rows that
// they are about.
import type {
  Decorrelation,
  Dismissal,
  GroupingProposal,
  ReleasedCandidate,
  ReleasedIncident,
} from '@holdfast/core/verify'
import type { InstantMs } from '@holdfast/core/units'
import type { Desk, DuplicateRow, Picture, SeenEvent } from '../api/index.ts'
import { formatMinute } from '../time/index.ts'
import {
  PHASE_WORD,
  formatChance,
  formatCount,
  formatSilence,
  formatWorth,
} from '../words/index.ts'

/** One thing to decide on: an incident, or a candidate that no incident has taken up. */
export interface DeskRow {
  readonly id: string
  readonly what: 'incident' | 'candidate'
  readonly title: string
  /** Status of an incident; `loose` for a candidate. */
  readonly status: string
  readonly isOpen: boolean
  /** Kinds of event, sorted; empty where a deadline or a claim raised it. */
  readonly kinds: readonly string[]
  readonly clauses: readonly string[]
  /** Where in words: where those stood who told of it; empty where nobody said, `withheld` outside the monitor's office. */
  readonly place: string
  /** The area that its event lies in most likely; empty: none, or withheld. */
  readonly region: string
  /** When it happened, or was opened; UTC. */
  readonly atMs: InstantMs
  readonly chance: string
  readonly probability: number | null
  /** Who could have noticed, in words. */
  readonly coverage: string
  readonly assignedTo: ReleasedIncident['assignedTo']
  readonly occurredDueMs: InstantMs | null
  /** Its *occurred* is due faster than others: a flash track. */
  readonly isFlash: boolean
  readonly candidates: readonly string[]
  readonly scripted: boolean
  readonly mergedInto: string | null
  /** Incidents that were merged into this one and still are, newest last. */
  readonly mergedFrom: readonly string[]
  readonly proposals: readonly GroupingProposal[]
  readonly duplicates: readonly DuplicateRow[]
  readonly apart: readonly Decorrelation[]
  readonly openTasks: number
  /** Who moved to dismiss it, and on which ground; null where nobody did. */
  readonly dismissal: Dismissal | null
}

/** *Occurred* due within this time of the opening is a flash track: the general time is 12 h, of mass attack 2. */
const FLASH_MS = 6 * 3_600_000
const CLOSED: ReadonlySet<string> = new Set([
  'dismissed',
  'concluded',
  'published',
  'corrected',
  'recalled',
  'merged',
])
/** Places that one row names. */
const PLACES_NAMED = 2

/** What is looked up for every row, by id. */
interface Index {
  readonly isMonitor: boolean
  readonly events: ReadonlyMap<string, SeenEvent>
  readonly candidates: ReadonlyMap<string, ReleasedCandidate>
  readonly places: ReadonlyMap<string, string>
  readonly zones: ReadonlyMap<string, string>
  readonly proposals: ReadonlyMap<string, readonly GroupingProposal[]>
  readonly duplicates: ReadonlyMap<string, readonly DuplicateRow[]>
  readonly apart: ReadonlyMap<string, readonly Decorrelation[]>
  readonly tasks: ReadonlyMap<string, number>
  readonly merged: ReadonlyMap<string, readonly string[]>
}

/** Everything under each of its names. */
function byName<T>(items: readonly T[], names: (item: T) => readonly string[]): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const item of items)
    for (const name of names(item)) {
      const known = found.get(name)
      if (known === undefined) found.set(name, [item])
      else known.push(item)
    }
  return found
}

const sidesOf = (one: GroupingProposal): readonly string[] =>
  one.kind === 'merge' ? [one.incident, one.into] : [one.incident]

function indexOf(picture: Picture, desk: Desk | null): Index {
  const merged = byName(
    picture.incidents.filter(({ status }) => status === 'merged'),
    ({ mergedInto }) => (mergedInto === null ? [] : [mergedInto]),
  )
  return {
    isMonitor: picture.office === 'monitor',
    events: new Map(picture.events.map((one) => [one.id, one])),
    candidates: new Map(picture.candidates.map((one) => [one.id, one])),
    places: new Map(
      picture.observations.flatMap(({ id, observer }) =>
        observer.place === null ? [] : [[id, observer.place] as const],
      ),
    ),
    zones: new Map(
      picture.zones.flatMap((one) =>
        // The whole theatre is no area: nearly everything lies in it.
        one.kind === 'polygon' && one.purpose !== 'region' ? [[one.id, one.title] as const] : [],
      ),
    ),
    proposals: byName(desk?.proposals ?? [], sidesOf),
    duplicates: byName(desk?.duplicates ?? [], ({ pair }) => pair),
    apart: byName(desk?.decorrelated ?? [], ({ pair }) => pair),
    tasks: new Map(
      [...byName(desk?.tasks ?? [], ({ incident }) => [incident])].map(
        ([id, tasks]) => [id, tasks.length] as const,
      ),
    ),
    merged: new Map([...merged].map(([id, gone]) => [id, gone.map((one) => one.id)] as const)),
  }
}

/** The places that an event was told from, each once, with how many more there are. */
function placeOf(events: readonly SeenEvent[], { places, isMonitor }: Index): string {
  const named = [
    ...new Set(
      events.flatMap(({ observations }) => observations.flatMap((id) => places.get(id) ?? [])),
    ),
  ]
  if (named.length === 0) return isMonitor ? '' : 'withheld'
  const more = named.length - PLACES_NAMED
  return `${named.slice(0, PLACES_NAMED).join(', ')}${more > 0 ? ` +${more}` : ''}`
}

/** The area that an event lies in most likely; empty where its place is withheld or in none. */
function regionOf(events: readonly SeenEvent[], { zones }: Index): string {
  let [best, title] = [0, '']
  for (const event of events) {
    if (event.estimate === null) continue
    for (const { zone, probability } of event.zones ?? []) {
      const named = zones.get(zone)
      if (named === undefined || probability <= best) continue
      ;[best, title] = [probability, named]
    }
  }
  return title
}

const silenceOf = (events: readonly SeenEvent[]): string =>
  events.map((event) => formatSilence(event)).find((words) => words !== '') ?? 'coverage unknown'

const titleOfEvent = (event: SeenEvent): string =>
  `${event.kind}, ${PHASE_WORD[event.phase].title}, ${formatCount(event.count)}`

const unique = (words: readonly string[]): readonly string[] => [...new Set(words)].toSorted()

/** What a row has of the desk and of its events, whatever it is. */
function besideOf(id: string, events: readonly SeenEvent[], index: Index) {
  return {
    kinds: unique(events.map(({ kind }) => kind)),
    place: placeOf(events, index),
    region: regionOf(events, index),
    proposals: index.proposals.get(id) ?? [],
    duplicates: index.duplicates.get(id) ?? [],
    apart: index.apart.get(id) ?? [],
    openTasks: index.tasks.get(id) ?? 0,
    mergedFrom: index.merged.get(id) ?? [],
  }
}

function incidentRow(incident: ReleasedIncident, index: Index): DeskRow {
  const events = incident.events.flatMap((id) => index.events.get(id) ?? [])
  const { machineProbability } = incident.answers.occurred
  const likeliest = machineProbability === null ? likeliestOf(events) : undefined
  const probability = machineProbability ?? likeliest?.probability ?? null
  const worth = likeliest === undefined ? incident.recalibrated?.occurred : likeliest.recalibrated
  const { id, title, status, sinceMs, occurredDueMs, assignedTo = null } = incident
  const isDue = occurredDueMs !== undefined && incident.answers.occurred.status !== 'signed'
  return {
    id,
    what: 'incident',
    title,
    status,
    isOpen: !CLOSED.has(status),
    clauses: unique(incident.clauses.map(({ clause }) => clause)),
    atMs: events[0]?.observed.fromMs ?? sinceMs,
    chance: formatWorth(probability, worth),
    probability,
    coverage: events.length === 0 ? 'no event' : silenceOf(events),
    assignedTo,
    occurredDueMs: isDue && !CLOSED.has(status) ? occurredDueMs : null,
    isFlash: isDue && occurredDueMs - sinceMs <= FLASH_MS,
    candidates: incident.candidates,
    scripted: incident.scripted,
    mergedInto: incident.mergedInto,
    dismissal: incident.dismissal ?? null,
    ...besideOf(id, events, index),
  }
}

const likeliestOf = (events: readonly SeenEvent[]): SeenEvent | undefined =>
  events.toSorted((a, b) => b.probability - a.probability)[0]

function candidateRow(candidate: ReleasedCandidate, index: Index): DeskRow {
  const event = candidate.event === null ? undefined : index.events.get(candidate.event)
  const events = event === undefined ? [] : [event]
  return {
    id: candidate.id,
    what: 'candidate',
    title:
      event === undefined
        ? `deadline passed: ${candidate.undecided[0]?.split(': ').at(-1) ?? candidate.clause}`
        : titleOfEvent(event),
    status: 'loose',
    isOpen: true,
    clauses: [candidate.clause],
    atMs: event?.observed.fromMs ?? candidate.atMs,
    chance: formatChance(candidate),
    probability: candidate.probability,
    coverage: event === undefined ? 'no event' : silenceOf(events),
    assignedTo: null,
    occurredDueMs: null,
    isFlash: false,
    candidates: [candidate.id],
    scripted: false,
    mergedInto: null,
    dismissal: null,
    ...besideOf(candidate.id, events, index),
  }
}

/** What is due first, flash tracks before all; then what somebody proposed on; then the newest. */
export function byUrgency(a: DeskRow, b: DeskRow): number {
  return (
    Number(b.isFlash) - Number(a.isFlash) ||
    (a.occurredDueMs ?? Infinity) - (b.occurredDueMs ?? Infinity) ||
    Number(a.what === 'candidate') - Number(b.what === 'candidate') ||
    b.atMs - a.atMs ||
    (a.id < b.id ? -1 : 1)
  )
}

/** Every incident, and every candidate that none has taken up, the most urgent first. */
export function rowsOf(picture: Picture, desk: Desk | null): readonly DeskRow[] {
  const index = indexOf(picture, desk)
  const taken = new Set(picture.incidents.flatMap(({ candidates }) => candidates))
  return [
    ...picture.incidents.map((one) => incidentRow(one, index)),
    ...picture.candidates.flatMap((one) => (taken.has(one.id) ? [] : candidateRow(one, index))),
  ].toSorted(byUrgency)
}

/** What a candidate is in a few words: what happened and when, under which clause. */
export function candidateWords(
  { candidates, events }: Pick<Picture, 'candidates' | 'events'>,
  id: string,
): string {
  const candidate = candidates.find((one) => one.id === id)
  if (candidate === undefined) return `${nameOf(id)}, not in the picture`
  const event = events.find((one) => one.id === candidate.event)
  const what = event === undefined ? 'deadline passed' : titleOfEvent(event)
  return `${what}, ${formatMinute(event?.observed.fromMs ?? candidate.atMs)}, cl. ${candidate.clause}`
}

/** The other one of a pair. */
export const otherOf = (pair: readonly [string, string], id: string): string =>
  pair[0] === id ? pair[1] : pair[0]

/** What an id is called on the screen: incidents have short ones, of a candidate's the first digits. */
export const nameOf = (id: string): string => (id.startsWith('I-') ? id : id.slice(0, 8))
